/*
 * Level shifts and slope changes, one at a time, each by its likelihood ratio.
 *
 * Model: y = a + b t + steps H(t >= tau) + bends (t - tau)+ + noise, the noise one of
 * the family in gls.h, chosen anew with and without each candidate: a random walk is
 * not taken for steps, nor a step in white noise for a random walk. For every bin and
 * kind the gain is
 *
 *     LR = (n - 6) log RSS_0 / RSS_1    (the likelihood is conditional on the first bin)
 *
 * each RSS that of the noise which makes it least. The best candidate is taken where its LR
 * exceeds the penalty; where not, the best pair is tried (a rise and its fall hide one another).
 * Those that the later ones made needless are taken out again. Sources: Chen and Liu 1993 (JASA
 * 88, 284-297) for level shifts in ARMA noise; forward search with pairs in the place of PELT (Killick,
 * Fearnhead, Eckley 2012, JASA 107, 1590-1598), whose costs would need independent segments.
 *
 * A step at tau through the filter (1 - phi B) / (1 - theta B) is
 *     h_k = u + (1 - u) theta^k,  u = (1 - phi) / (1 - theta),  k = t - tau >= 0
 * so its products with a column, for every tau, are two backward sums, and those of the
 * bend are sums of those: one noise costs O(n) a column.
 */
#include "models/change.h"

#include <math.h>
#include <string.h>

#include "models/bins.h"
#include "models/gls.h"
#include "models/robust.h"
#include "models/sawtooth.h"

enum {
    LEAST_BINS = 10,
    LEVEL_EDGE = 3,         /* bins a new level must have, on both sides */
    SLOPE_EDGE = 7,         /* bins a new slope must have */
    NEWEST_LINE = 8,        /* bins before the newest ones, that foretell them */
    FOUND_MOST = 12,        /* changes looked for; more is noise of another kind */
    FORCED_MOST = 12
};

/*
 * Penalties: each plus PENALTY_LOG log n. By simulation, such that at most 5 % of series of 30 to 365 bins of
 * white, weekly, AR(1) and random-walk noise have a change (the table in docs/methods-trend.md).
 */
#define LEVEL_PENALTY    7.0
#define SLOPE_PENALTY    11.0    /* a random walk bends sooner than it jumps */
#define PENALTY_LOG      2.0
#define RESIZE_PENALTY   6.63    /* one place, one degree of freedom: chi-square, 1 % */
#define PAIR_SHARE       1.9     /* of two penalties, that two changes together must exceed */

/* Noises whose criterion is this far from the best have no say in what a change is worth. */
#define NOISE_MARGIN 20.0

/* Robust deviations of a day's move that the newest bins may lie off. */
#define NEWEST_SCORE 6.0

/* The part of a step's squared length that the columns before it must leave. */
#define OWN_LEAST 1e-8

/* Bins taken off n in the likelihood ratio for what the line, the noise and the search cost a short series. */
#define SPENT 6

struct column {
    enum step_kind kind;     /* STEP_SLOPE is a bend, all others steps */
    size_t         at;
    int            keep;     /* forced: never taken out */
};

struct search {
    const double  *t;
    size_t         n;
    double        *y;                /* [n] weekly pattern and saw-tooth taken out */
    double         step, floor_rss;
    const struct change_mark *marks;
    size_t         mark_count;
    struct column  column[FOUND_MOST + FORCED_MOST];
    size_t         columns;
    size_t         noise[GLS_NOISES];    /* the noises in play */
    size_t         noises;
    /* work */
    double        *filtered;         /* [n * GLS_COLUMNS] */
    double        *rest, *raw;       /* [n] */
    double        *level, *bend;     /* [n] criterion by place, best over the noises */
    double        *sum_level, *sum_bend, *norm_level, *norm_bend;    /* [n] */
};

size_t change_room(size_t n)
{
    return (GLS_COLUMNS + 16) * n + robust_theil_sen_room(NEWEST_LINE) + 64;
}

