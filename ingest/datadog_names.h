/*
 * ingest/datadog_names.h - tags and units as Datadog's two query APIs write them.
 */
#ifndef INGEST_DATADOG_NAMES_H
#define INGEST_DATADOG_NAMES_H

#include "ingest/json_import.h"

/* Tags that name the thing measured, the most specific first; ends with NULL. */
extern const char *const datadog_resources[];

/* Adds "name:value" to the tags; one without a colon gets the value "true", "*" is none. */
void datadog_tag(struct tags *tags, const char *text);

/* Adds the tags of the next value, an array of texts. */
void datadog_tags(struct json_job *job);

/*
 * Reads the next value, null or [unit, null or the unit it is divided by], as "B/s".
 * "" where there is none.
 */
void datadog_unit(struct json_job *job, char *out, size_t room);

#endif
