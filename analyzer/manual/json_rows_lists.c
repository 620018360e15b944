/* analyzer/manual/json_rows_lists.c - what ingest counts, and the tables of the other commands. */
#include "analyzer/manual/json.h"

#define COUNTS_BELOW(depth)                                                        \
    { depth, "read", "count", "values found" },                                    \
    { depth, "samples", "count", "of them read" },                                 \
    { depth, "new", "count", "that were not there" },                              \
    { depth, "duplicate", "count", "that were there already" },                    \
    { depth, "replaced", "count", "that were there with another value" },          \
    { depth, "rejected", "count", "values that could not be read" },               \
    { depth, "reasons", "objects", "why, the most frequent first" },               \
    { depth + 1, "reason", "text", "in words" },                                   \
    { depth + 1, "count", "count", "how often" },                                  \
    { depth, "missing", "count", "cells without a value" },                        \
    { depth, "infinite", "count", "values that are no finite number" }

#define SPAN_BELOW(depth)                                                          \
    { depth, "from", "time?", "the oldest sample" },                               \
    { depth, "to", "time?", "the newest sample" },                                 \
    { depth, "bytes", "count", "of text" },                                        \
    { depth, "seconds", "number", "it took" }

const struct json_row keys_ingest[] = {
    { 0, "files", "objects", "in the order of the command line" },
    { 1, "file", "text", "as named" },
    { 1, "format", "text?", "as found or given" },
    COUNTS_BELOW(1),
    { 1, "series", "count", "in this file" },
    SPAN_BELOW(1),
    { 1, "errors", "objects", "the first values that could not be read" },
    { 2, "line", "count?", "where" },
    { 2, "column", "text?", "where in it" },
    { 2, "reason", "text", "why" },
    { 1, "notes", "texts", "what was guessed" },
    { 1, "failure", "object?", "why nothing of it was stored" },
    { 2, "status", "count", "exit status that stands for it" },
    { 2, "line", "count?", "where" },
    { 2, "reason", "text", "why" },
    { 2, "hint", "text?", "what to do" },
    { 0, "total", "object", "of all files" },
    COUNTS_BELOW(1),
    { 1, "series", "count?", "in all of them; null where they were not compared" },
    SPAN_BELOW(1),
    { 0, NULL, NULL, NULL },
};

const struct json_row keys_series[] = {
    { 0, "series", "objects", "by name" },
    { 1, "series", "text", "SOURCE/RESOURCE/METRIC{labels}" },
    { 1, "unit", "text", "base unit; empty for a bare number" },
    { 1, "kind", "text", "gauge, counter or delta" },
    { 1, "samples", "count", "stored" },
    { 1, "from", "date?", "the oldest" },
    { 1, "to", "date?", "the newest" },
    { 1, "cadence_seconds", "number?", "usual distance of samples" },
    { 1, "coverage", "number?", "share of the expected samples that is there" },
    { 1, "last_value", "number?", "the newest" },
    { 1, "capacity", "number?", "in force" },
    { 1, "capacity_origin", "text", "unit, config, column, set or none" },
    { 0, NULL, NULL, NULL },
};

const struct json_row keys_formats[] = {
    { 0, "formats", "objects", "in the order in which they are tried" },
    { 1, "name", "text", "for --format" },
    { 1, "title", "text", "what it is" },
    { 1, "recognised", "text", "by what" },
    { 1, "command", "text", "that exports it" },
    { 0, NULL, NULL, NULL },
};

const struct json_row keys_events[] = {
    { 0, "events", "objects", "by time" },
    { 1, "id", "count", "for `event remove`" },
    { 1, "kind", "text", "capacity, cleanup, launch or ignore" },
    { 1, "selector", "text", "whose" },
    { 1, "at", "time", "when it happened, or began" },
    { 1, "until", "time?", "when it ended" },
    { 1, "note", "text", "as given" },
    { 0, NULL, NULL, NULL },
};

const struct json_row keys_capacity[] = {
    { 0, "capacity", "objects", "by series and time" },
    { 1, "series", "text", "SOURCE/RESOURCE/METRIC{labels}" },
    { 1, "from", "time?", "in force from here on; null: always" },
    { 1, "capacity", "number", "in the unit" },
    { 1, "unit", "text", "of the series" },
    { 1, "origin", "text", "column or set" },
    { 0, NULL, NULL, NULL },
};

const struct json_row keys_ledger[] = {
    { 0, "ledger", "objects", "recorded runs, the newest first" },
    { 1, "run", "count", "its number" },
    { 1, "as_of", "date", "from which it looked" },
    { 1, "series", "count", "looked at" },
    { 1, "levels_due", "count", "forecasts of levels that can be graded" },
    { 1, "coverage", "number?", "share of them inside the 80 % band" },
    { 1, "median_error_percent", "number?", "median absolute error" },
    { 1, "bias_percent", "number?", "median error" },
    { 1, "dates_held", "count", "dates that came true" },
    { 1, "dates_failed", "count", "dates that did not" },
    { 1, "dates_open", "count", "dates that are not due" },
    { 1, "median_date_error_days", "number?", "how far off the dates were" },
    { 1, "recorded_at", "time", "when" },
    { 1, "command", "text", "by which command" },
    { 0, NULL, NULL, NULL },
};

