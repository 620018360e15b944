#include "tests/unit/unit.h"

#include <stdlib.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "models/passage.h"

enum { MOST = 800, HORIZON = 365, PATHS = 1000 };

struct setup {
    struct passage *passage;
    gsl_rng        *r;
    double          t[MOST], y[MOST];
    struct error    err;
};

static int set_up(void **state)
{
    struct setup *s = calloc(1, sizeof *s);

    if (!s)
        return -1;
    s->passage = passage_new(MOST, HORIZON, PATHS);
    s->r = gsl_rng_alloc(gsl_rng_mt19937);
    for (size_t i = 0; i < MOST; i++)
        s->t[i] = (double)i;
    *state = s;
    return s->passage && s->r ? 0 : -1;
}

static int tear_down(void **state)
{
    struct setup *s = *state;

    passage_free(s->passage);
    gsl_rng_free(s->r);
    free(s);
    return 0;
}

static int simulate(struct setup *s, size_t n, const struct changes *changes)
{
    struct passage_options options = { .step_days = 1, .horizon = HORIZON, .paths = PATHS, .seed = 3 };

    return passage_simulate(s->passage, s->t, s->y, n, changes, &options, &s->err);
}

static struct passage_dates dates_to(struct setup *s, double limit)
{
    struct passage_dates dates;

    passage_reach(s->passage, &limit, 1, limit, DIRECTION_RISING, NULL, &dates);
    return dates;
}

/* A walk whose increments have exactly the drift and deviation given. */
static void draw_walk(struct setup *s, size_t n, double drift, double sd)
{
    double sum = 0, squares = 0, step[MOST];

    for (size_t i = 1; i < n; i++) {
        step[i] = gsl_ran_gaussian(s->r, 1);
        sum += step[i];
    }
    for (size_t i = 1; i < n; i++)
        squares += (step[i] - sum / (double)(n - 1)) * (step[i] - sum / (double)(n - 1));
    s->y[0] = 100;
    for (size_t i = 1; i < n; i++)
        s->y[i] = s->y[i - 1] + drift + sd * (step[i] - sum / (double)(n - 1)) / sqrt(squares / (double)(n - 1));
}

/*
 * The first passage of a walk with drift v and deviation s a day over a gap a is inverse Gaussian:
 * P(D <= t) = Phi((v t - a) / (s sqrt t)) + exp(2 v a / s^2) Phi((-v t - a) / (s sqrt t)).
 * The paths know the drift less well than the formula does, and see a path once a day: they are
 * wider and a little later. The formula's median and quartiles must lie within theirs.
 */
static double inverse_gaussian(double t, double v, double s, double a)
{
    return gsl_cdf_ugaussian_P((v * t - a) / (s * sqrt(t))) +
           exp(2 * v * a / (s * s)) * gsl_cdf_ugaussian_P((-v * t - a) / (s * sqrt(t)));
}

static void a_walk_passes_as_the_closed_form_says(void **state)
{
    struct setup *s = *state;
    double limit, cdf[HORIZON], worst = 0;
    struct passage_dates dates;

    assert_close(inverse_gaussian(50, 0.8, 3, 40), 0.599536315496933, 1e-12);    /* R 4.2.2 */
    assert_close(inverse_gaussian(80, 0.8, 3, 40), 0.879560058732532, 1e-12);
    for (unsigned long seed = 1; seed <= 20; seed++) {
        double sum = 0;
        gsl_rng_set(s->r, seed);
        draw_walk(s, 700, 1.0, 1.0);
        assert_ok(simulate(s, 700, NULL), &s->err);
        limit = s->y[699] + 40;
        passage_reach(s->passage, &limit, 1, limit, DIRECTION_RISING, cdf, &dates);
        for (int day = 1; day <= 100; day++)
            sum += (cdf[day - 1] - inverse_gaussian(day, 1.0, 1.0, 40)) / 100;
        worst += sum / 20;
        assert_int_equal(dates.median.known, 1);
        assert_true(dates.early.value <= 40 && dates.late.value >= 37);
    }
    if (fabs(worst) > 0.02)
        fail_msg("the distribution is off by %.3f on average", worst);
}

