#include "tests/unit/unit.h"

#include "analyzer/engine/grade.h"

static const struct store_number none = { 0, 0 };

static struct store_number is(double value)
{
    return (struct store_number){ value, 1 };
}

/* Thirty daily bins 1, 2 … 30, the newest today, usable up to `limit`. */
static struct finding rising(double limit)
{
    struct finding f = { .name = "a", .spark_count = 30, .spark_days = 1 };

    f.capacity.usable = (struct maybe){ limit, 1 };
    for (int i = 0; i < 30; i++)
        f.spark[i] = (struct maybe){ i + 1, 1 };
    return f;
}

/*
 * The run is ten days old: it stood at bin 20, so bin 20 + n is n days on. Levels of 7 days on
 * are due (the week's busiest bin, 27); those of 14 days and more are not.
 */
static const double PASSED = 10;

static void a_date_is_graded_by_the_day_the_limit_was_reached(void **state)
{
    static const struct {
        double limit; struct { double early, median, late; } days;    /* 0: not given */
        enum date_grade grade; double error;    /* foretold median less day reached; 99: none */
    } cases[] = {
        /* bin 25, five days on, is the first at 25 */
        { 25, { 3, 6, 9 },   DATE_HELD,     1 },
        { 25, { 5, 7, 9 },   DATE_HELD,     2 },
        { 25, { 5.6, 7, 9 }, DATE_HELD,     2 },      /* early on day five, whatever the hour */
        { 25, { 6, 8, 12 },  DATE_SOONER,   3 },
        { 25, { 1, 2, 4 },   DATE_LATER,   -3 },
        { 25, { 1, 2, 4.5 }, DATE_HELD,    -3 },
        { 25, { 0, 0, 0 },   DATE_SURPRISE, 99 },
        { 25, { 4, 0, 0 },   DATE_HELD,     99 },     /* early only: late lies beyond the horizon */
        /* 40 was not reached */
        { 40, { 3, 6, 9 },   DATE_LATER,    99 },
        { 40, { 3, 6, 12 },  DATE_OPEN,     99 },
        { 40, { 3, 6, 0 },   DATE_OPEN,     99 },
        { 40, { 0, 0, 0 },   DATE_NONE,     99 },
        { 15, { 3, 6, 9 },   DATE_NONE,     99 },     /* was full already */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct finding now = rising(cases[i].limit);
        struct store_outlook then = {
            .level = is(20), .usable = is(cases[i].limit),
            .days_early = cases[i].days.early > 0 ? is(cases[i].days.early) : none,
            .days_median = cases[i].days.median > 0 ? is(cases[i].days.median) : none,
            .days_late = cases[i].days.late > 0 ? is(cases[i].days.late) : none };
        struct grades grades = { 0 };
        struct error err = ERROR_NONE;
        enum date_grade date;

        assert_ok(grades_add(&grades, &now, &then, PASSED, &date, &err), &err);
        if (date != cases[i].grade)
            fail_msg("case %zu: %s, not %s", i, date_grade_name(date),
                     date_grade_name(cases[i].grade));
        assert_int_equal(grades.dates, cases[i].error != 99);
        if (grades.dates)
            assert_true(grades.date_error[0] == cases[i].error);
        grades_release(&grades);
    }
}

static void nothing_is_said_where_the_limit_moved_or_the_run_is_too_old(void **state)
{
    struct finding now = rising(25);
    struct store_outlook then = { .level = is(10), .usable = is(26), .days_median = is(3) };
    struct grades grades = { 0 };
    struct error err = ERROR_NONE;
    enum date_grade date;

    (void)state;
    assert_ok(grades_add(&grades, &now, &then, PASSED, &date, &err), &err);
    assert_int_equal(date, DATE_VOID);
    then.usable = is(25);
    assert_ok(grades_add(&grades, &now, &then, 31, &date, &err), &err);
    assert_int_equal(date, DATE_VOID);
    assert_int_equal(grades.date[DATE_VOID], 2);
    grades_release(&grades);
}

/* 7 days on the busiest bin of the week was 27: 30 foretold is off by 100 * 3 / 27 %. */
static void levels_are_graded_when_their_day_has_come(void **state)
{
    static const double foretold[] = { 30, 24, 27 }, low[] = { 26, 20, 22 }, high[] = { 33, 26, 27 };
    struct finding now = rising(1000);
    struct grades grades = { 0 };
    struct error err = ERROR_NONE;
    enum date_grade date;

    (void)state;
    for (size_t i = 0; i < COUNT(foretold); i++) {
        struct store_outlook then = { .level = is(20), .usable = is(1000) };

        for (int k = 0; k < OUTLOOKS; k++) {
            then.median[k] = is(foretold[i]);
            then.low[k] = is(low[i]);
            then.high[k] = is(high[i]);
        }
        assert_ok(grades_add(&grades, &now, &then, PASSED, &date, &err), &err);
    }
    assert_int_equal(grades.count, 3);
    assert_int_equal(grades.inside, 2);
    assert_float_equal(grades_bias_pct(&grades).value, 0, 1e-12);
    assert_float_equal(grades_error_pct(&grades).value, 100.0 * 3 / 27, 1e-12);
    assert_false(grades_date_error(&grades).known);
    grades_release(&grades);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_date_is_graded_by_the_day_the_limit_was_reached),
        cmocka_unit_test(nothing_is_said_where_the_limit_moved_or_the_run_is_too_old),
        cmocka_unit_test(levels_are_graded_when_their_day_has_come),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
