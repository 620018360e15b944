/*
 * Raw samples grow old; their hours stay.
 */
#include "data/store/window.h"

#include <string.h>

#include "data/store/rollup.h"

/* Columns of SQL_CHUNK_FROM_ID. */
enum { ID, SERIES, START, SPAN, HOURS, DATA };

/* Loads the next chunk behind *row that has samples before the cut; 1 when there is one. */
static int load_next(struct store *store, int64_t cut, struct window_row *row, struct error *err)
{
    sqlite3_stmt *statement;
    size_t length;
    int rc = sql_take(store, SQL_CHUNK_FROM_ID, &statement, err);

    if (rc < 0)
        return rc;
    sql_int(statement, ":id", row->id);
    sql_int(statement, ":before", cut);
    rc = sql_step(store, statement, "finding old samples", err);
    if (rc <= 0)
        return rc;
    *row = (struct window_row){ sqlite3_column_int64(statement, ID),
                                sqlite3_column_int64(statement, SERIES),
                                sqlite3_column_int64(statement, START),
                                sqlite3_column_int64(statement, SPAN) };
    store->sealed.count = 0;
    length = (size_t)sqlite3_column_bytes(statement, DATA);
    rc = chunk_decode(sqlite3_column_blob(statement, DATA), length, &store->stored, err);
    length = (size_t)sqlite3_column_bytes(statement, HOURS);
    if (rc == 0 && length)
        rc = rollup_decode(sqlite3_column_blob(statement, HOURS), length, &store->sealed, err);
    else if (rc == 0)
        rc = rollup_make(store->stored.at, store->stored.value, store->stored.count, &store->sealed,
                         err);
    sqlite3_reset(statement);
    return rc < 0 ? rc : 1;
}

static int take_from_series(struct store *store, int64_t series, size_t gone, struct error *err)
{
    sqlite3_stmt *statement;
    int rc = sql_take(store, SQL_SERIES_LESS, &statement, err);

    if (rc < 0)
        return rc;
    sql_int(statement, ":id", series);
    sql_int(statement, ":gone", (int64_t)gone);
    return sql_run(store, statement, "dropping old samples", err);
}

/* Writes the loaded chunk without its samples before the cut; its hours are all there. */
static int cut_chunk(struct store *store, int64_t cut, const struct window_row *row,
                     struct window_bytes *bytes, struct store_pruned *out, struct error *err)
{
    struct samples left = store->stored;
    size_t gone = 0;
    int rc;

    while (gone < left.count && left.at[gone] < cut)
        gone++;
    left.at += gone;
    left.value += gone;
    left.count -= gone;
    hours_without_samples(&store->sealed, &left);
    rc = window_encode(bytes, row, &left, &store->sealed, TIME_LAST, err);
    if (rc == 0)
        rc = window_put(store, bytes, err);
    if (rc == 0)
        rc = take_from_series(store, row->series, gone, err);
    out->samples += gone;
    out->chunks++;
    return rc;
}

static int mark(struct store *store, int64_t cut, struct error *err)
{
    sqlite3_stmt *statement;
    int rc;

    if (cut <= store->pruned)
        return 0;
    rc = sql_take(store, SQL_PRUNED_SET, &statement, err);
    if (rc < 0)
        return rc;
    sql_int(statement, ":pruned", cut);
    rc = sql_run(store, statement, "dropping old samples", err);
    if (rc == 0)
        store->pruned = cut;
    return rc;
}

int store_prune(struct store *store, int64_t before, struct store_pruned *out, struct error *err)
{
    int64_t cut = hour_of(before);
    struct window_row row = { 0 };
    struct store_pruned pruned = { 0 };
    struct window_bytes bytes = { 0 };
    int rc;

    while ((rc = load_next(store, cut, &row, err)) > 0) {
        rc = cut_chunk(store, cut, &row, &bytes, &pruned, err);
        if (rc < 0)
            break;
    }
    window_bytes_release(&bytes);
    if (rc == 0 && pruned.chunks)
        rc = mark(store, cut, err);
    if (rc == 0)
        *out = pruned;
    return rc;
}
