/*
 * ingest/csv_cast.h - which column of a table plays which role.
 */
#ifndef INGEST_CSV_CAST_H
#define INGEST_CSV_CAST_H

#include "ingest/csv_roles.h"

/*
 * Fills column[], value[], key[], capacity and is_long of a plan whose columns, time and clock
 * are known, by names and by the cells that were looked at, and then by the mapping, where it is
 * not NULL. ERR_NOMEM; ERR_DATA where the mapping names what is not there.
 */
int csv_cast(struct csv_plan *plan, const struct csv_dialect *dialect,
             const struct mapping *mapping, struct arena *arena, struct error *err);

#endif
