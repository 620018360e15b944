#include "tests/unit/engine_fixture.h"

enum { END = 60 };

static char *analyze_as_json(const struct place *place, int64_t as_of, unsigned jobs)
{
    struct engine_options options = options_of(place);
    struct answer answer;
    char *json;

    options.has_as_of = as_of != 0;
    options.as_of = as_of;
    options.jobs = jobs;
    answer_make(&answer, &options);
    json = json_of(&answer);
    answer_release(&answer);
    return json;
}

/* A little of everything: gauges, a pair, a counter, two sources. */
static const struct made zoo[] = {
    { "a", "disk-1", "disk_used",  "B",  0,  END,      300, 4,    3,    0,    900000,  0 },
    { "a", "disk-1", "disk_size",  "B",  0,  END,      600, 0,    0,    0,    3600000, 0 },
    { "a", "disk-2", "disk_avail", "B",  0,  END,      300, -2,   1,    0,    0,       0 },
    { "a", "disk-2", "disk_size",  "B",  0,  END,      500, 0,    0,    0,    0,       0 },
    { "a", "host-1", "cpu",        "%",  0,  END,      40,  0.4,  8,    0,    300000,  0 },
    { "a", "host-2", "cpu",        "%",  0,  45,       40,  0,    8,    0,    0,       0 },
    { "b", "net",    "bytes",      "B",  0,  END,      0,   8e6,  0,    200,  600000,  SERIES_COUNTER },
    { "b", "pool",   "connections", "",  20, END - 2,  20,  0.9,  5,    100,  300000,  0 },
};

/* The zoo up to a day, and a larger volume from day 50 on. */
static void make_zoo(const struct place *place, double until)
{
    struct store *store = place_open(place, STORE_CREATE);
    struct error err = ERROR_NONE;

    assert_ok(store_begin(store, &err), &err);
    for (size_t i = 0; i < COUNT(zoo); i++) {
        struct made made = zoo[i];

        if (made.until > until)
            made.until = until;
        put_made(store, &made, NULL);
        if (strcmp(made.resource, "pool") == 0 && until > 50) {
            struct store_capacity row = { made_series(store, &made), T0 + 50 * DAY_MS, 150, "column" };

            assert_ok(store_capacity_put(store, &row, &err), &err);
        }
    }
    assert_ok(store_commit(store, &err), &err);
    store_close(store);
}

static void later_data_are_not_seen(void **state)
{
    /* a day's end, an hour's end, and in the middle of an hour */
    static const double days[] = { 40, 40 + 7.0 / 24, 40 + 7.0 / 24 + 25.0 / 1440, 47.5 };

    (void)state;
    for (size_t i = 0; i < COUNT(days); i++) {
        int64_t at = T0 + (int64_t)(days[i] * (double)DAY_MS + 0.5);
        struct place whole, cut;
        char *a, *b;

        place_make(&whole);
        place_make(&cut);
        make_zoo(&whole, END);
        make_zoo(&cut, days[i] + 1e-9);
        a = analyze_as_json(&whole, at, 1);
        b = analyze_as_json(&cut, at, 1);
        assert_string_equal(a, b);
        free(a);
        free(b);
        place_remove(&whole);
        place_remove(&cut);
    }
}

static void the_number_of_threads_changes_no_byte(void **state)
{
    static const unsigned jobs[] = { 2, 4, 1 };
    struct place place;
    char *one;

    (void)state;
    place_make(&place);
    make_zoo(&place, END);
    one = analyze_as_json(&place, 0, 1);
    for (size_t i = 0; i < COUNT(jobs); i++) {
        char *many = analyze_as_json(&place, 0, jobs[i]);

        assert_string_equal(one, many);
        free(many);
    }
    free(one);
    place_remove(&place);
}

static void days_count_from_the_newest_sample_of_the_source(void **state)
{
    static const struct { const char *resource; double day; } cases[] = {
        { "disk-1", END }, { "host-2", END }, { "net", END }, { "pool", END },
    };
    struct engine_options options;
    struct answer answer;
    struct place place;

    (void)state;
    place_make(&place);
    make_zoo(&place, END);
    options = options_of(&place);
    answer_make(&answer, &options);
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(finding_of(&answer, cases[i].resource)->as_of,
                         T0 + (int64_t)(cases[i].day * (double)DAY_MS));
    assert_int_equal(finding_of(&answer, "host-2")->data.to, T0 + 45 * DAY_MS);
    assert_int_equal(finding_of(&answer, "pool")->data.to, T0 + (END - 2) * DAY_MS);
    answer_release(&answer);
    place_remove(&place);
}

