/*
 * A bin is compared with a robust line (Theil-Sen) through its neighbours, up to
 * four on each side, itself left out: so a trend is no spike, nor is a bin beside
 * one. The distances are judged by their own MAD, as Hampel's identifier does
 * (Davies and Gather 1993, JASA 88, 782-792).
 */
#include "models/clean.h"

#include <math.h>

#include "models/bins.h"
#include "models/pulse.h"
#include "models/robust.h"

enum {
    LEAST = 7,             /* bins under which nothing can be told */
    HALF = 4,              /* neighbours on each side */
    LONGEST = 2,           /* bins; what lasts longer is a level */
    SIDE = 3               /* bins that tell the level beside a spike */
};

/* Robust standard deviations. Of white noise of a year's length 1 series in 50 has a bin beyond it. */
#define SPIKE_SCORE 5.0

size_t clean_room(size_t n)
{
    return 6 * n + 8 * HALF * HALF + 64;
}

/* What the neighbours of bin i make of it. */
static double expected(const double *t, const double *y, size_t n, size_t i, double *cell)
{
    size_t from = i > HALF ? i - HALF : 0, to = i + HALF < n ? i + HALF + 1 : n, count = 0;

    for (size_t a = from; a < to; a++)
        for (size_t b = a + 1; b < to; b++)
            if (a != i && b != i)
                cell[count++] = (y[b] - y[a]) / (t[b] - t[a]);
    double slope = robust_median(cell, count);
    count = 0;
    for (size_t a = from; a < to; a++)
        if (a != i)
            cell[count++] = y[a] + slope * (t[i] - t[a]);
    return robust_median(cell, count);
}

/* The median of up to SIDE bins from `from` on, going `step`, that are no spikes; count of them. */
static size_t side_level(const double *y, const unsigned char *spike, size_t n, size_t from, int forward, double *out)
{
    double bin[SIDE];
    size_t count = 0;

    for (size_t i = from; i < n && count < SIDE; i = forward ? i + 1 : i - 1)    /* i - 1 of 0 ends it */
        if (!spike[i])
            bin[count++] = y[i];
    *out = robust_median(bin, count);
    return count;
}

/* Whether bin i stands off both sides alike; on the edge of a step it stands with one of them. */
static int off_both_sides(const double *y, size_t i, double left, double right, double size)
{
    double from_left = y[i] - left, from_right = y[i] - right;

    return (from_left > 0) == (size > 0) && (from_right > 0) == (size > 0) &&
           fabs(from_left) > fabs(size) / 2 && fabs(from_right) > fabs(size) / 2;
}

/* Keeps runs that are short and over: the level after them is that of before. */
static void keep_short_runs(const double *y, const double *rest, size_t n, unsigned char *spike)
{
    for (size_t i = 0; i < n; ) {
        size_t end = i;
        double left, right;
        while (end < n && spike[end] && (rest[end] > 0) == (rest[i] > 0))
            end++;
        if (end == i) {
            i++;
            continue;
        }
        int over = end - i <= LONGEST && side_level(y, spike, n, end, 1, &right) >= 2 &&
                   side_level(y, spike, n, i - 1, 0, &left) >= 2;
        for (size_t j = i; over && j < end; j++)
            over = off_both_sides(y, j, left, right, rest[j]);
        for (size_t j = i; !over && j < end; j++)
            spike[j] = 0;
        i = end;
    }
}

/* Peaks that come at one distance, month-ends say, are a season: they will come again. */
static void keep_pulses(const double *t, const double *y, size_t n, struct scratch *scratch, unsigned char *spike)
{
    struct pulses pulses;

    pulse_find(t, y, n, scratch, &pulses);
    for (size_t i = 0; i < pulses.count; i++)
        spike[pulses.index[i]] = 0;
}

static size_t gather(const double *rest, const unsigned char *spike, size_t n, double noise,
                     struct spike *out, size_t room)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++) {
        struct spike found = { i, rest[i], fabs(rest[i]) / noise };
        if (!spike[i])
            continue;
        if (count < room) {
            out[count++] = found;
            continue;
        }
        size_t least = 0;
        for (size_t j = 1; j < count; j++)
            if (out[j].score < out[least].score)
                least = j;
        if (room == 0 || out[least].score >= found.score)
            continue;
        for (size_t j = least; j + 1 < count; j++)
            out[j] = out[j + 1];
        out[count - 1] = found;
    }
    return count;
}

/*
 * The least noise taken: a staircase stands still most days, and a bin one stair off is no spike.
 * Half of the spread that the middle 90 % of the distances have, and a rounding's worth of the level.
 */
static double noise_floor(const double *rest, size_t n, double level, double *cell)
{
    for (size_t i = 0; i < n; i++)
        cell[i] = fabs(rest[i]);
    robust_sort(cell, n);
    return fmax(robust_quantile(cell, n, 0.9) / 2, 1e-9 * fabs(level) + 1e-300);
}

int clean_spikes(const double *t, const double *y, size_t n, struct scratch *scratch,
                 unsigned char *spike, struct spike *out, size_t room, size_t *count,
                 struct error *err)
{
    size_t mark = scratch_mark(scratch);
    double pattern[BINS_PER_WEEK];
    int rc = bins_check(t, y, n, err);

    if (rc < 0)
        return rc;
    *count = 0;
    for (size_t i = 0; i < n; i++)
        spike[i] = 0;
    if (n < LEAST)
        return 0;
    double *flat = scratch_take(scratch, n), *rest = scratch_take(scratch, n);
    double *cell = scratch_take(scratch, n + 4 * HALF * HALF);
    bins_weekly(t, y, n, scratch, pattern);
    for (size_t i = 0; i < n; i++)
        flat[i] = y[i] - pattern[bins_weekday(t[i])];
    for (size_t i = 0; i < n; i++)
        rest[i] = flat[i] - expected(t, flat, n, i, cell);
    double noise = fmax(robust_mad(rest, n, 0, scratch), noise_floor(rest, n, flat[n / 2], cell));
    for (size_t i = 0; i < n; i++)
        spike[i] = fabs(rest[i]) > SPIKE_SCORE * noise;
    keep_short_runs(flat, rest, n, spike);
    keep_pulses(t, flat, n, scratch, spike);
    *count = gather(rest, spike, n, noise, out, room);
    scratch_reset(scratch, mark);
    return 0;
}
