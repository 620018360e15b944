#include "models/season.h"

#include <math.h>

/* 95 % quantile of the normal distribution: a two-sided test at 90 %. */
static const double normal_95 = 1.645;

static double mean_of(const double *y, size_t n)
{
    double sum = 0;
    size_t known = 0;

    for (size_t t = 0; t < n; t++)
        if (!isnan(y[t])) {
            sum += y[t];
            known++;
        }
    return known ? sum / (double)known : 0;
}

/* Sum of products of deviations a lag apart; pairs with a gap are left out. */
static double products(const double *y, size_t n, double mean, size_t lag)
{
    double sum = 0;

    for (size_t t = lag; t < n; t++) {
        double product = (y[t] - mean) * (y[t - lag] - mean);

        if (!isnan(product))
            sum += product;
    }
    return sum;
}

static int is_seasonal(const double *y, size_t n, size_t period)
{
    double mean = mean_of(y, n), square = products(y, n, mean, 0), squares = 1;

    if (period < 2 || n < 3 * period || !(square > 0))
        return 0;
    for (size_t lag = 1; lag < period; lag++) {
        double r = products(y, n, mean, lag) / square;

        squares += 2 * r * r;
    }
    return fabs(products(y, n, mean, period)) / square > normal_95 * sqrt(squares / (double)n);
}

/* Centred moving average over one period, half weights at both ends of an even one; NaN at a gap. */
static double trend_at(const double *y, size_t n, size_t period, size_t t)
{
    size_t half = period / 2;
    double sum = 0;

    if (t < half || t + half >= n)
        return (double)NAN;
    for (size_t i = t - half; i <= t + half; i++)
        sum += y[i];
    if (period % 2 == 0)
        sum -= (y[t - half] + y[t + half]) / 2;
    return sum / (double)period;
}

/* The figure of each phase before it is centred; 0 when a phase is never seen. */
static int raw_figure(const double *y, size_t n, struct season *season)
{
    for (size_t phase = 0; phase < season->period; phase++) {
        double sum = 0;
        size_t count = 0;

        for (size_t t = phase; t < n; t += season->period) {
            double trend = trend_at(y, n, season->period, t);
            double part = season->multiplicative ? y[t] / trend : y[t] - trend;

            if (isfinite(part)) {
                sum += part;
                count++;
            }
        }
        if (count == 0)
            return 0;
        season->figure[phase] = sum / (double)count;
    }
    return 1;
}

struct season season_find(const double *y, size_t n, size_t period, struct scratch *scratch)
{
    struct season season = { .period = period, .multiplicative = 1 };
    double mean = 0;

    if (!is_seasonal(y, n, period))
        return (struct season){ .period = 0 };
    for (size_t t = 0; t < n; t++)
        if (y[t] <= 0)
            season.multiplicative = 0;
    season.figure = scratch_take(scratch, period);
    if (!raw_figure(y, n, &season))
        return (struct season){ .period = 0 };
    for (size_t phase = 0; phase < period; phase++)
        mean += season.figure[phase] / (double)period;
    for (size_t phase = 0; phase < period; phase++)
        season.figure[phase] = season.multiplicative ? season.figure[phase] / mean
                                                     : season.figure[phase] - mean;
    return season;
}

double season_remove(const struct season *season, size_t t, double y)
{
    if (season->period == 0)
        return y;
    return season->multiplicative ? y / season->figure[t % season->period]
                                  : y - season->figure[t % season->period];
}

double season_add(const struct season *season, size_t t, double y)
{
    if (season->period == 0)
        return y;
    return season->multiplicative ? y * season->figure[t % season->period]
                                  : y + season->figure[t % season->period];
}
