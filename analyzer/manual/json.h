/*
 * analyzer/manual/json.h - what the JSON of each command holds: keys, types and meanings.
 *
 * The published JSON Schemas and headroom-json(7) are printed from these tables, and the tests
 * hold what the commands write against them: a key that is not here fails them. Keys are added,
 * never renamed or dropped, without a new number in the name.
 */
#ifndef ANALYZER_MANUAL_JSON_H
#define ANALYZER_MANUAL_JSON_H

#include "data/base/buf.h"
#include "data/base/error.h"

/*
 * One key. Keys of an object stand below it, one deeper. Types:
 *     text time date number count flag    one value; time is ISO 8601 in UTC, date a local day
 *     any                                 a number or a text
 *     texts                               a list of them
 *     object objects                      an object, a list of objects
 *     map                                 an object whose keys are names; the one row below it, with
 *                                         the key "*", says what a value is
 * with ? behind it where it may be null. A key with ? behind it may be absent.
 */
struct json_row {
    int         depth;
    const char *key;
    const char *type;
    const char *help;
};

struct json_schema {
    const char *name;              /* "headroom.analysis/1", as in its key "schema" */
    const char *title;             /* one line, no full stop */
    const char *command;           /* what writes it */
    const struct json_row *rows;   /* ends with a NULL key */
};

/* All of them, in the order of the manual; ends with a NULL name. */
extern const struct json_schema json_schemas[];

extern const struct json_row keys_analysis[], keys_ingest[], keys_forecast[], keys_backtest[],
    keys_size[], keys_simulate[], keys_whatif[], keys_check[], keys_explain[], keys_series[],
    keys_formats[], keys_events[], keys_merge[], keys_capacity[], keys_ledger[], keys_run[], keys_config[], keys_doctor[],
    keys_verify[], keys_query[];

/* File names of the schemas, one a line: "headroom.analysis-1.json". */
void json_schema_list(struct buf *out);

/* One as JSON Schema (draft 2020-12), by its file name. ERR_NOTFOUND with the nearest as a hint. */
int json_schema_write(const char *file, struct buf *out, struct error *err);

/* What data/finding.h's struct cost comes to. */
#define COST_BELOW(depth)                                                                        \
    { depth, "price", "text", "of the [price]" },                                                \
    { depth, "currency", "text?", "as the config says" },                                        \
    { depth, "present_per_month", "number?", "of all that is there" },                           \
    { depth, "act_per_month", "number?", "of what is advised to be added; 0 for nothing" },      \
    { depth, "idle_per_month", "number?", "of what could be given back; 0 for nothing" },        \
    { depth, "waiting_days", "number", "until the next review, over which waiting is counted" }, \
    { depth, "waiting_saves", "number?", "by deciding then" },                                   \
    { depth, "waiting_days_at_limit", "number?", "expected, that this adds" },                   \
    { depth, "waiting_risks", "number?", "their price" }

#endif