/* Walks with drift, noise on top, and their own future: does the 80 % interval of the day hold 80 %? */
static void the_interval_of_the_date_holds_four_in_five(void **state)
{
    struct setup *s = *state;
    int held = 0, asked = 0;

    for (unsigned long seed = 1; seed <= 600; seed++) {
        size_t n = 120 + 60 * (seed % 4), day = 0;
        gsl_rng_set(s->r, seed);
        double level = 100, limit, noise = seed % 2 ? 0.0 : 2.0;
        for (size_t i = 0; i < n; i++) {
            level += 0.5 + gsl_ran_gaussian(s->r, 1);
            s->y[i] = level + noise * gsl_ran_gaussian(s->r, 1);
        }
        assert_ok(simulate(s, n, NULL), &s->err);
        limit = s->y[n - 1] + 15 + 5 * (double)(seed % 5);
        struct passage_dates dates = dates_to(s, limit);
        for (size_t k = 1; k <= HORIZON && !day; k++) {
            level += 0.5 + gsl_ran_gaussian(s->r, 1);
            if (level + noise * gsl_ran_gaussian(s->r, 1) >= limit)
                day = k;
        }
        double truth = day ? (double)day : INFINITY;
        held += truth >= (dates.early.known ? dates.early.value : INFINITY) &&
                truth <= (dates.late.known ? dates.late.value : INFINITY);
        asked++;
    }
    double share = (double)held / asked;
    if (share < 0.75 || share > 0.90)
        fail_msg("the 80 %% interval holds %.1f %%", 100 * share);
}

static void a_line_without_noise_has_one_date(void **state)
{
    struct setup *s = *state;

    for (size_t i = 0; i < 90; i++)
        s->y[i] = 200 + 2.5 * (double)i;
    assert_ok(simulate(s, 90, NULL), &s->err);
    struct passage_dates dates = dates_to(s, s->y[89] + 2.5 * 40);
    assert_close(dates.early.value, 40, 0.03);
    assert_close(dates.median.value, 40, 0.03);
    assert_close(dates.late.value, 40, 0.03);
    assert_close(dates.within, 1, 0);
}

static void already_there_is_day_zero(void **state)
{
    struct setup *s = *state;

    for (size_t i = 0; i < 30; i++)
        s->y[i] = 10 + (double)(i % 3);
    assert_ok(simulate(s, 30, NULL), &s->err);
    struct passage_dates dates = dates_to(s, s->y[29]);
    assert_int_equal(dates.reached, 1);
    assert_int_equal(dates.early.known && dates.median.known && dates.late.known, 1);
    assert_close(dates.median.value + dates.early.value + dates.late.value, 0, 0);
}

/* Growth that a clean-up set back once goes on: its level of before is no place that it comes back to. */
static void a_clean_up_sets_no_late_day_back(void **state)
{
    enum { DAYS = 84, CLEANED = 42 };
    struct setup *s = *state;
    struct scratch scratch;
    struct changes changes;

    assert_int_equal(scratch_init(&scratch, change_room(DAYS)), 0);
    gsl_rng_set(s->r, 11);
    for (size_t i = 0; i < DAYS; i++)
        s->y[i] = 400 + 2 * (double)(i % CLEANED) + gsl_ran_gaussian(s->r, 1);
    assert_ok(change_find(s->t, s->y, DAYS, NULL, 0, &scratch, &changes, &s->err), &s->err);
    assert_int_equal(changes.count, 1);
    assert_ok(simulate(s, DAYS, &changes), &s->err);
    struct passage_dates dates = dates_to(s, 400 + 2 * (CLEANED + 30));
    assert_true(dates.late.known && dates.late.value < 45);
    scratch_release(&scratch);
}

static void a_falling_limit_mirrors_a_rising_one(void **state)
{
    struct setup *s = *state;
    struct passage_dates up, down;
    double limit;

    gsl_rng_set(s->r, 5);
    draw_walk(s, 200, 0.4, 1.0);
    assert_ok(simulate(s, 200, NULL), &s->err);
    up = dates_to(s, s->y[199] + 30);
    for (size_t i = 0; i < 200; i++)
        s->y[i] = -s->y[i];
    limit = s->y[199] - 30;
    assert_ok(simulate(s, 200, NULL), &s->err);
    passage_reach(s->passage, &limit, 1, limit, DIRECTION_FALLING, NULL, &down);
    assert_close(down.median.value, up.median.value, 0.05);
}