static double penalty(enum step_kind kind, size_t n)
{
    return (kind == STEP_SLOPE ? SLOPE_PENALTY : LEVEL_PENALTY) + PENALTY_LOG * log((double)n);
}

static double column_value(const struct search *s, const struct column *c, size_t i)
{
    if (i < c->at)
        return 0;
    return c->kind == STEP_SLOPE ? s->t[i] - s->t[c->at] : 1;
}

/* Fits line and columns in one noise; the filtered columns stay orthonormal in s->filtered, the residual in s->rest. */
static void fit(struct search *s, struct gls_noise noise, struct gls_fit *out)
{
    size_t n = s->n, columns = 2 + s->columns;

    for (size_t j = 0; j < columns; j++) {
        for (size_t i = 0; i < n; i++)
            s->raw[i] = j == 0 ? 1 : j == 1 ? (s->t[i] - s->t[0]) / s->step
                                            : column_value(s, &s->column[j - 2], i);
        gls_filter(noise, s->raw, n, s->filtered + j * n);
        s->filtered[j * n] = 0;
    }
    gls_filter(noise, s->y, n, s->rest);
    s->rest[0] = 0;
    gls_solve(s->filtered, columns, s->rest, n, out);
}

static double criterion(const struct search *s, double rss)
{
    return ((double)s->n - SPENT) * log(fmax(rss, 0) + s->floor_rss);
}

/* The criterion of the noise, of those in play, that suits best; *best is that noise. */
static double fit_best(struct search *s, struct gls_noise *best)
{
    double least = INFINITY;
    struct gls_fit f;

    for (size_t m = 0; m < s->noises; m++) {
        fit(s, gls_noises[s->noise[m]], &f);
        double value = criterion(s, f.rss);
        if (value < least) {
            least = value;
            *best = gls_noises[s->noise[m]];
        }
    }
    return least;
}

static void all_noises(struct search *s)
{
    for (s->noises = 0; s->noises < GLS_NOISES; s->noises++)
        s->noise[s->noises] = s->noises;
}

/* Leaves in play the noises that suit the present columns nearly as well as the best. */
static void near_noises(struct search *s)
{
    double value[GLS_NOISES], least = INFINITY;
    struct gls_fit f;

    for (size_t m = 0; m < GLS_NOISES; m++) {
        fit(s, gls_noises[m], &f);
        value[m] = criterion(s, f.rss);
        least = fmin(least, value[m]);
    }
    s->noises = 0;
    for (size_t m = 0; m < GLS_NOISES; m++)
        if (value[m] <= least + NOISE_MARGIN)
            s->noise[s->noises++] = m;
}

/* For every place the products of a column with the filtered step and bend that begin there. */
static void products(const struct search *s, struct gls_noise noise, const double *x, double *level, double *bend)
{
    double u = (1 - noise.phi) / (1 - noise.theta), sum = 0, decayed = 0, bends = 0;

    for (size_t i = s->n; i-- > 0; ) {
        bend[i] = bends;            /* (t - tau)+ is the sum of the steps after tau */
        sum += x[i];
        decayed = x[i] + noise.theta * decayed;
        level[i] = u * sum + (1 - u) * decayed;
        bends += level[i];
    }
}

/* The squared lengths of the filtered step and bend for every place. */
static void lengths(struct search *s, struct gls_noise noise)
{
    double u = (1 - noise.phi) / (1 - noise.theta), power = 1, ramp = 0, levels = 0, bends = 0;

    for (size_t k = 0; k < s->n; k++) {
        double h = u + (1 - u) * power;
        size_t place = s->n - 1 - k;
        bends += ramp * ramp;       /* the bend after k steps: h_0 + … + h_{k-1} */
        levels += h * h;
        s->norm_level[place] = levels;
        s->norm_bend[place] = bends;
        ramp += h;
        power *= noise.theta;
    }
}

