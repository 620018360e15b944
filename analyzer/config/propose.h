/*
 * analyzer/config/propose.h - rules, capacities and pairs for the series that a store has.
 *
 * One [rule] a metric, which writes down how headroom sees it already: changing nothing until
 * somebody does, but a place to do it. What nobody can know but the user is there as a comment. A
 * [pair] is proposed where two series look like a limit and what it limits, though no built-in
 * rule knows their names.
 */
#ifndef ANALYZER_CONFIG_PROPOSE_H
#define ANALYZER_CONFIG_PROPOSE_H

#include "analyzer/engine/engine.h"
#include "data/base/buf.h"
#include "data/base/error.h"

/* Appends sections of an INI file. ERR_NOMEM. */
int propose_rules(const struct engine *engine, struct buf *out, struct error *err);
void propose_pairs(const struct engine *engine, struct buf *out);

#endif
