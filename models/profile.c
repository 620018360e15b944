/*
 * The hour-of-day and hour-of-week profile of hourly rows, and what stands out of it.
 *
 * A cell's mean is the mean of its hourly means; its p95 is the nearest-rank
 * 95 % quantile of its hourly peaks, an observed value. Means rank the hours; a
 * cell belongs to the peak window where it exceeds
 *
 *     median + k 1.4826 median |cell - median|
 *
 * of all cells (the Hampel identifier, Davies and Gather 1993, JASA 88, 782-792).
 */
#include "models/profile.h"

#include <math.h>
#include <string.h>

#include "models/robust.h"

/* Robust standard deviations of the week's cells above which an hour stands out. */
#define PEAK_SCORE 1.5

/* A stretch of the day must hold so many of its hours above the threshold to be called one. */
#define PEAK_SHARE 0.75

/* Where office hours fill much of the week, median and MAD alone would let nothing stand out. */
#define PEAK_REACH 0.6      /* of the way from the median to the highest cell */

/* Standard errors of a cell by which the highest must lie over the median: the highest of 168 has 2.8 by chance. */
#define PEAK_ERRORS 4.0

enum { WEEK_DAYS = 7, QUIET_HOURS = 2 };

size_t profile_room(size_t n)
{
    return 2 * n + 4 * WEEK_HOURS;
}

/* --- cells ------------------------------------------------------------------- */

static int week_cell(const struct profile_hour *row)
{
    return row->weekday * DAY_HOURS + row->hour;
}

static int day_cell(const struct profile_hour *row)
{
    return row->hour;
}

/* Fills `cells` cells, the rows spread over them by cell_of(): a counting sort. */
static void fill_cells(const struct profile_hour *rows, size_t n, int (*cell_of)(const struct profile_hour *),
                       int cells, struct scratch *scratch, struct profile_cell *out)
{
    size_t mark = scratch_mark(scratch), start[WEEK_HOURS + 1] = { 0 }, next[WEEK_HOURS];
    double *peak = scratch_take(scratch, n), sum[WEEK_HOURS] = { 0 };

    for (size_t i = 0; i < n; i++)
        start[cell_of(&rows[i]) + 1]++;
    for (int c = 0; c < cells; c++) {
        start[c + 1] += start[c];
        next[c] = start[c];
    }
    for (size_t i = 0; i < n; i++) {
        int c = cell_of(&rows[i]);
        peak[next[c]++] = rows[i].peak;
        sum[c] += rows[i].mean;
    }
    for (int c = 0; c < cells; c++) {
        size_t count = start[c + 1] - start[c];
        out[c] = (struct profile_cell){ .count = count };
        if (count == 0)
            continue;
        robust_sort(peak + start[c], count);
        out[c].mean = (struct maybe){ sum[c] / (double)count, 1 };
        out[c].p95 = (struct maybe){ robust_nearest(peak + start[c], count, 0.95), 1 };
    }
    scratch_reset(scratch, mark);
}

/* --- peak hours -------------------------------------------------------------- */

/* Whether hour `h` of one day's rows is among its PEAK_HOURS busiest. Ties count for both. */
static int among_top(const double *busiest, const unsigned char *seen, int h)
{
    int above = 0;

    for (int other = 0; other < DAY_HOURS; other++)
        above += seen[other] && busiest[other] > busiest[h];
    return seen[h] && above < PEAK_HOURS;
}

/*
 * For each hour the number of days on which it was among the top three, and the days that had that
 * hour and three more to compare with. A repeated hour of a 25-hour day counts once, by its busier half.
 */
static void count_tops(const struct profile_hour *rows, size_t n, size_t top[DAY_HOURS], size_t days[DAY_HOURS])
{
    memset(top, 0, DAY_HOURS * sizeof *top);
    memset(days, 0, DAY_HOURS * sizeof *days);
    for (size_t i = 0; i < n; ) {
        double        busiest[DAY_HOURS];
        unsigned char seen[DAY_HOURS] = { 0 };
        int32_t       day = rows[i].day;
        int           hours = 0;
        for (; i < n && rows[i].day == day; i++) {
            int h = rows[i].hour;
            busiest[h] = seen[h] ? fmax(busiest[h], rows[i].mean) : rows[i].mean;
            hours += !seen[h];
            seen[h] = 1;
        }
        if (hours <= PEAK_HOURS)
            continue;
        for (int h = 0; h < DAY_HOURS; h++) {
            days[h] += seen[h];
            top[h] += (size_t)among_top(busiest, seen, h);
        }
    }
}

static void rank_hours(struct profile *out, const size_t top[DAY_HOURS], const size_t days[DAY_HOURS])
{
    unsigned char taken[DAY_HOURS] = { 0 };

    out->peak_count = 0;
    for (int rank = 0; rank < PEAK_HOURS; rank++) {
        int best = -1;
        for (int h = 0; h < DAY_HOURS; h++)
            if (out->day[h].count > 0 && !taken[h] &&
                (best < 0 || out->day[h].mean.value > out->day[best].mean.value))
                best = h;
        if (best < 0)
            return;
        taken[best] = 1;
        out->peak[out->peak_count++] = (struct peak_hour){
            .hour = best, .mean = out->day[best].mean.value, .p95 = out->day[best].p95.value,
            .stability = days[best] > 0 ? (double)top[best] / (double)days[best] : 0 };
    }
}

/* --- windows ----------------------------------------------------------------- */

/*
 * The standard error of a cell's mean: how far hours lie from the mean of their cell, pooled. With one
 * week alone the cells are those of the hour of the day.
 */
