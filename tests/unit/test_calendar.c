/* Business hours, holidays and freezes; and what an analysis makes of them. */
#include "tests/unit/engine_fixture.h"

#include "data/calendar.h"

static int64_t day_of(const char *text)
{
    struct civil civil = { 0 };

    assert_int_equal(sscanf(text, "%d-%d-%d", &civil.year, &civil.month, &civil.day), 3);
    return civil_days(civil.year, civil.month, civil.day);
}

/* U.S. Census Bureau, "Easter dates from 1600 to 2099"; 1818 and 1943 are the earliest and latest there are. */
static void easter_is_when_it_was(void **state)
{
    static const char *const dates[] = { "1818-03-22", "1943-04-25", "1954-04-18", "1981-04-19", "2000-04-23",
                                         "2008-03-23", "2019-04-21", "2024-03-31", "2025-04-20", "2026-04-05",
                                         "2027-03-28", "2038-04-25", "2049-04-18", "2076-04-19" };

    (void)state;
    for (size_t i = 0; i < COUNT(dates); i++)
        assert_int_equal(easter_day(atoi(dates[i])), day_of(dates[i]));
}

/* By a wall calendar. */
static void rules_fall_on_the_days_they_name(void **state)
{
    static const struct { const char *rule; int year; const char *day; } cases[] = {
        { "2026-12-25", 2026, "2026-12-25" },        { "2026-12-25", 2027, NULL },
        { "25 December", 2027, "2027-12-25" },       { "December 25", 2027, "2027-12-25" },
        { "3 oct", 2025, "2025-10-03" },             { "29 February", 2028, "2028-02-29" },
        { "29 February", 2027, NULL },               { "last Monday of May", 2026, "2026-05-25" },
        { "last Monday of May", 2027, "2027-05-31" }, { "first Monday of September", 2026, "2026-09-07" },
        { "4th Thursday of November", 2026, "2026-11-26" }, { "third Mon of Jan", 2027, "2027-01-18" },
        { "5th Friday of May", 2026, "2026-05-29" }, { "5th Friday of June", 2026, NULL },
        { "last Sunday of December", 2028, "2028-12-31" }, { "easter", 2026, "2026-04-05" },
        { "easter+1", 2026, "2026-04-06" },          { "Easter-2", 2026, "2026-04-03" },
        { "easter+39", 2026, "2026-05-14" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = ERROR_NONE;
        struct day_rule rule;
        int64_t day = 0;
        int there;

        assert_ok(day_rule_read(cases[i].rule, &rule, &err), &err);
        there = day_rule_in(&rule, cases[i].year, &day);
        assert_int_equal(there, cases[i].day != NULL);
        if (there)
            assert_int_equal(day, day_of(cases[i].day));
    }
}

static void what_is_no_day_is_refused_with_what_is(void **state)
{
    static const char *const bad[] = { "", "christmas", "31 June", "2026-02-30", "25 De", "easter*1", "easter+999",
                                       "6th Monday of May", "last May of Monday", "last Monday in May", "25",
                                       "25 December 2026 or so", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };
    static const char *const bad_freezes[] = { "", "..", "2026-12-18..", "2026-12-18..4 January", "x..y",
                                               "2027-01-04..2026-12-18" };
    static const char *const bad_hours[] = { "", "mon-fri", "fri-mon 08:00-18:00", "mon 18:00-08:00", "mon 08:30-18:00",
                                             "mon 08:00-25:00", "mon 08:00-18:00 6", "someday 08:00-18:00" };
    struct calendar calendar = { 0 };
    struct day_rule rule;
    struct freeze freeze;

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct error err = ERROR_NONE;

        assert_int_equal(day_rule_read(bad[i], &rule, &err), ERR_CONFIG);
        assert_non_null(strstr(err.hint, "last Monday of May"));
    }
    for (size_t i = 0; i < COUNT(bad_freezes); i++) {
        struct error err = ERROR_NONE;

        assert_int_equal(freeze_read(bad_freezes[i], &freeze, &err), ERR_CONFIG);
        assert_true(err.text[0] != '\0');
    }
    for (size_t i = 0; i < COUNT(bad_hours); i++) {
        struct error err = ERROR_NONE;

        assert_int_equal(calendar_hours_read(bad_hours[i], &calendar, &err), ERR_CONFIG);
        assert_non_null(strstr(err.hint, "mon-fri 08:00-18:00"));
    }
}

