/*
 * models/ensemble.c - the median of ridge autoregressions and plain rules.
 *
 *     y[n+h] = median over members of their forecast of step h
 *
 * The autoregressions see the series on the scale of its values and of their
 * logarithm, with few and with many lags. The median rather than the mean, since
 * one member may fail badly: "as a week ago" on a series without a week.
 *
 * Source: Petropoulos and Svetunkov 2020, Int. J. Forecasting 36(1) (median of simple
 * models); Bates and Granger 1969 for why combining helps; models/autoreg.h.
 */
#include "models/ensemble.h"

#include <math.h>
#include <string.h>

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

#include "models/autoreg.h"
#include "models/roll.h"
#include "models/seasonal.h"
#include "models/smoothing.h"

enum rule { AUTOREG, SAME_DAY, SAME_WEEK, LAST, LEVEL };
enum scale { VALUES, LOGARITHMS };
enum lag_set { FEW, MANY };
enum difference { LEVELS, STEP, DAY, WEEK };    /* what is regressed: y, or its change since then */

struct member {
    const char     *name;
    enum rule       rule;
    enum scale      scale;
    enum lag_set    lags;
    enum difference difference;
    size_t          newest;        /* use only so many newest samples; 0 all */
};

struct kind {
    struct member members[MEMBERS];
    size_t        count;
    int           trimmed_mean;    /* combine by it instead of the median */
    double        ridge;
    double        half_life_days;  /* of a sample's weight in the regressions */
};

/*
 * Fourteen days: load changes its ways within weeks, and a weekly cycle needs two or three.
 * Chosen on the M4 hourly training tails, where 7 and 21 days are within half a per cent.
 */
static const struct kind hourly = {
    .count = 6, .ridge = 1e-4, .half_life_days = 14,
    .members = {
        { "autoregression, logarithms",               AUTOREG, LOGARITHMS, MANY, LEVELS, 0 },
        { "autoregression",                           AUTOREG, VALUES,     MANY, LEVELS, 0 },
        { "change since a day ago, logarithms",       AUTOREG, LOGARITHMS, FEW,  DAY,    0 },
        { "change since a week ago, logarithms",      AUTOREG, LOGARITHMS, FEW,  WEEK,   0 },
        { "as a day ago",                             SAME_DAY,  VALUES, FEW, LEVELS, 0 },
        { "as a week ago",                            SAME_WEEK, VALUES, FEW, LEVELS, 0 },
    },
};

static const struct kind daily = {
    .count = 7, .ridge = 1e-3, .half_life_days = INFINITY,
    .members = {
        { "autoregression, logarithms", AUTOREG,   LOGARITHMS, MANY, LEVELS, 0 },
        { "autoregression",             AUTOREG,   VALUES,     MANY, LEVELS, 0 },
        { "differences, logarithms",    AUTOREG,   LOGARITHMS, FEW,  STEP,   0 },
        { "differences",                AUTOREG,   VALUES,     FEW,  STEP,   0 },
        { "as a week ago",              SAME_WEEK, VALUES,     FEW,  LEVELS, 0 },
        { "last value",                 LAST,      VALUES,     FEW,  LEVELS, 0 },
        { "smoothed level",             LEVEL,     VALUES,     FEW,  LEVELS, 0 },
    },
};

/* Five years of weeks: what is older tells little of how the series moves now. */
enum { NEWEST_WEEKS = 260 };

/* No plain rule among them: a mean without the lowest and the highest uses more of them than a median. */
static const struct kind weekly = {
    .count = 6, .trimmed_mean = 1, .ridge = 1e-3, .half_life_days = INFINITY,
    .members = {
        { "autoregression, logarithms",         AUTOREG, LOGARITHMS, MANY, LEVELS, 0 },
        { "autoregression",                     AUTOREG, VALUES,     MANY, LEVELS, 0 },
        { "differences, logarithms",            AUTOREG, LOGARITHMS, MANY, STEP,   0 },
        { "differences",                        AUTOREG, VALUES,     MANY, STEP,   0 },
        { "autoregression, logarithms, newest", AUTOREG, LOGARITHMS, MANY, LEVELS, NEWEST_WEEKS },
        { "differences, logarithms, newest",    AUTOREG, LOGARITHMS, MANY, STEP,   NEWEST_WEEKS },
    },
};