static void a_source_of_which_only_hours_are_kept_has_its_day(void **state)
{
    static const struct made made = { "s", "host", "cpu", "%", 0, 40, 40, 0, 2, 0, 0, 0 };
    struct store_pruned pruned;
    struct error err = ERROR_NONE;
    struct engine_options options;
    struct answer answer;
    struct store *store;
    struct place place;

    (void)state;
    place_make(&place);
    put_all(&place, &made, 1);
    store = place_open(&place, STORE_WRITE);
    assert_ok(store_begin(store, &err), &err);
    assert_ok(store_prune(store, T0 + 90 * DAY_MS, &pruned, &err), &err);
    assert_ok(store_commit(store, &err), &err);
    store_close(store);
    options = options_of(&place);
    answer_make(&answer, &options);
    assert_int_equal(answer.analysis.findings[0].verdict, VERDICT_NO_SIGNIFICANT_GROWTH);
    assert_true(answer.analysis.as_of > T0 + 39 * DAY_MS);
    answer_release(&answer);
    place_remove(&place);
}

static void what_is_urgent_stands_first(void **state)
{
    static const struct made made[] = {
        { "s", "c-fine",  "disk", "%",  0, END, 40, 0, 1,   0,   0, 0 },
        { "s", "b-fills", "disk", "GB", 0, END, 80, 1, 0.6, 200, 0, 0 },
        { "s", "d-full",  "disk", "%",  0, END, 97, 0, 0.1, 0,   0, 0 },
        { "s", "a-fine",  "disk", "%",  0, END, 30, 0, 1,   0,   0, 0 },
        { "s", "e-soon",  "disk", "GB", 0, END, 80, 1, 0.6, 160, 0, 0 },
    };
    static const char *const order[] = { "d-full", "e-soon", "b-fills", "c-fine", "a-fine" };
    struct engine_options options;
    struct answer answer;
    struct place place;

    (void)state;
    place_make(&place);
    put_all(&place, made, COUNT(made));
    options = options_of(&place);
    answer_make(&answer, &options);
    for (size_t i = 0; i < COUNT(order); i++)
        assert_string_equal(answer.analysis.findings[i].info.key.resource, order[i]);
    answer_release(&answer);
    place_remove(&place);
}

static void history_is_looked_at_as_far_as_asked(void **state)
{
    struct engine_options options;
    struct answer answer;
    struct place place;

    (void)state;
    place_make(&place);
    make_zoo(&place, END);
    options = options_of(&place);
    options.history_ms = 20 * DAY_MS;
    answer_make(&answer, &options);
    for (size_t i = 0; i < answer.analysis.count; i++)
        assert_true(answer.analysis.findings[i].data.from >= T0 + (END - 20) * DAY_MS);
    assert_true(finding_of(&answer, "disk-1")->forecast.shown_days <= 21);
    answer_release(&answer);
    place_remove(&place);
}

/* --- selection ------------------------------------------------------------------------ */

static void a_selector_that_matches_nothing_is_told_what_would(void **state)
{
    static const struct { const char *selector, *hint; } cases[] = {
        { "disk",              "Did you mean '*disk*'?" },
        { "host*",             "Did you mean '*host*'?" },
        { "a/hots-1/cpu",      "Did you mean 'a/host-1/cpu'?" },
        { "nothing like that", "'headroom series' lists the names" },
        { "*zzz*",             "'headroom series' lists the names" },
    };
    struct place place;

    (void)state;
    place_make(&place);
    make_zoo(&place, 3);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct engine_options options = options_of(&place);
        struct error err = ERROR_NONE;
        struct engine engine;

        options.selectors = &cases[i].selector;
        options.selector_count = 1;
        assert_int_equal(engine_open(&engine, &options, &err), ERR_NOTFOUND);
        if (strncmp(err.hint, cases[i].hint, strlen(cases[i].hint)) != 0)
            fail_msg("'%s': %s", cases[i].selector, err.hint);
    }
    place_remove(&place);
}

/* --- capacity --------------------------------------------------------------------------- */

