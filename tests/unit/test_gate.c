#include "tests/unit/unit.h"

#include "analyzer/engine/gate.h"

#define DAY(n) (1767225600000 + (n) * DAY_MS)    /* 2026-01-01 and n days */

static struct finding finding(const char *name, enum verdict verdict, double days, double use)
{
    struct finding f = { .name = name, .reason = "", .verdict = verdict };

    f.data.to = DAY(0);
    f.data.samples = 1;
    f.pressure_pct = (struct maybe){ use, use >= 0 };
    f.pressure = use < 0 ? PRESSURE_UNKNOWN : use < 50 ? PRESSURE_LOW : use < 70 ? PRESSURE_MEDIUM : PRESSURE_HIGH;
    if (days >= 0) {
        f.exhaustion.days_early = (struct maybe){ days * 0.8, 1 };
        f.exhaustion.days_median = (struct maybe){ days, 1 };
        f.exhaustion.days_late = (struct maybe){ days * 1.2, 1 };
    }
    return f;
}

static void judge(struct finding *findings, size_t count, const struct gate_rules *rules, struct arena *arena,
                  struct gate *gate)
{
    struct analysis analysis = { .findings = findings, .count = count };
    struct error err = ERROR_NONE;

    assert_ok(gate_judge(&analysis, rules, arena, gate, &err), &err);
}

/* The states of the four by themselves, and what is left of several of them. */
static void the_worst_decides_and_unknown_yields_to_what_is_bad(void **state)
{
    static const struct { const char *mask; enum gate_state state; } cases[] = {
        { "",     GATE_UNKNOWN },  { "o",   GATE_OK },       { "ou",   GATE_UNKNOWN }, { "ouw", GATE_WARNING },
        { "uoc",  GATE_CRITICAL }, { "wcu", GATE_CRITICAL }, { "wu",   GATE_WARNING }, { "ooo", GATE_OK },
    };
    const struct gate_rules rules = { .within_days = 14, .probability = 0.5 };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct finding findings[4];
        struct arena arena = { NULL };
        struct gate gate;
        size_t count = 0;

        for (const char *p = cases[i].mask; *p; p++)
            findings[count++] = *p == 'o'   ? finding("o", VERDICT_BEYOND_HORIZON, -1, 40)
                                : *p == 'u' ? finding("u", VERDICT_STALE, -1, -1)
                                : *p == 'w' ? finding("w", VERDICT_FORECAST, 15, 60)     /* p = 0.33 in 14 days */
                                            : finding("c", VERDICT_EXHAUSTED, 0, 97);
        judge(findings, count, &rules, &arena, &gate);
        assert_int_equal(gate.state, cases[i].state);
        arena_release(&arena);
    }
}

/* 10 days to the median: 0.1 by day 8, 0.5 by 10, 0.9 by 12. */
static void odds_between_the_quantiles_lie_on_a_line(void **state)
{
    static const struct { double days, odds; } cases[] = {
        { 8, 0.1 }, { 9, 0.3 }, { 10, 0.5 }, { 11, 0.7 }, { 12, 0.9 }, { 4, 0.05 }, { 20, 0.9 },
    };
    struct finding f = finding("x", VERDICT_FORECAST, 10, 50);

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_close(gate_probability(&f, cases[i].days).value, cases[i].odds, 1e-12);
    f = finding("x", VERDICT_BEYOND_HORIZON, -1, 50);
    assert_false(gate_probability(&f, 14).known);
}

static int64_t two_days(void *self, const struct finding *f)
{
    (void)self;
    (void)f;
    return 2 * DAY_MS;
}

static void what_is_old_by_the_clock_is_unknown(void **state)
{
    struct gate_rules rules = { .within_days = 14, .probability = 0.5, .age_most = two_days };
    struct finding f = finding("full", VERDICT_EXHAUSTED, 0, 97);
    struct arena arena = { NULL };
    struct gate gate;

    (void)state;
    rules.now = DAY(2);
    judge(&f, 1, &rules, &arena, &gate);
    assert_int_equal(gate.state, GATE_CRITICAL);
    rules.now = DAY(2) + 1;
    judge(&f, 1, &rules, &arena, &gate);
    assert_int_equal(gate.state, GATE_UNKNOWN);
    assert_string_equal(gate.rows[0].why, "no data since 1 Jan 2026");
    arena_release(&arena);
}

