#include "tests/unit/store_fixture.h"

#include "data/base/clock.h"

/* --- plain slow code to compare with ------------------------------------------------ */

enum { MODEL_ROOM = 40000 };

struct model {
    struct { int64_t at; double value; } row[MODEL_ROOM];
    size_t count;
};

static void model_put(struct model *model, int64_t at, double value, struct merge_counts *counts)
{
    size_t i = model->count;

    while (i > 0 && model->row[i - 1].at >= at)
        i--;
    if (i < model->count && model->row[i].at == at) {
        if (memcmp(&model->row[i].value, &value, sizeof value) == 0)
            counts->duplicate++;
        else
            counts->replaced++;
    } else {
        assert_true(model->count < MODEL_ROOM);
        memmove(&model->row[i + 1], &model->row[i], (model->count - i) * sizeof model->row[0]);
        model->count++;
        counts->fresh++;
    }
    model->row[i].at = at;
    model->row[i].value = value;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static struct hourly model_hour(const struct model *model, size_t from, size_t until)
{
    struct hourly hour = { .count = (uint32_t)(until - from), .last = model->row[until - 1].value };
    double *sorted = malloc((until - from) * sizeof *sorted);
    long double sum = 0;

    assert_non_null(sorted);
    for (size_t i = from; i < until; i++) {
        sorted[i - from] = model->row[i].value;
        sum += (long double)model->row[i].value;
    }
    qsort(sorted, until - from, sizeof *sorted, by_size);
    hour.sum = (double)sum;
    hour.min = sorted[0];
    hour.max = sorted[until - from - 1];
    hour.p95 = sorted[(size_t)ceil(0.95 * (double)(until - from) - 1e-9) - 1];
    free(sorted);
    return hour;
}

static void check_hours(struct store *store, int64_t series, const struct model *model)
{
    struct hourlies got = { 0 };
    struct error err = ERROR_NONE;
    size_t hours = 0, until;

    assert_ok(store_hourly_read(store, series, TIME_FIRST, TIME_LAST, &got, &err), &err);
    for (size_t from = 0; from < model->count; from = until, hours++) {
        int64_t hour = model->row[from].at / HOUR_MS * HOUR_MS;
        struct hourly want;

        for (until = from; until < model->count && model->row[until].at < hour + HOUR_MS; until++)
            ;
        want = model_hour(model, from, until);
        assert_true(hours < got.count);
        assert_int_equal(got.row[hours].hour, hour);
        assert_int_equal(got.row[hours].count, want.count);
        assert_close(got.row[hours].sum, want.sum, 1e-12);
        assert_true(got.row[hours].min == want.min && got.row[hours].max == want.max);
        assert_true(got.row[hours].p95 == want.p95 && got.row[hours].last == want.last);
    }
    assert_int_equal(hours, got.count);
    hourlies_release(&got);
}

static void check_samples(struct store *store, int64_t series, const struct model *model)
{
    struct samples got = { 0 };
    struct error err = ERROR_NONE;

    assert_ok(store_samples_read(store, series, TIME_FIRST, TIME_LAST, &got, &err), &err);
    assert_int_equal(got.count, model->count);
    for (size_t i = 0; i < got.count; i++) {
        assert_int_equal(got.at[i], model->row[i].at);
        assert_memory_equal(&got.value[i], &model->row[i].value, sizeof(double));
    }
    samples_release(&got);
}

static void check_summary(struct store *store, const struct model *model)
{
    struct arena arena = { 0 };
    struct store_series row = only_series(store, &arena);

    assert_int_equal(row.samples, model->count);
    assert_int_equal(row.first, model->row[0].at);
    assert_int_equal(row.last, model->row[model->count - 1].at);
    assert_true(row.last_value == model->row[model->count - 1].value);
    arena_release(&arena);
}

/* --- random batches -------------------------------------------------------------------- */

/* How a series of the property test comes in. */
struct shape {
    const char *name;
    int64_t step, jitter;      /* ms between samples, and how far each may be moved */
    int     samples, batches;
    int     per_commit;        /* batches in one transaction */
    double  repeat;            /* share of samples put once more, half with another value */
    int     decimals;          /* -1: full doubles */
};

static double some_value(const struct shape *shape)
{
    double value = drand48() * 200 - 60;

    if (shape->decimals < 0 || drand48() < 0.001)
        return value;
    return round(value * pow(10, shape->decimals)) / pow(10, shape->decimals);
}

/* One batch: a random stretch of the series, in order, reversed or shuffled. */
static size_t make_batch(const struct shape *shape, int64_t *at, double *value, int batch)
{
    int most = 2 * shape->samples / shape->batches, count = 1 + (int)(drand48() * most);
    int from = (int)(drand48() * (shape->samples - count)), order = batch % 3;

    if (from < 0)
        from = 0;
    for (int i = 0; i < count; i++) {
        int place = order == 1 ? count - 1 - i : i;

        at[i] = T0 + (from + place) * shape->step + (int64_t)(drand48() * (double)shape->jitter);
        value[i] = some_value(shape);
        if (i && drand48() < shape->repeat) {
            at[i] = at[i - 1];
            value[i] = drand48() < 0.5 ? value[i - 1] : value[i];
        }
    }
    for (int i = count - 1; i > 0 && order == 2; i--) {
        int other = (int)(drand48() * (i + 1));
        int64_t t = at[i];
        double v = value[i];

        at[i] = at[other], value[i] = value[other];
        at[other] = t, value[other] = v;
    }
    return (size_t)count;
}

static void check_shape(const struct shape *shape)
{
    static struct model model;
    static int64_t at[MODEL_ROOM];
    static double value[MODEL_ROOM];
    struct merge_counts got = { 0 }, want = { 0 };
    struct error err = ERROR_NONE;
    struct place place;
    struct store *store;
    int64_t series = 0;

    place_make(&place);
    model.count = 0;
    store = place_open(&place, STORE_CREATE);
    for (int batch = 0; batch < shape->batches; batch++) {
        size_t count = make_batch(shape, at, value, batch);

        if (batch % shape->per_commit == 0)
            assert_ok(store_begin(store, &err), &err);
        series = put_series(store, "a");
        for (size_t i = 0; i < count; i++)
            model_put(&model, at[i], value[i], &want);
        assert_ok(store_samples_merge(store, series, at, value, count, &got, &err), &err);
        if (batch % shape->per_commit == shape->per_commit - 1 || batch == shape->batches - 1)
            assert_ok(store_commit(store, &err), &err);
    }
    assert_int_equal(got.fresh, want.fresh);
    assert_int_equal(got.duplicate + got.replaced, want.duplicate + want.replaced);
    check_samples(store, series, &model);
    check_hours(store, series, &model);
    check_summary(store, &model);
    store_close(store);
    place_remove(&place);
}

static void random_batches_equal_plain_insertion(void **state)
{
    static const struct shape shapes[] = {
        { "five minutes",       5 * MINUTE_MS, 0,         4000, 40, 7, 0.02, 2 },
        { "jitter",             5 * MINUTE_MS, 4000,      3000, 30, 4, 0.02, 2 },
        { "seconds",            SECOND_MS,     0,        20000, 12, 3, 0.01, 0 },
        { "full doubles",       MINUTE_MS,     0,         5000, 20, 5, 0.05, -1 },
        { "days",               DAY_MS,        0,          900, 40, 9, 0.05, 1 },
        { "weeks",              7 * DAY_MS,    HOUR_MS,    300, 40, 9, 0.05, 3 },
        { "many small batches", MINUTE_MS,     0,         6000, 300, 300, 0.02, 2 },
        { "one at a time",      HOUR_MS,       MINUTE_MS,  300, 600, 50, 0, 2 },
        { "milliseconds",       3,             2,        20000, 9, 9, 0.01, 4 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(shapes); i++) {
        print_message("%s, seed %zu\n", shapes[i].name, i + 1);
        srand48((long)i + 1);
        check_shape(&shapes[i]);
    }
}

/* --- threads ---------------------------------------------------------------------------- */

/* Batches of several series in turn, some in one window of the one before. */
static void put_in_turn(struct store *store, int alone, struct merge_counts *counts)
{
    static const struct shape shapes[] = {
        { "five minutes", 5 * MINUTE_MS, 0,    9000, 6, 0, 0.02, 2 },
        { "jitter",       MINUTE_MS,     4000, 9000, 6, 0, 0.02, -1 },
        { "milliseconds", 3,             2,   12000, 6, 0, 0.01, 4 },
        { "few",          HOUR_MS,       0,     200, 6, 0, 0.01, 1 },
    };
    static int64_t at[MODEL_ROOM];
    static double value[MODEL_ROOM];
    struct error err = ERROR_NONE;

    srand48(17);
    assert_ok(store_begin(store, &err), &err);
    for (int batch = 0; batch < 6; batch++)
        for (size_t i = 0; i < COUNT(shapes); i++) {
            int64_t series = put_series(store, shapes[i].name);
            size_t count = make_batch(&shapes[i], at, value, batch);

            if (alone)
                assert_ok(store_samples_merge(store, series, at, value, count, counts, &err), &err);
            else
                assert_ok(store_samples_put(store, series, at, value, count, &err), &err);
        }
    assert_ok(store_samples_settle(store, counts, &err), &err);
    assert_ok(store_commit(store, &err), &err);
}

static void assert_same_rows(struct store *a, struct store *b, const char *sql)
{
    sqlite3_stmt *left, *right;
    int step;

    assert_int_equal(sqlite3_prepare_v2(a->db, sql, -1, &left, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(b->db, sql, -1, &right, NULL), SQLITE_OK);
    while ((step = sqlite3_step(left)) == SQLITE_ROW) {
        assert_int_equal(sqlite3_step(right), SQLITE_ROW);
        for (int i = 0; i < sqlite3_column_count(left); i++) {
            int length = sqlite3_column_bytes(left, i);

            assert_int_equal(sqlite3_column_bytes(right, i), length);
            if (length)
                assert_memory_equal(sqlite3_column_blob(left, i), sqlite3_column_blob(right, i),
                                    (size_t)length);
        }
    }
    assert_int_equal(step, SQLITE_DONE);
    assert_int_equal(sqlite3_step(right), SQLITE_DONE);
    sqlite3_finalize(left);
    sqlite3_finalize(right);
}

static void threads_change_nothing(void **state)
{
    struct merge_counts one = { 0 }, four = { 0 };
    struct place here, there;
    struct store *a, *b;

    (void)state;
    place_make(&here);
    place_make(&there);
    a = place_open(&here, STORE_CREATE);
    b = place_open(&there, STORE_CREATE);
    store_jobs(b, 4);
    put_in_turn(a, 1, &one);
    put_in_turn(b, 0, &four);
    assert_true(one.fresh > 10000 && one.replaced > 100);
    assert_memory_equal(&one, &four, sizeof one);
    assert_same_rows(a, b, "SELECT * FROM chunk ORDER BY id");
    assert_same_rows(a, b, "SELECT * FROM series ORDER BY id");
    store_close(a);
    store_close(b);
    place_remove(&here);
    place_remove(&there);
}

static void what_is_rolled_back_is_not_counted(void **state)
{
    struct merge_counts counts = { 0 };
    struct error err = ERROR_NONE;
    struct place place;
    struct store *store;
    int64_t chunks = 0;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    store_jobs(store, 4);
    for (int round = 0; round < 20; round++) {
        int64_t at[4000], series;
        double value[4000];

        for (int i = 0; i < 4000; i++)
            at[i] = T0 + i * 5 * MINUTE_MS, value[i] = i % 97 * 0.25;
        assert_ok(store_begin(store, &err), &err);
        series = put_series(store, "a");
        assert_ok(store_samples_put(store, series, at, value, COUNT(at), &err), &err);
        store_rollback(store);
    }
    assert_ok(store_begin(store, &err), &err);
    assert_ok(store_samples_settle(store, &counts, &err), &err);
    assert_ok(store_commit(store, &err), &err);
    assert_int_equal(counts.fresh, 0);
    assert_ok(sql_number(store, "SELECT count(*) FROM chunk", &chunks, &err), &err);
    assert_int_equal(chunks, 0);
    store_close(store);
    place_remove(&place);
}

static void the_same_batch_again_writes_nothing(void **state)
{
    struct place place;
    struct store *store;
    struct error err = ERROR_NONE;
    struct merge_counts counts;
    int64_t at[5000], series;
    double value[5000];
    int before;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    for (int i = 0; i < 5000; i++)
        at[i] = T0 + i * 5 * MINUTE_MS, value[i] = i % 97 * 0.25;
    assert_ok(store_begin(store, &err), &err);
    series = put_series(store, "a");
    put_samples(store, series, at, value, 5000);
    assert_ok(store_commit(store, &err), &err);

    before = sqlite3_total_changes(store->db);
    assert_ok(store_begin(store, &err), &err);
    assert_int_equal(put_series(store, "a"), series);
    counts = put_samples(store, series, at, value, 5000);
    assert_ok(store_commit(store, &err), &err);
    assert_int_equal(counts.duplicate, 5000);
    assert_int_equal(counts.fresh + counts.replaced, 0);
    assert_int_equal(sqlite3_total_changes(store->db), before);
    store_close(store);
    place_remove(&place);
}

/* A chunk is to hold some 2,000 samples, whatever the cadence. */
static void chunks_are_neither_many_nor_huge(void **state)
{
    static const struct { int64_t step; int samples, most_chunks; } cases[] = {
        { SECOND_MS,     86400, 30 },     { 15 * SECOND_MS, 40000, 45 },
        { MINUTE_MS,     40000, 30 },     { 5 * MINUTE_MS,  20000, 12 },
        { HOUR_MS,       8760,  5 },      { DAY_MS,         2000,  3 },
        { 7 * DAY_MS,    2600,  5 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t *at = malloc((size_t)cases[i].samples * sizeof *at), chunks = 0, largest = 0;
        double *value = malloc((size_t)cases[i].samples * sizeof *value);
        struct error err = ERROR_NONE;
        struct place place;
        struct store *store;

        assert_true(at && value);
        for (int k = 0; k < cases[i].samples; k++)
            at[k] = T0 - k * cases[i].step, value[k] = k;    /* from new to old, too */
        place_make(&place);
        store = place_open(&place, STORE_CREATE);
        assert_ok(store_begin(store, &err), &err);
        put_samples(store, put_series(store, "a"), at, value, (size_t)cases[i].samples);
        assert_ok(store_commit(store, &err), &err);
        assert_ok(sql_number(store, "SELECT count(*) FROM chunk", &chunks, &err), &err);
        assert_ok(sql_number(store, "SELECT max(count) FROM chunk", &largest, &err), &err);
        assert_in_range(chunks, 1, cases[i].most_chunks);
        assert_in_range(largest, 1, 8192);
        store_close(store);
        place_remove(&place);
        free(value);
        free(at);
    }
}

static void cadence_is_that_of_recent_steps(void **state)
{
    static const struct { const char *what; int64_t step[6]; int times[6]; int64_t want; } cases[] = {
        { "one sample",     { 0 },                            { 0 },      0 },
        { "two",            { HOUR_MS },                      { 1 },      HOUR_MS },
        { "regular",        { 5 * MINUTE_MS },                { 500 },    5 * MINUTE_MS },
        { "a gap",          { 5 * MINUTE_MS, DAY_MS, 5 * MINUTE_MS }, { 50, 1, 20 }, 5 * MINUTE_MS },
        { "it was changed", { 5 * MINUTE_MS, MINUTE_MS },     { 500, 70 }, MINUTE_MS },
        { "jitter",         { 299000, 301000, 300000, 300500, 299500 }, { 1, 1, 1, 1, 1 }, 300000 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = ERROR_NONE;
        struct arena arena = { 0 };
        struct place place;
        struct store *store;
        int64_t at[1000] = { T0 };
        double value[1000] = { 0 };
        size_t count = 1;

        for (int k = 0; k < 6; k++)
            for (int n = 0; n < cases[i].times[k]; n++, count++)
                at[count] = at[count - 1] + cases[i].step[k];
        place_make(&place);
        store = place_open(&place, STORE_CREATE);
        assert_ok(store_begin(store, &err), &err);
        put_samples(store, put_series(store, "a"), at, value, count);
        assert_ok(store_commit(store, &err), &err);
        if (only_series(store, &arena).cadence_ms != cases[i].want)
            fail_msg("%s: %lld", cases[i].what, (long long)only_series(store, &arena).cadence_ms);
        arena_release(&arena);
        store_close(store);
        place_remove(&place);
    }
}

static void what_is_no_sample_is_refused_and_changes_nothing(void **state)
{
    static const struct { int64_t at; double value; } cases[] = {
        { T0, NAN }, { T0, INFINITY }, { T0, -INFINITY }, { INT64_MIN, 1 }, { INT64_MAX, 1 },
    };
    struct merge_counts counts = { 0 };
    struct place place;
    struct store *store;
    struct error err = ERROR_NONE;
    int64_t series, chunks = -1;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    assert_ok(store_begin(store, &err), &err);
    series = put_series(store, "a");
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t at[2] = { T0 - 1, cases[i].at };
        double value[2] = { 1, cases[i].value };

        assert_int_equal(store_samples_merge(store, series, at, value, 2, &counts, &err), ERR_DATA);
    }
    assert_int_equal(store_samples_merge(store, 99, &cases[0].at, &cases[3].value, 1, &counts, &err),
                     ERR_BUG);
    assert_ok(store_commit(store, &err), &err);
    assert_ok(sql_number(store, "SELECT count(*) FROM chunk", &chunks, &err), &err);
    assert_int_equal(chunks, 0);
    assert_int_equal(counts.fresh, 0);
    store_close(store);
    place_remove(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_batches_equal_plain_insertion),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(what_is_rolled_back_is_not_counted),
        cmocka_unit_test(the_same_batch_again_writes_nothing),
        cmocka_unit_test(chunks_are_neither_many_nor_huge),
        cmocka_unit_test(cadence_is_that_of_recent_steps),
        cmocka_unit_test(what_is_no_sample_is_refused_and_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
