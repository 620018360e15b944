/*
 * data/store/summary.h - what a series' row says about its samples.
 */
#ifndef DATA_STORE_SUMMARY_H
#define DATA_STORE_SUMMARY_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/error.h"
#include "data/store/handle.h"
#include "data/store/store.h"

struct summary {
    int64_t series;
    int64_t samples, first, last, cadence;    /* first > last: none yet */
    double  last_value;

    int     changed;                 /* by summary_add() */
    int64_t newest_start;            /* of the window that was added last */
    int64_t tail[CADENCE_TIMES];     /* the last times of that window */
    size_t  tail_count;
};

/* ERR_BUG when there is no such series. */
int summary_load(struct store *store, int64_t series, struct summary *out, struct error *err);

/* Takes in the samples that a window now holds (at least one), `fresh` of them new. Windows rise. */
void summary_add(struct summary *summary, int64_t window_start, const struct samples *samples,
                 uint64_t fresh);

/* Renews the cadence and writes the row, if anything was added. */
int summary_store(struct store *store, struct summary *summary, struct error *err);

#endif
