/*
 * Batches of samples, cut at the windows that they fall into.
 */
#include "data/store/merger.h"

#include <string.h>

#include "data/store/samples.h"

enum {
    GOAL = 4096,             /* samples a window is chosen to hold at most; a quarter at least */
    RUSHED = 2,              /* merges in one transaction after which memory is the limit */
    BATCHES = 4,             /* how many such batches a window is then chosen to hold */
    FEWEST = 64,             /* but never for less samples than this */
    TRUSTED_STEPS = 8        /* steps of a batch that say more than those of the store */
};

/* Times that a chunk can write and a double can tell apart. */
static const int64_t most_at = INT64_C(1) << 53;

/* One batch of a series. */
struct merge {
    struct store  *store;
    struct summary summary;   /* as it was before */
    struct samples batch;     /* lent: from the caller or the merger */
    int64_t        done;      /* end of its last window so far */
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
 * The batch in order and without repetitions. Usually it came so and is lent as it is.
 */
static int take_batch(struct merge *merge, const int64_t *at, const double *value, size_t count,
                      struct error *err)
{
    struct look look = look_at(at, value, count);
    struct merger *merger = merge->store->merger;
    struct samples *own = &merger->batch;
    int rc;

    if (!look.finite)
        return error_set(err, ERR_DATA, "a value that is not finite");
    if (!look.near)
        return error_set(err, ERR_DATA, "a time out of range");
    if (look.rising) {
        merge->batch = (struct samples){ (int64_t *)(size_t)at, (double *)(size_t)value, count, 0 };
        return 0;
    }
    rc = samples_reserve(own, count, err);
    if (rc < 0)
        return rc;
    memcpy(own->at, at, count * sizeof *at);
    memcpy(own->value, value, count * sizeof *value);
    own->count = count;
    rc = samples_sort(own, &merger->other, err);
    if (rc == 0)
        samples_unique(own, &merger->counts);
    merge->batch = *own;
    return rc;
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

/* --- finding windows -------------------------------------------------------------------- */

/* Columns of SQL_CHUNK_AT. */
enum { ID, START, SPAN, COUNT, HOURS, DATA };

/* Loads the chunk with the last start <= at. 1 when it covers `at`; *end is where it ends. */
static int load_chunk(struct merge *merge, int64_t at, struct weld *weld, int64_t *end,
                      size_t *count, struct error *err)
{
    struct store *store = merge->store;
    struct window_row row;
    sqlite3_stmt *statement;
    int rc = sql_take(store, SQL_CHUNK_AT, &statement, err), covers;

    *end = TIME_FIRST;
    if (rc < 0)
        return rc;
    sql_int(statement, ":series", merge->summary.series);
    sql_int(statement, ":at", at);
    rc = sql_step(store, statement, "finding a chunk", err);
    if (rc <= 0)
        return rc;
    row = (struct window_row){ sqlite3_column_int64(statement, ID), merge->summary.series,
                               sqlite3_column_int64(statement, START),
                               sqlite3_column_int64(statement, SPAN) };
    *end = row.start + row.span;
    covers = at < *end;
    if (covers) {
        size_t hours = row.start < store->pruned ? (size_t)sqlite3_column_bytes(statement, HOURS) : 0;
        size_t data = (size_t)sqlite3_column_bytes(statement, DATA);

        weld->row = row;
        *count = (size_t)sqlite3_column_int64(statement, COUNT);
        rc = weld_old(weld, hours ? sqlite3_column_blob(statement, HOURS) : NULL, hours,
                      data ? sqlite3_column_blob(statement, DATA) : NULL, data, err);
    }
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

/* The window that holds the sample of the batch at `at`, with what it holds already: `count` samples. */
static int find_window(struct merge *merge, int64_t at, int64_t longest, struct weld *weld,
                       size_t *count, struct error *err)
{
    int64_t after = TIME_FIRST, before = TIME_LAST;
    int rc = 0;

    weld->old_hours = weld->old_data = *count = 0;
    if (merge->summary.first <= merge->summary.last) {
        rc = load_chunk(merge, at, weld, &after, count, err);
        if (rc != 0)
            return rc < 0 ? rc : 0;
        if (at < merge->summary.last)
            rc = next_start(merge, at, &before, err);
    }
    if (after < merge->done)
        after = merge->done;
    weld->row = free_window(merge->summary.series, at, longest, after, before);
    return rc;
}

/* Sends the window that the batch from `from` on begins with on its way; *next is behind it. */
static int send(struct merge *merge, size_t from, size_t *next, struct error *err)
{
    struct merger *merger = merge->store->merger;
    const struct samples *batch = &merge->batch;
    struct samples rest = { batch->at + from, batch->value + from, batch->count - from, 0 };
    int64_t longest = longest_window(merge, rest.at, rest.count);
    struct errand *errand;
    size_t stored = 0;
    int rc = merger_take(merger, &errand, err);

    if (rc == 0)
        rc = find_window(merge, rest.at[0], longest, &errand->weld, &stored, err);
    if (rc < 0)
        return rc;
    merge->done = errand->weld.row.start + errand->weld.row.span;
    rest.count = samples_from(&rest, merge->done);
    rc = weld_part(&errand->weld, rest.at, rest.value, rest.count, err);
    if (rc < 0)
        return rc;
    *next = from + rest.count;
    errand->weld.longest = merge->rushed ? longest : TIME_LAST;
    errand->first = from == 0;
    errand->last = *next == batch->count;
    if (errand->first)
        errand->summary = merge->summary;
    return merger_send(merger, errand, stored + rest.count, err);
}

/* --- whole batches ------------------------------------------------------------------------------ */

static int begin(struct merge *merge, int64_t series, const int64_t *at, const double *value,
                 size_t count, struct error *err)
{
    struct merger *merger = merge->store->merger;
    int before = 0, rc = merger_settle_series(merger, series, err);

    if (rc == 0)
        rc = take_batch(merge, at, value, count, err);
    if (rc == 0)
        rc = summary_load(merge->store, series, &merge->summary, err);
    if (rc == 0)
        rc = merger_count(merger, series, &before, err);
    merge->rushed = before >= RUSHED;
    return rc;
}

int store_samples_put(struct store *store, int64_t series, const int64_t *at, const double *value,
                      size_t count, struct error *err)
{
    struct merge merge = { .store = store, .done = TIME_FIRST };
    int rc = merger_make(store, err);

    if (rc == 0 && count)
        rc = begin(&merge, series, at, value, count, err);
    for (size_t from = 0; from < merge.batch.count && rc == 0;)
        rc = send(&merge, from, &from, err);
    return rc;
}

int store_samples_merge(struct store *store, int64_t series, const int64_t *at,
                        const double *value, size_t count, struct merge_counts *counts,
                        struct error *err)
{
    int rc = store_samples_put(store, series, at, value, count, err);

    return rc < 0 ? rc : store_samples_settle(store, counts, err);
}
