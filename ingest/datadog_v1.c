/*
 * Datadog, /api/v1/query: series with a list of [milliseconds, value]. The time is the start of
 * the interval. https://docs.datadoghq.com/api/latest/metrics/#query-timeseries-points
 */
#include <stdlib.h>
#include <string.h>

#include "ingest/datadog_names.h"
#include "ingest/naming.h"

struct reader {
    struct pairs  pairs;
    struct points points;
    char   metric[1024], unit[80], stat[32];
    double interval;      /* seconds */
};

static void read_points(struct json_job *job, struct reader *r)
{
    int more;

    if (!json_array(job->json))
        return;
    do {
        more = json_pairs(job->json, PAIR_TIME_FIRST, PAIR_MILLISECONDS, &r->pairs);
        json_check(job->json, points_add_many(&r->points, r->pairs.at, r->pairs.value,
                                              r->pairs.count, json_err(job->json)));
    } while (more);
}

/* "env:prod,host:db-main" */
static void read_scope(struct json_job *job)
{
    const char *text = json_text(job->json, NULL);
    char tag[512];

    while (text && *text) {
        size_t length = strcspn(text, ",");

        if (length < sizeof tag) {
            memcpy(tag, text, length);
            tag[length] = '\0';
            datadog_tag(&job->tags, tag);
        }
        text += length + (text[length] == ',');
    }
}

static void put_series(struct json_job *job, struct reader *r)
{
    struct draft draft = { .source = "datadog", .metric = r->metric, .unit = r->unit,
                           .tags = &job->tags };
    struct stat_word word;

    draft.stat = statistic_word(r->stat, strlen(r->stat), word.text);
    draft.resource = tags_take_first(&job->tags, datadog_resources);
    if (r->interval > 0 && r->interval < 1e9)
        draft.period_ms = (int64_t)(r->interval * 1000);
    json_put_points(job, &draft, &r->points);
}

static void read_series(struct json_job *job, struct reader *r)
{
    const char *key;

    tags_clear(&job->tags);
    r->metric[0] = r->unit[0] = r->stat[0] = '\0';
    r->interval = 0;
    r->points.count = 0;
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "metric") == 0)
            json_copy(job->json, r->metric, sizeof r->metric);
        else if (strcmp(key, "aggr") == 0 && json_next(job->json) == JSON_STRING)
            json_copy(job->json, r->stat, sizeof r->stat);
        else if (strcmp(key, "scope") == 0)
            read_scope(job);
        else if (strcmp(key, "tag_set") == 0)
            datadog_tags(job);
        else if (strcmp(key, "unit") == 0)
            datadog_unit(job, r->unit, sizeof r->unit);
        else if (strcmp(key, "interval") == 0)
            (void)json_number(job->json, &r->interval);
        else if (strcmp(key, "pointlist") == 0)
            read_points(job, r);
    }
    put_series(job, r);
}

static void read_document(struct json_job *job, void *self)
{
    const char *key;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "series") == 0 && json_array(job->json)) {
            job->found = 1;
            while (json_element(job->json))
                read_series(job, self);
        } else if (strcmp(key, "error") == 0 && json_next(job->json) == JSON_STRING) {
            json_problem(job);
        }
    }
}

static int datadog_v1_read(struct input *in, const struct ingest_options *options,
                           struct intake *out, struct error *err)
{
    struct reader *r = calloc(1, sizeof *r);
    int rc;

    if (!r)
        return error_set(err, ERR_NOMEM, "no memory for reading JSON");
    rc = json_import(in, options, out, JSON_DOCUMENTS, read_document, r, "series", err);
    points_release(&r->points);
    free(r);
    return rc;
}

static int datadog_v1_sniff(const char *head, size_t length)
{
    static const char *const paths[] = { "series[].pointlist", NULL };

    return json_sniff_all(head, length, paths, 100);
}

const struct importer importer_datadog_v1 = {
    .name = "datadog-v1",
    .title = "Datadog /api/v1/query, JSON",
    .recognised = "series[] with pointlist",
    .command = "curl -H \"DD-API-KEY: …\" -H \"DD-APPLICATION-KEY: …\" "
               "'https://api.datadoghq.com/api/v1/query?from=…&to=…&query=…'",
    .example = "{\"status\":\"ok\",\"series\":[{\"metric\":\"postgresql.connections\",\"scope\":"
               "\"env:prod,host:db-main\",\"tag_set\":[\"host:db-main\"],\"interval\":300,\"aggr\":"
               "\"avg\",\"pointlist\":[[1763769600000.0,109.0],[1763769900000.0,null]],"
               "\"unit\":null}]}\n",
    .sniff = datadog_v1_sniff,
    .read = datadog_v1_read,
};
