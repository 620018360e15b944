/*
 * ingest/json_time.h - instants written as text in JSON.
 */
#ifndef INGEST_JSON_TIME_H
#define INGEST_JSON_TIME_H

#include "ingest/importer.h"
#include "ingest/json_read.h"

/*
 * Reads the next value as an instant: ISO 8601 text, or a number of seconds since 1970.
 * 1 and *out in ms UTC, or 0 when it is none or lies outside of 1990 to 2200. A text without an offset is a time of
 * options->zone; where the user named no zone, that UTC was taken is noted in the intake.
 */
int json_time(struct json *json, const struct ingest_options *options, struct intake *intake,
              int64_t *out);

#endif
