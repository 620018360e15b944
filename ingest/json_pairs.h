/*
 * ingest/json_pairs.h - long arrays of [time, value], fast.
 *
 * Nearly all bytes of a large export are such pairs. Those written plainly,
 * [1761436800,"0.21"] or [0.21, 1761436800], are read by a strict scanner straight
 * from the block; any other (an exponent, NaN, null, an escape, a cut by the
 * block's end) goes through yajl. Both ways give the same samples: yajl is shown
 * the array without the pairs that were scanned, so it checks the rest as ever.
 */
#ifndef INGEST_JSON_PAIRS_H
#define INGEST_JSON_PAIRS_H

#include "ingest/json_read.h"

/* Prometheus gives at most 11,000 points of a series: mostly all of them fit. */
enum { PAIRS_ROOM = 1 << 12 };

enum pair_order { PAIR_TIME_FIRST, PAIR_VALUE_FIRST };
enum pair_clock { PAIR_SECONDS, PAIR_MILLISECONDS };

struct pairs {
    size_t  count;
    int64_t at[PAIRS_ROOM];       /* ms UTC, between 1990 and 2200 */
    double  value[PAIRS_ROOM];    /* finite */
};

/*
 * Reads the next pairs of the array entered last, which may be none. 1 when more may follow,
 * 0 when the array has ended:
 *
 *     do {
 *         more = json_pairs(json, PAIR_TIME_FIRST, PAIR_SECONDS, pairs);
 *         put(pairs);
 *     } while (more);
 *
 * Missing and infinite values and pairs that cannot be read are counted in the
 * intake and not handed out.
 */
int json_pairs(struct json *json, enum pair_order order, enum pair_clock clock, struct pairs *out);

/* Reads the next value, a single pair, and adds it to out where it is a sample. */
void json_pair(struct json *json, enum pair_order order, enum pair_clock clock, struct pairs *out);

/*
 * Milliseconds of a Unix time written as a number ("1761436800.25", "1.7614368e9",
 * "1623846300000.0"), rounded to the nearest. 0 when it is none, or not between 1990
 * and 2200.
 */
int json_epoch(const char *text, size_t length, enum pair_clock clock, int64_t *out);

#endif
