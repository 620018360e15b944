#include "data/store/join.h"

#include <string.h>

#include "data/store/handle.h"

static const int64_t STRETCH = (int64_t)64 * 24 * 3600 * 1000;    /* of samples merged at a time */

struct join {
    struct store *into, *from;
    struct arena  arena;
    struct samples samples;
    int64_t      *id;              /* [ids] of into, by id of from */
    size_t        ids;
    struct join_counts *counts;
};

/* --- samples ------------------------------------------------------------------------- */

/* 1 when the series has a chunk. */
static int has_chunks(struct store *store, int64_t series, struct error *err)
{
    sqlite3_stmt *statement;
    int rc = sql_take(store, SQL_CHUNK_NEWEST, &statement, err);

    if (rc < 0)
        return rc;
    sql_int(statement, ":series", series);
    rc = sql_step(store, statement, "reading the store", err);
    sqlite3_reset(statement);
    return rc;
}

/* The columns of SQL_CHUNK_CHECK, with the names they have in SQL_CHUNK_ADD. */
static const char *const chunk_columns[] = { NULL, ":start", ":span", ":count", ":first", ":last",
                                             ":min", ":max", ":sum", ":hours", ":data" };
enum { CHUNK_COLUMNS = sizeof chunk_columns / sizeof chunk_columns[0] };

static int copy_chunk(struct join *join, int64_t series, sqlite3_stmt *row, struct error *err)
{
    sqlite3_stmt *add;
    int rc = sql_take(join->into, SQL_CHUNK_ADD, &add, err);

    if (rc < 0)
        return rc;
    sql_int(add, ":series", series);
    for (int i = 1; i < CHUNK_COLUMNS; i++)
        sqlite3_bind_value(add, sqlite3_bind_parameter_index(add, chunk_columns[i]),
                           sqlite3_column_value(row, i));
    return sql_run(join->into, add, "writing samples", err);
}

static int copy_chunks(struct join *join, int64_t from, int64_t into, struct error *err)
{
    sqlite3_stmt *rows;
    int rc = sql_take(join->from, SQL_CHUNK_CHECK, &rows, err);

    if (rc < 0)
        return rc;
    sql_int(rows, ":series", from);
    while ((rc = sql_step(join->from, rows, "reading samples", err)) > 0) {
        rc = copy_chunk(join, into, rows, err);
        if (rc < 0)
            break;
    }
    sqlite3_reset(rows);
    return rc;
}

static int copy_summary(struct join *join, const struct store_series *series, int64_t into, struct error *err)
{
    sqlite3_stmt *set;
    int rc = sql_take(join->into, SQL_SUMMARY_SET, &set, err);

    if (rc < 0)
        return rc;
    sql_int(set, ":id", into);
    sql_int(set, ":samples", (int64_t)series->samples);
    sql_int(set, ":cadence", series->cadence_ms);
    if (series->first <= series->last) {
        sql_int(set, ":first", series->first);
        sql_int(set, ":last", series->last);
        sql_real(set, ":last_value", series->last_value);
    }
    join->counts->samples.fresh += series->samples;
    return sql_run(join->into, set, "writing a series", err);
}

static int merge_samples(struct join *join, const struct store_series *series, int64_t into,
                         struct error *err)
{
    int rc = 0;

    if (series->first > series->last)
        return 0;
    if (series->first < join->from->pruned) {
        error_set(err, ERR_DATA, "'%.160s' is in both, and one has dropped raw samples of it", series->name);
        error_hint(err, "Merge before 'headroom prune', or ingest the exports again.");
        return ERR_DATA;
    }
    for (int64_t at = series->first; at <= series->last && rc == 0; at += STRETCH) {
        rc = store_samples_read(join->from, series->id, at, at + STRETCH, &join->samples, err);
        if (rc == 0 && join->samples.count)
            rc = store_samples_merge(join->into, into, join->samples.at, join->samples.value,
                                     join->samples.count, &join->counts->samples, err);
    }
    return rc;
}

