/*
 * data/simulation.h - what replayed scaling policies came to, as plain values.
 *
 * models/ judges, analyzer/engine collects, reports/ shows. Units are instances; strings and
 * lists are lent from the arena of the command.
 */
#ifndef DATA_SIMULATION_H
#define DATA_SIMULATION_H

#include <stddef.h>
#include <stdint.h>

#include "data/finding.h"

/* How well a supply met a demand. Steps without demand are left out of all but the changes. */
struct scaling_score {
    double hours;                        /* judged */
    double unit_hours;                   /* in force */
    double under_hours, unmet;           /* time in which demand was not met; unit-hours that lacked */
    double under_depth, under_worst;     /* share of the demand that lacked: mean of that time, most */
    double over_hours, surplus;          /* time with more units than the oracle's; unit-hours too many */
    size_t changes, flaps;               /* of the number in force; those that undo the last within an hour */
    size_t first_unmet;                  /* step; the number of steps: none */
    size_t worst_hour;                   /* first step of the hour that lacked most; likewise */
    double worst_unmet;                  /* unit-hours it lacked */
    double fewest, most;                 /* units in force */
};

/* One policy on one course of demand. */
struct simulated_run {
    const char   *policy;                /* its name */
    const char   *settings;              /* in words; "" for none */
    struct scaling_score score;
    const double *supply;                /* [n] units in force */
};

enum { SIMULATED_RUNS = 16, SIMULATED_COURSES = 3, SIMULATED_REASONS = 8 };

/* Demand on a grid, and what each policy made of it: those asked for, then fixed and oracle. */
struct simulated_course {
    const char   *name;                  /* "recorded" */
    int64_t       from, step_ms;
    size_t        n;
    const double *demand;                /* [n] units, NAN where nothing is known */
    struct simulated_run run[SIMULATED_RUNS];
    size_t        run_count;
};

/* A policy of the search that none beats. */
struct simulated_choice {
    const char          *kind, *settings;
    struct scaling_score chosen_on, proof;    /* in the older part, and in the newest third */
    int                  recommended;
};

enum { UNMET_DAYS = 3 };
extern const int unmet_days[UNMET_DAYS];    /* 7, 14, 28 */

/* One policy along many paths that demand may take. */
struct simulated_odds {
    const char  *policy;
    struct maybe unmet[UNMET_DAYS];      /* P(demand is not met once within so many days); unknown beyond the horizon */
    struct maybe days_median;            /* until then, from as_of; unknown where most paths see no such day */
    struct maybe under_low, under_median, under_high;    /* share of time with too few: 10, 50, 90 % of the paths */
};

struct simulation {
    const char  *series;
    int64_t      as_of;
    double       unit;                   /* what one instance carries, in the unit of the series … */
    const char  *unit_name;              /* … which is this */
    double       full;                   /* usable share of an instance */
    struct maybe price;                  /* of a unit and hour */
    struct simulated_course course[SIMULATED_COURSES];
    size_t       course_count;

    struct simulated_odds odds[SIMULATED_RUNS];    /* those asked for, then fixed */
    size_t       odds_count, paths;      /* 0: nothing is foretold */

    size_t       tried;                  /* 0: nothing was searched */
    struct simulated_choice *front;      /* [front_count] cheapest first */
    size_t       front_count;
    const char  *reason[SIMULATED_REASONS];    /* why the recommended one */
    size_t       reason_count;
    const char  *note[SIMULATED_REASONS];      /* assumptions, and what could not be done */
    size_t       note_count;
};

#endif
