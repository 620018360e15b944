#include "ingest/gcp_series.h"

#include <string.h>

#include "ingest/gcp_names.h"

void gcp_series_init(struct gcp_series *series)
{
    *series = (struct gcp_series){ .metric = "" };
    tags_init(&series->tags);
}

void gcp_series_clear(struct gcp_series *series)
{
    series->metric[0] = series->unit[0] = series->metric_kind[0] = '\0';
    tags_clear(&series->tags);
    for (int i = 0; i < GCP_STATS; i++)
        series->points[i].count = 0;
    series->period_ms = 0;
    series->texts = 0;
}

void gcp_series_release(struct gcp_series *series)
{
    tags_release(&series->tags);
    for (int i = 0; i < GCP_STATS; i++)
        points_release(&series->points[i]);
}

static void add_stat(struct gcp_series *series, enum gcp_stat stat, const struct gcp_point *point,
                     struct json *json)
{
    json_check(json, points_add(&series->points[stat], point->end, point->value[stat],
                                json_err(json)));
}

void gcp_series_add(struct gcp_series *series, const struct gcp_point *point, struct json *json,
                    struct intake *intake)
{
    int kept = 0;

    if (point->is_text) {
        series->texts++;
        intake_missing(intake, 1);
        return;
    }
    if (!point->end) {
        json_check(json, intake_reject(intake, json_line(json), "endTime", json_err(json),
                                       "a point without a time between 1990 and 2200"));
        return;
    }
    for (int i = 0; i < GCP_STATS; i++) {
        if (point->kind[i] == NUMBER_OK)
            add_stat(series, (enum gcp_stat)i, point, json);
        kept |= point->kind[i] == NUMBER_OK;
    }
    if (point->start && point->end > point->start)
        series->period_ms = point->end - point->start;
    if (kept)
        return;
    if (point->kind[GCP_PLAIN] == NUMBER_INFINITE)
        intake_infinite(intake, 1);
    else if (point->kind[GCP_PLAIN] == NUMBER_BAD)
        json_check(json, intake_reject(intake, json_line(json), "value", json_err(json),
                                       "not a number"));
    else
        intake_missing(intake, 1);
}

static enum series_kind kind_of(const char *text)
{
    if (strcmp(text, "DELTA") == 0 || strcmp(text, "2") == 0)
        return SERIES_DELTA;
    if (strcmp(text, "CUMULATIVE") == 0 || strcmp(text, "3") == 0)
        return SERIES_COUNTER;
    return SERIES_GAUGE;
}

void gcp_series_end(struct gcp_series *series, struct held *held, struct json *json)
{
    enum series_kind kind = kind_of(series->metric_kind);
    const char *resource = tags_take_first(&series->tags, gcp_resource_labels);
    struct draft draft = { .source = "gcp", .metric = series->metric, .unit = series->unit,
                           .usual_unit = gcp_unit(series->metric),
                           .resource = resource, .tags = &series->tags };

    for (int i = 0; i < GCP_STATS; i++) {
        if (series->points[i].count == 0)
            continue;
        /* a mean or quantile is a level, whatever was counted */
        draft.kind = i == GCP_PLAIN ? kind : SERIES_GAUGE;
        draft.period_ms = kind == SERIES_DELTA ? series->period_ms : 0;
        draft.stat = gcp_stat_names[i];
        if (!json_check(json, held_add(held, &draft, &series->points[i], json_err(json))))
            return;
    }
}
