/*
 * models/weekly.c - shares of weekdays, by classical decomposition.
 *
 *     y_t = L_t s_{t mod 7} + e_t    against    y_t = L_t + o_{t mod 7} + e_t
 *
 * L is the centred mean of seven days; s and o are medians over the weeks of y / L and y - L.
 * The pattern whose residuals are smaller in sum of squares tells the past better.
 * Source: Hyndman and Athanasopoulos 2021, Forecasting: Principles and Practice, section 3.4.
 */
#include "models/weekly.h"

#include <math.h>

#include "models/robust.h"

enum { DAYS = 7, HALF = 3 };

/* Shares are taken when they leave less than this of what distances leave: a sixth less deviation. */
#define CLEARLY_BETTER 0.7

/* A pattern flatter than this is not worth a model of its own. */
#define FLAT_SHARE 0.9

size_t weekly_room(size_t n)
{
    return 2 * n + 8;
}

/* The mean of the seven days around each bin; NaN at the ends and where one is missing. */
static void week_levels(const double *y, size_t n, double *level)
{
    for (size_t i = 0; i < n; i++) {
        level[i] = NAN;
        if (i < HALF || i + HALF >= n)
            continue;
        level[i] = 0;
        for (size_t j = i - HALF; j <= i + HALF; j++)
            level[i] += y[j] / DAYS;
    }
}

/* The median over the weeks of y / L (ratio) or y - L of one weekday; NaN where there are none. */
static double typical(const double *y, const double *level, size_t n, size_t day, int ratio,
                      double *room)
{
    size_t count = 0;

    for (size_t i = day; i < n; i += DAYS)
        if (!isnan(level[i]))
            room[count++] = ratio ? y[i] / level[i] : y[i] - level[i];
    return count ? robust_median(room, count) : NAN;
}

static double squares(const double *y, const double *level, size_t n, const double *pattern,
                      int ratio)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        if (!isnan(level[i])) {
            double e = ratio ? y[i] - level[i] * pattern[i % DAYS]
                             : y[i] - level[i] - pattern[i % DAYS];
            sum += e * e;
        }
    return sum;
}

static int all_positive(const double *y, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (y[i] <= 0)
            return 0;
    return 1;
}

int weekly_shares(const double *y, size_t n, struct scratch *scratch, double share[7])
{
    size_t mark = scratch_mark(scratch);
    double *level, *room, ratio[DAYS], distance[DAYS], largest = 0, smallest = INFINITY;
    int better;

    for (int day = 0; day < DAYS; day++)
        share[day] = 1;
    if (n < WEEKLY_LEAST || !all_positive(y, n))
        return 0;
    level = scratch_take(scratch, n);
    room = scratch_take(scratch, n);
    week_levels(y, n, level);
    for (size_t day = 0; day < DAYS; day++) {
        ratio[day] = typical(y, level, n, day, 1, room);
        distance[day] = typical(y, level, n, day, 0, room);
        largest = fmax(largest, ratio[day]);
        smallest = fmin(smallest, isnan(ratio[day]) ? 0 : ratio[day]);
    }
    better = smallest > 0 && smallest < FLAT_SHARE * largest &&
             squares(y, level, n, ratio, 1) < CLEARLY_BETTER * squares(y, level, n, distance, 0);
    for (int day = 0; better && day < DAYS; day++)
        share[day] = ratio[day] / largest;
    scratch_reset(scratch, mark);
    return better;
}
