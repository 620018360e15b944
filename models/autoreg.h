/*
 * models/autoreg.h - ridge autoregression with calendar classes: the next value from
 * the values some lags before and from the hour (or the day of the week).
 *
 *     w[t] = sum_l b_l w[t-l] + d_c(t) + e[t]
 *
 * b and d minimise  sum g e^2 + lambda sum g (sum (b_l - b0_l)^2 + sum d_c^2), with b0 nothing
 * or a random walk, and the weight g[t] doubling every `half_life` samples. The sums are
 * kept, so that a fit on more of the series costs only the rows that came new and one
 * factorisation.
 *
 * Source: Hoerl and Kennard 1970, Technometrics 12(1) (ridge); Box and Jenkins 1976,
 * chapter 5 (forecasts step by step, each built on the ones before).
 */
#ifndef MODELS_AUTOREG_H
#define MODELS_AUTOREG_H

#include <stddef.h>

#include "models/scratch.h"

enum { AUTOREG_LAGS = 48, AUTOREG_CLASSES = 24, AUTOREG_TERMS = AUTOREG_LAGS + AUTOREG_CLASSES };

struct autoreg_shape {
    size_t lags[AUTOREG_LAGS];    /* ascending, from 1 */
    size_t lag_count;
    size_t classes;               /* at least 1: then it is the intercept */
    double ridge;                 /* lambda */
    double half_life;             /* samples, INFINITY for equal weights */
    double pull;                  /* what the ridge draws the first lag's coefficient to, 0 or 1 */
};

/* What is regressed: standardised values, gaps bridged. Lent. */
struct autoreg_data {
    const double        *w;        /* [n] */
    const unsigned char *known;    /* [n] 0 where w[t] is a bridge: no row for it */
    const unsigned char *cls;      /* [n + horizon] below classes, or NULL when there is one class */
};

struct autoreg {
    const struct autoreg_shape *shape;
    size_t  terms;      /* lag_count + classes */
    size_t  rows;       /* rows in the sums */
    double  weight;     /* and the sum of their weights */
    double  newest;     /* weight of the newest row */
    double  gain;       /* weight of a sample over that of the one before */
    size_t  next;       /* the first sample that is not in the sums yet */
    double *gram;       /* [terms][terms] lower half: sum z z' */
    double *moment;     /* [terms] sum z w */
    double *factor;     /* [terms][terms] Cholesky factor of the last solve */
    double *coef;       /* [terms] of the last solve: lags, then classes */
};

/* Empty sums; `from` is the first sample that may enter them (as target or as lag). */
struct autoreg autoreg_init(const struct autoreg_shape *shape, size_t from,
                            struct scratch *scratch);

/* Adds the rows of the samples before `until`. */
void autoreg_add(struct autoreg *fit, const struct autoreg_data *data, size_t until);

/* Solves for the coefficients; 0 when the rows do not determine them. */
int autoreg_solve(struct autoreg *fit);

/*
 * The course after the first n samples into path[horizon], each step held to
 * [low, high]. Needs a solve that returned 1 and n no less than the largest lag.
 */
void autoreg_course(const struct autoreg *fit, const struct autoreg_data *data, size_t n,
                    size_t horizon, double low, double high, struct scratch *scratch,
                    double *path);

#endif
