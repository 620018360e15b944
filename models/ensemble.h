/*
 * models/ensemble.h - the core: the pointwise median of simple, different forecasts.
 *
 * Which ones depends on the kind of series; see ensemble.c.
 */
#ifndef MODELS_ENSEMBLE_H
#define MODELS_ENSEMBLE_H

#include <stddef.h>

#include "models/model.h"

enum { MEMBERS = 12 };

/* The names of the members that this history's ensemble is made of. Returns their count. */
size_t ensemble_members(const struct history *history, const char *names[MEMBERS]);

#endif
