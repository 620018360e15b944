/*
 * A drop is an increment far below the typical one (median less 6 robust deviations of the
 * increments, at least four times the typical rise). Drops are a saw-tooth when there are three
 * or more of them, their distances lie within a seventh of one another (or two bins: months differ), and
 * their sizes within a factor of three, and what was dropped was filled up bit by bit: the typical rise times the
 * distance is a good part of the drop (else it is a weekly cycle, say).
 */
#include "models/sawtooth.h"

#include <math.h>

#include "models/bins.h"
#include "models/robust.h"

#define DROP_SCORE      6.0    /* robust standard deviations of the increments */
#define DROP_TO_RISE    4.0    /* a drop undoes the rise of several bins */
#define DISTANCE_SPREAD 0.15   /* longest less shortest distance, of the typical one */
#define FILLED          0.4    /* of the drop, by the typical rise over the distance */
#define SIZE_SPREAD     3.0    /* largest over smallest drop */

enum { DROPS_LEAST = 3 };

/* The increments that are drops: indices of the first bins after them, at most TEETH_MOST + 1. */
static size_t find_drops(const double *y, size_t n, struct scratch *scratch, size_t *drop, double *typical)
{
    size_t mark = scratch_mark(scratch), count = 0;
    double *rise = scratch_take(scratch, n), *size = scratch_take(scratch, n);

    for (size_t i = 1; i < n; i++)
        rise[i - 1] = size[i - 1] = y[i] - y[i - 1];
    double median = robust_median(size, n - 1);
    *typical = median;
    double mad = robust_mad(rise, n - 1, median, scratch);
    for (size_t i = 1; i < n; i++)
        size[i - 1] = fabs(rise[i - 1]);
    double least = fmax(DROP_SCORE * mad - median, DROP_TO_RISE * robust_median(size, n - 1));
    for (size_t i = 1; i < n && count <= TEETH_MOST; i++)
        if (rise[i - 1] < -least)
            drop[count++] = i;
    scratch_reset(scratch, mark);
    return count;
}

/* A drop that takes two bins (the day of the clean-up is half a day) is one, its second bin the first after. */
static size_t join_neighbours(size_t *drop, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && drop[i] == drop[kept - 1] + 1)
            drop[kept - 1] = drop[i];
        else
            drop[kept++] = drop[i];
    }
    return kept;
}

/* How far the level falls at a drop: from the bin before it to the lower of the two after. */
static double drop_size(const double *y, size_t n, size_t at, size_t before)
{
    double low = at + 1 < n ? fmin(y[at], y[at + 1]) : y[at];

    return y[before] - low;
}

void sawtooth_find(const double *t, const double *y, size_t n, struct scratch *scratch,
                   struct changes *out)
{
    size_t drop[TEETH_MOST + 1], count;
    double typical, size[TEETH_MOST + 1], shortest = INFINITY, longest = 0, smallest = INFINITY, largest = 0;

    if (n < 3 * DROPS_LEAST)
        return;
    count = join_neighbours(drop, find_drops(y, n, scratch, drop, &typical));
    if (count < DROPS_LEAST || count > TEETH_MOST)
        return;
    for (size_t i = 0; i < count; i++) {
        size_t before = drop[i] >= 2 && y[drop[i] - 2] > y[drop[i] - 1] ? drop[i] - 2 : drop[i] - 1;
        size[i] = drop_size(y, n, drop[i], before);
        smallest = fmin(smallest, size[i]);
        largest = fmax(largest, size[i]);
        if (i > 0) {
            shortest = fmin(shortest, t[drop[i]] - t[drop[i - 1]]);
            longest = fmax(longest, t[drop[i]] - t[drop[i - 1]]);
        }
    }
    double step = bins_step(t, n, scratch);
    double period = (t[drop[count - 1]] - t[drop[0]]) / (double)(count - 1);
    if (longest - shortest > fmax(2 * step, DISTANCE_SPREAD * period) + 1e-9 ||
        largest > SIZE_SPREAD * smallest || period < 2.5 * step ||
        typical * period / step < FILLED * smallest ||
        t[drop[0]] - t[0] > 1.5 * period || t[n - 1] - t[drop[count - 1]] > 1.5 * period)
        return;
    out->sawtooth = 1;
    out->sawtooth_days = period;
    out->sawtooth_drop = robust_median(size, count);
    out->teeth = count;
    for (size_t i = 0; i < count; i++)
        out->tooth[i] = t[drop[i]];
}

/* Where in its tooth day t is, 0 just after a drop to 1 just before the next. */
static double phase(const struct changes *c, double t)
{
    double first = c->tooth[0], last = c->tooth[c->teeth - 1], turns;

    if (t < first)
        turns = (t - first) / c->sawtooth_days;
    else if (t >= last)
        turns = (t - last) / c->sawtooth_days;
    else {
        size_t low = 0, high = c->teeth - 1;
        while (high - low > 1) {
            size_t middle = (low + high) / 2;
            if (c->tooth[middle] <= t)
                low = middle;
            else
                high = middle;
        }
        return (t - c->tooth[low]) / (c->tooth[high] - c->tooth[low]);
    }
    return turns - floor(turns);
}

/* Whether a pulse falls on day t: one of the past, or the newest and a whole number of distances. */
static int on_pulse(const struct changes *c, double t)
{
    const struct pulses *p = &c->pulses;
    double turns = t <= p->last ? 0 : floor((t - p->last) / p->days + 0.5);

    if (t > p->last)
        return turns >= 1 && fabs(p->last + turns * p->days - t) <= 0.5;
    for (size_t i = 0; i < p->count; i++)
        if (fabs(p->at[i] - t) < 0.5)
            return 1;
    return 0;
}

double change_season(const struct changes *changes, double t)
{
    double season = 0;

    if (changes->sawtooth)
        season += changes->sawtooth_drop * (phase(changes, t) - 0.5);
    if (changes->pulses.count > 0 && on_pulse(changes, t))
        season += changes->pulses.size;
    return season;
}
