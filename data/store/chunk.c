#include "data/store/chunk.h"

#include <endian.h>
#include <string.h>
#include <xxhash.h>

#include "data/base/clock.h"
#include "data/store/samples.h"
#include "data/store/values.h"

/* How times are written, behind the first of them. */
enum { TIMES_REGULAR, TIMES_RUNS, TIMES_STEPS };


/* Steps are counted in the largest of these that divides them all. */
static const int64_t units[] = { HOUR_MS, MINUTE_MS, SECOND_MS, 1 };
enum { UNITS = sizeof units / sizeof units[0] };

/* --- checksum ---------------------------------------------------------------- */

size_t checksum_put(const uint8_t *start, uint8_t *end)
{
    size_t length = (size_t)(end - start);
    uint64_t sum = htole64(XXH3_64bits(start, length));

    memcpy(end, &sum, sizeof sum);
    return length + sizeof sum;
}

int checksum_holds(const uint8_t *bytes, size_t length)
{
    uint64_t sum;

    if (length < sizeof sum)
        return 0;
    memcpy(&sum, bytes + length - sizeof sum, sizeof sum);
    return le64toh(sum) == XXH3_64bits(bytes, length - sizeof sum);
}

/* --- times ------------------------------------------------------------------- */

/* Stretches of equal steps, up to `most` + 1 of them; at least two times. */
static size_t count_runs(const int64_t *at, size_t count, size_t most)
{
    int64_t step = at[1] - at[0];
    size_t runs = 1;

    for (size_t i = 2; i < count; i++) {
        if (at[i] - at[i - 1] == step)
            continue;
        step = at[i] - at[i - 1];
        if (++runs > most)
            break;
    }
    return runs;
}

static uint8_t *runs_put(uint8_t *out, const int64_t *at, size_t count)
{
    for (size_t i = 1, next; i < count; i = next) {
        int64_t step = at[i] - at[i - 1];

        for (next = i + 1; next < count && at[next] - at[next - 1] == step; next++)
            ;
        out = pack_varint(out, (uint64_t)step);
        out = pack_varint(out, next - i);
    }
    return out;
}

static void runs_get(struct unpack *in, int64_t *at, size_t count)
{
    for (size_t i = 1; i < count && !in->bad;) {
        uint64_t step = unpack_varint(in), run = unpack_varint(in);

        if (run == 0 || run > count - i)
            in->bad = 1;
        for (; run > 0 && !in->bad; run--, i++)
            at[i] = (int64_t)((uint64_t)at[i - 1] + step);
    }
}

/* The index of the largest unit that all times are a whole number of away from the first. */
static unsigned common_unit(const int64_t *at, size_t count)
{
    unsigned unit = 0;

    for (size_t i = 1; i < count && unit < UNITS - 1; i++)
        while ((at[i] - at[0]) % units[unit] != 0)
            unit++;
    return unit;
}

static uint8_t *steps_put(uint8_t *out, const int64_t *at, size_t count)
{
    unsigned unit = common_unit(at, count);

    *out++ = (uint8_t)unit;
    for (size_t done = 1; done < count; done += PACK_BLOCK) {
        size_t some = count - done < PACK_BLOCK ? count - done : PACK_BLOCK;
        int64_t step[PACK_BLOCK];

        for (size_t i = 0; i < some; i++)
            step[i] = (at[done + i] - at[done + i - 1]) / units[unit];
        out = pack_block(out, step, some);
    }
    return out;
}

static void steps_get(struct unpack *in, int64_t *at, size_t count)
{
    unsigned unit = unpack_byte(in);

    if (unit >= UNITS)
        in->bad = 1;
    for (size_t done = 1; done < count && !in->bad; done += PACK_BLOCK) {
        size_t some = count - done < PACK_BLOCK ? count - done : PACK_BLOCK;
        int64_t step[PACK_BLOCK];

        unpack_block(in, step, some);
        for (size_t i = 0; i < some && !in->bad; i++)
            at[done + i] = (int64_t)((uint64_t)at[done + i - 1] +
                                     (uint64_t)step[i] * (uint64_t)units[unit]);
    }
}

