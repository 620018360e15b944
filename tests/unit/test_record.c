#include "tests/unit/engine_fixture.h"

#include "analyzer/engine/record.h"

#define KNOWN(x) { (x), 1 }
#define NO       { 0, 0 }

static const int64_t FIRST = T0 + 100 * DAY_MS, WEEK = 7 * DAY_MS;

static struct finding outlook(const char *name, enum verdict verdict, enum severity severity,
                              struct maybe median)
{
    struct finding f = { .name = name, .verdict = verdict, .severity = severity,
                         .reason = "for a reason", .info = { .unit = "%" },
                         .forecast = { .model = "naive" } };

    f.exhaustion.days_median = median;
    return f;
}

static struct analysis analysis_of(struct finding *findings, size_t count, int64_t as_of)
{
    for (size_t i = 0; i < count; i++)
        findings[i].as_of = as_of;
    return (struct analysis){ .as_of = as_of, .timezone = "UTC", .policy = policy_default,
                              .findings = findings, .count = count };
}

static int64_t keep(const struct place *place, const struct analysis *analysis)
{
    struct error err = ERROR_NONE;
    int64_t id = 0;

    assert_ok(record_run(place->path, 1000, analysis, "test", analysis->as_of, &id, &err), &err);
    return id;
}

static void open_engine(const struct place *place, const char *const *selector, struct engine *engine)
{
    struct engine_options options = options_of(place);
    struct error err = ERROR_NONE;

    options.selectors = selector;
    options.selector_count = selector != NULL;
    assert_ok(engine_open(engine, &options, &err), &err);
}

static const struct made there = { "s", "there", "cpu", "%", 0, 1, 40, 0, 0, 0, 0, 0 };

/* What a week changed, by hand; the later run's dates count from a week later. */
static void changes_are_called_by_their_names(void **state)
{
    static const struct {
        const char *name;
        struct maybe before_days, after_days;
        enum severity before, after;
        enum verdict verdict;
        enum change_kind want;         /* CHANGES: no row */
    } cases[] = {
        { "a", KNOWN(60), KNOWN(20), SEVERITY_NOTICE,   SEVERITY_CRITICAL, VERDICT_FORECAST, CHANGE_ESCALATED },
        { "b", KNOWN(60), KNOWN(38), SEVERITY_NOTICE,   SEVERITY_NOTICE,   VERDICT_FORECAST, CHANGE_EARLIER },
        { "c", KNOWN(60), KNOWN(39), SEVERITY_NOTICE,   SEVERITY_NOTICE,   VERDICT_FORECAST, CHANGES },
        { "d", KNOWN(60), KNOWN(67), SEVERITY_NOTICE,   SEVERITY_NOTICE,   VERDICT_FORECAST, CHANGES },
        { "e", KNOWN(60), KNOWN(68), SEVERITY_NOTICE,   SEVERITY_NOTICE,   VERDICT_FORECAST, CHANGE_LATER },
        { "f", KNOWN(20), KNOWN(30), SEVERITY_CRITICAL, SEVERITY_WARNING,  VERDICT_FORECAST, CHANGE_EASED },
        { "g", KNOWN(20), NO,        SEVERITY_CRITICAL, SEVERITY_INFO,     VERDICT_SHRINKING, CHANGE_RECOVERED },
        { "h", KNOWN(20), NO,        SEVERITY_WARNING,  SEVERITY_NOTICE,   VERDICT_STALE,    CHANGE_STOPPED },
        { "i", NO,        NO,        SEVERITY_INFO,     SEVERITY_INFO,     VERDICT_NO_SIGNIFICANT_GROWTH, CHANGES },
    };
    struct finding before[COUNT(cases) + 1], after[COUNT(cases) + 1];
    struct analysis old, now;
    struct comparison comparison;
    struct arena arena = { 0 };
    struct error err = ERROR_NONE;
    struct engine engine;
    struct place place;
    size_t rows = 0;

    (void)state;
    place_make(&place);
    put_all(&place, &there, 1);
    for (size_t i = 0; i < COUNT(cases); i++) {
        before[i] = outlook(cases[i].name, VERDICT_FORECAST, cases[i].before, cases[i].before_days);
        after[i] = outlook(cases[i].name, cases[i].verdict, cases[i].after, cases[i].after_days);
    }
    before[COUNT(cases)] = outlook("y", VERDICT_FORECAST, SEVERITY_WARNING, (struct maybe)KNOWN(9));
    after[COUNT(cases)] = outlook("z", VERDICT_FORECAST, SEVERITY_INFO, (struct maybe)NO);
    old = analysis_of(before, COUNT(before), FIRST);
    now = analysis_of(after, COUNT(after), FIRST + WEEK);
    keep(&place, &old);
    open_engine(&place, NULL, &engine);
    assert_ok(record_compare(&engine, &now, RECORD_PREVIOUS, &arena, &comparison, &err), &err);
    assert_int_equal(comparison.as_of, FIRST);
    for (size_t i = 0; i < COUNT(cases); i++) {
        enum change_kind got = CHANGES;

        for (size_t k = 0; k < comparison.row_count; k++)
            if (strcmp(comparison.rows[k].series, cases[i].name) == 0) {
                got = comparison.rows[k].kind;
                assert_true(comparison.rows[k].words[0] != '\0');
            }
        if (got != cases[i].want)
            fail_msg("%s became %d, want %d", cases[i].name, (int)got, (int)cases[i].want);
        rows += got != CHANGES;
    }
    assert_int_equal(comparison.row_count, rows + 2);
    for (size_t k = 0; k < comparison.row_count; k++) {
        if (strcmp(comparison.rows[k].series, "y") == 0)
            assert_int_equal(comparison.rows[k].kind, CHANGE_GONE);
        if (strcmp(comparison.rows[k].series, "z") == 0)
            assert_int_equal(comparison.rows[k].kind, CHANGE_NEW);
        if (k)
            assert_true(comparison.rows[k - 1].after >= comparison.rows[k].after);
    }
    engine_close(&engine);
    arena_release(&arena);
    place_remove(&place);
}

