/*
 * models/past.h - what sample paths are made of: level, innovations and drifts of the past; the inside of passage.h.
 */
#ifndef MODELS_PAST_H
#define MODELS_PAST_H

#include <stddef.h>

#include "data/base/error.h"
#include "models/bins.h"
#include "models/change.h"
#include "models/scratch.h"

enum { PAST_WINDOWS = 5 };

/* The past on its own grid: what the paths are made of. Made once from a size, filled anew for each series. */
struct past {
    size_t most;                      /* steps there is room for */
    double *grid;                     /* [n] one value a step, gaps bridged */
    double *measured;                 /* [n] the grid with its level steps, not in logarithms: what is lived again */
    double *level;                    /* [n] l */
    double *innovation;               /* [innovations] e of the last year */
    struct scratch scratch;

    size_t n;                         /* steps */
    double pattern[BINS_PER_WEEK];    /* by weekday */
    double last_t, step;              /* days */
    double gain;                      /* a */
    double drift;                     /* d */
    double slopes[PAST_WINDOWS];           /* s */
    double slope_sd[PAST_WINDOWS];         /* u */
    size_t windows;
    double volatility;                /* v */
    double forgotten;                 /* share of the paths that live measured[] again */
    size_t innovations;               /* in p->innovation[0..) */
    double mean, sd;                  /* of the innovations */
    const struct changes *changes;    /* NULL: none known */
    int    logs;                      /* the grid holds logarithms: growth by a factor */
};

/* 0, or -1 when there is no memory. Releasing a zeroed past is harmless. */
int  past_init(struct past *past, size_t most_bins);
void past_release(struct past *past);

/*
 * Fills the past from n bins (t, y), the last `most` steps of them. ERR_TOOFEW under PASSAGE_LEAST steps.
 * `changes` is kept, not copied.
 */
int past_read(struct past *past, const double *t, const double *y, size_t n, const struct changes *changes,
              double step, struct error *err);

#endif
