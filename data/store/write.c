/*
 * Chunks on their way into the file: encoded with their hours, and cut where they
 * are too large.
 */
#include "data/store/window.h"

#include <math.h>
#include <stdlib.h>

#include "data/base/clock.h"
#include "data/store/rollup.h"

/* A window with more samples than this is cut: four times what a window is chosen for. */
enum { MOST_SAMPLES = 8192 };

void window_bytes_release(struct window_bytes *bytes)
{
    hourlies_release(&bytes->hours);
    free(bytes->chunk);
    free(bytes->bytes);
    *bytes = (struct window_bytes){ 0 };
}

/* Room for one more chunk, of at most so many bytes. */
static int reserve(struct window_bytes *out, size_t more, struct error *err)
{
    size_t room = out->chunk_room ? 2 * out->chunk_room : 4;
    void *grown;

    if (out->chunks == out->chunk_room) {
        grown = realloc(out->chunk, room * sizeof *out->chunk);
        if (!grown)
            return error_set(err, ERR_NOMEM, "no memory for a chunk");
        out->chunk = grown;
        out->chunk_room = room;
    }
    if (more <= out->room - out->used)
        return 0;
    grown = realloc(out->bytes, out->used + more);
    if (!grown)
        return error_set(err, ERR_NOMEM, "no memory for a chunk");
    out->bytes = grown;
    out->room = out->used + more;
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

/* Appends one chunk. */
static int encode_chunk(struct window_bytes *out, const struct window_row *row,
                        const struct samples *samples, const struct hourlies *sealed,
                        struct error *err)
{
    struct chunk_row *chunk;
    int rc;

    out->hours.count = 0;
    rc = rollup_make(samples->at, samples->value, samples->count, &out->hours, err);
    if (rc < 0)
        return rc;
    rc = reserve(out, 0, err);
    if (rc < 0)
        return rc;
    chunk = &out->chunk[out->chunks];
    *chunk = (struct chunk_row){ .window = *row, .count = samples->count, .place = out->used };
    if (samples->count)
        chunk->facts = chunk_facts(samples, &out->hours);
    rc = add_sealed(&out->hours, sealed, err);
    if (rc == 0)
        rc = reserve(out, rollup_bound(out->hours.count) + chunk_bound(samples->count), err);
    if (rc < 0)
        return rc;
    chunk->hours = encode_hours(&out->hours, samples->count, sealed->count > 0,
                                out->bytes + out->used);
    out->used += chunk->hours;
    if (samples->count)
        chunk->data = chunk_encode(samples->at, samples->value, samples->count,
                                   out->bytes + out->used);
    out->used += chunk->data;
    out->chunks++;
    return 0;
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

static int encode_parts(struct window_bytes *out, const struct window_row *row,
                        const struct samples *samples, const struct hourlies *sealed,
                        int64_t longest, struct error *err);

static int encode(struct window_bytes *out, const struct window_row *row,
                  const struct samples *samples, const struct hourlies *sealed, int64_t longest,
                  struct error *err)
{
    if (row->span <= window_ms[0] || (samples->count <= MOST_SAMPLES && row->span <= longest))
        return encode_chunk(out, row, samples, sealed, err);
    return encode_parts(out, row, samples, sealed, longest, err);
}

static int encode_parts(struct window_bytes *out, const struct window_row *row,
                        const struct samples *samples, const struct hourlies *sealed,
                        int64_t longest, struct error *err)
{
    struct window_row part = { 0, row->series, row->start, shorter(row->span) };
    size_t next = 0, next_hour = 0;
    int rc = 0;

    for (; part.start < row->start + row->span && rc == 0; part.start += part.span) {
        struct samples some = samples_before(samples, &next, part.start + part.span);
        struct hourlies hours = hours_before(sealed, &next_hour, part.start + part.span);

        if (some.count || hours.count)
            rc = encode(out, &part, &some, &hours, longest, err);
    }
    return rc;
}

int window_encode(struct window_bytes *out, const struct window_row *row,
                  const struct samples *samples, const struct hourlies *sealed, int64_t longest,
                  struct error *err)
{
    int rc;

    out->chunks = out->used = 0;
    rc = encode(out, row, samples, sealed, longest, err);
    if (rc == 0)
        out->cut = out->chunks == 1 && out->chunk[0].window.id ? 0 : row->id;
    return rc;
}

/* --- into the file -------------------------------------------------------------------- */

static int drop(struct store *store, int64_t id, struct error *err)
{
    sqlite3_stmt *statement;
    int rc = sql_take(store, SQL_CHUNK_DROP, &statement, err);

    if (rc < 0)
        return rc;
    sql_int(statement, ":id", id);
    return sql_run(store, statement, "cutting a chunk", err);
}

static int put(struct store *store, const struct chunk_row *chunk, const uint8_t *bytes,
               struct error *err)
{
    const struct window_row *window = &chunk->window;
    sqlite3_stmt *statement;
    int rc = sql_take(store, window->id ? SQL_CHUNK_SET : SQL_CHUNK_ADD, &statement, err);

    if (rc < 0)
        return rc;
    if (window->id) {
        sql_int(statement, ":id", window->id);
    } else {
        sql_int(statement, ":series", window->series);
        sql_int(statement, ":start", window->start);
        sql_int(statement, ":span", window->span);
    }
    sql_int(statement, ":count", (int64_t)chunk->count);
    if (chunk->count) {
        sql_int(statement, ":first", chunk->facts.first);
        sql_int(statement, ":last", chunk->facts.last);
        sql_real(statement, ":min", chunk->facts.min);
        sql_real(statement, ":max", chunk->facts.max);
        if (isfinite(chunk->facts.sum))
            sql_real(statement, ":sum", chunk->facts.sum);
    }
    sql_bytes(statement, ":hours", bytes, chunk->hours);
    sql_bytes(statement, ":data", bytes + chunk->hours, chunk->data);
    return sql_run(store, statement, "writing a chunk", err);
}

int window_put(struct store *store, const struct window_bytes *window, struct error *err)
{
    int rc = window->cut ? drop(store, window->cut, err) : 0;

    for (size_t i = 0; i < window->chunks && rc == 0; i++)
        rc = put(store, &window->chunk[i], window->bytes + window->chunk[i].place, err);
    return rc;
}
