/*
 * analyzer/cli/report_plans.h - the scenarios of the config as a part of the report.
 */
#ifndef ANALYZER_CLI_REPORT_PLANS_H
#define ANALYZER_CLI_REPORT_PLANS_H

#include "analyzer/cli/context.h"
#include "analyzer/engine/engine.h"
#include "data/finding.h"
#include "data/whatif.h"

/*
 * What would come of each [scenario] for the most urgent series that one of them changes: the plans that a bare
 * `whatif` compares, so committed scenarios are in the baseline. *out is NULL where the config has none, or
 * none changes anything; it lives in the context's arena.
 */
int report_plans(struct context *context, const struct engine *engine, const struct analysis *analysis,
                 const struct whatif **out, struct error *err);

#endif
