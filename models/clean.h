/*
 * models/clean.h - spikes: bins that stand alone, far from their neighbours.
 *
 * A spike is left out of fits and kept in peaks. The bins are (t, y): t in days,
 * rising, y in the series' unit; a missing bin is simply not there.
 */
#ifndef MODELS_CLEAN_H
#define MODELS_CLEAN_H

#include <stddef.h>

#include "data/base/error.h"
#include "models/scratch.h"

struct spike {
    size_t index;     /* into t, y */
    double size;      /* y less what was expected there, unit */
    double score;     /* |size| over the noise */
};

/* Doubles of scratch for n bins. */
size_t clean_room(size_t n);

/*
 * Finds spikes in n bins: the residuals of a running median, less the weekly
 * pattern where there is one, that lie beyond what the noise allows, in a run of at
 * most two bins after which the old level is back (what stays is a level shift). Peaks that come back at
 * one distance (month-ends) are a season and no spikes.
 *
 * spike  [n]     1 where the bin is a spike
 * out    [room]  the largest by score, in order of time; *count of them
 *
 * Fewer than 7 bins: none are found. Returns 0, or ERR_NUMERIC for bins that
 * are not finite or whose t does not rise.
 */
int clean_spikes(const double *t, const double *y, size_t n, struct scratch *scratch,
                 unsigned char *spike, struct spike *out, size_t room, size_t *count,
                 struct error *err);

#endif
