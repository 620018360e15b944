/*
 * analyzer/engine/bottleneck.h - which limit of an object is reached first.
 *
 * An object is a resource of a source: a host with its processors, memory and file systems, a group with
 * all that its members have. What is full comes first, then what has the earlier median date, then the
 * earlier early date, and where nothing has a date, the higher peak.
 */
#ifndef ANALYZER_ENGINE_BOTTLENECK_H
#define ANALYZER_ENGINE_BOTTLENECK_H

#include "analyzer/engine/engine.h"

/* Fills the analysis' bottlenecks, from the arena, of every object with at least two limits. ERR_NOMEM. */
int bottlenecks_find(const struct engine *engine, struct analysis *analysis, struct arena *arena, struct error *err);

#endif
