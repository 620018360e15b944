/*
 * models/memory.h - how much of today's level is still there two weeks later?
 *
 * A series that forgets its level comes back to where it used to be; one that remembers it goes on from where it is.
 * Of a short past both may be true, so a share of the sample paths does the one, the rest the other.
 */
#ifndef MODELS_MEMORY_H
#define MODELS_MEMORY_H

#include <stddef.h>

/*
 * The share of paths, 0 … 0.5, that live the levels of the past again instead of going on from today's.
 *
 * y     [n] one value a step, without gaps, weekly pattern and level steps
 * step  days
 */
double memory_forgotten(const double *y, size_t n, double step);

#endif
