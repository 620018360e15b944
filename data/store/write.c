/*
 * Chunks on their way into the file: encoded with their hours, and cut where they
 * are too large.
 */
#include "data/store/handle.h"

#include <math.h>
#include <stdlib.h>

#include "data/base/clock.h"
#include "data/store/chunk.h"
#include "data/store/rollup.h"

/* A window with more samples than this is cut: four times what a window is chosen for. */
enum { MOST_SAMPLES = 8192 };

static int reserve_bytes(struct store *store, size_t room, struct error *err)
{
    uint8_t *bytes;

    if (room <= store->bytes_room)
        return 0;
    bytes = realloc(store->bytes, room);
    if (!bytes)
        return error_set(err, ERR_NOMEM, "no memory for a chunk");
    store->bytes = bytes;
    store->bytes_room = room;
    return 0;
}

struct chunk_facts chunk_facts(const struct samples *samples, const struct hourlies *hours)
{
    struct chunk_facts facts = { samples->at[0], samples->at[samples->count - 1],
                           hours->row[0].min, hours->row[0].max, 0 };

    for (size_t i = 0; i < hours->count; i++) {
        facts.min = hours->row[i].min < facts.min ? hours->row[i].min : facts.min;
        facts.max = hours->row[i].max > facts.max ? hours->row[i].max : facts.max;
        facts.sum += hours->row[i].sum;
    }
    return facts;
}

void hours_without_samples(struct hourlies *hours, const struct samples *samples)
{
    size_t kept = 0, next = 0;

    for (size_t i = 0; i < hours->count; i++) {
        while (next < samples->count && samples->at[next] < hours->row[i].hour)
            next++;
        if (next == samples->count || samples->at[next] >= hours->row[i].hour + HOUR_MS)
            hours->row[kept++] = hours->row[i];
    }
    hours->count = kept;
}

static int by_hour(const void *a, const void *b)
{
    int64_t x = ((const struct hourly *)a)->hour, y = ((const struct hourly *)b)->hour;

    return (x > y) - (x < y);
}

/* Adds hours whose samples are gone to those made from samples; they have none in common. */
static int add_sealed(struct hourlies *hours, const struct hourlies *sealed, struct error *err)
{
    int rc = hourlies_reserve(hours, hours->count + sealed->count, err);

    if (rc < 0 || !sealed->count)
        return rc;
    for (size_t i = 0; i < sealed->count; i++)
        hours->row[hours->count++] = sealed->row[i];
    qsort(hours->row, hours->count, sizeof *hours->row, by_hour);
    return 0;
}

/*
 * Hours are kept as bytes only where that pays: when each holds one sample, or when
 * their bytes are more than the samples are many (few samples an hour, or doubles that
 * don't compress), they are made from the samples on reading, which costs little then.
 */
static size_t encode_hours(const struct hourlies *hours, size_t samples, int keep, uint8_t *out)
{
    size_t length;

    if (!keep && hours->count == samples)
        return 0;
    length = rollup_encode(hours->row, hours->count, out);
    return !keep && length > samples ? 0 : length;
}

static int put_row(struct store *store, const struct window_row *row, const struct samples *samples,
                   const struct chunk_facts *facts, size_t hours_length, size_t data_length,
                   struct error *err)
{
    sqlite3_stmt *statement;
    int rc = sql_take(store, row->id ? SQL_CHUNK_SET : SQL_CHUNK_ADD, &statement, err);

    if (rc < 0)
        return rc;
    if (row->id) {
        sql_int(statement, ":id", row->id);
    } else {
        sql_int(statement, ":series", row->series);
        sql_int(statement, ":start", row->start);
        sql_int(statement, ":span", row->span);
    }
    sql_int(statement, ":count", (int64_t)samples->count);
    if (samples->count) {
        sql_int(statement, ":first", facts->first);
        sql_int(statement, ":last", facts->last);
        sql_real(statement, ":min", facts->min);
        sql_real(statement, ":max", facts->max);
        if (isfinite(facts->sum))
            sql_real(statement, ":sum", facts->sum);
    }
    sql_bytes(statement, ":hours", store->bytes, hours_length);
    sql_bytes(statement, ":data", store->bytes + hours_length, data_length);
    return sql_run(store, statement, "writing a chunk", err);
}

static int put_chunk(struct store *store, const struct window_row *row,
                     const struct samples *samples, const struct hourlies *sealed,
                     struct error *err)
{
    struct chunk_facts facts = { 0 };
    size_t hours_length, data_length = 0;
    int rc;

    store->hours.count = 0;
    rc = rollup_make(samples->at, samples->value, samples->count, &store->hours, err);
    if (rc == 0 && samples->count)
        facts = chunk_facts(samples, &store->hours);
    if (rc == 0)
        rc = add_sealed(&store->hours, sealed, err);
    if (rc == 0)
        rc = reserve_bytes(store, rollup_bound(store->hours.count) + chunk_bound(samples->count), err);
    if (rc < 0)
        return rc;
    hours_length = encode_hours(&store->hours, samples->count, sealed->count > 0, store->bytes);
    if (samples->count)
        data_length = chunk_encode(samples->at, samples->value, samples->count,
                                   store->bytes + hours_length);
    return put_row(store, row, samples, &facts, hours_length, data_length, err);
}

/* The next shorter window length. */
static int64_t shorter(int64_t span)
{
    int index = 0;

    while (index + 1 < WINDOWS && window_ms[index + 1] < span)
        index++;
    return window_ms[index];
}

/* The samples or hours from *next on that lie before `end`; moves *next behind them. */
static struct samples samples_before(const struct samples *all, size_t *next, int64_t end)
{
    size_t from = *next;

    while (*next < all->count && all->at[*next] < end)
        ++*next;
    return (struct samples){ all->at + from, all->value + from, *next - from, 0 };
}

static struct hourlies hours_before(const struct hourlies *all, size_t *next, int64_t end)
{
    size_t from = *next;

    while (*next < all->count && all->row[*next].hour < end)
        ++*next;
    return (struct hourlies){ all->row ? all->row + from : NULL, *next - from, 0 };
}

static int put_parts(struct store *store, const struct window_row *row,
                     const struct samples *samples, const struct hourlies *sealed, int64_t longest,
                     struct error *err)
{
    struct window_row part = { 0, row->series, row->start, shorter(row->span) };
    size_t next = 0, next_hour = 0;
    int rc = 0;

    for (; part.start < row->start + row->span && rc == 0; part.start += part.span) {
        struct samples some = samples_before(samples, &next, part.start + part.span);
        struct hourlies hours = hours_before(sealed, &next_hour, part.start + part.span);

        if (some.count || hours.count)
            rc = window_write(store, &part, &some, &hours, longest, err);
    }
    return rc;
}

int window_write(struct store *store, const struct window_row *row, const struct samples *samples,
                 const struct hourlies *sealed, int64_t longest, struct error *err)
{
    sqlite3_stmt *statement;
    int rc = 0;

    if (row->span <= window_ms[0] || (samples->count <= MOST_SAMPLES && row->span <= longest))
        return put_chunk(store, row, samples, sealed, err);
    if (row->id) {
        rc = sql_take(store, SQL_CHUNK_DROP, &statement, err);
        if (rc < 0)
            return rc;
        sql_int(statement, ":id", row->id);
        rc = sql_run(store, statement, "cutting a chunk", err);
    }
    return rc < 0 ? rc : put_parts(store, row, samples, sealed, longest, err);
}
