#include "tests/unit/engine_fixture.h"

#include "analyzer/engine/size.h"

/* --- asking ------------------------------------------------------------------------------ */

struct asked {
    struct engine  engine;
    struct arena   arena;
    struct sizing *all;
    size_t         count;
};

static void ask(struct asked *asked, const struct engine_options *options, size_question *question,
                const void *with)
{
    struct error err = ERROR_NONE;

    *asked = (struct asked){ 0 };
    assert_ok(engine_open(&asked->engine, options, &err), &err);
    assert_ok(size_all(&asked->engine, question, with, &asked->arena, &asked->all, &asked->count,
                       &err), &err);
}

static void asked_release(struct asked *asked)
{
    engine_close(&asked->engine);
    arena_release(&asked->arena);
}

static const struct size_row *row_of(const struct asked *asked, const char *key)
{
    for (size_t i = 0; i < asked->all[0].row_count; i++)
        if (strcmp(asked->all[0].row[i].key, key) == 0)
            return &asked->all[0].row[i];
    fail_msg("there is no row %s", key);
    return NULL;
}

static int has_note(const struct asked *asked, const char *code)
{
    for (size_t i = 0; i < asked->all[0].note_count; i++)
        if (strcmp(asked->all[0].note[i].code, code) == 0)
            return 1;
    return 0;
}

static void put_one(const struct place *place, const struct made *made,
                    double (*value)(const struct made *, int64_t))
{
    struct store *store = place_open(place, STORE_CREATE);
    struct error err = ERROR_NONE;

    assert_ok(store_begin(store, &err), &err);
    put_made(store, made, value);
    assert_ok(store_commit(store, &err), &err);
    store_close(store);
}

/* --- capacity ------------------------------------------------------------------------------ */

/* 15 on working days, 6 on Saturdays and Sundays; T0 is a Wednesday. */
static double working_week(const struct made *made, int64_t at)
{
    int64_t day = (at - T0) / DAY_MS % 7;

    return (day == 3 || day == 4 ? 6 : 15) + made->noise * noise_at(made->resource, at);
}

/* Whatever weekday the planned life ends on, it is the busy days that must fit. */
static void an_amount_holds_the_busiest_day_of_the_week(void **state)
{
    const struct capacity_question question = { { 0, 0 } };

    (void)state;
    for (int end = 63; end < 70; end++) {
        const struct made made = { "s", "web", "connections", "", 0, end, 0, 0, 0.2, 100, 0, 0 };
        struct engine_options options;
        struct asked asked;
        struct place place;

        place_make(&place);
        put_one(&place, &made, working_week);
        options = options_of(&place);
        ask(&asked, &options, size_capacity, &question);
        assert_true(row_of(&asked, "usage_late")->wanted.value > 14);
        assert_close(row_of(&asked, "capacity")->wanted.value, 15 / 0.7, 0.06);
        assert_true(has_note(&asked, "GIVE_BACK"));
        asked_release(&asked);
        place_remove(&place);
    }
}

static void give_rule(void *self, const char *series, struct rule *out)
{
    (void)series;
    *out = *(const struct rule *)self;
}

/*
 * 80 and one more a day for 60 days and for 111 more: 251, and 251 / 0.7 = 359 of the 200 there are:
 * 400 in units of 50, each 8.5 a month. Without a unit there is no price.
 */
static void what_is_bought_comes_in_units_and_has_its_price(void **state)
{
    const struct made made = { "s", "db", "connections", "", 0, 60, 80, 1, 0.6, 200, 0, 0 };
    const struct capacity_question question = { { 8.5, 1 } };
    struct rule rule = { .policy = policy_default, .direction = -1, .kind = -1, .purchase = 50 };
    struct engine_options options;
    struct asked asked;
    struct place place;

    (void)state;
    place_make(&place);
    put_one(&place, &made, NULL);
    options = options_of(&place);
    ask(&asked, &options, size_capacity, &question);
    assert_close(row_of(&asked, "usage_late")->wanted.value, 251, 0.05);
    assert_true(has_note(&asked, "PRICE_WITHOUT_UNIT"));
    asked_release(&asked);
    options.rules = (struct rules){ .self = &rule, .get = give_rule };
    ask(&asked, &options, size_capacity, &question);
    assert_close(row_of(&asked, "capacity")->wanted.value, 400, 1e-12);
    assert_close(row_of(&asked, "add")->wanted.value, 200, 1e-12);
    assert_close(row_of(&asked, "cost_per_month")->now.value, 34, 1e-12);
    assert_close(row_of(&asked, "cost_per_month")->wanted.value, 68, 1e-12);
    asked_release(&asked);
    place_remove(&place);
}

