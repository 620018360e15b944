/* Groups: expected figures are worked out by hand beside each case. */
#include "tests/unit/engine_fixture.h"

#include "analyzer/engine/study.h"
#include "data/policy.h"

enum { END = 40 };

/* As T0, but for the hours of one day. */
static double busy_at_nine(const struct made *made, int64_t at)
{
    return made->level + ((at - T0) / HOUR_MS % 24 == 9 ? 40 : 0);
}

static double busy_at_three(const struct made *made, int64_t at)
{
    return made->level + ((at - T0) / HOUR_MS % 24 == 15 ? 40 : 0);
}

static const char *const pools[] = { "a/*/connections" };
static const char *const hosts[] = { "a/*/cpu" };

static const struct made three_pools[] = {
    { "a", "pool-1", "connections", "", 0, END, 40, 0, 0, 100, 0, 0 },
    { "a", "pool-2", "connections", "", 0, END, 30, 0, 0, 100, 0, 0 },
    { "a", "pool-3", "connections", "", 0, END, 60, 0, 0, 150, 0, 0 },
};

/* The sizes of hosts, by name; the capacity of a group of which no member's is known. */
static void get_rule(void *self, const char *series, struct rule *out)
{
    (void)self;
    *out = (struct rule){ .policy = policy_default, .direction = -1, .kind = -1 };
    if (strcmp(series, "a/host-1/cpu") == 0)
        out->size = 8;
    if (strcmp(series, "a/host-2/cpu") == 0)
        out->size = 16;
    if (strcmp(series, "group/bare/jobs") == 0)
        out->capacity = 200;
}

static void ask(struct answer *answer, const struct place *place, const struct group_rule *rule)
{
    struct engine_options options = options_of(place);

    options.rules = (struct rules){ .get = get_rule, .groups = rule, .group_count = 1 };
    answer_make(answer, &options);
}

static const struct finding *ask_made(struct answer *answer, struct place *place, const struct made *made,
                                      size_t count, const struct group_rule *rule)
{
    place_make(place);
    put_all(place, made, count);
    ask(answer, place, rule);
    return finding_of(answer, rule->name);
}

static void done(struct answer *answer, struct place *place)
{
    answer_release(answer);
    place_remove(place);
}