/* Tries a step and a bend at every place, in one noise; the criterion without either. */
static double scan(struct search *s, struct gls_noise noise)
{
    size_t n = s->n;
    struct gls_fit base;

    fit(s, noise, &base);
    lengths(s, noise);
    double *level = s->sum_level, *bend = s->sum_bend;
    for (size_t j = 0; j < base.columns; j++) {
        products(s, noise, s->filtered + j * n, level, bend);
        for (size_t i = 0; i < n; i++) {
            s->norm_level[i] -= level[i] * level[i];
            s->norm_bend[i] -= bend[i] * bend[i];
        }
    }
    products(s, noise, s->rest, level, bend);
    for (size_t i = 1; i < n; i++) {
        if (s->norm_level[i] > OWN_LEAST)
            s->level[i] = fmin(s->level[i], base.rss - level[i] * level[i] / s->norm_level[i]);
        if (s->norm_bend[i] > OWN_LEAST)
            s->bend[i] = fmin(s->bend[i], base.rss - bend[i] * bend[i] / s->norm_bend[i]);
    }
    return criterion(s, base.rss);
}

static int forbidden(const struct search *s, size_t i)
{
    for (size_t m = 0; m < s->mark_count; m++)
        if (s->marks[m].kind == MARK_FORBID && s->t[i] >= s->marks[m].t && s->t[i] <= s->marks[m].until)
            return 1;
    return 0;
}

static int taken(const struct search *s, size_t i, enum step_kind kind)
{
    for (size_t c = 0; c < s->columns; c++) {
        size_t apart = s->column[c].at > i ? s->column[c].at - i : i - s->column[c].at;
        int    bends = s->column[c].kind == STEP_SLOPE;
        if (bends == (kind == STEP_SLOPE) && apart < (size_t)(bends ? SLOPE_EDGE : LEVEL_EDGE - 1))
            return 1;
    }
    return 0;
}

/*
 * The best candidate given the columns so far, by its likelihood ratio over its penalty; that share,
 * 0 where there is none.
 */
static double best_candidate(struct search *s, struct column *out)
{
    double base = INFINITY, best = 0;
    double for_level = penalty(STEP_SHIFT, s->n), for_slope = penalty(STEP_SLOPE, s->n);

    for (size_t i = 0; i < s->n; i++)
        s->level[i] = s->bend[i] = INFINITY;
    for (size_t m = 0; m < s->noises; m++)
        base = fmin(base, scan(s, gls_noises[s->noise[m]]));
    for (size_t i = 0; i < s->n; i++) {
        s->level[i] = criterion(s, s->level[i]);
        s->bend[i] = criterion(s, s->bend[i]);
    }
    for (size_t i = LEVEL_EDGE; i + LEVEL_EDGE <= s->n; i++) {
        if (forbidden(s, i))
            continue;
        double bins = fmax((s->t[i] - s->t[i - 1]) / s->step, 1);    /* over a gap a walk goes further */
        double level = (base - s->level[i]) / bins / for_level, bend = (base - s->bend[i]) / for_slope;
        if (level > best && !taken(s, i, STEP_SHIFT)) {
            best = level;
            *out = (struct column){ STEP_SHIFT, i, 0 };
        }
        if (bend > best && i >= SLOPE_EDGE && i + SLOPE_EDGE <= s->n && !taken(s, i, STEP_SLOPE)) {
            best = bend;
            *out = (struct column){ STEP_SLOPE, i, 0 };
        }
    }
    return best;
}

static void drop_column(struct search *s, size_t c)
{
    memmove(&s->column[c], &s->column[c + 1], (s->columns - c - 1) * sizeof *s->column);
    s->columns--;
}

