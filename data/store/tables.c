#include "data/store/tables.h"

#include <string.h>

#include "data/base/clock.h"
#include "data/store/chunk.h"
#include "data/store/handle.h"
#include "data/store/rollup.h"
#include "data/store/samples.h"
#include "data/store/table_range.h"

/* --- the two tables ------------------------------------------------------------------ */

struct cursor {
    sqlite3_vtab_cursor base;
    struct table_range  range;
    sqlite3_stmt       *names;       /* the series that are asked for: id, name */
    sqlite3_stmt       *chunks;      /* of the series at hand, by time */
    struct samples      samples;     /* of the chunk at hand */
    struct hourlies     hours;
    size_t              row, rows;
    int                 ended;
};

struct shape {
    const char *name;
    const char *columns;      /* its CREATE TABLE; the first two and the last two are shared */
    int         count;
    int         is_hourly;
    void      (*value)(const struct cursor *cursor, int column, sqlite3_context *out);
};

struct stored_table {
    sqlite3_vtab        base;
    struct store       *store;
    const struct shape *shape;
};

static void sample_value(const struct cursor *cursor, int column, sqlite3_context *out)
{
    (void)column;
    sqlite3_result_double(out, cursor->samples.value[cursor->row]);
}

static void hour_value(const struct cursor *cursor, int column, sqlite3_context *out)
{
    const struct hourly *hour = &cursor->hours.row[cursor->row];

    switch (column) {
    case 2:  sqlite3_result_int64(out, hour->count); break;
    case 3:  sqlite3_result_double(out, hour->sum); break;
    case 4:  sqlite3_result_double(out, hour->min); break;
    case 5:  sqlite3_result_double(out, hour->max); break;
    case 6:  sqlite3_result_double(out, hour->sum / hour->count); break;
    case 7:  sqlite3_result_double(out, hour->p95); break;
    default: sqlite3_result_double(out, hour->last); break;
    }
}

static const struct shape shapes[] = {
    { "samples", "CREATE TABLE samples (series TEXT, time TEXT, value REAL, at INTEGER, id INTEGER,"
                 " PRIMARY KEY (id, at)) WITHOUT ROWID",
      5, 0, sample_value },
    { "hourly", "CREATE TABLE hourly (series TEXT, time TEXT, count INTEGER, sum REAL, min REAL,"
                " max REAL, mean REAL, p95 REAL, last REAL, at INTEGER, id INTEGER,"
                " PRIMARY KEY (id, at)) WITHOUT ROWID",
      11, 1, hour_value },
};

/* --- a table --------------------------------------------------------------------------- */

static int connect(sqlite3 *db, void *given, int argc, const char *const *argv, sqlite3_vtab **out,
                   char **why)
{
    struct stored_table *table = sqlite3_malloc(sizeof *table);
    int rc;

    (void)argc, (void)why;
    if (!table)
        return SQLITE_NOMEM;
    *table = (struct stored_table){ .store = given, .shape = &shapes[0] };
    while (strcmp(table->shape->name, argv[0]) != 0)
        table->shape++;
    rc = sqlite3_declare_vtab(db, table->shape->columns);
    if (rc == SQLITE_OK)
        rc = sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
    if (rc == SQLITE_OK)
        *out = &table->base;
    else
        sqlite3_free(table);
    return rc;
}

static int disconnect(sqlite3_vtab *table)
{
    sqlite3_free(table);
    return SQLITE_OK;
}

static int best_index(sqlite3_vtab *base, sqlite3_index_info *info)
{
    return table_range_plan(info, ((const struct stored_table *)base)->shape->count);
}

/* --- a cursor ---------------------------------------------------------------------------- */

static int open_cursor(sqlite3_vtab *base, sqlite3_vtab_cursor **out)
{
    struct cursor *cursor = sqlite3_malloc(sizeof *cursor);

    (void)base;
    if (!cursor)
        return SQLITE_NOMEM;
    memset(cursor, 0, sizeof *cursor);
    *out = &cursor->base;
    return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *base)
{
    struct cursor *cursor = (struct cursor *)base;

    sqlite3_finalize(cursor->names);
    sqlite3_finalize(cursor->chunks);
    samples_release(&cursor->samples);
    hourlies_release(&cursor->hours);
    table_range_release(&cursor->range);
    sqlite3_free(cursor);
    return SQLITE_OK;
}

static const struct stored_table *table_of(const struct cursor *cursor)
{
    return (const struct stored_table *)cursor->base.pVtab;
}

/* A damaged chunk ends the statement with its reason. */
static int refused(struct cursor *cursor, const struct error *err)
{
    sqlite3_free(cursor->base.pVtab->zErrMsg);
    cursor->base.pVtab->zErrMsg = sqlite3_mprintf("%s", err->text);
    return err->code == ERR_NOMEM ? SQLITE_NOMEM : SQLITE_CORRUPT_VTAB;
}

/* Columns of SQL_CHUNK_RANGE. */
enum { START, SPAN, HOURS, DATA };

static int decode(struct cursor *cursor, struct error *err)
{
    size_t hours = (size_t)sqlite3_column_bytes(cursor->chunks, HOURS);
    size_t data = (size_t)sqlite3_column_bytes(cursor->chunks, DATA);

    cursor->samples.count = cursor->hours.count = 0;
    if (table_of(cursor)->shape->is_hourly)
        return chunk_hours(sqlite3_column_blob(cursor->chunks, HOURS), hours,
                           sqlite3_column_blob(cursor->chunks, DATA), data, &cursor->samples,
                           &cursor->hours, err);
    return data ? chunk_decode(sqlite3_column_blob(cursor->chunks, DATA), data, &cursor->samples, err)
                : 0;
}

