#include "tests/unit/unit.h"

#include "models/driver.h"
#include "tests/unit/made.h"

enum { DAYS = 60, MOST = 400 };

static struct scratch scratch;

static int make_scratch(void **state)
{
    (void)state;
    return scratch_init(&scratch, driver_room(MOST));
}

static int drop_scratch(void **state)
{
    (void)state;
    scratch_release(&scratch);
    return 0;
}

/*
 * A load and what it costs, without chance, the same in R:
 *     n <- 60; i <- 0:(n-1); u <- ((i*37) %% 23)/23 - 0.5
 *     e <- 2*sin(i*1.7) + 9*((i*29) %% 31)/31 - 4.5
 *     x <- 1000 + 6*i + 140*sin(2*pi*i/7) + 90*u
 *     y <- 120 + 0.2385*x + e
 */
static double load_at(int i)
{
    return 1000 + 6 * i + 140 * sin(2 * M_PI * i / 7) + 90 * (i * 37 % 23 / 23.0 - 0.5);
}

static double noise_at(int i) { return 2 * sin(i * 1.7) + 9 * (i * 29 % 31) / 31.0 - 4.5; }

static void make_pair(double *y, double *x, int lag)
{
    for (int i = 0; i < DAYS; i++) {
        x[i] = load_at(i);
        y[i] = i < lag ? NAN : 120 + 0.2385 * load_at(i - lag) + noise_at(i);
    }
}

static struct driver_fit fit_of(const double *y, const double *x, size_t n)
{
    struct driver_fit fit;

    driver_measure(y, x, n, &scratch, &fit);
    assert_int_equal(scratch.used, 0);
    return fit;
}

/*
 * R 4.2.2, sandwich 3.0-2: f <- lm(y ~ x), NeweyWest(f, lag = ceiling(1.3*sqrt(n)) - 1,
 * prewhite = FALSE, adjust = TRUE); the trend from lm(y ~ x + i), the walk from
 * lm(diff(r) ~ 0 + r[-n]) with r <- resid(f), the changes from lm(diff(y) ~ diff(x)).
 */
static void a_fit_is_what_r_makes_of_it(void **state)
{
    double y[DAYS], x[DAYS];
    struct driver_fit fit;

    (void)state;
    make_pair(y, x, 0);
    fit = fit_of(y, x, DAYS);
    assert_int_equal(fit.verdict, DRIVER_USABLE);
    assert_int_equal(fit.n, DAYS);
    assert_int_equal(fit.lag, 0);
    assert_close(fit.base, 123.141974929, 1e-10);
    assert_close(fit.base_error, 2.66522409306, 1e-10);
    assert_close(fit.cost, 0.235809114321, 1e-10);
    assert_close(fit.cost_error, 0.00225828401426, 1e-10);
    assert_close(fit.covariance, -0.00596405012869, 1e-9);
    assert_close(fit.r2, 0.993305814417, 1e-10);
    assert_close(fit.noise, 2.87491427292, 1e-10);
    assert_close(fit.rho, 0.416150129464, 1e-9);
    assert_close(fit.wander, -4.98673919331, 1e-9);
    assert_close(fit.trend, 0.000477861072118, 1e-6);
    assert_close(fit.trend_error, 0.0316427654015, 1e-9);
    assert_close(fit.trend_noise, 2.90001727055, 1e-10);
    assert_false(fit.trending);
    assert_close(fit.change_cost, 0.239326760411, 1e-10);
    assert_close(fit.change_error, 0.00426043429962, 1e-9);
    assert_true(fit.changes_agree);
    assert_close(driver_demand(&fit, 2000), 594.760203572, 1e-10);
    assert_close(driver_spread(&fit, 2000), 3.45133854966, 1e-9);
}

