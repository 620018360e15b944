/*
 * data/finding.h - what an analysis found out, as plain values.
 *
 * analyzer/engine fills these, reports/ shows them, neither knows the other.
 * Strings and lists are lent from the arena of the analysis, names from its engine. A number that does
 * not exist is unknown (known = 0), never 0, -1 or NaN; the verdict says why.
 * Figures "in %" are in percent of capacity; values are in the series' unit.
 */
#ifndef DATA_FINDING_H
#define DATA_FINDING_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/arena.h"
#include "data/policy.h"
#include "data/series.h"

struct maybe {
    double value;
    int    known;
};

enum verdict {              /* the first that holds */
    VERDICT_NO_DATA,
    VERDICT_STALE,
    VERDICT_EXHAUSTED,
    VERDICT_NO_CAPACITY,
    VERDICT_INSUFFICIENT_DATA,
    VERDICT_FORECAST,
    VERDICT_SHRINKING,
    VERDICT_NO_SIGNIFICANT_GROWTH,
    VERDICT_BEYOND_HORIZON,
    VERDICTS
};
const char *verdict_name(enum verdict verdict);       /* "FORECAST" */
const char *verdict_words(enum verdict verdict);      /* "runs out within the horizon" */

enum pressure { PRESSURE_UNKNOWN, PRESSURE_LOW, PRESSURE_MEDIUM, PRESSURE_HIGH, PRESSURE_CRITICAL };
const char *pressure_name(enum pressure pressure);    /* "HIGH", "UNKNOWN" */
const char *pressure_mode(enum pressure pressure);    /* full, reduced, minimal, emergency */

enum severity { SEVERITY_NONE, SEVERITY_INFO, SEVERITY_NOTICE, SEVERITY_WARNING, SEVERITY_CRITICAL };
const char *severity_name(enum severity severity);    /* "critical"; "none" */

enum capacity_origin { CAPACITY_NONE, CAPACITY_UNIT, CAPACITY_CONFIG, CAPACITY_COLUMN,
                       CAPACITY_SERIES, CAPACITY_SET, CAPACITY_MEMBERS };
const char *capacity_origin_name(enum capacity_origin origin);

struct capacity_change { int64_t at; double from, to; };

struct peak_hour {
    int    hour;            /* 0-23, local */
    double mean, p95;       /* of hourly means / of hourly p95s, series' unit */
    double stability;       /* share of days on which it was among the day's top three, 0-1 */
};

/* A stretch of the week, local: days first..last (0 Monday), [from, to) in whole hours. */
struct window {
    int known;
    int first_day, last_day;
    int from_hour, to_hour;     /* 0-24, from < to */
};

enum step_kind { STEP_SHIFT, STEP_CLEANUP, STEP_RESIZE, STEP_SLOPE, STEP_SPIKE, STEP_GAP };
const char *step_kind_name(enum step_kind kind);      /* "shift" */

struct step {
    int64_t        at;
    enum step_kind kind;
    double         size;    /* series' unit; for a gap its length in days; for a slope the change a day */
    double         score;   /* size over noise; 0 where it has none */
};

enum shape { SHAPE_NONE, SHAPE_LINEAR, SHAPE_EXPONENTIAL, SHAPE_SATURATING };
const char *shape_name(enum shape shape);

struct growth {
    struct maybe per_day, low, high;      /* unit a day, 90 % interval */
    struct maybe percent_per_month;       /* of the present level; a month is 30.4375 d */
    int          significant;
    enum shape   shape;
    struct maybe doubling_days;           /* exponential only */
    int64_t      since;                   /* start of the stretch it was fitted on */
};

enum { OUTLOOKS = 4, PROBABILITIES = 5, PEAK_HOURS = 3, SPARK = 60, DAY_HOURS = 24, WEEK_HOURS = 168 };
extern const int outlook_days[OUTLOOKS];          /* 7, 14, 30, 90 */
extern const int probability_days[PROBABILITIES]; /* 7, 14, 30, 60, 90 */

