/*
 * models/shock.h - what was taken out of the past comes back in the paths: level shifts and spikes.
 *
 * The trend is fitted without them, because each of them bends it. But a series whose level jumped five
 * times in two months will jump again, and odds that know of none are far too sure. Both are
 * laid beside the innovations, so that blocks drawn from those bring them back at the rate and in the
 * company in which they came: a compound Poisson process with the sizes seen (Merton 1976, J. Financial
 * Economics 3, 125-144), drawn by the block bootstrap.
 */
#ifndef MODELS_SHOCK_H
#define MODELS_SHOCK_H

#include "models/clean.h"
#include "models/past.h"

struct shocks {
    double *jump;       /* [innovations] of the level, it stays */
    double *spike;      /* [innovations] of one bin alone */
    double *again;      /* [innovations] the levels as they were measured, every spike among them: what is lived again */
    double  turned;     /* share of the paths that see every jump the other way round */
};

/* Are `count` jumps or spikes in `days` of past a habit, or did it happen once? */
int shock_is_habit(size_t count, double days);

/* Jumps and spikes of the past that was read last; arrays of past->innovations, given by the caller. */
void shock_lay(const struct past *past, const double *t, const double *y,
               const struct spike *spikes, size_t spike_count, struct shocks *out);

#endif
