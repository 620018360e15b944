/* models/smoothing.h - simple exponential smoothing, which several models build on. */
#ifndef MODELS_SMOOTHING_H
#define MODELS_SMOOTHING_H

#include <stddef.h>

struct smoothing {
    double alpha;    /* weight of the newest sample, 0-1 */
    double level;    /* after the last sample */
    double error;    /* sum of squared one-step errors */
};

/*
 * The alpha and first level that give the least squared one-step error over y[n]. A NaN
 * leaves the level as it is and gives no error. Needs one known sample among the n.
 */
struct smoothing smoothing_fit(const double *y, size_t n);

/* The level after y[n] more samples. */
double smoothing_on(double level, double alpha, const double *y, size_t n);

#endif
