#include "tests/unit/unit.h"

#include <stdlib.h>

#include "models/robust.h"

static const double sample[] = { 2.385, 7.12, -1.5, 3.3, 3.3, 19.75, 4.02, 0.61 };

/* R 4.2.2: median(x), mad(x); R rounds the constant to 1.4826. */
static void median_and_mad_are_those_of_r(void **state)
{
    struct scratch scratch;
    double copy[COUNT(sample)];

    (void)state;
    assert_int_equal(scratch_init(&scratch, 64), 0);
    memcpy(copy, sample, sizeof copy);
    assert_close(robust_median(copy, COUNT(copy)), 3.3, 1e-15);
    assert_close(robust_mad(sample, COUNT(sample), 3.3, &scratch), 2.6723865, 1e-5);
    scratch_release(&scratch);
}

/* R 4.2.2: quantile(x, p, type = 7) and type = 1. */
static const struct { double p, type7, type1; } quantiles[] = {
    { 0,    -1.5,     -1.5  },
    { 0.05, -0.7615,  -1.5  },
    { 0.10, -0.023,   -1.5  },
    { 0.25,  1.94125,  0.61 },
    { 0.50,  3.3,      3.3  },
    { 0.90, 10.909,   19.75 },
    { 0.95, 15.3295,  19.75 },
    { 1,    19.75,    19.75 },
};

static void quantiles_are_those_of_r(void **state)
{
    double sorted[COUNT(sample)];

    (void)state;
    memcpy(sorted, sample, sizeof sorted);
    robust_sort(sorted, COUNT(sorted));
    for (size_t i = 0; i < COUNT(quantiles); i++) {
        assert_close(robust_quantile(sorted, COUNT(sorted), quantiles[i].p), quantiles[i].type7, 1e-12);
        assert_close(robust_nearest(sorted, COUNT(sorted), quantiles[i].p), quantiles[i].type1, 1e-12);
    }
}

/*
 * R 4.2.2: s <- outer(y, y, "-") / outer(t, t, "-"), sorted lower triangle; median(s), median(y - b t), and
 * the 14th and 33rd of the 45 slopes, by qnorm(.95) sqrt(n (n - 1) (2 n + 5) / 18) as in Sen 1968.
 */
static void theil_sen_is_the_median_of_all_slopes(void **state)
{
    static const double t[] = { 1, 2, 3, 4, 5, 7, 8, 9, 12, 13 };
    static const double y[] = { 3.1, 4.7, 4.4, 7.9, 8.2, 10.1, 30.0, 14.2, 17.5, 19.1 };
    struct scratch scratch;
    struct slope slope;

    (void)state;
    assert_int_equal(scratch_init(&scratch, robust_theil_sen_room(COUNT(t))), 0);
    assert_int_equal(robust_theil_sen(t, y, COUNT(t), 0.9, &scratch, &slope), 0);
    assert_close(slope.slope, 1.357142857142857, 1e-12);
    assert_close(slope.intercept, 1.6, 1e-12);
    assert_close(slope.low, 1.225, 1e-12);
    assert_close(slope.high, 1.6, 1e-12);
    scratch_release(&scratch);
}

enum { ROUNDS = 400, MOST = 120 };

/* Lines with noise, stairs with ties without end, values of few kinds, times that repeat. */
static double value_of(int kind, size_t i)
{
    switch (kind) {
    case 0:  return floor((double)i * 0.13);
    case 1:  return (double)rand() / 1e9;
    case 2:  return (double)i * 0.1 + rand() % 3;
    default: return rand() % 5;
    }
}

static void counting_finds_what_listing_finds(void **state)
{
    static double slopes[MOST * MOST];
    double t[MOST], y[MOST];
    struct scratch scratch;
    struct slope slope;

    (void)state;
    srand(20);
    assert_int_equal(scratch_init(&scratch, robust_theil_sen_room(MOST)), 0);
    for (int round = 0; round < ROUNDS; round++) {
        size_t n = 2 + (size_t)rand() % (MOST - 2), count = 0;
        for (size_t i = 0; i < n; i++) {
            t[i] = round % 5 == 4 ? rand() % 10 : (double)i;
            y[i] = value_of(round % 4, i);
        }
        for (size_t i = 0; i < n; i++)
            for (size_t j = i + 1; j < n; j++)
                if (t[i] != t[j])
                    slopes[count++] = (y[j] - y[i]) / (t[j] - t[i]);
        int rc = robust_theil_sen(t, y, n, 0.9, &scratch, &slope);
        assert_int_equal(rc, count > 0 ? 0 : -1);
        if (rc == 0 && fabs(slope.slope - robust_median(slopes, count)) > 1e-9)
            fail_msg("round %d of seed 20: slope %.17g", round, slope.slope);
        assert_int_equal(scratch.used, 0);
    }
    scratch_release(&scratch);
}

static void one_time_has_no_slope(void **state)
{
    static const double t[] = { 4, 4, 4 }, y[] = { 1, 2, 3 };
    struct scratch scratch;
    struct slope slope = { 7, 7, 7, 7 };

    (void)state;
    assert_int_equal(scratch_init(&scratch, robust_theil_sen_room(3)), 0);
    for (size_t n = 0; n <= 3; n++)
        assert_int_equal(robust_theil_sen(t, y, n, 0.9, &scratch, &slope), -1);
    assert_close(slope.slope, 7, 0);
    scratch_release(&scratch);
}

static void hampel_finds_what_stands_alone(void **state)
{
    static const double y[] = { 5, 5.1, 4.9, 5.05, 25, 5.2, 4.8, 5, 5.1, -9, 5 };
    unsigned char outlier[COUNT(y)];
    struct scratch scratch;

    (void)state;
    assert_int_equal(scratch_init(&scratch, 64), 0);
    assert_int_equal(robust_hampel(y, COUNT(y), 3, 3, 0.05, &scratch, outlier), 2);
    assert_int_equal(outlier[4], 1);
    assert_int_equal(outlier[9], 1);
    scratch_release(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(median_and_mad_are_those_of_r),
        cmocka_unit_test(quantiles_are_those_of_r),
        cmocka_unit_test(theil_sen_is_the_median_of_all_slopes),
        cmocka_unit_test(counting_finds_what_listing_finds),
        cmocka_unit_test(one_time_has_no_slope),
        cmocka_unit_test(hampel_finds_what_stands_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
