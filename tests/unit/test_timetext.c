#include "tests/unit/unit.h"

#include <stdlib.h>

#include "ingest/timetext.h"

static enum time_result read_alone(const char *text, enum date_order order, const struct zone *zone,
                                   int64_t out[2])
{
    struct cell cell = { text, strlen(text) };
    struct time_style style;
    struct time_reader reader;
    struct error err = ERROR_NONE;

    if (time_style_find(&style, &cell, 1, "time", order, &err) < 0)
        return TIME_BAD;
    time_reader_init(&reader, &style, zone);
    return time_read(&reader, text, strlen(text), out);
}

/* Instants by GNU date 9.1: date -ud "2025-10-26 01:30:05" +%s is 1761442205. */
#define AT INT64_C(1761442205000)
#define MINUTE (AT - 5000)
#define DAY (AT - 5405000)

static void times_read_in_all_their_spellings(void **state)
{
    static const struct { const char *text; int64_t at; } cases[] = {
        { "2025-10-26T01:30:05Z", AT },
        { "2025-10-26 01:30:05", AT },
        { "2025-10-26T01:30Z", MINUTE },
        { "2025-10-26 01:30", MINUTE },
        { "2025-10-26", DAY },
        { "2025-10-26T01:30:05.250Z", AT + 250 },
        { "2025-10-26 01:30:05.250999999", AT + 250 },
        { "2025-10-26 01:30:05,25", AT + 250 },
        { "2025-10-26T03:30:05+02:00", AT },
        { "2025-10-26T03:30:05+0200", AT },
        { "2025-10-26 03:30:05+02", AT },
        { "2025-10-26T07:00:05+05:30", AT },
        { "2025-10-25T19:30:05-06:00", AT },
        { "2025-10-26 01:30:05 UTC", AT },
        { "2025-10-26 01:30:05 +0000 UTC", AT },
        { "20251026T013005Z", AT },
        { "20251026T0130Z", MINUTE },
        { "20251026013005", AT },
        { "20251026", DAY },
        { "2025/10/26 01:30:05", AT },
        { "26.10.2025 01:30:05", AT },
        { "26.10.2025 01:30", MINUTE },
        { "26.10.2025, 01:30:05", AT },
        { "26-10-2025 01:30:05", AT },
        { "26/10/2025 01:30:05", AT },
        { "10/26/2025 1:30:05 AM", AT },
        { "10/26/2025 01:30:05.123", AT + 123 },
        { "10/26/25 01:30:05", AT },
        { "9/12/2019, 1:05:14.947 AM", INT64_C(1568250314947) },    /* by --date-order mdy */
        { "Oct 26, 2025, 1:30:05 AM", AT },
        { "Oct 26, 2025, 12:30:05 AM", AT - 3600000 },
        { "Oct 26, 2025, 12:30:05 PM", AT + 11 * INT64_C(3600000) },
        { "Oct 26, 2025 @ 01:30:05.000", AT },
        { "October 26, 2025 01:30:05", AT },
        { "26-Oct-2025 01:30:05", AT },
        { "26 Oct 2025 01:30:05", AT },
        { "26/Oct/2025:03:30:05 +0200", AT },
        { "01:30:05,26-OCT-2025", AT },
        { "Sun Oct 26 01:30:05 2025", AT },
        { "Sun Oct 26 01:30:05 2025 UTC", AT },
        { "Sun Oct 26 01:30:05 UTC 2025", AT },
        { "Sun, 26 Oct 2025 01:30:05 GMT", AT },
        { "Sat Oct 25 2025 19:30:05 GMT-0600 (Mountain Daylight Time)", AT },
        { "Sat Oct 25 2025 19:30:05 GMT-0600 (heure d\xe2\x80\x99\xc3\xa9t\xc3\xa9)", AT },
        { "1761442205", AT },
        { "1761442205.25", AT + 250 },
        { "1761442205250", AT + 250 },
        { "1761442205250000", AT + 250 },
        { "1761442205250000000", AT + 250 },
        { "2024-02-29 00:00:00", INT64_C(1709164800000) },
        { "2025-10-25T24:00:00Z", DAY },
        { "2016-12-31T23:59:60Z", INT64_C(1483228800000) },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        enum date_order order = strstr(cases[i].text, "2019") ? DATE_MDY : DATE_AUTO;
        int64_t out[2] = { 0, 0 };
        enum time_result result = read_alone(cases[i].text, order, NULL, out);

        if (result != TIME_OK || out[0] != cases[i].at)
            fail_msg("'%s' is %d, %lld", cases[i].text, (int)result, (long long)out[0]);
    }
}

