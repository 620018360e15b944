/*
 * ingest/otlp_point.h - attributes and data points as OTLP/JSON writes them.
 *
 * https://opentelemetry.io/docs/specs/otel/metrics/data-model/
 */
#ifndef INGEST_OTLP_POINT_H
#define INGEST_OTLP_POINT_H

#include "ingest/gcp_buckets.h"
#include "ingest/json_import.h"

enum { OTLP_QUANTILES = 32 };

/* A point of any kind of metric: a number, or what a histogram or a summary has. */
struct otlp_point {
    int64_t at;                    /* ms UTC, where timed */
    int     timed, no_value;       /* no_value: the flag says that there is none */
    enum number_kind value_kind, sum_kind, count_kind;    /* NUMBER_MISSING: not told */
    double  value, sum, count;
    struct buckets buckets;        /* of a histogram */
    struct { double q, value; } quantile[OTLP_QUANTILES];    /* of a summary; q 0 to 1 */
    size_t  quantiles;
};

/* Adds the next value, an array of {key, value}, to the tags. */
void otlp_read_attributes(struct json_job *job, struct tags *tags);

/* Reads the next value, a point; its attributes are added to job->tags. */
void otlp_read_point(struct json_job *job, struct otlp_point *out);

#endif
