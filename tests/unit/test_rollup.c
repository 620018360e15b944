#include "tests/unit/unit.h"

#include <stdlib.h>

#include "data/base/clock.h"
#include "data/store/rollup.h"

#define T0 INT64_C(1735689600000)

enum { MOST = 7200 };

static void hours_of(const int64_t *at, const double *value, size_t count, struct hourlies *out)
{
    struct error err = ERROR_NONE;

    out->count = 0;
    assert_ok(rollup_make(at, value, count, out, &err), &err);
}

static void sums_of_short_decimals_are_short_decimals(void **state)
{
    static const struct { double value[8]; size_t count; double want; } cases[] = {
        { { 0.1, 0.2 },                       2, 0.3 },       /* in doubles 0.30000000000000004 */
        { { 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1 }, 8, 0.8 },   /* 0.7999999999999999 */
        { { 1.1, 2.2 },                       2, 3.3 },       /* 3.3000000000000003 */
        { { 45.21, 45.219, 45.2 },            3, 135.629 },
        { { -0.1, 0.3 },                      2, 0.2 },
        { { 1e15, 0.1 },                      2, 1e15 + 0.1 },    /* past 53 bits: the plain sum */
        { { 1e308, 1e308 },                   2, INFINITY },
        { { 0.1, 1.0 / 3 },                   2, 0.1 + 1.0 / 3 },
    };
    const int64_t at[8] = { T0, T0 + 1, T0 + 2, T0 + 3, T0 + 4, T0 + 5, T0 + 6, T0 + 7 };
    struct hourlies hours = { 0 };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        hours_of(at, cases[i].value, cases[i].count, &hours);
        if (hours.row[0].sum != cases[i].want)
            fail_msg("case %zu: %.17g, want %.17g", i, hours.row[0].sum, cases[i].want);
    }
    hourlies_release(&hours);
}

/* By the definition, which is R's quantile(x, 0.95, type = 1). */
static void p95_is_the_nearest_rank(void **state)
{
    struct hourlies hours = { 0 };

    (void)state;
    for (size_t count = 1; count <= 3600; count = count < 100 ? count + 1 : count * 2 - 7) {
        int64_t at[3600];
        double value[3600];
        size_t below = 0, not_above = 0;

        for (size_t i = 0; i < count; i++) {
            at[i] = T0 + (int64_t)i * 1000;
            value[i] = (double)((i + 1) * 7919 % 1009);
        }
        hours_of(at, value, count, &hours);
        for (size_t i = 0; i < count; i++) {
            below += value[i] < hours.row[0].p95;
            not_above += value[i] <= hours.row[0].p95;
        }
        if (!((double)below < 0.95 * (double)count && (double)not_above >= 0.95 * (double)count))
            fail_msg("%zu samples: %zu below, %zu not above", count, below, not_above);
    }
    hourlies_release(&hours);
}

