/*
 * ingest/json_time.h - instants written as text in JSON.
 */
#ifndef INGEST_JSON_TIME_H
#define INGEST_JSON_TIME_H

#include "ingest/importer.h"
#include "ingest/json_read.h"

/*
 * Reads the next value as an instant: ISO 8601 text, or the time since 1970 as a number or its
 * text. 1 and *out in ms UTC, or 0 when it is none or lies outside of 1990 to 2200.
 *
 * Whether a number counts seconds, milli-, micro- or nanoseconds shows in its size: between 1990
 * and 2200 no two of them overlap. A text without an offset is a time of options->zone; where the
 * user named no zone, that UTC was taken is noted in the intake.
 */
int json_time(struct json *json, const struct ingest_options *options, struct intake *intake,
              int64_t *out);

/* The same for a text at hand. */
int json_time_text(const char *text, size_t length, const struct ingest_options *options,
                   struct intake *intake, int64_t *out);

#endif
