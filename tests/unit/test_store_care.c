#include "tests/unit/store_fixture.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <xxhash.h>

#include "data/base/clock.h"
#include "data/store/rollup.h"

enum { WEEK = 2016, WEEKS = 5 };

static double value_at(int i)
{
    return i % 3 == 0 ? 50 + i % 101 * 0.25 : i < WEEK && i % 7 == 0 ? i / 3.0 : i % 50;
}

/* Five weeks of one series at five minutes, in one transaction. */
static void put_weeks(struct store *store, const char *resource)
{
    static int64_t at[WEEK * WEEKS];
    static double value[WEEK * WEEKS];
    struct error err = ERROR_NONE;

    for (int i = 0; i < WEEK * WEEKS; i++) {
        at[i] = T0 + i * 5 * MINUTE_MS;
        value[i] = value_at(i);
    }
    assert_ok(store_begin(store, &err), &err);
    put_samples(store, put_series(store, resource), at, value, WEEK * WEEKS);
    assert_ok(store_commit(store, &err), &err);
}

static struct store_check verify(struct store *store)
{
    struct error err = ERROR_NONE;
    struct store_check check;

    assert_ok(store_verify(store, &check, &err), &err);
    return check;
}

static struct store_facts facts_of(struct store *store)
{
    struct error err = ERROR_NONE;
    struct store_facts facts;

    assert_ok(store_facts(store, &facts, &err), &err);
    return facts;
}

