/*
 * Capacity as a series of changes: a row holds from its time on, until the next.
 */
#include "data/store/handle.h"
#include "data/store/rows.h"

#include <math.h>
#include <string.h>

/* 1 when the row of the same origin that is in force at row->from has the same value. */
static int in_force(struct store *store, const struct store_capacity *row, struct error *err)
{
    sqlite3_stmt *statement;
    int rc = sql_take(store, SQL_CAPACITY_AT, &statement, err);

    if (rc < 0)
        return rc;
    sql_int(statement, ":series", row->series);
    sql_text(statement, ":origin", row->origin);
    sql_int(statement, ":since", row->from);
    rc = sql_step(store, statement, "reading capacities", err);
    if (rc > 0)
        rc = sqlite3_column_double(statement, 0) == row->value;
    sqlite3_reset(statement);
    return rc;
}

int store_capacity_put(struct store *store, const struct store_capacity *row, struct error *err)
{
    sqlite3_stmt *statement;
    int rc;

    if (!isfinite(row->value) || row->value <= 0)
        return error_set(err, ERR_DATA, "a capacity must be more than 0");
    rc = strcmp(row->origin, "column") == 0 ? in_force(store, row, err) : 0;
    if (rc != 0)
        return rc < 0 ? rc : 0;
    rc = sql_take(store, SQL_CAPACITY_PUT, &statement, err);
    if (rc < 0)
        return rc;
    sql_int(statement, ":series", row->series);
    sql_int(statement, ":since", row->from);
    sql_text(statement, ":origin", row->origin);
    sql_real(statement, ":value", row->value);
    return sql_run(store, statement, "writing a capacity", err);
}

static int read_capacity(sqlite3_stmt *statement, struct arena *arena, void *out)
{
    struct store_capacity *row = out;

    row->series = sqlite3_column_int64(statement, 0);
    row->from = sqlite3_column_int64(statement, 1);
    row->origin = sql_copy(statement, 2, arena);
    row->value = sqlite3_column_double(statement, 3);
    return row->origin != NULL;
}

int store_capacity_list(struct store *store, int64_t series, struct arena *arena,
                        struct store_capacity **out, size_t *count, struct error *err)
{
    struct rows rows = { .size = sizeof **out, .arena = arena };
    sqlite3_stmt *statement;
    int rc = sql_take(store, series ? SQL_CAPACITY_OF : SQL_CAPACITY_LIST, &statement, err);

    if (rc < 0)
        return rc;
    if (series)
        sql_int(statement, ":series", series);
    rc = rows_read(store, statement, &rows, read_capacity, err);
    if (rc < 0)
        return rc;
    *out = rows.row;
    *count = rows.count;
    return 0;
}
