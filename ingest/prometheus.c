/*
 * Prometheus and what speaks its HTTP API (Thanos, Mimir, VictoriaMetrics, Google's
 * PromQL): query_range matrices, instant vectors, scalars, and promtool's bare array.
 * https://prometheus.io/docs/prometheus/latest/querying/api/
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/json_import.h"
#include "ingest/prometheus_series.h"

struct reader {
    struct pairs pairs;

    /* the result being read */
    int      labelled, open;       /* its labels are known; its series is */
    uint32_t series;
    double   scale;
    struct points held;            /* values that came before their labels */

    uint64_t results, histograms;
    char     kind[64], problem[160];    /* of an error that the server answered with */
};

/* --- samples ----------------------------------------------------------------- */

static int open_series(struct json_job *job, struct reader *r, const double *value, size_t count)
{
    int rc = prometheus_series(&job->tags, value, count, job->options, job->out, &r->series,
                               &r->scale, json_err(job->json));

    r->open = rc == 0;
    return json_check(job->json, rc);
}

static void put(struct json_job *job, struct reader *r, const int64_t *at, double *value,
                size_t count)
{
    if (!r->open && !open_series(job, r, value, count))
        return;
    if (r->scale != 1)
        for (size_t i = 0; i < count; i++)
            value[i] *= r->scale;
    json_check(job->json, intake_put_many(job->out, r->series, at, value, count,
                                          json_err(job->json)));
}

static void put_pairs(struct json_job *job, struct reader *r)
{
    if (r->pairs.count == 0)
        return;
    if (r->labelled)
        put(job, r, r->pairs.at, r->pairs.value, r->pairs.count);
    else
        json_check(job->json, points_add_many(&r->held, r->pairs.at, r->pairs.value,
                                              r->pairs.count, json_err(job->json)));
}

static void put_held(struct json_job *job, struct reader *r)
{
    r->labelled = 1;
    if (r->held.count)
        put(job, r, r->held.at, r->held.value, r->held.count);
    r->held.count = 0;
}

/* --- the document -------------------------------------------------------------- */

static void read_values(struct json_job *job, struct reader *r)
{
    int more;

    if (!json_array(job->json))
        return;
    do {
        more = json_pairs(job->json, PAIR_TIME_FIRST, PAIR_SECONDS, &r->pairs);
        put_pairs(job, r);
    } while (more);
}

static void read_value(struct json_job *job, struct reader *r)
{
    r->pairs.count = 0;
    json_pair(job->json, PAIR_TIME_FIRST, PAIR_SECONDS, &r->pairs);
    put_pairs(job, r);
}

static void begin_result(struct json_job *job, struct reader *r)
{
    r->results++;
    r->labelled = r->open = 0;
    r->held.count = 0;
    tags_clear(&job->tags);
}

static void read_result(struct json_job *job, struct reader *r)
{
    const char *key;

    begin_result(job, r);
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "metric") == 0) {
            json_tags(job);
            put_held(job, r);
        } else if (strcmp(key, "values") == 0) {
            read_values(job, r);
        } else if (strcmp(key, "value") == 0) {
            read_value(job, r);
        } else if (strcmp(key, "histogram") == 0 || strcmp(key, "histograms") == 0) {
            r->histograms++;
        }
    }
    put_held(job, r);
}

/* A scalar's or string's result is one pair, without labels. */
static void read_scalar(struct json_job *job, struct reader *r)
{
    begin_result(job, r);
    r->labelled = 1;
    read_value(job, r);
}

static void read_results(struct json_job *job, struct reader *r)
{
    if (!json_array(job->json))
        return;
    job->found = 1;
    while (json_element(job->json))
        read_result(job, r);
}

static void read_data(struct json_job *job, struct reader *r)
{
    const char *key;
    char type[16] = "";

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "resultType") == 0) {
            json_copy(job->json, type, sizeof type);
        } else if (strcmp(key, "result") == 0) {
            if (strcmp(type, "scalar") == 0 || strcmp(type, "string") == 0) {
                job->found = 1;
                read_scalar(job, r);
            } else {
                read_results(job, r);
            }
        }
    }
}

static void read_remarks(struct json_job *job, const char *what)
{
    const char *text;

    if (!json_array(job->json))
        return;
    while (json_element(job->json))
        if ((text = json_text(job->json, NULL)) != NULL)
            intake_note(job->out, "%s of the server: %.200s", what, text);
}

/* Like json_copy(), but a long text is cut: it is only shown. */
static void copy_cut(struct json_job *job, char *out, size_t room)
{
    const char *text = json_text(job->json, NULL);

    snprintf(out, room, "%s", text ? text : "");
}

static void read_answer(struct json_job *job, struct reader *r)
{
    const char *key;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "data") == 0)
            read_data(job, r);
        else if (strcmp(key, "errorType") == 0)
            copy_cut(job, r->kind, sizeof r->kind);
        else if (strcmp(key, "error") == 0)
            copy_cut(job, r->problem, sizeof r->problem);
        else if (strcmp(key, "warnings") == 0)
            read_remarks(job, "warning");
        else if (strcmp(key, "infos") == 0)
            read_remarks(job, "remark");
    }
}

static void read_document(struct json_job *job, void *self)
{
    struct reader *r = self;

    r->kind[0] = r->problem[0] = '\0';
    if (json_next(job->json) == JSON_ARRAY)
        read_results(job, r);
    else
        read_answer(job, r);
    if (r->kind[0] || r->problem[0])
        snprintf(job->problem, sizeof job->problem, "%s%s%s", r->kind,
                 r->kind[0] && r->problem[0] ? ": " : "", r->problem);
}

static int prometheus_read(struct input *in, const struct ingest_options *options,
                           struct intake *out, struct error *err)
{
    struct reader *r = malloc(sizeof *r);
    int rc;

    if (!r)
        return error_set(err, ERR_NOMEM, "no memory for reading JSON");
    r->held = (struct points){ 0 };
    r->results = r->histograms = 0;
    rc = json_import(in, options, out, JSON_DOCUMENTS, read_document, r, "result of a query", err);
    if (rc == 0 && r->histograms)
        intake_note(out, "%llu native histogram(s) left out; query a quantile of them with "
                    "histogram_quantile()", (unsigned long long)r->histograms);
    if (rc == 0 && r->results == 0)
        intake_note(out, "the query found no series");
    points_release(&r->held);
    free(r);
    return rc;
}

static int prometheus_sniff(const char *head, size_t length)
{
    static const char *const paths[] = {
        "data.resultType", "data.result[].metric", "[].metric=o", "[].values[]=a", "[].value[]=n",
        "errorType", "[].metric.type", "status", "data", NULL,
    };
    unsigned found = json_sniff(head, length, paths);

    if (found & 0x23)
        return 100;
    if ((found & 0x04) && (found & 0x18) && !(found & 0x40))
        return 95;
    return (found & 0x180) == 0x180 ? 45 : 0;    /* an answer of the API, but to no query */
}

const struct importer importer_prometheus = {
    .name = "prometheus",
    .title = "Prometheus query results, JSON",
    .recognised = "data.resultType, or an array of objects with metric and values",
    .command = "curl 'http://HOST:9090/api/v1/query_range?query=…&start=…&end=…&step=300'",
    .example = "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":"
               "{\"__name__\":\"node_filesystem_used_bytes\",\"instance\":\"db-01:9100\","
               "\"mountpoint\":\"/\"},\"values\":[[1761436800,\"64095550683\"],"
               "[1761437100,\"64097450011\"]]}]}}\n",
    .sniff = prometheus_sniff,
    .read = prometheus_read,
};