static void hours_follow_utc_also_before_1970(void **state)
{
    static const struct { int64_t at, want; } cases[] = {
        { 0, 0 },              { HOUR_MS - 1, 0 },   { HOUR_MS, HOUR_MS },
        { -1, -HOUR_MS },      { -HOUR_MS, -HOUR_MS }, { -HOUR_MS - 1, -2 * HOUR_MS },
        { T0 + 1, T0 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(hour_of(cases[i].at), cases[i].want);
}

/* An hour depends on nothing but its own samples, whatever stands before and behind it. */
static void an_hour_is_the_same_in_any_company(void **state)
{
    static int64_t at[MOST];
    static double value[MOST];
    struct hourlies all = { 0 }, some = { 0 };

    (void)state;
    srand48(9);
    print_message("seed 9\n");
    for (int turn = 0; turn < 200; turn++) {
        size_t count = 100 + (size_t)(drand48() * 2000), from = (size_t)(drand48() * 90);

        for (size_t i = 0; i < count; i++) {
            double kind = drand48();

            at[i] = T0 + (int64_t)i * 5 * MINUTE_MS + (int64_t)(drand48() * 60000);
            value[i] = kind < 0.9 ? round(drand48() * 1e4) / 100
                     : kind < 0.95 ? round(drand48() * 1e7) / 1e5
                     : kind < 0.97 ? drand48() : round(drand48() * 1e14) * 1e-1;
        }
        while (from > 0 && hour_of(at[from - 1]) == hour_of(at[from]))
            from--;    /* to where an hour begins */
        hours_of(at, value, count, &all);
        hours_of(at + from, value + from, count - from, &some);
        for (size_t i = 0; i < some.count; i++)
            assert_true(hourly_equal(&some.row[i], &all.row[all.count - some.count + i]));
    }
    hourlies_release(&all);
    hourlies_release(&some);
}

static size_t round_trip(const struct hourlies *hours)
{
    uint8_t *bytes = malloc(rollup_bound(hours->count));
    struct hourlies back = { 0 };
    struct error err = ERROR_NONE;
    size_t length;

    assert_non_null(bytes);
    length = rollup_encode(hours->row, hours->count, bytes);
    assert_true(length <= rollup_bound(hours->count));
    assert_ok(rollup_decode(bytes, length, &back, &err), &err);
    assert_int_equal(back.count, hours->count);
    for (size_t i = 0; i < back.count; i++)
        assert_true(hourly_equal(&back.row[i], &hours->row[i]));
    for (size_t bit = 0; bit < length * 8; bit += 37) {    /* and damage is noticed */
        bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_int_equal(rollup_decode(bytes, length, &back, &err), ERR_STORE);
        bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    hourlies_release(&back);
    free(bytes);
    return length;
}

static void hours_come_back_bit_for_bit(void **state)
{
    static const int64_t steps[] = { SECOND_MS, MINUTE_MS, 5 * MINUTE_MS, HOUR_MS, 7 * HOUR_MS, DAY_MS };
    static int64_t at[MOST];
    static double value[MOST];
    struct hourlies hours = { 0 };

    (void)state;
    srand48(13);
    for (size_t s = 0; s < COUNT(steps); s++)
        for (int kind = 0; kind < 5; kind++) {
            for (size_t i = 0; i < MOST; i++) {
                double x = drand48();

                at[i] = T0 + (int64_t)i * steps[s];
                value[i] = kind == 0 ? round(x * 1e4) / 100 : kind == 1 ? floor(x * 1e9)
                         : kind == 2 ? x : kind == 3 ? (x - 0.5) * 1e300
                         : x < 0.01 ? x : x < 0.02 ? -0.0 : round(x * 100);
            }
            for (size_t count = 1; count <= MOST; count = count * 4 + 3) {
                hours_of(at, value, count, &hours);
                round_trip(&hours);
            }
        }
    hourlies_release(&hours);
}

/* 12 samples an hour of a percentage with two decimals cost less than half a byte each. */
static void hours_are_small(void **state)
{
    static int64_t at[MOST];
    static double value[MOST];
    struct hourlies hours = { 0 };
    double level = 50;

    (void)state;
    srand48(1);
    for (size_t i = 0; i < MOST; i++) {
        level += drand48() - 0.5;
        at[i] = T0 + (int64_t)i * 5 * MINUTE_MS;
        value[i] = round(level * 100) / 100;
    }
    hours_of(at, value, MOST, &hours);
    assert_in_range(round_trip(&hours), 1, MOST / 2);
    hourlies_release(&hours);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_of_short_decimals_are_short_decimals),
        cmocka_unit_test(p95_is_the_nearest_rank),
        cmocka_unit_test(hours_follow_utc_also_before_1970),
        cmocka_unit_test(an_hour_is_the_same_in_any_company),
        cmocka_unit_test(hours_come_back_bit_for_bit),
        cmocka_unit_test(hours_are_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
