/*
 * models/theta.c - half the trend of a straight line, from a smoothed level on.
 *
 *     y[n+h] = l[n] + (b1 / 2) (h - 1 + (1 - (1 - alpha)^n) / alpha)
 *
 * l and alpha by simple exponential smoothing, b1 the least squares slope, both of the
 * series without its season (a day of hours, a week of days), which is put back at the end.
 *
 * Source: Assimakopoulos and Nikolopoulos 2000, Int. J. Forecasting 16(4); in the form of
 * Hyndman and Billah 2003, Int. J. Forecasting 19(2).
 */
#include <math.h>

#include "models/model.h"
#include "models/season.h"
#include "models/smoothing.h"

/* What is older than this many samples hardly moves level or season and is not fitted. */
enum { NEWEST = 1024 };

/* Least squares slope per sample; needs two known samples. */
static double slope_of(const double *y, size_t n)
{
    double t_mean = 0, y_mean = 0, cross = 0, square = 0;
    size_t known = 0;

    for (size_t t = 0; t < n; t++)
        if (!isnan(y[t])) {
            t_mean += (double)t;
            y_mean += y[t];
            known++;
        }
    t_mean /= (double)known;
    y_mean /= (double)known;
    for (size_t t = 0; t < n; t++)
        if (!isnan(y[t])) {
            cross += ((double)t - t_mean) * (y[t] - y_mean);
            square += ((double)t - t_mean) * ((double)t - t_mean);
        }
    return square > 0 ? cross / square : 0;
}

static int theta_path(const struct history *history, size_t horizon, struct scratch *scratch,
                      double *path, struct figures *figures, struct error *err)
{
    size_t mark = scratch_mark(scratch), n = history->n < NEWEST ? history->n : NEWEST;
    const double *y = history->y + history->n - n;
    struct season season = season_find(y, n, history->day > 1 ? history->day : history->week, scratch);
    double *plain = scratch_take(scratch, n), slope, settled;
    struct smoothing fit;

    (void)err;
    for (size_t t = 0; t < n; t++)
        plain[t] = season_remove(&season, t, y[t]);
    fit = smoothing_fit(plain, n);
    slope = slope_of(plain, n);
    settled = (1 - pow(1 - fit.alpha, (double)n)) / fit.alpha;
    for (size_t h = 0; h < horizon; h++)
        path[h] = season_add(&season, n + h, fit.level + slope / 2 * ((double)h + settled));
    figures_add(figures, "alpha", fit.alpha, 0);
    figures_add(figures, "level", fit.level, 1);
    figures_add(figures, "slope per day", slope / 2 / history->step_days, 1);
    scratch_reset(scratch, mark);
    return 0;
}

extern const struct model model_theta;
const struct model model_theta = {
    .name    = "theta",
    .title   = "Theta: smoothed level with half the trend",
    .formula = "y[n+h] = l[n] + (b1 / 2) (h - 1 + (1 - (1 - alpha)^n) / alpha)",
    .source  = "Assimakopoulos and Nikolopoulos 2000; Hyndman and Billah 2003",
    .least   = 4,
    .path    = theta_path,
};