/* --- pools ------------------------------------------------------------------------------------ */

static const struct made CONNECTIONS = { "s", "db", "connections", "", 0, 20, 10, 0, 0, 100, 0, 0 };

static void ask_pool(struct asked *asked, struct place *place, const struct pool_question *question)
{
    struct engine_options options;

    place_make(place);
    put_one(place, &CONNECTIONS, NULL);
    options = options_of(place);
    options.policy.reserve = 4;
    ask(asked, &options, size_pool, question);
}

/* 10 erlang, 180 s, 20 s, one in five: 14, as published (see test_queueing.c). */
static void a_pool_is_what_erlang_asks_for(void **state)
{
    const struct pool_question question = {
        .hold = { { 180, 1 }, NULL }, .instances = 1, .wait = 20, .share = 0.2,
        .size = { 12, 1 }, .overflow = { 1, 1 }, .timeout = { 3600, 1 }, .idle = { 300, 1 },
        .recycle = { 600, 1 }, .threads = 6, .held = 4,
    };
    struct asked asked;
    struct place place;

    (void)state;
    ask_pool(&asked, &place, &question);
    assert_true(row_of(&asked, "load")->now.value == 10);
    assert_true(row_of(&asked, "pool_size")->wanted.value == 14);
    assert_true(row_of(&asked, "deadlock_floor")->wanted.value == 19);    /* 6 x 3 + 1 */
    assert_true(row_of(&asked, "max_overflow")->wanted.value == 5);       /* up to the floor */
    assert_true(row_of(&asked, "ceiling")->now.value == 96);              /* 100 less 4 */
    assert_close(row_of(&asked, "waiting")->wanted.value, 0.1741319335950498, 1e-9);
    assert_true(row_of(&asked, "pool_recycle")->wanted.value == 270);     /* 300 s less 30 */
    /* C(10, 14) = 0.174: 999 in 1000 wait at most ln(174.13) 180 / 4 = 232.2 s; three times that is 697 */
    assert_close(row_of(&asked, "wait_p999")->wanted.value, 232.2, 1e-3);
    assert_true(row_of(&asked, "pool_timeout")->wanted.value == 1000);
    assert_true(has_note(&asked, "DEADLOCK"));
    assert_true(has_note(&asked, "RECYCLE_TOO_LATE"));
    assert_true(!has_note(&asked, "DATABASE_IS_LIMIT"));
    asked_release(&asked);
    place_remove(&place);
}

static void notes_say_where_the_limit_is(void **state)
{
    static const struct { double instances, size, ceiling; const char *code; } rows[] = {
        { 1, 30,  -1, "POOL_NOT_BOTTLENECK" },
        { 1,  9,  -1, "POOL_OVERLOADED"     },
        { 1, 12,  13, "DATABASE_IS_LIMIT"   },    /* 10 erlang want 19 at 1 %: R 4.2.2, C(10, 19) = 0.0079 */
        { 4, 30,  -1, "POOLS_EXCEED_SERVER" },    /* 96 over 4 is 24 */
        { 1, 10, 100, "LOAD_CUT"            },    /* all 10 are taken all the time */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct pool_question question = {
            .instances = rows[i].instances, .share = 0.01, .size = { rows[i].size, 1 },
            .ceiling = { rows[i].ceiling, rows[i].ceiling > 0 },
        };
        struct asked asked;
        struct place place;

        ask_pool(&asked, &place, &question);
        if (!has_note(&asked, rows[i].code))
            fail_msg("row %zu does not say %s", i, rows[i].code);
        asked_release(&asked);
        place_remove(&place);
    }
}

/* Erlang B: 10 erlang lose 1 % with 18 (R 4.2.2: B(10, 18) = 0.0071, B(10, 17) = 0.0129). */
static void without_a_queue_requests_are_refused(void **state)
{
    const struct pool_question question = { .instances = 1, .share = 0.01, .refuse = 1 };
    struct asked asked;
    struct place place;

    (void)state;
    ask_pool(&asked, &place, &question);
    assert_true(row_of(&asked, "pool_size")->wanted.value == 18);
    assert_close(row_of(&asked, "refused")->wanted.value, 0.0071, 0.02);
    asked_release(&asked);
    place_remove(&place);
}

/* --- scalers ------------------------------------------------------------------------------------ */

/* Of five instances: 20 % at night, and from 8 to 18 o'clock 60 %, at once. */
static double office_hours(const struct made *made, int64_t at)
{
    int64_t hour = (at - T0) / HOUR_MS % 24;

    (void)made;
    return hour >= 8 && hour < 18 ? 60 : 20;
}

