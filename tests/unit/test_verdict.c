#include "tests/unit/engine_fixture.h"

/* A row each, in the order in which the first that holds is given; all but one end on day 60. */
static void the_first_verdict_that_holds_is_given(void **state)
{
    static const struct { struct made made; enum verdict want; } cases[] = {
        { { "s", "empty",     "cpu",   "%",  1,  0,  0,    0,    0,   0,   0, 0 }, VERDICT_NO_DATA },
        { { "s", "stopped",   "cpu",   "%",  0,  50, 40,   0,    1,   0,   0, 0 }, VERDICT_STALE },
        { { "s", "stop-full", "disk",  "%",  0,  50, 97,   0,    0.2, 0,   0, 0 }, VERDICT_STALE },
        { { "s", "full",      "disk",  "%",  0,  60, 97,   0,    0.2, 0,   0, 0 }, VERDICT_EXHAUSTED },
        { { "s", "new-full",  "disk",  "%",  57, 60, 97,   0,    0.2, 0,   0, 0 }, VERDICT_EXHAUSTED },
        { { "s", "unbounded", "queue", "",   0,  60, 40,   1,    1,   0,   0, 0 }, VERDICT_NO_CAPACITY },
        { { "s", "new-free",  "queue", "",   57, 60, 40,   1,    1,   0,   0, 0 }, VERDICT_NO_CAPACITY },
        { { "s", "new",       "disk",  "%",  57, 60, 40,   0,    1,   0,   0, 0 }, VERDICT_INSUFFICIENT_DATA },
        { { "s", "fills",     "disk",  "GB", 0,  60, 80,   1,    0.6, 200, 0, 0 }, VERDICT_FORECAST },
        { { "s", "shrinks",   "disk",  "%",  0,  60, 70,  -0.3,  0.4, 0,   0, 0 }, VERDICT_SHRINKING },
        { { "s", "steady",    "disk",  "%",  0,  60, 40,   0,    2,   0,   0, 0 }, VERDICT_NO_SIGNIFICANT_GROWTH },
        { { "s", "slow",      "disk",  "%",  0,  60, 10,   0.1,  0.3, 0,   0, 0 }, VERDICT_BEYOND_HORIZON },
    };
    struct engine_options options;
    struct answer answer;
    struct place place;

    (void)state;
    place_make(&place);
    for (size_t i = 0; i < COUNT(cases); i++)
        put_all(&place, &cases[i].made, 1);
    options = options_of(&place);
    answer_make(&answer, &options);
    assert_int_equal(answer.analysis.count, COUNT(cases));
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct finding *f = finding_of(&answer, cases[i].made.resource);

        if (f->verdict != cases[i].want)
            fail_msg("%s is %s, want %s (%s)", cases[i].made.resource, verdict_name(f->verdict),
                     verdict_name(cases[i].want), f->reason);
        assert_true(strlen(f->reason) > 10);
    }
    answer_release(&answer);
    place_remove(&place);
}

static void what_is_not_known_has_no_number(void **state)
{
    static const struct made made[] = {
        { "s", "stopped",   "disk",  "GB", 0,  50, 80, 1, 0.6, 200, 0, 0 },
        { "s", "new",       "disk",  "%",  56, 60, 40, 0, 1,   0,   0, 0 },
        { "s", "unbounded", "queue", "",   0,  60, 40, 1, 1,   0,   0, 0 },
        { "s", "steady",    "disk",  "%",  0,  60, 40, 0, 2,   0,   0, 0 },
    };
    struct engine_options options;
    struct answer answer;
    struct place place;

    (void)state;
    place_make(&place);
    put_all(&place, made, COUNT(made));
    options = options_of(&place);
    answer_make(&answer, &options);
    for (size_t i = 0; i < COUNT(made); i++) {
        const struct finding *f = finding_of(&answer, made[i].resource);

        assert_false(f->exhaustion.days_early.known);
        assert_false(f->exhaustion.days_median.known);
        assert_false(f->exhaustion.days_late.known);
        assert_false(f->exhaustion.has_act_by);
        assert_false(f->exhaustion.action_required);
        for (int p = 0; p < PROBABILITIES && i < 3; p++)
            assert_false(f->exhaustion.probability[p].known);
        for (int o = 0; o < OUTLOOKS && i < 2; o++)
            assert_false(f->forecast.at[o].median.known);
    }
    assert_int_equal(finding_of(&answer, "stopped")->pressure, PRESSURE_UNKNOWN);
    assert_int_equal(finding_of(&answer, "unbounded")->pressure, PRESSURE_UNKNOWN);
    assert_false(finding_of(&answer, "unbounded")->exhaustion.threshold.known);
    assert_false(finding_of(&answer, "unbounded")->peak_pct.known);
    assert_true(finding_of(&answer, "steady")->exhaustion.probability[0].known);
    answer_release(&answer);
    place_remove(&place);
}

