#include "data/store/values.h"

#include <string.h>

#include "data/store/decimal.h"

enum {
    CORRECTED = 32,         /* added to the scale */
    RAW       = 255,
    WITNESSES = 16,         /* values that are asked for their scale */
    STRANGERS = 3,          /* of which so many may have another one or none */
    SHORT     = 24          /* bits of whole numbers that need no second look */
};

/* --- raw doubles ------------------------------------------------------------------ */

static uint8_t *raw_put(uint8_t *out, const double *value, size_t count)
{
    int64_t bits[PACK_BLOCK];

    for (size_t i = 0; i < count; i++)
        bits[i] = double_rank(value[i]);
    *out++ = RAW;
    return pack_block(out, bits, count);
}

/* --- nearly decimals ---------------------------------------------------------------- */

/*
 * The scale near which nearly all of some witnesses lie, or DECIMAL_NONE: the largest of
 * their scales without the few largest, since values that have none can be far off.
 */
static int suggested_scale(const double *value, size_t count)
{
    int seen[DECIMAL_SCALES] = { 0 }, without = 0, asked = 0, scale = DECIMAL_SCALES - 1;

    for (size_t i = 0; i < WITNESSES; i++) {
        int near = decimal_near(value[i * count / WITNESSES]);

        asked++;
        if (near != DECIMAL_NONE)
            seen[near]++;
        else if (++without > STRANGERS)
            return DECIMAL_NONE;
    }
    for (int beyond = without; scale >= 0; scale--) {
        beyond += seen[scale];
        if (beyond > STRANGERS)
            break;
    }
    return asked > without ? scale : DECIMAL_NONE;
}

static uint8_t *corrected_put(uint8_t *out, const double *value, size_t count, int scale)
{
    int64_t number[PACK_BLOCK], above[PACK_BLOCK];

    decimal_split(value, count, scale, number, above);
    *out++ = (uint8_t)(CORRECTED + scale);
    out = pack_block(out, number, count);
    return pack_block(out, above, count);
}

/* --- blocks ----------------------------------------------------------------------- */

/* True when the numbers are small enough to be left as they are. */
static int is_short(const int64_t *number, size_t count)
{
    uint64_t wide = 0;

    for (size_t i = 0; i < count; i++)
        wide |= (uint64_t)number[i] ^ (uint64_t)(number[i] >> 63);
    return wide >> SHORT == 0;
}

static uint8_t *block_put(uint8_t *out, const double *value, size_t count)
{
    uint8_t other[1 + 2 * PACK_MOST + PACK_SLACK], *end, *other_end;
    int64_t number[DECIMAL_BLOCK];
    int scale = decimal_block(value, count, number), near;

    if (scale == DECIMAL_NONE) {
        end = raw_put(out, value, count);
    } else {
        out[0] = (uint8_t)scale;
        end = pack_block(out + 1, number, count);
        if (scale == 0 || is_short(number, count))
            return end;
    }
    near = suggested_scale(value, count);
    if (near == DECIMAL_NONE || near == scale)
        return end;
    other_end = corrected_put(other, value, count, near);
    if (other_end - other >= end - out)
        return end;
    memcpy(out, other, (size_t)(other_end - other));
    return out + (other_end - other);
}

static void block_get(struct unpack *in, double *value, size_t count)
{
    int64_t number[PACK_BLOCK], above[PACK_BLOCK];
    unsigned kind = unpack_byte(in), scale = kind & ~(unsigned)CORRECTED;

    unpack_block(in, number, count);
    if (kind == RAW) {
        for (size_t i = 0; i < count && !in->bad; i++)
            value[i] = double_of_rank(number[i]);
        return;
    }
    if (in->bad || scale >= DECIMAL_SCALES) {
        in->bad = 1;
        return;
    }
    for (size_t i = 0; i < count; i++)
        value[i] = (double)number[i] / number_power[scale];
    if (!(kind & CORRECTED))
        return;
    unpack_block(in, above, count);
    for (size_t i = 0; i < count && !in->bad; i++)
        value[i] = double_of_rank((int64_t)((uint64_t)double_rank(value[i]) + (uint64_t)above[i]));
}

/* --- columns ------------------------------------------------------------------------ */

size_t values_bound(size_t count)
{
    return (count / PACK_BLOCK + 1) * (1 + PACK_MOST) + PACK_SLACK;
}

uint8_t *values_put(uint8_t *out, const double *value, size_t count)
{
    for (size_t done = 0; done < count; done += PACK_BLOCK)
        out = block_put(out, value + done, count - done < PACK_BLOCK ? count - done : PACK_BLOCK);
    return out;
}

void values_get(struct unpack *in, double *value, size_t count)
{
    for (size_t done = 0; done < count && !in->bad; done += PACK_BLOCK)
        block_get(in, value + done, count - done < PACK_BLOCK ? count - done : PACK_BLOCK);
}
