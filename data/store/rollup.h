/*
 * data/store/rollup.h - hours of a series from its samples, and as bytes.
 *
 * Every figure of an hour depends on the samples of that hour alone, so that an
 * hour made anew equals the one stored, bit for bit. The sum of short decimals is
 * their exact decimal sum where that fits a double's 53 bits, else the plain sum in
 * order of time; p95 is the nearest rank, the ceil(0.95 n)-th smallest.
 *
 * As bytes: version (1), varint count, blocks of 128 hours (see rollup_bytes.c), and
 * the checksum of a chunk.
 */
#ifndef DATA_STORE_ROLLUP_H
#define DATA_STORE_ROLLUP_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/error.h"
#include "data/store/store.h"

/* The start of the UTC hour of an instant, also before 1970. */
int64_t hour_of(int64_t at);

/* Appends the hours of samples (times rising) to *out. ERR_NOMEM. */
int rollup_make(const int64_t *at, const double *value, size_t count, struct hourlies *out,
                struct error *err);

size_t rollup_bound(size_t count);

/* Writes hours (at least one) to out[rollup_bound(count)]; returns the length. Deterministic. */
size_t rollup_encode(const struct hourly *row, size_t count, uint8_t *out);

/* Appends to *out what rollup_encode() wrote. Safe on any bytes: ERR_STORE. */
int rollup_decode(const uint8_t *bytes, size_t length, struct hourlies *out, struct error *err);

/* Room for count hours in *out, what it holds being kept. ERR_NOMEM. */
int hourlies_reserve(struct hourlies *out, size_t count, struct error *err);

/* True when all fields are equal bit for bit. */
int hourly_equal(const struct hourly *a, const struct hourly *b);

#endif
