/* models/pulse.h - peaks that come back at one distance, month-ends say: a season, no spikes. */
#ifndef MODELS_PULSE_H
#define MODELS_PULSE_H

#include <stddef.h>

#include "models/scratch.h"

enum { PULSES_MOST = 64 };

struct pulses {
    size_t count;               /* 0: there are none */
    size_t index[PULSES_MOST];  /* their bins */
    double at[PULSES_MOST];     /* their t */
    double days;                /* the mean distance */
    double size;                /* the median height over the neighbours, unit */
    double last;                /* t of the newest */
};

/*
 * Looks for three or more single bins that stand out upwards at like distances. The newest bin may be one
 * of them. out->count is 0 where there are none. Scratch: 2 n + 16.
 */
void pulse_find(const double *t, const double *y, size_t n, struct scratch *scratch, struct pulses *out);

#endif
