/*
 * analyzer/engine/study.h - one series, worked through from hours to odds.
 *
 * A study keeps everything a verdict was reached by, so that `explain` can
 * show it and a chart can draw it; finding_make() reduces it to plain values.
 * Memory is made once and used for one series after another: one study a thread.
 */
#ifndef ANALYZER_ENGINE_STUDY_H
#define ANALYZER_ENGINE_STUDY_H

#include "analyzer/engine/bins.h"
#include "analyzer/engine/capacity.h"
#include "analyzer/engine/engine.h"
#include "models/change.h"
#include "models/clean.h"
#include "models/forecast.h"
#include "models/growth.h"
#include "models/passage.h"
#include "models/profile.h"

enum {
    STUDY_MOST_DAYS = 1100,    /* three years: more history does not move a date any more */
    STUDY_HORIZON   = 365,     /* days; the policy's horizon is cut to it */
    STUDY_PATHS     = 500,     /* a tenth quantile to about 1.3 %-points */
    STUDY_SPIKES    = 16,
    STUDY_TRIAL_STEPS = 14,    /* a fan of the past: as far as its coverage is checked, */
    STUDY_TRIAL_PATHS = 200,   /* and no finer than a share needs */
    STUDY_SEED      = 20261123
};

/*
 * What is assumed of the days to come, against what they look like; index 0 is now, k the k-th bin
 * after the newest. Demand is scale * what the paths say + shift; both at the busiest weekday's level.
 */
struct assumed {
    double scale[STUDY_HORIZON + 1];    /* not negative */
    double shift[STUDY_HORIZON + 1];
};

struct study {
    const struct engine *engine;
    struct store        *store;          /* its own read-only handle */

    /* what is being studied */
    const struct store_series *series;
    const struct pairing         *pair;
    struct series_info         info;     /* unit and kind in force: a counter's is its rate's */
    char                       unit[64];
    struct rule                rule;
    const struct price_rule   *price;     /* of its capacity; NULL: none is known */
    const struct calendar     *calendar;  /* of the rule, else the one without a name; NULL: weekends only */
    enum statistic             statistic;
    enum direction             direction;    /* of y: RISING once turned into usage */
    int                        turned;   /* usage = capacity - what was measured */
    int64_t                    as_of;
    struct group_finding       facts;    /* of a group, lent; else without a name */

    /* what was measured, up to as_of, as usage */
    struct samples       samples;        /* raw, read for counters only */
    struct hourlies      hours;
    struct hourlies      paired;         /* the capacity series' hours */
    struct capacity_line capacity;
    size_t               resets;         /* of a counter */
    int64_t              observed_from;  /* the first hour, whether it is analysed or not */
    double               latest;         /* newest value; of a counter its newest rate */
    int64_t              latest_at;      /* newest sample up to as_of, of the raw series */

    /* bins and what was found in them */
    struct bins           bins;
    double               *t, *y;         /* [n] valid bins, days since the first bin; y as measured */
    size_t               *at;            /* [n] their index into bins */
    size_t                n;
    unsigned char        *is_spike;      /* [n] */
    struct spike          spikes[STUDY_SPIKES];
    size_t                spike_count;
    struct changes        changes;       /* indices into the bins without spikes */
    double                share[7];      /* of the busiest weekday, by bin index; 1 where the week has no such pattern */
    double               *ft, *fy;       /* [fn] what is fitted: at the busiest weekday's level, without spikes */
    size_t               *fat;           /* [fn] their index into bins */
    size_t                fn;
    struct change_mark   *marks;
    size_t                mark_count, mark_room;
    struct growth_fit     growth;
    int                   has_growth;

    /* what is to come */
    double               *grid;          /* [bins.count] for the models: steps taken out, NaN gaps */
    unsigned char        *weekday;       /* [bins.count + horizon] */
    struct contest        contest;       /* of the models, on the bins */
    struct figures        figures;       /* of the one chosen */
    size_t                compared;      /* steps ahead the models were compared at */
    double               *short_run;     /* [compared] the chosen model's course */
    int                   has_forecast;
    double               *centre;        /* [compared] */
    size_t                horizon;       /* steps simulated */
    double                shown_days, trusted_days;
    int                   has_odds;
    struct passage_dates  dates;
    double               *cdf;           /* [horizon] */
    double               *limits;        /* [horizon + 1] of what will be measured, by step; 0: now */
    const struct assumed *assumed;       /* NULL: nothing */
    double                ceiling;       /* what is measured can not pass it; INFINITY for none */
    int                   floored;       /* nothing measured is below 0 */
    double                threshold;     /* usable capacity; 0 with threshold_known = 0 */
    int                   threshold_known;
    struct maybe          coverage;      /* of the fan's 80 % band, on held-out past */
    double                lag_days;      /* from the newest bin's day to as_of's */

