#include "data/store/handle.h"

#include <string.h>

#include "data/base/text.h"
#include "data/store/rows.h"

enum { NAME_MOST = 32 * 1024 };    /* three parts of 1 KiB, each byte three, and 8 KiB of labels */

static int add(struct store *store, const char *name, const struct series_info *info,
               int64_t *out_id, struct error *err)
{
    sqlite3_stmt *statement;
    int rc = sql_take(store, SQL_SERIES_ADD, &statement, err);

    if (rc < 0)
        return rc;
    sql_text(statement, ":name", name);
    sql_text(statement, ":source", info->key.source);
    sql_text(statement, ":resource", info->key.resource);
    sql_text(statement, ":metric", info->key.metric);
    sql_text(statement, ":labels", info->key.labels);
    sql_text(statement, ":unit", info->unit);
    sql_text(statement, ":kind", series_kind_name(info->kind));
    sql_int(statement, ":period", info->period_ms);
    rc = sql_run(store, statement, "adding a series", err);
    if (rc == 0)
        *out_id = sqlite3_last_insert_rowid(store->db);
    return rc;
}

/* A unit or a period that was not known so far and now is. */
static int learn(struct store *store, int64_t id, const char *unit, int64_t period,
                 struct error *err)
{
    sqlite3_stmt *statement;
    int rc = sql_take(store, SQL_SERIES_LEARN, &statement, err);

    if (rc < 0)
        return rc;
    sql_int(statement, ":id", id);
    sql_text(statement, ":unit", unit);
    sql_int(statement, ":period", period);
    return sql_run(store, statement, "describing a series", err);
}

/* 1 when there is a series of this name; it takes over what is newly known. */
static int find(struct store *store, const char *name, const struct series_info *info,
                int64_t *out_id, struct error *err)
{
    sqlite3_stmt *statement;
    int rc = sql_take(store, SQL_SERIES_FIND, &statement, err), nameless;
    int64_t period;

    if (rc < 0)
        return rc;
    sql_text(statement, ":name", name);
    rc = sql_step(store, statement, "finding a series", err);
    if (rc <= 0)
        return rc;
    *out_id = sqlite3_column_int64(statement, 0);
    nameless = sqlite3_column_bytes(statement, 1) == 0 && info->unit && info->unit[0];
    period = sqlite3_column_int64(statement, 2);
    if (nameless || (period == 0 && info->period_ms > 0)) {
        char unit[64];

        sqlite3_snprintf(sizeof unit, unit, "%s",
                         nameless ? info->unit : (const char *)sqlite3_column_text(statement, 1));
        rc = learn(store, *out_id, unit, period ? period : info->period_ms, err);
    }
    sqlite3_reset(statement);
    return rc < 0 ? rc : 1;
}

int store_series_put(struct store *store, const struct series_info *info, int64_t *out_id,
                     struct error *err)
{
    struct buf name;
    int rc;

    buf_init(&name, NAME_MOST);
    series_name(&name, &info->key);
    rc = buf_check(&name, "the name of a series", err);
    if (rc == 0)
        rc = find(store, name.text, info, out_id, err);
    if (rc == 0)
        rc = add(store, name.text, info, out_id, err);
    buf_release(&name);
    return rc < 0 ? rc : 0;
}

/* --- listing -------------------------------------------------------------------- */

static int selected(const char *name, const char *const *selectors, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_glob(selectors[i], name))
            return 1;
    return count == 0;
}

/* Columns in the order of SQL_SERIES_COLUMNS. */
static int read_series(sqlite3_stmt *statement, struct arena *arena, void *out)
{
    struct store_series *row = out;
    struct series_info *info = &row->info;

    row->id = sqlite3_column_int64(statement, 0);
    row->name = sql_copy(statement, 1, arena);
    info->key.source = sql_copy(statement, 2, arena);
    info->key.resource = sql_copy(statement, 3, arena);
    info->key.metric = sql_copy(statement, 4, arena);
    info->key.labels = sql_copy(statement, 5, arena);
    info->unit = sql_copy(statement, 6, arena);
    series_kind_find((const char *)sqlite3_column_text(statement, 7), &info->kind);
    info->period_ms = sqlite3_column_int64(statement, 8);
    row->samples = (uint64_t)sqlite3_column_int64(statement, 9);
    row->first = sql_instant(statement, 10, TIME_LAST);
    row->last = sql_instant(statement, 11, TIME_FIRST);
    row->last_value = sqlite3_column_double(statement, 12);
    row->cadence_ms = sqlite3_column_int64(statement, 13);
    return row->name && info->key.source && info->key.resource && info->key.metric &&
           info->key.labels && info->unit;
}

int store_series_list(struct store *store, const char *const *selectors, size_t selector_count,
                      struct arena *arena, struct store_series **out, size_t *out_count,
                      struct error *err)
{
    struct rows rows = { .size = sizeof **out, .arena = arena };
    sqlite3_stmt *statement;
    int rc = sql_take(store, SQL_SERIES_LIST, &statement, err);

    if (rc < 0)
        return rc;
    while ((rc = sql_step(store, statement, "listing series", err)) > 0) {
        const char *name = (const char *)sqlite3_column_text(statement, 1);
        struct store_series *row;

        if (!selected(name ? name : "", selectors, selector_count))
            continue;
        row = rows_add(&rows);
        if (!row || !read_series(statement, arena, row)) {
            rc = error_set(err, ERR_NOMEM, "no memory for the list of series");
            break;
        }
    }
    sqlite3_reset(statement);
    if (rc < 0)
        return rc;
    *out = rows.row;
    *out_count = rows.count;
    return 0;
}
