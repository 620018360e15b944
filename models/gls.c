#include "models/gls.h"

#include <math.h>
#include <string.h>

const struct gls_noise gls_noises[GLS_NOISES] = {
    { 0, 0 }, { 0.25, 0 }, { 0.5, 0 }, { 0.7, 0 }, { 0.7, 0.4 }, { 0.85, 0 }, { 0.85, 0.5 },
    { 0.95, 0 }, { 0.95, 0.4 }, { 0.95, 0.7 }, { 0.95, 0.85 },
    { 1, 0 }, { 1, 0.3 }, { 1, 0.5 }, { 1, 0.7 }, { 1, 0.85 }, { 1, 0.95 },
};

/* The part of a column that must be its own, of its length. */
#define OWN_LEAST 1e-9

void gls_filter(struct gls_noise noise, const double *x, size_t n, double *out)
{
    double phi = noise.phi, theta = noise.theta;

    if (n == 0)
        return;
    /* variance of the process over that of an innovation: (1 + theta^2 - 2 phi theta) / (1 - phi^2) */
    out[0] = phi < 1 ? x[0] * sqrt((1 - phi * phi) / (1 + theta * theta - 2 * phi * theta)) : 0;
    double e = phi < 1 ? x[0] * (1 - phi) / (1 - theta) : 0;     /* as if x had stood at x[0] before */
    for (size_t i = 1; i < n; i++) {
        e = x[i] - phi * x[i - 1] + theta * e;
        out[i] = e;
    }
}

/* Four sums side by side, since one alone waits for each addition to end. */
static double dot(const double *a, const double *b, size_t n)
{
    double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    size_t i = 0;

    for (; i + 4 <= n; i += 4) {
        s0 += a[i] * b[i];
        s1 += a[i + 1] * b[i + 1];
        s2 += a[i + 2] * b[i + 2];
        s3 += a[i + 3] * b[i + 3];
    }
    for (; i < n; i++)
        s0 += a[i] * b[i];
    return (s0 + s1) + (s2 + s3);
}

static void take_away(double *from, const double *q, double share, size_t n)
{
    for (size_t i = 0; i < n; i++)
        from[i] -= share * q[i];
}

void gls_solve(double *column, size_t columns, double *y, size_t n, struct gls_fit *fit)
{
    *fit = (struct gls_fit){ .n = n, .columns = columns };
    for (size_t j = 0; j < columns; j++) {
        double *x = column + j * n, length = sqrt(dot(x, x, n));
        for (size_t k = 0; k < j; k++) {
            fit->r[k][j] = dot(column + k * n, x, n);
            take_away(x, column + k * n, fit->r[k][j], n);
        }
        double own = sqrt(dot(x, x, n));
        if (!(own > OWN_LEAST * length)) {
            memset(x, 0, n * sizeof *x);
            continue;
        }
        fit->rank++;
        fit->r[j][j] = own;
        for (size_t i = 0; i < n; i++)
            x[i] /= own;
        fit->qy[j] = dot(x, y, n);
        take_away(y, x, fit->qy[j], n);
    }
    fit->rss = dot(y, y, n);
}

void gls_coefficients(const struct gls_fit *fit, double *beta)
{
    for (size_t j = fit->columns; j-- > 0; ) {
        beta[j] = 0;
        if (fit->r[j][j] <= 0)
            continue;
        double sum = fit->qy[j];
        for (size_t k = j + 1; k < fit->columns; k++)
            sum -= fit->r[j][k] * beta[k];
        beta[j] = sum / fit->r[j][j];
    }
}

double gls_variance(const struct gls_fit *fit, size_t j)
{
    double row[GLS_COLUMNS] = { 0 }, sum = 0;     /* row j of the inverse of R */

    if (fit->r[j][j] <= 0)
        return 0;
    for (size_t k = j; k < fit->columns; k++) {
        if (fit->r[k][k] <= 0)
            continue;
        double s = k == j ? 1 : 0;
        for (size_t l = j; l < k; l++)
            s -= row[l] * fit->r[l][k];
        row[k] = s / fit->r[k][k];
        sum += row[k] * row[k];
    }
    return sum;
}

double gls_log_det(const struct gls_fit *fit)
{
    double sum = 0;

    for (size_t j = 0; j < fit->columns; j++)
        if (fit->r[j][j] > 0)
            sum += 2 * log(fit->r[j][j]);
    return sum;
}
