/*
 * models/scaling.h - scaling policies, replayed on demand.
 *
 * Demand and supply are in units (instances). Time runs in steps: during step i the units in force
 * meet demand[i]; at its end the policy sees how busy they were, and what it then orders is in
 * force after the start-up delay, what it stops is gone at once. A policy never sees what
 * comes, nor the demand that was not met: utilisation ends at 100 %.
 *
 * A policy is one file scaling_NAME.c that defines one `const struct scaler`, and one line in
 * scalers.c. Formulas and sources stand there and in docs/methods-queues.md.
 */
#ifndef MODELS_SCALING_H
#define MODELS_SCALING_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/buf.h"
#include "data/simulation.h"
#include "models/scratch.h"

enum { SCALING_STEPS = 8 };

/* A line of a step policy: from that utilisation on, so many units more or fewer. */
struct scaling_step { double at_pct, change; };

/* All parameters of a policy; a kind uses those that its rule names. */
struct scaling {
    double target_pct;                   /* utilisation aimed at */
    double up_pct, down_pct;             /* threshold: more above, fewer below */
    double tolerance_pct;                /* target: of the target, within which nothing is done */
    double step;                         /* threshold: units an action */
    struct scaling_step steps[SCALING_STEPS];    /* step: by at_pct, rising */
    size_t step_count;
    double schedule[WEEK_HOURS];         /* scheduled: units by local hour of the week, Monday 0 first */

    double startup_s;                    /* from the order until a unit serves */
    double cooldown_s;                   /* after an action, until the next one */
    double stabilise_s;                  /* fewer only than the most wanted in this time */
    double least, most;                  /* units; most 0: no bound */
    double start;                        /* units at the beginning; 0: what the target asks for */
    double full;                         /* usable share of a unit, 0-1: demand above it is not met */
};
extern const struct scaling scaling_default;    /* 70 / 30, 300 s, one unit an action; all of a unit usable */

/* Demand on a grid; lent. */
struct scaling_record {
    const double        *demand;         /* [n] units, NAN where nothing is known */
    const unsigned char *week;           /* [n] local hour of the week */
    size_t               n;
    double               step_s;
};

/* What a policy sees at the end of step i. */
struct scaling_view {
    size_t        i;
    double        utilisation_pct;       /* of the units in force in step i */
    double        in_force, ordered;     /* units; ordered counts those that do not serve yet */
    size_t        lead;                  /* steps from an order until it is in force: at least 1 */
    const double *seen;                  /* [i + 1] demand that was met */
    const double *seen_sum;              /* [i + 2] of seen before each step; gaps count as 0 */
    const unsigned char *week;           /* [n] local hour of the week, of what is to come too */
    size_t        n;
    double        step_s;
};

struct scaler {
    const char *name;       /* "threshold" */
    const char *title;      /* "Thresholds" */
    const char *rule;
    const char *source;

    /* Units wanted, any number: bounds, cooldown and stabilisation are seen to by the caller. */
    double (*want)(const struct scaling *policy, const struct scaling_view *view);

    /* The index-th variant of a policy, for the search; 0 past the last. */
    int (*variant)(const struct scaling *base, size_t index, struct scaling *out);

    /* The parameters its rule names, in words: "up 70 %, down 30 %, 1 at a time". */
    void (*words)(const struct scaling *policy, struct buf *out);

    /* Learns what it needs from the first `n` steps of a record; NULL: nothing. */
    void (*learn)(const struct scaling_record *record, size_t n, struct scaling *policy);
};

/* All of them, the default first, NULL at the end; the one of a name, or NULL. */
extern const struct scaler *const scalers[];
const struct scaler *scaler_find(const char *name);

/* Doubles of scratch for scaling_run() on n steps. */
size_t scaling_room(size_t n);

/* Replays a policy: units in force in each step into supply[n]. */
void scaling_run(const struct scaler *scaler, const struct scaling *policy,
                 const struct scaling_record *record, struct scratch *scratch, double *supply);

/* The fewest units that meet each step's demand, within the bounds: who knows all that comes. */
void scaling_oracle(const struct scaling *policy, const struct scaling_record *record,
                    double *supply);

/* The fewest that meet all of it without ever being changed. */
void scaling_static(const struct scaling *policy, const struct scaling_record *record,
                    double *supply);

/* How well a supply met the demand. */
void scaling_judge(const struct scaling *policy, const struct scaling_record *record,
                   const double *supply, struct scaling_score *out);

/* Start-up delay, cooldown and window in words, where they are not 0: ", 300 s of cooldown". */
void scaling_delays(const struct scaling *policy, struct buf *out);

/* Steps first … first + n - 1 of a record. */
struct scaling_record scaling_part(const struct scaling_record *record, size_t first, size_t n);

/* --- for the policies ------------------------------------------------------------------ */

/* Units that carry a demand at the target; within the bounds. */
double scaling_units(const struct scaling *policy, double demand, double pct);
double scaling_within(const struct scaling *policy, double units);

#endif
