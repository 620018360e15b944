#include "tests/unit/unit.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "models/change.h"
#include "models/clean.h"
#include "models/gls.h"

enum { MOST = 200 };

struct bench {
    struct scratch scratch;
    gsl_rng       *r;
    double         t[MOST], y[MOST];
    struct changes changes;
    struct error   err;
};

static struct bench bench;

static int set_up(void **state)
{
    *state = &bench;
    bench.r = gsl_rng_alloc(gsl_rng_mt19937);
    for (size_t i = 0; i < MOST; i++)
        bench.t[i] = (double)i;
    return bench.r ? scratch_init(&bench.scratch, change_room(MOST) + clean_room(MOST)) : -1;
}

static int tear_down(void **state)
{
    struct bench *b = *state;

    gsl_rng_free(b->r);
    scratch_release(&b->scratch);
    return 0;
}

static void draw_line(struct bench *b, size_t n, double slope, double noise)
{
    for (size_t i = 0; i < n; i++)
        b->y[i] = 100 + slope * (double)i + noise * gsl_ran_gaussian(b->r, 1);
}

static void find(struct bench *b, size_t n, const struct change_mark *marks, size_t count)
{
    assert_ok(change_find(b->t, b->y, n, marks, count, &b->scratch, &b->changes, &b->err), &b->err);
    assert_int_equal(b->scratch.used, 0);
}

/*
 * Base R 4.2.2: V <- toeplitz(0.7^(0:11)) / (1 - 0.49); solve(t(X) V^-1 X, t(X) V^-1 y), the residual
 * quadratic form, and the diagonal of (X'V^-1X)^-1; and the same with V = I.
 */
static const struct { struct gls_noise noise; double a, b, rss, var_a, var_b; } regressions[] = {
    { { 0.7, 0 }, 4.38017430503381, 0.749511645379414, 6.65812356423742, 1.93638868019033, 0.0300525920360631 },
    { { 0, 0 },   4.31969696969697, 0.755944055944055, 2.80911421911422, 0.378787878787879, 0.00699300699300699 },
};

static void least_squares_in_known_noise_are_those_of_r(void **state)
{
    static const double y[] = { 5.2, 6.1, 5.9, 7.4, 8.8, 8.1, 9.9, 10.2, 11.7, 11.1, 13.0, 13.4 };
    enum { N = 12 };
    double one[N], time[N], column[2 * N], rest[N], beta[2];
    struct gls_fit fit;

    (void)state;
    for (int i = 0; i < N; i++) {
        one[i] = 1;
        time[i] = i + 1;
    }
    for (size_t i = 0; i < COUNT(regressions); i++) {
        gls_filter(regressions[i].noise, one, N, column);
        gls_filter(regressions[i].noise, time, N, column + N);
        gls_filter(regressions[i].noise, y, N, rest);
        gls_solve(column, 2, rest, N, &fit);
        gls_coefficients(&fit, beta);
        assert_close(beta[0], regressions[i].a, 1e-12);
        assert_close(beta[1], regressions[i].b, 1e-12);
        assert_close(fit.rss, regressions[i].rss, 1e-12);
        assert_close(gls_variance(&fit, 0), regressions[i].var_a, 1e-12);
        assert_close(gls_variance(&fit, 1), regressions[i].var_b, 1e-12);
    }
}

/* Steps of several noises, on flat and rising lines, early and late: found within a day, rarely with another. */
static const struct { double size, slope; size_t n, at; int least; } steps[] = {
    {   3, 0.0,  90,  45, 80 },
    {  -4, 0.0,  90,  45, 95 },
    {   4, 0.2,  60,  30, 90 },
    {   6, 0.5,  90,  85, 95 },
    { -10, 0.5,  90,  85, 95 },
    { -10, 0.2, 180, 150, 98 },
    {   6, 0.0, 180,  20, 95 },
};

static void steps_are_dated_to_within_a_day(void **state)
{
    struct bench *b = *state;

    for (size_t k = 0; k < COUNT(steps); k++) {
        int found = 0, more = 0;
        gsl_rng_set(b->r, 100 + k);
        for (int round = 0; round < 100; round++) {
            draw_line(b, steps[k].n, steps[k].slope, 1);
            for (size_t i = steps[k].at; i < steps[k].n; i++)
                b->y[i] += steps[k].size;
            find(b, steps[k].n, NULL, 0);
            for (size_t c = 0; c < b->changes.count; c++)
                if (b->changes.at[c].kind != STEP_SLOPE && fabs(b->changes.at[c].t - (double)steps[k].at) <= 1) {
                    found++;
                    break;
                }
            more += b->changes.count > 1;
        }
        if (found < steps[k].least || more > 5)
            fail_msg("step of %g at %zu of %zu: found in %d of 100, with another in %d", steps[k].size, steps[k].at,
                     steps[k].n, found, more);
    }
}

