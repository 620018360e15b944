/*
 * data/store/chunk.h - samples of one series and one stretch of time as bytes.
 *
 * Pure functions: no SQL, no state. The same samples always give the same bytes.
 *
 *     1 byte   version of this layout, 1
 *     varint   count of samples
 *     times    see chunk.c: a start and a step where regular, else the steps
 *     values   see values.h
 *     8 bytes  XXH3-64 of all before, least significant first
 */
#ifndef DATA_STORE_CHUNK_H
#define DATA_STORE_CHUNK_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/error.h"
#include "data/store/pack.h"
#include "data/store/store.h"

enum {
    CHUNK_VERSION  = 1,
    CHUNK_MOST     = 3600000,    /* samples: one each ms of the shortest window, an hour */
    CHUNK_CHECKSUM = 8
};

/* Bytes that chunk_encode() may touch for so many samples. */
size_t chunk_bound(size_t count);

/*
 * Writes count (1 to CHUNK_MOST) samples, times rising strictly and within ±2^53 ms, to out[chunk_bound(count)]
 * and returns the length. Any double but none is lost: -0.0 and denormals come back too.
 */
size_t chunk_encode(const int64_t *at, const double *value, size_t count, uint8_t *out);

/*
 * Reads what chunk_encode() wrote, replacing *out. Safe on any bytes: ERR_STORE where
 * they are damaged or nothing of ours (*out is then undefined, but can be released).
 */
int chunk_decode(const uint8_t *bytes, size_t length, struct samples *out, struct error *err);

/* Adds the checksum of [start, end) at end; returns the whole length. */
size_t checksum_put(const uint8_t *start, uint8_t *end);

/* True when the last 8 of `length` bytes are the checksum of those before. */
int checksum_holds(const uint8_t *bytes, size_t length);

#endif
