/*
 * Hours as bytes. Each block of 128 hours begins with
 *
 *     packed   hours since 1970
 *     packed   counts
 *
 * and goes on either with
 *
 *     1 byte   scale (0-22) that last, min, max, p95 and sum share
 *     packed   last
 *     packed   last - min
 *     packed   max - last
 *     packed   sum - (count * (min + max)) / 2, the division rounding down
 *     packed   max - p95; only where an hour of the block has 20 samples or more
 *
 * all as whole numbers of that scale, or with 255 and the five columns as a chunk's values,
 * the last again only where needed: of less than 20 samples the p95 is the maximum.
 */
#include "data/store/rollup.h"

#include <string.h>

#include "data/base/clock.h"
#include "data/store/chunk.h"
#include "data/store/decimal.h"
#include "data/store/pack.h"
#include "data/store/values.h"

enum {
    VERSION = 1,
    APART = 255,
    P95_FROM = 20,
    COLUMNS = 5,
    MOST_HOURS = 7168 * 24,    /* of the longest window */
};

enum { LAST, MIN, MAX, SUM, P95 };

struct block {
    double   value[COLUMNS][PACK_BLOCK];
    int64_t  number[COLUMNS][PACK_BLOCK];
    int64_t  hour[PACK_BLOCK], count[PACK_BLOCK];
    size_t   used;
    int      columns;                       /* 4 where p95 goes without saying */
};

static void block_load(struct block *block, const struct hourly *row, size_t count)
{
    block->used = count;
    block->columns = P95;
    for (size_t i = 0; i < count; i++) {
        block->value[LAST][i] = row[i].last;
        block->value[MIN][i] = row[i].min;
        block->value[MAX][i] = row[i].max;
        block->value[SUM][i] = row[i].sum;
        block->value[P95][i] = row[i].p95;
        block->hour[i] = row[i].hour / HOUR_MS;
        block->count[i] = row[i].count;
        if (row[i].count >= P95_FROM)
            block->columns = COLUMNS;
    }
}

/* All columns as whole numbers of one scale, or DECIMAL_NONE. */
static int block_scale(struct block *block)
{
    int scale[COLUMNS], most = 0;

    for (int c = 0; c < block->columns; c++) {
        scale[c] = decimal_block(block->value[c], block->used, block->number[c]);
        if (scale[c] == DECIMAL_NONE)
            return DECIMAL_NONE;
        most = scale[c] > most ? scale[c] : most;
    }
    for (int c = 0; c < block->columns; c++) {
        int64_t factor = (int64_t)number_power[most - scale[c] < 16 ? most - scale[c] : 15];

        if (most - scale[c] >= 16)
            return DECIMAL_NONE;
        for (size_t i = 0; i < block->used; i++)
            if (__builtin_mul_overflow(block->number[c][i], factor, &block->number[c][i]) ||
                block->number[c][i] >= INT64_C(1) << 51 || block->number[c][i] <= -(INT64_C(1) << 51))
                return DECIMAL_NONE;
    }
    return most;
}

/* What the sum would be if the samples lay evenly about the middle; modulo 2^64. */
static int64_t expected_sum(int64_t count, int64_t min, int64_t max)
{
    return (int64_t)((uint64_t)count * ((uint64_t)min + (uint64_t)max)) >> 1;
}

/* Between the numbers and what is packed for them. */
static void fold(struct block *block)
{
    for (size_t i = 0; i < block->used; i++) {
        int64_t last = block->number[LAST][i], min = block->number[MIN][i];
        int64_t max = block->number[MAX][i];

        block->number[SUM][i] = (int64_t)((uint64_t)block->number[SUM][i] -
                                          (uint64_t)expected_sum(block->count[i], min, max));
        block->number[P95][i] = (int64_t)((uint64_t)max - (uint64_t)block->number[P95][i]);
        block->number[MIN][i] = last - min;
        block->number[MAX][i] = max - last;
    }
}

static void unfold(struct block *block)
{
    for (size_t i = 0; i < block->used; i++) {
        uint64_t last = (uint64_t)block->number[LAST][i];
        uint64_t min = last - (uint64_t)block->number[MIN][i];
        uint64_t max = last + (uint64_t)block->number[MAX][i];

        block->number[MIN][i] = (int64_t)min;
        block->number[MAX][i] = (int64_t)max;
        block->number[SUM][i] = (int64_t)((uint64_t)block->number[SUM][i] +
            (uint64_t)expected_sum(block->count[i], (int64_t)min, (int64_t)max));
        block->number[P95][i] = (int64_t)(max - (uint64_t)block->number[P95][i]);
    }
}