/* Noise without a change, as in the table of docs/methods-trend.md. */
static double next_value(int kind, gsl_rng *r, double *state, size_t i)
{
    double e = gsl_ran_gaussian(r, 1);

    switch (kind) {
    case 0:  return e;
    case 1:  return *state += e;
    case 2:  return *state = 0.5 * *state + e;
    case 3:  return *state = 0.9 * *state + e;
    default: return (i % 7 >= 5 ? -10 : 0) + e;
    }
}

static void noise_has_no_changes(void **state)
{
    static const char *const names[] = { "white", "walk", "AR(1) 0.5", "AR(1) 0.9", "weekly" };
    static const size_t lengths[] = { 30, 60, 90, 180 };
    struct bench *b = *state;

    for (int kind = 0; kind < 5; kind++)
        for (size_t l = 0; l < COUNT(lengths); l++) {
            int found = 0;
            gsl_rng_set(b->r, 500 + (unsigned long)kind);
            for (int round = 0; round < 120; round++) {
                double level = 0;
                for (size_t i = 0; i < lengths[l]; i++)
                    b->y[i] = next_value(kind, b->r, &level, i);
                find(b, lengths[l], NULL, 0);
                found += b->changes.count > 0;
            }
            if (found > 11)     /* of a true 5 %, 12 or more of 120 are seen once in 30 */
                fail_msg("%s noise of %zu bins: a change in %d of 120", names[kind], lengths[l], found);
        }
}

static void a_drop_of_a_filling_series_is_a_clean_up(void **state)
{
    struct bench *b = *state;

    gsl_rng_set(b->r, 1);
    draw_line(b, 90, 2, 1);
    for (size_t i = 60; i < 90; i++)
        b->y[i] -= 70;
    find(b, 90, NULL, 0);
    assert_int_equal(b->changes.count, 1);
    assert_int_equal(b->changes.at[0].kind, STEP_CLEANUP);
    assert_int_equal(b->changes.at[0].index, 60);
    assert_close(b->changes.at[0].size, -70, 0.03);
    assert_close(change_offset(&b->changes, 10), b->changes.at[0].size, 1e-12);
    assert_close(change_offset(&b->changes, 60), 0, 0);
    assert_int_equal(change_since(&b->changes), 0);
}

static void a_bend_is_a_change_of_slope(void **state)
{
    struct bench *b = *state;

    gsl_rng_set(b->r, 2);
    draw_line(b, 90, 0.5, 1);
    for (size_t i = 60; i < 90; i++)
        b->y[i] += 2.5 * (double)(i - 60);
    find(b, 90, NULL, 0);
    assert_int_equal(b->changes.count, 1);
    assert_int_equal(b->changes.at[0].kind, STEP_SLOPE);
    assert_in_range(b->changes.at[0].index, 58, 62);
    assert_close(b->changes.at[0].size, 2.5, 0.05);
    assert_int_equal(change_since(&b->changes), b->changes.at[0].index);
    assert_close(change_straight(&b->changes, 0, 0), -2.5 * 60, 0.08);
}

static void regular_clean_ups_are_a_saw_tooth(void **state)
{
    struct bench *b = *state;

    gsl_rng_set(b->r, 3);
    draw_line(b, 90, 0.4, 1);
    for (size_t i = 0; i < 90; i++)
        b->y[i] += 3 * (double)(i % 10);
    find(b, 90, NULL, 0);
    assert_int_equal(b->changes.count, 0);
    assert_int_equal(b->changes.sawtooth, 1);
    assert_close(b->changes.sawtooth_days, 10, 0.02);
    assert_close(b->changes.sawtooth_drop, 27, 0.15);
    assert_close(change_season(&b->changes, 100), -change_season(&b->changes, 109.999), 0.01);
}

static void month_ends_are_a_season(void **state)
{
    struct bench *b = *state;
    unsigned char spike[MOST];
    struct spike  list[8];
    size_t        count;

    gsl_rng_set(b->r, 4);
    draw_line(b, 120, 0.1, 1);
    for (size_t i = 29; i < 120; i += 30)
        b->y[i] += 30;
    assert_ok(clean_spikes(b->t, b->y, 120, &b->scratch, spike, list, 8, &count, &b->err), &b->err);
    assert_int_equal(count, 0);
    find(b, 120, NULL, 0);
    assert_int_equal(b->changes.count, 0);
    assert_int_equal(b->changes.pulses.count, 4);
    assert_close(change_season(&b->changes, 149), 30, 0.1);
    assert_close(change_season(&b->changes, 148), 0, 0);
}