const struct json_row keys_run[] = {
    { 0, "run", "objects", "the series of one recorded run, by name" },
    { 1, "series", "text", "SOURCE/RESOURCE/METRIC{labels}" },
    { 1, "verdict", "text", "foretold" },
    { 1, "date_early", "date?", "foretold" },
    { 1, "date_median", "date?", "foretold" },
    { 1, "date_late", "date?", "foretold" },
    { 1, "date_grade", "text?", "how the date turned out" },
    { 1, "levels_due", "count", "forecasts of levels that can be graded" },
    { 1, "levels_inside", "count", "of them inside the 80 % band" },
    { 1, "median_error_percent", "number?", "median absolute error" },
    { 0, NULL, NULL, NULL },
};

const struct json_row keys_merge[] = {
    { 0, "merge", "objects", "stores in the order of the command line" },
    { 1, "store", "text", "the file" },
    { 1, "series", "count", "it has" },
    { 1, "new_series", "count", "of them that were not there" },
    { 1, "samples", "count", "that were not there" },
    { 1, "duplicate", "count", "samples that were there already" },
    { 1, "replaced", "count", "samples that were there with another value" },
    { 0, NULL, NULL, NULL },
};

const struct json_row keys_config[] = {
    { 0, "config", "objects", "settings in force" },
    { 1, "setting", "text", "section.key, or section.name.key" },
    { 1, "value", "text?", "as read" },
    { 1, "origin", "text", "file:line, an option, a variable, or default" },
    { 0, NULL, NULL, NULL },
};

const struct json_row keys_doctor[] = {
    { 0, "doctor", "objects", "what was looked at" },
    { 1, "state", "text", "ok, advice or problem" },
    { 1, "subject", "text", "what" },
    { 1, "finding", "text", "in words" },
    { 0, NULL, NULL, NULL },
};

const struct json_row keys_verify[] = {
    { 0, "verify", "objects", "one row" },
    { 1, "store", "text", "the file" },
    { 1, "series", "count", "looked at" },
    { 1, "chunks", "count", "decoded" },
    { 1, "samples", "count", "in them" },
    { 1, "hours", "count", "made anew and compared" },
    { 1, "imports", "count", "in the ledger of imports" },
    { 1, "faults", "count", "found; 0 is sound" },
    { 0, NULL, NULL, NULL },
};

const struct json_row keys_query[] = {
    { 0, "rows", "objects", "of the result" },
    { 1, "*", "any?", "a column by its name; bytes as hex digits" },
    { 0, NULL, NULL, NULL },
};

const struct json_schema json_schemas[] = {
    { "headroom.analysis/1", "what runs out, when, and what to do",
      "analyze --format json, report --format json", keys_analysis },
    { "headroom.forecast/1", "how series go on", "forecast --format json", keys_forecast },
    { "headroom.explain/1", "how a verdict was reached", "explain --format json", keys_explain },
    { "headroom.check/1", "the gate", "check --json", keys_check },
    { "headroom.whatif/1", "forecasts under changed assumptions", "whatif --format json", keys_whatif },
    { "headroom.size/1", "how large it should be", "size --format json", keys_size },
    { "headroom.simulate/1", "scaling policies replayed", "simulate --format json", keys_simulate },
    { "headroom.backtest/1", "how good forecasts would have been", "backtest --format json",
      keys_backtest },
    { "headroom.ledger/1", "how recorded runs turned out", "ledger --format json", keys_ledger },
    { "headroom.run/1", "how one run turned out", "ledger RUN --format json", keys_run },
    { "headroom.ingest/1", "what was read from files", "ingest --output-format json", keys_ingest },
    { "headroom.series/1", "the series of the store", "series --format json", keys_series },
    { "headroom.formats/1", "the formats that are read", "formats --format json", keys_formats },
    { "headroom.events/1", "what happened", "event list --format json", keys_events },
    { "headroom.capacity/1", "capacities", "capacity list --format json", keys_capacity },
    { "headroom.query/1", "rows of a query", "query --format json", keys_query },
    { "headroom.merge/1", "stores put together", "merge --format json", keys_merge },
    { "headroom.config/1", "settings in force", "config show --format json", keys_config },
    { "headroom.doctor/1", "what is installed and set", "doctor --format json", keys_doctor },
    { "headroom.verify/1", "whether a store is sound", "verify --format json", keys_verify },
    { NULL, NULL, NULL, NULL },
};
