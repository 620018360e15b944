/*
 * ingest/csv_batch.h - what one stretch of a table was read into.
 *
 * A worker parses a stretch of text into a batch; one thread then hands batches on to the
 * intake in the order of the file. So the work can be shared and the result is the same.
 */
#ifndef INGEST_CSV_BATCH_H
#define INGEST_CSV_BATCH_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/error.h"
#include "data/base/arena.h"
#include "data/base/unit.h"
#include "data/intake.h"
#include "ingest/csv_roles.h"

#define NO_HANDLE UINT32_MAX

/* The rows that have the same cells in the key columns. */
struct csv_group {
    uint64_t            hash;
    const char         *key;           /* what the row has in the key columns, see csv_group.c */
    size_t              key_length;
    struct cell        *cell;          /* [keys] */
    struct csv_group   *follower;      /* the group of the row that last came behind one of this */
    struct csv_series  *series;        /* [values] */
    int64_t             last_at;       /* of the last row, to tell repeated hours apart; 0 none */
    double              capacity;      /* of the last row that had one */
    size_t              place;         /* while a batch is gathered, else 0 */
    int                 refused;       /* its name is too long */
};

/* One value column of one group. */
struct csv_series {
    struct csv_group *group;
    size_t            column;
    double            scale;           /* from the written to the base unit */
    const char       *unit;            /* base unit */
    uint32_t          handle;          /* belongs to whoever hands on; NO_HANDLE at first */
};

/* Samples of one series side by side. */
struct csv_run {
    struct csv_series *series;
    const int64_t     *at;
    const double      *value;
    size_t             count, first;   /* first: of all values of the batch in the order of the text */
};

/* The rows of one group: so many of order[], from `start` on. */
struct csv_span { struct csv_group *group; size_t start, count; };

struct csv_capacity { struct csv_series *series; int64_t at; double value; };

struct csv_reject {
    long line;
    char column[64];
    char reason[160];
};

struct csv_counts {
    uint64_t rows, missing, infinite, rejected;
    uint64_t summaries, headers, folds, locals;
};

struct csv_batch {
    /* rows in the order of the text: a time, a group, a value in each column */
    int64_t            *at;
    struct csv_group  **group;
    double             *value;         /* [rows * columns]; NAN for none */
    size_t              rows, room, columns;
    int                 gaps;          /* there are NANs */

    /* the same by series, in the order in which they first have a value */
    struct csv_run     *run;
    size_t              runs, run_room;

    /* what runs point into: rows by group, and columns one behind the other */
    struct csv_span    *span;
    size_t              spans, span_room;
    uint32_t           *order;         /* [rows] numbers of rows */
    int64_t            *by_at;         /* [rows]; [rows * columns] where there are gaps */
    size_t              by_at_room;
    double             *by_value;      /* [rows * columns] */

    struct csv_capacity *capacity;
    size_t               capacities, capacity_room;

    struct csv_reject   reject[INTAKE_REJECTS];
    size_t              rejects;       /* kept in reject[] */
    struct reject_reasons unkept;      /* of the others */
    struct csv_counts   counts;
    long                line_shift;    /* to be added to the line numbers */
    int                 new_header;    /* stopped before a row that is a new header */
    /* Rows of words are a mistake between samples, but not behind the last: decided later. */
    uint64_t            text_rows;     /* since the last sound row */
    struct csv_reject   text;          /* the first of them */
};

void csv_batch_release(struct csv_batch *batch);

/* Empties it for rows with so many columns of values. */
void csv_batch_clear(struct csv_batch *batch, size_t columns);

/* Makes room for one more row. 0, or ERR_NOMEM. */
int csv_batch_reserve(struct csv_batch *batch, struct error *err);

/* Ends the row whose values were put at value[rows * columns]. */
static inline void csv_batch_end_row(struct csv_batch *batch, int64_t at, struct csv_group *group)
{
    batch->at[batch->rows] = at;
    batch->group[batch->rows++] = group;
}

int csv_batch_capacity(struct csv_batch *batch, struct csv_series *series, int64_t at, double value,
                       struct error *err);

/* Fills run[]. 0, or ERR_NOMEM. */
int csv_batch_gather(struct csv_batch *batch, struct error *err);

#endif
