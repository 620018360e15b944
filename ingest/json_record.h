/*
 * ingest/json_record.h - one flat record: the leaves of an object by their path.
 *
 * For formats whose lines or elements are records with any columns. Nested objects are
 * flattened, {"a":{"b":1}} to the field "a.b"; so are arrays, ["x"] to "a.0".
 */
#ifndef INGEST_JSON_RECORD_H
#define INGEST_JSON_RECORD_H

#include "ingest/json_read.h"

enum { RECORD_FIELDS = 1024 };

struct json_field {
    size_t name, text, length;       /* offsets in record.text; length of the text */
    enum json_type type;             /* JSON_STRING, JSON_NUMBER, JSON_BOOLEAN or JSON_NULL */
};

struct json_record {
    struct json_field *field;        /* [room] */
    size_t     count, room;
    struct buf text;
    int        too_many;             /* fields past RECORD_FIELDS were left out */
};

/* An empty record; zeroed memory is none yet. */
void json_record_init(struct json_record *record);
void json_record_release(struct json_record *record);

/* Reads the next value; 1, or 0 when it is no object (it was skipped). */
int json_record_read(struct json *json, struct json_record *record);

/* Name and text of a field ("true", "false" and "" for the others); hold until the next read. */
const char *json_field_name(const struct json_record *record, size_t index);
const char *json_field_text(const struct json_record *record, size_t index);

/* The index of a field by name; record->count when there is none. */
size_t json_field_find(const struct json_record *record, const char *name);

/* The field as a number; a boolean is 0 or 1. */
enum number_kind json_field_number(const struct json_record *record, size_t index, double *out);

#endif
