/*
 * What `headroom export` writes as json: a line for some thousand samples of one series.
 *
 *     {"source":"","resource":"web-1","metric":"cpu","labels":"","unit":"%","kind":"gauge",
 *      "period_seconds":0,"timestamps":[…],"values":[…],"capacities":[[since,value],…]}
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/json_arrays.h"

enum { PART_ROOM = 1025, LABELS_ROOM = 8193, UNIT_ROOM = 64, KIND_ROOM = 16 };

struct reader {
    struct json_arrays arrays;
    struct points      points;
    struct points      capacities;
    char   source[PART_ROOM], resource[PART_ROOM], metric[PART_ROOM], labels[LABELS_ROOM];
    char   unit[UNIT_ROOM], kind[KIND_ROOM];
    double period;
};

static void read_capacities(struct json_job *job, struct reader *r)
{
    if (!json_array(job->json))
        return;
    while (json_element(job->json)) {
        int64_t at = INT64_MIN;
        double value = 0;
        int place = 0;

        if (!json_array(job->json))
            continue;
        while (json_element(job->json)) {
            if (place++ == 0)
                json_instant(job, "capacities", &at);
            else
                json_number(job->json, &value);
        }
        if (at != INT64_MIN && value > 0)
            json_check(job->json, points_add(&r->capacities, at, value, json_err(job->json)));
    }
}

static void read_member(struct json_job *job, struct reader *r, const char *key)
{
    const struct { const char *key; char *text; size_t room; } texts[] = {
        { "source", r->source, sizeof r->source },    { "resource", r->resource, sizeof r->resource },
        { "metric", r->metric, sizeof r->metric },    { "labels", r->labels, sizeof r->labels },
        { "unit", r->unit, sizeof r->unit },          { "kind", r->kind, sizeof r->kind },
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (strcmp(key, texts[i].key) == 0) {
            json_copy(job->json, texts[i].text, texts[i].room);
            return;
        }
    if (strcmp(key, "period_seconds") == 0)
        json_number(job->json, &r->period);
    else if (strcmp(key, "timestamps") == 0)
        json_read_times(job, &r->arrays);
    else if (strcmp(key, "values") == 0)
        json_read_values(job, &r->arrays);
    else if (strcmp(key, "capacities") == 0)
        read_capacities(job, r);
}

static void put_line(struct json_job *job, struct reader *r)
{
    struct draft draft = { .source = r->source, .resource = r->resource, .metric = r->metric,
                           .labels = r->labels, .unit = r->unit };
    struct json_series series = { 0 };

    if (!r->metric[0] || !series_kind_find(r->kind, &draft.kind) || !(r->period >= 0 && r->period < 1e9)) {
        json_reject(job, "metric", "a line without metric, kind or period");
        return;
    }
    draft.period_ms = llround(r->period * 1e3);
    json_join(job, &r->arrays, "values", &r->points);
    if (!json_series(job, &draft, &series))
        return;
    for (size_t i = 0; i < r->capacities.count; i++)
        json_check(job->json, intake_capacity(job->out, series.series, r->capacities.at[i],
                                              r->capacities.value[i] * series.scale,
                                              json_err(job->json)));
    json_put_points(job, &draft, &r->points);
}

static void read_line(struct json_job *job, void *self)
{
    struct reader *r = self;
    const char *key;

    r->source[0] = r->resource[0] = r->metric[0] = r->labels[0] = r->unit[0] = r->kind[0] = '\0';
    r->period = 0;
    r->arrays.values.count = r->arrays.times.count = r->capacities.count = 0;
    if (!json_object(job->json))
        return;
    job->found = 1;
    while (json_member(job->json, &key))
        read_member(job, r, key);
    put_line(job, r);
}

static int headroom_json_read(struct input *in, const struct ingest_options *options,
                              struct intake *out, struct error *err)
{
    struct reader *r = calloc(1, sizeof *r);
    int rc = r ? json_import(in, options, out, JSON_LINES, read_line, r, "series", err)
               : error_set(err, ERR_NOMEM, "no memory to read a line");

    if (r) {
        json_arrays_release(&r->arrays);
        points_release(&r->points);
        points_release(&r->capacities);
    }
    free(r);
    return rc;
}

/* All but the arrays stands in front. */
static int headroom_json_sniff(const char *head, size_t length)
{
    static const char *const paths[] = { "source=s", "resource=s", "metric=s", "labels=s", "kind=s",
                                         "period_seconds=n", NULL };

    return json_sniff(head, length, paths) == 0x3f ? 98 : 0;
}

const struct importer importer_headroom_json = {
    .name = "headroom-json",
    .title = "headroom's own export, JSON Lines",
    .recognised = "source, resource, metric, labels, kind and period_seconds in each line",
    .command = "headroom export --format json 'prod/*' -o prod.jsonl",
    .example = "{\"source\":\"prod\",\"resource\":\"db-1\",\"metric\":\"disk_used_bytes\","
               "\"labels\":\"mountpoint=\\\"/var\\\"\",\"unit\":\"B\",\"kind\":\"gauge\","
               "\"period_seconds\":0,\"timestamps\":[1769817600000,1769817900250],"
               "\"values\":[385000000,2.385],\"capacities\":[[1769817600000,1e9]]}\n",
    .sniff = headroom_json_sniff,
    .read = headroom_json_read,
};
