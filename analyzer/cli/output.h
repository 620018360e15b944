/*
 * analyzer/cli/output.h - a command's table in the form the user asked for.
 */
#ifndef ANALYZER_CLI_OUTPUT_H
#define ANALYZER_CLI_OUTPUT_H

#include "analyzer/cli/context.h"
#include "data/base/error.h"
#include "reports/table.h"

enum output { OUTPUT_TABLE, OUTPUT_JSON, OUTPUT_CSV };

/* "table", "json", "csv", NULL: choices of --format. */
extern const char *const output_formats[];

/* The options of a command that has but --format, and their defaults. */
struct output_settings { int format; };
extern const struct option output_options[];
extern const struct output_settings output_default;

/*
 * Writes the table to context->out: for people as wide as their terminal, as CSV,
 * or as `{"schema":"headroom.NAME/1","NAME":[{…},…]}`.
 */
int output_table(struct context *context, const struct table *table, enum output output,
                 const char *name, struct error *err);

#endif
