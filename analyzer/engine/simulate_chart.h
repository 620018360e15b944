/*
 * analyzer/engine/simulate_chart.h - a simulation as the data of a chart.
 */
#ifndef ANALYZER_ENGINE_SIMULATE_CHART_H
#define ANALYZER_ENGINE_SIMULATE_CHART_H

#include "data/base/arena.h"
#include "data/simulation.h"
#include "reports/chart.h"

/* Demand and the first policy's supply on one course, copied into the arena. ERR_NOMEM. */
int simulate_chart(const struct simulation *simulation, size_t course, const struct zone *zone,
                   struct arena *arena, struct chart *out, struct error *err);

#endif
