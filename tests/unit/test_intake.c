#include "tests/unit/unit.h"

#include <stdlib.h>

#include "data/base/clock.h"
#include "data/intake.h"

#define T0 INT64_C(1735689600000)    /* 2025-01-01 */

/* A drain that remembers everything, in the order it came. */
struct basin {
    int64_t  at[4096];
    double   value[4096];
    uint32_t series[4096];
    size_t   count, batches;
    struct { int64_t at; double value; uint32_t series; } capacity[64];
    size_t   capacities;
    int      fail;
};

static int take_samples(void *self, uint32_t series, const struct series_info *info,
                        const int64_t *at, const double *value, size_t count, struct error *err)
{
    struct basin *basin = self;

    assert_true(info->key.metric[0] != '\0');
    if (basin->fail)
        return error_set(err, basin->fail, "the drain is blocked");
    for (size_t i = 0; i < count; i++) {
        basin->at[basin->count] = at[i];
        basin->value[basin->count] = value[i];
        basin->series[basin->count++] = series;
    }
    basin->batches++;
    return 0;
}

static int take_capacity(void *self, uint32_t series, const struct series_info *info, int64_t at,
                         double capacity, struct error *err)
{
    struct basin *basin = self;

    (void)info, (void)err;
    basin->capacity[basin->capacities].at = at;
    basin->capacity[basin->capacities].value = capacity;
    basin->capacity[basin->capacities++].series = series;
    return 0;
}

static struct intake *start(struct basin *basin, const struct intake_limits *limits)
{
    struct drain drain = { .self = basin, .samples = take_samples, .capacity = take_capacity };
    struct intake *intake = NULL;
    struct error err = ERROR_NONE;

    memset(basin, 0, sizeof *basin);
    assert_ok(intake_new(&intake, &drain, limits, &err), &err);
    return intake;
}

static uint32_t handle(struct intake *intake, const char *source, const char *resource,
                       const char *metric, const char *labels)
{
    struct series_info info = { .key = { source, resource, metric, labels }, .unit = "" };
    struct error err = ERROR_NONE;
    uint32_t series = 0;

    assert_ok(intake_series(intake, &info, &series, &err), &err);
    return series;
}

static void equal_keys_share_a_handle_and_no_others_do(void **state)
{
    static const struct { const char *source, *resource, *metric, *labels; uint32_t want; } cases[] = {
        { "a",  "b",  "c",  "",        0 }, { "a",  "b",  "c",  "",        0 },
        { "ab", "",   "c",  "",        1 }, { "",   "ab", "c",  "",        2 },
        { "a",  "bc", "c",  "",        3 }, { "a",  "b",  "c",  "x=\"1\"", 4 },
        { "a",  "b",  "cc", "",        5 }, { "ab", "",   "c",  "",        1 },
    };
    struct basin basin;
    struct intake *intake = start(&basin, NULL);

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(handle(intake, cases[i].source, cases[i].resource, cases[i].metric,
                                cases[i].labels), cases[i].want);
    assert_int_equal(intake_series_count(intake), 6);
    assert_string_equal(intake_series_info(intake, 3)->key.resource, "bc");
    for (int i = 0; i < 5000; i++) {    /* through every widening of the table */
        char name[16];

        snprintf(name, sizeof name, "m%d", i);
        assert_int_equal(handle(intake, "", "", name, ""), 6 + i);
    }
    assert_int_equal(handle(intake, "", "", "m17", ""), 23);
    intake_free(intake);
}

