/*
 * ingest/naming.h - what the name of a metric tells: its kind, unit and statistic.
 *
 * Conventions of Prometheus ("Metric and label naming"), SNMP's IF-MIB and the
 * usual spellings of statistics in exports.
 */
#ifndef INGEST_NAMING_H
#define INGEST_NAMING_H

#include <stddef.h>

#include "data/series.h"

/* A counter by its name (…_total, ifHCInOctets), else a gauge. */
enum series_kind metric_kind(const char *name);

/* The unit in a name's ending, as text for unit_parse(): …_free_bytes gives "B". NULL: none. */
const char *metric_unit(const char *name);

/*
 * The usual short name of a statistic: "Average" and "mean" give "avg", "Maximum" "max",
 * "99TH_PERCENTILE", "p99" and "perc99" "p99". NULL when the word is no statistic.
 * out has room for the percentiles' names.
 */
const char *statistic_word(const char *word, size_t length, char out[16]);

#endif
