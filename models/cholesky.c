#include "models/cholesky.h"

#include <assert.h>
#include <math.h>

/* Column by column, the rest brought up to date at once: its inner loop has no sum to wait for. */
int cholesky_factor(double *a, size_t n)
{
    double column[CHOLESKY_MOST];

    assert(n <= CHOLESKY_MOST);
    for (size_t k = 0; k < n; k++) {
        double pivot = a[k * n + k];

        if (!(pivot > 0) || !isfinite(pivot))
            return 0;
        pivot = sqrt(pivot);
        a[k * n + k] = pivot;
        for (size_t i = k + 1; i < n; i++)
            column[i] = a[i * n + k] /= pivot;
        for (size_t i = k + 1; i < n; i++)
            for (size_t j = k + 1; j <= i; j++)
                a[i * n + j] -= column[i] * column[j];
    }
    return 1;
}

void cholesky_solve(const double *factor, size_t n, double *x)
{
    for (size_t i = 0; i < n; i++) {
        const double *row = factor + i * n;

        for (size_t k = 0; k < i; k++)
            x[i] -= row[k] * x[k];
        x[i] /= row[i];
    }
    for (size_t i = n; i-- > 0; ) {
        x[i] /= factor[i * n + i];
        for (size_t k = 0; k < i; k++)
            x[k] -= factor[i * n + k] * x[i];
    }
}
