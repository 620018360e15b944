#include "tests/unit/engine_fixture.h"

#include "analyzer/engine/course.h"

enum { DAYS = 30 };

/* 100, 40 higher at noon, 20 lower at midnight */
static double daily(const struct made *made, int64_t at)
{
    double hour = (double)((at - T0) % DAY_MS) / (double)HOUR_MS;

    return 100 + 30 * sin((hour - 6) * 3.14159265358979323846 / 12) + made_value(made, at);
}

struct asked {
    struct place       place;
    struct engine      engine;
    struct course_work work;
    struct course      course;
    struct error       err;
    int                rc;
};

/* One series put, and what forecast makes of it; release it. */
static void ask(struct asked *a, const struct made *made,
                double (*value)(const struct made *, int64_t),
                const struct course_request *request, int64_t as_of)
{
    struct engine_options options;
    struct store *store;

    *a = (struct asked){ .err = ERROR_NONE };
    place_make(&a->place);
    store = place_open(&a->place, STORE_CREATE);
    assert_ok(store_begin(store, &a->err), &a->err);
    put_made(store, made, value);
    assert_ok(store_commit(store, &a->err), &a->err);
    store_close(store);
    options = options_of(&a->place);
    options.has_as_of = as_of != 0;
    options.as_of = as_of;
    assert_ok(engine_open(&a->engine, &options, &a->err), &a->err);
    assert_ok(course_init(&a->work, &a->engine, request, &a->err), &a->err);
    a->rc = course_make(&a->work, &a->engine, 0, request, &a->course, &a->err);
}

static void asked_release(struct asked *a)
{
    course_release(&a->work);
    engine_close(&a->engine);
    place_remove(&a->place);
}

static const double levels[] = { 0.1, 0.5, 0.9 };

static struct course_request request_of(int64_t horizon_ms, int64_t step_ms)
{
    return (struct course_request){ horizon_ms, step_ms, COURSE_MEAN, levels, COUNT(levels), NULL };
}

