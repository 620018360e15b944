/*
 * models/gls.h - straight lines and steps through noise that remembers.
 *
 * Bins of a real series are not independent: their noise is anything from white
 * to a random walk. A small family of ARMA(1,1) noises spans that range,
 *
 *     x_t = phi x_{t-1} + e_t - theta e_{t-1},    0 <= theta <= phi <= 1
 *
 * phi = theta is white noise, phi = 1 a random walk with noise on top (simple exponential
 * smoothing), theta = 0 an AR(1). A regression in such noise is ordinary least squares
 * of columns that went through the filter (1 - phi B) / (1 - theta B)
 * (generalised least squares; Box, Jenkins, Reinsel 2008, section 9.5.1).
 */
#ifndef MODELS_GLS_H
#define MODELS_GLS_H

#include <stddef.h>

struct gls_noise {
    double phi, theta;
};

enum { GLS_NOISES = 17, GLS_COLUMNS = 32 };
extern const struct gls_noise gls_noises[GLS_NOISES];

/*
 * Filters x[n] into out[n] (not in place). out[0] is x[0] scaled to the
 * variance of an innovation: 0 for a random walk, whose start says nothing.
 */
void gls_filter(struct gls_noise noise, const double *x, size_t n, double *out);

/*
 * Least squares by modified Gram-Schmidt. The columns stand one behind another,
 * column[j * n + i]; they are made orthonormal in place, y becomes the residual.
 * A column that the ones before it explain (to 1e-9 of its length) becomes zeros.
 */
struct gls_fit {
    size_t n, columns, rank;
    double r[GLS_COLUMNS][GLS_COLUMNS];    /* upper triangle: column j = sum of r[k][j] q_k */
    double qy[GLS_COLUMNS];                /* q_j . y */
    double rss;                            /* residual sum of squares */
};

void gls_solve(double *column, size_t columns, double *y, size_t n, struct gls_fit *fit);

/* Coefficients, 0 for a column without a share of its own. */
void gls_coefficients(const struct gls_fit *fit, double *beta);

/* The variance of coefficient j over the variance of an innovation; 0 for a dropped column. */
double gls_variance(const struct gls_fit *fit, size_t j);

/* log det(X'X) of the columns kept. */
double gls_log_det(const struct gls_fit *fit);

#endif
