#include "tests/unit/unit.h"

#include "analyzer/engine/assumption.h"

#define NOON 1767268800000    /* 2026-01-01T12:00:00Z */
#define DAY(n) (1767225600000 + (n) * DAY_MS)    /* 2026-01-01 and n days */

static void what_is_written_is_read(void **state)
{
    static const struct {
        enum assumption_kind kind;
        const char *text;
        enum change_how how;
        double value;
        const char *unit;
        double per_days;
        int relative, linear, when;
        int64_t from, until;
    } cases[] = {
        { ASSUME_GROWTH, "+20%", CHANGE_SCALE, 1.2, "", 0, 0, 0, PERIOD_NOW, 0, 0 },
        { ASSUME_GROWTH, "-50%", CHANGE_SCALE, 0.5, "", 0, 0, 0, PERIOD_NOW, 0, 0 },
        { ASSUME_GROWTH, "x1.5@2026-01-02", CHANGE_SCALE, 1.5, "", 0, 0, 0, PERIOD_FROM, DAY(1), 0 },
        { ASSUME_GROWTH, "0.4/day", CHANGE_SET, 0.4, "", 1, 0, 0, PERIOD_NOW, 0, 0 },
        { ASSUME_GROWTH, "+2GiB/week", CHANGE_ADD, 2147483648, "B", 7, 0, 0, PERIOD_NOW, 0, 0 },
        { ASSUME_GROWTH, "3%/month", CHANGE_SET, 0.03, "", 30.4375, 1, 0, PERIOD_NOW, 0, 0 },
        { ASSUME_GROWTH, "-3%/year linear", CHANGE_ADD, -0.03, "", 365.25, 1, 1, PERIOD_NOW, 0, 0 },
        { ASSUME_GROWTH, "3%/month compound@2026-01-03", CHANGE_SET, 0.03, "", 30.4375, 1, 0, PERIOD_FROM, DAY(2), 0 },
        { ASSUME_LOAD, "+15%@2026-01-11", CHANGE_SCALE, 1.15, "", 0, 0, 0, PERIOD_FROM, DAY(10), 0 },
        { ASSUME_LOAD, "+40@2026-01-02..2026-01-12", CHANGE_ADD, 40, "", 0, 0, 0, PERIOD_RAMP, DAY(1), DAY(11) },
        { ASSUME_LOAD, "x2@2026-01-02T06:00/36h", CHANGE_SCALE, 2, "", 0, 0, 0, PERIOD_WHILE, DAY(1) + 6 * HOUR_MS,
          DAY(2) + 18 * HOUR_MS },
        { ASSUME_LOAD, "=10", CHANGE_SET, 10, "", 0, 0, 0, PERIOD_NOW, 0, 0 },
        { ASSUME_LOAD, "-1.5k", CHANGE_ADD, -1500, "", 0, 0, 0, PERIOD_NOW, 0, 0 },
        { ASSUME_CAPACITY, "+200@+30d", CHANGE_ADD, 200, "", 0, 0, 0, PERIOD_FROM, NOON + 30 * DAY_MS, 0 },
        { ASSUME_CAPACITY, "=500GB@2026-01-02", CHANGE_SET, 5e11, "B", 0, 0, 0, PERIOD_FROM, DAY(1), 0 },
        { ASSUME_CAPACITY, "500", CHANGE_SET, 500, "", 0, 0, 0, PERIOD_NOW, 0, 0 },
        { ASSUME_CAPACITY, " -100 ", CHANGE_ADD, -100, "", 0, 0, 0, PERIOD_NOW, 0, 0 },
        { ASSUME_MOVE, "a/b/c -> d/e/f", CHANGE_ADD, 1, "", 0, 0, 0, PERIOD_NOW, 0, 0 },
        { ASSUME_MOVE, "25% a/b/c -> d/e/f@2026-01-02..2026-01-05", CHANGE_ADD, 0.25, "", 0, 0, 0, PERIOD_RAMP, DAY(1),
          DAY(4) },
        { ASSUME_DRIVER, "users=x2", CHANGE_SCALE, 2, "", 0, 0, 0, PERIOD_NOW, 0, 0 },
        { ASSUME_DRIVER, "orders a day = +10%", CHANGE_SCALE, 1.1, "", 0, 0, 0, PERIOD_NOW, 0, 0 },
    };
    struct arena arena = { NULL };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = ERROR_NONE;
        struct assumption a;

        assert_ok(assumption_parse(cases[i].kind, cases[i].text, NULL, NOON, &arena, &a, &err), &err);
        assert_string_equal(a.text, cases[i].text);
        assert_int_equal(a.how, cases[i].how);
        assert_close(a.value, cases[i].value, 1e-12);
        assert_string_equal(a.unit, cases[i].unit);
        assert_close(a.per_days, cases[i].per_days, 1e-12);
        assert_int_equal(a.relative, cases[i].relative);
        assert_int_equal(a.linear, cases[i].linear);
        assert_int_equal(a.when.kind, cases[i].when);
        assert_true(a.when.from == cases[i].from && a.when.until == cases[i].until);
    }
    arena_release(&arena);
}

