#include "tests/unit/engine_fixture.h"

#include "analyzer/engine/driver_finding.h"

/*
 * A shop whose orders grow by 2 a day from 1000, a quarter fewer at weekends, and a processor that
 * needs 12 % and 0.02385 % an order.
 */
enum { KNOWN = 84 };

static const double COST = 0.02385, BASE = 12;

static double orders_on(int day) { return (1000 + 2 * day) * (day % 7 >= 5 ? 0.75 : 1); }

static double orders_value(const struct made *made, int64_t at)
{
    (void)made;
    return orders_on((int)((at - T0) / DAY_MS));
}

static double cpu_value(const struct made *made, int64_t at)
{
    return BASE + COST * orders_value(made, at) + made->noise * noise_at(made->resource, at);
}

/* Orders that come in all at once, a day late for the processor. */
static double late_cpu_value(const struct made *made, int64_t at)
{
    return cpu_value(made, at - DAY_MS);
}

static double double_orders(const struct made *made, int64_t at) { return 2 * orders_value(made, at); }

/* 3,000 on day 112, 4,400 on day 140. */
static double plan_value(const struct made *made, int64_t at)
{
    (void)made;
    return 3000 + 50 * ((double)(at - T0) / (double)DAY_MS - 112);
}

static const struct made cpu    = { "prod", "web", "cpu_util", "%", 0, KNOWN, 0, 0, 0.4, 0, 0, 0 };
static const struct made orders = { "business", "shop", "orders", "", 0, KNOWN, 0, 0, 0, 0, 0, 0 };

static const struct driver_rule by_itself = { "orders", "*/web/cpu_util", "business/shop/orders", NULL };
static const struct driver_rule by_plan   = { "orders", "*/web/cpu_util", "business/shop/orders",
                                              "plan/shop/orders" };
static const struct driver_rule by_nobody = { "orders", "*/web/cpu_util", "business/shop/ordres", NULL };

struct stage {
    struct place       place;
    struct store      *store;
    struct engine      engine;
    struct study       study;
    struct drive_work  work;
    struct drive       drive;
};

static void stage_open(struct stage *stage)
{
    struct error err = ERROR_NONE;

    memset(stage, 0, sizeof *stage);
    place_make(&stage->place);
    stage->store = place_open(&stage->place, STORE_CREATE);
    assert_ok(store_begin(stage->store, &err), &err);
}

static void stage_ask(struct stage *stage, const struct driver_rule *rule)
{
    struct engine_options options = options_of(&stage->place);
    struct error err = ERROR_NONE;
    size_t at = 0;

    assert_ok(store_commit(stage->store, &err), &err);
    store_close(stage->store);
    options.rules.drivers = rule;
    options.rules.driver_count = 1;
    assert_ok(engine_open(&stage->engine, &options, &err), &err);
    while (strncmp(stage->engine.series[at].name, "prod/web/", 9) != 0)
        at++;
    assert_ok(study_init(&stage->study, &stage->engine, &err), &err);
    assert_ok(study_make(&stage->study, at, &err), &err);
    assert_ok(drive_init(&stage->work, &stage->engine, &err), &err);
    assert_ok(drive_make(&stage->work, &stage->study, &stage->drive, &err), &err);
}

static void stage_close(struct stage *stage)
{
    drive_release(&stage->work);
    study_release(&stage->study);
    engine_close(&stage->engine);
    place_remove(&stage->place);
}

static void what_an_order_costs_is_found(void **state)
{
    struct stage stage;
    struct drive_band band;

    (void)state;
    stage_open(&stage);
    put_made(stage.store, &cpu, cpu_value);
    put_made(stage.store, &orders, orders_value);
    stage_ask(&stage, &by_itself);
    assert_string_equal(stage.drive.rule->name, "orders");
    assert_string_equal(stage.drive.driver->name, "business/shop/orders");
    assert_int_equal(stage.drive.fit.verdict, DRIVER_USABLE);
    assert_int_equal(stage.drive.fit.lag, 0);
    assert_close(stage.drive.fit.cost, COST, 0.02);
    assert_close(stage.drive.fit.base, BASE, 0.05);
    assert_close(stage.drive.present.value, orders_on(81), 1e-9);    /* the last working day */
    /* no plan: the orders' own forecast, which knows their weekends */
    assert_false(stage.drive.is_plan);
    assert_in_range(stage.drive.steps, 30, KNOWN + 1);    /* as far as a forecast is shown */
    for (size_t step = 1; step <= 14; step++) {
        band = drive_demand(&stage.drive, step, 1, 0);
        assert_close(band.median, BASE + COST * orders_on(KNOWN - 1 + (int)step), 0.02);
        assert_true(band.low < band.median && band.median < band.high);
    }
    /* twice the orders: the part that no order causes stays as it is */
    band = drive_demand(&stage.drive, 7, 2, 0);
    assert_close(band.median, BASE + 2 * COST * orders_on(KNOWN + 6), 0.02);
    assert_close(drive_added(&stage.drive, 7, 2, 0), COST * orders_on(KNOWN + 6), 0.02);
    assert_close(drive_added(&stage.drive, 7, 1, 500), 500 * COST, 0.02);
    stage_close(&stage);
}

