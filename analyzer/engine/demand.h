/*
 * analyzer/engine/demand.h - recorded usage as demand in capacity units.
 *
 *     demand(t) = utilisation(t) x units in force(t)
 *
 * This takes it that load spreads evenly over the units and that one unit carries the same
 * whatever their number; what was turned away while all were full is not in it. Both are said
 * wherever the demand is used.
 */
#ifndef ANALYZER_ENGINE_DEMAND_H
#define ANALYZER_ENGINE_DEMAND_H

#include "analyzer/engine/study.h"

struct demand_question {
    double        units;       /* in force throughout; > 0, unless … */
    const char   *series;      /* … a series of the store holds their number; NULL: none */
    double        unit;        /* what one unit carries, in the unit of the series; 0: capacity / units */
};

/* On a regular grid, one value a step: the mean of its samples. */
struct demand {
    int64_t  from, step_ms;    /* step i is [from + i step_ms, from + (i + 1) step_ms) */
    size_t   n;
    double  *units;            /* [n] demanded, NAN where nothing was recorded */
    double  *in_force;         /* [n] units in force; the last known one where a step has none */
    unsigned char *week;       /* [n] local hour of the week: weekday (Monday 0) x 24 + hour */
    double   unit;             /* what one unit carried at the end, in the unit of the series */
};

/*
 * Fills *out, from the arena, of the series the study is made for; study_make() first.
 * ERR_TOOFEW without samples; ERR_NOTFOUND where no series of units is there; ERR_USAGE where neither
 * a capacity nor `unit` is known, or there are no units.
 */
int demand_make(struct study *study, const struct demand_question *question, struct arena *arena,
                struct demand *out, struct error *err);

#endif
