/*
 * models/growth.h - how fast a series grows, and whether that growth is real.
 *
 * Works on (t, y): t in days, rising; y in the series' unit; spikes left out; a missing bin is not there.
 */
#ifndef MODELS_GROWTH_H
#define MODELS_GROWTH_H

#include <stddef.h>

#include "data/base/error.h"
#include "data/finding.h"
#include "models/change.h"
#include "models/scratch.h"

enum { GROWTH_LEAST = 6 };      /* bins under which there is no growth to speak of */

struct growth_fit {
    double slope, low, high;     /* unit a day at the newest bin, with its 90 % interval */
    double intercept;            /* of the tangent at the newest bin: its value at t = 0 */
    double level;                /* fitted value at the newest bin, weekly pattern left out, unit */
    double noise;                /* robust sd of a bin about the fit, unit */
    double rho;                  /* lag-1 autocorrelation of the residuals */
    double effective;            /* effective number of independent bins */
    int    significant;          /* the interval excludes 0 and the growth exceeds twice the noise */
    size_t first;                /* the bin it was fitted from */
    double since;                /* its t, days */
    size_t bins;                 /* fitted */
    enum shape shape;
    double doubling_days;        /* exponential and growing; else 0 */
    double a, b, c;              /* the curve of a bent shape, for growth_at() */
};

/* Doubles of scratch for n bins. */
size_t growth_room(size_t n);

/*
 * Fits n bins whose changes are known (NULL: none are).
 * Returns 0; ERR_TOOFEW under GROWTH_LEAST bins, ERR_NUMERIC for bins that are
 * not finite or whose t does not rise.
 */
int growth_measure(const double *t, const double *y, size_t n, const struct changes *changes,
                   struct scratch *scratch, struct growth_fit *out, struct error *err);

/* The fitted curve at day t, at the present level (past level steps taken out). */
double growth_at(const struct growth_fit *fit, double t);

#endif
