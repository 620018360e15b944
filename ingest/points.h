/*
 * ingest/points.h - samples kept aside until it is known what they are samples of.
 */
#ifndef INGEST_POINTS_H
#define INGEST_POINTS_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/arena.h"
#include "data/base/error.h"
#include "ingest/draft.h"

/* Samples of one series that could not be named yet; zeroed is empty. */
struct points {
    int64_t *at;       /* ms UTC */
    double  *value;
    size_t   count, room;
};

/* More than this many are refused with ERR_LIMIT: 64 MiB. */
enum { POINTS_MOST = 4 << 20 };

int points_add(struct points *points, int64_t at, double value, struct error *err);
int points_add_many(struct points *points, const int64_t *at, const double *value, size_t count,
                    struct error *err);
void points_release(struct points *points);

/* Drafted series with their samples, of which more may still be told; zeroed is empty. */
struct held {
    struct held_line *line;
    size_t       count, room;
    size_t       samples;
    struct arena texts;
};

/* Keeps a copy of the draft and takes the points over, leaving them empty. */
int held_add(struct held *held, const struct draft *draft, struct points *points,
             struct error *err);

/*
 * Puts everything into the intake and forgets it. Where a draft has no resource, metric or
 * unit, that of `late` is taken; NULL: none.
 */
int held_put(struct held *held, const struct draft *late, const struct ingest_options *options,
             struct intake *intake, struct error *err);

void held_release(struct held *held);

#endif
