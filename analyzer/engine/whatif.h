/*
 * analyzer/engine/whatif.h - the forecasts of a selection under several plans, side by side.
 *
 * Every plan is read off the same paths as the baseline, so that all that differs is due to it
 * alone: a plan that changes nothing has the very figures of the baseline.
 */
#ifndef ANALYZER_ENGINE_WHATIF_H
#define ANALYZER_ENGINE_WHATIF_H

#include "analyzer/engine/assume.h"
#include "analyzer/engine/engine.h"
#include "analyzer/engine/plan.h"
#include "data/whatif.h"
#include "reports/chart.h"

/* What is compared: plans[0] is the baseline, of no scenario or of those that are committed. */
struct whatif_plans {
    const struct plan *plans;
    size_t             count;
};

/* 1 when one of the plans changes a driver, so that drivers have to be looked at. */
int whatif_drives(const struct whatif_plans *plans);

/*
 * Studies the engine's selection under every plan. All that is lent lives in *arena or the plans. ERR_NOTFOUND
 * where a move names a series that is not there.
 */
int whatif_run(const struct engine *engine, const struct whatif_plans *plans, struct arena *arena,
               struct whatif *out, struct error *err);

/*
 * Charts of the `most` first rows that have a forecast: the baseline's fan, and the middle of each other
 * plan as a line; charts[most], *count of them.
 */
int whatif_draw(const struct engine *engine, const struct whatif_plans *plans,
                const struct whatif *whatif, size_t most, struct arena *arena, struct chart **charts,
                size_t *count, struct error *err);

#endif