static int join_one(struct join *join, const struct store_series *series, struct error *err)
{
    int64_t *into = &join->id[series->id];
    int rc = store_series_put(join->into, &series->info, into, err);

    if (rc == 0)
        rc = has_chunks(join->into, *into, err);
    if (rc < 0)
        return rc;
    join->counts->series++;
    if (rc > 0)
        return merge_samples(join, series, *into, err);
    join->counts->new_series++;
    rc = copy_chunks(join, series->id, *into, err);
    return rc < 0 ? rc : copy_summary(join, series, *into, err);
}

static int join_series(struct join *join, struct error *err)
{
    struct store_series *series;
    size_t count;
    int rc = store_series_list(join->from, NULL, 0, &join->arena, &series, &count, err);

    if (rc < 0)
        return rc;
    for (size_t i = 0; i < count; i++)
        if ((size_t)series[i].id >= join->ids)
            join->ids = (size_t)series[i].id + 1;
    join->id = arena_take(&join->arena, (join->ids + 1) * sizeof *join->id);
    if (!join->id)
        return error_set(err, ERR_NOMEM, "no memory for %zu series", count);
    for (size_t i = 0; i < count && rc == 0; i++)
        rc = join_one(join, &series[i], err);
    return rc;
}

/* Hours of either may lack their samples now. */
static int join_pruned(struct join *join, struct error *err)
{
    sqlite3_stmt *set;
    int rc;

    if (join->from->pruned <= join->into->pruned)
        return 0;
    rc = sql_take(join->into, SQL_PRUNED_SET, &set, err);
    if (rc < 0)
        return rc;
    sql_int(set, ":pruned", join->from->pruned);
    join->into->pruned = join->from->pruned;
    return sql_run(join->into, set, "writing the store", err);
}

/* --- what is beside samples -------------------------------------------------------------- */

static int join_capacities(struct join *join, struct error *err)
{
    struct store_capacity *rows;
    size_t count;
    int rc = store_capacity_list(join->from, 0, &join->arena, &rows, &count, err);

    for (size_t i = 0; i < count && rc == 0; i++) {
        rows[i].series = join->id[rows[i].series];
        rc = store_capacity_put(join->into, &rows[i], err);
    }
    return rc;
}

static int same_event(const struct store_event *a, const struct store_event *b)
{
    return a->at == b->at && a->until == b->until && strcmp(a->kind, b->kind) == 0 &&
           strcmp(a->selector, b->selector) == 0 && strcmp(a->note, b->note) == 0;
}

static int join_events(struct join *join, struct error *err)
{
    struct store_event *rows, *there;
    size_t count, there_count;
    int64_t id;
    int rc = store_event_list(join->from, &join->arena, &rows, &count, err);

    if (rc == 0)
        rc = store_event_list(join->into, &join->arena, &there, &there_count, err);
    for (size_t i = 0; rc == 0 && i < count; i++) {
        size_t k = 0;

        while (k < there_count && !same_event(&rows[i], &there[k]))
            k++;
        if (k == there_count)
            rc = store_event_add(join->into, &rows[i], &id, err);
    }
    return rc;
}

static int same_import(const struct store_import *a, const struct store_import *b)
{
    return a->hash == b->hash && a->bytes == b->bytes && a->at == b->at && strcmp(a->file, b->file) == 0;
}

static int join_imports(struct join *join, struct error *err)
{
    struct store_import *rows, *there;
    size_t count, there_count;
    int rc = store_import_list(join->from, &join->arena, &rows, &count, err);

    if (rc == 0)
        rc = store_import_list(join->into, &join->arena, &there, &there_count, err);
    for (size_t i = 0; rc == 0 && i < count; i++) {
        size_t k = 0;

        while (k < there_count && !same_import(&rows[i], &there[k]))
            k++;
        if (k == there_count)
            rc = store_import_put(join->into, &rows[i], err);
    }
    return rc;
}

int store_join(struct store *into, struct store *from, struct join_counts *counts, struct error *err)
{
    struct join join = { .into = into, .from = from, .counts = counts };
    int rc = join_series(&join, err);

    if (rc == 0)
        rc = join_pruned(&join, err);
    if (rc == 0)
        rc = join_capacities(&join, err);
    if (rc == 0)
        rc = join_events(&join, err);
    if (rc == 0)
        rc = join_imports(&join, err);
    samples_release(&join.samples);
    arena_release(&join.arena);
    return rc;
}
