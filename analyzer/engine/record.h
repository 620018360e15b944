/*
 * analyzer/engine/record.h - runs kept, and compared with what came.
 */
#ifndef ANALYZER_ENGINE_RECORD_H
#define ANALYZER_ENGINE_RECORD_H

#include <stdint.h>

#include "analyzer/engine/engine.h"
#include "data/base/arena.h"
#include "reports/report.h"

#define RECORD_NONE     INT64_C(0)
#define RECORD_PREVIOUS INT64_C(-1)

/* Keeps what an analysis foretold. `at` is the clock. Opens the store for writing itself. */
int record_run(const char *store, int64_t lock_wait_ms, const struct analysis *analysis,
               const char *command, int64_t at, int64_t *out_id, struct error *err);

/*
 * Fills *out with what changed since a recorded run: RECORD_NONE, RECORD_PREVIOUS
 * (the newest with an earlier as_of; none there: compared with nothing) or an id (ERR_NOTFOUND).
 * The forecasts of the last runs whose day has come are graded against what came (track.h).
 */
int record_compare(const struct engine *engine, const struct analysis *analysis, int64_t run,
                   struct arena *arena, struct comparison *out, struct error *err);

#endif