/* 40 + 30 + 60 of 100 + 100 + 150; 95 % of 350 is 332.5, less the usable part of what is lost. */
static void usable_is_what_is_left_after_the_loss(void **state)
{
    static const struct { const char *reserve; double kept, usable; const char *holds; } cases[] = {
        { NULL,  0,     332.5, "yes" },
        { "n+1", 142.5, 190,   "yes" },    /* 95 % of 150 */
        { "n+2", 237.5, 95,    "no"  },    /* of 150 and 100 */
        { "20%", 70,    262.5, "yes" },    /* of 350 */
        { "50",  50,    282.5, "yes" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct group_rule rule = { "pools", pools, 1, cases[i].reserve, NULL, 0 };
        const struct finding *f;
        struct answer answer;
        struct place place;

        f = ask_made(&answer, &place, three_pools, COUNT(three_pools), &rule);
        assert_string_equal(f->name, "group/pools/connections");
        assert_close(f->capacity.value.value, 350, 1e-9);
        assert_close(f->level.value, 130, 1e-9);
        assert_close(f->group->kept, cases[i].kept, 1e-9);
        assert_close(f->capacity.usable.value, cases[i].usable, 1e-9);
        assert_string_equal(group_holds(f, GROUP_NOW), cases[i].holds);
        assert_int_equal(f->verdict == VERDICT_EXHAUSTED, strcmp(cases[i].holds, "no") == 0);
        assert_int_equal(f->group->members, 3);
        assert_string_equal(f->group->largest, "a/pool-3/connections");
        assert_close(f->group->largest_share.value, 150.0 / 350, 1e-9);
        done(&answer, &place);
    }
}

/* 10 and 50 at nine, 50 and 10 at three: 60 together, not 100. */
static void the_busiest_hour_is_that_of_the_sum(void **state)
{
    struct made made[] = {
        { "a", "pool-1", "connections", "", 0, END, 10, 0, 0, 100, 0, 0 },
        { "a", "pool-2", "connections", "", 0, END, 10, 0, 0, 100, 0, 0 },
    };
    struct group_rule rule = { "pools", pools, 1, "n+1", NULL, 0 };
    const struct finding *f;
    struct answer answer;
    struct place place;
    struct store *store;
    struct error err = ERROR_NONE;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    assert_ok(store_begin(store, &err), &err);
    put_made(store, &made[0], busy_at_nine);
    put_made(store, &made[1], busy_at_three);
    assert_ok(store_commit(store, &err), &err);
    store_close(store);
    ask(&answer, &place, &rule);
    f = finding_of(&answer, "pools");
    assert_close(f->peak.value, 60, 1e-9);
    assert_close(finding_of(&answer, "pool-1")->peak.value, 50, 1e-9);
    done(&answer, &place);
}

/* (8 * 30 + 16 * 60) / 24 = 50 %; the larger is two thirds of it, of which 95 % are usable. */
static void shares_are_weighed_by_size(void **state)
{
    static const struct made made[] = {
        { "a", "host-1", "cpu", "%", 0, END, 30, 0, 0, 0, 0, 0 },
        { "a", "host-2", "cpu", "%", 0, END, 60, 0, 0, 0, 0, 0 },
    };
    struct group_rule rule = { "web", hosts, 1, "n+1", NULL, 0 };
    struct answer answer;
    struct place place;
    const struct finding *f = ask_made(&answer, &place, made, COUNT(made), &rule);

    (void)state;
    assert_close(f->level.value, 50, 1e-9);
    assert_close(f->capacity.value.value, 100, 1e-9);
    assert_close(f->group->kept, 100 * 2.0 / 3 * 0.95, 1e-9);
    assert_string_equal(f->group->largest, "a/host-2/cpu");
    assert_int_equal(f->verdict, VERDICT_EXHAUSTED);    /* 50 of 95 - 63.3 */
    done(&answer, &place);
}

/* One of three hosts is there from day 20 on: before, the two have two thirds of what there is now. */
static void capacity_comes_with_a_member(void **state)
{
    static const struct made made[] = {
        { "a", "host-5", "cpu", "%", 0,  END, 30, 0, 0, 0, 0, 0 },
        { "a", "host-6", "cpu", "%", 0,  END, 60, 0, 0, 0, 0, 0 },
        { "a", "host-7", "cpu", "%", 20, END, 30, 0, 0, 0, 0, 0 },
    };
    struct group_rule rule = { "web", hosts, 1, NULL, NULL, 0 };
    struct answer answer;
    struct place place;
    const struct finding *f = ask_made(&answer, &place, made, COUNT(made), &rule);

    (void)state;
    assert_close(f->level.value, 40, 1e-9);              /* (30 + 60 + 30) / 3 */
    assert_close(f->spark[5].value, 30, 1e-9);           /* (30 + 60) / 3 */
    assert_int_equal(f->capacity.change_count, 1);
    assert_close(f->capacity.changes[0].from, 200.0 / 3, 1e-9);
    assert_close(f->capacity.changes[0].to, 100, 1e-9);
    assert_int_equal(f->capacity.changes[0].at, T0 + 20 * DAY_MS);
    done(&answer, &place);
}

/* Of three pools one ended on day 20: what it had is no capacity any more. */
static void capacity_goes_with_a_member(void **state)
{
    struct made made[COUNT(three_pools)];
    struct group_rule rule = { "pools", pools, 1, "n+1", NULL, 0 };
    struct answer answer;
    struct place place;
    const struct finding *f;

    (void)state;
    memcpy(made, three_pools, sizeof made);
    made[2].until = 20;
    f = ask_made(&answer, &place, made, COUNT(made), &rule);
    assert_int_equal(f->group->members, 2);
    assert_int_equal(f->group->left, 1);
    assert_close(f->capacity.value.value, 200, 1e-9);
    assert_close(f->group->kept, 95, 1e-9);
    assert_close(f->level.value, 70, 1e-9);
    done(&answer, &place);
}

/* pool-2 is silent in the first hour of the last day: that hour is no hour of the group. */
static void an_hour_without_a_member_is_a_gap(void **state)
{
    static const struct made made[] = {
        { "a", "pool-1", "connections", "", 0,             END,      40, 0, 0, 100, 0, 0 },
        { "a", "pool-2", "connections", "", 0,             END - 1,  30, 0, 0, 100, 0, 0 },
        { "a", "pool-2", "connections", "", END - 0.9,     END,      30, 0, 0, 100, 0, 0 },
    };
    struct group_rule rule = { "pools", pools, 1, "n+1", NULL, 0 };
    struct answer answer;
    struct place place;
    const struct finding *f = ask_made(&answer, &place, made, COUNT(made), &rule);

    (void)state;
    /* pool-1 has 40 * 24 + 1 hours; pool-2 lacks those between hour 39 * 24 and hour 39 * 24 + 2.4 */
    assert_int_equal(f->group->lacking, 2);
    assert_int_equal(f->data.samples, END * 24 + 1 - 2);
    assert_close(f->peak.value, 70, 1e-9);
    done(&answer, &place);
}

/* No capacity is known of a member, 200 of all: the highest hour says which is the largest. */
static void without_capacities_the_peak_tells_the_largest(void **state)
{
    static const char *const jobs[] = { "a/*/jobs" };
    static const struct made made[] = {
        { "a", "w-1", "jobs", "", 0, END, 20, 0, 0, 0, 0, 0 },
        { "a", "w-2", "jobs", "", 0, END, 60, 0, 0, 0, 0, 0 },
    };
    struct group_rule rule = { "bare", jobs, 1, "n+1", NULL, 0 };
    struct answer answer;
    struct place place;
    const struct finding *f = ask_made(&answer, &place, made, COUNT(made), &rule);

    (void)state;
    assert_string_equal(f->group->largest, "a/w-2/jobs");
    assert_close(f->group->kept, 200 * 0.75 * 0.95, 1e-9);
    assert_close(f->capacity.usable.value, 200 * 0.95 - 142.5, 1e-9);
    done(&answer, &place);
}

static void what_is_not_alike_is_not_added_up(void **state)
{
    static const struct { const char *unit; enum series_kind kind; const char *text; } cases[] = {
        { "B", SERIES_GAUGE,   "group 'pools' can not add up a/pool-1/connections and a/pool-2/connections: "
                               "they differ in unit" },
        { "",  SERIES_COUNTER, "group 'pools' can not add up a/pool-1/connections and a/pool-2/connections: "
                               "they differ in kind" },
    };
    struct group_rule rule = { "pools", pools, 1, "n+1", "headroom.ini", 7 };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct made made[] = {
            { "a", "pool-1", "connections", "", 0, 2, 10, 0, 0, 100, 0, 0 },
            { "a", "pool-2", "connections", cases[i].unit, 0, 2, 10, 0, 0, 100, 0, cases[i].kind },
        };
        struct error err = ERROR_NONE;
        struct engine_options options;
        struct engine engine;
        struct place place;

        place_make(&place);
        put_all(&place, made, COUNT(made));
        options = options_of(&place);
        options.rules = (struct rules){ .get = get_rule, .groups = &rule, .group_count = 1 };
        assert_int_equal(engine_open(&engine, &options, &err), ERR_CONFIG);
        assert_string_equal(err.text, cases[i].text);
        assert_string_equal(err.where, "headroom.ini");
        assert_int_equal(err.line, 7);
        assert_non_null(strstr(err.hint, "Narrow its 'series'"));
        place_remove(&place);
    }
}

