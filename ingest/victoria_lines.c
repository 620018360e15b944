/*
 * VictoriaMetrics /api/v1/export: a line for each series (or part of one), its values before its
 * times. https://docs.victoriametrics.com/#how-to-export-data-in-json-line-format
 */
#include <stdlib.h>
#include <string.h>

#include "ingest/json_arrays.h"
#include "ingest/prometheus_series.h"

struct reader {
    struct json_arrays arrays;
    struct points      points;
};

static void put_line(struct json_job *job, struct reader *r)
{
    struct points *p = &r->points;
    uint32_t series;
    double scale;
    int rc;

    json_join(job, &r->arrays, "values", p);
    if (p->count == 0)
        return;
    rc = prometheus_series(&job->tags, p->value, p->count, job->options, job->out, &series, &scale,
                           json_err(job->json));
    for (size_t i = 0; rc == 0 && scale != 1 && i < p->count; i++)
        p->value[i] *= scale;
    if (rc == 0)
        rc = intake_put_many(job->out, series, p->at, p->value, p->count, json_err(job->json));
    json_check(job->json, rc);
}

static void read_line(struct json_job *job, void *self)
{
    struct reader *r = self;
    const char *key;

    tags_clear(&job->tags);
    r->arrays.values.count = r->arrays.times.count = 0;
    if (!json_object(job->json))
        return;
    job->found = 1;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "metric") == 0)
            json_tags(job);
        else if (strcmp(key, "values") == 0)
            json_read_values(job, &r->arrays);
        else if (strcmp(key, "timestamps") == 0)
            json_read_times(job, &r->arrays);
    }
    put_line(job, r);
}

static int victoria_read(struct input *in, const struct ingest_options *options,
                         struct intake *out, struct error *err)
{
    struct reader r = { .points = { 0 } };
    int rc = json_import(in, options, out, JSON_LINES, read_line, &r, "series", err);

    json_arrays_release(&r.arrays);
    points_release(&r.points);
    return rc;
}

/* The timestamps may stand far behind the head. */
static int victoria_sniff(const char *head, size_t length)
{
    static const char *const paths[] = { "metric=o", "values[]=n", "values[]=b", "values[]=s", NULL };
    unsigned found = json_sniff(head, length, paths);

    return (found & 1) && (found & 0xe) ? 95 : 0;
}

const struct importer importer_victoria_lines = {
    .name = "victoriametrics",
    .title = "VictoriaMetrics export, JSON Lines",
    .recognised = "metric, values and timestamps in each line",
    .command = "curl 'http://HOST:8428/api/v1/export' -d 'match[]=…' -d 'start=…' -d 'end=…'",
    .example = "{\"metric\":{\"__name__\":\"up\",\"instance\":\"web-01:9100\",\"job\":\"node\"},"
               "\"values\":[1,1,null],\"timestamps\":[1761436800000,1761437100000,1761437400000]}\n",
    .sniff = victoria_sniff,
    .read = victoria_read,
};
