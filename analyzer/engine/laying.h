/*
 * analyzer/engine/laying.h - one assumption being laid over a study; the inside of assume.h.
 *
 * Steps count from 0, which is now, to the study's horizon.
 */
#ifndef ANALYZER_ENGINE_LAYING_H
#define ANALYZER_ENGINE_LAYING_H

#include "analyzer/engine/assume.h"

struct laying {
    struct study             *study;
    struct assumption_room   *room;
    const struct assumption  *a;
    const struct beside      *beside;
    struct arena             *arena;
    int64_t                   today;       /* local day of as_of */
    int64_t                   newest;      /* … of the newest bin */
};

/* Notes why the assumption is left out. */
void laying_remark(struct laying *l, const char *why);

/* --- laying_when.c: how much of it is in force ------------------------------------------ */

/* First and last local day of a step; of one that is over, today. */
void laying_days(const struct laying *l, size_t step, int64_t *first, int64_t *last);

/* How much of the period's effect there is at a step, and how much of it the data have seen: 0 to 1. */
double laying_at(const struct laying *l, const struct period *when, size_t step);
double laying_seen(const struct laying *l, const struct period *when);

/* Days for which a growth that begins then has run at a step. */
double laying_grown(const struct laying *l, const struct period *when, size_t step);

int64_t laying_day(const struct laying *l, int64_t at);

/* --- laying_demand.c: load and growth ------------------------------------------------------ */

/* An amount that every day has alike, whatever its share of the busiest. */
void laying_add(struct laying *l, size_t step, double amount);

/* All demand times a factor, or an amount besides, as far as the period is in force. */
void laying_scale(struct laying *l, const struct period *when, double factor);
void laying_amount(struct laying *l, const struct period *when, double amount);

void laying_load(struct laying *l);
void laying_growth(struct laying *l);

#endif
