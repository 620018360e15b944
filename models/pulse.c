/*
 * A bin stands out where it lies over the median of its four neighbours by more than five robust deviations of such
 * distances (Hampel; Davies and Gather 1993, JASA 88, 782-792). Three or more of them make pulses when their distances
 * lie within 15 % of one another, which takes months of 28 to 31 days.
 */
#include "models/pulse.h"

#include <math.h>

#include "models/robust.h"

enum { PULSES_LEAST = 3, SIDE = 2, SHORTEST = 5 };

#define PULSE_SCORE     5.0
#define DISTANCE_SPREAD 0.15

/* What bin i lies over the median of its neighbours, SIDE to each side. */
static double over_neighbours(const double *y, size_t n, size_t i)
{
    size_t from = i > SIDE ? i - SIDE : 0, to = i + SIDE < n ? i + SIDE + 1 : n, count = 0;
    double cell[2 * SIDE];

    for (size_t j = from; j < to; j++)
        if (j != i)
            cell[count++] = y[j];
    return y[i] - robust_median(cell, count);
}

static double least_height(const double *over, size_t n, struct scratch *scratch)
{
    size_t mark = scratch_mark(scratch);
    double *size = scratch_take(scratch, n);

    for (size_t i = 0; i < n; i++)
        size[i] = fabs(over[i]);
    double typical = robust_mad(over, n, 0, scratch);
    double ninth = robust_select(size, n, n * 9 / 10);      /* stairs move on one day in some */
    scratch_reset(scratch, mark);
    return PULSE_SCORE * fmax(typical, ninth / 2);
}

static int regular(const double *t, const struct pulses *found)
{
    double shortest = INFINITY, longest = 0;

    for (size_t i = 1; i < found->count; i++) {
        double apart = t[found->index[i]] - t[found->index[i - 1]];
        shortest = fmin(shortest, apart);
        longest = fmax(longest, apart);
    }
    return found->count >= PULSES_LEAST && longest - shortest <= DISTANCE_SPREAD * shortest;
}

void pulse_find(const double *t, const double *y, size_t n, struct scratch *scratch, struct pulses *out)
{
    size_t mark = scratch_mark(scratch);
    double *over, height[PULSES_MOST];

    out->count = 0;
    if (n < PULSES_LEAST * SHORTEST)
        return;
    over = scratch_take(scratch, n);
    for (size_t i = 0; i < n; i++)
        over[i] = over_neighbours(y, n, i);
    double least = least_height(over, n, scratch);
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (over[i] > least && over[i] > 0 && count++ < PULSES_MOST) {
            height[count - 1] = over[i];
            out->index[count - 1] = i;
            out->at[count - 1] = t[i];
        }
    scratch_reset(scratch, mark);
    if (count > PULSES_MOST || count < PULSES_LEAST)
        return;
    out->count = count;
    out->last = t[out->index[count - 1]];
    out->days = (out->last - t[out->index[0]]) / (double)(count - 1);
    if (!regular(t, out) || out->index[1] - out->index[0] < SHORTEST ||
        t[out->index[0]] - t[0] > 1.5 * out->days || t[n - 1] - out->last > 1.5 * out->days)
        out->count = 0;
    else
        out->size = robust_median(height, count);
}
