#include "tests/unit/unit.h"

#include <gsl/gsl_errno.h>

#include "models/usl.h"
#include "tests/unit/made.h"

static struct usl_fit fit_of(const double *load, const double *throughput, size_t n)
{
    struct error err = ERROR_NONE;
    struct usl_fit fit;

    assert_ok(usl_measure(load, throughput, n, &fit, &err), &err);
    return fit;
}

/*
 * SPEC SDM91 (Gunther 2007, chapter 5; the data set specsdm91 of
 * R's package usl, whose manual finds sigma 0.0277, kappa 0.000104 and the peak at 96.5).
 * Errors and the rest: R 4.2.2, nls(x ~ l*p/(1+s*(p-1)+k*p*(p-1)), algorithm = "port").
 */
static const double sdm_load[] = { 1, 18, 36, 72, 108, 144, 216 };
static const double sdm_throughput[] = { 64.9, 995.9, 1652.4, 1853.2, 1828.9, 1775.0, 1702.2 };

static void the_published_benchmark_is_fitted_as_published(void **state)
{
    struct usl_fit fit = fit_of(sdm_load, sdm_throughput, COUNT(sdm_load));

    (void)state;
    assert_int_equal(fit.verdict, USL_USABLE);
    assert_close(fit.lambda, 89.9952329033, 1e-6);
    assert_close(fit.sigma, 0.0277284753565, 1e-6);
    assert_close(fit.kappa, 0.000104365485109, 1e-6);
    assert_close(fit.lambda_error, 14.2134892622, 1e-5);
    assert_close(fit.sigma_error, 0.00912173131335, 1e-5);
    assert_close(fit.kappa_error, 1.98752700374e-05, 1e-5);
    assert_close(fit.r2, 0.989561478053, 1e-8);
    assert_close(fit.noise, sqrt(27453.719584 / 4), 1e-8);
    assert_true(fit.peak.known && fit.most.known);
    assert_close(fit.peak.value, 96.5195603945, 1e-6);
    assert_close(fit.peak_error.value, 8.98795197636, 1e-4);
    assert_close(fit.most.value, 1883.89899727, 1e-6);
    assert_close(fit.most_error.value, 51.6242800652, 1e-4);
    assert_close(fit.knee, 20.9333198714, 1e-6);
}

/*
 * A ray tracer on 1 to 64 processors (the data set raytracer of R's package usl). Free, kappa comes out
 * below 0; with kappa 0 it is Amdahl's law: R 4.2.2, nls(x ~ l*p/(1+s*(p-1))).
 */
static void throughput_that_only_levels_off_has_no_peak(void **state)
{
    static const double load[] = { 1, 4, 8, 12, 16, 20, 24, 28, 32, 48, 64 };
    static const double throughput[] = { 20, 78, 130, 170, 190, 200, 210, 230, 260, 280, 310 };
    struct usl_fit fit = fit_of(load, throughput, COUNT(load));

    (void)state;
    assert_int_equal(fit.verdict, USL_USABLE);
    assert_close(fit.lambda, 21.8488408126115, 1e-6);
    assert_close(fit.sigma, 0.0577707719373, 1e-6);
    assert_close(fit.lambda_error, 1.25777845682409, 1e-5);
    assert_close(fit.sigma_error, 0.00525797779257, 1e-5);
    assert_close(fit.kappa, 0, 0);
    assert_close(fit.kappa_error, 0, 0);
    assert_false(fit.peak.known);
    assert_true(fit.most.known);
    assert_close(fit.most.value, 378.198872543, 1e-6);
}

enum { HOURS = 500 };

/* Loads from low to high by the hour, and what is done with noise of 1 %. */
static struct usl_fit draw(double lambda, double sigma, double kappa, double low, double high, double unit)
{
    static double load[HOURS], throughput[HOURS];
    uint64_t seed = 20261125;

    for (int i = 0; i < HOURS; i++) {
        double n = low + (high - low) * made_uniform(&seed);
        double c = lambda * n / (1 + sigma * (n - 1) + kappa * n * (n - 1));

        load[i] = n;
        throughput[i] = unit * c * (1 + 0.01 * made_normal(&seed));
    }
    return fit_of(load, throughput, HOURS);
}

static const struct {
    double lambda, sigma, kappa, low, high, unit;
    enum usl_verdict verdict;
} planted[] = {
    { 23.85, 0.02,  0.0003, 1,    120, 1,    USL_USABLE },
    { 23.85, 0.02,  0.0003, 1,    40,  1,    USL_USABLE },     /* beyond its knee, short of its peak */
    { 23.85, 0.02,  0.0003, 0.2,  120, 1e9,  USL_USABLE },
    { 23.85, 0.02,  0.0003, 1,    120, 1e-9, USL_USABLE },
    { 23.85, 0.05,  0,      1,    200, 1,    USL_USABLE },
    { 23.85, 0,     0,      1,    200, 1,    USL_NO_BEND },
    { 23.85, 0.002, 0,      1,    20,  1,    USL_NO_BEND },    /* its knee lies at 500 */
    { 23.85, 0.02,  0.0003, 60,   150, 1,    USL_NO_FOOT },    /* its knee lies at 18 */
};