/* Free space on a volume that is enlarged from 500 to 800 on day 30: usage 200 + 2 a day. */
static double enlarged(const struct made *made, int64_t at)
{
    double day = (double)(at - T0) / (double)DAY_MS, size = day < 30 ? 500 : 800;

    return strcmp(made->metric, "disk_size") == 0 ? size : size - (200 + 2 * day);
}

static void an_enlargement_is_no_fall_of_usage(void **state)
{
    static const struct made made[] = {
        { "s", "v", "disk_avail", "GB", 0, END, 0, 0, 0, 0, 0, 0 },
        { "s", "v", "disk_size",  "GB", 0, END, 0, 0, 0, 0, 0, 0 },
    };
    struct engine_options options;
    const struct finding *f;
    struct error err = ERROR_NONE;
    struct answer answer;
    struct place place;
    struct store *store;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    assert_ok(store_begin(store, &err), &err);
    for (size_t i = 0; i < COUNT(made); i++)
        put_made(store, &made[i], enlarged);
    assert_ok(store_commit(store, &err), &err);
    store_close(store);
    options = options_of(&place);
    answer_make(&answer, &options);
    assert_int_equal(answer.analysis.count, 1);          /* the size is part of the answer */
    f = &answer.analysis.findings[0];
    assert_int_equal(f->capacity.origin, CAPACITY_SERIES);
    assert_close(f->capacity.value.value, 800, 0);
    assert_close(f->capacity.usable.value, 760, 1e-12);
    assert_int_equal(f->capacity.change_count, 1);
    assert_int_equal(f->capacity.changes[0].at, T0 + 30 * DAY_MS);
    assert_close(f->capacity.changes[0].from, 500, 0);
    assert_close(f->capacity.changes[0].to, 800, 0);
    assert_close(f->latest.value, 320, 1e-9);
    assert_close(f->growth.per_day.value, 2, 1e-6);
    for (size_t i = 0; i < f->step_count; i++)
        assert_true(f->steps[i].kind != STEP_SHIFT && f->steps[i].kind != STEP_CLEANUP);
    /* (760 - 320) / 2 = 220 days lie beyond the 60 of history */
    assert_int_equal(f->verdict, VERDICT_BEYOND_HORIZON);
    answer_release(&answer);
    place_remove(&place);
}

static void a_volume_made_smaller_is_full(void **state)
{
    static const struct made made = { "s", "v", "disk", "GB", 0, END, 80, 0, 0.4, 200, 0, 0 };
    struct engine_options options;
    struct error err = ERROR_NONE;
    struct answer answer;
    struct place place;
    struct store *store;

    (void)state;
    place_make(&place);
    put_all(&place, &made, 1);
    options = options_of(&place);
    answer_make(&answer, &options);
    assert_int_equal(answer.analysis.findings[0].verdict, VERDICT_NO_SIGNIFICANT_GROWTH);
    answer_release(&answer);
    store = place_open(&place, STORE_WRITE);
    assert_ok(store_begin(store, &err), &err);
    {
        struct store_capacity row = { made_series(store, &made), T0 + 55 * DAY_MS, 82, "column" };

        assert_ok(store_capacity_put(store, &row, &err), &err);
    }
    assert_ok(store_commit(store, &err), &err);
    store_close(store);
    answer_make(&answer, &options);
    assert_int_equal(answer.analysis.findings[0].verdict, VERDICT_EXHAUSTED);
    assert_close(answer.analysis.findings[0].capacity.usable.value, 0.95 * 82, 1e-12);
    answer_release(&answer);
    place_remove(&place);
}

static void give_limits(void *self, const char *series, struct rule *out)
{
    const double *limits = self;

    (void)series;
    out->policy.reserve = limits[0];
    out->capacity = limits[1];
}

/* 400 free, 5 less a day: 100 are left on day 60, 20 on day 76. */
static void what_is_left_runs_out_with_and_without_a_known_total(void **state)
{
    static const struct made made = { "s", "v", "free_space", "GB", 0, END, 400, -5, 2, 0, 0, 0 };
    static const struct { double limits[2], usable; enum direction direction; } cases[] = {
        { { 20, 0 },   20,  DIRECTION_FALLING },     /* reserve alone */
        { { 0, 400 },  380, DIRECTION_RISING },      /* 95 % of 400 in use */
    };
    struct place place;

    (void)state;
    place_make(&place);
    put_all(&place, &made, 1);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct engine_options options = options_of(&place);
        const struct finding *f;
        struct answer answer;

        options.rules = (struct rules){ .self = (void *)(uintptr_t)cases[i].limits, .get = give_limits };
        answer_make(&answer, &options);
        f = &answer.analysis.findings[0];
        assert_int_equal(f->verdict, VERDICT_FORECAST);
        assert_int_equal(f->capacity.direction, cases[i].direction);
        assert_close(f->exhaustion.threshold.value, cases[i].usable, 1e-12);
        assert_close(f->exhaustion.days_median.value, 16, 0.13);
        answer_release(&answer);
    }
    place_remove(&place);
}

