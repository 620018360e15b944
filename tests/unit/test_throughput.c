#include "tests/unit/engine_fixture.h"

#include <gsl/gsl_errno.h>

#include "analyzer/engine/throughput.h"

/*
 * A service of sigma 0.03 and kappa 0.0004, peak at sqrt(0.97 / 0.0004) = 49.2 in service, to which
 * load comes that rises and falls with the day, between 2 and 80.
 */
enum { KNOWN = 14 };

static const double LAMBDA = 23.85, SIGMA = 0.03, KAPPA = 0.0004;

static double busy_value(const struct made *made, int64_t at)
{
    (void)made;
    return 41 + 39 * sin(2 * M_PI * (double)((at - T0) % DAY_MS) / (double)DAY_MS);
}

static double rate_at(int64_t at)
{
    double n = busy_value(NULL, at);

    return LAMBDA * n / (1 + SIGMA * (n - 1) + KAPPA * n * (n - 1));
}

static double done_value(const struct made *made, int64_t at)
{
    return rate_at(at) * (1 + 0.02 * noise_at(made->resource, at));
}

/* All that was ever done: over five minutes each the rate of their end. */
static double counted_value(const struct made *made, int64_t at)
{
    double sum = 0;

    (void)made;
    for (int64_t t = T0 + 5 * MINUTE_MS; t <= at; t += 5 * MINUTE_MS)
        sum += 300 * rate_at(t);
    return sum;
}

static const struct made busy    = { "app", "pool", "busy", "", 0, KNOWN, 0, 0, 0, 0, 5 * MINUTE_MS, 0 };
static const struct made done    = { "app", "pool", "done", "1/s", 0, KNOWN, 0, 0, 0, 0, 5 * MINUTE_MS, 0 };
static const struct made counted = { "app", "pool", "done", "", 0, 3, 0, 0, 0, 0, 5 * MINUTE_MS,
                                     SERIES_COUNTER };

static const struct throughput_rule same_text = { "pool", "*/busy", "*/done" };
static const struct throughput_rule selector  = { "pool", "app/*/busy", "*done*" };
static const struct throughput_rule nobody    = { "pool", "*/busy", "*/gone" };

/* The curve as asked for by the series `metric`; 0 where the rule makes none. */
static int curve_of(const struct made *load, const struct made *throughput,
                    double (*value)(const struct made *, int64_t), const struct throughput_rule *rule,
                    size_t asked, struct throughput_curve *out)
{
    struct error err = ERROR_NONE;
    struct engine_options options;
    struct engine engine;
    struct place place;
    struct store *store;
    size_t n, c;
    int found;

    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    assert_ok(store_begin(store, &err), &err);
    put_made(store, load, busy_value);
    put_made(store, throughput, value);
    assert_ok(store_commit(store, &err), &err);
    store_close(store);
    options = options_of(&place);
    assert_ok(engine_open(&engine, &options, &err), &err);
    found = throughput_pair(&engine, rule, asked, &n, &c);
    if (found) {
        assert_string_equal(engine.series[n].info.key.metric, "busy");
        assert_string_equal(engine.series[c].info.key.metric, "done");
        assert_ok(throughput_measure(&engine, rule, n, c, out, &err), &err);
    }
    engine_close(&engine);
    place_remove(&place);
    return found;
}

static void assert_planted(const struct usl_fit *fit)
{
    assert_int_equal(fit->verdict, USL_USABLE);
    assert_close(fit->lambda, LAMBDA, 0.02);
    assert_close(fit->sigma, SIGMA, 0.05);
    assert_close(fit->kappa, KAPPA, 0.05);
    assert_true(fit->peak.known);
    assert_close(fit->peak.value, 49.244, 0.02);
}

static void what_a_service_can_do_is_found(void **state)
{
    struct throughput_curve curve;

    (void)state;
    assert_true(curve_of(&busy, &done, done_value, &same_text, 0, &curve));
    assert_int_equal(curve.fit.n, KNOWN * 288 + 1);
    assert_planted(&curve.fit);
    assert_close(curve.fit.lowest, 2, 0.01);
    assert_close(curve.fit.highest, 80, 0.01);
}

static void a_counter_is_its_rate(void **state)
{
    struct throughput_curve curve;

    (void)state;
    assert_true(curve_of(&busy, &counted, counted_value, &same_text, 0, &curve));
    assert_string_equal(curve.throughput_unit, "1/s");
    assert_in_range(curve.fit.n, 3 * 288 - 1, 3 * 288);
    assert_planted(&curve.fit);
}

/* Half as many samples of what is done, two minutes late: the nearest load is taken. */
static void samples_need_not_fall_together(void **state)
{
    struct made late = done;
    struct throughput_curve curve;

    (void)state;
    late.from = 2.0 / 1440;
    late.step = 10 * MINUTE_MS;
    assert_true(curve_of(&busy, &late, done_value, &same_text, 0, &curve));
    assert_int_equal(curve.fit.n, KNOWN * 144);
    assert_planted(&curve.fit);
}

static void either_side_may_be_asked_for(void **state)
{
    struct throughput_curve curve;

    (void)state;
    assert_true(curve_of(&busy, &done, done_value, &same_text, 1, &curve));
    assert_true(curve_of(&busy, &done, done_value, &selector, 0, &curve));
    assert_true(curve_of(&busy, &done, done_value, &selector, 1, &curve));
    assert_false(curve_of(&busy, &done, done_value, &nobody, 0, &curve));
    assert_false(curve_of(&busy, &done, done_value, &nobody, 1, &curve));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_service_can_do_is_found),
        cmocka_unit_test(a_counter_is_its_rate),
        cmocka_unit_test(samples_need_not_fall_together),
        cmocka_unit_test(either_side_may_be_asked_for),
    };

    gsl_set_error_handler_off();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
