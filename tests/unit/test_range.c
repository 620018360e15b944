#include "tests/unit/unit.h"

#include "analyzer/engine/range.h"

/* The table of the Monitoring Plugins Development Guidelines, "Threshold and Ranges", with a value on either side. */
static void ranges_alert_as_the_guidelines_say(void **state)
{
    static const struct { const char *text; double value; int alerts; } cases[] = {
        { "10", -0.1, 1 },     { "10", 0, 0 },       { "10", 10, 0 },      { "10", 10.1, 1 },
        { "10:", 9.9, 1 },     { "10:", 10, 0 },     { "10:", 1e9, 0 },    { "~:10", -1e9, 0 },
        { "~:10", 10, 0 },     { "~:10", 10.1, 1 },  { "10:20", 9.9, 1 },  { "10:20", 10, 0 },
        { "10:20", 20, 0 },    { "10:20", 20.1, 1 }, { "@10:20", 9.9, 0 }, { "@10:20", 10, 1 },
        { "@10:20", 20, 1 },   { "@10:20", 21, 0 },  { ":20", -1, 1 },     { ":20", 5, 0 },
        { "30d:", 29, 1 },     { "~:80%", 81, 1 },   { "@5", 5, 1 },       { "@5", 6, 0 },
        { "10:", INFINITY, 0 }, { "~:10", INFINITY, 1 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = ERROR_NONE;
        struct range range;

        assert_ok(range_parse(cases[i].text, &range, &err), &err);
        if (range_alerts(&range, cases[i].value) != cases[i].alerts)
            fail_msg("%s on %g", cases[i].text, cases[i].value);
    }
}

static void a_range_is_written_as_it_is_read(void **state)
{
    static const struct { const char *text, *written; char unit; } cases[] = {
        { "10", "10", 0 },     { "10:", "10:", 0 },     { "~:10", "~:10", 0 },   { "10:20", "10:20", 0 },
        { "@10:20", "@10:20", 0 }, { ":20", "20", 0 },  { "0:20", "20", 0 },     { "0:", "0:", 0 },
        { "30d:", "30:", 'd' }, { "~:80.5%", "~:80.5", '%' }, { "@~:-3", "@~:-3", 0 }, { "5d:9d", "5:9", 'd' },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = ERROR_NONE;
        struct range range;
        char text[RANGE_ROOM];

        assert_ok(range_parse(cases[i].text, &range, &err), &err);
        assert_string_equal(range_text(text, &range), cases[i].written);
        assert_int_equal(range.unit, cases[i].unit);
    }
    assert_string_equal(range_text((char[RANGE_ROOM]){ "x" }, &(struct range){ 0 }), "");
}

static void what_is_no_range_is_refused(void **state)
{
    static const char *const cases[] = { "", "@", "a", "10:a", "20:10", "1:2:3", "10%:20d", "~", "10 :20", "d", "%:" };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = ERROR_NONE;
        struct range range = { .low = 42 };

        if (range_parse(cases[i], &range, &err) != ERR_USAGE)
            fail_msg("'%s' was taken", cases[i]);
        assert_true(range.low == 42 && err.hint[0]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_alert_as_the_guidelines_say),
        cmocka_unit_test(a_range_is_written_as_it_is_read),
        cmocka_unit_test(what_is_no_range_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
