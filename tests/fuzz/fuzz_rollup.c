/*
 * Any bytes as hours: no crash; what decodes rises, has samples in each hour, and encodes to
 * bytes that decode to the same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "data/store/chunk.h"
#include "data/store/rollup.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void must(int holds)
{
    if (!holds)
        abort();
}

static void round_trip(const struct hourlies *hours)
{
    uint8_t *out = malloc(rollup_bound(hours->count));
    struct hourlies back = { 0 };
    struct error err = ERROR_NONE;
    size_t length;

    must(out != NULL);
    length = rollup_encode(hours->row, hours->count, out);
    must(length <= rollup_bound(hours->count));
    must(rollup_decode(out, length, &back, &err) == 0);
    must(back.count == hours->count);
    for (size_t i = 0; i < back.count; i++)
        must(hourly_equal(&back.row[i], &hours->row[i]));
    hourlies_release(&back);
    free(out);
}

static void as_rollup(const uint8_t *bytes, size_t length)
{
    uint8_t *copy = malloc(length + CHUNK_CHECKSUM);
    struct hourlies hours = { 0 };
    struct error err = ERROR_NONE;

    must(copy != NULL);
    if (length)
        memcpy(copy, bytes, length);
    if (rollup_decode(copy, checksum_put(copy, copy + length), &hours, &err) == 0) {
        must(hours.count > 0);
        for (size_t i = 0; i < hours.count; i++)
            must(hours.row[i].count > 0 && (i == 0 || hours.row[i].hour > hours.row[i - 1].hour));
        round_trip(&hours);
    }
    hourlies_release(&hours);
    free(copy);
}

/* Eight bytes a value, some minutes apart. */
static void as_samples(const uint8_t *bytes, size_t length)
{
    size_t count = length / 8, total = 0;
    int64_t *at = malloc((count + 1) * sizeof *at), now = 0;
    double *value = malloc((count + 1) * sizeof *value);
    struct hourlies hours = { 0 };
    struct error err = ERROR_NONE;

    must(at && value);
    for (size_t i = 0; i < count; i++) {
        at[i] = now += 1 + (int64_t)bytes[8 * i] * bytes[8 * i] * 100;
        memcpy(&value[i], bytes + 8 * i, sizeof value[i]);
        if (!(value[i] > -1e300 && value[i] < 1e300))
            value[i] = bytes[8 * i] / 100.0;
    }
    must(rollup_make(at, value, count, &hours, &err) == 0);
    for (size_t i = 0; i < hours.count; i++) {
        const struct hourly *row = &hours.row[i];

        total += row->count;
        must(row->min <= row->p95 && row->p95 <= row->max && row->min <= row->last &&
             row->last <= row->max);
    }
    must(total == count);
    if (hours.count)
        round_trip(&hours);
    hourlies_release(&hours);
    free(value);
    free(at);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    as_rollup(bytes, length);
    as_samples(bytes, length);
    return 0;
}
