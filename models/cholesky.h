/*
 * models/cholesky.h - solves the normal equations of a regression.
 *
 * Written out rather than called from GSL: matrices here are small (8 to 72) and many, and
 * GSL's own BLAS takes several times as long for them. test_cholesky compares the two.
 *
 * Source: Golub and Van Loan 2013, Matrix Computations, algorithm 4.2.1.
 */
#ifndef MODELS_CHOLESKY_H
#define MODELS_CHOLESKY_H

#include <stddef.h>

enum { CHOLESKY_MOST = 96 };

/*
 * Factors the lower half of a[n][n] (row-major) in place, a = L L'. Returns 0 where it is
 * not positive definite; then it is spoilt. n is at most CHOLESKY_MOST.
 */
int cholesky_factor(double *a, size_t n);

/* Solves L L' x = b for the factor; x holds b before and the solution after. */
void cholesky_solve(const double *factor, size_t n, double *x);

#endif