static int64_t at_of(const struct cursor *cursor)
{
    return table_of(cursor)->shape->is_hourly ? cursor->hours.row[cursor->row].hour
                                              : cursor->samples.at[cursor->row];
}

/* The rows of the decoded chunk that lie in the range. */
static void cut_to_range(struct cursor *cursor)
{
    const struct table_range *range = &cursor->range;

    cursor->rows = table_of(cursor)->shape->is_hourly ? cursor->hours.count : cursor->samples.count;
    cursor->row = 0;
    while (cursor->row < cursor->rows && at_of(cursor) < range->from)
        cursor->row++;
    if (!table_of(cursor)->shape->is_hourly)
        cursor->rows = samples_from(&cursor->samples, range->until);
    else
        while (cursor->rows > cursor->row && cursor->hours.row[cursor->rows - 1].hour >= range->until)
            cursor->rows--;
}

/* Goes to the next series that is asked for; SQLITE_DONE past the last. */
static int next_series(struct cursor *cursor)
{
    int step;

    do
        step = sqlite3_step(cursor->names);
    while (step == SQLITE_ROW && cursor->range.glob &&
           sqlite3_strglob(cursor->range.glob, (const char *)sqlite3_column_text(cursor->names, 1)));
    if (step != SQLITE_ROW)
        return step;
    sqlite3_reset(cursor->chunks);
    sql_int(cursor->chunks, ":series", sqlite3_column_int64(cursor->names, 0));
    sql_int(cursor->chunks, ":from", cursor->range.from);
    sql_int(cursor->chunks, ":until", cursor->range.until);
    return SQLITE_ROW;
}

/* Goes on until there is a row, through chunks and series. */
static int settle(struct cursor *cursor)
{
    struct error err = ERROR_NONE;

    while (cursor->row >= cursor->rows) {
        int step = sqlite3_step(cursor->chunks);

        if (step == SQLITE_DONE)
            step = next_series(cursor);
        else if (step == SQLITE_ROW && decode(cursor, &err) < 0)
            return refused(cursor, &err);
        else if (step == SQLITE_ROW)
            cut_to_range(cursor);
        cursor->ended = step == SQLITE_DONE;
        if (step != SQLITE_ROW)
            return cursor->ended ? SQLITE_OK : step;
    }
    return SQLITE_OK;
}

/* A statement of the cursor's own: cursors of one query run side by side. */
static int prepare(struct cursor *cursor, enum sql_id id, sqlite3_stmt **out)
{
    sqlite3 *db = table_of(cursor)->store->db;
    int rc;

    sqlite3_finalize(*out);
    *out = NULL;
    rc = sqlite3_prepare_v2(db, sql_statement(id), -1, out, NULL);
    if (rc == SQLITE_ERROR) {    /* loaded where something else is open */
        sqlite3_free(cursor->base.pVtab->zErrMsg);
        cursor->base.pVtab->zErrMsg = sqlite3_mprintf("this is no store of headroom: %s", sqlite3_errmsg(db));
    }
    return rc;
}

static int filter(sqlite3_vtab_cursor *base, int plan, const char *marks, int argc,
                  sqlite3_value **argv)
{
    struct cursor *cursor = (struct cursor *)base;
    struct table_range *range = &cursor->range;
    int rc = table_range_read(range, marks, argc, argv);

    (void)plan;
    cursor->row = cursor->rows = 0;
    if (rc == SQLITE_OK)
        rc = prepare(cursor, range->name     ? SQL_NAME_OF_NAME
                             : range->has_id ? SQL_NAME_OF_ID
                                             : SQL_NAMES, &cursor->names);
    if (rc == SQLITE_OK)
        rc = prepare(cursor, SQL_CHUNK_RANGE, &cursor->chunks);
    if (rc != SQLITE_OK)
        return rc;
    if (range->name)
        sql_text(cursor->names, ":name", range->name);
    else if (range->has_id)
        sql_int(cursor->names, ":id", range->id);
    rc = next_series(cursor);
    cursor->ended = rc == SQLITE_DONE;
    return rc == SQLITE_ROW ? settle(cursor) : cursor->ended ? SQLITE_OK : rc;
}

static int next(sqlite3_vtab_cursor *base)
{
    struct cursor *cursor = (struct cursor *)base;

    cursor->row++;
    return settle(cursor);
}

static int at_end(sqlite3_vtab_cursor *base)
{
    return ((const struct cursor *)base)->ended;
}

static int column_value(sqlite3_vtab_cursor *base, sqlite3_context *out, int column)
{
    const struct cursor *cursor = (const struct cursor *)base;
    const struct shape *shape = table_of(cursor)->shape;
    char text[TIME_ROOM];

    if (column == 0)
        sqlite3_result_value(out, sqlite3_column_value(cursor->names, 1));
    else if (column == 1)
        sqlite3_result_text(out, time_iso(text, at_of(cursor)), -1, SQLITE_TRANSIENT);
    else if (column == shape->count - 2)
        sqlite3_result_int64(out, at_of(cursor));
    else if (column == shape->count - 1)
        sqlite3_result_int64(out, sqlite3_column_int64(cursor->names, 0));
    else
        shape->value(cursor, column, out);
    return SQLITE_OK;
}

/* Without xCreate: the tables are there by themselves and can't be made in a file. */
static const sqlite3_module module = {
    .xConnect = connect, .xBestIndex = best_index, .xDisconnect = disconnect,
    .xOpen = open_cursor, .xClose = close_cursor, .xFilter = filter, .xNext = next,
    .xEof = at_end, .xColumn = column_value,
};

int tables_register(struct store *store, struct error *err)
{
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
        if (sqlite3_create_module(store->db, shapes[i].name, &module, store) != SQLITE_OK)
            return sql_refused(store, "making the tables of samples", err);
    return 0;
}
