/*
 * ingest/json_path.h - places in JSON documents, for mappings.
 *
 *     .                       the document itself
 *     data.items[]            each element of the array items in the object data
 *     hosts.*                 each member of the object hosts, whatever its name
 *     'a.b'.c                 a member whose name holds a dot, a bracket or a star; a quote in it
 *                             is written twice
 *     /data.items[].name      from the document on, where others count from the record
 *     ~   /hosts.*~           the name under which a member stands (the number of an element)
 */
#ifndef INGEST_JSON_PATH_H
#define INGEST_JSON_PATH_H

#include <stddef.h>

#include "data/base/arena.h"
#include "data/base/buf.h"
#include "data/base/error.h"

enum { JSON_STEPS = 16 };

enum json_step_kind { JSON_STEP_MEMBER, JSON_STEP_MEMBERS, JSON_STEP_ELEMENTS };

struct json_step {
    enum json_step_kind kind;
    const char *name;          /* of a member, else "" */
};

struct json_path {
    struct json_step step[JSON_STEPS];
    size_t count;
    int    from_document;      /* it began with / */
    int    key;                /* it ended with ~ */
};

/* Names live in the arena. ERR_USAGE with a hint where the text is no path; ERR_NOMEM. */
int json_path_parse(struct json_path *out, const char *text, struct arena *arena,
                    struct error *err);

/* 0, or the error that json_path_parse() would give. */
int json_path_check(const char *text, struct error *err);

/* How many leading steps both have in common. */
size_t json_path_common(const struct json_path *a, const struct json_path *b);

/*
 * The steps from `from` on as one name, "a.b.c", "list[]" for the elements of an array that is the
 * last step; NULL without memory.
 */
const char *json_path_tail(const struct json_path *path, size_t from, struct arena *arena);

/* Appends a name as a step, in quotes where it needs them; and in quotes in any case. */
void json_path_name(struct buf *out, const char *name);
void json_path_quoted(struct buf *out, const char *name);

#endif
