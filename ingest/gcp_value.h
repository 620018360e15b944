/*
 * ingest/gcp_value.h - one point of Cloud Monitoring: an interval and a typed value.
 *
 * https://cloud.google.com/monitoring/api/ref_v3/rest/v3/TypedValue
 * Keys are read as the REST API writes them (endTime) and as Python's clients do (end_time).
 */
#ifndef INGEST_GCP_VALUE_H
#define INGEST_GCP_VALUE_H

#include "ingest/gcp_buckets.h"
#include "ingest/importer.h"
#include "ingest/json_read.h"

/* What a point gives: itself, or the mean and quantiles of a distribution. */
enum gcp_stat { GCP_PLAIN, GCP_MEAN, GCP_P50, GCP_P95, GCP_P99, GCP_STATS };

/* The label stat of each, NULL for the plain value. */
extern const char *const gcp_stat_names[GCP_STATS];

struct gcp_point {
    int64_t start, end;              /* ms UTC; 0: not told */
    enum number_kind kind[GCP_STATS];
    double  value[GCP_STATS];        /* where kind is NUMBER_OK */
    int     is_text;                 /* a stringValue: no number at all */
};

/* A key equals a name but for case and underscores. */
int gcp_key(const char *key, const char *name);

/* Reads the next value: an interval {startTime, endTime}. */
void gcp_read_interval(struct json *json, const struct ingest_options *options,
                       struct intake *intake, struct gcp_point *point);

/*
 * Reads the next value: a typed value. `buckets` is room to work in. What was not there
 * stays NUMBER_MISSING.
 */
void gcp_read_value(struct json *json, struct buckets *buckets, struct gcp_point *point);

#endif