static void what_was_not_asked_for_is_not_gone(void **state)
{
    static const char *const selector = "s/th*";
    struct finding before[] = {
        outlook("s/there/cpu", VERDICT_FORECAST, SEVERITY_INFO, (struct maybe)NO),
        outlook("s/thin/cpu",  VERDICT_FORECAST, SEVERITY_INFO, (struct maybe)NO),
        outlook("t/other/cpu", VERDICT_FORECAST, SEVERITY_INFO, (struct maybe)NO),
    };
    struct finding after[] = { before[0] };
    struct analysis old = analysis_of(before, COUNT(before), FIRST);
    struct analysis now = analysis_of(after, COUNT(after), FIRST + WEEK);
    struct comparison comparison;
    struct arena arena = { 0 };
    struct error err = ERROR_NONE;
    struct engine engine;
    struct place place;

    (void)state;
    place_make(&place);
    put_all(&place, &there, 1);
    keep(&place, &old);
    open_engine(&place, &selector, &engine);
    assert_ok(record_compare(&engine, &now, RECORD_PREVIOUS, &arena, &comparison, &err), &err);
    assert_int_equal(comparison.row_count, 1);
    assert_string_equal(comparison.rows[0].series, "s/thin/cpu");
    assert_int_equal(comparison.rows[0].kind, CHANGE_GONE);
    engine_close(&engine);
    arena_release(&arena);
    place_remove(&place);
}

