#include "data/store/handle.h"

#include <stdlib.h>
#include <string.h>

#include "data/base/clock.h"
#include "data/store/chunk.h"
#include "data/store/rollup.h"
#include "data/store/samples.h"
#include "data/store/summary.h"

enum {
    GOAL = 4096,             /* samples a window is chosen to hold at most; a quarter at least */
    RUSHED = 2,              /* merges in one transaction after which memory is the limit */
    BATCHES = 4,             /* how many such batches a window is then chosen to hold */
    FEWEST = 64,             /* but never for less samples than this */
    MOST_COUNTED = 1 << 26,  /* series whose merges are counted */
    TRUSTED_STEPS = 8        /* steps of a batch that say more than those of the store */
};

/* Times that a chunk can write and a double can tell apart. */
static const int64_t most_at = INT64_C(1) << 53;

struct merge {
    struct store  *store;
    struct summary summary;
    struct merge_counts counts;
    struct samples batch;     /* lent: from the caller or the store's workspace */
    int            rushed;    /* many small batches in one transaction */
};

/* --- the batch ------------------------------------------------------------------ */

/* What a pass over a batch shows. */
struct look { int finite, near, rising; };

static struct look look_at(const int64_t *at, const double *value, size_t count)
{
    int64_t before = TIME_FIRST, least = at[0], most = at[0];
    struct look look = { .rising = 1 };
    double sum = 0;

    for (size_t i = 0; i < count; i++) {
        look.rising &= at[i] > before;
        before = at[i];
        least = at[i] < least ? at[i] : least;
        most = at[i] > most ? at[i] : most;
        sum += value[i] * 0;    /* 0, or NaN for ever after an infinity or NaN */
    }
    look.finite = sum == 0;
    look.near = least > -most_at && most < most_at;
    return look;
}

/*
 * The batch in order and without repetitions. Usually it came so and is lent as it
 * is; where hours were pruned it may have to be changed, and is a copy.
 */
static int take_batch(struct merge *merge, const int64_t *at, const double *value, size_t count,
                      struct error *err)
{
    struct look look = look_at(at, value, count);
    struct samples *own = &merge->store->batch;
    int rc;

    if (!look.finite)
        return error_set(err, ERR_DATA, "a value that is not finite");
    if (!look.near)
        return error_set(err, ERR_DATA, "a time out of range");
    if (look.rising && at[0] >= merge->store->pruned) {
        merge->batch = (struct samples){ (int64_t *)(size_t)at, (double *)(size_t)value, count, 0 };
        return 0;
    }
    rc = samples_reserve(own, count, err);
    if (rc < 0)
        return rc;
    memcpy(own->at, at, count * sizeof *at);
    memcpy(own->value, value, count * sizeof *value);
    own->count = count;
    rc = samples_sort(own, &merge->store->merged, err);
    if (rc == 0)
        samples_unique(own, &merge->counts);
    merge->batch = *own;
    return rc;
}

/* Counts this merge into the series; at most 255. Ids are dense, unless the file is not of our making. */
static int count_merge(struct store *store, int64_t series, int *before, struct error *err)
{
    size_t index = (size_t)series, room = store->merges_room ? store->merges_room : 1024;
    uint8_t *merges;

    *before = 0;
    if (series < 0 || series > MOST_COUNTED)
        return 0;
    if (index >= store->merges_room) {
        while (room <= index)
            room *= 2;
        merges = realloc(store->merges, room);
        if (!merges)
            return error_set(err, ERR_NOMEM, "no memory for %zu series", index);
        memset(merges + store->merges_room, 0, room - store->merges_room);
        store->merges = merges;
        store->merges_room = room;
    }
    *before = store->merges[index];
    store->merges[index] = (uint8_t)(*before < 255 ? *before + 1 : 255);
    return 0;
}

/* --- one window ----------------------------------------------------------------------- */

/* Hours of a chunk that have no samples any more, into store->sealed. */
static int find_sealed(struct store *store, const uint8_t *hours, size_t length, struct error *err)
{
    int rc = rollup_decode(hours, length, &store->sealed, err);

    if (rc == 0)
        hours_without_samples(&store->sealed, &store->stored);
    return rc;
}

/*
 * Takes samples of hours that were pruned out of the batch: they are counted in the
 * rollup already, and what was pruned does not come back. Returns how many.
 */
static uint64_t drop_sealed(const struct hourlies *sealed, struct samples *part)
{
    size_t kept = 0, next = 0;
    uint64_t dropped = 0;

    for (size_t i = 0; i < part->count; i++) {
        while (next < sealed->count && sealed->row[next].hour + HOUR_MS <= part->at[i])
            next++;
        if (next < sealed->count && part->at[i] >= sealed->row[next].hour) {
            dropped++;
            continue;
        }
        part->at[kept] = part->at[i];
        part->value[kept++] = part->value[i];
    }
    part->count = kept;
    return dropped;
}

/* The longest window that new chunks should have: for a memory that was full, a few batches. */
static int64_t longest_window(const struct merge *merge, const int64_t *at, size_t count)
{
    int64_t cadence = merge->summary.cadence;
    size_t goal = GOAL;

    if (count > TRUSTED_STEPS || cadence == 0) {
        int64_t own = cadence_of(at, count < CADENCE_TIMES ? count : CADENCE_TIMES);

        cadence = own ? own : cadence;
    }
    if (merge->rushed && merge->batch.count * BATCHES < GOAL)
        goal = merge->batch.count * BATCHES;
    return window_ms[window_for(cadence, goal > FEWEST ? goal : FEWEST)];
}

