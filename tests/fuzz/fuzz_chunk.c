/*
 * Any bytes as a chunk: no crash; what decodes is whole, and encodes to bytes that decode to
 * the same. The checksum is put right first, or nothing would get past it. The same
 * bytes are also taken as doubles and steps, which must come back bit for bit.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "data/store/chunk.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void must(int holds)
{
    if (!holds)
        abort();
}

/* Encodes, decodes, compares. */
static void round_trip(const int64_t *at, const double *value, size_t count)
{
    uint8_t *out = malloc(chunk_bound(count));
    struct samples back = { 0 };
    struct error err = ERROR_NONE;
    size_t length;

    must(out != NULL);
    length = chunk_encode(at, value, count, out);
    must(length <= chunk_bound(count));
    must(chunk_decode(out, length, &back, &err) == 0);
    must(back.count == count);
    must(memcmp(back.at, at, count * sizeof *at) == 0);
    must(memcmp(back.value, value, count * sizeof *value) == 0);
    samples_release(&back);
    free(out);
}

/* In range, and not so many that one input takes the time of a thousand. */
static int encodable(const struct samples *samples)
{
    if (samples->count > 4096)
        return 0;
    for (size_t i = 0; i < samples->count; i++)
        if (samples->at[i] < -(INT64_C(1) << 53) || samples->at[i] > INT64_C(1) << 53)
            return 0;
    return 1;
}

static void as_chunk(const uint8_t *bytes, size_t length)
{
    uint8_t *copy = malloc(length + CHUNK_CHECKSUM);
    struct samples samples = { 0 };
    struct error err = ERROR_NONE;

    must(copy != NULL);
    if (length)
        memcpy(copy, bytes, length);
    must(chunk_decode(copy, length, &samples, &err) == 0 || err.code < 0);
    if (chunk_decode(copy, checksum_put(copy, copy + length), &samples, &err) == 0) {
        must(samples.count > 0);
        for (size_t i = 1; i < samples.count; i++)
            must(samples.at[i] > samples.at[i - 1]);
        if (encodable(&samples))
            round_trip(samples.at, samples.value, samples.count);
    }
    samples_release(&samples);
    free(copy);
}

/* Eight bytes a value, and the first of them a step. */
static void as_samples(const uint8_t *bytes, size_t length)
{
    size_t count = length / 8;
    int64_t *at = malloc((count + 1) * sizeof *at), now = 0;
    double *value = malloc((count + 1) * sizeof *value);

    must(at && value);
    for (size_t i = 0; i < count; i++) {
        now += 1 + (bytes[8 * i] < 200 ? 300000 : (int64_t)bytes[8 * i] * 999);
        at[i] = now;
        memcpy(&value[i], bytes + 8 * i, sizeof value[i]);
        if (bytes[0] & 1)
            value[i] = round(fmod(value[i], 1e6) * 100) / 100;
    }
    if (count)
        round_trip(at, value, count);
    free(value);
    free(at);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    as_chunk(bytes, length);
    as_samples(bytes, length);
    return 0;
}
