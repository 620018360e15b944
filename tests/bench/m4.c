/*
 * tests/bench/m4.c
 *
 * Source: "Benchmarks and Evaluation.R" of the M4 competition; Makridakis, Spiliotis and
 * Assimakopoulos 2020, Int. J. Forecasting 36(1).
 */
#include "tests/bench/m4.h"

#include <math.h>
#include <stdlib.h>

double m4_smape(const double *y, const double *f, size_t h)
{
    double sum = 0;

    for (size_t i = 0; i < h; i++)
        if (fabs(y[i]) + fabs(f[i]) > 0)
            sum += 200 * fabs(y[i] - f[i]) / (fabs(y[i]) + fabs(f[i]));
    return sum / (double)h;
}

double m4_scale(const double *x, size_t n, size_t period)
{
    double sum = 0;

    for (size_t t = period; t < n; t++)
        sum += fabs(x[t] - x[t - period]);
    return sum / (double)(n - period);
}

/* Whether the autocorrelation at the period is beyond its 90 % limit. */
static int is_seasonal(const double *x, size_t n, size_t period)
{
    double mean = 0, total = 0, square = 1, r = 0;

    if (period < 2 || n < 3 * period || (double)period > floor(10 * log10((double)n)))
        return 0;
    for (size_t t = 0; t < n; t++)
        mean += x[t] / (double)n;
    for (size_t t = 0; t < n; t++)
        total += (x[t] - mean) * (x[t] - mean);
    for (size_t k = 1; k <= period; k++) {
        if (k > 1)
            square += 2 * r * r;
        r = 0;
        for (size_t t = k; t < n; t++)
            r += (x[t] - mean) * (x[t - k] - mean) / total;
    }
    return fabs(r) > 1.645 * sqrt(square / (double)n);
}

/* Seasonal figure of phases 0 … period-1 with mean 1. */
static void seasonal_figure(const double *x, size_t n, size_t period, double *figure)
{
    size_t half = period / 2;
    double mean = 0;

    for (size_t phase = 0; phase < period; phase++) {
        double sum = 0;
        size_t count = 0;

        for (size_t t = phase; t < n; t += period) {
            double level = 0;

            if (t < half || t + half >= n)
                continue;
            for (size_t i = t - half; i <= t + half; i++)
                level += x[i] * (period % 2 == 0 && (i == t - half || i == t + half) ? 0.5 : 1);
            sum += x[t] / (level / (double)period);
            count++;
        }
        figure[phase] = sum / (double)count;
        mean += figure[phase] / (double)period;
    }
    for (size_t phase = 0; phase < period; phase++)
        figure[phase] /= mean;
}

void m4_naive2(const double *x, size_t n, size_t period, size_t h, double *f)
{
    double *figure = is_seasonal(x, n, period) ? malloc(period * sizeof *figure) : NULL;

    if (figure)
        seasonal_figure(x, n, period, figure);
    for (size_t i = 0; i < h; i++)
        f[i] = figure ? x[n - 1] / figure[(n - 1) % period] * figure[(n + i) % period] : x[n - 1];
    free(figure);
}

double m4_interval_score(const double *y, const double *low, const double *high, size_t h,
                         double alpha, size_t *inside)
{
    double sum = 0;

    for (size_t i = 0; i < h; i++) {
        sum += high[i] - low[i] + 2 / alpha * (fmax(low[i] - y[i], 0) + fmax(y[i] - high[i], 0));
        *inside += y[i] >= low[i] && y[i] <= high[i];
    }
    return sum / (double)h;
}
