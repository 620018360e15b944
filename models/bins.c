#include "models/bins.h"

#include <math.h>

#include "models/robust.h"

/* Squares of sums of larger values would leave the range of a double. */
#define VALUE_MOST 1e120

int bins_check(const double *t, const double *y, size_t n, struct error *err)
{
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(t[i]) || !isfinite(y[i]) || fabs(y[i]) > VALUE_MOST)
            return error_set(err, ERR_NUMERIC, "bin %zu is not a number that can be computed with", i);
        if (i > 0 && !(t[i] > t[i - 1]))
            return error_set(err, ERR_NUMERIC, "bin %zu does not come after the one before it", i);
    }
    return 0;
}

double bins_step(const double *t, size_t n, struct scratch *scratch)
{
    if (n < 2)
        return 1;
    size_t mark = scratch_mark(scratch);
    double *gap = scratch_take(scratch, n - 1);

    for (size_t i = 1; i < n; i++)
        gap[i - 1] = t[i] - t[i - 1];
    double step = robust_select(gap, n - 1, (n - 1) / 2);
    scratch_reset(scratch, mark);
    return step;
}

int bins_weekday(double t)
{
    double day = floor(t + 0.5);        /* bins stand at one time of the day */

    return (int)(day - BINS_PER_WEEK * floor(day / BINS_PER_WEEK));
}

/* Each bin less the mean of the seven bins about it: one of each weekday, so no slope stays. */
static size_t against_week(const double *t, const double *y, size_t n, double *rest, double *weekday)
{
    size_t kept = 0;

    for (size_t i = 3; i + 3 < n; i++) {
        if (t[i + 3] - t[i - 3] > BINS_PER_WEEK - 0.5)
            continue;
        double sum = 0;
        for (size_t j = i - 3; j <= i + 3; j++)
            sum += y[j];
        rest[kept] = y[i] - sum / BINS_PER_WEEK;
        weekday[kept++] = bins_weekday(t[i]);
    }
    return kept;
}

/* Medians by weekday, moved to sum 0. Returns 0 where a weekday has under three bins. */
static int by_weekday(const double *rest, const double *weekday, size_t kept, double *pick,
                      double pattern[BINS_PER_WEEK])
{
    double sum = 0;

    for (int d = 0; d < BINS_PER_WEEK; d++) {
        size_t count = 0;
        for (size_t i = 0; i < kept; i++)
            if ((int)weekday[i] == d)
                pick[count++] = rest[i];
        if (count < 3)
            return 0;
        pattern[d] = robust_median(pick, count);
        sum += pattern[d];
    }
    for (int d = 0; d < BINS_PER_WEEK; d++)
        pattern[d] -= sum / BINS_PER_WEEK;
    return 1;
}

/*
 * A pattern is taken for real where it makes the typical distance from the week's level smaller by
 * more than a pattern of pure chance would: seven medians fitted to k weeks of noise
 * take about 1 / k of its variance away (measured under 1.6 / k in 99 of 100 white series).
 */
static int stands_out(double before, double after, size_t kept)
{
    double weeks = (double)kept / BINS_PER_WEEK;

    return before > 0 && 1 - (after * after) / (before * before) > fmin(2.5 / weeks + 0.1, 0.8);
}

int bins_weekly(const double *t, const double *y, size_t n, struct scratch *scratch,
                double pattern[BINS_PER_WEEK])
{
    size_t mark = scratch_mark(scratch);
    double *rest = scratch_take(scratch, n), *weekday = scratch_take(scratch, n);
    double *pick = scratch_take(scratch, n), before = 0, after = 0;
    int    found = 0;

    size_t kept = bins_step(t, n, scratch) < 1.5 ? against_week(t, y, n, rest, weekday) : 0;
    if (kept >= 3 * BINS_PER_WEEK && by_weekday(rest, weekday, kept, pick, pattern)) {
        for (size_t i = 0; i < kept; i++) {
            before += fabs(rest[i]);
            after += fabs(rest[i] - pattern[(int)weekday[i]]);
        }
        found = stands_out(before, after, kept);
    }
    for (int d = 0; d < BINS_PER_WEEK && !found; d++)
        pattern[d] = 0;
    scratch_reset(scratch, mark);
    return found;
}

double bins_lag_one(const double *x, size_t n)
{
    double mean = 0, top = 0, bottom = 0;

    for (size_t i = 0; i < n; i++)
        mean += x[i] / (double)n;
    for (size_t i = 0; i < n; i++) {
        bottom += (x[i] - mean) * (x[i] - mean);
        if (i > 0)
            top += (x[i] - mean) * (x[i - 1] - mean);
    }
    return bottom > 0 ? top / bottom : 0;
}
