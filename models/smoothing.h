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
 * Runs l = l + alpha (y - l) over y[n] from the level `start`; a NaN leaves the level as it
 * is and gives no error.
 */
struct smoothing smoothing_run(const double *y, size_t n, double alpha, double start);

/* The alpha and start that give the least squared one-step error. Needs one known sample. */
struct smoothing smoothing_fit(const double *y, size_t n);

#endif