static void all_that_is_put_comes_out_in_order_whatever_the_memory(void **state)
{
    static const size_t memory[] = { 1, 200, 1000, 4000, (size_t)1 << 20 };

    (void)state;
    for (size_t m = 0; m < COUNT(memory); m++) {
        struct intake_limits limits = intake_limits_default;
        struct basin basin;
        struct intake *intake;
        struct error err = ERROR_NONE;
        uint32_t series[3];
        int64_t next[3] = { T0, T0, T0 };

        limits.memory = memory[m];
        intake = start(&basin, &limits);
        for (int i = 0; i < 3; i++)
            series[i] = handle(intake, "", i == 0 ? "a" : i == 1 ? "b" : "c", "m", "");
        for (int i = 0; i < 3000; i++)
            assert_ok(intake_put(intake, series[i % 7 % 3], T0 + i, i * 0.5, &err), &err);
        assert_ok(intake_finish(intake, &err), &err);
        assert_int_equal(basin.count, 3000);
        assert_int_equal(intake_tally(intake)->put, 3000);
        assert_true(m < 4 ? basin.batches > 3 : basin.batches == 3);
        for (size_t i = 0; i < basin.count; i++) {
            assert_true(basin.at[i] >= next[basin.series[i]]);
            next[basin.series[i]] = basin.at[i] + 1;
            assert_true(basin.value[i] == (double)(basin.at[i] - T0) * 0.5);
        }
        intake_free(intake);
    }
}

static void many_at_once_equal_one_by_one(void **state)
{
    struct intake_limits limits = intake_limits_default;
    struct basin basin;
    struct intake *intake;
    struct error err = ERROR_NONE;
    int64_t at[1000];
    double value[1000];

    (void)state;
    limits.memory = 4096;
    intake = start(&basin, &limits);
    for (int i = 0; i < 1000; i++)
        at[i] = T0 + i, value[i] = 2.385 * i;
    assert_ok(intake_put(intake, handle(intake, "", "r", "m", ""), T0 - 5, 1, &err), &err);
    assert_ok(intake_put_many(intake, 0, at, value, 1000, &err), &err);
    assert_ok(intake_finish(intake, &err), &err);
    assert_int_equal(basin.count, 1001);
    assert_memory_equal(basin.at + 1, at, sizeof at);
    assert_memory_equal(basin.value + 1, value, sizeof value);
    intake_free(intake);
}

/* Steps that repeat, gaps, jitter, repetitions and ways back, one by one and in stretches. */
static void times_of_any_pattern_come_out_as_they_were_put(void **state)
{
    static const int64_t steps[] = { 60000, 60000, 60000, 300000, 0, -7, 59999, 1 };
    uint32_t random = 1;

    (void)state;
    for (size_t memory = 300; memory < 100000; memory *= 3) {
        struct intake_limits limits = intake_limits_default;
        struct basin basin;
        struct intake *intake;
        struct error err = ERROR_NONE;
        int64_t at[4000], now = T0, step = 0;
        double value[4000];
        size_t stretch;

        limits.memory = memory;
        intake = start(&basin, &limits);
        for (int i = 0; i < 4000; i++) {
            random = random * 1664525u + 1013904223u;    /* Numerical Recipes' */
            if (random >> 24 < 60)
                step = steps[random >> 16 & 7];
            at[i] = now += step;
            value[i] = i * 2.385;
        }
        handle(intake, "", "r", "m", "");
        for (size_t i = 0; i < 4000; i += stretch) {
            random = random * 1664525u + 1013904223u;
            stretch = random >> 31 ? 1 : random >> 24 & 63;
            stretch = i + stretch < 4000 ? stretch : 4000 - i;
            assert_ok(stretch == 1 ? intake_put(intake, 0, at[i], value[i], &err)
                                   : intake_put_many(intake, 0, at + i, value + i, stretch, &err), &err);
        }
        assert_ok(intake_finish(intake, &err), &err);
        assert_int_equal(basin.count, 4000);
        assert_memory_equal(basin.at, at, sizeof at);
        assert_memory_equal(basin.value, value, sizeof value);
        intake_free(intake);
    }
}

