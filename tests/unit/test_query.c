#include "tests/unit/store_fixture.h"

#include "data/base/clock.h"
#include "data/store/query.h"

enum { STEPS = 900, SERIES = 3 };

/* Three series at seven minutes, the last with samples between the seconds. */
static struct store *filled(const struct place *place)
{
    static const char *const resources[SERIES] = { "a", "b", "c" };
    struct store *store = place_open(place, STORE_CREATE);
    struct error err = ERROR_NONE;
    int64_t at[STEPS];
    double value[STEPS];

    assert_ok(store_begin(store, &err), &err);
    for (int s = SERIES - 1; s >= 0; s--) {
        for (int i = 0; i < STEPS; i++) {
            at[i] = T0 + i * 7 * MINUTE_MS + (s == 2 ? i % 5 * 250 : 0);
            value[i] = (s + 1) * 100 + i % 24 * 2.385;
        }
        put_samples(store, put_series(store, resources[s]), at, value, STEPS);
    }
    assert_ok(store_commit(store, &err), &err);
    return store;
}

/* All rows as text, a line each. */
static void ask(struct store *store, const char *sql, struct buf *out)
{
    struct error err = ERROR_NONE;
    struct query *query = NULL;
    int rc = query_open(store, sql, &query, &err);

    assert_ok(rc, &err);
    buf_init(out, 1 << 24);
    while ((rc = query_next(query, &err)) > 0) {
        for (size_t i = 0; i < query_columns(query); i++) {
            struct query_value value = query_value(query, i);

            if (value.kind == QUERY_TEXT)
                buf_addf(out, "%s|", value.text);
            else if (value.kind == QUERY_REAL)
                buf_addf(out, "%a|", value.real);
            else
                buf_addf(out, "%lld|", (long long)value.whole);
        }
        buf_addc(out, '\n');
    }
    assert_ok(rc, &err);
    query_close(query);
}

static void samples_are_rows_as_they_were_stored(void **state)
{
    struct place place;
    struct store *store;
    struct samples samples = { 0 };
    struct error err = ERROR_NONE;
    struct buf rows, expected;

    (void)state;
    place_make(&place);
    store = filled(&place);
    buf_init(&expected, 1 << 20);
    assert_ok(store_samples_read(store, 1, TIME_FIRST, TIME_LAST, &samples, &err), &err);
    for (size_t i = 0; i < samples.count; i++) {
        char text[TIME_ROOM];

        buf_addf(&expected, "src/c/cpu|%s|%a|%lld|1|\n", time_iso(text, samples.at[i]),
                 samples.value[i], (long long)samples.at[i]);
    }
    ask(store, "SELECT * FROM samples WHERE id = 1", &rows);
    assert_string_equal(rows.text, expected.text);
    buf_release(&rows);
    buf_release(&expected);
    samples_release(&samples);
    store_close(store);
    place_remove(&place);
}

/* A unary plus keeps a condition from the table, so that SQLite alone answers it. */
static void narrowed_reading_gives_what_sqlite_would_pick(void **state)
{
    static const struct { const char *fast, *slow; } pairs[] = {
        { "series = 'src/b/cpu'", "+series = 'src/b/cpu'" },
        { "series = 'SRC/B/cpu' COLLATE NOCASE", "+series = 'SRC/B/cpu' COLLATE NOCASE" },
        { "series GLOB '*/[ac]/*'", "+series GLOB '*/[ac]/*'" },
        { "series GLOB 'src/b/*' AND id = 2", "+series GLOB 'src/b/*' AND +id = 2" },
        { "id = 7", "+id = 7" },
        { "at >= 1735700000000 AND at < 1735800000000", "+at >= 1735700000000 AND +at < 1735800000000" },
        { "at > 1735689600000 AND at <= 1735690020000", "+at > 1735689600000 AND +at <= 1735690020000" },
        { "at = 1735690020000", "+at = 1735690020000" },
        { "at > 9223372036854775807", "+at > 9223372036854775807" },
        { "at < 1.7357e12", "+at < 1.7357e12" },
        { "at < NULL", "+at < NULL" },
        { "time >= '2025-01-02' AND time < '2025-01-03T00:00:00Z'",
          "+time >= '2025-01-02' AND +time < '2025-01-03T00:00:00Z'" },
        { "time > '2025-01-01T00:07:00Z'", "+time > '2025-01-01T00:07:00Z'" },
        { "time = '2025-01-01T00:07:00.250Z'", "+time = '2025-01-01T00:07:00.250Z'" },
        { "time <= '2025-01'", "+time <= '2025-01'" },
        { "time < '2025-01-02 12:00'", "+time < '2025-01-02 12:00'" },
        { "time BETWEEN '2025-01-01T03:00:00+02:00' AND '2025-01-04'",
          "+time BETWEEN '2025-01-01T03:00:00+02:00' AND '2025-01-04'" },
        { "series = 'src/a/cpu' AND at > 1735700000000 OR id = 1 AND time < '2025-01-02'",
          "+series = 'src/a/cpu' AND +at > 1735700000000 OR +id = 1 AND +time < '2025-01-02'" },
    };
    static const char *const tables[] = { "samples", "hourly" };
    struct place place;
    struct store *store;

    (void)state;
    place_make(&place);
    store = filled(&place);
    for (size_t i = 0; i < COUNT(pairs); i++) {
        for (size_t t = 0; t < COUNT(tables); t++) {
            struct buf fast, slow;
            char sql[400];

            snprintf(sql, sizeof sql, "SELECT * FROM %s WHERE %s ORDER BY series, at", tables[t],
                     pairs[i].fast);
            ask(store, sql, &fast);
            snprintf(sql, sizeof sql, "SELECT * FROM %s WHERE %s ORDER BY +series, +at", tables[t],
                     pairs[i].slow);
            ask(store, sql, &slow);
            assert_string_equal(fast.text, slow.text);
            buf_release(&fast);
            buf_release(&slow);
        }
    }
    store_close(store);
    place_remove(&place);
}