static void pressure_changes_at_its_very_edges(void **state)
{
    static const struct { double level; enum pressure want; const char *mode; } cases[] = {
        { 49.99, PRESSURE_LOW,      "full" },
        { 50,    PRESSURE_MEDIUM,   "reduced" },
        { 69.99, PRESSURE_MEDIUM,   "reduced" },
        { 70,    PRESSURE_HIGH,     "minimal" },
        { 84.99, PRESSURE_HIGH,     "minimal" },
        { 85,    PRESSURE_CRITICAL, "emergency" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct made made = { "s", "host", "cpu", "%", 0, 3, cases[i].level, 0, 0, 0, 0, 0 };
        struct engine_options options;
        struct answer answer;
        struct place place;

        place_make(&place);
        put_all(&place, &made, 1);
        options = options_of(&place);
        answer_make(&answer, &options);
        assert_int_equal(answer.analysis.findings[0].pressure, cases[i].want);
        assert_int_equal(answer.analysis.pressure, cases[i].want);
        assert_string_equal(pressure_mode(answer.analysis.pressure), cases[i].mode);
        answer_release(&answer);
        place_remove(&place);
    }
}

/* 20 % but for the newest sample */
static double ends_high(const struct made *made, int64_t at)
{
    return at == T0 + (int64_t)(made->until * (double)DAY_MS) ? 100 : 20;
}

static void one_high_sample_is_no_pressure_and_no_full_resource(void **state)
{
    static const struct made cpu = { "s", "host", "cpu", "%", 0, 30, 0, 0, 0, 0, 0, 0 };
    static const struct made disk = { "s", "volume", "disk", "%", 0, 30, 0, 0, 0, 0, 0, 0 };
    struct engine_options options;
    struct answer answer;
    struct store *store;
    struct place place;
    struct error err = ERROR_NONE;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    assert_ok(store_begin(store, &err), &err);
    put_made(store, &cpu, ends_high);
    put_made(store, &disk, ends_high);
    assert_ok(store_commit(store, &err), &err);
    store_close(store);
    options = options_of(&place);
    answer_make(&answer, &options);
    /* (20 + 100) / 2 */
    assert_close(finding_of(&answer, "host")->pressure_pct.value, 60, 1e-12);
    assert_int_equal(finding_of(&answer, "host")->pressure, PRESSURE_MEDIUM);
    assert_int_not_equal(finding_of(&answer, "host")->verdict, VERDICT_EXHAUSTED);
    /* what piles up is full when it is full */
    assert_int_equal(finding_of(&answer, "volume")->verdict, VERDICT_EXHAUSTED);
    answer_release(&answer);
    place_remove(&place);
}

/* Hourly data: two cadences and 26 hours, to the hour. */
static void data_are_stale_after_two_cadences_and_26_hours(void **state)
{
    static const struct { double hours; int stale; } cases[] = { { 27, 0 }, { 28, 0 }, { 29, 1 } };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct made made[] = {
            { "s", "a", "cpu", "%", 0, 30, 40, 0, 1, 0, 0, 0 },
            { "s", "b", "cpu", "%", 0, 30 - cases[i].hours / 24, 40, 0, 1, 0, 0, 0 },
        };
        struct engine_options options;
        struct answer answer;
        struct place place;

        place_make(&place);
        put_all(&place, made, COUNT(made));
        options = options_of(&place);
        answer_make(&answer, &options);
        assert_int_equal(finding_of(&answer, "b")->verdict == VERDICT_STALE, cases[i].stale);
        assert_int_equal(finding_of(&answer, "a")->verdict == VERDICT_STALE, 0);
        answer_release(&answer);
        place_remove(&place);
    }
}