static const struct kind *kind_of(const struct history *history)
{
    if (history->day > 1)
        return &hourly;
    return history->week > 1 ? &daily : &weekly;
}

/* A regression of the series as a member sees it. */
struct regressor {
    const struct member *member;
    struct autoreg_shape shape;
    struct autoreg_data  data;
    struct autoreg       fit;
    double *z;                  /* [n] the series on the member's scale, gaps bridged */
    size_t  apart;              /* samples from one to the other of a difference, 0 for levels */
    double  offset;             /* added before the logarithm is taken */
    double  centre, spread;     /* w = (z - centre) / spread, or of its differences */
    double  low, high;          /* of w, over the samples before `seen` */
    size_t  seen;
    size_t  solved;             /* samples known at the last solve; 0 none */
    int     usable;
};

static size_t add_lags(struct autoreg_shape *shape, size_t from, size_t to, size_t most)
{
    for (size_t lag = from; lag <= to && lag <= most && shape->lag_count < AUTOREG_LAGS; lag++)
        if (lag > 0 && (shape->lag_count == 0 || lag > shape->lags[shape->lag_count - 1]))
            shape->lags[shape->lag_count++] = lag;
    return shape->lag_count;
}

/* Lags round the newest samples, a day and a week ago; a lag needs three times its length. */
static void choose_lags(struct autoreg_shape *shape, const struct history *history,
                        enum lag_set lags)
{
    size_t most = history->n / 3, day = history->day, week = history->week;

    if (day > 1) {
        int many = lags == MANY && day == 24;

        add_lags(shape, 1, many ? 30 : lags == MANY ? 6 : 3, most);
        add_lags(shape, day - 1, day + 1, most);
        if (history->n >= 3 * week)
            add_lags(shape, many ? week - 4 : week - 1, many ? week + 4 : week + 1, most);
    } else if (week > 1) {
        add_lags(shape, 1, lags == MANY ? week + 1 : 3, most);
        add_lags(shape, lags == MANY ? 2 * week - 1 : week, lags == MANY ? 2 * week + 1 : week, most);
        if (lags == MANY) {
            add_lags(shape, 3 * week, 3 * week, most);
            add_lags(shape, 4 * week, 4 * week, most);
        }
    } else {
        size_t year = (size_t)lround(365.25 / history->step_days);

        add_lags(shape, 1, 6, most);
        if (year > 8)
            add_lags(shape, year - 1, year + 2, most);
    }
}

static unsigned char class_of(const struct history *history, size_t t)
{
    if (history->day > 1)
        return history->hour ? history->hour[t]
             : (unsigned char)(history->day <= AUTOREG_CLASSES
                               ? t % history->day
                               : t % history->day * AUTOREG_CLASSES / history->day);
    return history->weekday ? history->weekday[t] : (unsigned char)(t % history->week);
}

static size_t class_count(const struct history *history)
{
    if (history->day > 1)
        return history->hour || history->day > AUTOREG_CLASSES ? AUTOREG_CLASSES : history->day;
    return history->week > 1 ? 7 : 1;
}

/* Straight lines over the gaps; level before the first and after the last known sample. */
static void bridge(const double *y, size_t n, double *out)
{
    size_t last = n;    /* the last known sample so far, n for none */

    for (size_t t = 0; t < n; t++) {
        if (isnan(y[t]))
            continue;
        for (size_t gap = last < n ? last + 1 : 0; gap < t; gap++)
            out[gap] = last < n ? y[last] + (y[t] - y[last]) * (double)(gap - last) / (double)(t - last)
                                : y[t];
        out[t] = y[t];
        last = t;
    }
    for (size_t gap = last + 1; gap < n; gap++)
        out[gap] = y[last];
}

static double known_median(const struct history *history, struct scratch *scratch)
{
    size_t mark = scratch_mark(scratch), known = 0;
    double *sorted = scratch_take(scratch, history->n), median;

    for (size_t t = 0; t < history->n; t++)
        if (!isnan(history->y[t]))
            sorted[known++] = fabs(history->y[t]);
    gsl_sort(sorted, 1, known);
    median = gsl_stats_median_from_sorted_data(sorted, 1, known);
    scratch_reset(scratch, mark);
    return median;
}

/* Zeros have no logarithm: a hundredth of the middle value is added to all. */
static const double offset_share = 0.01;