/* A sample on a grid takes 8 bytes, so that the memory for 1000 of them is that for two batches. */
static void series_on_a_grid_take_8_bytes_a_sample(void **state)
{
    struct intake_limits limits = intake_limits_default;
    struct basin basin;
    struct intake *intake;
    struct error err = ERROR_NONE;

    (void)state;
    limits.memory = 1000 * 8 + 1000;
    intake = start(&basin, &limits);
    handle(intake, "", "r", "m", "");
    for (int i = 0; i < 2000; i++)
        assert_ok(intake_put(intake, 0, T0 + i * 60000, i, &err), &err);
    assert_ok(intake_finish(intake, &err), &err);
    assert_int_equal(basin.count, 2000);
    assert_true(basin.batches <= 3);
    intake_free(intake);
}

static void times_of_another_unit_are_refused(void **state)
{
    static const struct { int64_t at; int want; } cases[] = {
        { INT64_C(631151999999), ERR_DATA },  { INT64_C(631152000000), 0 },
        { INT64_C(7258118399999), 0 },        { INT64_C(7258118400000), ERR_DATA },
        { 1735689600, ERR_DATA },             { INT64_C(1735689600000000), ERR_DATA },
        { INT64_MIN, ERR_DATA },              { INT64_MAX, ERR_DATA },
    };
    struct basin basin;
    struct intake *intake = start(&basin, NULL);
    uint32_t series = handle(intake, "", "r", "m", "");
    double value = 1;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = ERROR_NONE;

        assert_int_equal(intake_put(intake, series, cases[i].at, 1, &err), cases[i].want);
        assert_int_equal(intake_put_many(intake, series, &cases[i].at, &value, 1, &err), cases[i].want);
        assert_int_equal(intake_capacity(intake, series, cases[i].at, 1, &err), cases[i].want);
    }
    assert_int_equal(intake_tally(intake)->put, 4);
    intake_free(intake);
}

static void a_blocked_drain_stops_the_import(void **state)
{
    struct basin basin;
    struct intake *intake = start(&basin, NULL);
    struct error err = ERROR_NONE;

    (void)state;
    assert_ok(intake_put(intake, handle(intake, "", "r", "m", ""), T0, 1, &err), &err);
    basin.fail = ERR_STORE;
    assert_int_equal(intake_finish(intake, &err), ERR_STORE);
    assert_string_equal(err.text, "the drain is blocked");
    intake_free(intake);
}

/* Rows of a file, and the changes of capacity that they say, by time. */
static void only_changes_of_capacity_are_handed_on(void **state)
{
    static const struct {
        struct { int at; double value; } row[6], want[4];
    } cases[] = {
        { { { 1, 100 }, { 2, 100 }, { 3, 120 }, { 4, 120 } }, { { 1, 100 }, { 3, 120 } } },
        { { { 4, 120 }, { 3, 120 }, { 2, 100 }, { 1, 100 } }, { { 1, 100 }, { 3, 120 } } },
        { { { 10, 5 }, { 30, 5 }, { 20, 6 } },                { { 10, 5 }, { 20, 6 }, { 30, 5 } } },
        { { { 1, 5 }, { 2, NAN }, { 3, INFINITY }, { 4, -1 } }, { { 1, 5 } } },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct basin basin;
        struct intake *intake = start(&basin, NULL);
        struct error err = ERROR_NONE;
        uint32_t series = handle(intake, "", "r", "m", "");
        size_t want = 0;

        for (size_t k = 0; k < COUNT(cases[i].row) && cases[i].row[k].at; k++)
            assert_ok(intake_capacity(intake, series, T0 + cases[i].row[k].at,
                                      cases[i].row[k].value, &err), &err);
        assert_ok(intake_finish(intake, &err), &err);
        for (; want < COUNT(cases[i].want) && cases[i].want[want].at; want++) {
            assert_int_equal(basin.capacity[want].at - T0, cases[i].want[want].at);
            assert_true(basin.capacity[want].value == cases[i].want[want].value);
        }
        assert_int_equal(basin.capacities, want);
        intake_free(intake);
    }
}

