/*
 * ingest/csv_wide.c - CSV with a series in each column of numbers.
 *
 *     time,cpu (%),used [GiB]
 *     2026-01-31T00:00:00Z,41.5,120.25
 */
#include "ingest/csv_table.h"

static int sniff(const char *head, size_t length)
{
    return csv_plan_sniff(head, length, 0);
}

static int read_table(struct input *in, const struct ingest_options *options, struct intake *out,
                      struct error *err)
{
    return csv_import(in, csv_plan_make, options, out, err);
}

extern const struct importer importer_csv_wide;
const struct importer importer_csv_wide = {
    .name       = "csv-wide",
    .title      = "CSV, one series a column",
    .recognised = "a time column and columns of numbers",
    .command    = "Grafana: panel, Inspect, Data, series joined by time, Download CSV",
    .example    = "time,cpu (%),used [GiB]\n"
                  "2026-01-31T00:00:00Z,41.5,120.25\n"
                  "2026-01-31T00:05:00Z,2.385,120.5\n",
    .sniff      = sniff,
    .read       = read_table,
    .describe   = csv_plan_describe,
    .write_mapping = csv_plan_write,
};
