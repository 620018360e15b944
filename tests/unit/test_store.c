#include "tests/unit/store_fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "data/base/clock.h"

/* --- statements --------------------------------------------------------------------- */

/* A step that reads a whole table, or sorts; one row of constants is neither. */
static int is_slow(const char *step)
{
    return (strncmp(step, "SCAN", 4) == 0 && strcmp(step, "SCAN CONSTANT ROW") != 0) ||
           strstr(step, "TEMP B-TREE");
}

/* Every statement prepares, and those that promise to SEEK never SCAN. */
static void statements_keep_their_promises(void **state)
{
    struct place place;
    struct store *store;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    for (enum sql_id id = 0; id < SQL_COUNT; id++) {
        char *question = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql_statement(id));
        sqlite3_stmt *plan;

        if (sqlite3_prepare_v2(store->db, question, -1, &plan, NULL) != SQLITE_OK)
            fail_msg("%s: %s", sql_statement(id), sqlite3_errmsg(store->db));
        while (sqlite3_step(plan) == SQLITE_ROW) {
            const char *step = (const char *)sqlite3_column_text(plan, 3);

            if (sql_promise(id) == SEEK && is_slow(step))
                fail_msg("%s: %s", sql_statement(id), step);
        }
        sqlite3_finalize(plan);
        sqlite3_free(question);
    }
    store_close(store);
    place_remove(&place);
}

/* --- opening ------------------------------------------------------------------------- */

