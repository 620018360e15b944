/*
 * ingest/csv_long.c - CSV with a value column: a sample a row.
 *
 *     time,host,metric,value
 *     2026-01-31T00:00:00Z,db-1,cpu.used,41.5
 */
#include "ingest/csv_table.h"

static int sniff(const char *head, size_t length)
{
    return csv_plan_sniff(head, length, 1);
}

static int read_table(struct input *in, const struct ingest_options *options, struct intake *out,
                      struct error *err)
{
    return csv_import(in, csv_plan_make, options, out, err);
}

extern const struct importer importer_csv_long;
const struct importer importer_csv_long = {
    .name       = "csv-long",
    .title      = "CSV, one sample a row",
    .recognised = "a time column and a value column",
    .command    = "psql -c \"COPY (SELECT time, host, metric, value FROM …) TO STDOUT CSV HEADER\"",
    .example    = "time,host,metric,unit,value\n"
                  "2026-01-31T00:00:00Z,db-1,cpu.used,percent,41.5\n"
                  "2026-01-31T00:00:00Z,db-2,cpu.used,percent,2.385\n",
    .sniff      = sniff,
    .read       = read_table,
    .describe   = csv_plan_describe,
    .write_mapping = csv_plan_write,
};
