/*
 * The order of the search for changes: seasons off, marks in, steps and bends by step_search.h, and once more in
 * the logarithm where a growing exponential may look like a row of bends.
 */
#include "models/change.h"

#include <math.h>
#include <string.h>

#include "models/bins.h"
#include "models/robust.h"
#include "models/sawtooth.h"
#include "models/step_search.h"

enum {
    LEAST_BINS = 10,
    NEWEST_LINE = 8         /* bins before the newest ones, that foretell them */
};

/* Of the likelihood ratio of a step at a known place: one degree of freedom, chi-square, 1 %. */
#define RESIZE_PENALTY 6.63

/* Robust deviations of a day's move that the newest bins may lie off. */
#define NEWEST_SCORE 6.0

size_t change_room(size_t n)
{
    return (GLS_COLUMNS + 16) * n + robust_theil_sen_room(NEWEST_LINE) + 64;
}

/* --- marks --------------------------------------------------------------------- */

static size_t bin_from(const double *t, size_t n, double at)
{
    size_t i = 0;

    while (i < n && t[i] < at)
        i++;
    return i;
}

/* Steps that the user or the capacity vouches for. */
static void add_marks(struct step_search *s)
{
    for (size_t m = 0; m < s->mark_count && s->columns < FORCED_MOST; m++) {
        const struct change_mark *mark = &s->marks[m];
        size_t at = bin_from(s->t, s->n, mark->t);
        if (mark->kind == MARK_FORBID || at == 0 || at >= s->n || step_taken(s, at, STEP_SHIFT))
            continue;
        if (mark->kind == MARK_FORCE) {
            s->column[s->columns++] = (struct step_column){ STEP_SHIFT, at, 1 };
            continue;
        }
        struct gls_noise noise;
        double before = step_fit_best(s, &noise), best = RESIZE_PENALTY;
        struct step_column found = { STEP_RESIZE, 0, 1 };
        for (size_t i = at > 1 ? at - 1 : 1; i <= at + 1 && i < s->n; i++) {
            s->column[s->columns++] = (struct step_column){ STEP_RESIZE, i, 1 };
            double gain = before - step_fit_best(s, &noise);
            s->columns--;
            if (gain > best) {
                best = gain;
                found.at = i;
            }
        }
        if (found.at > 0)
            s->column[s->columns++] = found;
    }
}

/* --- results ------------------------------------------------------------------- */

static void sort_columns(struct step_search *s)
{
    for (size_t i = 1; i < s->columns; i++)
        for (size_t j = i; j > 0 && s->column[j].at < s->column[j - 1].at; j--) {
            struct step_column keep = s->column[j];
            s->column[j] = s->column[j - 1];
            s->column[j - 1] = keep;
        }
}

/* A drop of a series that fills up, before and after, is a clean-up. */
static enum step_kind level_kind(enum step_kind kind, double size, double slope)
{
    return kind == STEP_SHIFT && size < 0 && slope > 0 ? STEP_CLEANUP : kind;
}

static void report(struct step_search *s, struct scratch *scratch, struct changes *out)
{
    double beta[GLS_COLUMNS], slope;
    struct gls_noise noise;
    struct gls_fit   f;

    sort_columns(s);
    step_all_noises(s);
    step_fit_best(s, &noise);
    step_fit(s, noise, &f);
    gls_coefficients(&f, beta);
    double innovation = sqrt((f.rss + s->floor_rss) / (double)(s->n - 1));
    for (size_t i = 0; i < s->n; i++) {
        s->rest[i] = s->y[i] - beta[1] * (s->t[i] - s->t[0]) / s->step;
        for (size_t c = 0; c < s->columns; c++)
            s->rest[i] -= beta[2 + c] * step_value(s, &s->column[c], i);
    }
    out->rho = fmin(fmax(bins_lag_one(s->rest, s->n), 0), 1);
    memcpy(s->raw, s->rest, s->n * sizeof *s->raw);
    double centre = robust_median(s->raw, s->n);
    out->noise = robust_mad(s->rest, s->n, centre, scratch);
    double unit = fmax(out->noise, sqrt(s->floor_rss / (double)s->n));
    slope = beta[1] / s->step;
    double slope_sd = innovation * sqrt(gls_variance(&f, 1)) / s->step;
    for (size_t c = 0; c < s->columns; c++) {
        const struct step_column *column = &s->column[c];
        double size = beta[2 + c];
        struct change change = { column->at, s->t[column->at], column->kind, size, fabs(size) / unit, 0 };
        if (column->kind == STEP_SLOPE) {
            change.score = fabs(size) / (innovation * sqrt(gls_variance(&f, 2 + c)));
            slope += size;
        } else {
            change.kind = level_kind(column->kind, size, slope > 2 * slope_sd ? slope : 0);
        }
        out->at[out->count++] = change;
    }
}

