/*
 * analyzer/engine/bins.h - from hours to the bins a trend is fitted on.
 *
 * A bin is one local day (one week where samples are further apart than two
 * days) reduced to one value by the series' planning statistic. A bin with too
 * few samples, and the first and the last where they are cut, has no value.
 */
#ifndef ANALYZER_ENGINE_BINS_H
#define ANALYZER_ENGINE_BINS_H

#include "data/base/clock.h"
#include "data/policy.h"
#include "data/store/store.h"

struct bins {
    double  *y;         /* [count] NaN where the bin has no value */
    int64_t *start;     /* [count] ms, the local begin of each bin; the grid has no holes */
    size_t   count, room;
    size_t   valid;     /* bins that have a value */
    int      days;      /* length of a bin: 1 or 7 */
};

void bins_release(struct bins *bins);

/* What bins are made by. */
struct bins_rule {
    const struct zone *zone;
    enum statistic statistic;      /* not AUTO */
    int64_t        cadence_ms;     /* usual distance of samples, 0 unknown */
    double         validity;       /* share of expected samples a bin needs */
    int64_t        until;          /* where observation ended: a bin that goes on beyond is cut */

    /* where hours were left out on purpose: the share of a stretch that should have data; NULL: all of it */
    double       (*open)(const void *self, int64_t from, int64_t until);
    const void    *self;
    int64_t        from;           /* where observation began then, analysed or not */
};

/* Fills *out from hours[count], rising. Returns 0 or ERR_NOMEM. */
int bins_make(const struct hourly *hours, size_t count, const struct bins_rule *rule,
              struct bins *out, struct error *err);

#endif
