#include "tests/unit/unit.h"

#include <stdlib.h>

#include "data/base/unit.h"
#include "reports/chart_axis.h"
#include "reports/gnuplot.h"
#include "tests/unit/evil_names.h"
#include "tests/unit/report_fixture.h"

static void value_axes_suit_their_unit(void **state)
{
    static const struct { double largest; const char *unit; double scale, step, top; const char *label; } cases[] = {
        { 95,            "%",     1,      20,  100, "100 %" },
        { 0.95,          "ratio", 0.01,   20,  100, "100 %" },
        { 475 * GIB,     "B",     GIB,    100, 500, "500 GiB" },
        { 1.9 * 1024 * GIB, "B",  1024 * GIB, 0.5, 2, "2 TiB" },
        { 900,           "B",     1,      200, 1000, "1000 B" },
        { 5e6,           "B/s",   0x1p20, 1,   5,   "5 MiB/s" },
        { 0.184,         "s",     1e-3,   50,  200, "200 ms" },
        { 12,            "s",     1,      2.5, 12.5, "12.5 s" },
        { 190,           "",      1,      50,  200, "200" },
        { 123456,        "x\"y",  1e3,    25,  125, "125k" },
        { 0,             "",      1,      0.2, 1,   "1" },
    };
    struct buf label;

    (void)state;
    buf_init(&label, 100);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct value_axis axis;

        value_axis_init(&axis, cases[i].largest, cases[i].unit);
        assert_close(axis.scale, cases[i].scale, 1e-12);
        assert_close(axis.step, cases[i].step, 1e-12);
        assert_close(axis.top, cases[i].top, 1e-12);
        buf_clear(&label);
        value_axis_label(&axis, axis.top, &label);
        assert_string_equal(label.text, cases[i].label);
    }
    buf_release(&label);
}

static void value_axes_hold_any_value(void **state)
{
    static const double values[] = { 1e-300, 1e-9, 0.3, 1, 9.99, 10, 1e5, 1e15, 1e300, INFINITY, NAN, -4 };

    (void)state;
    for (size_t i = 0; i < COUNT(values); i++) {
        struct value_axis axis;

        value_axis_init(&axis, values[i], "");
        assert_true(isfinite(axis.top) && axis.top > 0 && axis.step > 0);
        assert_true(axis.top / axis.step < 12);
        if (isfinite(values[i]))
            assert_true(axis.top * axis.scale >= values[i] * (1 - 1e-9));
    }
}

static int64_t instant(const char *text, const struct zone *zone)
{
    struct error err = ERROR_NONE;
    int64_t at = 0;

    assert_ok(time_parse(text, zone, 0, &at, &err), &err);
    return at;
}

static void date_ticks_stand_at_local_midnights(void **state)
{
    static const struct { const char *from, *until; int most; const char *first, *last; int count; } cases[] = {
        { "2026-03-27", "2026-04-01", 8, "27 Mar 2026", "1 Apr", 6 },
        { "2026-03-01", "2026-05-01", 9, "2 Mar 2026", "27 Apr", 9 },
        { "2026-01-15", "2026-12-15", 11, "Feb 2026", "Dec", 11 },
        { "2025-10-01", "2026-04-01", 8, "Oct 2025", "Apr", 7 },
        { "2016-06-01", "2026-06-01", 11, "Jan 2017", "Jan 2026", 10 },
    };
    struct error err = ERROR_NONE;
    struct zone *berlin = NULL;

    (void)state;
    assert_ok(zone_open(&berlin, "Europe/Berlin", &err), &err);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct date_tick ticks[DATE_TICKS];
        int count = date_ticks(berlin, instant(cases[i].from, berlin), instant(cases[i].until, berlin),
                               cases[i].most, ticks);

        assert_int_equal(count, cases[i].count);
        assert_string_equal(ticks[0].label, cases[i].first);
        assert_string_equal(ticks[count - 1].label, cases[i].last);
        for (int k = 0; k < count; k++) {
            struct civil c;

            zone_civil(berlin, ticks[k].at, &c);
            assert_int_equal(c.hour, 0);
        }
    }
    zone_free(berlin);
}

