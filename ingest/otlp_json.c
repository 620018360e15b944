/*
 * OpenTelemetry metrics in OTLP/JSON: the collector's file exporter (a request a line) or any
 * single request. https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 *
 * Where the members of a metric stand is free, so its points are kept until it ends. A histogram
 * of one interval (delta) gives mean and quantiles; a cumulated one would give those of its whole
 * life, so of it only sum and count are taken, as counters.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/otlp_point.h"

enum { DATA_MOST = 1 << 20 };      /* points of one metric in one request */

/* What becomes of a datum, by temporality. */
enum use { USE_ALWAYS, USE_IN_DELTA, USE_AS_AMOUNT };

struct datum {
    const char *labels;        /* canonical text */
    int64_t at;
    double  value;
    enum use use;
    int     is_count;          /* of things: without the metric's unit */
};

struct reader {
    char   metric[1024], unit[64];
    int    temporality, monotonic, is_sum;    /* 1 delta, 2 cumulative */
    char   resource[1024];
    struct tags attributes;                   /* of the resource */
    struct datum *datum;
    size_t count, room;
    struct arena texts;
    struct otlp_point point;
};

/* --- points -------------------------------------------------------------------- */

static int grow(struct json_job *job, struct reader *r)
{
    size_t room = r->room ? r->room * 2 : 256;
    struct datum *datum;

    if (r->count < r->room)
        return 1;
    datum = room <= DATA_MOST ? realloc(r->datum, room * sizeof *datum) : NULL;
    if (!datum)
        return json_check(job->json, error_set(json_err(job->json), ERR_LIMIT,
                                               "too many points of one metric in one request"));
    r->datum = datum;
    r->room = room;
    return 1;
}

/* Keeps a value under the labels at hand. */
static void keep(struct json_job *job, struct reader *r, const char *stat, const struct otlp_point *p,
                 double value, enum use use)
{
    const char *labels, *copy;

    if (!json_check(job->json, tags_labels(&job->tags, stat, &labels, json_err(job->json))))
        return;
    copy = arena_copy(&r->texts, labels);
    if (!copy)
        json_check(job->json, error_set(json_err(job->json), ERR_NOMEM, "no memory for labels"));
    else if (grow(job, r))
        r->datum[r->count++] = (struct datum){ copy, p->at, value, use,
                                               stat && strcmp(stat, "count") == 0 };
}

/* The attributes of the resource become labels where the point has none of the name. */
static void add_attributes(struct json_job *job, const struct tags *attributes)
{
    for (size_t i = 0; i < attributes->count; i++) {
        const char *name = attributes->text.text + attributes->tag[i].name;

        if (!attributes->tag[i].taken && !tags_get(&job->tags, name))
            tags_add(&job->tags, name, attributes->text.text + attributes->tag[i].value);
    }
}

static void keep_distribution(struct json_job *job, struct reader *r, const struct otlp_point *p)
{
    static const struct { const char *stat; double q; } quantiles[] = {
        { "p50", 0.50 }, { "p95", 0.95 }, { "p99", 0.99 },
    };
    double value;

    if (p->count_kind != NUMBER_OK)
        return;
    keep(job, r, "count", p, p->count, USE_AS_AMOUNT);
    if (p->sum_kind == NUMBER_OK) {
        keep(job, r, "sum", p, p->sum, USE_AS_AMOUNT);
        if (p->count > 0)
            keep(job, r, "avg", p, p->sum / p->count, USE_IN_DELTA);
    }
    for (size_t i = 0; i < sizeof quantiles / sizeof quantiles[0]; i++)
        if (buckets_quantile(&p->buckets, quantiles[i].q, &value))
            keep(job, r, quantiles[i].stat, p, value, USE_IN_DELTA);
}

static void keep_quantiles(struct json_job *job, struct reader *r, const struct otlp_point *p)
{
    for (size_t i = 0; i < p->quantiles; i++) {
        double percent = floor(p->quantile[i].q * 1e6 + 0.5) / 1e4;    /* 7, not 7.000000000000001 */
        char stat[NUMBER_ROOM + 1] = "p", number[NUMBER_ROOM];

        strcat(stat, number_exact(number, percent));
        keep(job, r, percent == 0 ? "min" : percent == 100 ? "max" : stat, p,
             p->quantile[i].value, USE_ALWAYS);
    }
}

static void keep_point(struct json_job *job, struct reader *r)
{
    const struct otlp_point *p = &r->point;

    if (p->no_value) {
        intake_missing(job->out, 1);
        return;
    }
    if (!p->timed) {
        json_reject(job, "timeUnixNano", "a point without a time between 1990 and 2200");
        return;
    }
    add_attributes(job, &r->attributes);
    if (p->count_kind == NUMBER_OK) {
        keep_distribution(job, r, p);
        keep_quantiles(job, r, p);
    } else if (json_count(job, p->value_kind, "value")) {
        keep(job, r, NULL, p, p->value, USE_ALWAYS);
    }
}

static void read_point(struct json_job *job, struct reader *r)
{
    tags_clear(&job->tags);
    otlp_read_point(job, &r->point);
    keep_point(job, r);
}

/* --- metrics --------------------------------------------------------------------- */

/* 1 or "AGGREGATION_TEMPORALITY_DELTA", 2 or "…_CUMULATIVE". */
static int read_temporality(struct json_job *job)
{
    const char *text = json_text(job->json, NULL);

    if (!text)
        return 0;
    return strcmp(text, "1") == 0 || strstr(text, "DELTA")        ? 1
           : strcmp(text, "2") == 0 || strstr(text, "CUMULATIVE") ? 2 : 0;
}