static void names_and_times_of_keeping_are_read(void **state)
{
    struct arena arena = { NULL };
    struct error err = ERROR_NONE;
    struct assumption a;

    (void)state;
    assert_ok(assumption_parse(ASSUME_RETAIN, "14d", NULL, NOON, &arena, &a, &err), &err);
    assert_true(a.keep_ms == 14 * DAY_MS && a.kept_ms == 0);
    assert_ok(assumption_parse(ASSUME_RETAIN, "4w:14d@2026-01-02", NULL, NOON, &arena, &a, &err), &err);
    assert_true(a.keep_ms == 14 * DAY_MS && a.kept_ms == 28 * DAY_MS && a.when.from == DAY(1));
    assert_ok(assumption_parse(ASSUME_MOVE, "50%  s/web-*/cpu{x=\"50% -\"} -> s/db/cpu ", NULL, NOON, &arena, &a, &err), &err);
    assert_string_equal(a.name, "s/web-*/cpu{x=\"50% -\"}");
    assert_string_equal(a.to, "s/db/cpu");
    assert_ok(assumption_parse(ASSUME_DRIVER, "users = x2", NULL, NOON, &arena, &a, &err), &err);
    assert_string_equal(a.name, "users");
    arena_release(&arena);
}

static void what_can_not_be_meant_is_refused_with_the_forms(void **state)
{
    static const struct { enum assumption_kind kind; const char *text, *said; } cases[] = {
        { ASSUME_GROWTH, "", "growth '': there is no number" },
        { ASSUME_GROWTH, "20%", "growth '20%': in which time?" },
        { ASSUME_GROWTH, "+5", "growth '+5': in which time?" },
        { ASSUME_GROWTH, "3%/fortnight", "growth '3%/fortnight': it is not a day, week, month or year" },
        { ASSUME_GROWTH, "3%/month simple", "growth '3%/month simple': it is neither linear nor compound" },
        { ASSUME_GROWTH, "x2/day", "growth 'x2/day': a factor has no period" },
        { ASSUME_GROWTH, "+20%@2026-01-01/3d", "growth '+20%@2026-01-01/3d': growth begins, but has no end" },
        { ASSUME_GROWTH, "-100%/month", "growth '-100%/month': that is less than nothing" },
        { ASSUME_LOAD, "+-5", "load '+-5': there is no number" },
        { ASSUME_LOAD, "-150%", "load '-150%': that is less than nothing" },
        { ASSUME_LOAD, "x2GiB", "load 'x2GiB': a factor has no unit" },
        { ASSUME_LOAD, "+5@2026-01-02..2026-01-01", "load '+5@2026-01-02..2026-01-01': it ends before it begins" },
        { ASSUME_CAPACITY, "+5@2026-01-02..2026-01-03", "capacity '+5@2026-01-02..2026-01-03': capacity comes at once" },
        { ASSUME_RETAIN, "0d", "retain '0d': nothing is kept for no time" },
        { ASSUME_MOVE, "a/b/c", "move 'a/b/c': it does not say where to" },
        { ASSUME_MOVE, "150% a -> b", "move '150% a -> b': that is more than all of it" },
        { ASSUME_MOVE, "25%  -> b", "move '25%  -> b': it names no series" },
        { ASSUME_DRIVER, "x2", "driver 'x2': it names no driver" },
    };
    struct arena arena = { NULL };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct assumption a = { .text = "untouched" };
        struct error err = ERROR_NONE;

        assert_int_equal(assumption_parse(cases[i].kind, cases[i].text, NULL, NOON, &arena, &a, &err), ERR_USAGE);
        assert_string_equal(err.text, cases[i].said);
        assert_true(err.hint[0] != '\0');
        assert_string_equal(a.text, "untouched");
    }
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(names_and_times_of_keeping_are_read),
        cmocka_unit_test(what_can_not_be_meant_is_refused_with_the_forms),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
