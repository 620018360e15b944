#include "tests/unit/unit.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "models/growth.h"

enum { MOST = 200 };

struct bench {
    struct scratch    scratch;
    gsl_rng          *r;
    double            t[MOST], y[MOST];
    struct growth_fit fit;
    struct error      err;
};

static struct bench bench;

static int set_up(void **state)
{
    *state = &bench;
    bench.r = gsl_rng_alloc(gsl_rng_mt19937);
    for (size_t i = 0; i < MOST; i++)
        bench.t[i] = (double)i;
    return bench.r ? scratch_init(&bench.scratch, change_room(MOST) + growth_room(MOST)) : -1;
}

static int tear_down(void **state)
{
    struct bench *b = *state;

    gsl_rng_free(b->r);
    scratch_release(&b->scratch);
    return 0;
}

static void measure(struct bench *b, size_t n, int with_changes)
{
    struct changes changes;

    if (with_changes)
        assert_ok(change_find(b->t, b->y, n, NULL, 0, &b->scratch, &changes, &b->err), &b->err);
    assert_ok(growth_measure(b->t, b->y, n, with_changes ? &changes : NULL, &b->scratch, &b->fit, &b->err), &b->err);
    assert_int_equal(b->scratch.used, 0);
    assert_true(isfinite(b->fit.slope) && isfinite(b->fit.low) && isfinite(b->fit.high) && isfinite(b->fit.level) &&
                isfinite(b->fit.noise) && isfinite(b->fit.effective) && isfinite(b->fit.doubling_days));
    assert_true(b->fit.low <= b->fit.slope && b->fit.slope <= b->fit.high);
}

static void draw_line(struct bench *b, size_t n, double slope, double noise)
{
    for (size_t i = 0; i < n; i++)
        b->y[i] = 100 + slope * (double)i + noise * gsl_ran_gaussian(b->r, 1);
}

static void a_line_is_measured_exactly(void **state)
{
    struct bench *b = *state;

    draw_line(b, 60, 2.385, 0);
    measure(b, 60, 1);
    assert_close(b->fit.slope, 2.385, 1e-6);
    assert_close(b->fit.low, 2.385, 1e-4);
    assert_close(b->fit.high, 2.385, 1e-4);
    assert_close(b->fit.level, 100 + 59 * 2.385, 1e-9);
    assert_close(growth_at(&b->fit, 75), 100 + 75 * 2.385, 1e-6);
    assert_int_equal(b->fit.significant, 1);
    assert_int_equal(b->fit.shape, SHAPE_LINEAR);
}

/*
 * Lines in noise from white to a walk: the 90 % interval must hold the slope about 9 times in 10. It is meant
 * to err on the wide side where the noise can not be told from a walk.
 */
static double next_noise(int kind, gsl_rng *r, double *state)
{
    double e = gsl_ran_gaussian(r, 1);

    *state = (kind == 0 ? 0 : kind == 1 ? 0.6 : kind == 2 ? 0.9 : 1) * *state + e;
    return *state;
}

static void the_interval_holds_nine_in_ten(void **state)
{
    static const size_t lengths[] = { 14, 30, 84, 180 };
    struct bench *b = *state;

    for (int kind = 0; kind < 4; kind++)
        for (size_t l = 0; l < COUNT(lengths); l++) {
            int held = 0;
            gsl_rng_set(b->r, 40 + (unsigned long)kind);
            for (int round = 0; round < 200; round++) {
                double noise = 0;
                for (size_t i = 0; i < lengths[l]; i++)
                    b->y[i] = 0.3 * (double)i + next_noise(kind, b->r, &noise);
                measure(b, lengths[l], 0);
                held += b->fit.low <= 0.3 && b->fit.high >= 0.3;
            }
            if (held < 168)     /* 84 %: under a true 90 % seen once in 200 */
                fail_msg("noise %d, %zu bins: the slope is inside in %d of 200", kind, lengths[l], held);
        }
}

/* Day by day; and by the hour, of which a bin has the highest or the mean. */
enum walk { BY_DAY, HIGHEST, MEAN };

static double next_day(enum walk kind, gsl_rng *r, double *level)
{
    double highest = -INFINITY, sum = 0;
    int hours = kind == BY_DAY ? 1 : 24;

    for (int h = 0; h < hours; h++) {
        *level += gsl_ran_gaussian(r, 1);
        highest = fmax(highest, *level);
        sum += *level;
    }
    return kind == MEAN ? sum / hours : highest;
}

static void a_random_walk_seldom_grows(void **state)
{
    static const size_t lengths[] = { 30, 60, 84, 180 };
    struct bench *b = *state;

    for (int kind = BY_DAY; kind <= MEAN; kind++) {
        int growing = 0, asked = 0;

        gsl_rng_set(b->r, 77);
        for (; asked < 2000; asked++) {
            size_t n = lengths[(size_t)asked % COUNT(lengths)];
            double level = 0;

            for (size_t i = 0; i < n; i++)
                b->y[i] = 100 + next_day((enum walk)kind, b->r, &level);
            measure(b, n, 1);
            growing += b->fit.significant;
        }
        if (growing > asked / 10)
            fail_msg("walks of kind %d: %d of %d grow", kind, growing, asked);
    }
}

