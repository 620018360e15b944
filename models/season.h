/* models/season.h - takes a cycle out of a series and puts it back. */
#ifndef MODELS_SEASON_H
#define MODELS_SEASON_H

#include <stddef.h>

#include "models/scratch.h"

struct season {
    size_t  period;           /* 0 where no season was found */
    int     multiplicative;   /* else additive */
    double *figure;           /* [period] by phase; mean 1, or mean 0 */
};

/*
 * Looks for a season of this period in y[n] (gaps NaN): a 90 % test of the autocorrelation at
 * the period, three cycles at least. Its figure is the mean over the cycles of what is left of the
 * centred moving average: as ratios when all values are positive, else as differences.
 * figure is taken from the scratch.
 *
 * Source: Makridakis, Spiliotis and Assimakopoulos 2020 (the test); Kendall and Stuart 1983
 * (classical decomposition, as R's decompose()).
 */
struct season season_find(const double *y, size_t n, size_t period, struct scratch *scratch);

/* y without, and with, the season of sample t. */
double season_remove(const struct season *season, size_t t, double y);
double season_add(const struct season *season, size_t t, double y);

#endif
