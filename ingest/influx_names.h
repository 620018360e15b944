/*
 * ingest/influx_names.h - what a measurement, a field and tags of InfluxDB are a series of.
 */
#ifndef INGEST_INFLUX_NAMES_H
#define INGEST_INFLUX_NAMES_H

#include "ingest/text_import.h"

/*
 * Opens the series of a field; job->tags are its tags, of which host, server, instance … is
 * the resource. A field that is called as a statistic ("mean") or "value" is the measurement
 * itself, any other is measurement_field. `stat` NULL: the field may say it. Unit and kind
 * follow from the names, as Telegraf's inputs document them. 1, or 0 after a failure.
 */
int influx_open(struct text_job *job, struct text_series *series, const char *measurement,
                const char *field, const char *stat);

/* Makes job->tags those of "host=web-01,region=eu", with or without blanks behind the commas. */
void influx_tags(struct text_job *job, const struct cell *tags);

#endif