/* The slow way: look at every sample for every column. */
static void thinning_loses_no_spike(void **state)
{
    enum { SAMPLES = 20000, COLUMNS = 380 };
    struct chart_range *in = calloc(SAMPLES, sizeof *in), out[COLUMNS];
    int64_t until = (int64_t)SAMPLES * 300000;
    unsigned seed = 20260727;
    size_t count;

    (void)state;
    assert_non_null(in);
    for (int i = 0; i < SAMPLES; i++) {
        double value = wobble(&seed) * 10;

        in[i] = (struct chart_range){ (int64_t)i * 300000, value, value };
    }
    in[7777].high = 1234.5;
    in[12345].low = -4321;
    count = chart_thin(in, SAMPLES, 0, until, COLUMNS, out);
    assert_int_equal(count, COLUMNS);
    for (size_t c = 0; c < count; c++) {
        double low = INFINITY, high = -INFINITY;

        for (int i = 0; i < SAMPLES; i++)
            if ((size_t)((double)in[i].at / ((double)until / COLUMNS)) == c) {
                low = fmin(low, in[i].low);
                high = fmax(high, in[i].high);
            }
        assert_close(out[c].low, low, 0);
        assert_close(out[c].high, high, 0);
    }
    assert_int_equal(chart_thin(in, SAMPLES, 0, until, SAMPLES * 2, in), SAMPLES);
    free(in);
}

static void thinning_leaves_gaps(void **state)
{
    struct chart_range in[] = { { 0, 1, 2 }, { 10, 3, 4 }, { 900, 5, 6 }, { 2000, 7, 8 } }, out[10];

    (void)state;
    assert_int_equal(chart_thin(in, COUNT(in), 0, 1000, 10, out), 2);
    assert_close(out[0].high, 4, 0);
    assert_int_equal(out[1].at, 900);
}

static struct estate *new_estate(void)
{
    struct estate *estate = calloc(1, sizeof *estate);

    assert_non_null(estate);
    estate_init(estate, resources, RESOURCES);
    estate_charts(estate, resources, RESOURCES);
    return estate;
}

static void free_estate(struct estate *estate)
{
    arena_release(&estate->arena);
    free(estate);
}

/* Whatever a user's strings hold, the script is the same but for numbers. */
static void no_user_string_is_in_the_script(void **state)
{
    struct estate *estate = new_estate();
    struct error err = ERROR_NONE;
    struct buf plain, evil;

    (void)state;
    buf_init(&plain, 1 << 24);
    buf_init(&evil, 1 << 24);
    for (size_t i = 0; i < EVIL_NAMES; i++) {
        struct chart chart = estate->charts[2];
        struct finding finding = *chart.finding;
        struct chart_event events[2] = { { chart.as_of - 9 * DAY_MS, "launch" },
                                         { chart.as_of - 5 * DAY_MS, "odd" } };

        chart.finding = &finding;
        chart.events = events;
        chart.event_count = 2;
        finding.info.unit = "widgets";
        buf_clear(&plain);
        assert_ok(charts_script(&chart, 1, &drawing_default, &plain, &err), &err);
        finding.info.key = (struct series_key){ evil_names[i], evil_names[i], evil_names[i],
                                                evil_names[i] };
        finding.name = finding.reason = finding.info.unit = evil_names[i];
        events[1].kind = evil_names[i];
        buf_clear(&evil);
        assert_ok(charts_script(&chart, 1, &drawing_default, &evil, &err), &err);
        assert_string_equal(plain.text, evil.text);
    }
    buf_release(&plain);
    buf_release(&evil);
    free_estate(estate);
}

static void the_script_is_the_same_every_time(void **state)
{
    struct estate *estate = new_estate();
    struct error err = ERROR_NONE;
    struct buf first, second;

    (void)state;
    buf_init(&first, 1 << 24);
    buf_init(&second, 1 << 24);
    assert_ok(charts_script(estate->charts, estate->report.chart_count, &drawing_default, &first, &err), &err);
    assert_ok(charts_script(estate->charts, estate->report.chart_count, &drawing_default, &second, &err), &err);
    assert_string_equal(first.text, second.text);
    buf_release(&first);
    buf_release(&second);
    free_estate(estate);
}

static void a_chart_shows_its_dates_and_limits(void **state)
{
    static const char *const wanted[] = {
        "set label \"now 27 Jul\"", "set label \"act by 28 Jul\"", "set label \"early 8 Aug\"",
        "set label \"middle 15 Aug\"", "\"capacity 100 %, dashed: 95 % may be used\"",
        "$trusted using 1:2:4 with filledcurves", "\"100 %%\" 100", "set label \"clean-up\"",
        "set label \"enlarged\"", "set label \"launch\"",
    };
    struct estate *estate = new_estate();
    struct chart chart = estate->charts[1];
    struct finding finding = *chart.finding;
    struct step steps[] = { { chart.as_of - 60 * DAY_MS, STEP_CLEANUP, -5, 9 },
                            { chart.as_of - 30 * DAY_MS, STEP_RESIZE, 20, 0 } };
    struct chart_event event = { chart.as_of - 20 * DAY_MS, "launch" };
    struct error err = ERROR_NONE;
    struct buf script;

    (void)state;
    finding.steps = steps;
    finding.step_count = 2;
    chart.finding = &finding;
    chart.events = &event;
    chart.event_count = 1;
    buf_init(&script, 1 << 24);
    assert_ok(charts_script(&chart, 1, &drawing_default, &script, &err), &err);
    for (size_t i = 0; i < COUNT(wanted); i++)
        if (!strstr(script.text, wanted[i]))
            fail_msg("no %s", wanted[i]);
    buf_release(&script);
    free_estate(estate);
}

