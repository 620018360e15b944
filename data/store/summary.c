#include "data/store/summary.h"

#include <string.h>

#include "data/store/chunk.h"

int summary_load(struct store *store, int64_t series, struct summary *out, struct error *err)
{
    sqlite3_stmt *statement;
    int rc = sql_take(store, SQL_SUMMARY, &statement, err);

    if (rc < 0)
        return rc;
    sql_int(statement, ":id", series);
    rc = sql_step(store, statement, "reading a series", err);
    if (rc < 0)
        return rc;
    if (rc == 0)
        return error_set(err, ERR_BUG, "samples for a series that is not there");
    out->series = series;
    out->samples = sqlite3_column_int64(statement, 0);
    out->first = sql_instant(statement, 1, TIME_LAST);
    out->last = sql_instant(statement, 2, TIME_FIRST);
    out->last_value = sqlite3_column_double(statement, 3);
    out->cadence = sqlite3_column_int64(statement, 4);
    out->changed = 0;
    out->tail_count = 0;
    sqlite3_reset(statement);
    return 0;
}

void summary_add(struct summary *summary, int64_t window_start, const struct samples *samples,
                 uint64_t fresh)
{
    size_t end = samples->count - 1;
    size_t count = samples->count < CADENCE_TIMES ? samples->count : CADENCE_TIMES;

    summary->samples += (int64_t)fresh;
    if (samples->at[0] < summary->first)
        summary->first = samples->at[0];
    if (samples->at[end] >= summary->last) {
        summary->last = samples->at[end];
        summary->last_value = samples->value[end];
    }
    summary->changed = 1;
    summary->newest_start = window_start;
    summary->tail_count = count;
    memcpy(summary->tail, samples->at + samples->count - count, count * sizeof *samples->at);
}

/* --- cadence ------------------------------------------------------------------- */

static void put_before_tail(struct summary *summary, const struct samples *chunk)
{
    size_t room = CADENCE_TIMES - summary->tail_count;
    size_t count = chunk->count < room ? chunk->count : room;

    memmove(summary->tail + count, summary->tail, summary->tail_count * sizeof *summary->tail);
    memcpy(summary->tail, chunk->at + chunk->count - count, count * sizeof *summary->tail);
    summary->tail_count += count;
}

/* Columns of SQL_CHUNK_NEWEST. */
enum { START, COUNT, DATA };

static int newest_chunks(struct store *store, const struct summary *summary, sqlite3_stmt **out,
                         struct error *err)
{
    int rc = sql_take(store, SQL_CHUNK_NEWEST, out, err);

    if (rc == 0)
        sql_int(*out, ":series", summary->series);
    return rc;
}

/* Reads the last CADENCE_TIMES times of the series from its newest chunks. */
static int read_tail(struct store *store, struct summary *summary, struct error *err)
{
    sqlite3_stmt *statement;
    int rc = newest_chunks(store, summary, &statement, err);

    summary->tail_count = 0;
    if (rc < 0)
        return rc;
    while (summary->tail_count < CADENCE_TIMES &&
           (rc = sql_step(store, statement, "reading samples", err)) > 0) {
        size_t length = (size_t)sqlite3_column_bytes(statement, DATA);

        if (!length)
            continue;
        rc = chunk_decode(sqlite3_column_blob(statement, DATA), length, &store->stored, err);
        if (rc < 0)
            break;
        put_before_tail(summary, &store->stored);
    }
    sqlite3_reset(statement);
    return rc < 0 ? rc : 0;
}

/* 1 when a newer chunk than those that changed has all the times that the cadence is made of. */
static int only_older_changed(struct store *store, const struct summary *summary, struct error *err)
{
    sqlite3_stmt *statement;
    int rc = newest_chunks(store, summary, &statement, err);

    if (rc < 0)
        return rc;
    rc = sql_step(store, statement, "reading samples", err);
    if (rc > 0)
        rc = sqlite3_column_int64(statement, START) > summary->newest_start &&
             sqlite3_column_int64(statement, COUNT) >= CADENCE_TIMES;
    sqlite3_reset(statement);
    return rc;
}

/* The cadence is that of the last CADENCE_TIMES samples, in whatever order they came in. */
static int renew_cadence(struct store *store, struct summary *summary, struct error *err)
{
    int whole = summary->tail_count == CADENCE_TIMES ||
                (int64_t)summary->tail_count == summary->samples;
    int64_t cadence;
    int rc = 0;

    if (!whole || summary->tail[summary->tail_count - 1] != summary->last) {
        rc = only_older_changed(store, summary, err);
        if (rc != 0)
            return rc < 0 ? rc : 0;
        rc = read_tail(store, summary, err);
    }
    cadence = cadence_of(summary->tail, summary->tail_count);
    if (cadence > 0)
        summary->cadence = cadence;
    return rc;
}

int summary_store(struct store *store, struct summary *summary, struct error *err)
{
    sqlite3_stmt *statement;
    int rc = summary->changed ? renew_cadence(store, summary, err) : 0;

    if (rc < 0 || !summary->changed)
        return rc;
    rc = sql_take(store, SQL_SUMMARY_SET, &statement, err);
    if (rc < 0)
        return rc;
    sql_int(statement, ":id", summary->series);
    sql_int(statement, ":samples", summary->samples);
    sql_int(statement, ":first", summary->first);
    sql_int(statement, ":last", summary->last);
    sql_real(statement, ":last_value", summary->last_value);
    sql_int(statement, ":cadence", summary->cadence);
    return sql_run(store, statement, "describing a series", err);
}