/* 10, 50, 90 % on the busiest day of the week that ends that many days ahead. */
struct outlook { struct maybe low, median, high; };

/* A model that took part in the competition. */
struct trial {
    const char  *model;
    struct maybe mase;       /* rolling origin, at the horizon asked for */
    const char  *verdict;    /* "chosen", "worse", why it was not tried */
};

struct forecast_summary {
    enum statistic statistic;
    const char    *model;            /* "" when there is none */
    struct maybe   mase;             /* against the seasonal naive, rolling origin */
    struct maybe   coverage;         /* measured share inside the 80 % band, 0-1 */
    double         trusted_days;     /* half of the history's span */
    double         shown_days;       /* the whole, at most the policy's horizon */
    struct outlook at[OUTLOOKS];
    struct trial  *trials;
    size_t         trial_count;
};

struct exhaustion {
    struct maybe threshold;                        /* usable capacity the dates are for */
    struct maybe days_early, days_median, days_late;   /* 10, 50, 90 %, from as_of */
    struct maybe probability[PROBABILITIES];
    struct maybe probability_window;               /* within max(14 d, lead time) */
    double       lead_time_days;
    int          has_act_by;
    int64_t      act_by;                           /* never before as_of: then "now" */
    int          action_required;
    int          exhausted_known;
    int64_t      exhausted_since;
};

struct amount {                                    /* how much to add, and what that buys */
    int          known;
    double       add, new_capacity;                /* series' unit */
    struct maybe new_days_median;                  /* from as_of, with the new capacity */
};

/* The demand that follows from a driver, where the config names one: see analyzer/engine/driver.h. */
struct driver_finding {
    const char  *name;                             /* of its [driver]; NULL: none is named */
    const char  *series, *unit;                    /* "" where no such series is stored */
    const char  *refused;                          /* why it tells nothing; "" where it does */
    size_t       bins;                             /* that have both */
    struct maybe cost, cost_error;                 /* unit of the finding for a unit of the driver */
    struct maybe cost_low, cost_high;              /* 90 % interval */
    struct maybe base;                             /* what is needed without any of it, unit */
    struct maybe explained;                        /* share of the variance, 0-1 */
    struct maybe lag_days;
    struct maybe trend_per_day;                    /* beside the driver, unit a day */
    int          trending;                         /* which is significant */
    int          planned;                          /* what is expected of it is a plan, else its own forecast */
    struct outlook at[OUTLOOKS];                   /* demand, as in forecast_summary */
    struct maybe days_early, days_median, days_late;   /* until its bands reach the threshold, day by day */
};

/* What a group is made of: see analyzer/engine/group.h. */
struct group_finding {
    const char  *name;               /* of its [group] */
    size_t       members, left;      /* now; whose data ended long ago */
    size_t       lacking;            /* hours left out because a member was missing */
    const char  *reserve;            /* as the config says: "n+1"; NULL: nothing of its own */
    double       kept;               /* of the capacity, unit */
    const char  *largest;            /* series; NULL: no member has data */
    struct maybe largest_share;      /* of all, 0-1 */
    struct maybe largest_capacity;   /* unit of the group */
};

/* By the [price] of a series: see analyzer/engine/cost.c. */
struct cost {
    const char  *name;               /* of its [price] */
    const char  *currency;           /* as the config says; may be "" */
    double       review_days;        /* that waiting is counted over */
    struct maybe present;            /* of all that is there, a month */
    struct maybe act;                /* of what is advised to be added, a month; 0 for nothing */
    struct maybe idle;               /* of what could be given back, a month; 0 for nothing */
    struct maybe saved;              /* by deciding one review later */
    struct maybe risk_days;          /* at the limit, expected, that this adds */
    struct maybe risk;               /* what they cost; unknown where no price of such a day is said */
};