static void write_file(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static void run_sql(const char *path, const char *text)
{
    sqlite3 *db = NULL;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, text, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static int try_open(const struct place *place, enum store_mode mode, struct error *err)
{
    struct store *store = (struct store *)(void *)1;
    int rc = store_open(&store, place->path, mode, 0, err);

    if (rc < 0)
        assert_null(store);
    store_close(store);
    return rc;
}

static void a_missing_store_is_made_only_when_asked(void **state)
{
    struct error err = ERROR_NONE;
    struct place place;

    (void)state;
    place_make(&place);
    assert_int_equal(try_open(&place, STORE_READ, &err), ERR_NOINPUT);
    assert_int_equal(try_open(&place, STORE_WRITE, &err), ERR_NOINPUT);
    assert_int_not_equal(access(place.path, F_OK), 0);
    assert_ok(try_open(&place, STORE_CREATE, &err), &err);
    assert_ok(try_open(&place, STORE_READ, &err), &err);
    assert_ok(try_open(&place, STORE_WRITE, &err), &err);
    place_remove(&place);

    snprintf(place.path, sizeof place.path, "/no/such/folder/t.db");
    assert_int_equal(try_open(&place, STORE_CREATE, &err), ERR_NOINPUT);
}

/* What may lie there instead of a store, and how each mode takes it. */
static void what_is_no_store_is_refused_and_left_alone(void **state)
{
    static const struct {
        const char *what, *bytes, *sql;
        int read, write, create;
    } cases[] = {
        { "empty", "", NULL, ERR_NOINPUT, ERR_NOINPUT, 0 },
        { "text", "time,value\n2025-01-01,1\n", NULL, ERR_STORE, ERR_STORE, ERR_STORE },
        { "another program's", NULL, "PRAGMA application_id = 7; CREATE TABLE t (x)",
          ERR_STORE, ERR_STORE, ERR_STORE },
        { "tables of nobody", NULL, "CREATE TABLE t (x)", ERR_STORE, ERR_STORE, ERR_STORE },
        { "a newer version", NULL, "PRAGMA application_id = 1214542445; PRAGMA user_version = 99;"
          "CREATE TABLE t (x)", ERR_VERSION, ERR_VERSION, ERR_VERSION },
        { "a negative version", NULL, "PRAGMA application_id = 1214542445; PRAGMA user_version = -1;"
          "CREATE TABLE t (x)", ERR_VERSION, ERR_VERSION, ERR_VERSION },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const int want[] = { cases[i].read, cases[i].write, cases[i].create };
        struct place place;

        place_make(&place);
        for (int mode = STORE_READ; mode <= STORE_CREATE; mode++) {
            struct error err = ERROR_NONE;

            unlink(place.path);
            if (cases[i].sql)
                run_sql(place.path, cases[i].sql);
            else
                write_file(place.path, cases[i].bytes, strlen(cases[i].bytes));
            if (try_open(&place, (enum store_mode)mode, &err) != want[mode])
                fail_msg("%s, mode %d: %s", cases[i].what, mode, err.text);
            if (want[mode] < 0)
                assert_true(err.text[0] && err.where[0]);
        }
        place_remove(&place);
    }
}

static void a_folder_is_no_store(void **state)
{
    struct error err = ERROR_NONE;
    struct place place;

    (void)state;
    place_make(&place);
    snprintf(place.path, sizeof place.path, "%s", place.folder);
    assert_int_equal(try_open(&place, STORE_CREATE, &err), ERR_STORE);
    rmdir(place.folder);
}

static void each_store_has_an_id_of_its_own(void **state)
{
    struct place one, two;
    struct store *a, *b;
    char uuid[33];

    (void)state;
    place_make(&one);
    place_make(&two);
    a = place_open(&one, STORE_CREATE);
    b = place_open(&two, STORE_CREATE);
    assert_int_equal(strlen(store_uuid(a)), 32);
    assert_int_equal(strspn(store_uuid(a), "0123456789abcdef"), 32);
    assert_string_not_equal(store_uuid(a), store_uuid(b));
    snprintf(uuid, sizeof uuid, "%s", store_uuid(a));
    store_close(a);
    store_close(b);
    a = place_open(&one, STORE_READ);
    assert_string_equal(store_uuid(a), uuid);
    assert_string_equal(store_path(a) + strlen(store_path(a)) - 5, "/t.db");
    store_close(a);
    place_remove(&one);
    place_remove(&two);
}

static void a_second_writer_is_told_who_holds_the_store(void **state)
{
    struct error err = ERROR_NONE;
    struct place place;
    struct store *first, *reader;
    char pid[32];

    (void)state;
    place_make(&place);
    first = place_open(&place, STORE_CREATE);
    assert_int_equal(try_open(&place, STORE_WRITE, &err), ERR_LOCKED);
    snprintf(pid, sizeof pid, "pid %ld", (long)getpid());
    assert_non_null(strstr(err.text, pid));
    assert_non_null(strstr(err.text, "test_store"));
    reader = place_open(&place, STORE_READ);    /* readers don't need the lock */
    store_close(reader);
    store_close(first);
    assert_ok(try_open(&place, STORE_WRITE, &err), &err);
    place_remove(&place);
}

static void a_reader_can_not_write(void **state)
{
    struct error err = ERROR_NONE;
    struct place place;
    struct store *store;
    struct series_info info = { .key = { "", "r", "m", "" }, .unit = "" };
    int64_t id;

    (void)state;
    place_make(&place);
    store_close(place_open(&place, STORE_CREATE));
    store = place_open(&place, STORE_READ);
    assert_int_equal(store_series_put(store, &info, &id, &err), ERR_DENIED);
    store_close(store);
    place_remove(&place);
}

/* Runs as another user where the test is run by root, who may write anywhere. */
static int read_from_locked_folder(const struct place *place)
{
    struct error err = ERROR_NONE;
    int status = 0;
    pid_t child;

    chmod(place->path, 0444);
    chmod(place->folder, 0555);
    child = fork();
    if (child == 0) {
        if (getuid() == 0 && setuid(65534) != 0)
            _exit(99);
        if (access(place->folder, W_OK) == 0)
            _exit(98);
        _exit(try_open(place, STORE_READ, &err) == 0 &&
              try_open(place, STORE_WRITE, &err) == ERR_DENIED ? 0 : 1);
    }
    waitpid(child, &status, 0);
    chmod(place->folder, 0755);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void a_store_opens_in_a_folder_that_can_not_be_written(void **state)
{
    struct place place;

    (void)state;
    place_make(&place);
    store_close(place_open(&place, STORE_CREATE));
    assert_int_equal(read_from_locked_folder(&place), 0);
    place_remove(&place);
}

/* --- transactions ------------------------------------------------------------------------ */

static void put_week(struct store *store, const char *resource, double offset)
{
    int64_t at[2016];
    double value[2016];

    for (int i = 0; i < 2016; i++) {
        at[i] = T0 + i * 5 * MINUTE_MS;
        value[i] = offset + i % 100 * 0.25;
    }
    put_samples(store, put_series(store, resource), at, value, 2016);
}

static void what_is_not_committed_is_not_there(void **state)
{
    struct error err = ERROR_NONE;
    struct store_facts facts;
    struct place place;
    struct store *store;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    assert_ok(store_begin(store, &err), &err);
    put_week(store, "a", 0);
    store_rollback(store);
    store_rollback(store);
    assert_ok(store_begin(store, &err), &err);
    put_week(store, "b", 0);
    store_close(store);
    store = place_open(&place, STORE_READ);
    assert_ok(store_facts(store, &facts, &err), &err);
    assert_int_equal(facts.series + facts.chunks + facts.samples, 0);
    assert_true(facts.first > facts.last);
    store_close(store);
    place_remove(&place);
}

static void a_part_is_undone_alone(void **state)
{
    struct error err = ERROR_NONE;
    struct store_facts facts;
    struct place place;
    struct store *store;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    assert_ok(store_begin(store, &err), &err);
    for (int i = 0; i < 3; i++) {
        assert_ok(store_part_begin(store, &err), &err);
        put_week(store, i == 1 ? "undone" : "kept", i * 100.0);
        if (i == 1)
            store_part_undo(store);
        else
            assert_ok(store_part_keep(store, &err), &err);
    }
    assert_ok(store_commit(store, &err), &err);
    store_close(store);
    store = place_open(&place, STORE_READ);
    assert_ok(store_facts(store, &facts, &err), &err);
    assert_int_equal(facts.series, 1);
    assert_int_equal(facts.samples, 2016);
    store_close(store);
    place_remove(&place);
}

/* A child commits one week after the other until it is killed, somewhere. */
static void write_until_killed(const struct place *place)
{
    struct error err = ERROR_NONE;
    struct store *store = NULL;

    if (store_open(&store, place->path, STORE_CREATE, 5000, &err) < 0)
        _exit(1);
    for (int i = 0;; i++) {
        char resource[32];

        if (store_begin(store, &err) < 0)
            _exit(1);
        for (int k = 0; k < 4; k++) {    /* four series a transaction: all of them or none */
            snprintf(resource, sizeof resource, "r%d-%d", i % 50, k);
            put_week(store, resource, i);
        }
        if (store_commit(store, &err) < 0)
            _exit(1);
    }
}

static void a_killed_writer_leaves_whole_transactions(void **state)
{
    struct place place;

    (void)state;
    place_make(&place);
    srand48(17);
    for (int round = 0; round < 40; round++) {
        struct error err = ERROR_NONE;
        struct store_check check;
        struct store_facts facts;
        struct store *store = NULL;
        int status;
        pid_t child = fork();

        if (child == 0)
            write_until_killed(&place);
        usleep((useconds_t)(2000 + drand48() * 40000));
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        assert_true(WIFSIGNALED(status));
        assert_ok(store_open(&store, place.path, round % 2 ? STORE_READ : STORE_CREATE, 0, &err), &err);
        assert_ok(store_verify(store, &check, &err), &err);
        if (check.faults)
            fail_msg("round %d: %s", round, check.first);
        assert_ok(store_facts(store, &facts, &err), &err);
        assert_int_equal(facts.series % 4, 0);
        assert_int_equal(facts.samples, facts.series * 2016);
        store_close(store);
    }
    place_remove(&place);
}

/* --- lists ------------------------------------------------------------------------------------ */

static void series_are_listed_by_name_and_selected_by_globs(void **state)
{
    static const char *const names[] = { "web-2", "db/1", "web-1", "a b", "Z" };
    static const struct { const char *selectors[2]; size_t selector_count; const char *want; } cases[] = {
        { { NULL },                  0, "src/Z/cpu src/a b/cpu src/db%2F1/cpu src/web-1/cpu src/web-2/cpu " },
        { { "src/web*" },            1, "src/web-1/cpu src/web-2/cpu " },
        { { "*web-2*", "src/Z/*" },  2, "src/Z/cpu src/web-2/cpu " },
        { { "web" },                 1, "" },
    };
    struct place place;
    struct store *store;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    for (size_t i = 0; i < COUNT(names); i++)
        put_series(store, names[i]);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = ERROR_NONE;
        struct arena arena = { 0 };
        struct store_series *rows = NULL;
        size_t count;
        char got[200] = "";

        assert_ok(store_series_list(store, cases[i].selectors, cases[i].selector_count, &arena, &rows,
                                    &count, &err), &err);
        for (size_t k = 0; k < count; k++)
            snprintf(got + strlen(got), sizeof got - strlen(got), "%s ", rows[k].name);
        assert_string_equal(got, cases[i].want);
        arena_release(&arena);
    }
    store_close(store);
    place_remove(&place);
}

static void a_series_learns_its_unit_once(void **state)
{
    static const struct { const char *unit, *want; enum series_kind kind; int64_t period, want_period; } cases[] = {
        { "",  "",  SERIES_COUNTER, 0,     0 },    { "B", "B", SERIES_GAUGE, 0,     0 },
        { "%", "B", SERIES_GAUGE,   60000, 60000 }, { "",  "B", SERIES_GAUGE, 30000, 60000 },
    };
    struct place place;
    struct store *store;
    struct arena arena = { 0 };

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct series_info info = { .key = { "s", "r", "m", "l=\"1\"" }, .unit = cases[i].unit,
                                    .kind = cases[i].kind, .period_ms = cases[i].period };
        struct error err = ERROR_NONE;
        struct store_series row;
        int64_t id;

        assert_ok(store_series_put(store, &info, &id, &err), &err);
        row = only_series(store, &arena);
        assert_int_equal(row.id, id);
        assert_string_equal(row.info.unit, cases[i].want);
        assert_string_equal(row.info.key.labels, "l=\"1\"");
        assert_int_equal(row.info.kind, SERIES_COUNTER);
        assert_int_equal(row.info.period_ms, cases[i].want_period);
        assert_true(row.first > row.last);
    }
    arena_release(&arena);
    store_close(store);
    place_remove(&place);
}

static void ranges_are_half_open(void **state)
{
    static const struct { int64_t from, until; size_t samples, hours; } cases[] = {
        { TIME_FIRST, TIME_LAST, 2016, 168 },        { T0, T0 + 300000, 1, 1 },
        { T0 + 1, T0 + 300001, 1, 0 },               { T0 + 300000, T0 + 300000, 0, 0 },
        { T0 - HOUR_MS, T0, 0, 0 },                  { T0 + DAY_MS, T0 + 2 * DAY_MS, 288, 24 },
        { T0 + 7 * DAY_MS, TIME_LAST, 0, 0 },        { T0 + 5 * DAY_MS, T0 - DAY_MS, 0, 0 },
        { TIME_FIRST, T0 + HOUR_MS + 1, 13, 2 },
    };
    struct error err = ERROR_NONE;
    struct samples samples = { 0 };
    struct hourlies hours = { 0 };
    struct place place;
    struct store *store;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    put_week(store, "a", 0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_ok(store_samples_read(store, 1, cases[i].from, cases[i].until, &samples, &err), &err);
        assert_ok(store_hourly_read(store, 1, cases[i].from, cases[i].until, &hours, &err), &err);
        assert_int_equal(samples.count, cases[i].samples);
        assert_int_equal(hours.count, cases[i].hours);
    }
    samples_release(&samples);
    hourlies_release(&hours);
    store_close(store);
    place_remove(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statements_keep_their_promises),
        cmocka_unit_test(a_missing_store_is_made_only_when_asked),
        cmocka_unit_test(what_is_no_store_is_refused_and_left_alone),
        cmocka_unit_test(a_folder_is_no_store),
        cmocka_unit_test(each_store_has_an_id_of_its_own),
        cmocka_unit_test(a_second_writer_is_told_who_holds_the_store),
        cmocka_unit_test(a_reader_can_not_write),
        cmocka_unit_test(a_store_opens_in_a_folder_that_can_not_be_written),
        cmocka_unit_test(what_is_not_committed_is_not_there),
        cmocka_unit_test(a_part_is_undone_alone),
        cmocka_unit_test(a_killed_writer_leaves_whole_transactions),
        cmocka_unit_test(series_are_listed_by_name_and_selected_by_globs),
        cmocka_unit_test(a_series_learns_its_unit_once),
        cmocka_unit_test(ranges_are_half_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
