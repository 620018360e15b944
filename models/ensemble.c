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

#include <gsl/gsl_statistics_double.h>

#include "models/regressor.h"
#include "models/roll.h"
#include "models/seasonal.h"
#include "models/smoothing.h"

/* A member is fitted again once the history has grown by this part. */
enum { REFITS = 16 };

enum rule { AUTOREG, SAME_DAY, SAME_WEEK, LAST, LEVEL };

struct member {
    const char     *name;
    enum rule       rule;
    struct regressor_view view;    /* of an AUTOREG */
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
        { "autoregression, logarithms", AUTOREG, { LOGARITHMS, MANY, LEVELS, 0 } },
        { "autoregression", AUTOREG, { VALUES, MANY, LEVELS, 0 } },
        { "change since a day ago, logarithms", AUTOREG, { LOGARITHMS, FEW, DAY, 0 } },
        { "change since a week ago, logarithms", AUTOREG, { LOGARITHMS, FEW, WEEK, 0 } },
        { "as a day ago", SAME_DAY, { 0 } },
        { "as a week ago", SAME_WEEK, { 0 } },
    },
};

static const struct kind daily = {
    .count = 7, .ridge = 1e-3, .half_life_days = INFINITY,
    .members = {
        { "autoregression, logarithms", AUTOREG, { LOGARITHMS, MANY, LEVELS, 0 } },
        { "autoregression", AUTOREG, { VALUES, MANY, LEVELS, 0 } },
        { "differences, logarithms", AUTOREG, { LOGARITHMS, FEW, STEP, 0 } },
        { "differences", AUTOREG, { VALUES, FEW, STEP, 0 } },
        { "as a week ago", SAME_WEEK, { 0 } },
        { "last value", LAST, { 0 } },
        { "smoothed level", LEVEL, { 0 } },
    },
};

/* Five years of weeks: what is older tells little of how the series moves now. */
enum { NEWEST_WEEKS = 260 };

/* No plain rule among them: a mean without the lowest and the highest uses more of them than a median. */
static const struct kind weekly = {
    .count = 6, .trimmed_mean = 1, .ridge = 1e-3, .half_life_days = INFINITY,
    .members = {
        { "autoregression, logarithms", AUTOREG, { LOGARITHMS, MANY, LEVELS, 0 } },
        { "autoregression", AUTOREG, { VALUES, MANY, LEVELS, 0 } },
        { "differences, logarithms", AUTOREG, { LOGARITHMS, MANY, STEP, 0 } },
        { "differences", AUTOREG, { VALUES, MANY, STEP, 0 } },
        { "autoregression, logarithms, newest", AUTOREG, { LOGARITHMS, MANY, LEVELS, NEWEST_WEEKS } },
        { "differences, logarithms, newest", AUTOREG, { LOGARITHMS, MANY, STEP, NEWEST_WEEKS } },
    },
};

static const struct kind *kind_of(const struct history *history)
{
    if (history->day > 1)
        return &hourly;
    return history->week > 1 ? &daily : &weekly;
}

/* A smoothed level that is fitted again now and then and carried on in between. */
struct follower {
    struct smoothing fit;
    size_t           known, fitted;    /* samples in the level; samples at the last fit */
};

static void follow(struct follower *follower, const struct history *history, size_t n)
{
    if (follower->fitted == 0 || n == history->n || n - follower->fitted >= history->n / REFITS) {
        follower->fit = smoothing_fit(history->y, n);
        follower->fitted = n;
    } else {
        follower->fit.level = smoothing_on(follower->fit.level, follower->fit.alpha,
                                           history->y + follower->known, n - follower->known);
    }
    follower->known = n;
}

struct ensemble {
    const struct kind     *kind;
    const struct history  *history;
    struct regressor_frame frame;
    struct regressor       regressors[MEMBERS];
    struct follower        follower;
    double                *paths;    /* [MEMBERS][horizon] from the origin at hand */
};

