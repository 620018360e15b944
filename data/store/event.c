/*
 * What people know and samples don't say: launches, clean-ups, stretches to ignore.
 */
#include "data/store/handle.h"
#include "data/store/rows.h"

int store_event_add(struct store *store, const struct store_event *event, int64_t *out_id,
                    struct error *err)
{
    sqlite3_stmt *statement;
    int rc;

    if (event->until < event->at)
        return error_set(err, ERR_DATA, "an event can not end before it begins");
    rc = sql_take(store, SQL_EVENT_ADD, &statement, err);
    if (rc < 0)
        return rc;
    sql_text(statement, ":selector", event->selector);
    sql_text(statement, ":kind", event->kind);
    sql_int(statement, ":at", event->at);
    sql_int(statement, ":until", event->until);
    sql_text(statement, ":note", event->note);
    rc = sql_run(store, statement, "writing an event", err);
    if (rc == 0)
        *out_id = sqlite3_last_insert_rowid(store->db);
    return rc;
}

int store_event_remove(struct store *store, int64_t id, struct error *err)
{
    sqlite3_stmt *statement;
    int rc = sql_take(store, SQL_EVENT_DROP, &statement, err);

    if (rc < 0)
        return rc;
    sql_int(statement, ":id", id);
    rc = sql_run(store, statement, "removing an event", err);
    if (rc == 0 && sqlite3_changes(store->db) == 0)
        return error_set(err, ERR_NOTFOUND, "there is no event %lld", (long long)id);
    return rc;
}

static int read_event(sqlite3_stmt *statement, struct arena *arena, void *out)
{
    struct store_event *row = out;

    row->id = sqlite3_column_int64(statement, 0);
    row->selector = sql_copy(statement, 1, arena);
    row->kind = sql_copy(statement, 2, arena);
    row->at = sqlite3_column_int64(statement, 3);
    row->until = sqlite3_column_int64(statement, 4);
    row->note = sql_copy(statement, 5, arena);
    return row->selector && row->kind && row->note;
}

int store_event_list(struct store *store, struct arena *arena, struct store_event **out,
                     size_t *count, struct error *err)
{
    struct rows rows = { .size = sizeof **out, .arena = arena };
    sqlite3_stmt *statement;
    int rc = sql_take(store, SQL_EVENT_LIST, &statement, err);

    if (rc == 0)
        rc = rows_read(store, statement, &rows, read_event, err);
    if (rc < 0)
        return rc;
    *out = rows.row;
    *count = rows.count;
    return 0;
}
