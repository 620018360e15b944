/*
 * ingest/csv_looks.h - what the cells of a column are like, and whether rows can be told apart.
 */
#ifndef INGEST_CSV_LOOKS_H
#define INGEST_CSV_LOOKS_H

#include "ingest/csv_dialect.h"
#include "ingest/csv_roles.h"

struct csv_looks {
    size_t cells, filled, numbers, times, distinct;
    size_t units;              /* cells that say a unit */
    struct unit unit;          /* of the first that does */
    int named_value;           /* the caller's: the header says that it is the value */
};

/* Looks at the rows that were read for looking. 0 without memory. */
int csv_look(const struct csv_dialect *dialect, size_t column, struct csv_looks *out,
             struct arena *arena);

/* 1 for a column of numbers, but for a few mistakes. */
int csv_looks_numeric(const struct csv_looks *looks);

/* 1 for a column in which cells come again. */
int csv_looks_repeat(const struct csv_looks *looks);

/* 1 when rows of the same time and the same names, as cast so far, are not one. */
int csv_rows_collide(const struct csv_plan *plan, const struct csv_dialect *dialect,
                     struct arena *arena);

/* 1 when the column says the same for all rows of one thing: a property, not a measurement. */
int csv_is_property(const struct csv_plan *plan, const struct csv_dialect *dialect, size_t column,
                    struct arena *arena);

#endif