/* Takes out, the least first, every change whose likelihood ratio is under the penalty. */
static void prune(struct search *s)
{
    struct gls_noise noise;

    for (;;) {
        double full, least = 1;
        near_noises(s);
        full = fit_best(s, &noise);
        size_t weakest = s->columns;
        for (size_t c = 0; c < s->columns; c++) {
            struct column keep = s->column[c];
            if (keep.keep)
                continue;
            drop_column(s, c);
            double gain = (fit_best(s, &noise) - full) / penalty(keep.kind, s->n);
            memmove(&s->column[c + 1], &s->column[c], (s->columns - c) * sizeof *s->column);
            s->column[c] = keep;
            s->columns++;
            if (gain < least) {
                least = gain;
                weakest = c;
            }
        }
        if (weakest == s->columns)
            return;
        drop_column(s, weakest);
    }
}

/* Each change in turn is taken out and looked for again, now that the others are known. */
static void refine(struct search *s)
{
    for (size_t c = 0; c < s->columns; c++) {
        struct column old = s->column[0], found = old;
        drop_column(s, 0);
        if (!old.keep && best_candidate(s, &found) <= 0)
            found = old;
        s->column[s->columns++] = found;
    }
}

static void search_changes(struct search *s)
{
    struct column one, two;

    while (s->columns < FOUND_MOST) {
        double gain = best_candidate(s, &one);
        if (gain <= 0)
            break;
        s->column[s->columns++] = one;
        if (gain >= 1)
            continue;
        double more = s->columns < FOUND_MOST ? best_candidate(s, &two) : 0;
        if (gain + more < PAIR_SHARE) {
            s->columns--;
            break;
        }
        s->column[s->columns++] = two;
    }
    if (s->columns > 1) {
        near_noises(s);
        refine(s);
    }
    prune(s);
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
static void add_marks(struct search *s)
{
    for (size_t m = 0; m < s->mark_count && s->columns < FORCED_MOST; m++) {
        const struct change_mark *mark = &s->marks[m];
        size_t at = bin_from(s->t, s->n, mark->t);
        if (mark->kind == MARK_FORBID || at == 0 || at >= s->n || taken(s, at, STEP_SHIFT))
            continue;
        if (mark->kind == MARK_FORCE) {
            s->column[s->columns++] = (struct column){ STEP_SHIFT, at, 1 };
            continue;
        }
        struct gls_noise noise;
        double before = fit_best(s, &noise), best = RESIZE_PENALTY;
        struct column found = { STEP_RESIZE, 0, 1 };
        for (size_t i = at > 1 ? at - 1 : 1; i <= at + 1 && i < s->n; i++) {
            s->column[s->columns++] = (struct column){ STEP_RESIZE, i, 1 };
            double gain = before - fit_best(s, &noise);
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

static void sort_columns(struct search *s)
{
    for (size_t i = 1; i < s->columns; i++)
        for (size_t j = i; j > 0 && s->column[j].at < s->column[j - 1].at; j--) {
            struct column keep = s->column[j];
            s->column[j] = s->column[j - 1];
            s->column[j - 1] = keep;
        }
}

static double lag_one(const double *x, size_t n)
{
    double mean = 0, top = 0, bottom = 0;

    for (size_t i = 0; i < n; i++)
        mean += x[i] / (double)n;
    for (size_t i = 0; i < n; i++) {
        bottom += (x[i] - mean) * (x[i] - mean);
        if (i > 0)
            top += (x[i] - mean) * (x[i - 1] - mean);
    }
    return bottom > 0 ? fmin(fmax(top / bottom, 0), 1) : 0;
}

/* A drop of a series that fills up, before and after, is a clean-up. */
static enum step_kind level_kind(enum step_kind kind, double size, double slope)
{
    return kind == STEP_SHIFT && size < 0 && slope > 0 ? STEP_CLEANUP : kind;
}

static void report(struct search *s, struct scratch *scratch, struct changes *out)
{
    double beta[GLS_COLUMNS], slope;
    struct gls_noise noise;
    struct gls_fit   f;

    sort_columns(s);
    all_noises(s);
    fit_best(s, &noise);
    fit(s, noise, &f);
    gls_coefficients(&f, beta);
    double innovation = sqrt((f.rss + s->floor_rss) / (double)(s->n - 1));
    for (size_t i = 0; i < s->n; i++) {
        s->rest[i] = s->y[i] - beta[1] * (s->t[i] - s->t[0]) / s->step;
        for (size_t c = 0; c < s->columns; c++)
            s->rest[i] -= beta[2 + c] * column_value(s, &s->column[c], i);
    }
    out->rho = lag_one(s->rest, s->n);
    memcpy(s->raw, s->rest, s->n * sizeof *s->raw);
    double centre = robust_median(s->raw, s->n);
    out->noise = robust_mad(s->rest, s->n, centre, scratch);
    double unit = fmax(out->noise, sqrt(s->floor_rss / (double)s->n));
    slope = beta[1] / s->step;
    double slope_sd = innovation * sqrt(gls_variance(&f, 1)) / s->step;
    for (size_t c = 0; c < s->columns; c++) {
        const struct column *column = &s->column[c];
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
static void lay_out(struct search *s, const double *y, const struct changes *seasons, struct scratch *scratch)
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
 * before them and off the last of these, that line stands in for them, lest a bend or a pair of changes be found to explain them.
 */
static void hold_newest(struct search *s, struct scratch *scratch)
{
    size_t mark = scratch_mark(scratch), n = s->n, known = n - (LEVEL_EDGE - 1), from = known - NEWEST_LINE;
    double *move = scratch_take(scratch, n);
    struct slope line;

    for (size_t i = 1; i < known; i++)
        move[i - 1] = s->y[i] - s->y[i - 1];
    double noise = robust_mad(move, known - 1, robust_median(move, known - 1), scratch);
    noise = fmax(noise, sqrt(s->floor_rss / (double)n));
    if (robust_theil_sen(s->t + from, s->y + from, NEWEST_LINE, 0.9, scratch, &line) == 0)
        for (size_t i = known; i < n; i++) {
            double expected = line.intercept + line.slope * s->t[i];
            if (fabs(s->y[i] - expected) > NEWEST_SCORE * noise &&
                fabs(s->y[i] - s->y[i - 1]) > NEWEST_SCORE * noise)
                s->y[i] = expected;
        }
    scratch_reset(scratch, mark);
}

/* Seasons, marks, search: everything up to the columns found. */
static void look(struct search *s, const double *y, const struct changes *seasons, struct scratch *scratch)
{
    double least = floor_sd(y, s->n);

    s->columns = 0;
    s->floor_rss = (double)s->n * least * least;
    lay_out(s, y, seasons, scratch);
    hold_newest(s, scratch);
    all_noises(s);
    add_marks(s);
    search_changes(s);
}

/* What the columns cost: the criterion of the best fit and their penalties. */
static double description(struct search *s)
{
    struct gls_noise noise;
    double sum = 0;

    for (size_t c = 0; c < s->columns; c++)
        sum += s->column[c].keep ? 0 : penalty(s->column[c].kind, s->n);
    all_noises(s);
    return sum + fit_best(s, &noise);
}

static int has_bend(const struct search *s)
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
static int try_exponential(struct search *s, const double *y, const struct changes *seasons, struct scratch *scratch)
{
    struct search plain = *s;
    double *logs = scratch_take(scratch, s->n), before = description(s), jacobian = 0;
    int    seasonal = seasons->sawtooth || seasons->pulses.count > 0;

    for (size_t i = 0; i < s->n; i++) {
        logs[i] = log(y[i]);
        jacobian += 2 * logs[i] * ((double)s->n - SPENT) / (double)s->n;
    }
    if (!seasonal) {
        look(s, logs, NULL, scratch);
        if (s->columns <= plain.columns && description(s) + jacobian < before)
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

static void take_room(struct search *s, struct scratch *scratch)
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
    struct search s = { .t = t, .n = n, .marks = marks, .mark_count = mark_count };
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
