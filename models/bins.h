/*
 * models/bins.h - what the trend models ask of their bins, and the weekly pattern in them.
 */
#ifndef MODELS_BINS_H
#define MODELS_BINS_H

#include <stddef.h>

#include "data/base/error.h"
#include "models/scratch.h"

enum { BINS_PER_WEEK = 7 };

/* 0 when all values are finite and of a size that sums can take, and t rises; else ERR_NUMERIC. */
int bins_check(const double *t, const double *y, size_t n, struct error *err);

/* The typical distance of two bins, days: the median of the distances; 1 where there are none. */
double bins_step(const double *t, size_t n, struct scratch *scratch);

/* Day of the week of a bin, 0..6, counted from t = 0; no calendar is meant. */
int bins_weekday(double t);

/*
 * The additive weekly pattern of daily bins: pattern[d] is what weekday d lies above the week's
 * running level, medians of at least three weeks, summing to 0. Returns 1 where the pattern
 * stands out of the noise, else 0 with a pattern of zeros. Never for weekly bins.
 * Scratch: 3 n.
 */
int bins_weekly(const double *t, const double *y, size_t n, struct scratch *scratch,
                double pattern[BINS_PER_WEEK]);

/* The lag-1 autocorrelation of n values; 0 where they do not vary. */
double bins_lag_one(const double *x, size_t n);

#endif