static void give_rule(void *self, const char *series, struct rule *out)
{
    const struct rule *rule = self;

    (void)series;
    out->policy = rule->policy;
    out->purchase = rule->purchase;
}

/*
 * By the contract: the local day of the early date less the lead time, from a weekend the
 * Friday before, never in the past.
 */
static void act_by_is_a_working_day_before_the_early_day(void **state)
{
    struct rule rule = { .policy = policy_default };
    size_t moved = 0, now = 0;

    (void)state;
    for (int i = 0; i < 12; i++) {
        struct made made = { "s", "volume", "disk", "GB", 0, 60 + i, 80, 1, 0.6, 190 + 2 * i, 0, 0 };
        const struct exhaustion *e;
        struct engine_options options;
        struct answer answer;
        struct place place;
        int64_t day, want;
        int weekday;

        rule.policy.lead_time_ms = (int64_t)(i * 6) * DAY_MS;
        place_make(&place);
        put_all(&place, &made, 1);
        options = options_of(&place);
        options.rules = (struct rules){ .self = &rule, .get = give_rule };
        answer_make(&answer, &options);
        e = &answer.analysis.findings[0].exhaustion;
        assert_int_equal(answer.analysis.findings[0].verdict, VERDICT_FORECAST);
        assert_true(e->days_early.known && e->days_median.known);
        assert_true(e->days_early.value <= e->days_median.value);
        assert_true(e->has_act_by);
        /* T0 is the midnight of a Wednesday */
        day = (int64_t)(60 + i) + (int64_t)floor(e->days_early.value - 6 * i);
        weekday = (int)(((day + 2) % 7 + 7) % 7);
        moved += weekday > 4;
        want = T0 + (day - (weekday > 4 ? weekday - 4 : 0)) * DAY_MS;
        if (want < T0 + (60 + i) * DAY_MS) {
            want = T0 + (60 + i) * DAY_MS;
            now++;
        }
        assert_int_equal(e->act_by, want);
        if (e->days_early.value <= 6 * i)
            assert_true(e->action_required);
        answer_release(&answer);
        place_remove(&place);
    }
    assert_true(moved > 0);
    assert_true(now > 0);
}

static void an_amount_is_rounded_up_to_what_can_be_bought(void **state)
{
    static const struct made made = { "s", "volume", "disk", "GB", 0, 60, 80, 1, 0.6, 200, 0, 0 };
    static const double units[] = { 0, 7.5, 50 };
    struct rule rule = { .policy = policy_default };
    struct amount amount[COUNT(units)];
    struct engine_options options;
    struct place place;

    (void)state;
    place_make(&place);
    put_all(&place, &made, 1);
    options = options_of(&place);
    options.rules = (struct rules){ .self = &rule, .get = give_rule };
    for (size_t i = 0; i < COUNT(units); i++) {
        struct answer answer;

        rule.purchase = units[i];
        answer_make(&answer, &options);
        assert_true(answer.analysis.findings[0].recommendation_count > 0);
        amount[i] = answer.analysis.findings[0].recommendations[0].amount;
        assert_true(amount[i].known);
        assert_close(amount[i].new_capacity, 200 + amount[i].add, 1e-12);
        answer_release(&answer);
    }
    /* 140 now, one more each day: 251 when the purchase has lived its 111 days; 70 % of the new 359 */
    assert_true(amount[0].new_capacity > 251 / 0.7 && amount[0].new_capacity < 1.25 * 251 / 0.7);
    assert_close(amount[1].add, 7.5 * ceil(amount[0].add / 7.5), 1e-12);
    assert_close(amount[2].add, 50 * ceil(amount[0].add / 50), 1e-12);
    place_remove(&place);
}

/* 30 %, but 88 % from 10:00 to 12:00 on the last `slope` days */
static double hot_days(const struct made *made, int64_t at)
{
    double before_end = made->until - (double)(at - T0) / (double)DAY_MS;
    int64_t hour = (at - T0) / HOUR_MS % 24;

    return (hour == 10 || hour == 11) && before_end < made->slope ? 88 : 30;
}