/* Kiefer and Vogelsang 2005, table 1: b = 11 / 60, 1.6449 + 2.1859 b + 0.3142 b^2 - 0.3427 b^3, by hand. */
static void the_interval_reaches_as_far_as_the_width_asks(void **state)
{
    double y[DAYS], x[DAYS];
    struct driver_fit fit;

    (void)state;
    make_pair(y, x, 0);
    fit = fit_of(y, x, DAYS);
    assert_close(fit.width, 11, 0);
    assert_close(fit.cost_high - fit.cost, 2.054096 * fit.cost_error, 1e-6);
    assert_close(fit.cost - fit.cost_low, 2.054096 * fit.cost_error, 1e-6);
}

/* The numbers of R for x two days earlier: lm() of the 58 pairs. */
static void demand_that_follows_later_is_found_later(void **state)
{
    double y[DAYS], x[DAYS];
    struct driver_fit fit;

    (void)state;
    make_pair(y, x, 2);
    fit = fit_of(y, x, DAYS);
    assert_int_equal(fit.lag, 2);
    assert_int_equal(fit.n, DAYS - 2);
    assert_close(fit.base, 120.757330915, 1e-10);
    assert_close(fit.cost, 0.237803371098, 1e-10);
    assert_close(fit.base_error, 3.06841646729, 1e-9);
    assert_close(fit.cost_error, 0.00255620775746, 1e-9);
}

/* What can be wrong with a driver, each by what is done to a good pair. */
static void spoil_nothing(double *y, double *x, int i) { (void)y; (void)x; (void)i; }
static void keep_13(double *y, double *x, int i) { (void)x; y[i] = i >= 13 ? NAN : y[i]; }
static void keep_14(double *y, double *x, int i) { (void)x; y[i] = i >= 14 ? NAN : y[i]; }
static void stand_still(double *y, double *x, int i) { (void)y; x[i] = 1000 + i % 3; }
static void be_constant(double *y, double *x, int i) { (void)y; x[i] = 1000; }
static void be_zero(double *y, double *x, int i) { (void)y; x[i] = 0; }
static void forget_load(double *y, double *x, int i) { (void)x; y[i] = 120 + noise_at(i); }
static void cost_nothing(double *y, double *x, int i) { (void)x; y[i] = 120; }
static void creep(double *y, double *x, int i) { (void)x; y[i] += 1.5 * i; }
static void creep_a_little(double *y, double *x, int i) { (void)x; y[i] += 0.05 * i; }
static void miss_some(double *y, double *x, int i) { if (i % 5 == 2) x[i] = NAN; if (i == 30) y[i] = NAN; }

static const struct {
    const char *name;
    void (*spoil)(double *y, double *x, int i);
    enum driver_verdict verdict;
} spoiled[] = {
    { "a good pair",                 spoil_nothing,  DRIVER_USABLE },
    { "thirteen days",               keep_13,        DRIVER_TOO_SHORT },
    { "fourteen days",               keep_14,        DRIVER_USABLE },
    { "a driver that hardly moves",  stand_still,    DRIVER_STANDS_STILL },
    { "a constant driver",           be_constant,    DRIVER_STANDS_STILL },
    { "a driver of zeros",           be_zero,        DRIVER_STANDS_STILL },
    { "noise alone",                 forget_load,    DRIVER_EXPLAINS_NOTHING },
    { "a constant resource",         cost_nothing,   DRIVER_EXPLAINS_NOTHING },
    { "a creeping resource",         creep,          DRIVER_DRIFTS },
    { "a creep within the noise",    creep_a_little, DRIVER_USABLE },
    { "gaps in both",                miss_some,      DRIVER_USABLE },
};

static void what_a_driver_can_not_tell_is_refused(void **state)
{
    (void)state;
    for (size_t c = 0; c < COUNT(spoiled); c++) {
        double y[DAYS], x[DAYS];
        struct driver_fit fit;

        make_pair(y, x, 0);
        for (int i = 0; i < DAYS; i++)
            spoiled[c].spoil(y, x, i);
        fit = fit_of(y, x, DAYS);
        if (fit.verdict != spoiled[c].verdict)
            fail_msg("%s: %s", spoiled[c].name, driver_verdict_words(fit.verdict));
        assert_int_equal(driver_verdict_words(fit.verdict)[0] == '\0', fit.verdict == DRIVER_USABLE);
        if (fit.verdict == DRIVER_USABLE)
            assert_close(fit.cost, 0.2385, 0.05);
    }
}

