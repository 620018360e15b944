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

int csv_import(struct input *in, csv_planner *planner, const struct ingest_options *options,
               struct intake *out, struct error *err);

#endif
