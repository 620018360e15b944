/*
 * models/passage.h - on which day a series first reaches a limit, with its odds.
 *
 * A bundle of sample paths is simulated once; the fan (quantiles by day) and the
 * date of any number of limits are read off the same paths, so they never
 * contradict one another. Days are counted in steps of the bins (1 day or 7).
 * Same input and seed: same paths, on every machine.
 */
#ifndef MODELS_PASSAGE_H
#define MODELS_PASSAGE_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/error.h"
#include "data/finding.h"
#include "data/policy.h"
#include "models/change.h"
#include "models/clean.h"

enum { PASSAGE_LEAST = 6 };     /* bins under which there are no odds */

struct passage_options {
    double   step_days;          /* of a bin: 1 or 7 */
    size_t   horizon;            /* steps to simulate */
    size_t   paths;              /* 400 … 2000 */
    uint64_t seed;
    /* Physical bounds, unknown where there are none. They cut what the fan shows and bend nothing else. */
    struct maybe floor, ceiling;
    /* Bins that were left out because they stand alone, into the (t, y) given here; they come back in the paths. */
    const struct spike *spikes;
    const double       *spike_t, *spike_y;
    size_t              spike_count;
};

struct passage_dates {
    struct maybe early, median, late;    /* 10, 50, 90 % quantile of the first day, in days from the newest bin; unknown beyond the horizon */
    int          reached;                /* the newest bin is already there: all three are 0 */
    double       within;                 /* probability of reaching it within the horizon */
};

/* Workspace and result in one; made once from sizes, used for many series. NULL: no memory. */
struct passage;
struct passage *passage_new(size_t most_bins, size_t most_horizon, size_t most_paths);
void            passage_free(struct passage *passage);

/*
 * Simulates paths that follow n bins (t, y): t in days, rising; missing bins are
 * not there; spikes left out. A share of them lives the past again (memory.h). Level steps in `changes` (NULL: none) are taken out of the
 * increments, drift comes from after the last slope change first of all.
 * Returns 0; ERR_TOOFEW under PASSAGE_LEAST bins, ERR_NUMERIC, ERR_LIMIT beyond the sizes.
 */
int passage_simulate(struct passage *passage, const double *t, const double *y, size_t n,
                     const struct changes *changes, const struct passage_options *options,
                     struct error *err);

/*
 * What the paths have on the weekday of t (days, as in y's t) besides their level: in the series' unit, or as a
 * logarithm where they grow by a factor.
 */
double passage_weekday(const struct passage *passage, double t);

/*
 * Moves the paths that go on from today's level by what is between the median of all and centre[count], in the
 * series' unit, over the first `count` steps (1 … horizon), and by the same as at the last of them beyond. Paths that
 * live the past again stay where they are; without any, the median follows the centre. The paths
 * keep their spread. May be called again with another centre.
 */
void passage_recentre(struct passage *passage, const double *centre, size_t count);

/*
 * The fan: quantiles `p[count]` (0..1) of the paths at step (1 … horizon), in the
 * series' unit, within floor and ceiling.
 */
void passage_fan(struct passage *passage, size_t step, const double *p, size_t count, double *out);

/* What one path (0 … paths - 1) has at step (1 … horizon), in the series' unit, not below the floor. */
double passage_path(const struct passage *passage, size_t path, size_t step);

/*
 * The first passage of a limit.
 *
 * limit  [limits] value in force at step 1 …: 1 for a constant one, else the horizon
 * now    the limit in force at the newest bin
 * cdf    [horizon] P(reached by step 1 …), or NULL
 */
void passage_reach(struct passage *passage, const double *limit, size_t limits, double now,
                   enum direction direction, double *cdf, struct passage_dates *out);

/* The quantiles of the day whose distribution function is cdf [horizon], in steps of step_days. */
void passage_date(const double *cdf, size_t horizon, double step_days, struct passage_dates *out);

#endif
