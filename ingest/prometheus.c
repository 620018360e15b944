/*
 * Prometheus and what speaks its HTTP API (Thanos, Mimir, VictoriaMetrics, Google's
 * PromQL): query_range matrices, instant vectors, scalars, and promtool's bare array.
 * https://prometheus.io/docs/prometheus/latest/querying/api/
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/draft.h"
#include "ingest/importer.h"
#include "ingest/json_pairs.h"
#include "ingest/json_read.h"
#include "ingest/json_sniff.h"
#include "ingest/points.h"
#include "ingest/prometheus_series.h"
#include "ingest/tags.h"

struct reader {
    struct json *json;
    const struct ingest_options *options;
    struct intake *out;
    struct tags    tags;
    struct pairs   pairs;

    /* the result being read */
    int      labelled, open;       /* its labels are known; its series is */
    uint32_t series;
    double   scale;
    struct points held;            /* values that came before their labels */

    uint64_t results, histograms;
    int      found;                /* some document held a result */
    char     status[32], kind[64], problem[256];
};

/* --- samples ----------------------------------------------------------------- */

static int open_series(struct reader *r, const double *value, size_t count)
{
    int rc = prometheus_series(&r->tags, value, count, r->options, r->out, &r->series, &r->scale,
                               json_err(r->json));

    r->open = rc == 0;
    return json_check(r->json, rc);
}

static void put(struct reader *r, const int64_t *at, double *value, size_t count)
{
    if (!r->open && !open_series(r, value, count))
        return;
    if (r->scale != 1)
        for (size_t i = 0; i < count; i++)
            value[i] *= r->scale;
    json_check(r->json, intake_put_many(r->out, r->series, at, value, count, json_err(r->json)));
}

static void put_pairs(struct reader *r)
{
    if (r->pairs.count == 0)
        return;
    if (r->labelled)
        put(r, r->pairs.at, r->pairs.value, r->pairs.count);
    else
        json_check(r->json, points_add_many(&r->held, r->pairs.at, r->pairs.value, r->pairs.count,
                                            json_err(r->json)));
}

static void put_held(struct reader *r)
{
    r->labelled = 1;
    if (r->held.count)
        put(r, r->held.at, r->held.value, r->held.count);
    r->held.count = 0;
}

/* --- the document -------------------------------------------------------------- */

static void read_labels(struct reader *r)
{
    const char *name, *value;

    if (!json_object(r->json))
        return;
    while (json_member(r->json, &name))
        if ((value = json_text(r->json, NULL)) != NULL)
            tags_add(&r->tags, name, value);
}

static void read_values(struct reader *r)
{
    int more;

    if (!json_array(r->json))
        return;
    do {
        more = json_pairs(r->json, PAIR_TIME_FIRST, PAIR_SECONDS, &r->pairs);
        put_pairs(r);
    } while (more);
}

static void read_value(struct reader *r)
{
    r->pairs.count = 0;
    json_pair(r->json, PAIR_TIME_FIRST, PAIR_SECONDS, &r->pairs);
    put_pairs(r);
}

static void begin_result(struct reader *r)
{
    r->results++;
    r->labelled = r->open = 0;
    r->held.count = 0;
    tags_clear(&r->tags);
}

static void read_result(struct reader *r)
{
    const char *key;

    begin_result(r);
    if (!json_object(r->json))
        return;
    while (json_member(r->json, &key)) {
        if (strcmp(key, "metric") == 0) {
            read_labels(r);
            put_held(r);
        } else if (strcmp(key, "values") == 0) {
            read_values(r);
        } else if (strcmp(key, "value") == 0) {
            read_value(r);
        } else if (strcmp(key, "histogram") == 0 || strcmp(key, "histograms") == 0) {
            r->histograms++;
        }
    }
    put_held(r);
}

/* A scalar's or string's result is one pair, without labels. */
static void read_scalar(struct reader *r)
{
    begin_result(r);
    r->labelled = 1;
    read_value(r);
}

static void read_results(struct reader *r)
{
    if (!json_array(r->json))
        return;
    r->found = 1;
    while (json_element(r->json))
        read_result(r);
}

static void read_data(struct reader *r)
{
    const char *key;
    char type[16] = "";

    if (!json_object(r->json))
        return;
    while (json_member(r->json, &key)) {
        if (strcmp(key, "resultType") == 0) {
            json_copy(r->json, type, sizeof type);
        } else if (strcmp(key, "result") == 0) {
            if (strcmp(type, "scalar") == 0 || strcmp(type, "string") == 0) {
                r->found = 1;
                read_scalar(r);
            } else {
                read_results(r);
            }
        }
    }
}

static void read_remarks(struct reader *r, const char *what)
{
    const char *text;

    if (!json_array(r->json))
        return;
    while (json_element(r->json))
        if ((text = json_text(r->json, NULL)) != NULL)
            intake_note(r->out, "%s of the server: %.200s", what, text);
}

/* Like json_copy(), but a long text is cut: it is only shown. */
static void copy_cut(struct reader *r, char *out, size_t room)
{
    const char *text = json_text(r->json, NULL);

    snprintf(out, room, "%s", text ? text : "");
}

static void read_answer(struct reader *r)
{
    const char *key;

    if (!json_object(r->json))
        return;
    while (json_member(r->json, &key)) {
        if (strcmp(key, "data") == 0)
            read_data(r);
        else if (strcmp(key, "status") == 0)
            copy_cut(r, r->status, sizeof r->status);
        else if (strcmp(key, "errorType") == 0)
            copy_cut(r, r->kind, sizeof r->kind);
        else if (strcmp(key, "error") == 0)
            copy_cut(r, r->problem, sizeof r->problem);
        else if (strcmp(key, "warnings") == 0)
            read_remarks(r, "warning");
        else if (strcmp(key, "infos") == 0)
            read_remarks(r, "remark");
    }
}

static int refused(struct reader *r)
{
    struct error *err = json_err(r->json);

    error_set(err, ERR_DATA, "the server answered with an error: %s%s%s", r->kind,
              r->kind[0] && r->problem[0] ? ": " : "", r->problem);
    error_hint(err, "Mend the query and export again.");
    return ERR_DATA;
}

static void read_documents(struct reader *r)
{
    while (json_document(r->json)) {
        r->status[0] = r->kind[0] = r->problem[0] = '\0';
        if (json_next(r->json) == JSON_ARRAY)
            read_results(r);
        else
            read_answer(r);
        if (strcmp(r->status, "error") == 0)
            json_check(r->json, refused(r));
    }
    if (!r->found)
        json_check(r->json, error_set(json_err(r->json), ERR_DATA, "no result of a query in it"));
}

static void remark(const struct reader *r)
{
    if (r->histograms)
        intake_note(r->out, "%llu native histogram(s) left out; query a quantile of them with "
                    "histogram_quantile()", (unsigned long long)r->histograms);
    if (r->found && r->results == 0)
        intake_note(r->out, "the query found no series");
}

static int prometheus_read(struct input *in, const struct ingest_options *options,
                           struct intake *out, struct error *err)
{
    struct reader *r = calloc(1, sizeof *r);
    int rc;

    if (!r)
        return error_set(err, ERR_NOMEM, "no memory for reading JSON");
    r->options = options;
    r->out = out;
    tags_init(&r->tags);
    rc = json_open(&r->json, in, out, JSON_DOCUMENTS, err);
    if (rc == 0) {
        read_documents(r);
        rc = json_finish(r->json, err);
        remark(r);
        json_close(r->json);
    }
    tags_release(&r->tags);
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
    return (found & 0x180) == 0x180 ? 70 : 0;    /* an answer of the API, but to no query */
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