static void prepare(struct ensemble *e, const struct history *history, size_t horizon,
                    struct scratch *scratch)
{
    *e = (struct ensemble){ .kind = kind_of(history), .history = history };
    e->frame.history = history;
    e->frame.ridge = e->kind->ridge;
    e->frame.half_life_days = e->kind->half_life_days;
    e->paths = scratch_take(scratch, MEMBERS * horizon);
    regressor_frame_init(&e->frame, horizon, scratch);
    for (size_t m = 0; m < e->kind->count; m++)
        if (e->kind->members[m].rule == AUTOREG)
            regressor_init(&e->regressors[m], &e->kind->members[m].view, &e->frame, scratch);
}

static void fill(double *path, size_t horizon, double value)
{
    for (size_t h = 0; h < horizon; h++)
        path[h] = value;
}

/* "As a period ago" where the first n samples hold a period. */
static void repeat(const struct history *history, size_t n, size_t period, size_t horizon, double *path)
{
    struct history then = history_until(history, n);

    if (period == 0 || period > n || history_known(&then) == 0)
        fill(path, horizon, (double)NAN);
    else
        seasonal_naive(&then, period, horizon, path);
}

static void member_course(struct ensemble *e, size_t m, size_t n, size_t horizon,
                          struct scratch *scratch)
{
    double *path = e->paths + m * horizon;

    switch (e->kind->members[m].rule) {
    case AUTOREG:
        regressor_course(&e->regressors[m], n, horizon, scratch, path);
        break;
    case SAME_DAY:
        repeat(e->history, n, e->history->day, horizon, path);
        break;
    case SAME_WEEK:
        repeat(e->history, n, e->history->week, horizon, path);
        break;
    case LAST:
        repeat(e->history, n, 1, horizon, path);
        break;
    case LEVEL:
        follow(&e->follower, e->history, n);
        fill(path, horizon, e->follower.fit.level);
        break;
    }
}

/* The members' values of one step, `stride` apart, made one; NaN where no member has one. */
static double combine(const struct kind *kind, const double *values, size_t stride)
{
    double sorted[MEMBERS];
    size_t count = 0;

    for (size_t m = 0; m < kind->count; m++) {
        double value = values[m * stride];
        size_t at = count;

        if (!isfinite(value))
            continue;
        for (; at > 0 && sorted[at - 1] > value; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = value;
        count++;
    }
    if (count == 0)
        return (double)NAN;
    if (kind->trimmed_mean && count > 2)
        return gsl_stats_mean(sorted + 1, 1, count - 2);
    return gsl_stats_median_from_sorted_data(sorted, 1, count);
}

/* The members' courses from the first n samples into e->paths. */
static void ensemble_course(struct ensemble *e, size_t n, size_t horizon, struct scratch *scratch)
{
    for (size_t m = 0; m < e->kind->count; m++)
        member_course(e, m, n, horizon, scratch);
}

static void ensemble_roll(const struct history *history, const struct roll *plan,
                          struct scratch *scratch, double *paths)
{
    size_t mark = scratch_mark(scratch);
    struct ensemble e;

    prepare(&e, history, plan->horizon, scratch);
    for (size_t o = 0; o < plan->origin_count; o++) {
        ensemble_course(&e, plan->origins[o], plan->horizon, scratch);
        for (size_t s = 0; s < plan->step_count; s++)
            paths[o * plan->step_count + s] = combine(e.kind, e.paths + plan->steps[s], plan->horizon);
    }
    scratch_reset(scratch, mark);
}

static int ensemble_path(const struct history *history, size_t horizon, struct scratch *scratch,
                         double *path, struct figures *figures, struct error *err)
{
    size_t mark = scratch_mark(scratch);
    struct ensemble e;

    (void)figures;
    (void)err;
    prepare(&e, history, horizon, scratch);
    ensemble_course(&e, history->n, horizon, scratch);
    for (size_t h = 0; h < horizon; h++)
        path[h] = combine(e.kind, e.paths + h, horizon);
    scratch_reset(scratch, mark);
    return 0;
}

size_t ensemble_members(const struct history *history, const char *names[MEMBERS])
{
    const struct kind *kind = kind_of(history);

    for (size_t m = 0; m < kind->count; m++)
        names[m] = kind->members[m].name;
    return kind->count;
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
