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

/* The share of past windows of `days` days in the n bins that rose by `rise` or more. */
double rivals_climatology(const double *y, size_t n, double rise, int days);

#endif