/* Merges part of the batch, all of one window, with what store->stored and ->sealed hold. */
static int merge_window(struct merge *merge, const struct window_row *row, struct samples *part,
                        int64_t longest, struct error *err)
{
    struct store *store = merge->store;
    struct merge_counts counts = { 0 };
    int rc;

    counts.duplicate = drop_sealed(&store->sealed, part);
    rc = samples_combine(&store->stored, part, &store->merged, &counts, err);
    if (rc < 0)
        return rc;
    merge->counts.fresh += counts.fresh;
    merge->counts.duplicate += counts.duplicate;
    merge->counts.replaced += counts.replaced;
    if (counts.fresh + counts.replaced == 0)
        return 0;
    rc = window_write(store, row, &store->merged, &store->sealed, longest, err);
    if (rc == 0)
        summary_add(&merge->summary, row->start, &store->merged, counts.fresh);
    return rc;
}

/* --- finding windows -------------------------------------------------------------------- */

/* Loads the chunk with the last start <= at. 1 when it covers `at`; *end is where it ends. */
static int load_chunk(struct merge *merge, int64_t at, struct window_row *row, int64_t *end,
                      struct error *err)
{
    struct store *store = merge->store;
    sqlite3_stmt *statement;
    size_t length;
    int rc = sql_take(store, SQL_CHUNK_AT, &statement, err), covers;

    store->stored.count = store->sealed.count = 0;
    *end = TIME_FIRST;
    if (rc < 0)
        return rc;
    sql_int(statement, ":series", merge->summary.series);
    sql_int(statement, ":at", at);
    rc = sql_step(store, statement, "finding a chunk", err);
    if (rc <= 0)
        return rc;
    *row = (struct window_row){ sqlite3_column_int64(statement, 0), merge->summary.series,
                                sqlite3_column_int64(statement, 1),
                                sqlite3_column_int64(statement, 2) };
    *end = row->start + row->span;
    covers = at < *end;
    rc = 0;
    length = covers ? (size_t)sqlite3_column_bytes(statement, 4) : 0;
    if (length)
        rc = chunk_decode(sqlite3_column_blob(statement, 4), length, &store->stored, err);
    length = covers && row->start < store->pruned ? (size_t)sqlite3_column_bytes(statement, 3) : 0;
    if (rc == 0 && length)
        rc = find_sealed(store, sqlite3_column_blob(statement, 3), length, err);
    sqlite3_reset(statement);
    return rc < 0 ? rc : covers;
}

static int next_start(struct merge *merge, int64_t at, int64_t *out, struct error *err)
{
    sqlite3_stmt *statement;
    int rc = sql_take(merge->store, SQL_CHUNK_AFTER, &statement, err);

    *out = TIME_LAST;
    if (rc < 0)
        return rc;
    sql_int(statement, ":series", merge->summary.series);
    sql_int(statement, ":at", at);
    rc = sql_step(merge->store, statement, "finding a chunk", err);
    if (rc > 0)
        *out = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return rc < 0 ? rc : 0;
}

/* The longest window about `at`, not longer than `longest`, between the chunks beside it. */
static struct window_row free_window(int64_t series, int64_t at, int64_t longest, int64_t after,
                                     int64_t before)
{
    struct window_row row = { 0, series, window_start(at, window_ms[0]), window_ms[0] };

    for (int i = 1; i < WINDOWS && window_ms[i] <= longest; i++) {
        int64_t start = window_start(at, window_ms[i]);

        if (start < after || start + window_ms[i] > before)
            break;
        row.start = start;
        row.span = window_ms[i];
    }
    return row;
}

/* The window that holds the first sample of the batch from `from` on, loaded. */
static int find_window(struct merge *merge, size_t from, struct window_row *row, int64_t longest,
                       struct error *err)
{
    int64_t at = merge->batch.at[from], after = TIME_FIRST, before = TIME_LAST;
    int rc = 0;

    merge->store->stored.count = merge->store->sealed.count = 0;
    if (merge->summary.first <= merge->summary.last) {
        rc = load_chunk(merge, at, row, &after, err);
        if (rc != 0)
            return rc < 0 ? rc : 0;
        if (at < merge->summary.last)
            rc = next_start(merge, at, &before, err);
    }
    *row = free_window(merge->summary.series, at, longest, after, before);
    return rc;
}

static int merge_batch(struct merge *merge, struct error *err)
{
    const struct samples *batch = &merge->batch;
    size_t from = 0;
    int rc = 0;

    while (from < batch->count && rc == 0) {
        int64_t longest = longest_window(merge, batch->at + from, batch->count - from);
        struct window_row row = { 0 };
        struct samples part = { batch->at + from, batch->value + from, batch->count - from, 0 };

        rc = find_window(merge, from, &row, longest, err);
        part.count = samples_from(&part, row.start + row.span);
        from += part.count;
        if (rc == 0)
            rc = merge_window(merge, &row, &part, merge->rushed ? longest : TIME_LAST, err);
    }
    return rc;
}

int store_samples_merge(struct store *store, int64_t series, const int64_t *at,
                        const double *value, size_t count, struct merge_counts *counts,
                        struct error *err)
{
    struct merge merge = { .store = store };
    int before = 0, rc;

    if (count == 0)
        return 0;
    rc = take_batch(&merge, at, value, count, err);
    if (rc == 0)
        rc = summary_load(store, series, &merge.summary, err);
    if (rc == 0)
        rc = count_merge(store, series, &before, err);
    merge.rushed = before >= RUSHED;
    if (rc == 0)
        rc = merge_batch(&merge, err);
    if (rc == 0)
        rc = summary_store(store, &merge.summary, err);
    if (rc < 0)
        return rc;
    counts->fresh += merge.counts.fresh;
    counts->duplicate += merge.counts.duplicate;
    counts->replaced += merge.counts.replaced;
    return 0;
}