/* A driver with samples to come does not move the day that is looked from. */
static void later_samples_of_the_driver_are_its_plan(void **state)
{
    struct made to_come = orders;
    struct stage stage;

    (void)state;
    stage_open(&stage);
    put_made(stage.store, &cpu, cpu_value);
    put_made(stage.store, &orders, orders_value);
    to_come.from = KNOWN + 1;
    to_come.until = KNOWN + 60;
    put_made(stage.store, &to_come, double_orders);
    stage_ask(&stage, &by_itself);
    assert_true(stage.study.as_of == T0 + KNOWN * DAY_MS);
    assert_int_equal(stage.drive.fit.verdict, DRIVER_USABLE);
    assert_close(stage.drive.fit.cost, COST, 0.02);
    assert_true(stage.drive.is_plan);
    for (size_t step = 2; step <= 40; step++) {
        const struct drive_band *load = &stage.drive.load[step - 1];

        assert_close(load->median, 2 * orders_on(KNOWN - 1 + (int)step), 1e-9);
        assert_true(load->low == load->median && load->high == load->median);
    }
    stage_close(&stage);
}

/* A point every four weeks: between them a line, before the first from the present level, behind the last nothing. */
static void a_plan_in_few_points_is_joined(void **state)
{
    struct made plan = { "plan", "shop", "orders", "", 112, 140, 0, 0, 0, 0, 28 * DAY_MS, 0 };
    struct stage stage;
    double present;
    size_t newest;

    (void)state;
    stage_open(&stage);
    put_made(stage.store, &cpu, cpu_value);
    put_made(stage.store, &orders, orders_value);
    put_made(stage.store, &plan, plan_value);
    stage_ask(&stage, &by_plan);
    newest = stage.study.fat[stage.study.fn - 1];
    present = stage.drive.present.value;
    assert_true(stage.drive.is_plan);
    assert_int_equal(stage.drive.steps, 140 - newest);
    assert_close(stage.drive.load[112 - newest - 1].median, 3000, 1e-9);
    assert_close(stage.drive.load[126 - newest - 1].median, 3700, 1e-9);
    assert_close(stage.drive.load[140 - newest - 1].median, 4400, 1e-9);
    /* half way from the newest bin, day 83, to day 112 */
    assert_close(stage.drive.load[98 - newest - 1].median,
                 present + (3000 - present) * (98 - 83) / 29.0, 1e-9);
    /* a plan is no resource: it is left out unless asked for */
    assert_int_equal(stage.engine.selected_count, 2);
    stage_close(&stage);
}

static void demand_may_follow_a_day_later(void **state)
{
    struct stage stage;

    (void)state;
    stage_open(&stage);
    put_made(stage.store, &cpu, late_cpu_value);
    put_made(stage.store, &orders, orders_value);
    stage_ask(&stage, &by_itself);
    assert_int_equal(stage.drive.fit.verdict, DRIVER_USABLE);
    assert_int_equal(stage.drive.fit.lag, 1);
    assert_close(stage.drive.fit.cost, COST, 0.02);
    /* tomorrow's demand is today's orders, which are known */
    assert_close(stage.drive.load[0].median, orders_on(KNOWN - 1), 1e-9);
    stage_close(&stage);
}

/* One figure a week: the days that have one are compared. */
static void a_driver_may_be_counted_once_a_week(void **state)
{
    struct made weekly = orders, longer = cpu;
    struct stage stage;

    (void)state;
    stage_open(&stage);
    weekly.step = 7 * DAY_MS;
    weekly.until = longer.until = 26 * 7;
    put_made(stage.store, &longer, cpu_value);
    put_made(stage.store, &weekly, orders_value);
    stage_ask(&stage, &by_itself);
    assert_in_range(stage.drive.fit.n, 24, 27);
    assert_close(stage.drive.fit.cost, COST, 0.05);
    stage_close(&stage);
}

