/*
 * ingest/csv_table.h - a table of samples, read by a plan.
 *
 * csv_import() looks at the file, makes the plan (csv_roles.h) and reads. Where the header
 * changes in the middle, as in exports written one behind the other, the rest is planned
 * anew.
 */
#ifndef INGEST_CSV_TABLE_H
#define INGEST_CSV_TABLE_H

#include "ingest/csv_roles.h"

/* How a format makes its plan: csv_plan_make(), or one that knows a special head. */
typedef int csv_planner(struct csv_plan *out, const char *text, size_t length, int whole,
                        const struct ingest_options *options, struct arena *arena,
                        struct error *err);

int csv_import(struct input *in, csv_planner *planner, const struct ingest_options *options,
               struct intake *out, struct error *err);

#endif
