/*
 * ingest/prometheus_series.h - what a set of Prometheus labels is a series of.
 *
 * For every format that carries Prometheus labels: the HTTP API, VictoriaMetrics'
 * export, a TSDB dump.
 */
#ifndef INGEST_PROMETHEUS_SERIES_H
#define INGEST_PROMETHEUS_SERIES_H

#include "ingest/draft.h"

/*
 * resource is the label instance (else pod, node, host), metric is __name__ (else what the
 * user or the file says); the other labels stay labels. The unit follows from the name's
 * ending (_bytes, _seconds, _ratio, _percent), and so does the kind: _total, _count, _sum and
 * _bucket are counters unless the values fall more often than a counter is reset.
 *
 * value[count]  the first values of the series, oldest first; count may be 0
 *
 * Errors as intake_series().
 */
int prometheus_series(struct tags *tags, const double *value, size_t count,
                      const struct ingest_options *options, struct intake *intake,
                      uint32_t *series, double *scale, struct error *err);

#endif