static void charts_conclude_in_words(void **state)
{
    static const struct { size_t at; const char *words; } cases[] = {
        { 0, "478 GiB (96 %) now, of 475 GiB that may be used; +15 % a month. It is already full, since "
             "25 Jul 2026; act now." },
        { 1, "83 % now, of 95 % that may be used; +15 % a month. Runs out 15 Aug 2026, between 8 Aug 2026 "
             "and 6 Sep 2026; act by 28 Jul 2026." },
        { 4, "86 % now, of 95 % that may be used; no real growth." },
        { 5, "812 GiB now, no limit known; +15 % a month; no capacity known." },
        { 9, "3.1 TiB (39 %) now, of 7.6 TiB that may be used; -6.2 % a month; shrinking." },
    };
    struct estate *estate = new_estate();
    struct buf words;

    (void)state;
    buf_init(&words, 1000);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct chart chart;

        chart_init(&chart, CHART_FORECAST, &estate->analysis.findings[cases[i].at], &estate->analysis, NULL);
        buf_clear(&words);
        chart_words(&chart, &words);
        assert_string_equal(words.text, cases[i].words);
    }
    buf_release(&words);
    free_estate(estate);
}

/* Three days in two fans of two: 52 in 40 to 60, 61 not in 40 to 60, 70 on the rim of 70 to 90; one before them. */
static void past_days_are_held_against_their_fans(void **state)
{
    static const struct chart_bin bins[] = { { 0, 500, 1 }, { DAY_MS, 52, 1 }, { 2 * DAY_MS, 61, 0 },
                                             { 3 * DAY_MS, 70, 1 } };
    static const struct chart_band fans[] = { { DAY_MS, 40, 50, 60 }, { 2 * DAY_MS, 40, 50, 60 },
                                              { 3 * DAY_MS, 70, 80, 90 }, { 4 * DAY_MS, 70, 80, 90 } };
    static const enum foretold want[] = { FORETOLD_NOT, FORETOLD_HELD, FORETOLD_MISSED, FORETOLD_HELD };
    struct estate *estate = new_estate();
    struct chart chart;
    struct buf text;

    (void)state;
    chart_init(&chart, CHART_BACKTEST, &estate->analysis.findings[0], &estate->analysis, NULL);
    chart.bins = bins;
    chart.bin_count = COUNT(bins);
    chart.fan = fans;
    chart.fan_count = COUNT(fans);
    chart.fan_each = 2;
    for (size_t i = 0; i < COUNT(bins); i++)
        assert_int_equal(chart_foretold(&chart, &bins[i]), want[i]);
    buf_init(&text, 100000);
    chart_words(&chart, &text);
    assert_string_equal(text.text, "Of 3 past days, 2 came inside the 80 % band of a forecast made from the data before.");
    buf_release(&text);
    free_estate(estate);
}

static void names_of_kinds_and_formats_are_found(void **state)
{
    enum chart_kind kind = CHART_FORECAST;
    enum chart_format format = CHART_SVG;

    (void)state;
    assert_int_equal(chart_kind_find("heatmap", &kind), 1);
    assert_int_equal(kind, CHART_HEATMAP);
    assert_int_equal(chart_kind_find("pie", &kind), 0);
    assert_int_equal(chart_format_find("pdf", &format), 1);
    assert_int_equal(format, CHART_PDF);
    assert_int_equal(chart_format_find("gif", &format), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(value_axes_suit_their_unit),
        cmocka_unit_test(value_axes_hold_any_value),
        cmocka_unit_test(date_ticks_stand_at_local_midnights),
        cmocka_unit_test(thinning_loses_no_spike),
        cmocka_unit_test(thinning_leaves_gaps),
        cmocka_unit_test(no_user_string_is_in_the_script),
        cmocka_unit_test(the_script_is_the_same_every_time),
        cmocka_unit_test(a_chart_shows_its_dates_and_limits),
        cmocka_unit_test(charts_conclude_in_words),
        cmocka_unit_test(past_days_are_held_against_their_fans),
        cmocka_unit_test(names_of_kinds_and_formats_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