static void what_is_no_full_time_is_refused(void **state)
{
    static const char *const cases[] = {
        "", "x", "12", "2025-13-01", "2025-02-29", "2025-10-26T25:00:00", "2025-10-26T01:60:00",
        "2025-10-26T01:30:05X", "2025-10-26T01:30:05+2", "2025-10-26 13:00:00 PM", "26-10 00:00:00",
        "00:00:00", "2025-10-26 01:30:05 CST", "45956.0417", "1.76144E+12", "2025-10-26T", "1.5",
        "2025-10-2601:30", "10.0.0.1", "Oct 26", "2025-10", "2025-10-26 01", "123456789012345678901",
        "1761442205.2.5", "2025-10-26 0x1:00", "-1761442205",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t out[2];

        if (read_alone(cases[i], DATE_AUTO, NULL, out) == TIME_OK)
            fail_msg("'%s' is %lld", cases[i], (long long)out[0]);
    }
}

static const struct {
    const char *cells[5], *header;
    int         rc;                /* 0, or ERR_DATA and … */
    const char *says;
    int64_t     first;             /* … else the instant of the first cell */
} columns[] = {
    /* a part above 12 decides for all */
    { { "01/02/2025", "13/02/2025" }, "date", 0, NULL, INT64_C(1738368000000) },
    { { "01/02/2025", "01/13/2025" }, "date", 0, NULL, INT64_C(1735776000000) },
    { { "13/02/2025", "01/13/2025" }, "date", ERR_DATA, "days first", 0 },
    /* days in a row, not months in a row */
    { { "01/02/2025", "02/02/2025", "03/02/2025", "04/02/2025" }, "date", 0, NULL,
      INT64_C(1738368000000) },
    { { "02/01/2025", "02/02/2025", "02/03/2025", "02/04/2025" }, "date", 0, NULL,
      INT64_C(1738368000000) },
    /* over midnight: the next day, not the same day of the next month */
    { { "05/06/2025 23:30", "05/06/2025 23:45", "06/06/2025 00:00", "06/06/2025 00:15" }, "date", 0,
      NULL, INT64_C(1749166200000) },
    { { "05/06/2025 23:30", "05/06/2025 23:45" }, "date", ERR_DATA, "can be a day of two months", 0 },
    { { "10/10/2025", "11/11/2025" }, "date", 0, NULL, INT64_C(1760054400000) },
    /* the zone in the header */
    { { "2025-10-26 02:00" }, "Time (UTC+02:00)", 0, NULL, INT64_C(1761436800000) },
    { { "2025-10-26 00:00" }, "TimeGenerated [UTC]", 0, NULL, INT64_C(1761436800000) },
    { { "2025-10-25 19:00" }, "time_utc-5", 0, NULL, INT64_C(1761436800000) },
    { { "10/26/2025 01:00:00.000" }, "(PDH-CSV 4.0) (W. Europe Standard Time)(-60)", 0, NULL,
      INT64_C(1761436800000) },
    { { "10/25/2025 20:00:00.000" }, "(PDH-CSV 4.0) (EDT)(240)", 0, NULL, INT64_C(1761436800000) },
    { { "2025-10-26T00:00:00Z" }, "Time (UTC+02:00)", 0, NULL, INT64_C(1761436800000) },
    /* one unit a column */
    { { "1761436800", "1761436800000" }, "t", ERR_DATA, "mixes units", 0 },
    { { "26-10 00:00:00" }, "t", ERR_DATA, "no year", 0 },
    { { "00:00:00" }, "t", ERR_DATA, "without a date", 0 },
    { { "45956,0417" }, "t", ERR_DATA, "spreadsheet", 0 },
    { { "2025-10-26 01:30:05 CST" }, "t", ERR_DATA, "more than one zone", 0 },
    { { NULL }, "t", ERR_DATA, "empty", 0 },
};

