#include "tests/unit/unit.h"

#include <stdlib.h>

#include "data/base/clock.h"

/* Expected instants: GNU date 9.1, `TZ=Europe/Berlin date -d ... +%s`. */
static void times_read_as_written(void **state)
{
    static const struct { const char *text; int64_t want; } cases[] = {
        { "2026-01-31",                INT64_C(1769814000000) },
        { "2026-01-31T13:00",          INT64_C(1769860800000) },
        { "2026-01-31T13:00Z",         INT64_C(1769864400000) },
        { "2026-01-31 13:00:05.250Z",  INT64_C(1769864405250) },
        { "2026-01-31T13:00+02:00",    INT64_C(1769857200000) },
        { "2026-01-31T13:00+0530",     INT64_C(1769844600000) },
        { "2025-10-26T02:30",          INT64_C(1761438600000) },    /* twice: the first */
        { "@1769860800",               INT64_C(1769860800000) },
        { "now",                       INT64_C(1000) },
        { "now-1s",                    INT64_C(0) },
        { "+1d",                       INT64_C(86401000) },
    };
    struct error err = ERROR_NONE;
    struct zone *zone = NULL;

    (void)state;
    assert_ok(zone_open(&zone, "Europe/Berlin", &err), &err);
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t got = -1;

        assert_ok(time_parse(cases[i].text, zone, 1000, &got, &err), &err);
        if (got != cases[i].want)
            fail_msg("%s gave %lld", cases[i].text, (long long)got);
    }
    zone_free(zone);
}

static void impossible_times_are_refused(void **state)
{
    static const char *const cases[] = {
        "2025-02-30", "2025-13-01", "2025-1-01", "13:00", "2025-03-30T02:30",
        "2025-01-01T24:00", "2025-01-01T00:00X", "@", "tomorrow", "",
    };
    struct error err = ERROR_NONE;
    struct zone *zone = NULL;

    (void)state;
    assert_ok(zone_open(&zone, "Europe/Berlin", &err), &err);
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t got;

        if (time_parse(cases[i], zone, 0, &got, &err) != ERR_USAGE)
            fail_msg("'%s' was taken for a time", cases[i]);
    }
    zone_free(zone);
}

static void zones_know_their_changes(void **state)
{
    static const struct civil repeated = { .year = 2025, .month = 10, .day = 26, .hour = 2 };
    static const struct civil skipped = { .year = 2025, .month = 3, .day = 30, .hour = 2 };
    struct error err = ERROR_NONE;
    struct zone *zone = NULL;
    int64_t at[2];

    (void)state;
    assert_int_equal(zone_open(&zone, "Europe/Nowhere", &err), ERR_USAGE);
    assert_int_equal(zone_open(&zone, "Europe", &err), ERR_USAGE);
    assert_int_equal(zone_open(&zone, "../../etc/passwd", &err), ERR_USAGE);
    assert_ok(zone_open(&zone, "Europe/Berlin", &err), &err);
    assert_int_equal(zone_instants(zone, &repeated, at), 2);
    assert_int_equal(at[1] - at[0], HOUR_MS);
    assert_int_equal(zone_instants(zone, &skipped, at), 0);
    /* the day of the change back has 25 hours, and 2090 has summer time too */
    assert_int_equal(zone_day_start(zone, INT64_C(1761436800000), 1) -
                         zone_day_start(zone, INT64_C(1761436800000), 0), 25 * HOUR_MS);
    assert_int_equal(zone_offset(zone, INT64_C(3803500800000)), 7200);
    zone_free(zone);
}

static void civil_dates_survive_the_round_trip(void **state)
{
    (void)state;
    for (int64_t day = -200000; day < 200000; day += 37) {
        struct civil c;

        zone_civil(NULL, day * DAY_MS + 3723004, &c);
        assert_true(civil_valid(&c));
        assert_int_equal(civil_days(c.year, c.month, c.day), day);
        assert_int_equal(c.hour * 3600 + c.minute * 60 + c.second, 3723);
        assert_int_equal(c.ms, 4);
    }
}

static void instants_beyond_the_calendar_stay_in_it(void **state)
{
    char text[TIME_ROOM];

    (void)state;
    assert_string_equal(time_iso(text, INT64_MAX), "9999-12-30T23:59:59.999Z");
    assert_string_equal(time_iso(text, INT64_MIN), "0001-01-02T00:00:00Z");
}

static void durations_read_and_write(void **state)
{
    struct error err = ERROR_NONE;
    char text[TIME_ROOM];
    int64_t ms = 0;

    (void)state;
    assert_ok(duration_parse("1.5h", &ms, &err), &err);
    assert_int_equal(ms, 5400000);
    assert_string_equal(duration_text(text, ms), "90m");
    assert_ok(duration_parse("8w", &ms, &err), &err);
    assert_string_equal(duration_text(text, ms), "56d");
    assert_int_equal(duration_parse("8", &ms, &err), ERR_USAGE);
    assert_int_equal(duration_parse("-8d", &ms, &err), ERR_USAGE);
}

/* Zones whose last rule is no rule, is negative, or names the zone by a number; all must be found whole. */
static void zones_of_every_kind_are_read(void **state)
{
    static const char *const names[] = {
        "UTC", "GMT", "Europe/London", "Europe/Dublin", "Africa/Abidjan", "Africa/Casablanca", "America/Nuuk",
        "America/Sao_Paulo", "Asia/Kathmandu", "Asia/Gaza", "Pacific/Apia", "Pacific/Chatham", "Etc/GMT+5",
        "EST5EDT", "Asia/Tehran", "America/St_Johns", "Australia/Lord_Howe",
    };
    struct error err = ERROR_NONE;

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        struct zone *zone = NULL;

        assert_ok(zone_open(&zone, names[i], &err), &err);
        zone_free(zone);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_read_as_written),
        cmocka_unit_test(impossible_times_are_refused),
        cmocka_unit_test(zones_of_every_kind_are_read),
        cmocka_unit_test(zones_know_their_changes),
        cmocka_unit_test(civil_dates_survive_the_round_trip),
        cmocka_unit_test(instants_beyond_the_calendar_stay_in_it),
        cmocka_unit_test(durations_read_and_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