/* The cost is in units of y for a unit of x, whatever the size of both. */
static void another_unit_changes_the_numbers_alone(void **state)
{
    static const double scales[] = { 1e-12, 1e-3, 1e12 };
    double y[DAYS], x[DAYS];
    struct driver_fit plain, scaled;

    (void)state;
    make_pair(y, x, 0);
    plain = fit_of(y, x, DAYS);
    for (size_t s = 0; s < COUNT(scales); s++) {
        double y2[DAYS], x2[DAYS];

        for (int i = 0; i < DAYS; i++) {
            y2[i] = y[i] * scales[s];
            x2[i] = x[i] * 2.385;
        }
        scaled = fit_of(y2, x2, DAYS);
        assert_int_equal(scaled.verdict, DRIVER_USABLE);
        assert_close(scaled.cost, plain.cost * scales[s] / 2.385, 1e-9);
        assert_close(scaled.cost_error, plain.cost_error * scales[s] / 2.385, 1e-8);
        assert_close(scaled.r2, plain.r2, 1e-9);
        assert_close(scaled.wander, plain.wander, 1e-8);
    }
}

enum { DRAWS = 400, LONG = 90 };

/* Growth that two series have in common is no reason to believe that one drives the other. */
static void two_walks_do_not_drive_each_other(void **state)
{
    uint64_t seed = 20261125;
    int believed = 0;

    (void)state;
    for (int draw = 0; draw < DRAWS; draw++) {
        double y[LONG], x[LONG], a = 500, b = 300;

        for (int i = 0; i < LONG; i++) {
            y[i] = a += 1 + 3 * made_normal(&seed);
            x[i] = b += 2 + 4 * made_normal(&seed);
        }
        believed += fit_of(y, x, LONG).verdict == DRIVER_USABLE;
    }
    print_message("two walks: %d of %d believed\n", believed, DRAWS);
    assert_true(believed <= DRAWS / 20);
}

/* Noise that remembers (0.6 a day): the 90 % interval holds the cost that was planted about as often. */
static void the_interval_holds_what_was_planted(void **state)
{
    uint64_t seed = 20261125;
    int held = 0, usable = 0;

    (void)state;
    for (int draw = 0; draw < DRAWS; draw++) {
        double y[LONG], x[LONG], e = 0;
        struct driver_fit fit;

        for (int i = 0; i < LONG; i++) {
            e = 0.6 * e + 4 * made_normal(&seed);
            x[i] = 1000 + 3 * i + (i % 7 >= 5 ? -250 : 0) + 40 * made_normal(&seed);
            y[i] = 120 + 0.2385 * x[i] + e;
        }
        fit = fit_of(y, x, LONG);
        usable += fit.verdict == DRIVER_USABLE;
        held += fit.cost_low <= 0.2385 && fit.cost_high >= 0.2385;
    }
    print_message("planted cost: usable in %d, held in %d of %d\n", usable, held, DRAWS);
    assert_true(usable >= 0.95 * DRAWS);
    assert_true(held >= 0.85 * DRAWS && held <= 0.97 * DRAWS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fit_is_what_r_makes_of_it),
        cmocka_unit_test(the_interval_reaches_as_far_as_the_width_asks),
        cmocka_unit_test(demand_that_follows_later_is_found_later),
        cmocka_unit_test(what_a_driver_can_not_tell_is_refused),
        cmocka_unit_test(another_unit_changes_the_numbers_alone),
        cmocka_unit_test(two_walks_do_not_drive_each_other),
        cmocka_unit_test(the_interval_holds_what_was_planted),
    };

    return cmocka_run_group_tests(tests, make_scratch, drop_scratch);
}