static void put(struct calendar *calendar, const char *hours, const char *holiday, const char *freeze)
{
    struct error err = ERROR_NONE;

    if (hours)
        assert_ok(calendar_hours_read(hours, calendar, &err), &err);
    if (holiday)
        assert_ok(day_rule_read(holiday, &calendar->holiday[calendar->holidays++], &err), &err);
    if (freeze)
        assert_ok(freeze_read(freeze, &calendar->freeze[calendar->freezes++], &err), &err);
}

static struct calendar office(void)
{
    struct calendar calendar = { .name = "" };

    put(&calendar, "mon-fri 08:00-18:00", "25 December", "18 December..4 January");
    put(&calendar, "sat 09:00-13:00", "easter+1", "2026-03-02..2026-03-06");
    put(&calendar, NULL, "2026-05-01", NULL);
    return calendar;
}

/* 2026: 1 January is a Thursday; Easter Monday is 6 April. */
static void a_date_moves_back_to_a_day_on_which_one_can_act(void **state)
{
    static const struct { const char *day, *act; } cases[] = {
        { "2026-11-24", "2026-11-24" },    /* a Tuesday */
        { "2026-11-28", "2026-11-28" },    /* a Saturday with hours */
        { "2026-11-29", "2026-11-28" },    /* Sunday */
        { "2026-04-06", "2026-04-04" },    /* Easter Monday, then Sunday */
        { "2026-05-01", "2026-04-30" },    /* a holiday of that year */
        { "2027-05-01", "2027-05-01" },    /* a Saturday with hours, and no holiday */
        { "2026-12-25", "2026-12-17" },    /* a holiday in a freeze */
        { "2026-01-02", "2025-12-17" },    /* a freeze that began the year before */
        { "2026-03-04", "2026-02-28" },    /* a freeze of one year; Sunday before it */
        { "2027-03-04", "2027-03-04" },
    };
    struct calendar calendar = office();

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(calendar_day_to_act(&calendar, day_of(cases[i].day)), day_of(cases[i].act));
    assert_int_equal(calendar_day_to_act(NULL, day_of("2026-11-29")), day_of("2026-11-27"));
    assert_int_equal(calendar_day_to_act(NULL, day_of("2026-12-25")), day_of("2026-12-25"));
}

static void hours_are_open_on_working_days(void **state)
{
    struct calendar calendar = office();

    (void)state;
    assert_true(calendar_is_open(&calendar, day_of("2026-11-24"), 8));
    assert_true(calendar_is_open(&calendar, day_of("2026-11-24"), 17));
    assert_false(calendar_is_open(&calendar, day_of("2026-11-24"), 18));
    assert_true(calendar_is_open(&calendar, day_of("2026-11-28"), 12));
    assert_false(calendar_is_open(&calendar, day_of("2026-11-28"), 13));
    assert_false(calendar_is_open(&calendar, day_of("2026-12-25"), 10));
    assert_true(calendar_is_open(&calendar, day_of("2026-12-28"), 10));    /* frozen is not closed */
}

/* --- in an analysis -------------------------------------------------------------------- */

enum { END = 56 };

static struct calendar calendars[2];

static void get_rule(void *self, const char *series, struct rule *out)
{
    (void)self;
    *out = (struct rule){ .policy = policy_default, .direction = -1, .kind = -1 };
    if (strcmp(series, "a/office/cpu") == 0)
        out->calendar = "office";
}

/* 20 %, growing; a job at three in the night takes 90 %, on Sundays it runs all day. */
static double with_a_nightly_job(const struct made *made, int64_t at)
{
    int64_t hour = (at - T0) / HOUR_MS;
    int night = hour % 24 == 3 || hour % 24 == 4, sunday = hour / 24 % 7 == 4;    /* T0 is a Wednesday */

    return night || sunday ? 90 : made_value(made, at);
}

