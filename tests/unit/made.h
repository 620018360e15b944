/* tests/unit/made.h - made-up series for the tests of the forecasts. */
#ifndef TESTS_UNIT_MADE_H
#define TESTS_UNIT_MADE_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "models/model.h"

/* A small generator of its own, so that a seed gives the same series everywhere. */
static inline double made_uniform(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return ((double)(*seed >> 11) + 0.5) / 9007199254740992.0;
}

static inline double made_normal(uint64_t *seed)
{
    double u = made_uniform(seed), v = made_uniform(seed);

    return sqrt(-2 * log(u)) * cos(6.283185307179586 * v);
}

/*
 * A series without chance, the same in R:
 *     t <- 0:(n-1); y <- 50 + 0.37*t + 8*sin(2*pi*t/7) + ((t*37) %% 23)/2.385
 */
static inline double made_value(size_t t)
{
    return 50 + 0.37 * (double)t + 8 * sin(2 * 3.14159265358979323846 * (double)t / 7) +
           (double)(t * 37 % 23) / 2.385;
}

static inline struct history made_history(const double *y, size_t n, size_t day, size_t week)
{
    return (struct history){ .y = y, .n = n, .step_days = day ? 1 / (double)day : week ? 1 : 7,
                             .day = day, .week = week, .floor = -INFINITY, .ceiling = INFINITY };
}

#endif
