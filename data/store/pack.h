/*
 * data/store/pack.h - columns of whole numbers as few bits.
 *
 * A column is cut into blocks of PACK_BLOCK numbers. Each block is written as the
 * distance of its numbers from a base near their smallest (frame of reference) or, where that
 * needs fewer bits, as the same of their differences; bits that are zero in all of
 * them are left out on the right. Numbers too far away for the width that suits the
 * others are exceptions, written apart (a patched frame of reference):
 *
 *     1 byte   width of one number in bits (0-64), +128 for differences
 *     1 byte   zero bits left out on the right, +64 when there are exceptions
 *     varint   the base, zigzag
 *     varint   the first number, zigzag; for differences only
 *     bits     least significant first, filled up to a whole byte; 0 for exceptions
 *   with exceptions also
 *     1 byte   how many
 *     1 byte   width of one in bits
 *     bytes    their places in the block, rising
 *     bits     their distances from the base, zigzag
 *
 * Arithmetic is modulo 2^64, so that every int64_t comes back, and the same column
 * always gives the same bytes. Lemire and Boytsov 2015, "Decoding billions of integers per
 * second through vectorization", describes the family.
 */
#ifndef DATA_STORE_PACK_H
#define DATA_STORE_PACK_H

#include <stddef.h>
#include <stdint.h>

enum {
    PACK_BLOCK = 128,
    PACK_SLACK = 16,                               /* bytes a writer may touch behind its end */
    PACK_MOST  = 2 + 2 * 10 + PACK_BLOCK * 8,      /* bytes of one block at most */
    PACK_LEAST = 3                                 /* and at least */
};

/* Bytes being read; `bad` is set by the first read that the bytes don't allow, and stays. */
struct unpack {
    const uint8_t *next, *end;
    int bad;
};

/* Write at `out` and return where the next byte goes. */
uint8_t *pack_varint(uint8_t *out, uint64_t number);
uint8_t *pack_zigzag(uint8_t *out, int64_t number);

/* 0 once bad. */
uint64_t unpack_varint(struct unpack *in);
int64_t unpack_zigzag(struct unpack *in);
uint8_t unpack_byte(struct unpack *in);

/* One block of 1 to PACK_BLOCK numbers. Needs PACK_MOST + PACK_SLACK bytes at out. */
uint8_t *pack_block(uint8_t *out, const int64_t *number, size_t count);

/*
 * Reads a block of `count` numbers. At least 8 readable bytes must follow in->end
 * (a blob's checksum does). Fills all or, when bad, leaves numbers undefined.
 */
void unpack_block(struct unpack *in, int64_t *number, size_t count);

/* A column of any length: its blocks, one after the other. */
uint8_t *pack_column(uint8_t *out, const int64_t *number, size_t count);
void unpack_column(struct unpack *in, int64_t *number, size_t count);

/* Bytes that pack_column may need, slack included. */
size_t pack_bound(size_t count);

#endif
