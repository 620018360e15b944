/*
 * Google Cloud Monitoring, projects.timeSeries.list: as the REST API answers, pages one after
 * another, or the bare array that Python's client library gives, with its own spelling of keys.
 * https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.timeSeries/list
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/gcp_series.h"
#include "ingest/json_import.h"

/* So many samples are kept for a unit that may stand at the end of the page; a page has 10^5. */
enum { HELD_MOST = 2 << 20 };

struct reader {
    struct gcp_series series;
    struct buckets    buckets;
    struct held       held;
    char     unit[64];             /* of the page */
    int      incomplete;
    uint64_t texts;
};

static void read_point(struct json_job *job, struct reader *r)
{
    struct gcp_point point = { .kind = { NUMBER_MISSING } };
    const char *key;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (gcp_key(key, "interval"))
            gcp_read_interval(job->json, job->options, job->out, &point);
        else if (gcp_key(key, "value"))
            gcp_read_value(job->json, &r->buckets, &point);
    }
    gcp_series_add(&r->series, &point, job->json, job->out);
}

static void read_points(struct json_job *job, struct reader *r)
{
    if (!json_array(job->json))
        return;
    while (json_element(job->json))
        read_point(job, r);
}

/* A label of the metric that the resource has too, with another value, keeps both. */
static void add_label(struct reader *r, const char *owner, const char *name, const char *value)
{
    const char *there = tags_get(&r->series.tags, name);
    char longer[256];

    if (there && strcmp(there, value) != 0) {
        snprintf(longer, sizeof longer, "%s_%s", owner, name);
        name = longer;
    }
    tags_add(&r->series.tags, name, value);
}

static void read_labels(struct json_job *job, struct reader *r, const char *owner)
{
    const char *name, *value;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &name))
        if ((value = json_text(job->json, NULL)) != NULL)
            add_label(r, owner, name, value);
}

/* metric and resource are both {type, labels}; the type of a resource is no label. */
static void read_owner(struct json_job *job, struct reader *r, const char *owner, char *type,
                       size_t room)
{
    const char *key;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "type") == 0 && type)
            json_copy(job->json, type, room);
        else if (strcmp(key, "labels") == 0)
            read_labels(job, r, owner);
    }
}

static void put_held(struct json_job *job, struct reader *r)
{
    struct draft late = { .unit = r->unit };

    json_check(job->json, held_put(&r->held, &late, job->options, job->out, json_err(job->json)));
}

static void read_series(struct json_job *job, struct reader *r)
{
    const char *key;

    gcp_series_clear(&r->series);
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "metric") == 0)
            read_owner(job, r, "metric", r->series.metric, sizeof r->series.metric);
        else if (strcmp(key, "resource") == 0)
            read_owner(job, r, "resource", NULL, 0);
        else if (gcp_key(key, "metricKind"))
            json_copy(job->json, r->series.metric_kind, sizeof r->series.metric_kind);
        else if (strcmp(key, "unit") == 0)
            json_copy(job->json, r->series.unit, sizeof r->series.unit);
        else if (strcmp(key, "points") == 0)
            read_points(job, r);
    }
    r->texts += r->series.texts;
    gcp_series_end(&r->series, &r->held, job->json);
    if (r->held.samples > HELD_MOST)
        put_held(job, r);
}

static void read_list(struct json_job *job, struct reader *r)
{
    if (!json_array(job->json))
        return;
    job->found = 1;
    while (json_element(job->json))
        read_series(job, r);
}

static void read_problem(struct json_job *job)
{
    const char *key;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key))
        if (strcmp(key, "message") == 0)
            json_problem(job);
}

static void read_page(struct json_job *job, struct reader *r)
{
    const char *key;
    size_t length = 0;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (gcp_key(key, "timeSeries"))
            read_list(job, r);
        else if (strcmp(key, "unit") == 0)
            json_copy(job->json, r->unit, sizeof r->unit);
        else if (gcp_key(key, "nextPageToken"))
            r->incomplete = json_text(job->json, &length) && length > 0;
        else if (gcp_key(key, "executionErrors") && json_next(job->json) == JSON_ARRAY)
            intake_note(job->out, "the query had errors: some series may be missing");
        else if (strcmp(key, "error") == 0)
            read_problem(job);
    }
}

static void read_document(struct json_job *job, void *self)
{
    struct reader *r = self;

    r->unit[0] = '\0';
    r->incomplete = 0;
    if (json_next(job->json) == JSON_ARRAY)
        read_list(job, r);
    else
        read_page(job, r);
    put_held(job, r);
}

static int gcp_json_read(struct input *in, const struct ingest_options *options,
                         struct intake *out, struct error *err)
{
    struct reader *r = calloc(1, sizeof *r);
    int rc;

    if (!r)
        return error_set(err, ERR_NOMEM, "no memory for reading JSON");
    gcp_series_init(&r->series);
    rc = json_import(in, options, out, JSON_DOCUMENTS, read_document, r, "time series", err);
    if (r->incomplete)
        intake_note(out, "the export is incomplete: it ends with a nextPageToken, "
                    "so fetch the pages that follow as well");
    if (r->texts)
        intake_note(out, "%llu text value(s) left out: they are no numbers",
                    (unsigned long long)r->texts);
    held_release(&r->held);
    gcp_series_release(&r->series);
    free(r);
    return rc;
}

static int gcp_json_sniff(const char *head, size_t length)
{
    static const char *const paths[] = {
        "timeSeries[].metric.type",  "timeSeries[].points",  "time_series[].points",
        "[].metric.type",            "[].points[].interval", "timeSeries[].resource.type",
        "error.status", "error.message", NULL,
    };
    unsigned found = json_sniff(head, length, paths);

    if ((found & 0x27) || (found & 0x18) == 0x18)
        return 100;
    return (found & 0xc0) == 0xc0 ? 40 : 0;    /* an error of some Google API */
}

const struct importer importer_gcp_json = {
    .name = "gcp-json",
    .title = "Google Cloud Monitoring timeSeries.list, JSON",
    .recognised = "timeSeries[] with metric, resource and points",
    .command = "curl -H \"Authorization: Bearer $(gcloud auth print-access-token)\" "
               "'https://monitoring.googleapis.com/v3/projects/PROJECT/timeSeries?filter=…'",
    .example = "{\"timeSeries\":[{\"metric\":{\"type\":"
               "\"cloudsql.googleapis.com/database/postgresql/num_backends\",\"labels\":"
               "{\"database\":\"app\"}},\"resource\":{\"type\":\"cloudsql_database\",\"labels\":"
               "{\"project_id\":\"acme\",\"database_id\":\"acme:db-main\"}},\"metricKind\":"
               "\"GAUGE\",\"valueType\":\"INT64\",\"points\":[{\"interval\":{\"endTime\":"
               "\"2025-11-23T00:05:00Z\"},\"value\":{\"int64Value\":\"111\"}},{\"interval\":"
               "{\"endTime\":\"2025-11-23T00:00:00Z\"},\"value\":{\"int64Value\":\"109\"}}]}]}\n",
    .sniff = gcp_json_sniff,
    .read = gcp_json_read,
};
