/*
 * ingest/json_arrays.h - times and values in two arrays side by side.
 */
#ifndef INGEST_JSON_ARRAYS_H
#define INGEST_JSON_ARRAYS_H

#include "ingest/json_import.h"

/* Both arrays of one series; zeroed is empty. What cannot be read keeps its place. */
struct json_arrays {
    struct points times;     /* .at: ms, or INT64_MIN where it was no time */
    struct points values;    /* .value, and in .at its enum number_kind */
};

/* Reads the next value, an array of times (of values), in place of the last. */
void json_read_times(struct json_job *job, struct json_arrays *arrays);
void json_read_values(struct json_job *job, struct json_arrays *arrays);

/*
 * Puts what both arrays have at the same place into `out`, which is emptied first. Missing
 * and infinite values are counted; a bad value or time, and arrays of unequal length, are rejects
 * about `name`.
 */
void json_join(struct json_job *job, const struct json_arrays *arrays, const char *name,
               struct points *out);

void json_arrays_release(struct json_arrays *arrays);

#endif