static void what_was_planted_is_found_or_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(planted); i++) {
        struct usl_fit fit = draw(planted[i].lambda, planted[i].sigma, planted[i].kappa, planted[i].low,
                                  planted[i].high, planted[i].unit);
        double peak = sqrt((1 - planted[i].sigma) / planted[i].kappa);

        if (fit.verdict != planted[i].verdict)
            fail_msg("row %zu: %s", i, usl_verdict_words(fit.verdict));
        assert_int_equal(usl_verdict_words(fit.verdict)[0] == '\0', fit.verdict == USL_USABLE);
        if (fit.verdict != USL_USABLE)
            continue;
        assert_close(fit.lambda, planted[i].lambda * planted[i].unit, 0.02);
        assert_true(fabs(fit.sigma - planted[i].sigma) <= 4 * fit.sigma_error);
        assert_true(fabs(fit.kappa - planted[i].kappa) <= 4 * fit.kappa_error);
        assert_int_equal(fit.peak.known, planted[i].kappa > 0);
        if (fit.peak.known)
            assert_true(fabs(fit.peak.value - peak) <= 4 * fit.peak_error.value);
    }
}

static void noise_and_few_loads_are_refused(void **state)
{
    double load[HOURS], throughput[HOURS];
    uint64_t seed = 20261125;

    (void)state;
    for (int i = 0; i < HOURS; i++) {
        load[i] = 1 + 50 * made_uniform(&seed);
        throughput[i] = 100 + 10 * made_normal(&seed);
    }
    assert_int_equal(fit_of(load, throughput, HOURS).verdict, USL_UNRELATED);
    for (int i = 0; i < HOURS; i++) {
        load[i] = 1 + i % 5;
        throughput[i] = 10 * load[i];
    }
    assert_int_equal(fit_of(load, throughput, HOURS).verdict, USL_TOO_FEW);
    assert_int_equal(fit_of(load, throughput, 0).verdict, USL_TOO_FEW);
    for (int i = 0; i < HOURS; i++) {
        load[i] = 1 + i % 50;
        throughput[i] = 0;
    }
    assert_int_equal(fit_of(load, throughput, HOURS).verdict, USL_UNRELATED);
}

/* The load that gets a throughput done, put into the curve, gives that throughput. */
static void the_curve_can_be_read_both_ways(void **state)
{
    struct usl_fit fit = fit_of(sdm_load, sdm_throughput, COUNT(sdm_load));
    static const double loads[] = { 0.5, 1, 7.3, 20, 60, 96 };

    (void)state;
    for (size_t i = 0; i < COUNT(loads); i++) {
        struct maybe back = usl_load(&fit, usl_throughput(&fit, loads[i]));

        assert_true(back.known);
        assert_close(back.value, loads[i], 1e-6);
    }
    /* by hand: 89.9952329 * 10 / (1 + 0.0277284754 * 9 + 0.000104365485 * 90) */
    assert_close(usl_throughput(&fit, 10), 714.844053, 1e-7);
    assert_close(usl_load(&fit, 0).value, 0, 1e-12);
    assert_false(usl_load(&fit, 1.001 * fit.most.value).known);
}

/* Bayley and Hammersley: with 0.6 left over from point to point a quarter of them are independent. */
static void neighbours_that_are_alike_widen_the_errors(void **state)
{
    struct usl_fit fit = fit_of(sdm_load, sdm_throughput, COUNT(sdm_load)), wide = fit;

    (void)state;
    wide.n = 400;
    wide.rho = 0.6;
    usl_widen(&wide);
    assert_close(wide.sigma_error, 2 * fit.sigma_error, 1e-12);
    assert_close(wide.peak_error.value, 2 * fit.peak_error.value, 1e-12);
    assert_true(wide.peak.known);
    /* seven points alike are worth less than two: nothing is sure of them */
    wide = fit;
    wide.rho = 0.6;
    usl_widen(&wide);
    assert_false(wide.peak.known);
    assert_int_equal(wide.verdict, USL_NO_BEND);
    wide = fit;
    wide.rho = -0.5;
    usl_widen(&wide);
    assert_close(wide.sigma_error, fit.sigma_error, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_benchmark_is_fitted_as_published),
        cmocka_unit_test(throughput_that_only_levels_off_has_no_peak),
        cmocka_unit_test(what_was_planted_is_found_or_refused),
        cmocka_unit_test(noise_and_few_loads_are_refused),
        cmocka_unit_test(the_curve_can_be_read_both_ways),
        cmocka_unit_test(neighbours_that_are_alike_widen_the_errors),
    };

    gsl_set_error_handler_off();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
