/*
 * data/whatif.h - what would come of changed assumptions, as plain values.
 *
 * The engine fills it (analyzer/engine/whatif.h), reports show it. All is lent from one
 * arena. A number that does not exist is unknown; values are in the series' unit.
 */
#ifndef DATA_WHATIF_H
#define DATA_WHATIF_H

#include <stddef.h>
#include <stdint.h>

#include "data/finding.h"

/* Demand in the week that ends so many days ahead, against the capacity of then. */
struct prospect {
    struct outlook peak;              /* on its busiest day; may pass what there is */
    struct maybe   usable;
    struct maybe   headroom;          /* usable less the median peak; below 0: so much is missing */
    struct maybe   headroom_pct;      /* the same in % of the capacity of then */
};

enum { PROSPECTS = 2 };
extern const int prospect_days[PROSPECTS];    /* 30, 90 */

/* One series under one plan. */
struct outcome {
    int             applies;          /* some of the plan is about this series and changes it */
    const char    **notes;            /* what of the plan was left out for it, and why */
    size_t          note_count;
    enum verdict    verdict;
    struct exhaustion exhaustion;
    struct maybe    growth_per_day;   /* of the forecast, along its middle */
    struct prospect at[PROSPECTS];
    struct amount   amount;           /* to add, so that what is bought lives its life */
    const struct cost *cost;          /* NULL: no price is known */
    enum severity   severity;
    const char     *action;           /* what to do next for the days to come, a sentence */
    struct maybe    difference;       /* days the median date lies after the baseline's; unknown where either has none */
};

/* The assumptions of one column of the comparison. */
struct plan_words {
    const char  *name;                /* "baseline", "launch", "launch + bigger disks" */
    const char  *note;                /* NULL: none */
    const char **assumptions;         /* "load +15%@2026-01-01" */
    size_t       count;
};

struct whatif_row {
    const struct finding *finding;    /* as it is, without any assumption */
    struct outcome       *outcomes;   /* [plan_count], the baseline first */
    int                   is_pool;    /* connections, sessions: what is held and handed out again */
};

struct whatif {
    const struct analysis *analysis;
    struct plan_words     *plans;     /* [plan_count]; plans[0] is the baseline with all that is committed */
    size_t                 plan_count;
    struct whatif_row     *rows;      /* [analysis->count], most urgent first, as the findings */
};

/* How the median date moved against the baseline's; APPEARS and GOES: only one of them has a date. */
enum shift { SHIFT_NONE, SHIFT_SAME, SHIFT_EARLIER, SHIFT_LATER, SHIFT_APPEARS, SHIFT_GOES };
enum shift outcome_shift(const struct outcome *baseline, const struct outcome *outcome);

#endif