/*
 * The least variance of a bin. A staircase, a sensor that reports whole units, has no noise but
 * the stair itself: where most bins stand still and the few moves are of one size, a stair is noise.
 */
static double floor_sd(const double *y, size_t n)
{
    double stair = INFINITY, largest = 0, bottom = y[0], top = y[0];
    size_t moves = 0, small = 0;

    for (size_t i = 1; i < n; i++) {
        double move = fabs(y[i] - y[i - 1]);
        bottom = fmin(bottom, y[i]);
        top = fmax(top, y[i]);
        if (move > 0) {
            stair = fmin(stair, move);
            largest = fmax(largest, move);
            moves++;
        }
    }
    for (size_t i = 1; i < n; i++) {
        double move = fabs(y[i] - y[i - 1]);
        small += move > 0 && move < 1.5 * stair;
    }
    double rounding = 1e-6 * (top - bottom) + 1e-12 * fmax(fabs(top), fabs(bottom)) + 1e-150;
    if (2 * moves < n && ((moves >= 3 && 2 * small > moves) || (moves == 2 && small == 2 && largest <= stair)))
        return fmax(stair, rounding);
    return rounding;
}

/* The series that is searched: less its seasons, and less its first value, so that sums stay small. */
static void lay_out(struct step_search *s, const double *y, const struct changes *seasons, struct scratch *scratch)
{
    size_t mark = scratch_mark(scratch);
    double *plain = scratch_take(scratch, s->n), pattern[BINS_PER_WEEK];

    for (size_t i = 0; i < s->n; i++)
        plain[i] = y[i] - (seasons ? change_season(seasons, s->t[i]) : 0);
    bins_weekly(s->t, plain, s->n, scratch, pattern);
    for (size_t i = 0; i < s->n; i++)
        s->y[i] = plain[i] - pattern[bins_weekday(s->t[i])] - y[0];
    scratch_reset(scratch, mark);
}

/*
 * The newest bins are too few to tell a spike from a new level: where they lie far off the line of the bins
 * before them and further from the last of these than usual, that line stands in for them, lest a bend or a pair of changes be found to explain them.
 */
static void hold_newest(struct step_search *s, struct scratch *scratch)
{
    size_t mark = scratch_mark(scratch), n = s->n, known = n - (LEVEL_EDGE - 1), from = known - NEWEST_LINE;
    double *move = scratch_take(scratch, n);
    struct slope line;

    for (size_t i = 1; i < known; i++)
        move[i - 1] = s->y[i] - s->y[i - 1];
    double usual = robust_median(move, known - 1);
    double noise = robust_mad(move, known - 1, usual, scratch);
    noise = fmax(noise, sqrt(s->floor_rss / (double)n));
    if (robust_theil_sen(s->t + from, s->y + from, NEWEST_LINE, 0.9, scratch, &line) == 0)
        for (size_t i = known; i < n; i++) {
            double expected = line.intercept + line.slope * s->t[i];
            if (fabs(s->y[i] - expected) > NEWEST_SCORE * noise &&
                fabs(s->y[i] - s->y[i - 1] - usual) > NEWEST_SCORE * noise)
                s->y[i] = expected;
        }
    scratch_reset(scratch, mark);
}

/* Seasons, marks, search: everything up to the columns found. */
static void look(struct step_search *s, const double *y, const struct changes *seasons, struct scratch *scratch)
{
    double least = floor_sd(y, s->n);

    s->columns = 0;
    s->floor_rss = (double)s->n * least * least;
    lay_out(s, y, seasons, scratch);
    hold_newest(s, scratch);
    step_all_noises(s);
    add_marks(s);
    step_search(s);
}

static int has_bend(const struct step_search *s)
{
    for (size_t c = 0; c < s->columns; c++)
        if (s->column[c].kind == STEP_SLOPE)
            return 1;
    return 0;
}

