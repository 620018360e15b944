/* models/seasonal.h - the newest known sample of the same phase, which several models build on. */
#ifndef MODELS_SEASONAL_H
#define MODELS_SEASONAL_H

#include <stddef.h>

#include "models/model.h"

/*
 * path[h] = the newest known sample a whole number of periods before step h; where a
 * phase is never known, the newest known sample of all. Needs one known sample; period > 0.
 */
void seasonal_naive(const struct history *history, size_t period, size_t horizon, double *path);

#endif
