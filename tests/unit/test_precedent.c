#include "tests/unit/unit.h"

#include <math.h>

#include "models/precedent.h"

enum { N = 12, HORIZON = 5 };

static const double past_y[N] = { 1, 3, 2, 4, 3, 5, 4, 6, 9, 7, 8, 10 };

static void pool(const struct precedent *past, double now, double limit, enum direction direction,
                 double cdf[HORIZON])
{
    const double limits[HORIZON] = { limit, limit, limit, limit, limit };
    struct scratch scratch;

    assert_int_equal(scratch_init(&scratch, precedent_room(HORIZON)), 0);
    precedent_pool(past, now, limits, direction, &scratch, cdf, HORIZON);
    assert_int_equal(scratch.used, 0);
    scratch_release(&scratch);
}

/*
 * Windows that rise by 3: S by the product of 1 - d / r, worked out in R 4.2.2 from
 * the definition; the weight of step k is 0.5 e / (e + 1), e = 11 / k - 2, and 0 where under two windows fit.
 */
static void the_pool_is_kaplan_and_meiers_of_the_past(void **state)
{
    static const double lasting[HORIZON] = { 0.90909091, 0.70707071, 0.30303030, 0.30303030, 0.15151515 };
    const struct precedent past = { past_y, N, 0, 0 };
    double cdf[HORIZON] = { 0 };

    (void)state;
    pool(&past, 10, 13, DIRECTION_RISING, cdf);
    for (int k = 1; k <= HORIZON; k++) {
        double e = 11.0 / k - 2;

        assert_true(fabs(cdf[k - 1] - (0.5 * e / (e + 1) * (1 - lasting[k - 1]))) < 1e-6);
        if (k == 3)
            break;                /* from here on the weight falls faster than the odds grow */
    }
    assert_true(cdf[4] >= cdf[3] && cdf[3] >= cdf[2]);
}

static void falling_is_rising_upside_down(void **state)
{
    double down[N], cdf[HORIZON] = { 0 }, mirrored[HORIZON] = { 0 };
    const struct precedent past = { past_y, N, 0, 0 }, turned = { down, N, 0, 0 };

    (void)state;
    for (int i = 0; i < N; i++)
        down[i] = 20 - past_y[i];
    pool(&past, 10, 13, DIRECTION_RISING, cdf);
    pool(&turned, 10, 7, DIRECTION_FALLING, mirrored);
    for (int k = 0; k < HORIZON; k++)
        assert_true(fabs(cdf[k] - (mirrored[k])) < 1e-12);
}

static void too_short_a_past_changes_nothing(void **state)
{
    const struct precedent past = { past_y, 3, 0, 0 };
    double cdf[HORIZON] = { 0, 0.1, 0.2, 0.3, 0.4 };

    (void)state;
    pool(&past, 10, 13, DIRECTION_RISING, cdf);
    for (int k = 0; k < HORIZON; k++)
        assert_true(fabs(cdf[k] - (0.1 * k)) < 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_pool_is_kaplan_and_meiers_of_the_past),
        cmocka_unit_test(falling_is_rising_upside_down),
        cmocka_unit_test(too_short_a_past_changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