/* Only a series that grew by half can be told from a straight one by its bend. */
static int may_be_exponential(const double *y, size_t n)
{
    double bottom = y[0], top = y[0];

    for (size_t i = 0; i < n; i++) {
        bottom = fmin(bottom, y[i]);
        top = fmax(top, y[i]);
    }
    return bottom > 0 && top > 1.5 * bottom;
}

/*
 * A growing exponential looks like a row of bends. Where bends were found, the logarithm is searched too, and believed
 * where it is described more briefly, its criterion carried back by the Jacobian of the logarithm, and by no more changes.
 */
static int try_exponential(struct step_search *s, const double *y, const struct changes *seasons, struct scratch *scratch)
{
    struct step_search plain = *s;
    double *logs = scratch_take(scratch, s->n), before = step_description(s), jacobian = 0;
    int    seasonal = seasons->sawtooth || seasons->pulses.count > 0;

    for (size_t i = 0; i < s->n; i++) {
        logs[i] = log(y[i]);
        jacobian += 2 * logs[i] * ((double)s->n - STEP_SPENT) / (double)s->n;
    }
    if (!seasonal) {
        look(s, logs, NULL, scratch);
        if (s->columns <= plain.columns && step_description(s) + jacobian < before)
            return 1;
    }
    *s = plain;
    lay_out(s, y, seasons, scratch);
    hold_newest(s, scratch);
    return 0;
}

/* Sizes found in the logarithm, in the unit: a factor at the level of the day, a slope at that of its bin. */
static void to_unit(const double *y, struct changes *out)
{
    out->exponential = 1;
    for (size_t c = 0; c < out->count; c++) {
        struct change *change = &out->at[c];
        double level = y[change->index > 0 ? change->index - 1 : 0];
        change->log_size = change->size;
        change->size = change->kind == STEP_SLOPE ? level * change->size : level * expm1(change->size);
    }
}

static void take_room(struct step_search *s, struct scratch *scratch)
{
    s->y = scratch_take(scratch, s->n);
    s->filtered = scratch_take(scratch, s->n * GLS_COLUMNS);
    double **row[] = { &s->rest, &s->raw, &s->level, &s->bend, &s->sum_level, &s->sum_bend, &s->norm_level, &s->norm_bend };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        *row[i] = scratch_take(scratch, s->n);
}

int change_find(const double *t, const double *y, size_t n,
                const struct change_mark *marks, size_t mark_count,
                struct scratch *scratch, struct changes *out, struct error *err)
{
    size_t mark = scratch_mark(scratch);
    int    rc = bins_check(t, y, n, err);

    if (rc < 0)
        return rc;
    *out = (struct changes){ 0 };
    if (n < LEAST_BINS)
        return 0;
    struct step_search s = { .t = t, .n = n, .marks = marks, .mark_count = mark_count };
    s.step = bins_step(t, n, scratch);
    take_room(&s, scratch);
    sawtooth_find(t, y, n, scratch, out);
    if (!out->sawtooth)
        pulse_find(t, y, n, scratch, &out->pulses);
    look(&s, y, out, scratch);
    int exponential = has_bend(&s) && may_be_exponential(y, n) && try_exponential(&s, y, out, scratch);
    report(&s, scratch, out);
    if (exponential)
        to_unit(y, out);
    scratch_reset(scratch, mark);
    return 0;
}

double change_offset(const struct changes *changes, size_t i)
{
    double offset = 0;

    for (size_t c = 0; c < changes->count; c++)
        if (changes->at[c].kind != STEP_SLOPE && i < changes->at[c].index)
            offset += changes->at[c].size;
    return offset;
}

double change_straight(const struct changes *changes, size_t i, double t)
{
    double offset = 0;

    for (size_t c = 0; c < changes->count; c++) {
        const struct change *change = &changes->at[c];
        double size = changes->exponential ? change->log_size : change->size;
        if (i < change->index)
            offset += change->kind == STEP_SLOPE ? size * (t - change->t) : size;
    }
    return offset;
}

size_t change_since(const struct changes *changes)
{
    size_t since = 0;

    for (size_t c = 0; c < changes->count; c++)
        if (changes->at[c].kind == STEP_SLOPE)
            since = changes->at[c].index;
    return since;
}