/* --- events ------------------------------------------------------------------------------- */

static void add_event(const struct place *place, const char *kind, double from, double until)
{
    struct store *store = place_open(place, STORE_WRITE);
    struct store_event event = { 0, "*", kind, T0 + (int64_t)(from * (double)DAY_MS),
                                 T0 + (int64_t)(until * (double)DAY_MS), "" };
    struct error err = ERROR_NONE;
    int64_t id;

    assert_ok(store_begin(store, &err), &err);
    assert_ok(store_event_add(store, &event, &id, &err), &err);
    assert_ok(store_commit(store, &err), &err);
    store_close(store);
}

/* 1 a day, 30 higher on days 20 to 22, and a little lower from day 45 on */
static double with_episode(const struct made *made, int64_t at)
{
    double day = floor((double)(at - T0) / (double)DAY_MS);

    return made_value(made, at) + (day >= 20 && day < 23 ? 30 : 0) - (day >= 45 ? 0.2 : 0);
}

static size_t steps_of(const struct finding *f, enum step_kind kind, int64_t at)
{
    size_t count = 0;

    for (size_t i = 0; i < f->step_count; i++)
        count += f->steps[i].kind == kind && f->steps[i].at == at;
    return count;
}

static void an_event_overrules_the_search(void **state)
{
    static const struct made made = { "s", "v", "disk", "GB", 0, END, 100, 1, 2, 500, 0, 0 };
    struct engine_options options;
    struct error err = ERROR_NONE;
    const struct finding *f;
    struct answer answer;
    struct place place;
    struct store *store;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    assert_ok(store_begin(store, &err), &err);
    put_made(store, &made, with_episode);
    assert_ok(store_commit(store, &err), &err);
    store_close(store);
    options = options_of(&place);
    answer_make(&answer, &options);
    f = &answer.analysis.findings[0];
    /* a fall of 0.2 in noise of 4 is nothing that a search should find */
    assert_int_equal(steps_of(f, STEP_CLEANUP, T0 + 45 * DAY_MS) +
                     steps_of(f, STEP_SHIFT, T0 + 45 * DAY_MS), 0);
    answer_release(&answer);

    add_event(&place, "ignore", 20, 22.9);
    add_event(&place, "cleanup", 45, 45);
    answer_make(&answer, &options);
    f = &answer.analysis.findings[0];
    assert_int_equal(steps_of(f, STEP_CLEANUP, T0 + 45 * DAY_MS) +
                     steps_of(f, STEP_SHIFT, T0 + 45 * DAY_MS), 1);
    assert_int_equal(steps_of(f, STEP_GAP, T0 + 20 * DAY_MS), 1);
    for (size_t i = 0; i < f->step_count; i++)
        assert_true(f->steps[i].kind != STEP_SPIKE);
    assert_close(f->growth.per_day.value, 1, 0.05);
    assert_true(f->peak.value < 165);                    /* the ignored days are not the peak */
    answer_release(&answer);
    place_remove(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(later_data_are_not_seen),
        cmocka_unit_test(the_number_of_threads_changes_no_byte),
        cmocka_unit_test(days_count_from_the_newest_sample_of_the_source),
        cmocka_unit_test(a_source_of_which_only_hours_are_kept_has_its_day),
        cmocka_unit_test(what_is_urgent_stands_first),
        cmocka_unit_test(history_is_looked_at_as_far_as_asked),
        cmocka_unit_test(a_selector_that_matches_nothing_is_told_what_would),
        cmocka_unit_test(an_enlargement_is_no_fall_of_usage),
        cmocka_unit_test(a_volume_made_smaller_is_full),
        cmocka_unit_test(what_is_left_runs_out_with_and_without_a_known_total),
        cmocka_unit_test(an_event_overrules_the_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