static void the_run_asked_for_is_compared_with(void **state)
{
    struct finding one = outlook("a", VERDICT_FORECAST, SEVERITY_INFO, (struct maybe)NO);
    struct analysis runs[3], now;
    struct comparison comparison;
    struct arena arena = { 0 };
    struct error err = ERROR_NONE;
    struct engine engine;
    struct place place;
    int64_t id[3];

    (void)state;
    place_make(&place);
    put_all(&place, &there, 1);
    open_engine(&place, NULL, &engine);
    now = analysis_of(&one, 1, FIRST + 2 * WEEK);
    assert_ok(record_compare(&engine, &now, RECORD_PREVIOUS, &arena, &comparison, &err), &err);
    assert_int_equal(comparison.run, 0);                 /* there is none: compared with nothing */
    for (int i = 0; i < 3; i++) {
        runs[i] = analysis_of(&one, 1, FIRST + i * WEEK);
        id[i] = keep(&place, &runs[i]);
    }
    now = analysis_of(&one, 1, FIRST + 2 * WEEK);
    assert_ok(record_compare(&engine, &now, RECORD_PREVIOUS, &arena, &comparison, &err), &err);
    assert_int_equal(comparison.run, id[1]);             /* not the one of the same day */
    assert_ok(record_compare(&engine, &now, id[0], &arena, &comparison, &err), &err);
    assert_int_equal(comparison.as_of, FIRST);
    assert_ok(record_compare(&engine, &now, RECORD_NONE, &arena, &comparison, &err), &err);
    assert_int_equal(comparison.run, 0);
    assert_int_equal(record_compare(&engine, &now, 999, &arena, &comparison, &err), ERR_NOTFOUND);
    engine_close(&engine);
    arena_release(&arena);
    place_remove(&place);
}

/* Foretold for the 7th day: 50 (40 to 60) and 80 (70 to 90); 52 and 100 came: errors -2/52 and -20/100. */
static void forecasts_whose_day_has_come_are_graded(void **state)
{
    static const struct { double median, came; } rows[] = { { 50, 52 }, { 80, 100 } };
    struct finding before[2], after[2];
    struct analysis old, now;
    struct comparison comparison;
    struct arena arena = { 0 };
    struct error err = ERROR_NONE;
    struct engine engine;
    struct place place;

    (void)state;
    place_make(&place);
    put_all(&place, &there, 1);
    for (int i = 0; i < 2; i++) {
        before[i] = outlook(i ? "b" : "a", VERDICT_FORECAST, SEVERITY_INFO, (struct maybe)NO);
        before[i].forecast.at[0] = (struct outlook){ KNOWN(rows[i].median - 10),
                                                     KNOWN(rows[i].median),
                                                     KNOWN(rows[i].median + 10) };
        before[i].forecast.at[1] = before[i].forecast.at[0];     /* the 14th day is not there yet */
        after[i] = before[i];
        after[i].spark_count = 30;
        for (int k = 0; k < 30; k++)
            after[i].spark[k] = (struct maybe)KNOWN(k == 29 ? rows[i].came : 1);
    }
    old = analysis_of(before, 2, FIRST);
    now = analysis_of(after, 2, FIRST + WEEK);
    keep(&place, &old);
    open_engine(&place, NULL, &engine);
    assert_ok(record_compare(&engine, &now, RECORD_PREVIOUS, &arena, &comparison, &err), &err);
    assert_int_equal(comparison.graded, 2);
    assert_int_equal(comparison.inside, 1);
    assert_close(comparison.bias_pct.value, (-200.0 / 52 - 20) / 2, 1e-12);
    assert_close(comparison.error_pct.value, (200.0 / 52 + 20) / 2, 1e-12);
    engine_close(&engine);
    arena_release(&arena);
    place_remove(&place);
}

/* A finding with a date of `late` days at most, whose last 30 bins stayed at 40 of the 90 it may use. */
static struct finding dated(const char *name, double late)
{
    struct finding f = outlook(name, VERDICT_FORECAST, SEVERITY_WARNING, (struct maybe)KNOWN(late / 2));

