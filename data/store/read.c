#include "data/store/handle.h"

#include "data/base/clock.h"
#include "data/store/chunk.h"
#include "data/store/rollup.h"
#include "data/store/samples.h"

int chunk_hours(const uint8_t *hours, size_t hours_length, const uint8_t *data, size_t data_length,
                struct samples *samples, struct hourlies *out, struct error *err)
{
    int rc;

    if (hours_length)
        return rollup_decode(hours, hours_length, out, err);
    rc = chunk_decode(data, data_length, samples, err);
    return rc < 0 ? rc : rollup_make(samples->at, samples->value, samples->count, out, err);
}

/* Columns of SQL_CHUNK_RANGE. */
enum { START, SPAN, HOURS, DATA };

static int range(struct store *store, int64_t series, int64_t from, int64_t until,
                 sqlite3_stmt **out, struct error *err)
{
    int rc = sql_take(store, SQL_CHUNK_RANGE, out, err);

    if (rc < 0)
        return rc;
    sql_int(*out, ":series", series);
    sql_int(*out, ":from", from);
    sql_int(*out, ":until", until);
    return 0;
}

static int append_part(struct samples *out, const struct samples *chunk, int64_t from,
                       int64_t until, struct error *err)
{
    size_t low = samples_from(chunk, from), high = samples_from(chunk, until);
    size_t count = high > low ? high - low : 0;
    int rc = samples_reserve(out, out->count + count, err);

    if (rc < 0)
        return rc;
    for (size_t i = 0; i < count; i++) {
        out->at[out->count + i] = chunk->at[low + i];
        out->value[out->count + i] = chunk->value[low + i];
    }
    out->count += count;
    return 0;
}

int store_samples_read(struct store *store, int64_t series, int64_t from, int64_t until,
                       struct samples *out, struct error *err)
{
    sqlite3_stmt *statement;
    int rc = range(store, series, from, until, &statement, err);

    out->count = 0;
    if (rc < 0)
        return rc;
    while ((rc = sql_step(store, statement, "reading samples", err)) > 0) {
        size_t length = (size_t)sqlite3_column_bytes(statement, DATA);

        if (!length)
            continue;
        rc = chunk_decode(sqlite3_column_blob(statement, DATA), length, &store->stored, err);
        if (rc == 0)
            rc = append_part(out, &store->stored, from, until, err);
        if (rc < 0)
            break;
    }
    sqlite3_reset(statement);
    return rc < 0 ? rc : 0;
}

/* Cuts the rows from `kept` on to those whose hour lies in the range. */
static void keep_range(struct hourlies *out, size_t kept, int64_t from, int64_t until)
{
    for (size_t i = kept; i < out->count; i++)
        if (out->row[i].hour >= from && out->row[i].hour < until)
            out->row[kept++] = out->row[i];
    out->count = kept;
}

int store_hourly_read(struct store *store, int64_t series, int64_t from, int64_t until,
                      struct hourlies *out, struct error *err)
{
    sqlite3_stmt *statement;
    int rc = range(store, series, from, until, &statement, err);

    out->count = 0;
    if (rc < 0)
        return rc;
    while ((rc = sql_step(store, statement, "reading hours", err)) > 0) {
        size_t before = out->count, hours = (size_t)sqlite3_column_bytes(statement, HOURS);
        size_t data = hours ? 0 : (size_t)sqlite3_column_bytes(statement, DATA);

        rc = chunk_hours(sqlite3_column_blob(statement, HOURS), hours,
                         hours ? NULL : sqlite3_column_blob(statement, DATA), data, &store->stored,
                         out, err);
        if (rc < 0)
            break;
        keep_range(out, before, from, until);
    }
    sqlite3_reset(statement);
    return rc < 0 ? rc : 0;
}
