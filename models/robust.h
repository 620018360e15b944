/*
 * models/robust.h - location, scale and slope that a few wild points do not move.
 *
 * All values finite; n is the number of values. No function allocates.
 */
#ifndef MODELS_ROBUST_H
#define MODELS_ROBUST_H

#include <stddef.h>

#include "models/scratch.h"

/* A MAD times this estimates the standard deviation of a normal sample: 1 / Phi^-1(3/4). */
#define ROBUST_MAD_TO_SIGMA 1.482602218505602

/* Sorts upwards, in place. */
void robust_sort(double *x, size_t n);

/* The k-th smallest (0-based, k < n); x is partly reordered. */
double robust_select(double *x, size_t n, size_t k);

/* The median; x is partly reordered. n = 0 gives 0. */
double robust_median(double *x, size_t n);

/*
 * Quantile p (0..1) of a sorted sample, n > 0.
 * _quantile:  linear interpolation, type 7 of Hyndman and Fan 1996 (R's default).
 * _nearest:   the ceil(p n)-th smallest, an observed value (type 1): what a
 *             monitoring system calls the p95.
 */
double robust_quantile(const double *sorted, size_t n, double p);
double robust_nearest(const double *sorted, size_t n, double p);

/* 1.4826 median |x - centre|: a robust standard deviation. scratch: [n] doubles. */
double robust_mad(const double *x, size_t n, double centre, struct scratch *scratch);

struct slope {
    double slope;        /* y per t: the median of all pairwise slopes */
    double intercept;    /* median of y - slope t, the value at t = 0 */
    double low, high;    /* rank confidence interval of the slope */
};

/* Doubles of scratch for robust_theil_sen() of n points. */
size_t robust_theil_sen_room(size_t n);

/*
 * Exact Theil-Sen slope of (t, y), with Sen's rank interval at `level` (0.9).
 * Exact and O(n log n) a pass: pairs are counted as inversions, never listed.
 * t need not be sorted or distinct; pairs of equal t are left out.
 * Returns 0; -1 when fewer than two different t are there (out untouched).
 * The interval assumes independent errors: growth.h widens for the others.
 * Source: Sen 1968 (JASA 63, 1379-1389); counting as in Cole et al. 1989.
 */
int robust_theil_sen(const double *t, const double *y, size_t n, double level,
                     struct scratch *scratch, struct slope *out);

/*
 * Hampel identifier in a moving window: outlier[i] = 1 where y[i] is more than
 * `k` robust standard deviations from the median of y[i-half..i+half]. `floor`
 * is the least standard deviation taken (a staircase has MAD 0). Returns how many.
 * Source: Davies and Gather 1993 (JASA 88, 782-792). scratch: [4 half + 4] doubles.
 */
size_t robust_hampel(const double *y, size_t n, size_t half, double k, double floor,
                     struct scratch *scratch, unsigned char *outlier);

#endif
