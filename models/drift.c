/*
 * models/drift.c - from the last value on, as fast as between the first and the last.
 *
 *     y[n+h] = y[n] + h (y[n] - y[1]) / (n - 1)
 *
 * With gaps, y[1] and y[n] are the first and last known sample, h counts from the
 * grid's end and the slope is per step of the grid.
 *
 * Source: Hyndman and Athanasopoulos 2021, section 5.2.
 */
#include <math.h>

#include "models/model.h"

static int drift_path(const struct history *history, size_t horizon, struct scratch *scratch,
                      double *path, struct figures *figures, struct error *err)
{
    size_t first = 0, last = history->n - 1;
    double slope;

    (void)scratch;
    (void)err;
    while (isnan(history->y[first]))
        first++;
    while (isnan(history->y[last]))
        last--;
    slope = (history->y[last] - history->y[first]) / (double)(last - first);
    for (size_t h = 0; h < horizon; h++)
        path[h] = history->y[last] + slope * (double)(history->n + h - last);
    figures_add(figures, "last value", history->y[last], 1);
    figures_add(figures, "slope per day", slope / history->step_days, 1);
    return 0;
}

extern const struct model model_drift;
const struct model model_drift = {
    .name    = "drift",
    .title   = "Last value with the mean growth",
    .formula = "y[n+h] = y[n] + h (y[n] - y[1]) / (n - 1)",
    .source  = "Hyndman and Athanasopoulos 2021, section 5.2",
    .least   = 2,
    .path    = drift_path,
};
