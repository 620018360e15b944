/*
 * ingest/record_plan.h - what each field of JSON records is for.
 *
 * By name (the words of csv_names.h, for the last part of a path) and by what the first records
 * hold, as for columns of CSV: with a field called value a record is one sample ("long"), else
 * each of its numbers is one ("wide"). Texts that repeat themselves are labels.
 */
#ifndef INGEST_RECORD_PLAN_H
#define INGEST_RECORD_PLAN_H

#include "ingest/csv_header.h"
#include "ingest/json_import.h"
#include "ingest/json_record.h"
#include "ingest/timetext.h"

enum field_role {
    FIELD_TIME, FIELD_VALUE, FIELD_CAPACITY, FIELD_RESOURCE, FIELD_METRIC, FIELD_SOURCE,
    FIELD_UNIT, FIELD_STAT, FIELD_LABEL, FIELD_LEFT_OUT
};

enum { FIELD_SEEN = 64, PLAN_TIMES = 256 };

struct record_field {
    const char    *name;              /* its path in the record */
    enum field_role role;
    const char    *why;               /* left out: the reason */
    struct csv_column column;         /* FIELD_VALUE: metric, unit, kind and labels by its name */

    /* what the first records held */
    uint32_t count, numbers, texts, number_texts, decimal_texts, times;
    uint64_t seen[FIELD_SEEN];        /* hashes of different texts */
    uint32_t different;               /* how many, up to FIELD_SEEN */
};

struct record_plan {
    struct record_field *field;       /* [room] */
    size_t       fields, room;
    size_t       time;                /* index of the time */
    int          is_long;
    struct time_style style;          /* of times that are texts */
    int          styled;
    uint64_t     records;
    struct cell *times;               /* [PLAN_TIMES], of fields called so */
    size_t       time_count;
    struct arena texts;
};

/* Zeroed is empty. */
void record_plan_release(struct record_plan *plan);

/* Counts what one record holds; 0 without memory. */
int record_plan_look(struct record_plan *plan, const struct json_record *record);

/*
 * Decides the roles. 1, or 0 when there is no time, or nothing to measure; ERR_DATA with a hint
 * when the times cannot be read.
 */
int record_plan_decide(struct record_plan *plan, const struct ingest_options *options,
                       struct error *err);

/* The plan as settings of a [mapping], of records that stand at a path; see importer.h. */
void record_plan_write(const struct record_plan *plan, const char *records,
                       const struct ingest_options *options, struct buf *out);

/* The field of a name, `near` being where it is likely; NULL when it was not looked at. */
struct record_field *record_plan_find(struct record_plan *plan, const char *name, size_t near);

/* "time", "value", "label", … */
const char *field_role_name(enum field_role role);

#endif
