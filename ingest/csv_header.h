/*
 * ingest/csv_header.h - what the header of one column says about its series.
 *
 *     cpu (%)                          unit %
 *     used [GiB]                       unit GiB
 *     {instance="web-01", job="node"}  labels, as Prometheus and Grafana write them
 *     node_load1{instance="web-01"}    metric and labels
 *     \\WEB\Processor(_Total)\% Time   resource WEB, as Windows performance counters do
 */
#ifndef INGEST_CSV_HEADER_H
#define INGEST_CSV_HEADER_H

#include "ingest/csv_roles.h"
#include "ingest/tags.h"

/* Fills name, unit, labels, resource and kind of a column from its header. 0 without memory. */
int csv_header_read(struct csv_column *column, struct arena *arena);

/* Adds the labels of {k="v",…} to the tags. 1 when all of the text was such a set. */
int csv_header_labels(const char *text, struct tags *tags);

#endif
