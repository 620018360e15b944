/*
 * models/precedent.h - how often the past itself went as far as a limit is away, and how odds take that into account.
 *
 * Simulated odds are as good as the model of the series; the share of past windows that rose as far knows of no
 * model and of no trend. A mixture of both is better than either (linear pool: Stone 1961, Ann. Math. Statist. 32;
 * Ranjan and Gneiting 2010, J. R. Statist. Soc. B 72, 71-91).
 */
#ifndef MODELS_PRECEDENT_H
#define MODELS_PRECEDENT_H

#include <stddef.h>

#include "data/finding.h"
#include "models/scratch.h"

/* A past that is asked for precedents: bins at whole steps, spikes and all. */
struct precedent {
    const double *y;        /* [n] one a step, rising in time; NaN where there is none */
    size_t        n;
    size_t        since;    /* windows start here or later: today's slope holds from here on */
    int           logs;     /* the series grows by a factor: what counts is the ratio */
};

/* Doubles of scratch for a horizon. */
size_t precedent_room(size_t horizon);

/*
 * Mixes into cdf[horizon], P(limit reached by step 1 …), what the past says of a limit that lies `limit[k - 1] - now`
 * (or the factor between them) away at step k; limit [horizon]. A limit that is reached at step 1 whatever
 * happens, or never, has no precedents: the odds stay as they are.
 */
void precedent_pool(const struct precedent *past, double now, const double *limit, enum direction direction,
                    struct scratch *scratch, double *cdf, size_t horizon);

#endif