static void rejects_are_counted_shown_and_limited(void **state)
{
    struct intake_limits limits = intake_limits_default;
    struct basin basin;
    struct intake *intake;
    struct error err = ERROR_NONE;

    (void)state;
    limits.most_rejects = 25;
    intake = start(&basin, &limits);
    for (int i = 0; i < 25; i++)
        assert_ok(intake_reject(intake, 17 + i, "value", &err, "not a number: '%s'", "n/a?"), &err);
    assert_int_equal(intake_reject(intake, 99, "value", &err, "not a number: '%d'", 7), ERR_DATA);
    assert_string_equal(err.text, "column 'value': not a number: '7'");
    assert_int_equal(err.line, 99);
    assert_int_equal(intake_tally(intake)->rejected, 26);
    assert_string_equal(intake_tally(intake)->reject[0].text, "not a number: 'n/a?'");
    assert_string_equal(intake_tally(intake)->reject[0].where, "value");
    assert_int_equal(intake_tally(intake)->reject[INTAKE_REJECTS - 1].line, 17 + INTAKE_REJECTS - 1);
    intake_free(intake);

    limits.abort_on_reject = 1;
    intake = start(&basin, &limits);
    assert_int_equal(intake_reject(intake, 3, "", &err, "a row of %d cells", 2), ERR_DATA);
    assert_string_equal(err.text, "a row of 2 cells");
    intake_free(intake);
}

static void the_same_note_is_kept_once(void **state)
{
    struct basin basin;
    struct intake *intake = start(&basin, NULL);

    (void)state;
    for (int i = 0; i < 40; i++)
        intake_note(intake, "column %d was left out", i / 4);
    assert_int_equal(intake_tally(intake)->notes, 10);
    assert_string_equal(intake_tally(intake)->note[9], "column 9 was left out");
    for (int i = 0; i < 40; i++)
        intake_note(intake, "another %d", i);
    assert_int_equal(intake_tally(intake)->notes, INTAKE_NOTES);
    intake_free(intake);
}

static void names_past_the_limits_are_refused(void **state)
{
    struct intake_limits limits = intake_limits_default;
    struct series_info info = { .key = { "", "", "", "" }, .unit = "" };
    struct basin basin;
    struct intake *intake;
    struct error err = ERROR_NONE;
    uint32_t series = 42;
    char longest[8200];

    (void)state;
    limits.most_series = 1;
    intake = start(&basin, &limits);
    assert_int_equal(intake_series(intake, &info, &series, &err), ERR_DATA);    /* no metric */
    memset(longest, 'x', sizeof longest);
    longest[1025] = '\0';
    info.key.metric = longest;
    assert_int_equal(intake_series(intake, &info, &series, &err), ERR_LIMIT);
    longest[1025] = 'x', longest[8193] = '\0';
    info.key = (struct series_key){ "", "", "m", longest };
    assert_int_equal(intake_series(intake, &info, &series, &err), ERR_LIMIT);
    longest[8192] = '\0';
    assert_int_equal(series, 42);
    assert_ok(intake_series(intake, &info, &series, &err), &err);
    info.key.labels = "";
    assert_int_equal(intake_series(intake, &info, &series, &err), ERR_LIMIT);   /* a second one */
    intake_free(intake);
    intake_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_keys_share_a_handle_and_no_others_do),
        cmocka_unit_test(all_that_is_put_comes_out_in_order_whatever_the_memory),
        cmocka_unit_test(many_at_once_equal_one_by_one),
        cmocka_unit_test(times_of_any_pattern_come_out_as_they_were_put),
        cmocka_unit_test(series_on_a_grid_take_8_bytes_a_sample),
        cmocka_unit_test(times_of_another_unit_are_refused),
        cmocka_unit_test(a_blocked_drain_stops_the_import),
        cmocka_unit_test(only_changes_of_capacity_are_handed_on),
        cmocka_unit_test(rejects_are_counted_shown_and_limited),
        cmocka_unit_test(the_same_note_is_kept_once),
        cmocka_unit_test(names_past_the_limits_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