struct recommendation {
    enum severity severity;
    const char   *code;          /* "EXHAUSTION_IMMINENT" */
    const char   *text;          /* a sentence */
    const char  **because;       /* reasons with figures */
    size_t        because_count;
    int           has_act_by;
    int64_t       act_by;
    struct amount amount;
};

struct finding {
    const char        *name;         /* of the series */
    int64_t            as_of;        /* from which its days count: the analysis' own, or its source's newest sample */
    struct series_info info;
    enum verdict       verdict;
    const char        *reason;       /* one sentence: why this verdict, with figures */

    struct {
        struct maybe            value, usable;
        enum capacity_origin    origin;
        struct capacity_change *changes;
        size_t                  change_count;
        enum direction          direction;
    } capacity;

    struct {
        int64_t      from, to;       /* from > to when there is none */
        uint64_t     samples;
        double       cadence_s;      /* 0 unknown */
        double       coverage;       /* share of expected hours that have data, 0-1 */
        char         grade;          /* A best to D */
        const char **notes;
        size_t       note_count;
    } data;

    struct maybe  latest;                              /* newest value */
    struct maybe  level;                               /* present planning level, unit */
    struct maybe  average_pct, peak_pct, p95_pct;      /* utilisation over the history used */
    struct maybe  mean, peak, p95;                     /* the same in the unit */
    enum pressure pressure;
    struct maybe  pressure_pct;

    struct peak_hour peak_hours[PEAK_HOURS];
    size_t           peak_count;
    struct window    peak_window, quiet_window;
    int              has_maintenance;
    int64_t          maintenance_at;                   /* when the next quiet window outside of freezes begins */

    struct growth           growth;
    struct step            *steps;
    size_t                  step_count;
    struct forecast_summary forecast;
    struct exhaustion       exhaustion;
    struct driver_finding   driver;
    const struct cost      *cost;                      /* NULL: no price is known */
    const struct group_finding *group;                 /* NULL: a series of its own */
    struct recommendation  *recommendations;           /* most severe first */
    size_t                  recommendation_count;
    enum severity           severity;                  /* of the first, or none */

    struct maybe spark[SPARK];                         /* the last bins, oldest first */
    size_t       spark_count;
    int          spark_days;                           /* length of a bin: 1 or 7 */
};

/*
 * Whether a group holds its busiest hour without its reserve at outlook_days[outlook], or now with
 * outlook = GROUP_NOW: "yes" for nine paths in ten, "likely" for more than half of them, "no"; NULL where that is not known.
 */
enum { GROUP_NOW = -1 };
const char *group_holds(const struct finding *finding, int outlook);

/* Of an object (a source's resource) with several limits, the one that is reached first. */
struct bottleneck {
    const struct finding *first;
    const struct finding *second;      /* the next of them */
    size_t                limits;      /* series of the object that have a capacity */
};

struct analysis {
    int64_t         as_of;
    const char     *timezone;
    struct policy   policy;
    struct finding *findings;          /* most urgent first; many: see analysis_finding() */
    size_t          count;
    const struct arena *arena;         /* what they live in; NULL: nothing that could be put to rest */
    size_t          verdicts[VERDICTS];
    size_t          severities[SEVERITY_CRITICAL + 1];
    size_t          grades[4];         /* A to D */
    enum pressure   pressure;          /* the worst */
    struct maybe    coverage;          /* measured, of the 80 % bands, over all series, 0-1 */
    uint64_t        samples;
    int64_t         newest;            /* newest sample of all */
    int64_t         nearest_act_by;    /* INT64_MAX when there is none */
    uint64_t        rejected;          /* by the imports ledger, all time */
    struct bottleneck *bottlenecks;    /* the most urgent object first */
    size_t             bottleneck_count;
};

/*
 * &findings[index]. A walk over all of them asks here: where they are many they lie in a file, and
 * those that were walked over are put to rest again.
 */
const struct finding *analysis_finding(const struct analysis *analysis, size_t index);

#endif