static void advice_follows_its_rules(void **state)
{
    static const struct {
        struct made made;
        double (*value)(const struct made *, int64_t);
        const char *code, *begins;
        enum severity severity;
    } cases[] = {
        { { "s", "hot-3", "cpu", "%", 0, 39.99, 0, 3, 0, 0, 0, 0 }, hot_days,
          "PEAK_HIGH", "Urgent: scale now", SEVERITY_WARNING },
        { { "s", "hot-2", "cpu", "%", 0, 39.99, 0, 2, 0, 0, 0, 0 }, hot_days,
          "PEAK_HIGH", "Peaks at 88 %", SEVERITY_WARNING },
        { { "s", "fast", "disk", "%", 0, 20, 10, 2.5, 0.5, 0, 0, 0 }, NULL,
          "GROWTH_FAST", "Grows 2.", SEVERITY_WARNING },
        { { "s", "idle", "cpu", "%", 0, 40, 5, 0, 1, 0, 0, 0 }, NULL,
          "OVER_PROVISIONED", "Over-provisioned: 9", SEVERITY_NOTICE },
        { { "s", "full", "disk", "GB", 0, 40, 98, 0, 0.1, 100, 0, 0 }, NULL,
          "EXHAUSTED", "Already at its limit", SEVERITY_CRITICAL },
        { { "s", "fine", "cpu", "%", 0, 40, 40, 0, 2, 0, 0, 0 }, NULL,
          "ADEQUATE", "Capacity is adequate until", SEVERITY_INFO },
        { { "s", "short", "cpu", "%", 36, 40, 40, 0, 2, 0, 0, 0 }, NULL,
          "DATA_SHORT", "Too little history", SEVERITY_INFO },
        { { "s", "stopped", "cpu", "%", 0, 30, 40, 0, 2, 0, 0, 0 }, NULL,
          "DATA_STOPPED", "Data stopped", SEVERITY_NOTICE },
        { { "s", "unbounded", "queue", "", 0, 40, 40, 1, 1, 0, 0, 0 }, NULL,
          "CAPACITY_UNKNOWN", "Grows, but no limit is known", SEVERITY_INFO },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        static const struct made clock = { "s", "clock", "cpu", "%", 39, 40, 40, 0, 1, 0, 0, 0 };
        struct engine_options options;
        const struct recommendation *r;
        struct error err = ERROR_NONE;
        struct answer answer;
        struct place place;
        struct store *store;

        place_make(&place);
        store = place_open(&place, STORE_CREATE);
        assert_ok(store_begin(store, &err), &err);
        put_made(store, &cases[i].made, cases[i].value);
        if (strcmp(cases[i].made.resource, "stopped") == 0)
            put_made(store, &clock, NULL);
        assert_ok(store_commit(store, &err), &err);
        store_close(store);
        options = options_of(&place);
        answer_make(&answer, &options);
        r = advice_of(finding_of(&answer, cases[i].made.resource), cases[i].code);
        if (!r)
            fail_msg("%s: no %s", cases[i].made.resource, cases[i].code);
        if (strncmp(r->text, cases[i].begins, strlen(cases[i].begins)) != 0)
            fail_msg("%s: '%s'", cases[i].made.resource, r->text);
        assert_int_equal(r->severity, cases[i].severity);
        for (size_t k = 0; k < r->because_count; k++)
            assert_true(r->because[k][0] != '\0');
        answer_release(&answer);
        place_remove(&place);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_verdict_that_holds_is_given),
        cmocka_unit_test(what_is_not_known_has_no_number),
        cmocka_unit_test(pressure_changes_at_its_very_edges),
        cmocka_unit_test(one_high_sample_is_no_pressure_and_no_full_resource),
        cmocka_unit_test(data_are_stale_after_two_cadences_and_26_hours),
        cmocka_unit_test(act_by_is_a_working_day_before_the_early_day),
        cmocka_unit_test(an_amount_is_rounded_up_to_what_can_be_bought),
        cmocka_unit_test(advice_follows_its_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
