/*
 * JSON Lines: some thousand samples of one series a line, times in ms since 1970.
 *
 *     {"source":"","resource":"web-1","metric":"cpu","labels":"","unit":"%","kind":"gauge",
 *      "period_seconds":0,"timestamps":[…],"values":[…],"capacities":[[since,value],…]}
 *
 * Read back by ingest/headroom_json.c.
 */
#include "analyzer/export/export.h"
#include "data/base/clock.h"
#include "data/base/number.h"
#include "reports/json_write.h"

enum { LINE_SAMPLES = 4096 };

static void add_times(struct buf *out, const int64_t *at, size_t count)
{
    json_put_key(out, "timestamps");
    json_begin(out, '[');
    for (size_t i = 0; i < count; i++)
        buf_addf(out, "%s%lld", i ? "," : "", (long long)at[i]);
    json_end(out, ']');
}

static void add_values(struct buf *out, const double *value, size_t count)
{
    char number[NUMBER_ROOM];

    json_put_key(out, "values");
    json_begin(out, '[');
    for (size_t i = 0; i < count; i++)
        buf_addf(out, "%s%s", i ? "," : "", number_exact(number, value[i]));
    json_end(out, ']');
}

static void add_capacities(struct buf *out, const struct store_capacity *row, size_t count)
{
    char number[NUMBER_ROOM];

    if (!count)
        return;
    json_put_key(out, "capacities");
    json_begin(out, '[');
    for (size_t i = 0; i < count; i++)
        buf_addf(out, "%s[%lld,%s]", i ? "," : "", (long long)row[i].from,
                 number_exact(number, row[i].value));
    json_end(out, ']');
}

static void add_line(struct export *export, const struct store_series *series, size_t from,
                     size_t count, int is_first)
{
    const struct series_info *info = &series->info;
    const struct store_capacity *row;
    size_t rows = export_capacities(export, series, &row);
    struct buf *out = &export->text;

    json_begin(out, '{');
    json_put_text(out, "source", info->key.source);
    json_put_text(out, "resource", info->key.resource);
    json_put_text(out, "metric", info->key.metric);
    json_put_text(out, "labels", info->key.labels);
    json_put_text(out, "unit", info->unit);
    json_put_text(out, "kind", series_kind_name(info->kind));
    json_put_number(out, "period_seconds", (double)info->period_ms / (double)SECOND_MS);
    add_times(out, export->samples.at + from, count);
    add_values(out, export->samples.value + from, count);
    if (is_first)
        add_capacities(out, row, rows);
    json_end(out, '}');
    buf_addc(out, '\n');
}

static int write_series(struct export *export, const struct store_series *series, struct error *err)
{
    int64_t at = export->from;
    int rc, is_first = 1;

    while ((rc = export_part(export, series, &at, err)) > 0) {
        for (size_t i = 0; i < export->samples.count; i += LINE_SAMPLES) {
            size_t left = export->samples.count - i;

            add_line(export, series, i, left < LINE_SAMPLES ? left : LINE_SAMPLES, is_first);
            is_first = 0;
            if (export_flush(export, 0, err) < 0)
                return err->code;
        }
    }
    return rc;
}

static int write_json(struct export *export, struct error *err)
{
    int rc = 0;

    for (size_t i = 0; i < export->count && rc == 0; i++)
        rc = write_series(export, &export->series[i], err);
    return rc;
}

const struct exporter exporter_json = {
    .name = "json",
    .title = "JSON Lines, many samples of one series a line; ingest reads it back to the same store",
    .write = write_json,
};
