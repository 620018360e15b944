/* Medians and quantiles by selection (Hoare 1961), and what is built of them. The slope is in theil_sen.c. */
#include "models/robust.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

void robust_sort(double *x, size_t n)
{
    if (n > 1)
        qsort(x, n, sizeof *x, by_value);
}

static void swap(double *a, double *b)
{
    double keep = *a;

    *a = *b;
    *b = keep;
}

/* Hoare's selection with the median of three as pivot. */
double robust_select(double *x, size_t n, size_t k)
{
    size_t low = 0, high = n - 1;

    while (low < high) {
        size_t middle = low + (high - low) / 2, i = low, j = high;

        if (x[middle] < x[low])
            swap(&x[middle], &x[low]);
        if (x[high] < x[low])
            swap(&x[high], &x[low]);
        if (x[high] < x[middle])
            swap(&x[high], &x[middle]);
        double pivot = x[middle];
        for (;;) {
            while (x[i] < pivot)
                i++;
            while (x[j] > pivot)
                j--;
            if (i >= j)
                break;
            swap(&x[i++], &x[j--]);
        }
        if (k <= j)
            high = j;
        else
            low = j + 1;
    }
    return x[k];
}

double robust_median(double *x, size_t n)
{
    if (n == 0)
        return 0;
    double upper = robust_select(x, n, n / 2);
    if (n % 2 == 1)
        return upper;
    double lower = x[0];
    for (size_t i = 1; i < n / 2; i++)
        lower = fmax(lower, x[i]);
    return lower / 2 + upper / 2;
}

double robust_quantile(const double *sorted, size_t n, double p)
{
    double place = fmin(fmax(p, 0), 1) * (double)(n - 1);
    size_t below = (size_t)place;

    if (below + 1 >= n)
        return sorted[n - 1];
    double share = place - (double)below;
    return (1 - share) * sorted[below] + share * sorted[below + 1];
}

double robust_nearest(const double *sorted, size_t n, double p)
{
    double rank = ceil(fmin(fmax(p, 0), 1) * (double)n);

    return sorted[rank < 1 ? 0 : (size_t)rank - 1];
}

double robust_mad(const double *x, size_t n, double centre, struct scratch *scratch)
{
    size_t mark = scratch_mark(scratch);
    double *distance = scratch_take(scratch, n);

    for (size_t i = 0; i < n; i++)
        distance[i] = fabs(x[i] - centre);
    double mad = ROBUST_MAD_TO_SIGMA * robust_median(distance, n);
    scratch_reset(scratch, mark);
    return mad;
}

size_t robust_hampel(const double *y, size_t n, size_t half, double k, double floor_sd,
                     struct scratch *scratch, unsigned char *outlier)
{
    size_t mark = scratch_mark(scratch), found = 0;
    double *window = scratch_take(scratch, 2 * half + 1);

    for (size_t i = 0; i < n; i++) {
        size_t from = i > half ? i - half : 0, to = i + half < n ? i + half + 1 : n;
        memcpy(window, y + from, (to - from) * sizeof *y);
        double centre = robust_median(window, to - from);
        double sd = robust_mad(y + from, to - from, centre, scratch);
        outlier[i] = fabs(y[i] - centre) > k * fmax(sd, floor_sd);
        found += outlier[i];
    }
    scratch_reset(scratch, mark);
    return found;
}
