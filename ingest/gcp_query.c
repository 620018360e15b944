/*
 * Google Cloud Monitoring, projects.timeSeries.query (MQL): a descriptor names labels and values,
 * the data give them by position. Several values are several metrics.
 * https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.timeSeries/query
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/gcp_series.h"
#include "ingest/json_import.h"

enum { LABELS_MOST = 64, VALUES_MOST = 16, NAME_ROOM = 256 };

struct reader {
    char   label[LABELS_MOST][NAME_ROOM];      /* "resource.zone" */
    size_t labels;
    struct { char key[NAME_ROOM], unit[64], kind[24]; } value[VALUES_MOST];
    size_t values;
    struct gcp_series series[VALUES_MOST];
    struct gcp_point  point[VALUES_MOST];
    struct buckets    buckets;
    struct held       held;
    int    more;
};

static void read_label_descriptor(struct json_job *job, struct reader *r)
{
    const char *key;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key))
        if (strcmp(key, "key") == 0 && r->labels < LABELS_MOST)
            json_copy(job->json, r->label[r->labels++], NAME_ROOM);
}

static void read_value_descriptor(struct json_job *job, struct reader *r)
{
    const char *key;
    size_t i = r->values;

    if (i == VALUES_MOST || !json_object(job->json))
        return;
    r->value[i].key[0] = r->value[i].unit[0] = r->value[i].kind[0] = '\0';
    r->values++;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "key") == 0)
            json_copy(job->json, r->value[i].key, NAME_ROOM);
        else if (strcmp(key, "unit") == 0)
            json_copy(job->json, r->value[i].unit, sizeof r->value[i].unit);
        else if (gcp_key(key, "metricKind"))
            json_copy(job->json, r->value[i].kind, sizeof r->value[i].kind);
    }
}

static void read_descriptor(struct json_job *job, struct reader *r)
{
    const char *key;

    r->labels = r->values = 0;
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (gcp_key(key, "labelDescriptors") && json_array(job->json))
            while (json_element(job->json))
                read_label_descriptor(job, r);
        else if (gcp_key(key, "pointDescriptors") && json_array(job->json))
            while (json_element(job->json))
                read_value_descriptor(job, r);
    }
}

/* "resource.zone" is the label zone; "metric.state" is state. */
static const char *plain_label(const char *key)
{
    const char *dot = strrchr(key, '.');

    return dot && dot[1] ? dot + 1 : key;
}

/* {"stringValue":"x"}, {"int64Value":"200"} or {"boolValue":true} */
static void read_label_value(struct json_job *job, struct reader *r, size_t index)
{
    const char *key, *text;
    double truth;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (json_next(job->json) == JSON_BOOLEAN)
            text = json_number(job->json, &truth) == NUMBER_OK && truth != 0 ? "true" : "false";
        else
            text = json_text(job->json, NULL);
        for (size_t i = 0; text && index < r->labels && i < r->values; i++)
            tags_add(&r->series[i].tags, plain_label(r->label[index]), text);
    }
}

static void read_point(struct json_job *job, struct reader *r)
{
    struct gcp_point when = { .end = 0 };
    const char *key;
    size_t count = 0;

    memset(r->point, 0, sizeof r->point);
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (gcp_key(key, "timeInterval")) {
            gcp_read_interval(job->json, job->options, job->out, &when);
        } else if (strcmp(key, "values") == 0 && json_array(job->json)) {
            for (; json_element(job->json); count++)
                if (count < VALUES_MOST)
                    gcp_read_value(job->json, &r->buckets, &r->point[count]);
        }
    }
    for (size_t i = 0; i < count && i < r->values; i++) {
        r->point[i].start = when.start;
        r->point[i].end = when.end;
        gcp_series_add(&r->series[i], &r->point[i], job->json, job->out);
    }
}

