#include "tests/unit/unit.h"

#include <stdlib.h>

#include "analyzer/engine/bins.h"

enum { HOURS = 24 * 40 };

/* 40 days of hours from a local midnight in Berlin, across the change to winter time 2025. */
static struct hourly *hours_from(int64_t start, size_t count)
{
    struct hourly *hours = calloc(count, sizeof *hours);

    for (size_t i = 0; i < count; i++) {
        double v = 10 + (double)(i % 24);

        hours[i] = (struct hourly){ .hour = start + (int64_t)i * HOUR_MS, .count = 12,
                                    .sum = 12 * v, .min = v - 1, .max = v + 1, .p95 = v + 0.5,
                                    .last = v };
    }
    return hours;
}

static struct zone *berlin(void)
{
    struct error err = ERROR_NONE;
    struct zone *zone = NULL;

    assert_ok(zone_open(&zone, "Europe/Berlin", &err), &err);
    return zone;
}

static struct bins_rule rule_of(const struct zone *zone, enum statistic statistic, int64_t until)
{
    return (struct bins_rule){ .zone = zone, .statistic = statistic, .cadence_ms = 5 * MINUTE_MS, .validity = 0.5,
                               .until = until };
}

static void a_day_of_25_hours_is_one_bin(void **state)
{
    struct zone *zone = berlin();
    int64_t start = zone_day_start(zone, INT64_C(1761004800000), 0);    /* 21 Oct 2025 */
    struct hourly *hours = hours_from(start, 24 * 10 + 1);
    int64_t until = start + (24 * 10 + 1) * HOUR_MS;
    struct bins_rule rule = rule_of(zone, STATISTIC_DAILY_MAX, until);
    struct bins bins = { 0 };
    struct error err = ERROR_NONE;

    (void)state;
    assert_ok(bins_make(hours, 24 * 10 + 1, &rule, &bins, &err), &err);
    assert_int_equal(bins.count, 10);
    assert_int_equal(bins.valid, 10);
    assert_int_equal(bins.start[6] - bins.start[5], 25 * HOUR_MS);    /* 26 Oct */
    for (size_t i = 0; i < 10; i++)
        assert_close(bins.y[i], 34, 0);
    bins_release(&bins);
    free(hours);
    zone_free(zone);
}

static void statistics_are_what_they_say(void **state)
{
    static const struct { enum statistic statistic; double want; } cases[] = {
        { STATISTIC_DAILY_MAX,  34 },         /* the largest sample: 33 + 1 */
        { STATISTIC_DAILY_PEAK, 32.5 },       /* mean of 22:00 and 23:00 */
        { STATISTIC_DAILY_MEAN, 21.5 },       /* 10 … 33 */
        { STATISTIC_DAILY_P95,  32.5 },       /* ceil(0.95 * 24) = 23rd of p95s 10.5 … 33.5 */
    };
    struct error err = ERROR_NONE;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct hourly *hours = hours_from(0, 48);
        struct bins_rule rule = rule_of(NULL, cases[i].statistic, 48 * HOUR_MS);
        struct bins bins = { 0 };

        assert_ok(bins_make(hours, 48, &rule, &bins, &err), &err);
        assert_int_equal(bins.valid, 2);
        assert_close(bins.y[1], cases[i].want, 1e-12);
        bins_release(&bins);
        free(hours);
    }
}

static void cut_and_sparse_days_are_left_out(void **state)
{
    struct hourly *hours = hours_from(6 * HOUR_MS, 24 * 4);
    struct bins_rule rule = rule_of(NULL, STATISTIC_DAILY_MAX, (24 * 4 + 6) * HOUR_MS);
    struct bins bins = { 0 };
    struct error err = ERROR_NONE;
    size_t kept = 0;

    (void)state;
    /* day 2 keeps 11 of its 24 hours */
    for (size_t i = 0; i < (size_t)24 * 4; i++)
        if (hours[i].hour < 2 * DAY_MS || hours[i].hour >= 2 * DAY_MS + 13 * HOUR_MS)
            hours[kept++] = hours[i];
    assert_ok(bins_make(hours, kept, &rule, &bins, &err), &err);
    assert_int_equal(bins.count, 5);
    assert_true(isnan(bins.y[0]));        /* begins at 06:00 */
    assert_true(!isnan(bins.y[1]));
    assert_true(isnan(bins.y[2]));        /* sparse */
    assert_true(!isnan(bins.y[3]));
    assert_true(isnan(bins.y[4]));        /* ends at 06:00 */
    assert_int_equal(bins.valid, 2);
    bins_release(&bins);
    free(hours);
}

static void weekly_samples_make_weekly_bins(void **state)
{
    struct hourly hours[20];
    struct bins_rule rule = { .statistic = STATISTIC_DAILY_MAX, .cadence_ms = 7 * DAY_MS, .validity = 0.5,
                              .until = 20 * 7 * DAY_MS };
    struct bins bins = { 0 };
    struct error err = ERROR_NONE;

    (void)state;
    for (int i = 0; i < 20; i++)
        hours[i] = (struct hourly){ .hour = i * 7 * DAY_MS, .count = 1, .sum = i, .min = i,
                                    .max = i, .p95 = i, .last = i };
    assert_ok(bins_make(hours, 20, &rule, &bins, &err), &err);
    assert_int_equal(bins.days, 7);
    assert_int_equal(bins.count, 20);
    assert_int_equal(bins.valid, 20);
    assert_close(bins.y[19], 19, 0);
    bins_release(&bins);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_of_25_hours_is_one_bin),
        cmocka_unit_test(statistics_are_what_they_say),
        cmocka_unit_test(cut_and_sparse_days_are_left_out),
        cmocka_unit_test(weekly_samples_make_weekly_bins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