static void a_column_is_understood_by_all_its_cells(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(columns); i++) {
        struct cell cells[5];
        struct time_style style = { 0 };
        struct time_reader reader;
        struct error err = ERROR_NONE;
        size_t count = 0;
        int64_t out[2] = { 0, 0 };
        int rc;

        for (; count < 5 && columns[i].cells[count]; count++)
            cells[count] = (struct cell){ columns[i].cells[count], strlen(columns[i].cells[count]) };
        rc = time_style_find(&style, cells, count, columns[i].header, DATE_AUTO, &err);
        if (rc != columns[i].rc || (rc < 0 && !strstr(err.text, columns[i].says)))
            fail_msg("case %zu: %d '%s'", i, rc, err.text);
        if (rc < 0)
            continue;
        time_reader_init(&reader, &style, NULL);
        assert_int_equal(time_read(&reader, cells[0].text, cells[0].length, out), TIME_OK);
        if (out[0] != columns[i].first)
            fail_msg("case %zu: %lld", i, (long long)out[0]);
    }
}

/* Berlin 2025: 02:00 to 03:00 is skipped on 30 March and repeated on 26 October. */
static void local_times_know_their_zone(void **state)
{
    static const struct { const char *text; enum time_result result; int64_t first, second; } cases[] = {
        { "2025-03-30 01:59:59", TIME_OK, INT64_C(1743296399000), 0 },
        { "2025-03-30 02:30:00", TIME_NONE, 0, 0 },
        { "2025-03-30 03:00:00", TIME_OK, INT64_C(1743296400000), 0 },
        { "2025-10-26 01:59:59", TIME_OK, INT64_C(1761436799000), 0 },
        { "2025-10-26 02:30:00", TIME_TWICE, INT64_C(1761438600000), INT64_C(1761442200000) },
        { "2025-10-26 03:00:00", TIME_OK, INT64_C(1761444000000), 0 },
        { "2025-10-26 02:30:00+01:00", TIME_OK, INT64_C(1761442200000), 0 },
        { "2025-07-01 12:00:00", TIME_OK, INT64_C(1751364000000), 0 },
        { "1970-01-01 00:00:00", TIME_RANGE, 0, 0 },
    };
    struct error err = ERROR_NONE;
    struct zone *zone;

    (void)state;
    assert_ok(zone_open(&zone, "Europe/Berlin", &err), &err);
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t out[2] = { 0, 0 };
        enum time_result result = read_alone(cases[i].text, DATE_AUTO, zone, out);

        assert_int_equal(result, cases[i].result);
        if (result == TIME_OK || result == TIME_TWICE)
            assert_int_equal(out[0], cases[i].first);
        if (result == TIME_TWICE)
            assert_int_equal(out[1], cases[i].second);
    }
    zone_free(zone);
}

/* The caches of day, cell and offset change nothing: a reader of many cells and one of each agree. */
static void a_reader_remembers_nothing_wrong(void **state)
{
    unsigned seed = 20266;
    struct error err = ERROR_NONE;
    struct time_style style = { 0 };
    struct time_reader reader;
    struct zone *zone;

    (void)state;
    print_message("seed %u\n", seed);
    srand(seed);
    assert_ok(zone_open(&zone, "America/New_York", &err), &err);
    time_reader_init(&reader, &style, zone);
    for (int i = 0; i < 200000; i++) {
        int64_t at = INT64_C(1730000000) + rand() % 40000000, a[2] = { 0, 0 }, b[2] = { 0, 0 };
        char text[40];
        struct civil c;
        struct time_reader fresh;
        int moved = rand() % 100 == 0 ? 20 : 0;
        enum time_result one, other;

        zone_civil(NULL, at * 1000, &c);
        snprintf(text, sizeof text, "%04d-%02d-%02d%c%02d:%02d:%02d%s", c.year, c.month,
                 c.day + moved, i % 2 ? 'T' : ' ', c.hour, c.minute, c.second,
                 i % 3 == 0 ? "Z" : i % 3 == 1 ? "" : ".5");
        time_reader_init(&fresh, &style, zone);
        one = time_read(&reader, text, strlen(text), a);
        other = time_read(&fresh, text, strlen(text), b);
        if (one != other || a[0] != b[0] || a[1] != b[1])
            fail_msg("'%s' is %d %lld, alone %d %lld", text, (int)one, (long long)a[0], (int)other,
                     (long long)b[0]);
        if (i % 3 == 0 && !moved)
            assert_int_equal(a[0], at * 1000);
    }
    zone_free(zone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_read_in_all_their_spellings),
        cmocka_unit_test(what_is_no_full_time_is_refused),
        cmocka_unit_test(a_column_is_understood_by_all_its_cells),
        cmocka_unit_test(local_times_know_their_zone),
        cmocka_unit_test(a_reader_remembers_nothing_wrong),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