static const struct made both[] = {
    { "a", "office", "cpu", "%", 0, END, 20, 0.2, 0.5, 0, 0, 0 },
    { "a", "all",    "cpu", "%", 0, END, 20, 0.2, 0.5, 0, 0, 0 },
};

static void make_both(const struct place *place)
{
    struct store *store = place_open(place, STORE_CREATE);
    struct error err = ERROR_NONE;

    assert_ok(store_begin(store, &err), &err);
    for (size_t i = 0; i < COUNT(both); i++)
        put_made(store, &both[i], with_a_nightly_job);
    assert_ok(store_commit(store, &err), &err);
    store_close(store);
}

static void ask(struct answer *answer, const struct place *place, size_t count)
{
    struct engine_options options = options_of(place);

    options.rules = (struct rules){ .get = get_rule, .calendars = calendars, .calendar_count = count };
    answer_make(answer, &options);
}

static void of_business_hours_the_night_is_not_seen(void **state)
{
    const struct finding *office_only, *all;
    struct answer answer;
    struct place place;

    (void)state;
    calendars[0] = (struct calendar){ .name = "office" };
    put(&calendars[0], "mon-fri 08:00-18:00", NULL, NULL);
    place_make(&place);
    make_both(&place);
    ask(&answer, &place, 1);
    office_only = finding_of(&answer, "office");
    all = finding_of(&answer, "all");
    assert_close(all->peak.value, 90, 1e-9);
    assert_close(office_only->peak.value, 31, 1);          /* 20 + 0.2 * 55 */
    assert_close(office_only->growth.per_day.value, 0.2, 0.02);
    assert_true(office_only->growth.significant);
    assert_int_equal(office_only->step_count, 0);          /* weekends are no gaps */
    assert_true(office_only->data.coverage > 0.99);
    assert_int_equal(office_only->data.samples, 40 * 10);  /* eight weeks of five days of ten hours */
    assert_true(office_only->peak_hours[0].hour >= 8 && office_only->peak_hours[0].hour < 18);
    answer_release(&answer);
    place_remove(&place);
}

/* The quiet window of `all` lies anywhere; with an office it lies outside of its hours, and not in a freeze. */
static void maintenance_is_outside_of_hours_and_freezes(void **state)
{
    const struct finding *f;
    struct answer answer;
    struct place place;
    char day[TIME_ROOM];

    (void)state;
    calendars[0] = (struct calendar){ .name = "office" };
    put(&calendars[0], "mon-fri 08:00-18:00", NULL, NULL);
    calendars[1] = (struct calendar){ .name = "" };
    put(&calendars[1], "* 05:00-24:00", NULL, NULL);
    place_make(&place);
    make_both(&place);
    ask(&answer, &place, 2);
    f = finding_of(&answer, "all");
    assert_true(f->quiet_window.known);
    assert_true(f->quiet_window.to_hour <= 3);             /* before the job, outside of the hours */
    assert_true(f->has_maintenance);
    time_date(day, NULL, f->maintenance_at);
    answer_release(&answer);

    put(&calendars[1], NULL, NULL, "2000-01-01..2000-01-02");
    calendars[1].freeze[0].first.year = calendars[1].freeze[0].last.year = atoi(day);
    calendars[1].freeze[0].first.month = calendars[1].freeze[0].last.month = atoi(day + 5);
    calendars[1].freeze[0].first.day = calendars[1].freeze[0].last.day = atoi(day + 8);
    ask(&answer, &place, 2);
    assert_int_equal(zone_day(NULL, finding_of(&answer, "all")->maintenance_at), day_of(day) + 7);
    answer_release(&answer);
    place_remove(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(easter_is_when_it_was),
        cmocka_unit_test(rules_fall_on_the_days_they_name),
        cmocka_unit_test(what_is_no_day_is_refused_with_what_is),
        cmocka_unit_test(a_date_moves_back_to_a_day_on_which_one_can_act),
        cmocka_unit_test(hours_are_open_on_working_days),
        cmocka_unit_test(of_business_hours_the_night_is_not_seen),
        cmocka_unit_test(maintenance_is_outside_of_hours_and_freezes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
