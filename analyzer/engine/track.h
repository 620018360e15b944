/*
 * analyzer/engine/track.h - how the forecasts of the last runs turned out, over all and for each series.
 *
 * A run every week or so is graded (grade.h), as far back as the bins of a finding reach: runs of one week
 * foretell much the same, and would count one mistake many times.
 */
#ifndef ANALYZER_ENGINE_TRACK_H
#define ANALYZER_ENGINE_TRACK_H

#include "data/base/arena.h"
#include "data/base/clock.h"
#include "data/findings.h"
#include "data/store/store.h"
#include "reports/report.h"

/*
 * Fills graded, inside, error_pct, bias_pct and failed of *out. runs[count]: the ledger. A series
 * has failed when more of its dates failed than held, or at least TRACK_LEVELS of its levels are due and most of
 * them came outside their 80 % band.
 */
enum { TRACK_LEVELS = 4 };
int track_runs(struct store *store, const struct store_run *runs, size_t count, const struct analysis *analysis,
               const struct findings *named, const struct zone *zone, struct arena *arena,
               struct comparison *out, struct error *err);

#endif
