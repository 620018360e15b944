/*
 * Windows start at every bin and end with the past, so most are cut before a far limit could be reached.
 * Their first passages are therefore counted as life times under censoring (Kaplan and Meier 1958, JASA 53, 457-481):
 *
 *     S_k = S_{k-1} (1 - d_k / r_k)     d_k windows that reach it at step k, of r_k still running
 *
 * Windows overlap: of a past of n bins e = n / k - 2 separate windows of k steps are counted, so it says
 * nothing of more than half its own length, as far as a date is trusted at all. The pool is
 *
 *     F_k = (1 - w_k) F_k(simulated) + w_k (1 - S_k),     w_k = W e / (e + E)
 *
 * made to rise where w_k falls faster than the odds grow.
 */
#include "models/precedent.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/*
 * Chosen on real series, where shares of 0.4 to 0.6 do alike (docs/methods-backtest.md): share of the past's
 * own word when there is much of it, and separate windows at which it has half of that.
 */
#define SHARE   0.5
#define WINDOWS 1.0

enum { STARTS_MOST = 365 };    /* the last year's */

size_t precedent_room(size_t horizon)
{
    return 3 * (horizon + 1);
}

/* What is far in the sense of this series: a difference, or a ratio. Of ratios, nothing is infinitely low. */
static double moved(const struct precedent *past, double from, double to, enum direction direction)
{
    double move = !past->logs ? to - from : to > 0 ? log(to / from) : -INFINITY;

    return direction == DIRECTION_FALLING ? -move : move;
}

/* The step after `start` at which the past has moved by far[step - 1]; 0 where it never does. */
static size_t first_after(const struct precedent *past, size_t start, const double *far, size_t horizon,
                          enum direction direction)
{
    for (size_t k = 1; k <= horizon && start + k < past->n; k++)
        if (!isnan(past->y[start + k]) &&
            moved(past, past->y[start], past->y[start + k], direction) >= far[k - 1])
            return k;
    return 0;
}

/* died[k] windows reached it at step k, left[k] ended with the past at step k; returns the windows. */
static size_t count_windows(const struct precedent *past, const double *far, enum direction direction,
                            double *died, double *left, size_t horizon)
{
    size_t from = past->n > STARTS_MOST ? past->n - STARTS_MOST : 0, windows = 0;

    memset(died, 0, (horizon + 1) * sizeof *died);
    memset(left, 0, (horizon + 1) * sizeof *left);
    for (size_t i = from > past->since ? from : past->since; i + 1 < past->n; i++) {
        if (isnan(past->y[i]))
            continue;
        size_t at = first_after(past, i, far, horizon, direction), end = past->n - 1 - i;
        if (at > 0)
            died[at] += 1;
        else
            left[end < horizon ? end : horizon] += 1;
        windows++;
    }
    return windows;
}

void precedent_pool(const struct precedent *past, double now, const double *limit, enum direction direction,
                    struct scratch *scratch, double *cdf, size_t horizon)
{
    size_t  mark = scratch_mark(scratch);
    double *died = scratch_take(scratch, horizon + 1), *left = scratch_take(scratch, horizon + 1);
    double *far = scratch_take(scratch, horizon + 1);
    double  lasting = 1, before = 0;

    for (size_t k = 0; k < horizon; k++)
        far[k] = moved(past, now, limit[k], direction);
    if (horizon && isfinite(far[0]) && far[0] > 0) {
        double running = (double)count_windows(past, far, direction, died, left, horizon);
        double bins = running;
        for (size_t k = 1; k <= horizon; k++) {
            if (running > 0)
                lasting *= 1 - died[k] / running;
            running -= died[k] + left[k];
            double separate = fmax(0, bins / (double)k - 2);
            double weight = SHARE * separate / (separate + WINDOWS);
            cdf[k - 1] += weight * (1 - lasting - cdf[k - 1]);
            cdf[k - 1] = before = fmax(before, cdf[k - 1]);
        }
    }
    scratch_reset(scratch, mark);
}