/* Puts the series on the member's scale; 0 when it has none there. */
static int take_scale(struct regressor *r, const struct history *history, struct scratch *scratch)
{
    double least = INFINITY;

    bridge(history->y, history->n, r->z);
    if (r->member->scale == VALUES)
        return 1;
    for (size_t t = 0; t < history->n; t++)
        least = fmin(least, r->z[t]);
    if (least < 0)
        return 0;
    if (least <= 0)
        r->offset = offset_share * known_median(history, scratch);
    if (!(least + r->offset > 0))
        return 0;
    for (size_t t = 0; t < history->n; t++)
        r->z[t] = log(r->z[t] + r->offset);
    return 1;
}

static size_t apart(const struct history *history, enum difference difference)
{
    switch (difference) {
    case STEP: return 1;
    case DAY:  return history->day;
    case WEEK: return history->week;
    default:   return 0;
    }
}

/* Standardises z or its differences into w; 0 when they do not vary. */
static int standardise(struct regressor *r, double *w, size_t n)
{
    size_t from = r->apart;

    if (n < from + 2)
        return 0;
    for (size_t t = 0; t < n; t++)
        w[t] = t < from ? 0 : from ? r->z[t] - r->z[t - from] : r->z[t];
    r->centre = gsl_stats_mean(w + from, 1, n - from);
    r->spread = gsl_stats_sd_m(w + from, 1, n - from, r->centre);
    if (r->shape.pull > 0)
        r->centre = w[n - 1];
    if (!(r->spread > 0))
        return 0;
    for (size_t t = from; t < n; t++)
        w[t] = (w[t] - r->centre) / r->spread;
    return 1;
}

static void prepare(struct regressor *r, const struct kind *kind, const struct member *member,
                    const struct history *history, const unsigned char *known,
                    const unsigned char *cls, struct scratch *scratch)
{
    size_t from = 0;
    double *w = scratch_take(scratch, history->n);

    *r = (struct regressor){ .member = member, .low = INFINITY, .high = -INFINITY };
    r->z = scratch_take(scratch, history->n);
    r->apart = apart(history, member->difference);
    choose_lags(&r->shape, history, member->lags);
    r->shape.classes = class_count(history);
    r->shape.ridge = kind->ridge;
    r->shape.half_life = kind->half_life_days / history->step_days;
    r->shape.pull = history->day > 1 || r->apart ? 0 : 1;
    r->data = (struct autoreg_data){ w, known, r->shape.classes > 1 ? cls : NULL };
    if (r->shape.lag_count == 0 || !take_scale(r, history, scratch) ||
        !standardise(r, w, history->n))
        return;
    if (member->newest && history->n > member->newest)
        from = history->n - member->newest;
    r->fit = autoreg_init(&r->shape, from + r->apart, scratch);
    r->usable = 1;
}

/* How far beyond what was seen a course may run: a share of the range, and what the range gained
 * per sample, kept up over the horizon. A guard against an unstable fit, seldom touched. */
static const double range_share = 0.3;

static void see(struct regressor *r, size_t n)
{
    for (; r->seen < n; r->seen++) {
        r->low = fmin(r->low, r->data.w[r->seen]);
        r->high = fmax(r->high, r->data.w[r->seen]);
    }
}

/* A regression is solved again once the history has grown by this part. */
enum { SOLVES = 16 };

static int solve(struct regressor *r, size_t n, size_t whole)
{
    if (r->solved && n < whole && n - r->solved < whole / SOLVES)
        return 1;
    autoreg_add(&r->fit, &r->data, n);
    if (r->fit.rows < r->fit.terms || !autoreg_solve(&r->fit))
        return 0;
    r->solved = n;
    return 1;
}

/* The course from the first n samples, NaN where there is none. */
static void regress(struct regressor *r, size_t n, size_t whole, size_t horizon,
                    struct scratch *scratch, double *path)
{
    double slack;

    if (!r->usable || !solve(r, n, whole)) {
        for (size_t h = 0; h < horizon; h++)
            path[h] = (double)NAN;
        return;
    }
    see(r, n);
    slack = (r->high - r->low) * (range_share + (double)horizon / (double)n);
    autoreg_course(&r->fit, &r->data, n, horizon, r->low - slack, r->high + slack, scratch, path);
    for (size_t h = 0; h < horizon; h++) {
        double before = r->apart == 0 ? 0 : h < r->apart ? r->z[n - r->apart + h] : path[h - r->apart];

        path[h] = before + r->centre + r->spread * path[h];
    }
    for (size_t h = 0; h < horizon && r->member->scale == LOGARITHMS; h++)
        path[h] = exp(path[h]) - r->offset;
}