static void a_group_is_asked_about_by_its_name_or_with_all_its_members(void **state)
{
    static const struct { const char *selector[2]; size_t count; int there; } cases[] = {
        { { "group/*" }, 1, 1 }, { { "a/*" }, 1, 1 }, { { "a/pool-1/*" }, 1, 0 },
        { { "a/pool-1/*", "a/pool-[23]/*" }, 2, 1 }, { { "*/connections" }, 1, 1 },
    };
    struct group_rule rule = { "pools", pools, 1, "n+1", NULL, 0 };
    struct engine_options options;
    struct place place;

    (void)state;
    place_make(&place);
    put_all(&place, three_pools, COUNT(three_pools));
    options = options_of(&place);
    options.rules = (struct rules){ .get = get_rule, .groups = &rule, .group_count = 1 };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = ERROR_NONE;
        struct engine engine;
        int there = 0;

        options.selectors = cases[i].selector;
        options.selector_count = cases[i].count;
        assert_ok(engine_open(&engine, &options, &err), &err);
        for (size_t k = 0; k < engine.selected_count; k++)
            there |= engine_group(&engine, engine.selected[k]) != NULL;
        assert_int_equal(there, cases[i].there);
        assert_true(engine_of_source(&engine, engine.stored_count, "a"));
        assert_false(engine_of_source(&engine, engine.stored_count, "group"));
        engine_close(&engine);
    }
    place_remove(&place);
}

