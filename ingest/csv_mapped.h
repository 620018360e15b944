/*
 * ingest/csv_mapped.h - a table read by a mapping.
 *
 * The table is looked at as any other. Where that finds the time column that the mapping names,
 * its dialect holds; else the mapping alone says where rows and columns are. Then the roles that
 * the mapping gives go before those that were found.
 */
#ifndef INGEST_CSV_MAPPED_H
#define INGEST_CSV_MAPPED_H

#include "ingest/csv_roles.h"
#include "ingest/mapping.h"

/* 1 for `*`: every column of numbers that is nothing else. */
int csv_mapped_rest(const char *place);

/* The column of a place, by its header or its number; SIZE_MAX when there is none. */
size_t csv_mapped_column(const char *place, const char *const *header, size_t columns);

/* ERR_DATA that names the column and what there is instead. */
int csv_mapped_missing(const char *place, const char *const *header, size_t columns, struct error *err);

/* What the mapping says of each column. */
struct csv_mapped {
    const struct mapping *mapping;
    const struct mapping_place **said;    /* [columns], of values and labels; NULL: nothing */
};

/*
 * Gives the columns of a plan that was cast by looking the roles of the mapping. With a value
 * named, what it does not name is left out; else it keeps its role. numeric: [columns], 1 for
 * those that hold numbers. ERR_DATA for a column that is not there.
 */
int csv_mapped_cast(struct csv_mapped *out, struct csv_plan *plan, const struct mapping *mapping,
                    const char *numeric, struct arena *arena, struct error *err);

/* Names, units, kinds and scales that the mapping says, over those of the headers. */
void csv_mapped_names(const struct csv_mapped *mapped, struct csv_plan *plan);

#endif
