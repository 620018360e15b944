/*
 * models/hac.h - standard errors of a least-squares fit whose noise remembers.
 *
 * The noise of neighbouring bins is alike, so ordinary standard errors are too small.
 * With e the residuals, q the orthonormal columns of the design and Bartlett's weights
 *
 *     M = n / (n - p)  sum over i, j of (1 - |t_i - t_j| / S)+  e_i e_j q_i q_j'
 *
 * the covariance of the coefficients is R^-1 M R^-T (Newey and West 1987, Econometrica 55,
 * 703-708). The width S is 1.3 sqrt(n) and the critical values are those for a width
 * that is a share b = S / n of the sample (Lazarus, Lewis, Stock and Watson 2018, J. Bus. Econ.
 * Statist. 36, 541-559; Kiefer and Vogelsang 2005, Econometric Theory 21, 1130-1164): with the
 * normal ones a 95 % interval would hold 85 % in noise that remembers as much as days do.
 */
#ifndef MODELS_HAC_H
#define MODELS_HAC_H

#include <stddef.h>

#include "models/gls.h"

enum { HAC_COLUMNS = 3 };

struct hac {
    double meat[HAC_COLUMNS][HAC_COLUMNS];
    double width;     /* S, in steps of t */
    double share;     /* b = S / n */
};

/*
 * fit  of gls_solve() with at most HAC_COLUMNS columns
 * q    [columns * n] the orthonormal columns it left
 * e    [n] the residuals it left
 * t    [n] whole steps, rising; a missing one is not there
 */
void hac_measure(const struct gls_fit *fit, const double *q, const double *e, const double *t,
                 struct hac *out);

/* The covariance of coefficients j and k; 0 where one was dropped. */
double hac_covariance(const struct hac *hac, const struct gls_fit *fit, size_t j, size_t k);

/* How many standard errors a 90 % and a 95 % interval reach to either side. */
double hac_reach_90(const struct hac *hac);
double hac_reach_95(const struct hac *hac);

#endif
