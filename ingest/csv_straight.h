/*
 * ingest/csv_straight.h - rows that look like those before them, read in one pass.
 *
 * Most tables are columns of time, of names, of numbers, in this order, and most rows have a time of
 * the same length as the one before and the names that followed the last time. Such a row is
 * compared with what is expected and its numbers are read where they stand, with no cell cut
 * out. Whatever is otherwise is left alone: the reader of any row takes it, and gives the same samples.
 */
#ifndef INGEST_CSV_STRAIGHT_H
#define INGEST_CSV_STRAIGHT_H

#include "ingest/csv_parse.h"

/* 1 when the columns of the plan stand in that order and hold bare numbers. */
int csv_is_straight(const struct csv_plan *plan);

/*
 * Takes the next row when it is as expected: 1. Else 0, and the row is still to be read. The batch must
 * have room for its values.
 */
int csv_straight_row(struct csv_worker *worker);

#endif
