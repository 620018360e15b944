/*
 * models/forecast.h - the forecast of one series: choice of model, expected course
 * and the odds around it.
 */
#ifndef MODELS_FORECAST_H
#define MODELS_FORECAST_H

#include <stddef.h>

#include "data/base/error.h"
#include "data/finding.h"
#include "models/compete.h"
#include "models/model.h"
#include "models/scratch.h"

enum { FORECAST_LEVELS = 32 };

struct forecast_request {
    size_t        horizon;        /* steps ahead, at least 1 */
    const double *levels;         /* [level_count] 0 < level < 1, ascending; at most FORECAST_LEVELS */
    size_t        level_count;    /* 0: the course only */
    const char   *model;          /* a name, or NULL: let the models compete */
    const char   *previous;       /* the last recorded choice, or NULL */
    enum contest_rule rule;
};

struct forecast {
    struct contest contest;     /* contest.model made the forecast; no trials where it was named */
    struct figures figures;
    size_t         horizon, level_count;
    const double  *path;        /* [horizon] the median course */
    const double  *quantile;    /* [level_count][horizon] */
    struct maybe   coverage;    /* measured, of the 80 % band, on held-out past */
};

/* Doubles of scratch for forecast_make(), compete() and interval_make(). */
size_t forecast_room(size_t points, size_t horizon, size_t levels);

/*
 * Forecasts. path and quantile lie in the scratch: take a mark before the call, and reset to it
 * when they are no longer needed.
 *
 * ERR_TOOFEW when the history is too short for any model (or for the one named),
 * ERR_NOTFOUND for a name that is no model, ERR_USAGE for levels or a horizon that make no sense.
 */
int forecast_make(const struct history *history, const struct forecast_request *request,
                  struct scratch *scratch, struct forecast *out, struct error *err);

/* The value of quantile `level` (index into the request's levels) at step 0 … horizon - 1. */
double forecast_quantile(const struct forecast *forecast, size_t level, size_t step);

#endif
