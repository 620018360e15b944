/*
 * ingest/gcp_series.h - one time series of Cloud Monitoring, while it is read.
 *
 * Shared by the two answers of its API: the samples are kept until the whole series, and
 * after it the unit, are known.
 */
#ifndef INGEST_GCP_SERIES_H
#define INGEST_GCP_SERIES_H

#include "ingest/gcp_value.h"
#include "ingest/points.h"
#include "ingest/tags.h"

struct gcp_series {
    char   metric[1024];
    char   unit[64];
    char   metric_kind[24];          /* "GAUGE", "DELTA", "CUMULATIVE" or 1, 2, 3 */
    struct tags   tags;              /* labels of metric and resource */
    struct points points[GCP_STATS];
    int64_t period_ms;
    uint64_t texts;                  /* points that hold a text */
};

void gcp_series_init(struct gcp_series *series);
void gcp_series_clear(struct gcp_series *series);
void gcp_series_release(struct gcp_series *series);

/* Keeps one point; counts what is missing, infinite or without a time in the intake. */
void gcp_series_add(struct gcp_series *series, const struct gcp_point *point, struct json *json,
                    struct intake *intake);

/* The series is complete: moves it to `held`, one line for each statistic. */
void gcp_series_end(struct gcp_series *series, struct held *held, struct json *json);

#endif