static void marks_force_forbid_and_explain(void **state)
{
    struct bench *b = *state;
    const struct change_mark forced = { MARK_FORCE, 20.5, 0 };
    const struct change_mark forbidden = { MARK_FORBID, 50, 70 };
    const struct change_mark resized = { MARK_RESIZE, 60, 0 };

    gsl_rng_set(b->r, 5);
    draw_line(b, 90, 0.2, 1);
    find(b, 90, &forced, 1);
    assert_int_equal(b->changes.count, 1);
    assert_int_equal(b->changes.at[0].index, 21);
    for (size_t i = 60; i < 90; i++)
        b->y[i] += 8;
    find(b, 90, &resized, 1);
    assert_int_equal(b->changes.count, 1);
    assert_int_equal(b->changes.at[0].kind, STEP_RESIZE);
    assert_int_equal(b->changes.at[0].index, 60);
    find(b, 90, &forbidden, 1);
    for (size_t c = 0; c < b->changes.count; c++)
        assert_false(b->changes.at[c].t >= 50 && b->changes.at[c].t <= 70);
}

static void a_lone_bin_is_a_spike_and_a_step_is_none(void **state)
{
    struct bench *b = *state;
    unsigned char spike[MOST];
    struct spike  list[8];
    size_t        count;

    gsl_rng_set(b->r, 6);
    draw_line(b, 90, 0.5, 1);
    b->y[30] += 25;
    b->y[50] -= 20;
    for (size_t i = 70; i < 90; i++)
        b->y[i] += 40;
    assert_ok(clean_spikes(b->t, b->y, 90, &b->scratch, spike, list, 8, &count, &b->err), &b->err);
    assert_int_equal(count, 2);
    assert_int_equal(list[0].index, 30);
    assert_close(list[0].size, 25, 0.15);
    assert_int_equal(list[1].index, 50);
    assert_int_equal(spike[69] + spike[70] + spike[71], 0);
}

/* The newest bin may be a spike or a new level: it is neither, yet. */
static void the_newest_bin_changes_nothing(void **state)
{
    struct bench *b = *state;

    gsl_rng_set(b->r, 7);
    draw_line(b, 90, 0.5, 1);
    b->y[89] += 60;
    find(b, 90, NULL, 0);
    assert_int_equal(b->changes.count, 0);
}

static void odd_bins_are_refused_or_plain(void **state)
{
    static const double odd[][12] = {
        { 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5 },
        { 0 },
        { 1e119, -1e119, 1e119, 0, 1, 2, 3, 4, 5, 6, 7, 8 },
        { 1e-300, 2e-300, 0, 1e-300, 5e-300, 0, 0, 0, 1e-300, 0, 0, 1e-300 },
        { 1, 1, 1, 1, 1, 1, 9, 9, 9, 9, 9, 9 },
    };
    struct bench *b = *state;
    unsigned char spike[MOST];
    struct spike  list[8];
    size_t        count;

    for (size_t k = 0; k < COUNT(odd); k++)
        for (size_t n = 0; n <= 12; n++) {
            memcpy(b->y, odd[k], sizeof odd[k]);
            find(b, n, NULL, 0);
            assert_true(isfinite(b->changes.noise) && isfinite(b->changes.rho));
            for (size_t c = 0; c < b->changes.count; c++)
                assert_true(isfinite(b->changes.at[c].size) && isfinite(b->changes.at[c].score));
            assert_ok(clean_spikes(b->t, b->y, n, &b->scratch, spike, list, 8, &count, &b->err), &b->err);
        }
    b->y[5] = NAN;
    assert_int_equal(change_find(b->t, b->y, 12, NULL, 0, &b->scratch, &b->changes, &b->err), ERR_NUMERIC);
    b->y[5] = 5;
    b->t[6] = b->t[5];
    assert_int_equal(change_find(b->t, b->y, 12, NULL, 0, &b->scratch, &b->changes, &b->err), ERR_NUMERIC);
    b->t[6] = 6;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(least_squares_in_known_noise_are_those_of_r),
        cmocka_unit_test(steps_are_dated_to_within_a_day),
        cmocka_unit_test(noise_has_no_changes),
        cmocka_unit_test(a_drop_of_a_filling_series_is_a_clean_up),
        cmocka_unit_test(a_bend_is_a_change_of_slope),
        cmocka_unit_test(regular_clean_ups_are_a_saw_tooth),
        cmocka_unit_test(month_ends_are_a_season),
        cmocka_unit_test(marks_force_forbid_and_explain),
        cmocka_unit_test(a_lone_bin_is_a_spike_and_a_step_is_none),
        cmocka_unit_test(the_newest_bin_changes_nothing),
        cmocka_unit_test(odd_bins_are_refused_or_plain),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
