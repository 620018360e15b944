#include "tests/unit/unit.h"

#include <stdlib.h>

#include "models/profile.h"

enum { WEEKS = 8, ROWS = WEEKS * WEEK_HOURS };

static struct profile_hour rows[ROWS + 64];

static double office(int weekday, int hour)
{
    return 20 + (weekday < 5 && hour >= 9 && hour < 17 ? 40 + (hour == 14 ? 10 : hour == 13 ? 6 : hour == 15 ? 3 : 0) : 0) -
           (weekday == 6 && (hour == 3 || hour == 4) ? 5 : 0);
}

static size_t make_rows(double (*at)(int, int), double noise)
{
    size_t n = 0;

    srand(3);
    for (int day = 0; day < 7 * WEEKS; day++)
        for (int hour = 0; hour < DAY_HOURS; hour++) {
            double mean = at(day % 7, hour) + noise * (rand() % 1000) / 1000;
            rows[n++] = (struct profile_hour){ mean, mean + 5, day, (uint8_t)hour, (uint8_t)(day % 7) };
        }
    return n;
}

static struct profile profile_of(size_t n)
{
    struct scratch scratch;
    struct profile profile;

    assert_int_equal(scratch_init(&scratch, profile_room(n)), 0);
    profile_make(rows, n, NULL, &scratch, &profile);
    assert_int_equal(scratch.used, 0);
    scratch_release(&scratch);
    return profile;
}

static void office_hours_are_found(void **state)
{
    struct profile p = profile_of(make_rows(office, 1));

    (void)state;
    assert_int_equal(p.peak_count, 3);
    assert_int_equal(p.peak[0].hour, 14);
    assert_int_equal(p.peak[1].hour, 13);
    assert_int_equal(p.peak[2].hour, 15);
    assert_close(p.peak[0].stability, (5.0 * WEEKS + 2.0 * WEEKS * 3 / 24) / (7.0 * WEEKS), 0.2);
    assert_int_equal(p.peak_window.known, 1);
    assert_int_equal(p.peak_window.first_day, 0);
    assert_int_equal(p.peak_window.last_day, 4);
    assert_int_equal(p.peak_window.from_hour, 9);
    assert_int_equal(p.peak_window.to_hour, 17);
    assert_int_equal(p.quiet_window.first_day, 6);
    assert_int_equal(p.quiet_window.from_hour, 3);
    assert_int_equal(p.quiet_window.to_hour, 5);
    assert_int_equal(p.week[14].count, WEEKS);
}

/* Mean of means and nearest-rank p95 of the peaks, by hand: eight values, ceil(0.95 * 8) = 8th. */
static void a_cell_is_the_mean_and_the_nearest_rank(void **state)
{
    (void)state;
    for (int i = 0; i < 8; i++)
        rows[i] = (struct profile_hour){ 1.5 * i, 2.385 * i, 7 * i, 10, 2 };
    struct profile p = profile_of(8);
    assert_close(p.week[2 * DAY_HOURS + 10].mean.value, 1.5 * 3.5, 1e-12);
    assert_close(p.week[2 * DAY_HOURS + 10].p95.value, 2.385 * 7, 1e-12);
    assert_int_equal(p.week[0].mean.known, 0);
    assert_int_equal(p.peak_count, 1);
    assert_int_equal(p.peak[0].hour, 10);
    assert_int_equal(p.quiet_window.known, 0);
    assert_int_equal(p.peak_window.known, 0);
}

static double flat(int weekday, int hour)
{
    (void)weekday, (void)hour;
    return 30;
}

static void a_flat_week_has_no_peak_window(void **state)
{
    (void)state;
    assert_int_equal(profile_of(make_rows(flat, 0)).peak_window.known, 0);
    assert_int_equal(profile_of(make_rows(flat, 1)).peak_window.known, 0);
}

/* A day of 25 hours has one hour twice: it is one hour of that day, at its busier half. A day of 23 lacks one. */
static void days_of_23_and_25_hours_count_as_they_are(void **state)
{
    size_t n = 0;

    (void)state;
    for (int day = 0; day < 10; day++)
        for (int hour = 0; hour < DAY_HOURS; hour++) {
            if (day == 4 && hour == 2)
                continue;
            double mean = hour == 2 ? 90 : hour;
            rows[n++] = (struct profile_hour){ mean, mean, day, (uint8_t)hour, (uint8_t)(day % 7) };
            if (day == 7 && hour == 2)
                rows[n++] = (struct profile_hour){ 5, 5, day, 2, 0 };
        }
    struct profile p = profile_of(n);
    assert_int_equal(p.day[2].count, 10);
    assert_int_equal(p.peak[0].hour, 2);
    assert_close(p.peak[0].mean, (9 * 90 + 5) / 10.0, 1e-12);
    assert_close(p.peak[0].stability, 1, 1e-12);    /* of the nine days that had the hour */
}

static void nothing_is_nothing(void **state)
{
    struct profile p = profile_of(0);

    (void)state;
    assert_int_equal(p.peak_count, 0);
    assert_int_equal(p.peak_window.known + p.quiet_window.known, 0);
    assert_int_equal(p.week[0].mean.known, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(office_hours_are_found),
        cmocka_unit_test(a_cell_is_the_mean_and_the_nearest_rank),
        cmocka_unit_test(a_flat_week_has_no_peak_window),
        cmocka_unit_test(days_of_23_and_25_hours_count_as_they_are),
        cmocka_unit_test(nothing_is_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