    f.exhaustion.days_early = (struct maybe)KNOWN(late / 3);
    f.exhaustion.days_late = (struct maybe)KNOWN(late);
    f.level = (struct maybe)KNOWN(40);
    f.capacity.usable = (struct maybe)KNOWN(90);
    f.spark_count = 60;
    f.spark_days = 1;
    for (int k = 0; k < 60; k++)
        f.spark[k] = (struct maybe)KNOWN(40);
    return f;
}

/* Three runs, weeks apart, and one of the day after the first, which is not counted as another. */
static void series_whose_dates_failed_are_named(void **state)
{
    static const int64_t days[] = { 0, 1, 7, 14 };
    struct finding rows[3] = { dated("b", 6), dated("open", 200), dated("a", 6) };
    struct analysis now;
    struct comparison comparison;
    struct arena arena = { 0 };
    struct error err = ERROR_NONE;
    struct engine engine;
    struct place place;

    (void)state;
    place_make(&place);
    put_all(&place, &there, 1);
    for (size_t i = 0; i < COUNT(days); i++) {
        now = analysis_of(rows, 3, FIRST + days[i] * DAY_MS);
        keep(&place, &now);
    }
    open_engine(&place, NULL, &engine);
    now = analysis_of(rows, 3, FIRST + 21 * DAY_MS);
    assert_ok(record_compare(&engine, &now, RECORD_PREVIOUS, &arena, &comparison, &err), &err);
    assert_int_equal(comparison.failed_count, 2);
    assert_string_equal(comparison.failed[0].series, "a");
    assert_int_equal(comparison.failed[1].dates_failed, 3);
    assert_int_equal(comparison.failed[1].dates_held, 0);
    assert_non_null(comparison_failed(&comparison, "b"));
    assert_null(comparison_failed(&comparison, "open"));
    engine_close(&engine);
    arena_release(&arena);
    place_remove(&place);
}

/* Of what was at risk a week ago: one still has a day to act, one has none, one stopped, one is gone. */
static void what_needs_no_decision_any_more_is_settled(void **state)
{
    struct finding before[] = {
        outlook("gone", VERDICT_FORECAST, SEVERITY_WARNING, (struct maybe)KNOWN(9)),
        outlook("no date", VERDICT_FORECAST, SEVERITY_WARNING, (struct maybe)KNOWN(9)),
        outlook("still", VERDICT_FORECAST, SEVERITY_CRITICAL, (struct maybe)KNOWN(9)),
        outlook("stopped", VERDICT_EXHAUSTED, SEVERITY_NOTICE, (struct maybe)NO),
        outlook("was fine", VERDICT_FORECAST, SEVERITY_NOTICE, (struct maybe)KNOWN(60)),
    }, after[COUNT(before) - 1];
    struct analysis old, now;
    struct comparison comparison;
    struct arena arena = { 0 };
    struct error err = ERROR_NONE;
    struct engine engine;
    struct place place;

    (void)state;
    place_make(&place);
    put_all(&place, &there, 1);
    memcpy(after, before + 1, sizeof after);
    after[1].exhaustion.has_act_by = 1;
    after[2].verdict = VERDICT_STALE;
    old = analysis_of(before, COUNT(before), FIRST);
    keep(&place, &old);
    open_engine(&place, NULL, &engine);
    now = analysis_of(after, COUNT(after), FIRST + WEEK);
    assert_ok(record_compare(&engine, &now, RECORD_PREVIOUS, &arena, &comparison, &err), &err);
    assert_int_equal(comparison.settled_count, 2);
    assert_string_equal(comparison.settled[0], "gone");
    assert_string_equal(comparison.settled[1], "no date");
    engine_close(&engine);
    arena_release(&arena);
    place_remove(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_are_called_by_their_names),
        cmocka_unit_test(what_was_not_asked_for_is_not_gone),
        cmocka_unit_test(the_run_asked_for_is_compared_with),
        cmocka_unit_test(forecasts_whose_day_has_come_are_graded),
        cmocka_unit_test(series_whose_dates_failed_are_named),
        cmocka_unit_test(what_needs_no_decision_any_more_is_settled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