/* Another unit changes nothing but the numbers. */
static void the_unit_does_not_matter(void **state)
{
    struct setup *s = *state;
    struct passage_dates bytes, gibibytes;

    gsl_rng_set(s->r, 6);
    draw_walk(s, 150, 0.4, 1.0);
    assert_ok(simulate(s, 150, NULL), &s->err);
    gibibytes = dates_to(s, s->y[149] + 25.3);
    double limit = 1073741824.0 * (s->y[149] + 25.3);
    for (size_t i = 0; i < 150; i++)
        s->y[i] *= 1073741824.0;
    assert_ok(simulate(s, 150, NULL), &s->err);
    bytes = dates_to(s, limit);
    assert_close(bytes.early.value, gibibytes.early.value, 1e-12);
    assert_close(bytes.median.value, gibibytes.median.value, 1e-12);
    assert_close(bytes.late.value, gibibytes.late.value, 1e-12);
}

static void the_distribution_rises_and_agrees_with_its_quantiles(void **state)
{
    struct setup *s = *state;
    struct passage_dates dates;
    double cdf[HORIZON], limit;

    gsl_rng_set(s->r, 8);
    draw_walk(s, 300, 0.3, 1.5);
    assert_ok(simulate(s, 300, NULL), &s->err);
    limit = s->y[299] + 30;
    passage_reach(s->passage, &limit, 1, limit, DIRECTION_RISING, cdf, &dates);
    for (int k = 1; k < HORIZON; k++)
        assert_true(cdf[k] >= cdf[k - 1] && cdf[k] <= 1);
    int day = (int)dates.median.value;
    assert_true(cdf[day - 1] >= 0.5 && (day < 2 || cdf[day - 2] < 0.5));
    assert_close(dates.within, cdf[HORIZON - 1], 0);
}

/* The median of the paths follows the centre; bounds cut what is shown and do not move the date. */
static void the_centre_is_followed_and_bounds_bend_nothing(void **state)
{
    struct setup *s = *state;
    struct passage_options options = { .step_days = 1, .horizon = 60, .paths = PATHS, .seed = 3 };
    double centre[60], fan[3], limit;
    static const double levels[] = { 0.1, 0.5, 0.9 };
    struct passage_dates free_dates, bound_dates;

    gsl_rng_set(s->r, 9);
    draw_walk(s, 100, 0.3, 1.5);
    for (int k = 0; k < 60; k++)
        centre[k] = s->y[99] + 0.9 * (k + 1);
    limit = s->y[99] + 27;
    assert_ok(passage_simulate(s->passage, s->t, s->y, 100, NULL, &options, &s->err), &s->err);
    passage_recentre(s->passage, centre, 50);
    passage_reach(s->passage, &limit, 1, limit, DIRECTION_RISING, NULL, &free_dates);
    for (size_t k = 1; k <= 50; k += 7) {
        passage_fan(s->passage, k, levels, 3, fan);
        assert_close(fan[1], centre[k - 1], 1e-5);
        assert_true(fan[0] < fan[1] && fan[1] < fan[2]);
    }
    options.ceiling = (struct maybe){ s->y[99] + 5, 1 };
    options.floor = (struct maybe){ s->y[99], 1 };
    assert_ok(passage_simulate(s->passage, s->t, s->y, 100, NULL, &options, &s->err), &s->err);
    passage_recentre(s->passage, centre, 50);
    passage_reach(s->passage, &limit, 1, limit, DIRECTION_RISING, NULL, &bound_dates);
    assert_close(bound_dates.median.value, free_dates.median.value, 0);
    passage_fan(s->passage, 60, levels, 3, fan);
    assert_close(fan[2], s->y[99] + 5, 1e-12);
}

/* Capacity that is added on day 20 moves the dates that come after it. */
static void a_limit_may_change_with_time(void **state)
{
    struct setup *s = *state;
    double limit[HORIZON];
    struct passage_dates dates;

    for (size_t i = 0; i < 90; i++)
        s->y[i] = 100 + (double)i;
    assert_ok(simulate(s, 90, NULL), &s->err);
    for (int k = 0; k < HORIZON; k++)
        limit[k] = s->y[89] + (k < 20 ? 30 : 80);
    passage_reach(s->passage, limit, HORIZON, s->y[89] + 30, DIRECTION_RISING, NULL, &dates);
    assert_close(dates.median.value, 80, 0.03);
}

