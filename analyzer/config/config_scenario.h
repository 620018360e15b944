/*
 * analyzer/config/config_scenario.h - the [scenario NAME] sections as what the engine lays over a forecast.
 */
#ifndef ANALYZER_CONFIG_CONFIG_SCENARIO_H
#define ANALYZER_CONFIG_CONFIG_SCENARIO_H

#include "analyzer/config/config.h"
#include "analyzer/engine/plan.h"

/*
 * All scenarios in file order, copied into the arena: they outlive the config. Times without an offset
 * are in `zone`, `now` and `+30d` count from now.
 */
int config_scenarios(const struct config *config, const struct zone *zone, int64_t now,
                     struct arena *arena, struct scenario **out, size_t *count, struct error *err);

#endif