static void the_first_step_is_one_step_after_the_newest_sample(void **state)
{
    static const struct { int64_t cadence, step, want_step; size_t steps; } cases[] = {
        { 5 * MINUTE_MS, 0,              5 * MINUTE_MS, 2 * 288 },
        { HOUR_MS,       0,              HOUR_MS,       48 },
        { DAY_MS,        0,              DAY_MS,        2 },
        { HOUR_MS,       DAY_MS,         DAY_MS,        2 },
        { 5 * MINUTE_MS, HOUR_MS,        HOUR_MS,       48 },
        { 5 * MINUTE_MS, 15 * MINUTE_MS, 15 * MINUTE_MS, 192 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct made made = { "s", "host", "cpu", "%", 0, DAYS, 0, 0, 1, 0, cases[i].cadence, 0 };
        struct course_request request = request_of(2 * DAY_MS, cases[i].step);
        struct asked a;

        ask(&a, &made, daily, &request, 0);
        assert_ok(a.rc, &a.err);
        assert_int_equal(a.course.last, T0 + DAYS * DAY_MS);
        assert_int_equal(a.course.step_ms, cases[i].want_step);
        assert_int_equal(a.course.steps, cases[i].steps);
        for (size_t k = 0; k < a.course.steps; k++) {
            assert_true(a.course.quantile[k] <= a.course.quantile[a.course.steps + k]);
            assert_true(a.course.quantile[a.course.steps + k] <=
                        a.course.quantile[2 * a.course.steps + k]);
        }
        asked_release(&a);
    }
}

/* The step ahead that ends at noon stands 30 above the mean, the one at midnight 30 below. */
static void a_day_goes_on_as_days_went(void **state)
{
    static const int64_t cadences[] = { 30 * MINUTE_MS, HOUR_MS };

    (void)state;
    for (size_t i = 0; i < COUNT(cadences); i++) {
        struct made made = { "s", "host", "cpu", "%", 0, DAYS, 0, 0, 1, 0, cadences[i], 0 };
        struct course_request request = request_of(DAY_MS, 0);
        size_t half;
        struct asked a;

        ask(&a, &made, daily, &request, 0);
        assert_ok(a.rc, &a.err);
        half = a.course.steps / 2;
        assert_close(a.course.path[half - 1], 130, 0.02);
        assert_close(a.course.path[2 * half - 1], 70, 0.04);
        asked_release(&a);
    }
}

/* From the middle of an hour, with later data in the store. */
static void later_samples_are_not_seen(void **state)
{
    static const int64_t steps[] = { 0, HOUR_MS, DAY_MS };
    static const int64_t cut = T0 + 20 * DAY_MS + 7 * HOUR_MS + 25 * MINUTE_MS;

    (void)state;
    for (size_t i = 0; i < COUNT(steps); i++) {
        struct made whole = { "s", "host", "cpu", "%", 0, DAYS, 0, 0.5, 4, 0, 5 * MINUTE_MS, 0 };
        struct made part = whole;
        struct course_request request = request_of(3 * DAY_MS, steps[i]);
        struct asked a, b;

        part.until = (double)(cut - T0) / (double)DAY_MS + 1e-9;
        ask(&a, &whole, daily, &request, cut + 2 * MINUTE_MS);
        ask(&b, &part, daily, &request, 0);
        assert_ok(a.rc, &a.err);
        assert_ok(b.rc, &b.err);
        assert_int_equal(a.course.last, cut);
        assert_int_equal(b.course.last, cut);
        for (size_t k = 0; k < a.course.steps; k++)
            assert_close(a.course.path[k], b.course.path[k], 0);
        asked_release(&a);
        asked_release(&b);
    }
}

/* A counter that rises by 360 an hour is 0.1 a second, at any step; 24 hours end with the newest. */
static void a_counter_goes_on_as_its_rate(void **state)
{
    static const int64_t steps[] = { 0, HOUR_MS, DAY_MS };

    (void)state;
    for (size_t i = 0; i < COUNT(steps); i++) {
        struct made made = { "s", "net", "bytes", "B", 0, DAYS, 0, 8640, 0, 0, 10 * MINUTE_MS,
                             SERIES_COUNTER };
        struct course_request request = request_of(2 * DAY_MS, steps[i]);
        struct asked a;

        ask(&a, &made, NULL, &request, 0);
        assert_ok(a.rc, &a.err);
        assert_close(a.course.path[0], 0.1, 1e-6);
        assert_close(a.course.path[a.course.steps - 1], 0.1, 1e-6);
        asked_release(&a);
    }
}

static double half_days(const struct made *made, int64_t at)
{
    (void)made;
    return (at - T0) % DAY_MS < 12 * HOUR_MS ? 0 : 7200;
}

/* An amount an hour, 0 before noon and 2 a second after it: a day is 1 a second, and its highest 2. */
static void a_step_of_several_samples_ends_with_the_newest(void **state)
{
    static const struct { enum course_statistic statistic; double want; } cases[] = {
        { COURSE_MEAN, 1 }, { COURSE_MAX, 2 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct made made = { "s", "lb", "requests", "", 0, DAYS - 1.0 / 24, 0, 0, 0, 0, 0,
                             SERIES_DELTA };
        struct course_request request = request_of(2 * DAY_MS, DAY_MS);
        struct asked a;

        request.statistic = cases[i].statistic;
        ask(&a, &made, half_days, &request, 0);
        assert_ok(a.rc, &a.err);
        assert_close(a.course.path[0], cases[i].want, 1e-6);
        asked_release(&a);
    }
}

static void what_can_not_be_forecast_says_why(void **state)
{
    static const struct {
        double from; int64_t horizon, step, as_of; int want;
    } cases[] = {
        { 0,              DAY_MS,        30 * DAY_MS, 0,           ERR_TOOFEW },   /* no step */
        { 0,              365 * DAY_MS,  HOUR_MS,     0,           0 },
        { 0,              3650 * DAY_MS, HOUR_MS,     0,           ERR_LIMIT },
        { 0,              DAY_MS,        0,           T0 - DAY_MS, ERR_TOOFEW },   /* nothing yet */
        { DAYS,           DAY_MS,        0,           0,           ERR_TOOFEW },   /* one sample */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct made made = { "s", "host", "cpu", "%", cases[i].from, DAYS, 40, 0, 1, 0, 0, 0 };
        struct course_request request = request_of(cases[i].horizon, cases[i].step);
        struct asked a;

        ask(&a, &made, NULL, &request, cases[i].as_of);
        assert_int_equal(a.rc, cases[i].want);
        assert_true(a.rc == 0 || a.err.text[0]);
        asked_release(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_step_is_one_step_after_the_newest_sample),
        cmocka_unit_test(a_day_goes_on_as_days_went),
        cmocka_unit_test(later_samples_are_not_seen),
        cmocka_unit_test(a_counter_goes_on_as_its_rate),
        cmocka_unit_test(a_step_of_several_samples_ends_with_the_newest),
        cmocka_unit_test(what_can_not_be_forecast_says_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