static void run_sql(struct store *store, const char *text)
{
    if (sqlite3_exec(store->db, text, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", text, sqlite3_errmsg(store->db));
}

/* --- verify -------------------------------------------------------------------------- */

static void a_sound_store_has_no_faults(void **state)
{
    struct place place;
    struct store *store;
    struct store_check check;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    assert_int_equal(verify(store).faults, 0);
    put_weeks(store, "a");
    put_weeks(store, "b");
    check = verify(store);
    assert_string_equal(check.first, "");
    assert_int_equal(check.faults, 0);
    assert_int_equal(check.series, 2);
    assert_int_equal(check.samples, 2 * WEEK * WEEKS);
    assert_int_equal(check.hours, 2 * WEEKS * 168);
    store_close(store);
    place_remove(&place);
}

static void planted_damage_is_found(void **state)
{
    static const struct { const char *sql, *words; } cases[] = {
        { "UPDATE chunk SET count = count + 1 WHERE id = 2",            "is said to hold" },
        { "UPDATE chunk SET min = min - 1 WHERE id = 2",                "summary" },
        { "UPDATE chunk SET sum = sum + 0.25 WHERE id = 2",             "summary" },
        { "UPDATE chunk SET last = last + 1 WHERE id = 2",              "summary" },
        { "UPDATE chunk SET data = x'0102' WHERE id = 2",               "checksum" },
        { "UPDATE chunk SET data = x'', hours = x'' WHERE id = 2",      "without content" },
        { "UPDATE chunk SET data = (SELECT data FROM chunk WHERE id = 3) WHERE id = 2", "a chunk" },
        { "UPDATE chunk SET hours = (SELECT hours FROM chunk WHERE id = 4) WHERE id = 3", "hour" },
        { "UPDATE chunk SET hours = x'00' WHERE id = 3",                "checksum" },
        { "UPDATE chunk SET start = start + 1 WHERE id = 2",            "wrong place" },
        { "UPDATE chunk SET span = 86400000 WHERE id = 2",              "outside" },
        { "UPDATE chunk SET span = 4 * 604800000 WHERE id = 1",         "wrong place" },
        { "DELETE FROM chunk WHERE id = 2",                             "samples" },
        { "UPDATE series SET samples = samples - 1",                    "samples" },
        { "UPDATE series SET last = last + 1",                          "times" },
        { "UPDATE series SET first = first + 1",                        "times" },
        { "UPDATE series SET last_value = last_value + 1",              "last value" },
        { "UPDATE series SET resource = 'b'",                           "name" },
        { "PRAGMA foreign_keys = OFF; UPDATE chunk SET series = 77 WHERE id = 2", "references" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct place place;
        struct store *store;
        struct store_check check;

        place_make(&place);
        store = place_open(&place, STORE_CREATE);
        put_weeks(store, "a");
        run_sql(store, cases[i].sql);
        check = verify(store);
        if (!check.faults || !strstr(check.first, cases[i].words))
            fail_msg("%s: '%s'", cases[i].sql, check.first);
        store_close(store);
        place_remove(&place);
    }
}

/* Any one flipped bit of the blobs, at random, and of nothing else. */
static void a_flipped_bit_of_a_blob_is_found(void **state)
{
    static const char *const columns[] = { "data", "hours" };
    struct place place;
    struct store *store;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    put_weeks(store, "a");
    srand48(23);
    for (int i = 0; i < 60; i++) {
        sqlite3_blob *blob = NULL;
        unsigned char byte, flipped;
        int at;

        assert_int_equal(sqlite3_blob_open(store->db, "main", "chunk", columns[i % 2], 3 + i % 3, 1,
                                           &blob), SQLITE_OK);
        assert_in_range(sqlite3_blob_bytes(blob), 100, 100000);
        at = (int)(drand48() * sqlite3_blob_bytes(blob));
        assert_int_equal(sqlite3_blob_read(blob, &byte, 1, at), SQLITE_OK);
        flipped = (unsigned char)(byte ^ 1 << i % 8);
        assert_int_equal(sqlite3_blob_write(blob, &flipped, 1, at), SQLITE_OK);
        assert_true(verify(store).faults > 0);
        assert_int_equal(sqlite3_blob_write(blob, &byte, 1, at), SQLITE_OK);
        sqlite3_blob_close(blob);
    }
    assert_int_equal(verify(store).faults, 0);
    store_close(store);
    place_remove(&place);
}

/* A sum over all that a store answers about its series, to compare answers by. */
static uint64_t answers_of(struct store *store)
{
    struct samples samples = { 0 };
    struct hourlies hours = { 0 };
    struct arena arena = { 0 };
    struct store_series *rows = NULL;
    struct error err = ERROR_NONE;
    size_t count = 0;
    uint64_t sum = 0;

    if (store_series_list(store, NULL, 0, &arena, &rows, &count, &err) == 0 && count == 1) {
        sum = XXH3_64bits(rows[0].name, strlen(rows[0].name)) ^ rows[0].samples ^
              (uint64_t)(rows[0].first + 3 * rows[0].last);
        if (store_samples_read(store, rows[0].id, TIME_FIRST, TIME_LAST, &samples, &err) == 0)
            sum ^= XXH3_64bits(samples.at, samples.count * 8) + XXH3_64bits(samples.value, samples.count * 8);
        if (store_hourly_read(store, rows[0].id, TIME_FIRST, TIME_LAST, &hours, &err) == 0)
            for (size_t i = 0; i < hours.count; i++)
                sum = sum * 31 + XXH3_64bits(&hours.row[i].sum, sizeof(double));
    }
    samples_release(&samples);
    hourlies_release(&hours);
    arena_release(&arena);
    return sum;
}

/* Damage anywhere in the file: no crash, and what verify does not notice changed no answer. */
static void a_damaged_file_is_noticed_or_harmless(void **state)
{
    struct place place;
    struct store *store;
    uint64_t right;
    int noticed = 0;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    put_weeks(store, "a");
    right = answers_of(store);
    store_close(store);
    srand48(29);
    for (int i = 0; i < 300; i++) {
        int file = open(place.path, O_RDWR);
        unsigned char byte, bad;
        off_t at = (off_t)(drand48() * (double)lseek(file, 0, SEEK_END));
        struct error err = ERROR_NONE;
        struct store_check check = { 0 };

        assert_int_equal(pread(file, &byte, 1, at), 1);
        bad = (unsigned char)(byte ^ (1 + (int)(drand48() * 255)));
        assert_int_equal(pwrite(file, &bad, 1, at), 1);
        if (store_open(&store, place.path, STORE_READ, 0, &err) < 0 ||
            store_verify(store, &check, &err) < 0 || check.faults > 0)
            noticed++;
        else if (answers_of(store) != right)
            fail_msg("byte %lld was %d, is %d", (long long)at, byte, bad);
        store_close(store);
        assert_int_equal(pwrite(file, &byte, 1, at), 1);
        close(file);
    }
    assert_true(noticed > 50);    /* the others fell into room that nothing uses */
    place_remove(&place);
}

/* --- prune ------------------------------------------------------------------------------- */

static void pruning_drops_samples_and_keeps_hours(void **state)
{
    static const int64_t cuts[] = { -DAY_MS, 10 * DAY_MS + 1234567, 10 * DAY_MS + 1234567, 20 * DAY_MS,
                                    100 * DAY_MS };
    struct error err = ERROR_NONE;
    struct hourlies before = { 0 }, after = { 0 };
    struct samples samples = { 0 };
    struct arena arena = { 0 };
    struct place place;
    struct store *store;
    uint64_t gone = 0;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    put_weeks(store, "a");
    assert_ok(store_hourly_read(store, 1, TIME_FIRST, TIME_LAST, &before, &err), &err);
    for (size_t i = 0; i < COUNT(cuts); i++) {
        struct store_pruned pruned;
        int64_t left = T0 + cuts[i] / HOUR_MS * HOUR_MS;

        assert_ok(store_begin(store, &err), &err);
        assert_ok(store_prune(store, T0 + cuts[i], &pruned, &err), &err);
        assert_ok(store_commit(store, &err), &err);
        gone += pruned.samples;
        assert_true(i != 2 || (pruned.samples == 0 && pruned.chunks == 0));
        assert_ok(store_samples_read(store, 1, TIME_FIRST, TIME_LAST, &samples, &err), &err);
        assert_int_equal(samples.count, WEEK * WEEKS - gone);
        assert_true(samples.count == 0 || samples.at[0] == (left < T0 ? T0 : left));
        assert_ok(store_hourly_read(store, 1, TIME_FIRST, TIME_LAST, &after, &err), &err);
        assert_int_equal(after.count, before.count);
        for (size_t k = 0; k < after.count; k++)
            assert_true(hourly_equal(&after.row[k], &before.row[k]));
        assert_string_equal(verify(store).first, "");
        assert_int_equal(facts_of(store).samples, samples.count);
    }
    assert_int_equal(gone, WEEK * WEEKS);
    assert_int_equal(only_series(store, &arena).first, T0);
    arena_release(&arena);
    samples_release(&samples);
    hourlies_release(&before);
    hourlies_release(&after);
    store_close(store);
    place_remove(&place);
}

static void what_was_pruned_does_not_come_back(void **state)
{
    struct error err = ERROR_NONE;
    struct merge_counts counts;
    struct store_pruned pruned;
    struct samples samples = { 0 };
    struct place place;
    struct store *store;
    int64_t at[3] = { T0 + 5 * MINUTE_MS, T0 - DAY_MS, T0 + 40 * DAY_MS };
    double value[3] = { 99, 1, 2 };

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    put_weeks(store, "a");
    assert_ok(store_begin(store, &err), &err);
    assert_ok(store_prune(store, T0 + 10 * DAY_MS, &pruned, &err), &err);
    assert_ok(store_commit(store, &err), &err);
    put_weeks(store, "a");    /* the same file again */
    assert_int_equal(facts_of(store).samples, WEEK * WEEKS - pruned.samples);

    counts = put_samples(store, 1, at, value, 3);    /* an hour that is final, a new old one, a new one */
    assert_int_equal(counts.duplicate, 1);
    assert_int_equal(counts.fresh, 2);
    assert_ok(store_samples_read(store, 1, TIME_FIRST, T0 + 10 * DAY_MS, &samples, &err), &err);
    assert_int_equal(samples.count, 1);
    assert_string_equal(verify(store).first, "");
    samples_release(&samples);
    store_close(store);
    place_remove(&place);
}

static void a_pruning_that_is_rolled_back_only_counted(void **state)
{
    struct error err = ERROR_NONE;
    struct store_pruned pruned;
    struct place place;
    struct store *store;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    put_weeks(store, "a");
    assert_ok(store_begin(store, &err), &err);
    assert_ok(store_prune(store, T0 + 10 * DAY_MS, &pruned, &err), &err);
    store_rollback(store);
    assert_int_equal(pruned.samples, 2880);
    assert_int_equal(facts_of(store).samples, WEEK * WEEKS);
    run_sql(store, "DELETE FROM chunk WHERE id = 1");    /* and hours are not taken for pruned */
    put_weeks(store, "b");
    assert_true(verify(store).faults > 0);
    store_close(store);
    place_remove(&place);
}

/* --- backup ---------------------------------------------------------------------------------- */

static void a_backup_is_a_store_of_its_own(void **state)
{
    struct error err = ERROR_NONE;
    struct place place, copied;
    struct store *store, *copy = NULL;
    struct stat about;

    (void)state;
    place_make(&place);
    copied = place;
    snprintf(copied.path, sizeof copied.path, "%s/copy.db", place.folder);
    store = place_open(&place, STORE_CREATE);
    put_weeks(store, "a");
    store_close(store);
    chmod(place.path, 0640);
    store = place_open(&place, STORE_READ);
    for (int twice = 0; twice < 2; twice++) {    /* the second takes the first one's place */
        assert_ok(store_backup(store, copied.path, &err), &err);
        copy = place_open(&copied, STORE_READ);
        assert_int_equal(verify(copy).faults, 0);
        assert_int_equal(facts_of(copy).samples, WEEK * WEEKS);
        assert_string_equal(store_uuid(copy), store_uuid(store));
        store_close(copy);
    }
    assert_int_equal(stat(copied.path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0640);
    store_close(store);
    place_remove(&copied);
}

static void a_backup_replaces_nothing_but_a_backup(void **state)
{
    struct error err = ERROR_NONE;
    struct place place;
    struct store *store;
    char path[128];
    FILE *file;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    assert_int_equal(store_backup(store, place.path, &err), ERR_CREATE);
    assert_int_equal(store_backup(store, place.folder, &err), ERR_CREATE);
    assert_int_equal(store_backup(store, "/no/such/folder/x.db", &err), ERR_CREATE);
    snprintf(path, sizeof path, "%s/copy.db", place.folder);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs("my thesis", file);
    fclose(file);
    assert_int_equal(store_backup(store, path, &err), ERR_CREATE);
    assert_non_null(strstr(err.text, "another kind of file"));
    store_close(store);
    place_remove(&place);
}

/* --- lists ------------------------------------------------------------------------------------- */

static void capacities_are_kept_as_changes(void **state)
{
    static const struct { int64_t from; double value; const char *origin; int rows; } cases[] = {
        { T0,       100, "column", 1 }, { T0,       100, "column", 1 }, { T0 + 10, 100, "column", 1 },
        { T0 + 20,  120, "column", 2 }, { T0 + 30,  120, "column", 2 }, { T0 + 5,  120, "set",    3 },
        { T0 + 5,   130, "set",    3 }, { T0 + 20,  110, "column", 3 }, { T0 - 50, 100, "column", 4 },
    };
    struct error err = ERROR_NONE;
    struct arena arena = { 0 };
    struct store_capacity *rows, bad = { 1, T0, 0, "set" };
    struct place place;
    struct store *store;
    size_t count;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    put_series(store, "a");
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct store_capacity row = { 1, cases[i].from, cases[i].value, cases[i].origin };

        assert_ok(store_capacity_put(store, &row, &err), &err);
        assert_ok(store_capacity_list(store, 0, &arena, &rows, &count, &err), &err);
        assert_int_equal(count, cases[i].rows);
    }
    assert_ok(store_capacity_list(store, 1, &arena, &rows, &count, &err), &err);
    assert_int_equal(rows[0].from, T0 - 50);
    assert_true(rows[2].value == 130 && strcmp(rows[2].origin, "set") == 0);
    assert_true(rows[3].value == 110);
    assert_ok(store_capacity_list(store, 2, &arena, &rows, &count, &err), &err);
    assert_int_equal(count, 0);
    assert_int_equal(store_capacity_put(store, &bad, &err), ERR_DATA);
    arena_release(&arena);
    store_close(store);
    place_remove(&place);
}

static void events_come_and_go(void **state)
{
    struct store_event launch = { .selector = "web/*", .kind = "launch", .at = T0, .until = T0, .note = "v2" };
    struct store_event earlier = { .selector = "*", .kind = "ignore", .at = T0 - 9, .until = T0, .note = "" };
    struct error err = ERROR_NONE;
    struct arena arena = { 0 };
    struct store_event *rows;
    struct place place;
    struct store *store;
    int64_t first, second, third;
    size_t count;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    assert_ok(store_event_add(store, &launch, &first, &err), &err);
    assert_ok(store_event_add(store, &earlier, &second, &err), &err);
    assert_ok(store_event_list(store, &arena, &rows, &count, &err), &err);
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].id, second);
    assert_string_equal(rows[1].selector, "web/*");
    assert_string_equal(rows[1].note, "v2");
    assert_ok(store_event_remove(store, second, &err), &err);
    assert_int_equal(store_event_remove(store, second, &err), ERR_NOTFOUND);
    assert_ok(store_event_add(store, &earlier, &third, &err), &err);
    assert_true(third > second);    /* an id that was used is not used again */
    launch.until = T0 - 1;
    assert_int_equal(store_event_add(store, &launch, &first, &err), ERR_DATA);
    arena_release(&arena);
    store_close(store);
    place_remove(&place);
}

static void runs_come_back_with_their_unknowns(void **state)
{
    struct store_outlook out[2] = {
        { .series = "b", .verdict = "FORECAST", .severity = "warning", .model = "line", .statistic = "daily-max",
          .unit = "%", .level = { 71.25, 1 }, .days_early = { 12.5, 1 }, .low = { { 1.5, 1 } },
          .high = { { 0 }, { 0 }, { 0 }, { 90.125, 1 } } },
        { .series = "a", .verdict = "NO_DATA", .severity = "none", .model = "", .statistic = "", .unit = "" },
    };
    struct store_run run = { .as_of = T0, .at = T0 + 5, .command = "analyze", .timezone = "Europe/Berlin" };
    struct error err = ERROR_NONE;
    struct arena arena = { 0 };
    struct store_outlook *rows;
    struct store_run *runs;
    struct place place;
    struct store *store;
    int64_t id;
    size_t count;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    assert_ok(store_run_add(store, &run, out, 2, &id, &err), &err);
    assert_ok(store_run_list(store, &arena, &runs, &count, &err), &err);
    assert_int_equal(count, 1);
    assert_int_equal(runs[0].id, id);
    assert_string_equal(runs[0].timezone, "Europe/Berlin");
    assert_ok(store_run_read(store, id, &arena, &rows, &count, &err), &err);
    assert_int_equal(count, 2);
    assert_string_equal(rows[0].series, "a");
    assert_int_equal(rows[0].level.known, 0);
    assert_string_equal(rows[1].verdict, "FORECAST");
    assert_true(rows[1].level.known && rows[1].level.value == 71.25);
    assert_true(rows[1].days_early.value == 12.5 && !rows[1].days_late.known && !rows[1].usable.known);
    assert_true(rows[1].low[0].value == 1.5 && !rows[1].low[1].known);
    assert_true(rows[1].high[3].value == 90.125 && !rows[1].high[0].known && !rows[1].median[3].known);
    assert_int_equal(store_run_read(store, id + 1, &arena, &rows, &count, &err), ERR_NOTFOUND);

    out[1].series = "b";    /* twice the same series: nothing of the run is kept */
    assert_true(store_run_add(store, &run, out, 2, &id, &err) < 0);
    assert_ok(store_run_list(store, &arena, &runs, &count, &err), &err);
    assert_int_equal(count, 1);
    arena_release(&arena);
    store_close(store);
    place_remove(&place);
}

static void imports_are_listed_as_they_were_put(void **state)
{
    struct store_import put = {
        .file = "a.csv", .format = "csv-long", .bytes = 123, .hash = UINT64_C(0xfedcba9876543210), .put = 7,
        .missing = 1, .infinite = 2, .rejected = 3, .counts = { 4, 5, 6 }, .series = 2,
        .from = T0, .to = T0 + 9, .at = T0 + 100,
    };
    struct error err = ERROR_NONE;
    struct arena arena = { 0 };
    struct store_import *rows;
    struct place place;
    struct store *store;
    size_t count;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    assert_ok(store_import_put(store, &put, &err), &err);
    put.file = "empty.csv", put.from = TIME_LAST, put.to = TIME_FIRST;
    assert_ok(store_import_put(store, &put, &err), &err);
    assert_ok(store_import_list(store, &arena, &rows, &count, &err), &err);
    assert_int_equal(count, 2);
    assert_string_equal(rows[0].file, "a.csv");
    assert_true(rows[0].hash == put.hash && rows[0].counts.replaced == 6 && rows[0].rejected == 3);
    assert_true(rows[0].from == T0 && rows[0].to == T0 + 9);
    assert_true(rows[1].from > rows[1].to);
    assert_int_equal(facts_of(store).imports, 2);
    arena_release(&arena);
    store_close(store);
    place_remove(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_store_has_no_faults),
        cmocka_unit_test(planted_damage_is_found),
        cmocka_unit_test(a_flipped_bit_of_a_blob_is_found),
        cmocka_unit_test(a_damaged_file_is_noticed_or_harmless),
        cmocka_unit_test(pruning_drops_samples_and_keeps_hours),
        cmocka_unit_test(what_was_pruned_does_not_come_back),
        cmocka_unit_test(a_pruning_that_is_rolled_back_only_counted),
        cmocka_unit_test(a_backup_is_a_store_of_its_own),
        cmocka_unit_test(a_backup_replaces_nothing_but_a_backup),
        cmocka_unit_test(capacities_are_kept_as_changes),
        cmocka_unit_test(events_come_and_go),
        cmocka_unit_test(runs_come_back_with_their_unknowns),
        cmocka_unit_test(imports_are_listed_as_they_were_put),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
