#include "tests/unit/unit.h"

#include "data/base/text.h"
#include "data/base/unit.h"
#include "data/series.h"

static void each_sink_gets_its_own_escape(void **state)
{
    static const struct {
        void (*write)(struct buf *, const char *);
        const char *text, *want;
    } cases[] = {
        { text_html,     "<a href='x'>&\"",      "&lt;a href=&#39;x&#39;&gt;&amp;&quot;" },
        { text_html,     "a\xffz\x1b[31m",       "a\xef\xbf\xbdz\\x1b[31m" },
        { text_html,     "a\xe2\x80\xaeg",       "a&lt;U+202E&gt;g" },
        { text_json,     "a\"\\\n\x01",          "\"a\\\"\\\\\\n\\u0001\"" },
        { text_json,     "\xc3\x28",             "\"\xef\xbf\xbd(\"" },
        { text_csv,      "=1+1",                 "'=1+1" },
        { text_csv,      "a,\"b\"",              "\"a,\"\"b\"\"\"" },
        { text_csv,      "-x",                   "'-x" },
        { text_tty,      "\x1b]0;x\x07",         "\\x1b]0;x\\x07" },
        { text_markdown, "a|b*<c>",              "a\\|b\\*&lt;c\\>" },
        { text_markdown, "[x](javascript:1)",    "\\[x\\]\\(javascript:1\\)" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf out;

        buf_init(&out, 4096);
        cases[i].write(&out, cases[i].text);
        assert_string_equal(out.text, cases[i].want);
        buf_release(&out);
    }
}

static void globs_match_whole_names(void **state)
{
    static const struct { const char *pattern, *text; int want; } cases[] = {
        { "*", "", 1 },              { "staging/*/cpu*", "staging/a/b/cpu_x", 1 },
        { "a?c", "abc", 1 },         { "a?c", "ac", 0 },
        { "[a-c]x", "bx", 1 },       { "[!a-c]x", "bx", 0 },
        { "\\*", "*", 1 },           { "\\*", "x", 0 },
        { "abc", "abcd", 0 },        { "*b*c", "abcbc", 1 },
        { "[", "[", 1 },             { "", "x", 0 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        if (text_glob(cases[i].pattern, cases[i].text) != cases[i].want)
            fail_msg("'%s' against '%s'", cases[i].pattern, cases[i].text);
}

static void near_words_are_found(void **state)
{
    static const char *const names[] = { "ingest", "inspect", "report", "forecast" };

    (void)state;
    assert_string_equal(text_nearest("reprot", names, COUNT(names)), "report");
    assert_string_equal(text_nearest("forcast", names, COUNT(names)), "forecast");
    assert_null(text_nearest("zebra", names, COUNT(names)));
}

static void units_reach_their_base(void **state)
{
    static const struct { const char *text, *name; double scale; } cases[] = {
        { "percent", "%", 1 },     { "10^2.%", "ratio", 1 },  { "GiB", "B", 0x1p30 },
        { "MB/s", "B/s", 1e6 },    { "Mbps", "B/s", 125e3 },  { "ms", "s", 1e-3 },
        { "Bytes/Second", "B/s", 1 }, { "Count", "", 1 },     { "count/s", "1/s", 1 },
        { "widgets", "widgets", 1 },  { " % ", "%", 1 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct unit unit;

        unit_parse(cases[i].text, strlen(cases[i].text), &unit);
        assert_string_equal(unit.name, cases[i].name);
        assert_close(unit.scale, cases[i].scale, 0);
    }
}

static void quantities_read_as_written(void **state)
{
    struct error err = ERROR_NONE;
    struct unit unit;
    double value = 0;

    (void)state;
    assert_ok(quantity_parse("200GiB", &value, &unit, &err), &err);
    assert_close(value, 214748364800.0, 0);
    assert_ok(quantity_parse("1.5k", &value, &unit, &err), &err);
    assert_close(value, 1500, 0);
    assert_ok(quantity_parse("45%", &value, &unit, &err), &err);
    assert_string_equal(unit.name, "%");
    assert_int_equal(quantity_parse("lots", &value, &unit, &err), ERR_USAGE);
}

static void names_can_be_taken_apart(void **state)
{
    struct label labels[] = { { "stat", "p99" }, { "device", "a\"b\\c\nd" }, { "empty", "" } };
    struct buf text, name, value;

    (void)state;
    buf_init(&text, 1000);
    buf_init(&name, 1000);
    buf_init(&value, 1000);
    labels_text(&text, labels, COUNT(labels));
    assert_string_equal(text.text, "device=\"a\\\"b\\\\c\\nd\",stat=\"p99\"");
    series_name(&name, &(struct series_key){ "prod", "db/1", "50%", text.text });
    assert_string_equal(name.text, "prod/db%2F1/50%25{device=\"a\\\"b\\\\c\\nd\",stat=\"p99\"}");
    assert_int_equal(labels_get(text.text, "device", &value), 1);
    assert_string_equal(value.text, "a\"b\\c\nd");
    assert_int_equal(labels_get(text.text, "tat", &value), 0);
    buf_release(&text);
    buf_release(&name);
    buf_release(&value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_sink_gets_its_own_escape),
        cmocka_unit_test(globs_match_whole_names),
        cmocka_unit_test(near_words_are_found),
        cmocka_unit_test(units_reach_their_base),
        cmocka_unit_test(quantities_read_as_written),
        cmocka_unit_test(names_can_be_taken_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