static void read_data(struct json_job *job, struct reader *r)
{
    const char *key;
    double truth;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "dataPoints") == 0 && json_array(job->json))
            while (json_element(job->json))
                read_point(job, r);
        else if (strcmp(key, "aggregationTemporality") == 0)
            r->temporality = read_temporality(job);
        else if (strcmp(key, "isMonotonic") == 0)
            r->monotonic = json_number(job->json, &truth) == NUMBER_OK && truth != 0;
    }
}

/* UCUM's annotations, {request}, are words, no units; a bare 1 on a utilisation is a ratio. */
static const char *unit_of(const struct reader *r)
{
    if (r->unit[0] == '{')
        return "";
    if (strcmp(r->unit, "1") == 0 && strstr(r->metric, "utilization"))
        return "ratio";
    return r->unit;
}

static void put_datum(struct json_job *job, const struct reader *r, const struct datum *d)
{
    struct draft draft = { .source = "otlp", .resource = r->resource, .metric = r->metric,
                           .unit = d->is_count ? "" : unit_of(r), .labels = d->labels };

    if (d->use == USE_IN_DELTA && r->temporality == 2)
        return;
    if (d->use == USE_AS_AMOUNT || (r->is_sum && (r->monotonic || r->temporality == 1)))
        draft.kind = r->temporality == 1 ? SERIES_DELTA : SERIES_COUNTER;
    json_put_drafted(job, &draft, d->at, d->value);
}

static void read_metric(struct json_job *job, struct reader *r)
{
    static const char *const kinds[] = {
        "gauge", "sum", "histogram", "exponentialHistogram", "summary",
    };
    const char *key;

    r->metric[0] = r->unit[0] = '\0';
    r->temporality = r->monotonic = r->is_sum = 0;
    r->count = 0;
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "name") == 0)
            json_copy(job->json, r->metric, sizeof r->metric);
        else if (strcmp(key, "unit") == 0)
            json_copy(job->json, r->unit, sizeof r->unit);
        for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
            if (strcmp(key, kinds[i]) == 0) {
                r->is_sum = i == 1;
                read_data(job, r);
                break;
            }
    }
    for (size_t i = 0; i < r->count; i++)
        put_datum(job, r, &r->datum[i]);
    arena_release(&r->texts);
}

static void read_metrics(struct json_job *job, struct reader *r)
{
    const char *key;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key))
        if (strcmp(key, "metrics") == 0 && json_array(job->json))
            while (json_element(job->json))
                read_metric(job, r);
}

static void read_resource(struct json_job *job, struct reader *r)
{
    static const char *const names[] = {
        "k8s.container.name", "container.name", "k8s.pod.name", "host.name", "host.id",
        "service.instance.id", "service.name", NULL,
    };
    const char *key, *name;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key))
        if (strcmp(key, "attributes") == 0)
            otlp_read_attributes(job, &r->attributes);
    name = tags_take_first(&r->attributes, names);
    if (name)
        snprintf(r->resource, sizeof r->resource, "%s", name);
}

static void read_resource_metrics(struct json_job *job, struct reader *r)
{
    const char *key;

    tags_clear(&r->attributes);
    r->resource[0] = '\0';
    if (!json_object(job->json))
        return;
    job->found = 1;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "resource") == 0)
            read_resource(job, r);
        else if ((strcmp(key, "scopeMetrics") == 0 ||
                  strcmp(key, "instrumentationLibraryMetrics") == 0) && json_array(job->json))
            while (json_element(job->json))
                read_metrics(job, r);
    }
}

static void read_request(struct json_job *job, void *self)
{
    const char *key;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key))
        if (strcmp(key, "resourceMetrics") == 0 && json_array(job->json))
            while (json_element(job->json))
                read_resource_metrics(job, self);
}

static int otlp_read(struct input *in, const struct ingest_options *options, struct intake *out,
                     struct error *err)
{
    struct reader *r = calloc(1, sizeof *r);
    int rc;

    if (!r)
        return error_set(err, ERR_NOMEM, "no memory for reading JSON");
    tags_init(&r->attributes);
    rc = json_import(in, options, out, JSON_LINES, read_request, r, "metrics", err);
    tags_release(&r->attributes);
    arena_release(&r->texts);
    free(r->datum);
    free(r);
    return rc;
}

static int otlp_sniff(const char *head, size_t length)
{
    static const char *const paths[] = { "resourceMetrics", NULL };

    return json_sniff_all(head, length, paths, 100);
}

const struct importer importer_otlp_json = {
    .name = "otlp-json",
    .title = "OpenTelemetry metrics, OTLP/JSON",
    .recognised = "resourceMetrics in each line",
    .command = "the collector's file exporter: exporters: file: path: metrics.jsonl",
    .example = "{\"resourceMetrics\":[{\"resource\":{\"attributes\":[{\"key\":\"host.name\","
               "\"value\":{\"stringValue\":\"web-01\"}}]},\"scopeMetrics\":[{\"metrics\":[{"
               "\"name\":\"system.memory.usage\",\"unit\":\"By\",\"gauge\":{\"dataPoints\":[{"
               "\"attributes\":[{\"key\":\"state\",\"value\":{\"stringValue\":\"used\"}}],"
               "\"timeUnixNano\":\"1761436800000000000\",\"asInt\":\"6430440070\"}]}}]}]}]}\n",
    .sniff = otlp_sniff,
    .read = otlp_read,
};
