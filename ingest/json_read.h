/*
 * ingest/json_read.h - JSON read value by value, in memory that does not grow.
 *
 * yajl checks and splits the text; an importer pulls what it needs:
 *
 *     while (json_document(json))
 *         if (json_object(json))
 *             while (json_member(json, &key))
 *                 if (strcmp(key, "points") == 0)
 *                     read_points(json);
 *
 * A value that is not asked for is skipped, and so is one of another type than
 * the one asked for. Every loop is run to its end. Failure sticks: after the
 * first one all loops end, and json_finish() says what it was.
 *
 * Taken as they come: several documents in one file, NaN and Infinity (read as
 * null), one JSONP wrapper (with a note). Refused with ERR_DATA, byte, line and
 * place inside the document: anything else that is no JSON, and a file that ends
 * too early. ERR_LIMIT: deeper than JSON_DEPTH, a needed text longer than 64 KiB.
 */
#ifndef INGEST_JSON_READ_H
#define INGEST_JSON_READ_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/error.h"
#include "data/base/number.h"
#include "data/intake.h"
#include "ingest/input.h"

enum { JSON_DEPTH = 64 };

enum json_shape {
    JSON_DOCUMENTS,   /* streamed: a document may be larger than memory */
    JSON_LINES        /* a document a line, each held in memory: a broken line is a reject
                         and a cut last one a note; the other lines are kept */
};

enum json_type {
    JSON_NONE,        /* nothing: the container or the file has ended, or reading failed */
    JSON_NULL, JSON_BOOLEAN, JSON_NUMBER, JSON_STRING, JSON_OBJECT, JSON_ARRAY
};

struct json;

/* Starts reading; `in` and `intake` (for rejects and notes) are lent until json_close(). */
int json_open(struct json **out, struct input *in, struct intake *intake, enum json_shape shape,
              struct error *err);
void json_close(struct json *json);

/* 1 when another document follows, 0 at the end or after a failure. */
int json_document(struct json *json);

/* What the next value is; reads nothing. */
enum json_type json_next(struct json *json);

/* Enters the next value: 1 when it is an object (array), else 0 and it was skipped. */
int json_object(struct json *json);
int json_array(struct json *json);

/*
 * The next member of the object entered last: 1, or 0 at its end. *key is valid until
 * the next call of json_member(), so a nested object needs a copy.
 */
int json_member(struct json *json, const char **key);

/* The next element of the array entered last: 1, or 0 at its end. */
int json_element(struct json *json);

/*
 * Reads the next value as text: a string's content, a number as written. NULL, the value
 * skipped, for all else. Valid until the next json_ call. *length may be NULL.
 */
const char *json_text(struct json *json, size_t *length);

/* Copies the next value's text into out; "" when it has none. ERR_LIMIT when too long. */
void json_copy(struct json *json, char *out, size_t room);

/*
 * Reads the next value as a number, from a number, a string or a boolean (0, 1).
 * null is NUMBER_MISSING; an object or array is NUMBER_BAD and skipped.
 */
enum number_kind json_number(struct json *json, double *out);

/* Reads the next value as a whole number, from a number or a string; 1 when it was one. */
int json_integer(struct json *json, int64_t *out);

void json_skip(struct json *json);

/* 1-based line of what was read last. */
long json_line(const struct json *json);

/*
 * For the importer's own failures: fills json_err() and ends the reading with rc when it is
 * negative. Returns 1 when reading goes on.
 *
 *     json_check(json, intake_put(out, series, at, value, json_err(json)));
 */
struct error *json_err(struct json *json);
int json_check(struct json *json, int rc);

/* 0, or the first failure with *err filled. Call when json_document() has returned 0. */
int json_finish(struct json *json, struct error *err);

#endif