static void plain_rule(const struct member *member, const struct history *then, size_t horizon,
                       double *path)
{
    size_t period = member->rule == SAME_DAY ? then->day : member->rule == SAME_WEEK ? then->week : 1;
    double level = 0;

    if (member->rule == LEVEL)
        level = smoothing_fit(then->y, then->n).level;
    if (member->rule != LEVEL && period > 0 && period <= then->n)
        seasonal_naive(then, period, horizon, path);
    else
        for (size_t h = 0; h < horizon; h++)
            path[h] = member->rule == LEVEL ? level : (double)NAN;
}

static double combine(const struct kind *kind, const double *values, size_t stride)
{
    double sorted[MEMBERS];
    size_t count = 0;

    for (size_t m = 0; m < kind->count; m++)
        if (isfinite(values[m * stride]))
            sorted[count++] = values[m * stride];
    if (count == 0)
        return (double)NAN;
    gsl_sort(sorted, 1, count);
    if (kind->trimmed_mean && count > 2)
        return gsl_stats_mean(sorted + 1, 1, count - 2);
    return gsl_stats_median_from_sorted_data(sorted, 1, count);
}

static unsigned char *take_bytes(struct scratch *scratch, size_t count)
{
    return (unsigned char *)scratch_take(scratch, (count + sizeof(double) - 1) / sizeof(double));
}

/* Forecasts from each origin at each step, or from the end where plan is NULL. */
static void ensemble_courses(const struct history *history, const size_t *origins, size_t count,
                             size_t horizon, const size_t *steps, size_t step_count,
                             struct scratch *scratch, double *paths)
{
    const struct kind *kind = kind_of(history);
    size_t mark = scratch_mark(scratch);
    unsigned char *known = take_bytes(scratch, history->n);
    unsigned char *cls = take_bytes(scratch, history->n + horizon);
    struct regressor regressors[MEMBERS];
    double *members = scratch_take(scratch, MEMBERS * horizon);

    for (size_t t = 0; t < history->n; t++)
        known[t] = (unsigned char)(isnan(history->y[t]) ? 0 : 1);
    for (size_t t = 0; t < history->n + horizon; t++)
        cls[t] = class_count(history) > 1 ? class_of(history, t) : 0;
    for (size_t m = 0; m < kind->count; m++)
        if (kind->members[m].rule == AUTOREG)
            prepare(&regressors[m], kind, &kind->members[m], history, known, cls, scratch);
    for (size_t i = 0; i < count; i++) {
        struct history then = history_until(history, origins[i]);

        for (size_t m = 0; m < kind->count; m++) {
            double *path = members + m * horizon;

            if (kind->members[m].rule == AUTOREG)
                regress(&regressors[m], then.n, history->n, horizon, scratch, path);
            else
                plain_rule(&kind->members[m], &then, horizon, path);
        }
        for (size_t s = 0; s < step_count; s++)
            paths[i * step_count + s] = combine(kind, members + (steps ? steps[s] : s), horizon);
    }
    scratch_reset(scratch, mark);
}

static void ensemble_roll(const struct history *history, const struct roll *plan,
                          struct scratch *scratch, double *paths)
{
    ensemble_courses(history, plan->origins, plan->origin_count, plan->horizon, plan->steps,
                     plan->step_count, scratch, paths);
}

static int ensemble_path(const struct history *history, size_t horizon, struct scratch *scratch,
                         double *path, struct figures *figures, struct error *err)
{
    (void)figures;
    (void)err;
    ensemble_courses(history, &history->n, 1, horizon, NULL, horizon, scratch, path);
    return 0;
}

extern const struct model model_ensemble;
const struct model model_ensemble = {
    .name    = "ensemble",
    .title   = "Median of autoregressions and plain rules",
    .formula = "y[n+h] = median of the members' forecasts of step h",
    .source  = "Petropoulos and Svetunkov 2020; Hoerl and Kennard 1970",
    .least   = 3,
    .path    = ensemble_path,
    .roll    = ensemble_roll,
};
