/*
 * models/change.h - where the level or the slope of a series moved.
 *
 * Works on (t, y): t in days, rising, one bin a day or a week; y in the series'
 * unit; a missing bin is simply not there; spikes already left out.
 */
#ifndef MODELS_CHANGE_H
#define MODELS_CHANGE_H

#include <stddef.h>

#include "data/base/error.h"
#include "data/finding.h"
#include "models/pulse.h"
#include "models/scratch.h"

/* What is already known: a resize seen in the capacity, an event the user gave. */
enum mark_kind {
    MARK_RESIZE,     /* the capacity moved: a step of the level within 1.5 bins is its doing, kind STEP_RESIZE */
    MARK_FORCE,      /* a step is here, however small */
    MARK_FORBID      /* nothing between t and until is a step */
};

struct change_mark {
    enum mark_kind kind;
    double         t, until;     /* days; until is read for MARK_FORBID alone */
};

struct change {
    size_t         index;   /* the first bin of the new regime, into t, y */
    double         t;       /* its t */
    enum step_kind kind;    /* STEP_SHIFT, STEP_CLEANUP, STEP_SLOPE or STEP_RESIZE */
    double         size;    /* level: unit; slope: unit a day, new less old */
    double         score;   /* size over noise; of a slope, its t statistic */
    double         log_size;    /* where exponential: the same of the logarithm */
};

enum { CHANGES_MOST = 24, TEETH_MOST = 64 };

struct changes {
    struct change at[CHANGES_MOST];    /* in order of time */
    size_t        count;
    double        noise;               /* robust sd of a bin about the fitted pieces, unit */
    double        rho;                 /* lag-1 autocorrelation of the residuals, 0..1 */

    /* A row of regular clean-ups is a season, not a row of changes. */
    int    sawtooth;
    double sawtooth_days;              /* from one drop to the next */
    double sawtooth_drop;              /* the typical drop, positive, unit */
    double tooth[TEETH_MOST];          /* t of the first bin after each drop, in order of time */
    size_t teeth;

    struct pulses pulses;              /* peaks that come back at one distance; another season */

    /* The series grows by a factor: its changes were looked for in its logarithm. Values are all positive then. */
    int exponential;
};

/* Doubles of scratch for n bins. */
size_t change_room(size_t n);

/*
 * Finds the changes of n bins. Fewer than 10 bins: none, and no error.
 * Returns 0, or ERR_NUMERIC for bins that are not finite or whose t does not rise.
 */
int change_find(const double *t, const double *y, size_t n,
                const struct change_mark *marks, size_t mark_count,
                struct scratch *scratch, struct changes *out, struct error *err);

/*
 * The level offset of bin i against the newest bin: y[i] + change_offset() is
 * the series with its level steps taken out, at the newest level.
 */
double change_offset(const struct changes *changes, size_t i);

/*
 * Like change_offset(), and with earlier slopes made today's: y[i] + change_straight() is the past
 * as it would look had today's slope and level always held. Of the logarithm where exponential.
 */
double change_straight(const struct changes *changes, size_t i, double t);

/*
 * What saw-tooth and pulses add at day t, past or future: of the tooth -drop/2 after a drop, rising to
 * +drop/2 before the next; 0 where there is neither. y - change_season() is the series without them.
 */
double change_season(const struct changes *changes, double t);

/* The first bin of the stretch on which today's slope holds: 0 where it never changed. */
size_t change_since(const struct changes *changes);

#endif