/* Hosts as columns of one table: the table is what they measure. */
static void columns_of_a_table_are_members(void **state)
{
    static const char *const columns[] = { "/hosts/web-*" };
    static const struct made made[] = {
        { "", "hosts", "web-1", "%", 0, END, 30, 0, 0, 0, 0, 0 },
        { "", "hosts", "web-2", "%", 0, END, 50, 0, 0, 0, 0, 0 },
        { "", "hosts", "mail",  "%", 0, END, 90, 0, 0, 0, 0, 0 },
    };
    struct group_rule rule = { "web", columns, 1, NULL, NULL, 0 };
    struct answer answer;
    struct place place;
    const struct finding *f = ask_made(&answer, &place, made, COUNT(made), &rule);

    (void)state;
    assert_string_equal(f->name, "group/web/hosts");
    assert_close(f->level.value, 40, 1e-9);
    done(&answer, &place);
}

/* Of one host the disk grows to its limit and the processor does not; of another nothing has a date. */
static void the_limit_that_comes_first_is_the_bottleneck(void **state)
{
    static const struct made made[] = {
        { "a", "host-8", "cpu",       "%", 0, END, 60, 0,   0, 0,   0, 0 },
        { "a", "host-8", "disk_used", "B", 0, END, 20, 1.4, 0, 100, 0, 0 },
        { "a", "host-9", "cpu",       "%", 0, END, 50, 0,   0, 0,   0, 0 },
        { "a", "host-9", "disk_used", "B", 0, END, 20, 0,   0, 100, 0, 0 },
        { "a", "alone",  "cpu",       "%", 0, END, 50, 0,   0, 0,   0, 0 },
    };
    const struct bottleneck *b;
    struct answer answer;
    struct engine_options options;
    struct place place;

    (void)state;
    place_make(&place);
    put_all(&place, made, COUNT(made));
    options = options_of(&place);
    answer_make(&answer, &options);
    b = answer.analysis.bottlenecks;
    assert_int_equal(answer.analysis.bottleneck_count, 2);
    assert_string_equal(b[0].first->name, "a/host-8/disk_used");
    assert_string_equal(b[0].second->name, "a/host-8/cpu");
    assert_string_equal(b[1].first->name, "a/host-9/cpu");    /* no dates: the higher peak */
    assert_int_equal(b[1].limits, 2);
    done(&answer, &place);
}

static void reserves_that_can_not_be_read_say_what_can(void **state)
{
    static const char *const bad[] = { "n+", "n+0", "n+x", "n-1", "100%", "-5", "much" };
    static const struct { const char *text; enum reserve_kind kind; double value; } good[] = {
        { "n+1", RESERVE_MEMBERS, 1 }, { "N+3", RESERVE_MEMBERS, 3 }, { "20%", RESERVE_SHARE, 20 },
        { "50GiB", RESERVE_QUANTITY, 53687091200.0 }, { "12", RESERVE_QUANTITY, 12 },
    };
    struct reserve out;

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct error err = ERROR_NONE;

        assert_int_equal(reserve_read(bad[i], &out, &err), ERR_CONFIG);
        assert_non_null(strstr(err.text, bad[i]));
        assert_non_null(strstr(err.hint, "n+1"));
    }
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_int_equal(reserve_read(good[i].text, &out, NULL), 0);
        assert_int_equal(out.kind, good[i].kind);
        assert_close(out.value, good[i].value, 1e-6);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(usable_is_what_is_left_after_the_loss),
        cmocka_unit_test(the_busiest_hour_is_that_of_the_sum),
        cmocka_unit_test(shares_are_weighed_by_size),
        cmocka_unit_test(capacity_comes_with_a_member),
        cmocka_unit_test(capacity_goes_with_a_member),
        cmocka_unit_test(an_hour_without_a_member_is_a_gap),
        cmocka_unit_test(without_capacities_the_peak_tells_the_largest),
        cmocka_unit_test(what_is_not_alike_is_not_added_up),
        cmocka_unit_test(a_group_is_asked_about_by_its_name_or_with_all_its_members),
        cmocka_unit_test(columns_of_a_table_are_members),
        cmocka_unit_test(the_limit_that_comes_first_is_the_bottleneck),
        cmocka_unit_test(reserves_that_can_not_be_read_say_what_can),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