static void thresholds_are_held_against_days_use_and_pressure(void **state)
{
    static const struct {
        struct range days[2], use[2];
        int level[2];
        double median, pct;
        enum gate_state state;
    } cases[] = {
        { .days = { { 1, 30, INFINITY, 0, 0 }, { 1, 14, INFINITY, 0, 0 } }, .median = 31, .pct = 50, .state = GATE_OK },
        { .days = { { 1, 30, INFINITY, 0, 0 }, { 1, 14, INFINITY, 0, 0 } }, .median = 29, .pct = 50, .state = GATE_WARNING },
        { .days = { { 1, 30, INFINITY, 0, 0 }, { 1, 14, INFINITY, 0, 0 } }, .median = 13, .pct = 50, .state = GATE_CRITICAL },
        { .days = { { 1, 30, INFINITY, 0, 0 }, { 1, 14, INFINITY, 0, 0 } }, .median = -1, .pct = 50, .state = GATE_OK },
        { .use = { { 1, -INFINITY, 60, 0, '%' }, { 1, -INFINITY, 65, 0, '%' } }, .median = 1, .pct = 62, .state = GATE_WARNING },
        { .use = { { 1, -INFINITY, 60, 0, '%' }, { 1, -INFINITY, 65, 0, '%' } }, .median = 1, .pct = -1, .state = GATE_OK },
        { .level = { PRESSURE_MEDIUM, PRESSURE_HIGH }, .median = 1, .pct = 50, .state = GATE_WARNING },
        { .level = { PRESSURE_MEDIUM, PRESSURE_HIGH }, .median = 1, .pct = 70, .state = GATE_CRITICAL },
        { .level = { PRESSURE_MEDIUM, 0 }, .median = 1, .pct = 49, .state = GATE_OK },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct finding f = finding("x", VERDICT_FORECAST, cases[i].median, cases[i].pct);
        struct gate_rules rules = { .within_days = 14 };
        struct arena arena = { NULL };
        struct gate gate;

        memcpy(rules.days, cases[i].days, sizeof rules.days);
        memcpy(rules.use, cases[i].use, sizeof rules.use);
        memcpy(rules.level, cases[i].level, sizeof rules.level);
        judge(&f, 1, &rules, &arena, &gate);
        if (gate.state != cases[i].state)
            fail_msg("case %zu: %s", i, gate_name(gate.state));
        arena_release(&arena);
    }
}

static void a_waiver_holds_until_its_day_and_not_after(void **state)
{
    static const char *const full[] = { "a/full/*" }, *const all[] = { "a/*" };
    static const struct { int day; enum gate_state state; const char *by; } cases[] = {
        { 0, GATE_OK, "long" },       { 22, GATE_OK, "long" },      { 23, GATE_WARNING, "long" },
        { 30, GATE_WARNING, "long" }, { 31, GATE_CRITICAL, NULL },
    };
    const struct waiver waivers[] = {
        { "short", "", NULL, all, 1, DAY(6) - 1 },
        { "long", "", NULL, full, 1, DAY(31) - 1 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct finding findings[] = { finding("a/full/x", VERDICT_EXHAUSTED, 0, 97),
                                      finding("b/calm/x", VERDICT_BEYOND_HORIZON, -1, 40) };
        struct gate_rules rules = { .within_days = 14, .probability = 0.5, .waivers = waivers,
                                    .waiver_count = 2, .now = DAY(cases[i].day) + 1 };
        struct arena arena = { NULL };
        struct gate gate;

        judge(findings, 2, &rules, &arena, &gate);
        assert_int_equal(gate.state, cases[i].state);
        assert_int_equal(gate.rows[0].own, GATE_CRITICAL);
        assert_int_equal(gate.waived, cases[i].by != NULL);
        assert_int_equal(gate.exhausted, cases[i].by == NULL);
        if (cases[i].by)
            assert_string_equal(gate.rows[0].waiver->name, cases[i].by);
        else
            assert_string_equal(gate.rows[0].ended->name, "long");
        assert_true(gate.pressure == (cases[i].by ? PRESSURE_LOW : PRESSURE_HIGH));
        arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worst_decides_and_unknown_yields_to_what_is_bad),
        cmocka_unit_test(odds_between_the_quantiles_lie_on_a_line),
        cmocka_unit_test(what_is_old_by_the_clock_is_unknown),
        cmocka_unit_test(thresholds_are_held_against_days_use_and_pressure),
        cmocka_unit_test(a_waiver_holds_until_its_day_and_not_after),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
