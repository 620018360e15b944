/*
 * analyzer/engine/quality.h - what is wrong with the data, as rows of the report.
 */
#ifndef ANALYZER_ENGINE_QUALITY_H
#define ANALYZER_ENGINE_QUALITY_H

#include "data/base/arena.h"
#include "data/finding.h"
#include "data/store/store.h"
#include "reports/report.h"

/* Series that stopped, have gaps, resets or little history; files of which rows were rejected. */
int quality_rows(struct store *store, const struct analysis *analysis, struct arena *arena,
                 const struct quality_row **out, size_t *count, struct error *err);

#endif