static uint8_t *block_put(uint8_t *out, struct block *block)
{
    int scale = block_scale(block);

    out = pack_block(out, block->hour, block->used);
    out = pack_block(out, block->count, block->used);
    if (scale == DECIMAL_NONE) {
        *out++ = APART;
        for (int c = 0; c < block->columns; c++)
            out = values_put(out, block->value[c], block->used);
        return out;
    }
    *out++ = (uint8_t)scale;
    fold(block);
    for (int c = 0; c < block->columns; c++)
        out = pack_block(out, block->number[c], block->used);
    return out;
}

/* Hours rise strictly, also from block to block, and have a sample each. */
static void heads_get(struct unpack *in, struct block *block, int64_t *before)
{
    unpack_block(in, block->hour, block->used);
    if (!in->bad)
        unpack_block(in, block->count, block->used);
    block->columns = P95;
    for (size_t i = 0; i < block->used && !in->bad; i++) {
        if (block->hour[i] <= *before || block->hour[i] > INT64_MAX / HOUR_MS ||
            block->count[i] < 1 || block->count[i] > HOUR_MS)
            in->bad = 1;
        if (block->count[i] >= P95_FROM)
            block->columns = COLUMNS;
        *before = block->hour[i];
    }
}

static void columns_get(struct unpack *in, struct block *block)
{
    unsigned scale = unpack_byte(in);

    if (scale == APART) {
        for (int c = 0; c < block->columns && !in->bad; c++)
            values_get(in, block->value[c], block->used);
        return;
    }
    for (int c = 0; c < block->columns && !in->bad; c++)
        unpack_block(in, block->number[c], block->used);
    if (in->bad || scale >= DECIMAL_SCALES) {
        in->bad = 1;
        return;
    }
    if (block->columns == P95)
        memset(block->number[P95], 0, sizeof block->number[P95]);
    unfold(block);
    for (int c = 0; c < block->columns; c++)
        for (size_t i = 0; i < block->used; i++)
            block->value[c][i] = (double)block->number[c][i] / number_power[scale];
}

static void block_store(const struct block *block, struct hourly *row)
{
    for (size_t i = 0; i < block->used; i++) {
        row[i].hour = block->hour[i] * HOUR_MS;
        row[i].count = (uint32_t)block->count[i];
        row[i].last = block->value[LAST][i];
        row[i].min = block->value[MIN][i];
        row[i].max = block->value[MAX][i];
        row[i].sum = block->value[SUM][i];
        row[i].p95 = row[i].count < P95_FROM ? row[i].max : block->value[P95][i];
    }
}

size_t rollup_bound(size_t count)
{
    size_t blocks = count / PACK_BLOCK + 1;

    return 1 + 10 + blocks * (1 + (2 + COLUMNS) * (1 + PACK_MOST)) + PACK_SLACK + CHUNK_CHECKSUM;
}

size_t rollup_encode(const struct hourly *row, size_t count, uint8_t *out)
{
    struct block block;
    uint8_t *end = out;

    *end++ = VERSION;
    end = pack_varint(end, count);
    for (size_t done = 0; done < count; done += PACK_BLOCK) {
        block_load(&block, row + done, count - done < PACK_BLOCK ? count - done : PACK_BLOCK);
        end = block_put(end, &block);
    }
    return checksum_put(out, end);
}

int rollup_decode(const uint8_t *bytes, size_t length, struct hourlies *out, struct error *err)
{
    struct unpack in = { 0 };
    struct block block;
    int64_t before = -INT64_MAX / HOUR_MS;
    uint64_t count;
    int rc;

    if (!checksum_holds(bytes, length))
        return error_set(err, ERR_STORE, "a rollup does not match its checksum");
    in.next = bytes;
    in.end = bytes + length - CHUNK_CHECKSUM;
    if (unpack_byte(&in) != VERSION)
        return error_set(err, ERR_STORE, "a rollup of an unknown layout");
    count = unpack_varint(&in);
    if (count == 0 || count > MOST_HOURS)
        return error_set(err, ERR_STORE, "a rollup that claims %llu hours",
                         (unsigned long long)count);
    rc = hourlies_reserve(out, out->count + count, err);
    for (size_t done = 0; done < count && rc == 0; done += block.used) {
        block.used = count - done < PACK_BLOCK ? count - done : PACK_BLOCK;
        heads_get(&in, &block, &before);
        if (!in.bad)
            columns_get(&in, &block);
        if (in.bad)
            return error_set(err, ERR_STORE, "a rollup whose bytes make no sense");
        block_store(&block, out->row + out->count + done);
    }
    if (rc == 0 && in.next != in.end)
        return error_set(err, ERR_STORE, "a rollup whose bytes make no sense");
    if (rc == 0)
        out->count += count;
    return rc;
}
