/*
 * Everything the store says twice is compared, everything with a checksum is read.
 */
#include "data/store/handle.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/store/chunk.h"
#include "data/store/rollup.h"

struct check {
    struct store       *store;
    struct store_check *out;
    const char         *series;        /* name of the one at hand */
    struct hourlies     stored, made;
    int64_t             samples, first, last, end;    /* of its chunks so far */
    int64_t             last_raw;
    double              last_value;
};

static void fault(struct check *check, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void fault(struct check *check, const char *format, ...)
{
    va_list args;

    if (check->out->faults++)
        return;
    va_start(args, format);
    vsnprintf(check->out->first, sizeof check->out->first, format, args);
    va_end(args);
}

/* --- SQLite's own ------------------------------------------------------------------ */

/* Rows of a check: each a fault, but for the single row "ok". */
static int check_rows(struct check *check, enum sql_id id, const char *what, struct error *err)
{
    sqlite3_stmt *statement;
    int rc = sql_take(check->store, id, &statement, err);

    if (rc < 0)
        return rc;
    while ((rc = sql_step(check->store, statement, what, err)) > 0) {
        const char *text = (const char *)sqlite3_column_text(statement, 0);

        if (text && strcmp(text, "ok") != 0)
            fault(check, "%s: %s", what, text);
    }
    return rc;
}

/* --- one chunk ----------------------------------------------------------------------- */

/* Columns of SQL_CHUNK_CHECK. */
enum { ID, START, SPAN, COUNT, FIRST, LAST, MIN, MAX, SUM, HOURS, DATA };

static int known_window(int64_t start, int64_t span)
{
    for (int i = 0; i < WINDOWS; i++)
        if (window_ms[i] == span)
            return window_start(start, span) == start;
    return 0;
}

static int same(sqlite3_stmt *row, int column, double value)
{
    double stored = sqlite3_column_double(row, column);

    if (sqlite3_column_type(row, column) == SQLITE_NULL)
        return !isfinite(value);
    return stored == value;
}

static void check_columns(struct check *check, sqlite3_stmt *row, const struct samples *samples)
{
    struct chunk_facts facts;

    if (sqlite3_column_int64(row, COUNT) != (int64_t)samples->count) {
        fault(check, "%s: a chunk of %zu samples that is said to hold %lld", check->series,
              samples->count, (long long)sqlite3_column_int64(row, COUNT));
        return;
    }
    if (!samples->count)
        return;
    facts = chunk_facts(samples, &check->made);
    if (sqlite3_column_int64(row, FIRST) != facts.first || sqlite3_column_int64(row, LAST) != facts.last ||
        !same(row, MIN, facts.min) || !same(row, MAX, facts.max) || !same(row, SUM, facts.sum))
        fault(check, "%s: a chunk does not agree with its summary", check->series);
}

/* Every hour made from the samples is stored; any other is one whose samples were pruned. */
static void check_hours(struct check *check)
{
    size_t next = 0;

    for (size_t i = 0; i < check->stored.count; i++) {
        const struct hourly *row = &check->stored.row[i];

        if (next < check->made.count && check->made.row[next].hour == row->hour) {
            if (!hourly_equal(&check->made.row[next], row))
                fault(check, "%s: an hour does not agree with its samples", check->series);
            next++;
        } else if (row->hour >= check->store->pruned) {
            fault(check, "%s: an hour without samples", check->series);
        }
    }
    if (next != check->made.count)
        fault(check, "%s: an hour is missing", check->series);
}

static void check_place(struct check *check, int64_t start, int64_t span, int64_t from, int64_t to)
{
    if (!known_window(start, span) || start < check->end)
        fault(check, "%s: a chunk in a wrong place", check->series);
    else if (from < start || to >= start + span)
        fault(check, "%s: samples outside of their chunk", check->series);
    check->end = start + span;
}

static void add_chunk(struct check *check, const struct samples *samples, const struct hourlies *hours)
{
    int64_t first = samples->count ? samples->at[0] : hours->row[0].hour;

    check->samples += (int64_t)samples->count;
    check->first = first < check->first ? first : check->first;
    if (samples->count) {
        check->last_raw = samples->at[samples->count - 1];
        check->last_value = samples->value[samples->count - 1];
    }
    check->out->chunks++;
    check->out->samples += samples->count;
    check->out->hours += hours->count;
}

/* Reads both blobs of a chunk; 0 when they are readable. Says nothing in err but no memory. */
static int read_chunk(struct check *check, sqlite3_stmt *row, struct error *why)
{
    struct samples *samples = &check->store->stored;
    size_t hours = (size_t)sqlite3_column_bytes(row, HOURS), data = (size_t)sqlite3_column_bytes(row, DATA);
    int rc = 0;

    samples->count = check->stored.count = check->made.count = 0;
    if (data)
        rc = chunk_decode(sqlite3_column_blob(row, DATA), data, samples, why);
    if (rc == 0 && hours)
        rc = rollup_decode(sqlite3_column_blob(row, HOURS), hours, &check->stored, why);
    if (rc == 0)
        rc = rollup_make(samples->at, samples->value, samples->count, &check->made, why);
    if (rc == 0 && !data && !hours)
        rc = error_set(why, ERR_STORE, "a chunk without content");
    return rc;
}

static int check_chunk(struct check *check, sqlite3_stmt *row, struct error *err)
{
    const struct samples *samples = &check->store->stored;
    const struct hourlies *hours;
    struct error why = ERROR_NONE;
    int rc = read_chunk(check, row, &why);

    if (rc == ERR_NOMEM)
        return error_set(err, rc, "%s", why.text);
    if (rc < 0) {
        fault(check, "%s: %s", check->series, why.text);
        check->end = sqlite3_column_int64(row, START) + sqlite3_column_int64(row, SPAN);
        return 0;
    }
    hours = check->stored.count ? &check->stored : &check->made;
    if (check->stored.count)
        check_hours(check);
    check_columns(check, row, samples);
    check_place(check, sqlite3_column_int64(row, START), sqlite3_column_int64(row, SPAN),
                hours->row[0].hour, hours->row[hours->count - 1].hour);
    add_chunk(check, samples, hours);
    return 0;
}

/* --- one series -------------------------------------------------------------------------- */

static void check_summary(struct check *check, const struct store_series *series)
{
    struct buf name;

    buf_init(&name, 1 << 16);
    series_name(&name, &series->info.key);
    if (name.failed || strcmp(name.text, series->name) != 0)
        fault(check, "%s: a name that is not that of its parts", series->name);
    buf_release(&name);

    if (check->samples != (int64_t)series->samples)
        fault(check, "%s: %lld samples, but it is said to have %llu", series->name,
              (long long)check->samples, (unsigned long long)series->samples);
    else if (check->samples && check->last_raw == series->last && check->last_value != series->last_value)
        fault(check, "%s: another last value than its samples", series->name);
    else if (check->samples && check->last_raw > series->last)
        fault(check, "%s: samples after its last time", series->name);
    else if (check->samples && check->store->pruned == TIME_FIRST &&
             (check->first != series->first || check->last_raw != series->last))
        fault(check, "%s: other times than its samples", series->name);
}

static int check_series(struct check *check, const struct store_series *series, struct error *err)
{
    sqlite3_stmt *statement;
    int rc = sql_take(check->store, SQL_CHUNK_CHECK, &statement, err);

    if (rc < 0)
        return rc;
    check->series = series->name;
    check->samples = 0;
    check->first = TIME_LAST;
    check->end = check->last_raw = TIME_FIRST;
    sql_int(statement, ":series", series->id);
    while ((rc = sql_step(check->store, statement, "reading chunks", err)) > 0) {
        rc = check_chunk(check, statement, err);
        if (rc < 0)
            break;
    }
    sqlite3_reset(statement);
    if (rc == 0)
        check_summary(check, series);
    check->out->series++;
    return rc;
}

static int check_all(struct check *check, struct arena *arena, struct error *err)
{
    struct store_series *series = NULL;
    struct store_import *imports = NULL;
    size_t count = 0, import_count = 0;
    int rc = check_rows(check, SQL_INTEGRITY, "integrity", err);

    if (rc == 0)
        rc = check_rows(check, SQL_REFERENCES, "references", err);
    if (rc == 0)
        rc = store_series_list(check->store, NULL, 0, arena, &series, &count, err);
    for (size_t i = 0; i < count && rc == 0; i++)
        rc = check_series(check, &series[i], err);
    if (rc == 0)
        rc = store_import_list(check->store, arena, &imports, &import_count, err);
    check->out->imports = import_count;
    return rc;
}

int store_verify(struct store *store, struct store_check *out, struct error *err)
{
    struct store_check found = { 0 };
    struct check check = { .store = store, .out = &found };
    struct arena arena = { 0 };
    struct error why = ERROR_NONE;
    int rc = check_all(&check, &arena, &why);

    if (rc == ERR_STORE) {    /* the file is so damaged that it can not be read to its end */
        fault(&check, "%s", why.text);
        rc = 0;
    }
    if (rc < 0)
        error_set(err, rc, "%s", why.text);
    else
        *out = found;
    arena_release(&arena);
    hourlies_release(&check.stored);
    hourlies_release(&check.made);
    return rc;
}
