/*
 * analyzer/config/config_waiver.h - the [waiver NAME] sections.
 */
#ifndef ANALYZER_CONFIG_CONFIG_WAIVER_H
#define ANALYZER_CONFIG_CONFIG_WAIVER_H

#include "analyzer/config/config.h"
#include "data/waiver.h"

/*
 * All waivers in file order; texts are lent from the config, lists are from the arena. A day without an
 * hour lasts to its end in `zone`. The file was checked when it was read, so nothing but memory can fail.
 */
int config_waivers(const struct config *config, const struct zone *zone, struct arena *arena,
                   struct waiver **out, size_t *count, struct error *err);

#endif
