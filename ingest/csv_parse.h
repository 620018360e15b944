/*
 * ingest/csv_parse.h - text of a table into a batch of samples.
 *
 * A worker belongs to one thread. It knows the plan and, of what it read before, only
 * what names cost: groups and the last times.
 */
#ifndef INGEST_CSV_PARSE_H
#define INGEST_CSV_PARSE_H

#include "ingest/csv_batch.h"
#include "ingest/csv_group.h"
#include "ingest/csv_read.h"

struct csv_worker {
    const struct csv_plan       *plan;
    const struct ingest_options *options;
    struct csv_rows    rows;
    struct time_reader time;
    struct csv_groups  groups;
    struct arena       arena;
    struct csv_batch  *batch;
    int                straight;    /* rows may be: see csv_straight.h */
    int                odd;         /* rows of the stretch that were not, one behind the other */
};

int csv_worker_init(struct csv_worker *worker, const struct csv_plan *plan,
                    const struct ingest_options *options, struct error *err);
void csv_worker_release(struct csv_worker *worker);

/* A stretch of a table's text, and how far it was read. */
struct csv_stretch {
    char  *text;         /* with CSV_SLACK bytes of room behind it */
    size_t length;
    int    last;         /* the file ends with it */
    long   line;         /* the number of its first line */

    size_t used;         /* bytes read: up to an incomplete row or a new header */
    size_t behind;       /* as used, but behind that header */
    long   next_line;    /* the number of the line that was not read any more */
};

/*
 * Reads the complete rows into *batch, which is emptied first, and gathers them by series.
 * Stops before a new header (batch->new_header).
 */
int csv_worker_parse(struct csv_worker *worker, struct csv_stretch *stretch,
                     struct csv_batch *batch, struct error *err);

#endif
