/*
 * models/weekly.h - a weekly pattern that grows with the level: what share of the busiest
 * weekday each weekday is.
 *
 * Where working days grow and weekends do not, a pattern of fixed distances says the growth of
 * the peak too small. Dividing by the shares leaves the level of the busiest day, which is what
 * a limit is reached by.
 */
#ifndef MODELS_WEEKLY_H
#define MODELS_WEEKLY_H

#include <stddef.h>

#include "models/scratch.h"

enum { WEEKLY_LEAST = 28 };     /* bins: four weeks */

/* Doubles of scratch for n bins of the grid. */
size_t weekly_room(size_t n);

/*
 * The shares of daily bins y[n] on a grid without holes, NaN where a bin is missing: share[i % 7]
 * belongs to y[i]; the largest is 1. Returns 1 where shares tell the past clearly better than fixed
 * distances from the week's level, else 0 with shares of 1. Needs values above 0.
 */
int weekly_shares(const double *y, size_t n, struct scratch *scratch, double share[7]);

#endif
