/* models/sawtooth.h - regular clean-ups, which are a season and no row of changes. */
#ifndef MODELS_SAWTOOTH_H
#define MODELS_SAWTOOTH_H

#include <stddef.h>

#include "models/change.h"
#include "models/scratch.h"

/*
 * Looks for at least three sudden drops of like size at like distance and fills the saw-tooth
 * members of *out; leaves them alone where there are none. Scratch: 3 n.
 */
void sawtooth_find(const double *t, const double *y, size_t n, struct scratch *scratch,
                   struct changes *out);

#endif