/*
 * Demand 1 and 3 instances of 5. The jump is 2, and an instance takes two steps: it counts over 3.
 * Least: 1 / 0.7 is 2; (1 + 2) / 0.95 is 4. Most: 3 / 0.7 is 5. Start above
 * min(70, 95 - 100 x 2 / 4) = 45 %; stop below 45 x 4 / 5 - 5 = 31 %.
 */
static void bounds_are_those_computed_by_hand(void **state)
{
    const struct made made = { "s", "web", "cpu", "%", 0, 30, 0, 0, 0, 0, 5 * MINUTE_MS, 0 };
    const struct demand_question demand = { .units = 5 };
    const struct scaler_question question = { .demand = &demand, .least = { 2, 1 },
                                              .fewest = 1, .startup_s = 600 };
    struct engine_options options;
    struct asked asked;
    struct place place;

    (void)state;
    place_make(&place);
    put_one(&place, &made, office_hours);
    options = options_of(&place);
    ask(&asked, &options, size_scaler, &question);
    assert_close(row_of(&asked, "demand_low")->now.value, 1, 1e-12);
    assert_close(row_of(&asked, "rise")->now.value, 2, 1e-12);
    assert_true(row_of(&asked, "min_instances")->wanted.value == 4);
    assert_true(row_of(&asked, "max_instances")->wanted.value == 5);
    assert_close(row_of(&asked, "scale_up_at")->wanted.value, 0.45, 1e-12);
    assert_close(row_of(&asked, "scale_down_at")->wanted.value, 0.31, 1e-12);
    assert_true(has_note(&asked, "MINIMUM_TOO_SMALL"));
    asked_release(&asked);
    place_remove(&place);
}

/* --- throughput ------------------------------------------------------------------------------------ */

/* 1 to 40 at a time, over and over; and what they get done: 100 N / (1 + 0.05 (N - 1) + 0.001 N (N - 1)). */
static double load_at(const struct made *made, int64_t at)
{
    (void)made;
    return 1 + (double)((at - T0) / HOUR_MS * 7 % 40);
}

static double done_at(const struct made *made, int64_t at)
{
    double n = load_at(made, at);

    return 100 * n / (1 + 0.05 * (n - 1) + 0.001 * n * (n - 1)) + noise_at(made->resource, at);
}

/*
 * By hand: the peak is at sqrt(0.95 / 0.001) = 30.8 and gets 904 done; 90 % of that, 813, is done from
 * 0.8134 N^2 - 60.14 N + 772.7 = 0 on, which is 16.55.
 */
static void load_is_allowed_up_to_where_more_buys_little(void **state)
{
    static const struct made load = { "s", "web", "load", "", 0, 30, 0, 0, 0, 0, 0, 0 };
    static const struct made done = { "s", "web", "done", "1/s", 0, 30, 0, 0, 0, 0, 0, 0 };
    static const struct throughput_rule rule = { "web", "*load*", "*done*" };
    const struct throughput_question question = { .share = 0.9 };
    const char *const selectors[] = { "*load*" };
    struct engine_options options;
    struct asked asked;
    struct place place;

    (void)state;
    place_make(&place);
    put_one(&place, &load, load_at);
    put_one(&place, &done, done_at);
    options = options_of(&place);
    options.rules = (struct rules){ .throughputs = &rule, .throughput_count = 1 };
    options.selectors = selectors;
    options.selector_count = 1;
    ask(&asked, &options, size_throughput, &question);
    assert_close(row_of(&asked, "peak_load")->wanted.value, 30.8, 0.03);
    assert_close(row_of(&asked, "most_throughput")->wanted.value, 904, 0.01);
    assert_close(row_of(&asked, "max_load")->wanted.value, 16.55, 0.03);
    assert_close(row_of(&asked, "contention")->now.value, 0.05, 0.05);
    assert_true(row_of(&asked, "max_load")->now.value == 40);
    assert_true(has_note(&asked, "BEYOND_PEAK"));
    asked_release(&asked);
    place_remove(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_amount_holds_the_busiest_day_of_the_week),
        cmocka_unit_test(what_is_bought_comes_in_units_and_has_its_price),
        cmocka_unit_test(a_pool_is_what_erlang_asks_for),
        cmocka_unit_test(notes_say_where_the_limit_is),
        cmocka_unit_test(without_a_queue_requests_are_refused),
        cmocka_unit_test(bounds_are_those_computed_by_hand),
        cmocka_unit_test(load_is_allowed_up_to_where_more_buys_little),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
