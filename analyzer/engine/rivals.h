/*
 * analyzer/engine/rivals.h - the rules of thumb that a forecast must beat.
 */
#ifndef ANALYZER_ENGINE_RIVALS_H
#define ANALYZER_ENGINE_RIVALS_H

#include "analyzer/engine/backtest.h"
#include "analyzer/engine/study.h"

/*
 * On which day, counted from the newest of the n bins, each rule says the limit is
 * reached: 0 when it says it is there already, INFINITY when never.
 */
void rivals_crossing(const struct study *study, const double *y, size_t n, double limit,
                     double out[FORECASTERS]);

/*
 * Climatology of whole past windows of `days` days in the n bins; 0 where there are none. Of those that began under
 * the limit, the share that crossed it; of all, the share that rose by `rise` or more.
 */
double rivals_crossings(const double *y, size_t n, double limit, int days);
double rivals_rises(const double *y, size_t n, double rise, int days);

#endif