/* A gap is bridged, not counted as flat; weekly bins count in days. */
static void gaps_and_weeks_are_days(void **state)
{
    struct setup *s = *state;
    struct passage_options options = { .step_days = 7, .horizon = 50, .paths = PATHS, .seed = 3 };
    double t[60], limit;
    struct passage_dates dates;
    size_t n = 0;

    for (size_t i = 0; i < 90; i++)
        if (i < 30 || i > 50) {
            s->t[n] = (double)i;
            s->y[n++] = 10 + 0.5 * (double)i;
        }
    assert_ok(simulate(s, n, NULL), &s->err);
    assert_close(dates_to(s, s->y[n - 1] + 20).median.value, 40, 0.05);
    for (size_t i = 0; i < 60; i++) {
        t[i] = 7 * (double)i;
        s->y[i] = 10 + 3 * (double)i;
    }
    assert_ok(passage_simulate(s->passage, t, s->y, 60, NULL, &options, &s->err), &s->err);
    limit = s->y[59] + 30;
    passage_reach(s->passage, &limit, 1, limit, DIRECTION_RISING, NULL, &dates);
    assert_close(dates.median.value, 70, 0.1);
    for (size_t i = 0; i < MOST; i++)
        s->t[i] = (double)i;
}

static void same_seed_same_paths(void **state)
{
    struct setup *s = *state;
    double once[HORIZON], twice[HORIZON], limit;
    struct passage_dates dates;

    gsl_rng_set(s->r, 12);
    draw_walk(s, 100, 0.3, 1.5);
    limit = s->y[99] + 20;
    assert_ok(simulate(s, 100, NULL), &s->err);
    passage_reach(s->passage, &limit, 1, limit, DIRECTION_RISING, once, &dates);
    assert_ok(simulate(s, 100, NULL), &s->err);
    passage_reach(s->passage, &limit, 1, limit, DIRECTION_RISING, twice, &dates);
    assert_memory_equal(once, twice, sizeof once);
}

/* Whatever comes in, what comes out is finite or refused. */
static void odd_bins_give_no_odd_numbers(void **state)
{
    static const double odd[][8] = {
        { 5, 5, 5, 5, 5, 5, 5, 5 },
        { 0, 0, 0, 0, 0, 0, 0, 0 },
        { 1e119, -1e119, 1e119, 2, 1, 0, 5, 6 },
        { 1e-300, 2e-300, 3e-300, 1e-300, 2e-300, 3e-300, 1e-300, 0 },
        { 1, 2, 3, 4, 5, 6, 7, 8 },
        { -1e9, 1e9, -1e9, 1e9, -1e9, 1e9, -1e9, 1e9 },
    };
    static const double levels[] = { 0.1, 0.5, 0.9 };
    struct setup *s = *state;
    double fan[3];

    for (size_t i = 0; i < COUNT(odd); i++)
        for (size_t n = 0; n <= 8; n++) {
            memcpy(s->y, odd[i], sizeof odd[i]);
            int rc = simulate(s, n, NULL);
            assert_int_equal(rc, n < PASSAGE_LEAST ? ERR_TOOFEW : 0);
            if (rc < 0)
                continue;
            for (size_t k = 1; k <= HORIZON; k += 91) {
                passage_fan(s->passage, k, levels, 3, fan);
                assert_true(isfinite(fan[0]) && isfinite(fan[1]) && isfinite(fan[2]));
            }
            dates_to(s, 10);
        }
    s->y[3] = NAN;
    assert_int_equal(simulate(s, 8, NULL), ERR_NUMERIC);
    s->y[3] = INFINITY;
    assert_int_equal(simulate(s, 8, NULL), ERR_NUMERIC);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_walk_passes_as_the_closed_form_says),
        cmocka_unit_test(the_interval_of_the_date_holds_four_in_five),
        cmocka_unit_test(a_line_without_noise_has_one_date),
        cmocka_unit_test(already_there_is_day_zero),
        cmocka_unit_test(a_clean_up_sets_no_late_day_back),
        cmocka_unit_test(a_falling_limit_mirrors_a_rising_one),
        cmocka_unit_test(the_unit_does_not_matter),
        cmocka_unit_test(the_distribution_rises_and_agrees_with_its_quantiles),
        cmocka_unit_test(the_centre_is_followed_and_bounds_bend_nothing),
        cmocka_unit_test(a_limit_may_change_with_time),
        cmocka_unit_test(gaps_and_weeks_are_days),
        cmocka_unit_test(same_seed_same_paths),
        cmocka_unit_test(odd_bins_give_no_odd_numbers),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