/* "value.utilization" names the metric utilization, where the user names no other. */
static void begin_series(struct reader *r)
{
    for (size_t i = 0; i < r->values; i++) {
        struct gcp_series *series = &r->series[i];

        gcp_series_clear(series);
        snprintf(series->metric, sizeof series->metric, "%s", plain_label(r->value[i].key));
        snprintf(series->unit, sizeof series->unit, "%s", r->value[i].unit);
        snprintf(series->metric_kind, sizeof series->metric_kind, "%s", r->value[i].kind);
    }
}

static void read_series(struct json_job *job, struct reader *r)
{
    const char *key;
    size_t index = 0;

    begin_series(r);
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (gcp_key(key, "labelValues") && json_array(job->json))
            while (json_element(job->json))
                read_label_value(job, r, index++);
        else if (gcp_key(key, "pointData") && json_array(job->json))
            while (json_element(job->json))
                read_point(job, r);
    }
    for (size_t i = 0; i < r->values; i++)
        gcp_series_end(&r->series[i], &r->held, job->json);
    json_check(job->json, held_put(&r->held, NULL, job->options, job->out, json_err(job->json)));
}

static void read_document(struct json_job *job, void *self)
{
    struct reader *r = self;
    const char *key;
    size_t length = 0;

    r->values = r->labels = 0;
    r->more = 0;
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (gcp_key(key, "timeSeriesDescriptor")) {
            read_descriptor(job, r);
        } else if (gcp_key(key, "timeSeriesData")) {
            job->found = 1;
            if (!r->values)
                json_check(job->json, error_set(json_err(job->json), ERR_DATA,
                                                "no timeSeriesDescriptor before the data"));
            else if (json_array(job->json))
                while (json_element(job->json))
                    read_series(job, r);
        } else if (gcp_key(key, "nextPageToken")) {
            r->more = json_text(job->json, &length) && length > 0;
        }
    }
}

static int gcp_query_read(struct input *in, const struct ingest_options *options,
                          struct intake *out, struct error *err)
{
    struct reader *r = calloc(1, sizeof *r);
    int rc;

    if (!r)
        return error_set(err, ERR_NOMEM, "no memory for reading JSON");
    for (size_t i = 0; i < VALUES_MOST; i++)
        gcp_series_init(&r->series[i]);
    rc = json_import(in, options, out, JSON_DOCUMENTS, read_document, r, "timeSeriesData", err);
    if (r->more)
        intake_note(out, "the export is incomplete: it ends with a nextPageToken, "
                    "so fetch the pages that follow as well");
    for (size_t i = 0; i < VALUES_MOST; i++)
        gcp_series_release(&r->series[i]);
    held_release(&r->held);
    free(r);
    return rc;
}

static int gcp_query_sniff(const char *head, size_t length)
{
    static const char *const paths[] = { "timeSeriesDescriptor", NULL };

    return json_sniff_all(head, length, paths, 100);
}

const struct importer importer_gcp_query = {
    .name = "gcp-mql",
    .title = "Google Cloud Monitoring timeSeries.query (MQL), JSON",
    .recognised = "timeSeriesDescriptor, then timeSeriesData",
    .command = "curl -H \"Authorization: Bearer $(gcloud auth print-access-token)\" -d @query.json "
               "https://monitoring.googleapis.com/v3/projects/PROJECT/timeSeries:query",
    .example = "{\"timeSeriesDescriptor\":{\"labelDescriptors\":[{\"key\":\"resource.zone\"},"
               "{\"key\":\"resource.instance_id\"}],\"pointDescriptors\":[{\"key\":"
               "\"value.utilization\",\"valueType\":\"DOUBLE\",\"metricKind\":\"GAUGE\",\"unit\":"
               "\"10^2.%\"}]},\"timeSeriesData\":[{\"labelValues\":[{\"stringValue\":"
               "\"europe-west1-b\"},{\"stringValue\":\"42\"}],\"pointData\":[{\"values\":"
               "[{\"doubleValue\":0.415}],\"timeInterval\":{\"startTime\":"
               "\"2025-11-23T00:00:00Z\",\"endTime\":\"2025-11-23T00:01:00Z\"}}]}]}\n",
    .sniff = gcp_query_sniff,
    .read = gcp_query_read,
};
