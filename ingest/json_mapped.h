/*
 * ingest/json_mapped.h - the inside of the reader of JSON by a mapping, for its three files.
 *
 * json_mapped.c   the fields that the mapping asks for, and the importer
 * json_walk.c     the way through the document to its records
 * json_sample.c   what a record says as samples
 */
#ifndef INGEST_JSON_MAPPED_H
#define INGEST_JSON_MAPPED_H

#include "ingest/csv_roles.h"
#include "ingest/json_import.h"
#include "ingest/json_path.h"
#include "ingest/mapping.h"
#include "ingest/record_clock.h"

/* One thing that the mapping asks for. */
struct mapped_field {
    enum csv_role        role;
    struct mapping_place said;
    struct csv_column    column;     /* of values: metric, unit and kind by the name */
    size_t      level;               /* steps of the records' path above what holds it */
    const char *name;                /* from there on: "a.b"; "" for all of it */
    int         key;                 /* it is the name under which that stands */
    int         list;                /* an array with an element for each sample */
    int         members;             /* of labels: every member, by its own name */
    struct buf  text;                /* texts with a zero behind each; of members name and text */
    size_t      texts;
    int         seen;
};

/* A record that a field around it is still to come for. */
struct mapped_waiting { const char **text; size_t *texts; };

struct mapped {
    const struct mapping *mapping;
    struct ingest_options options;   /* the user's, without what fields say */
    struct json_job     *job;
    struct json_path     records;
    struct mapped_field        *field;
    size_t               fields;
    const char         **text;       /* [fields], of the record at hand */
    size_t              *texts;
    struct mapped_waiting      *waiting;
    size_t               waits, room, waiting_bytes;
    struct arena         waiting_arena, arena;
    struct record_clock  clock;
    char                 stem[512], what[160];
    int                  is_long;
};

/* Reads one document: finds its records and puts what they say. */
void mapped_document(struct json_job *job, void *mapped);

/* Puts the record whose fields are in text[] and texts[]; text[] is used up. */
void mapped_put(struct mapped *mapped);

int mapped_no_memory(struct error *err);

#endif