static void a_driver_that_is_not_stored_is_said(void **state)
{
    struct stage stage;

    (void)state;
    stage_open(&stage);
    put_made(stage.store, &cpu, cpu_value);
    put_made(stage.store, &orders, orders_value);
    stage_ask(&stage, &by_nobody);
    assert_non_null(stage.drive.rule);
    assert_null(stage.drive.driver);
    assert_int_equal(stage.drive.steps, 0);
    stage_close(&stage);
}

/*
 * The plan grows by 50 a day from 3,000 on day 112; the processor is full, at 95 %, by
 * (95 - 12) / 0.02385 = 3,480.1 orders: on day 121.6, the first whole day of which is 122.
 */
static void a_plan_says_when_the_limit_is_reached(void **state)
{
    struct made plan = { "plan", "shop", "orders", "", 112, 140, 0, 0, 0, 0, 28 * DAY_MS, 0 };
    struct finding finding = { 0 };
    struct error err = ERROR_NONE;
    struct arena arena = { 0 };
    struct stage stage;

    (void)state;
    stage_open(&stage);
    put_made(stage.store, &cpu, cpu_value);
    put_made(stage.store, &orders, orders_value);
    put_made(stage.store, &plan, plan_value);
    stage_ask(&stage, &by_plan);
    assert_ok(driver_tell(&stage.drive, &stage.study, &arena, &finding, &err), &err);
    assert_true(finding.driver.planned);
    assert_true(finding.driver.days_median.known);
    /* a hundredth of the cost is a day or so */
    assert_in_range(finding.driver.days_median.value, 122 - KNOWN - 2, 122 - KNOWN + 2);
    assert_true(finding.driver.days_early.value <= finding.driver.days_median.value);
    assert_true(finding.driver.days_late.value >= finding.driver.days_median.value);
    arena_release(&arena);
    stage_close(&stage);
}

/* What analyze tells: the same for any number of threads, null where nothing drives the series. */
static void an_analysis_tells_of_the_driver(void **state)
{
    const struct driver_rule *rules[] = { &by_itself, &by_nobody };
    static const char *const refused[] = { "", "no series is called so, or several are" };
    struct engine_options options;
    struct error err = ERROR_NONE;
    struct place place;
    struct store *store;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    assert_ok(store_begin(store, &err), &err);
    put_made(store, &cpu, cpu_value);
    put_made(store, &orders, orders_value);
    assert_ok(store_commit(store, &err), &err);
    store_close(store);
    options = options_of(&place);
    options.rules.driver_count = 1;
    for (size_t i = 0; i < COUNT(rules); i++) {
        const struct driver_finding *told;
        struct answer answer;
        char *json;

        options.rules.drivers = rules[i];
        answer_make(&answer, &options);
        told = &finding_of(&answer, "web")->driver;
        assert_string_equal(told->name, "orders");
        assert_string_equal(told->refused, refused[i]);
        assert_null(finding_of(&answer, "shop")->driver.name);
        json = json_of(&answer);
        assert_non_null(strstr(json, "\"driver\":{\"name\":\"orders\""));
        assert_non_null(strstr(json, "\"driver\":null"));
        free(json);
        assert_int_equal(told->cost.known, !refused[i][0]);
        if (told->cost.known) {
            assert_close(told->cost.value, COST, 0.02);
            /* on the busiest day of the week that ends 14 days on: the Sunday before it starts at day 91 */
            assert_close(told->at[1].median.value, BASE + COST * (1000 + 2 * 95), 0.02);
            assert_true(told->at[1].low.value < told->at[1].median.value);
            /* 95 % are reached by 3,480 orders, in 1,156 days */
            assert_false(told->days_median.known);
        }
        answer_release(&answer);
    }
    place_remove(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_an_order_costs_is_found),
        cmocka_unit_test(later_samples_of_the_driver_are_its_plan),
        cmocka_unit_test(a_plan_in_few_points_is_joined),
        cmocka_unit_test(demand_may_follow_a_day_later),
        cmocka_unit_test(a_driver_may_be_counted_once_a_week),
        cmocka_unit_test(a_driver_that_is_not_stored_is_said),
        cmocka_unit_test(a_plan_says_when_the_limit_is_reached),
        cmocka_unit_test(an_analysis_tells_of_the_driver),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