static uint8_t *times_put(uint8_t *out, const int64_t *at, size_t count)
{
    /* a run takes some 5 bytes, a packed step rarely less than half a byte */
    size_t most = count / 10 + 1, runs;

    out = pack_zigzag(out, at[0]);
    if (count == 1)
        return out;
    runs = count_runs(at, count, most);
    if (runs == 1) {
        *out++ = TIMES_REGULAR;
        return pack_varint(out, (uint64_t)(at[1] - at[0]));
    }
    if (runs <= most) {
        *out++ = TIMES_RUNS;
        return runs_put(out, at, count);
    }
    *out++ = TIMES_STEPS;
    return steps_put(out, at, count);
}

static int strictly_rising(const int64_t *at, size_t count)
{
    int rising = 1;

    for (size_t i = 1; i < count; i++)
        rising &= at[i] > at[i - 1];
    return rising;
}

static void regular_get(struct unpack *in, int64_t *at, size_t count)
{
    uint64_t step = unpack_varint(in), length;

    if (step == 0 || __builtin_mul_overflow(step, count - 1, &length) ||
        length > (uint64_t)INT64_MAX - (uint64_t)at[0])    /* modulo 2^64: at[0] may be negative */
        in->bad = 1;
    for (size_t i = 1; i < count; i++)
        at[i] = (int64_t)((uint64_t)at[0] + i * step);
}

static void times_get(struct unpack *in, int64_t *at, size_t count)
{
    at[0] = unpack_zigzag(in);
    if (count == 1)
        return;
    switch (unpack_byte(in)) {
    case TIMES_REGULAR:
        regular_get(in, at, count);
        return;
    case TIMES_RUNS:
        runs_get(in, at, count);
        break;
    case TIMES_STEPS:
        steps_get(in, at, count);
        break;
    default:
        in->bad = 1;
    }
    if (!in->bad && !strictly_rising(at, count))
        in->bad = 1;
}

/* --- chunks ------------------------------------------------------------------- */

size_t chunk_bound(size_t count)
{
    return 1 + 10 + 10 + 1 + 10 + 1 + 20 * (count / 10 + 2) + pack_bound(count) +
           values_bound(count) + CHUNK_CHECKSUM;
}

size_t chunk_encode(const int64_t *at, const double *value, size_t count, uint8_t *out)
{
    uint8_t *end = out;

    *end++ = CHUNK_VERSION;
    end = pack_varint(end, count);
    end = times_put(end, at, count);
    end = values_put(end, value, count);
    return checksum_put(out, end);
}

int chunk_decode(const uint8_t *bytes, size_t length, struct samples *out, struct error *err)
{
    struct unpack in = { 0 };
    uint64_t count;
    int rc;

    out->count = 0;
    if (!checksum_holds(bytes, length))
        return error_set(err, ERR_STORE, "a chunk does not match its checksum");
    in.next = bytes;
    in.end = bytes + length - CHUNK_CHECKSUM;
    if (unpack_byte(&in) != CHUNK_VERSION)
        return error_set(err, ERR_STORE, "a chunk of an unknown layout");
    count = unpack_varint(&in);
    if (count == 0 || count > CHUNK_MOST || count / PACK_BLOCK * VALUES_LEAST > length)
        return error_set(err, ERR_STORE, "a chunk that claims %llu samples",
                         (unsigned long long)count);
    rc = samples_reserve(out, count, err);
    if (rc < 0)
        return rc;
    times_get(&in, out->at, count);
    if (!in.bad)
        values_get(&in, out->value, count);
    if (in.bad || in.next != in.end)
        return error_set(err, ERR_STORE, "a chunk whose bytes make no sense");
    out->count = count;
    return 0;
}
