/*
 * ingest/csv_deliver.h - batches of a table handed on to the intake, in order.
 *
 * Names series as the plan, the row and the user say, and tells at the end what the
 * user should know about how the file was read.
 */
#ifndef INGEST_CSV_DELIVER_H
#define INGEST_CSV_DELIVER_H

#include "ingest/csv_batch.h"
#include "ingest/tags.h"

struct csv_delivery {
    const struct csv_plan       *plan;
    const struct ingest_options *options;
    struct intake               *intake;
    struct csv_counts            counts;       /* of all batches */
    uint64_t                     text_rows;    /* words since the last sound row */
    struct csv_reject            text;
    struct tags                  tags;
    struct arena                 names;
};

void csv_delivery_init(struct csv_delivery *delivery, const struct ingest_options *options,
                       struct intake *intake);
void csv_delivery_release(struct csv_delivery *delivery);

/* The plan of the batches that come from now on; says what it leaves out. */
void csv_deliver_plan(struct csv_delivery *delivery, const struct csv_plan *plan);

int csv_deliver(struct csv_delivery *delivery, struct csv_batch *batch, struct error *err);

/*
 * After the last batch; `final` is the last byte of the file. ERR_DATA where rows were rejected
 * and nothing was read at all.
 */
int csv_deliver_end(struct csv_delivery *delivery, char final, struct error *err);

#endif
