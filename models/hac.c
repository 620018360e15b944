#include "models/hac.h"

#include <math.h>
#include <string.h>

/* Steps of width for the square root of a point: Lazarus, Lewis, Stock and Watson 2018, equation 4. */
#define WIDTH_A_ROOT 1.3

static void add_pair(struct hac *out, const double *q, size_t columns, size_t n, size_t i, size_t j, double weight)
{
    for (size_t a = 0; a < columns; a++)
        for (size_t b = 0; b < columns; b++)
            out->meat[a][b] += weight * q[a * n + i] * q[b * n + j];
}

void hac_measure(const struct gls_fit *fit, const double *q, const double *e, const double *t, struct hac *out)
{
    size_t n = fit->n;
    double adjust = n > fit->rank ? (double)n / (double)(n - fit->rank) : 1;

    memset(out, 0, sizeof *out);
    out->width = ceil(WIDTH_A_ROOT * sqrt((double)n));
    out->share = n > 0 ? fmin(out->width / (double)n, 1) : 1;
    for (size_t i = 0; i < n; i++) {
        add_pair(out, q, fit->columns, n, i, i, adjust * e[i] * e[i]);
        for (size_t j = i; j-- > 0 && t[i] - t[j] < out->width; ) {
            double weight = adjust * (1 - (t[i] - t[j]) / out->width) * e[i] * e[j];
            add_pair(out, q, fit->columns, n, i, j, weight);
            add_pair(out, q, fit->columns, n, j, i, weight);
        }
    }
}

/* Row j of the inverse of R; zeros for a dropped column. */
static void inverse_row(const struct gls_fit *fit, size_t j, double *row)
{
    for (size_t k = 0; k < fit->columns; k++) {
        double s = k == j ? 1 : 0;
        row[k] = 0;
        if (k < j || fit->r[j][j] <= 0 || fit->r[k][k] <= 0)
            continue;
        for (size_t l = j; l < k; l++)
            s -= row[l] * fit->r[l][k];
        row[k] = s / fit->r[k][k];
    }
}

double hac_covariance(const struct hac *hac, const struct gls_fit *fit, size_t j, size_t k)
{
    double left[HAC_COLUMNS], right[HAC_COLUMNS], sum = 0;

    inverse_row(fit, j, left);
    inverse_row(fit, k, right);
    for (size_t a = 0; a < fit->columns; a++)
        for (size_t b = 0; b < fit->columns; b++)
            sum += left[a] * hac->meat[a][b] * right[b];
    return sum;
}

/* Kiefer and Vogelsang 2005, table 1, Bartlett: a cubic of the share for each quantile. */
static double reach(const double *c, double b)
{
    return c[0] + b * (c[1] + b * (c[2] + b * c[3]));
}

double hac_reach_90(const struct hac *hac)
{
    static const double at_95[] = { 1.6449, 2.1859, 0.3142, -0.3427 };
    return reach(at_95, hac->share);
}

double hac_reach_95(const struct hac *hac)
{
    static const double at_975[] = { 1.9600, 2.9694, 0.4160, -0.5324 };
    return reach(at_975, hac->share);
}