static double cell_error(const struct profile_hour *rows, size_t n, const struct profile *profile)
{
    double squares = 0, freedom = 0;
    size_t cells = 0;

    for (int c = 0; c < WEEK_HOURS; c++)
        cells += profile->week[c].count > 0;
    int by_day = n < 2 * cells;
    for (size_t i = 0; i < n; i++) {
        const struct profile_cell *cell = by_day ? &profile->day[day_cell(&rows[i])] : &profile->week[week_cell(&rows[i])];
        double off = rows[i].mean - cell->mean.value;
        squares += off * off;
        freedom += 1 - 1 / (double)cell->count;
    }
    return freedom > 0 ? sqrt(squares / freedom / ((double)n / (double)cells)) : 0;
}

/* The level above which an hour of the week stands out; 0 where none does. `error` is that of a cell. */
static int threshold(const struct profile *profile, double error, struct scratch *scratch, double *out)
{
    size_t mark = scratch_mark(scratch), count = 0;
    double *mean = scratch_take(scratch, WEEK_HOURS), highest = -INFINITY;

    for (int c = 0; c < WEEK_HOURS; c++)
        if (profile->week[c].count > 0) {
            mean[count++] = profile->week[c].mean.value;
            highest = fmax(highest, profile->week[c].mean.value);
        }
    int found = count >= DAY_HOURS;
    if (found) {
        double median = robust_median(mean, count);
        double reach = PEAK_SCORE * robust_mad(mean, count, median, scratch);
        *out = median + fmin(reach, PEAK_REACH * (highest - median));
        found = highest - median > PEAK_ERRORS * error && *out < highest;
    }
    scratch_reset(scratch, mark);
    return found;
}

/*
 * Sums over the corner of the week before day d and hour h, so that any block of days and hours is four of
 * them: of what the cells have above the threshold, of the cells above it, and of the cells with data.
 */
struct corner {
    double weight, above, known;
};

static void sum_corners(const struct profile *profile, double level, struct corner corner[WEEK_DAYS + 1][DAY_HOURS + 1])
{
    memset(corner, 0, (WEEK_DAYS + 1) * sizeof *corner);
    for (int d = 0; d < WEEK_DAYS; d++)
        for (int h = 0; h < DAY_HOURS; h++) {
            const struct profile_cell *cell = &profile->week[d * DAY_HOURS + h];
            const struct corner *up = &corner[d][h + 1], *left = &corner[d + 1][h], *both = &corner[d][h];
            double over = cell->count > 0 ? cell->mean.value - level : 0;
            corner[d + 1][h + 1] = (struct corner){ up->weight + left->weight - both->weight + over,
                                                    up->above + left->above - both->above + (over > 0),
                                                    up->known + left->known - both->known + (cell->count > 0) };
        }
}

static struct corner block_sum(struct corner corner[WEEK_DAYS + 1][DAY_HOURS + 1], const struct window *w)
{
    const struct corner *a = &corner[w->first_day][w->from_hour], *b = &corner[w->first_day][w->to_hour];
    const struct corner *c = &corner[w->last_day + 1][w->from_hour], *d = &corner[w->last_day + 1][w->to_hour];

    return (struct corner){ d->weight - b->weight - c->weight + a->weight, d->above - b->above - c->above + a->above,
                            d->known - b->known - c->known + a->known };
}

/* The block of days and hours with the most above the threshold, nearly all of it standing out. */
static struct window find_peak(const struct profile *profile, double level)
{
    struct corner corner[WEEK_DAYS + 1][DAY_HOURS + 1];
    struct window best = { 0 };
    double        most = 0;

    sum_corners(profile, level, corner);
    for (int first = 0; first < WEEK_DAYS; first++)
        for (int last = first; last < WEEK_DAYS; last++)
            for (int from = 0; from < DAY_HOURS; from++)
                for (int to = from + 1; to <= DAY_HOURS; to++) {
                    struct window block = { 1, first, last, from, to };
                    struct corner sum = block_sum(corner, &block);
                    if (sum.weight > most && sum.above >= PEAK_SHARE * sum.known) {
                        most = sum.weight;
                        best = block;
                    }
                }
    return best;
}

/* The two contiguous hours with the lowest sum, within one day; equal ones: the earliest in the week. */
static struct window find_quiet(const struct profile *profile, const unsigned char *barred)
{
    struct window best = { 0 };
    double        least = INFINITY;

    for (int d = 0; d < WEEK_DAYS; d++)
        for (int h = 0; h + QUIET_HOURS <= DAY_HOURS; h++) {
            const struct profile_cell *cell = &profile->week[d * DAY_HOURS + h];
            if (barred && (barred[d * DAY_HOURS + h] || barred[d * DAY_HOURS + h + 1]))
                continue;
            if (cell[0].count == 0 || cell[1].count == 0)
                continue;
            double sum = cell[0].mean.value + cell[1].mean.value;
            if (sum < least) {
                least = sum;
                best = (struct window){ 1, d, d, h, h + QUIET_HOURS };
            }
        }
    return best;
}

void profile_make(const struct profile_hour *rows, size_t n, const unsigned char *barred,
                  struct scratch *scratch, struct profile *out)
{
    size_t top[DAY_HOURS], days[DAY_HOURS];
    double level = 0;

    *out = (struct profile){ 0 };
    fill_cells(rows, n, day_cell, DAY_HOURS, scratch, out->day);
    fill_cells(rows, n, week_cell, WEEK_HOURS, scratch, out->week);
    count_tops(rows, n, top, days);
    rank_hours(out, top, days);
    if (threshold(out, cell_error(rows, n, out), scratch, &level))
        out->peak_window = find_peak(out, level);
    if (n >= DAY_HOURS)
        out->quiet_window = find_quiet(out, barred);
}
