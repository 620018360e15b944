/*
 * The imports ledger: one row for each file that was read into the store.
 */
#include "data/store/handle.h"
#include "data/store/rows.h"

int store_import_put(struct store *store, const struct store_import *import, struct error *err)
{
    sqlite3_stmt *statement;
    int rc = sql_take(store, SQL_IMPORT_ADD, &statement, err);

    if (rc < 0)
        return rc;
    sql_text(statement, ":file", import->file);
    sql_text(statement, ":format", import->format);
    sql_int(statement, ":bytes", (int64_t)import->bytes);
    sql_int(statement, ":hash", (int64_t)import->hash);
    sql_int(statement, ":put", (int64_t)import->put);
    sql_int(statement, ":missing", (int64_t)import->missing);
    sql_int(statement, ":infinite", (int64_t)import->infinite);
    sql_int(statement, ":rejected", (int64_t)import->rejected);
    sql_int(statement, ":fresh", (int64_t)import->counts.fresh);
    sql_int(statement, ":duplicate", (int64_t)import->counts.duplicate);
    sql_int(statement, ":replaced", (int64_t)import->counts.replaced);
    sql_int(statement, ":series", import->series);
    if (import->from <= import->to) {
        sql_int(statement, ":first", import->from);
        sql_int(statement, ":last", import->to);
    }
    sql_int(statement, ":at", import->at);
    return sql_run(store, statement, "writing the imports ledger", err);
}

static int read_import(sqlite3_stmt *statement, struct arena *arena, void *out)
{
    struct store_import *row = out;

    row->file = sql_copy(statement, 0, arena);
    row->format = sql_copy(statement, 1, arena);
    row->bytes = (uint64_t)sqlite3_column_int64(statement, 2);
    row->hash = (uint64_t)sqlite3_column_int64(statement, 3);
    row->put = (uint64_t)sqlite3_column_int64(statement, 4);
    row->missing = (uint64_t)sqlite3_column_int64(statement, 5);
    row->infinite = (uint64_t)sqlite3_column_int64(statement, 6);
    row->rejected = (uint64_t)sqlite3_column_int64(statement, 7);
    row->counts.fresh = (uint64_t)sqlite3_column_int64(statement, 8);
    row->counts.duplicate = (uint64_t)sqlite3_column_int64(statement, 9);
    row->counts.replaced = (uint64_t)sqlite3_column_int64(statement, 10);
    row->series = (uint32_t)sqlite3_column_int64(statement, 11);
    row->from = sql_instant(statement, 12, TIME_LAST);
    row->to = sql_instant(statement, 13, TIME_FIRST);
    row->at = sqlite3_column_int64(statement, 14);
    return row->file && row->format;
}

int store_import_list(struct store *store, struct arena *arena, struct store_import **out,
                      size_t *count, struct error *err)
{
    struct rows rows = { .size = sizeof **out, .arena = arena };
    sqlite3_stmt *statement;
    int rc = sql_take(store, SQL_IMPORT_LIST, &statement, err);

    if (rc == 0)
        rc = rows_read(store, statement, &rows, read_import, err);
    if (rc < 0)
        return rc;
    *out = rows.row;
    *count = rows.count;
    return 0;
}
