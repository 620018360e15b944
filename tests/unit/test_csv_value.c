#include "tests/unit/unit.h"

#include "ingest/csv_value.h"
#include "ingest/naming.h"

static void numbers_read_as_people_write_them(void **state)
{
    static const struct { const char *text; char decimal; enum number_kind kind; double value;
                          const char *unit; } cases[] = {
        { "2.385", '.', NUMBER_OK, 2.385, NULL },
        { "2,385", ',', NUMBER_OK, 2.385, NULL },
        { "-2,5", ',', NUMBER_OK, -2.5, NULL },
        { "1,234,567.5", '.', NUMBER_OK, 1234567.5, NULL },
        { "1.234.567,5", ',', NUMBER_OK, 1234567.5, NULL },
        { "1.234", ',', NUMBER_OK, 1234, NULL },
        { "1,234", '.', NUMBER_OK, 1234, NULL },
        { "1000.250,5", ',', NUMBER_OK, 1000250.5, NULL },
        { "1 234,5", ',', NUMBER_OK, 1234.5, NULL },
        { "1\xc2\xa0" "234,5", ',', NUMBER_OK, 1234.5, NULL },
        { "1\xe2\x80\xaf" "234,5", ',', NUMBER_OK, 1234.5, NULL },
        { "1'234.5", '.', NUMBER_OK, 1234.5, NULL },
        { "1\xe2\x80\x99" "234.5", '.', NUMBER_OK, 1234.5, NULL },
        { "\xe2\x88\x92" "2.5", '.', NUMBER_OK, -2.5, NULL },
        { "1,5e3", ',', NUMBER_OK, 1500, NULL },
        { "45%", '.', NUMBER_OK, 45, "%" },
        { "45,5 %", ',', NUMBER_OK, 45.5, "%" },
        { "1.2 GiB", '.', NUMBER_OK, 1.2 * 0x1p30, "B" },
        { "5.15 MB/s", '.', NUMBER_OK, 5.15e6, "B/s" },
        { "980 kB/s", '.', NUMBER_OK, 980e3, "B/s" },
        { "570 ms", '.', NUMBER_OK, 0.57, "s" },
        { "2.50 mins", '.', NUMBER_OK, 150, "s" },
        { "190 K", '.', NUMBER_OK, 190e3, NULL },
        { "1.2 Mil", '.', NUMBER_OK, 1.2e6, NULL },
        { "", '.', NUMBER_MISSING, 0, NULL },
        { "n/a", ',', NUMBER_MISSING, 0, NULL },
        { "-", '.', NUMBER_MISSING, 0, NULL },
        { "+Inf", '.', NUMBER_INFINITE, 0, NULL },
        { "1,23,456", '.', NUMBER_BAD, 0, NULL },
        { "12,34", '.', NUMBER_BAD, 0, NULL },
        { "1.2.3", '.', NUMBER_BAD, 0, NULL },
        { "1,234 567", '.', NUMBER_BAD, 0, NULL },
        { "5 frogs", '.', NUMBER_BAD, 0, NULL },
        { "x5", '.', NUMBER_BAD, 0, NULL },
        { "%", '.', NUMBER_BAD, 0, NULL },
        { "0x10", '.', NUMBER_BAD, 0, NULL },
        { "2026-01-31", '.', NUMBER_BAD, 0, NULL },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct quantity q = { 0 };
        enum number_kind kind = csv_value(cases[i].text, strlen(cases[i].text), cases[i].decimal, &q);

        if (kind != cases[i].kind)
            fail_msg("'%s' is %d", cases[i].text, (int)kind);
        if (kind != NUMBER_OK)
            continue;
        assert_close(q.value, cases[i].value, 1e-15);
        assert_int_equal(q.has_unit, cases[i].unit != NULL);
        if (cases[i].unit)
            assert_string_equal(q.unit.name, cases[i].unit);
    }
}

static void cells_vote_on_the_decimal_sign(void **state)
{
    static const struct { const char *text; size_t point, comma, either_point, either_comma; } cases[] = {
        { "1.5", 1, 0, 0, 0 },       { "1,5", 0, 1, 0, 0 },     { "1.234", 0, 0, 1, 0 },
        { "1,234", 0, 0, 0, 1 },     { "0.234", 1, 0, 0, 0 },   { "0,234", 0, 1, 0, 0 },
        { "1,234.5", 1, 0, 0, 0 },   { "1.234,5", 0, 1, 0, 0 }, { "1,234,567", 1, 0, 0, 0 },
        { "1.234.567", 0, 1, 0, 0 }, { "12345", 0, 0, 0, 0 },   { "10.0.0.1", 0, 0, 0, 0 },
        { "1 234,567", 0, 1, 0, 0 }, { "12345.678", 1, 0, 0, 0 }, { "5,15 MB", 0, 1, 0, 0 },
        { "abc", 0, 0, 0, 0 },       { "", 0, 0, 0, 0 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct decimal_votes v = { 0 };

        csv_decimal_vote(&v, cases[i].text, strlen(cases[i].text));
        if (v.point != cases[i].point || v.comma != cases[i].comma ||
            v.either_point != cases[i].either_point || v.either_comma != cases[i].either_comma)
            fail_msg("'%s' votes %zu %zu %zu %zu", cases[i].text, v.point, v.comma, v.either_point,
                     v.either_comma);
    }
}

static void names_tell_statistics_kinds_and_units(void **state)
{
    static const struct { const char *word, *name; } words[] = {
        { "Average", "avg" }, { "mean", "avg" }, { "Maximum", "max" }, { "p99", "p99" },
        { "99TH_PERCENTILE", "p99" }, { "PERCENTILE_95", "p95" }, { "p99.9", "p99.9" },
        { "95th percentile", "p95" }, { "cpu", NULL }, { "99", NULL }, { "p", NULL }, { "", NULL },
        { "speed", NULL },
    };
    char room[16];

    (void)state;
    for (size_t i = 0; i < COUNT(words); i++) {
        const char *name = statistic_word(words[i].word, strlen(words[i].word), room);

        if (!name != !words[i].name || (name && strcmp(name, words[i].name) != 0))
            fail_msg("'%s' is %s", words[i].word, name ? name : "nothing");
    }
    assert_int_equal(metric_kind("http_requests_total"), SERIES_COUNTER);
    assert_int_equal(metric_kind("ifHCInOctets"), SERIES_COUNTER);
    assert_int_equal(metric_kind("node_load1"), SERIES_GAUGE);
    assert_string_equal(metric_unit("node_memory_free_bytes"), "B");
    assert_null(metric_unit("cpu"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_read_as_people_write_them),
        cmocka_unit_test(cells_vote_on_the_decimal_sign),
        cmocka_unit_test(names_tell_statistics_kinds_and_units),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