static void hours_agree_with_the_samples_they_are_of(void **state)
{
    struct place place;
    struct store *store;
    struct buf hours, made;

    (void)state;
    place_make(&place);
    store = filled(&place);
    ask(store, "SELECT id, at, count, round(mean, 9), min, max FROM hourly ORDER BY id, at", &hours);
    ask(store, "SELECT id, at / 3600000 * 3600000 AS hour, count(*), round(avg(value), 9), min(value),"
               " max(value) FROM samples GROUP BY id, hour ORDER BY id, hour", &made);
    assert_string_equal(hours.text, made.text);
    assert_true(hours.used > 1000);
    buf_release(&hours);
    buf_release(&made);
    store_close(store);
    place_remove(&place);
}

/* Two cursors on one table, each with its own place. */
static void tables_can_be_joined_with_themselves(void **state)
{
    struct place place;
    struct store *store;
    struct buf rows;

    (void)state;
    place_make(&place);
    store = filled(&place);
    ask(store, "SELECT count(*), round(max(b.value - a.value)) FROM samples a JOIN samples b USING (at)"
               " WHERE a.id = 3 AND b.id = 2", &rows);
    assert_string_equal(rows.text, "900|0x1.9p+6|\n");
    buf_release(&rows);
    store_close(store);
    place_remove(&place);
}

static void only_reading_is_allowed(void **state)
{
    static const struct { const char *sql, *words; } refused[] = {
        { "DELETE FROM series", "more than read" },
        { "INSERT INTO samples VALUES (1, 2, 3, 4, 5)", "more than read" },
        { "CREATE TABLE t (x)", "more than read" },
        { "DROP TABLE series", "more than read" },
        { "ATTACH 'other.db' AS other", "more than read" },
        { "PRAGMA query_only = OFF", "more than read" },
        { "BEGIN", "more than read" },
        { "VACUUM INTO 'copy.db'", "more than read" },
        { "SELECT load_extension('x')", "not authorized" },
        { "WITH t AS (SELECT 1) DELETE FROM chunk", "more than read" },
        { "SELECT 1; SELECT 2", "more than one statement" },
        { " ; ", "no statement" },
        { "SELEC 1", "syntax error" },
        { "SELECT x FROM samples", "no such column: x" },
    };
    struct place place;
    struct store *store;

    (void)state;
    place_make(&place);
    store = filled(&place);
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct error err = ERROR_NONE;
        struct query *query = NULL;

        assert_int_equal(query_open(store, refused[i].sql, &query, &err), ERR_USAGE);
        assert_null(query);
        assert_non_null(strstr(err.text, refused[i].words));
        assert_true(err.hint[0] != '\0');
    }
    store_close(store);
    place_remove(&place);
}

static void a_damaged_chunk_ends_the_query_with_its_reason(void **state)
{
    struct place place;
    struct store *store;
    struct error err = ERROR_NONE;
    struct query *query = NULL;

    (void)state;
    place_make(&place);
    store = filled(&place);
    assert_int_equal(sqlite3_exec(store->db, "UPDATE chunk SET data = zeroblob(length(data))"
                                             " WHERE series = 2", NULL, NULL, NULL), SQLITE_OK);
    assert_ok(query_open(store, "SELECT sum(value) FROM samples", &query, &err), &err);
    assert_int_equal(query_next(query, &err), ERR_STORE);
    query_close(query);
    store_close(store);
    place_remove(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(samples_are_rows_as_they_were_stored),
        cmocka_unit_test(narrowed_reading_gives_what_sqlite_would_pick),
        cmocka_unit_test(hours_agree_with_the_samples_they_are_of),
        cmocka_unit_test(tables_can_be_joined_with_themselves),
        cmocka_unit_test(only_reading_is_allowed),
        cmocka_unit_test(a_damaged_chunk_ends_the_query_with_its_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
