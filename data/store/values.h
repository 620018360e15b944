/*
 * data/store/values.h - columns of doubles as few bytes, bit for bit.
 *
 * Blocks of 128 (the last one shorter), each one byte and packed whole numbers (pack.h):
 *
 *     0-22    the scale e: numbers m, the value is the double nearest to m / 10^e
 *     32-54   the scale + 32: numbers m, then how many doubles the value lies above
 *             that (negative: below), for averages and differences of short decimals, which
 *             miss by a few units in the last place
 *     255     the doubles themselves: their bits as integers in the order of their size
 *
 * whichever is shortest of those that a look at the block suggests.
 */
#ifndef DATA_STORE_VALUES_H
#define DATA_STORE_VALUES_H

#include <stddef.h>
#include <stdint.h>

#include "data/store/pack.h"

enum { VALUES_LEAST = 1 + PACK_LEAST };    /* bytes of one block at least */

/* Bytes that values_put() may touch, slack included. */
size_t values_bound(size_t count);

uint8_t *values_put(uint8_t *out, const double *value, size_t count);
void values_get(struct unpack *in, double *value, size_t count);

#endif
