/* tests/bench/m4.h - the scores of the M4 competition, as its own evaluation computes them. */
#ifndef TESTS_BENCH_M4_H
#define TESTS_BENCH_M4_H

#include <stddef.h>

struct m4_score { double smape, mase; };

/* Symmetric mean absolute percentage error, %, of forecast f[h] of y[h]. */
double m4_smape(const double *y, const double *f, size_t h);

/* Mean absolute difference of samples one period apart: what MASE and MSIS are scaled by. */
double m4_scale(const double *x, size_t n, size_t period);

/* The competition's reference: the last value, seasonally adjusted when its 90 % test of the
 * autocorrelation at the period finds a season (R's decompose, multiplicative). */
void m4_naive2(const double *x, size_t n, size_t period, size_t h, double *f);

/* Interval score of [low, high] at 1 - alpha over y[h], not yet scaled; *inside counts hits. */
double m4_interval_score(const double *y, const double *low, const double *high, size_t h,
                         double alpha, size_t *inside);

#endif