static void white_noise_around_a_rise_is_growth(void **state)
{
    struct bench *b = *state;
    int growing = 0;

    gsl_rng_set(b->r, 8);
    for (int round = 0; round < 100; round++) {
        draw_line(b, 84, 0.1, 1);
        measure(b, 84, 1);
        growing += b->fit.significant;
    }
    assert_in_range(growing, 95, 100);
}

/* Growth over the window of less than two noises is not worth a word, however sure. */
static void a_rise_smaller_than_the_noise_is_none(void **state)
{
    struct bench *b = *state;

    gsl_rng_set(b->r, 9);
    draw_line(b, 200, 0.009, 1);
    measure(b, 200, 1);
    assert_int_equal(b->fit.significant, 0);
    assert_int_equal(b->fit.shape, SHAPE_NONE);
}

static void a_step_is_no_growth(void **state)
{
    struct bench *b = *state;

    gsl_rng_set(b->r, 10);
    draw_line(b, 90, 0, 1);
    for (size_t i = 45; i < 90; i++)
        b->y[i] += 30;
    measure(b, 90, 1);
    assert_int_equal(b->fit.significant, 0);
    assert_close(b->fit.level, 130, 0.01);
}

static void after_a_bend_only_the_new_slope_counts(void **state)
{
    struct bench *b = *state;

    gsl_rng_set(b->r, 11);
    draw_line(b, 90, 0.5, 1);
    for (size_t i = 60; i < 90; i++)
        b->y[i] += 2.5 * (double)(i - 60);
    measure(b, 90, 1);
    assert_close(b->fit.slope, 3, 0.08);
    assert_true(b->fit.since >= 57 && b->fit.since <= 63);
    assert_int_equal(b->fit.significant, 1);
}

static void growth_by_a_factor_has_a_doubling_time(void **state)
{
    struct bench *b = *state;

    gsl_rng_set(b->r, 12);
    for (size_t i = 0; i < 120; i++)
        b->y[i] = 50 * exp(0.02 * (double)i) * (1 + 0.01 * gsl_ran_gaussian(b->r, 1));
    measure(b, 120, 1);
    assert_int_equal(b->fit.shape, SHAPE_EXPONENTIAL);
    assert_close(b->fit.doubling_days, log(2) / 0.02, 0.03);
    assert_close(b->fit.slope, 0.02 * 50 * exp(0.02 * 119), 0.03);
    assert_close(growth_at(&b->fit, 150), 50 * exp(0.02 * 150), 0.05);
}

static void a_curve_that_flattens_is_saturating(void **state)
{
    struct bench *b = *state;

    gsl_rng_set(b->r, 13);
    for (size_t i = 0; i < 120; i++)
        b->y[i] = 400 - 300 * exp(-0.02 * (double)i) + gsl_ran_gaussian(b->r, 0.5);
    measure(b, 120, 0);
    assert_int_equal(b->fit.shape, SHAPE_SATURATING);
    assert_close(b->fit.slope, 0.02 * 300 * exp(-0.02 * 119), 0.15);
}

static void weekends_do_not_widen_the_interval(void **state)
{
    struct bench *b = *state;

    gsl_rng_set(b->r, 14);
    draw_line(b, 84, 0.3, 1);
    measure(b, 84, 1);
    double plain = b->fit.high - b->fit.low;
    for (size_t i = 0; i < 84; i++)
        b->y[i] -= i % 7 >= 5 ? 20 : 0;
    measure(b, 84, 1);
    assert_close(b->fit.high - b->fit.low, plain, 0.25);
}

static void few_or_odd_bins_are_refused_in_words(void **state)
{
    struct bench *b = *state;

    draw_line(b, 20, 1, 0);
    for (size_t n = 0; n < GROWTH_LEAST; n++) {
        assert_int_equal(growth_measure(b->t, b->y, n, NULL, &b->scratch, &b->fit, &b->err), ERR_TOOFEW);
        assert_non_null(strstr(b->err.text, "too few"));
    }
    b->y[7] = NAN;
    assert_int_equal(growth_measure(b->t, b->y, 20, NULL, &b->scratch, &b->fit, &b->err), ERR_NUMERIC);
    for (size_t i = 0; i < 20; i++)
        b->y[i] = i % 2 ? 1e119 : -1e119;
    measure(b, 20, 1);
    for (size_t i = 0; i < 20; i++)
        b->y[i] = 42.5;
    measure(b, 20, 1);
    assert_int_equal(b->fit.significant, 0);
    assert_close(b->fit.slope, 0, 1e-9);
    for (size_t i = 0; i < 20; i++)
        b->y[i] = 1e-305 * (double)i;
    measure(b, 20, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_measured_exactly),
        cmocka_unit_test(the_interval_holds_nine_in_ten),
        cmocka_unit_test(a_random_walk_seldom_grows),
        cmocka_unit_test(white_noise_around_a_rise_is_growth),
        cmocka_unit_test(a_rise_smaller_than_the_noise_is_none),
        cmocka_unit_test(a_step_is_no_growth),
        cmocka_unit_test(after_a_bend_only_the_new_slope_counts),
        cmocka_unit_test(growth_by_a_factor_has_a_doubling_time),
        cmocka_unit_test(a_curve_that_flattens_is_saturating),
        cmocka_unit_test(weekends_do_not_widen_the_interval),
        cmocka_unit_test(few_or_odd_bins_are_refused_in_words),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