    struct profile_hour  *rows;
    size_t                row_room;
    struct profile        profile;

    struct scratch    scratch;
    struct passage   *passage;
    size_t            paths;             /* simulated */
    struct passage   *trial;             /* small, for measuring coverage */
    struct error      why;               /* why there is no growth, forecast or odds */
};

/* Opens the store for itself. */
int study_init(struct study *study, const struct engine *engine, struct error *err);
void study_release(struct study *study);

/* Works through one series of the engine (an index into engine->series). */
int study_make(struct study *study, size_t series, struct error *err);

/* --- the steps of study_make(), each in its own file ---------------------- */

/* Sets what is being studied: its rule, statistic and direction; nothing is read yet. */
void study_begin(struct study *study, size_t series);

/* opening.c: 1 when the hour is analysed: every one, or those of the business hours that the rule names. */
int study_is_open(const struct study *study, int64_t hour);

/* opening.c: the hours of a local day, or of all days between two hours, that should have data. */
double study_open_share(const struct study *study, int64_t from, int64_t until);

/* opening.c: leaves the hours alone that are analysed. */
void study_keep_open(struct study *study);

/* load.c: hours as usage, capacity in force; group.c does the same for a group. */
int study_load(struct study *study, struct error *err);

/* fit.c: bins by the planning statistic; then spikes, changes and growth in the bins there are. */
int study_bins(struct study *study, struct error *err);
int study_fit(struct study *study, struct error *err);

/* outlook.c: models, paths, dates. */
int study_outlook(struct study *study, struct error *err);

/*
 * The fan into study->passage from the first fn bins, `horizon` steps and `paths` paths, by the model chosen
 * already. Overwrites grid, short_run and centre.
 */
int study_redraw(struct study *study, struct error *err);

/* The dates alone, read anew off the paths there are: after the capacity or what is assumed has changed. */
void study_dates(struct study *study);

/* coverage.c: how often the fan's 80 % band held on this series' own past. */
void study_coverage(struct study *study);

/*
 * Goes back to when the first `count` bins were all that was known, and fits and
 * looks ahead from there: what a back-test does. study_bins() brings all bins back.
 */
int study_rewind(struct study *study, size_t count, struct error *err);

/* week.c: the hour-of-week profile. */
int study_week(struct study *study, struct error *err);

/* Total and usable capacity at an instant; unknown where there is none. Usable: of `more` besides, too. */
struct maybe study_capacity(const struct study *study, int64_t at);
struct maybe study_usable(const struct study *study, int64_t at);
struct maybe study_usable_with(const struct study *study, int64_t at, double more);

/*
 * The instant that stands for the bin `step` bins after the newest: midday of its first day, which no change of
 * the clocks moves into another; as_of for 0 and for days that are over.
 */
int64_t study_step_at(const struct study *study, size_t step);

/* What is assumed, done to a value `step` bins ahead (0: now) at the busiest weekday's level. */
double study_assume(const struct study *study, size_t step, double value);

/*
 * Quantiles levels[count] of what will be measured `step` bins ahead; needs odds. Demand may pass a hard
 * limit, what is measured can not: study_fan() is cut by it, study_demand() is not.
 */
void study_fan(struct study *study, size_t step, const double *levels, size_t count, double *out);
void study_demand(struct study *study, size_t step, const double *levels, size_t count, double *out);

/*
 * odds.c: first passage, as passage_reach(), on what will be measured. cdf [horizon] or NULL.
 *
 * study_reach() asks for a limit that stays; study_exhaust() for the usable part of the capacity in force
 * at each step and `more` besides.
 */
void study_reach(struct study *study, double limit, double *cdf, struct passage_dates *out);
void study_exhaust(struct study *study, double more, double *cdf, struct passage_dates *out);

/* The share of the busiest weekday that the day `step` bins after the newest has. */
double study_share(const struct study *study, size_t step);

/* A value in percent of the capacity in force then; unknown without one. */
struct maybe study_percent(const struct study *study, double value, int64_t at);

#endif
