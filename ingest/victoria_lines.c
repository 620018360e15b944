/*
 * VictoriaMetrics /api/v1/export: a line for each series (or part of one), its values before its
 * times. https://docs.victoriametrics.com/#how-to-export-data-in-json-line-format
 */
#include <stdlib.h>
#include <string.h>

#include "ingest/json_import.h"
#include "ingest/prometheus_series.h"

struct reader { struct points values, times; };

/* A value that is none keeps its place, its kind in .at. */
static void read_values(struct json_job *job, struct reader *r)
{
    if (!json_array(job->json))
        return;
    while (json_element(job->json)) {
        double value = 0;
        enum number_kind kind = json_number(job->json, &value);

        json_check(job->json, points_add(&r->values, kind, value, json_err(job->json)));
    }
}

static void read_times(struct json_job *job, struct reader *r)
{
    int64_t at;

    if (!json_array(job->json))
        return;
    while (json_element(job->json)) {
        if (!json_time(job->json, job->options, job->out, &at))
            at = INT64_MIN;
        json_check(job->json, points_add(&r->times, at, 0, json_err(job->json)));
    }
}

/* Moves what is a sample to the front of times and values; returns how many. */
static size_t join(struct json_job *job, struct reader *r)
{
    size_t count = 0, both = r->times.count < r->values.count ? r->times.count : r->values.count;

    if (r->times.count != r->values.count)
        json_reject(job, "values", "values and timestamps are not equally many");
    for (size_t i = 0; i < both; i++) {
        if (!json_count(job, (enum number_kind)r->values.at[i], "values"))
            continue;
        if (r->times.at[i] == INT64_MIN) {
            json_reject(job, "timestamps", "not a time between 1990 and 2200");
            continue;
        }
        r->times.at[count] = r->times.at[i];
        r->values.value[count++] = r->values.value[i];
    }
    return count;
}

static void put_line(struct json_job *job, struct reader *r)
{
    size_t count = join(job, r);
    uint32_t series;
    double scale;
    int rc;

    if (count == 0)
        return;
    rc = prometheus_series(&job->tags, r->values.value, count, job->options, job->out, &series,
                           &scale, json_err(job->json));
    for (size_t i = 0; rc == 0 && scale != 1 && i < count; i++)
        r->values.value[i] *= scale;
    if (rc == 0)
        rc = intake_put_many(job->out, series, r->times.at, r->values.value, count,
                             json_err(job->json));
    json_check(job->json, rc);
}

static void read_line(struct json_job *job, void *self)
{
    struct reader *r = self;
    const char *key;

    tags_clear(&job->tags);
    r->values.count = r->times.count = 0;
    if (!json_object(job->json))
        return;
    job->found = 1;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "metric") == 0)
            json_tags(job);
        else if (strcmp(key, "values") == 0)
            read_values(job, r);
        else if (strcmp(key, "timestamps") == 0)
            read_times(job, r);
    }
    put_line(job, r);
}

static int victoria_read(struct input *in, const struct ingest_options *options,
                         struct intake *out, struct error *err)
{
    struct reader r = { .values = { 0 } };
    int rc = json_import(in, options, out, JSON_LINES, read_line, &r, "series", err);

    points_release(&r.values);
    points_release(&r.times);
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
