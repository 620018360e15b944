/*
 * data/store/tables.h - samples and hourly rollups as tables that SQL can read.
 *
 *     samples   series, time, value, at, id
 *     hourly    series, time, count, sum, min, max, mean, p95, last, at, id
 *
 * `series` is the name, `id` its key in the table series; `time` is ISO 8601 in UTC, `at` the same
 * in ms since 1970 (of an hour: its start). Rows come by name of series and rising time.
 * Comparisons of series, id, time and at with constants, and GLOB on series, read only the chunks
 * they ask for. The tables are read-only and work at the top level of a statement only, never
 * from a view or trigger that a file brings along.
 */
#ifndef DATA_STORE_TABLES_H
#define DATA_STORE_TABLES_H

#include "data/base/error.h"
#include "data/store/store.h"

/* Makes both known to the store's connection; again is harmless. ERR_NOMEM, ERR_STORE. */
int tables_register(struct store *store, struct error *err);

#endif
