/*
 * models/ses.c - simple exponential smoothing: a level that follows slowly.
 *
 *     l[t] = l[t-1] + alpha (y[t] - l[t-1])        y[n+h] = l[n]
 *
 * alpha and the first level l[0] give the least sum of squared one-step errors. For a
 * given alpha the errors are linear in l[0] (e[t] = e0[t] - l[0] (1 - alpha)^(t-1)),
 * so l[0] is exact and only alpha is searched, by golden section.
 *
 * Source: Hyndman, Koehler, Ord and Snyder 2008, Forecasting with Exponential
 * Smoothing, chapter 2; Brent 1973 for the search.
 */
#include <math.h>

#include "models/model.h"
#include "models/smoothing.h"

/* What is older than this many samples hardly moves the level and is not fitted. */
enum { NEWEST = 256 };

/* R's ets() keeps alpha in the same range. */
static const double least_alpha = 1e-4, most_alpha = 0.9999;

/*
 * The run of this alpha from its best first level. With a first level of 0 the errors are e; a
 * unit of it takes `weight` off each, so the best one and its sum of squares follow from
 * one pass, and so does the last level.
 */
static struct smoothing best_start(const double *y, size_t n, double alpha)
{
    double level = 0, weight = 1, ee = 0, cross = 0, square = 0, start;

    for (size_t t = 0; t < n; t++) {
        double e = y[t] - level;

        if (isnan(e))
            continue;
        ee += e * e;
        cross += e * weight;
        square += weight * weight;
        level += alpha * e;
        weight *= 1 - alpha;
    }
    start = cross / square;
    return (struct smoothing){ alpha, level + weight * start, fmax(ee - start * cross, 0) };
}

struct smoothing smoothing_fit(const double *y, size_t n)
{
    /* The error may have two valleys: look at a few alphas first, then search round the best. */
    enum { LOOKS = 6, STEPS = 14 };    /* STEPS golden sections: alpha to three places */
    const double golden = (sqrt(5) - 1) / 2;
    double low, high, width = (most_alpha - least_alpha) / LOOKS;
    struct smoothing best = best_start(y, n, least_alpha), a, b;

    for (int i = 1; i <= LOOKS; i++) {
        struct smoothing look = best_start(y, n, least_alpha + width * i);

        if (look.error < best.error)
            best = look;
    }
    low = fmax(best.alpha - width, least_alpha);
    high = fmin(best.alpha + width, most_alpha);
    a = best_start(y, n, high - golden * (high - low));
    b = best_start(y, n, low + golden * (high - low));
    for (int i = 0; i < STEPS; i++) {
        if (a.error < b.error) {
            high = b.alpha;
            b = a;
            a = best_start(y, n, high - golden * (high - low));
        } else {
            low = a.alpha;
            a = b;
            b = best_start(y, n, low + golden * (high - low));
        }
    }
    if (a.error < best.error)
        best = a;
    return b.error < best.error ? b : best;
}

double smoothing_on(double level, double alpha, const double *y, size_t n)
{
    for (size_t t = 0; t < n; t++)
        if (!isnan(y[t]))
            level += alpha * (y[t] - level);
    return level;
}

static int ses_path(const struct history *history, size_t horizon, struct scratch *scratch,
                    double *path, struct figures *figures, struct error *err)
{
    size_t n = history->n < NEWEST ? history->n : NEWEST;
    struct smoothing fit = smoothing_fit(history->y + history->n - n, n);

    (void)scratch;
    (void)err;
    for (size_t h = 0; h < horizon; h++)
        path[h] = fit.level;
    figures_add(figures, "alpha", fit.alpha, 0);
    figures_add(figures, "level", fit.level, 1);
    return 0;
}

extern const struct model model_ses;
const struct model model_ses = {
    .name    = "ses",
    .title   = "Smoothed level",
    .formula = "l[t] = l[t-1] + alpha (y[t] - l[t-1]), y[n+h] = l[n]",
    .source  = "Hyndman, Koehler, Ord and Snyder 2008, chapter 2",
    .least   = 2,
    .path    = ses_path,
};
