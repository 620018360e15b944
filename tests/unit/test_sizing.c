#include "tests/unit/unit.h"

#include <ctype.h>

#include "reports/sizing.h"
#include "tests/unit/evil_names.h"

/* A sizing with a setting of each state and a figure. */
static void fill(struct sizing *out, const char *name)
{
    *out = (struct sizing){
        .series = name, .as_of = INT64_C(1763938500000),
        .row = {
            { "pool_size", "Pool size", SIZE_COUNT, "", 1, { 20, 1 }, { 49, 1 }, name },
            { "max_overflow", "Overflow", SIZE_COUNT, "", 1, { 0, 0 }, { 3, 1 }, NULL },
            { "pool_timeout", "Time-out", SIZE_QUANTITY, "s", 1, { 2.385, 1 }, { 0, 0 }, "why" },
            { "waiting", "Requests that wait", SIZE_SHARE, "", 0, { 0.269, 1 }, { 0, 0 }, NULL },
        },
        .row_count = 4,
        .note = { { SEVERITY_WARNING, "DATABASE_IS_LIMIT", name } },
        .note_count = 1,
    };
}

static void variables_come_with_their_past_and_the_way_back(void **state)
{
    static const char want[] =
        "# headroom size pool, from data up to 2025-11-23T22:55:00Z:\n"
        "# web\n"
        "\n"
        "# web\n"
        "db_pool_size    = 49    # present: 20\n"
        "db_max_overflow = 3    # present: not given\n"
        "# why\n"
        "# db_pool_timeout: nothing to recommend    # present: 2.385\n"
        "\n"
        "# warning: web\n"
        "\n"
        "# To go back, apply the present values again:\n"
        "# db_pool_size    = 20\n"
        "# db_pool_timeout = 2.385\n";
    struct error err = ERROR_NONE;
    struct sizing sizing;
    struct buf out;

    (void)state;
    fill(&sizing, "web");
    buf_init(&out, 1 << 16);
    assert_ok(sizing_tfvars(&sizing, "pool", "db_", &out, &err), &err);
    assert_string_equal(out.text, want);
    buf_release(&out);
}

/* A blank line, a comment, or a name of ours = a number and a comment. */
static int is_harmless(const char *line, size_t length)
{
    size_t at = 0;

    if (length == 0 || line[0] == '#')
        return 1;
    while (at < length && (islower((unsigned char)line[at]) || line[at] == '_' || line[at] == ' '))
        at++;
    if (at == 0 || at == length || line[at++] != '=')
        return 0;
    while (at < length && (isdigit((unsigned char)line[at]) || line[at] == ' ' || line[at] == '.'))
        at++;
    return at == length || line[at] == '#';
}

static void no_name_gets_out_of_its_comment(void **state)
{
    struct error err = ERROR_NONE;
    struct sizing sizing;
    struct buf out;

    (void)state;
    buf_init(&out, 1 << 16);
    for (size_t i = 0; i < EVIL_NAMES; i++) {
        fill(&sizing, evil_names[i]);
        buf_clear(&out);
        assert_ok(sizing_tfvars(&sizing, "pool", "", &out, &err), &err);
        for (const char *line = out.text; *line; line += strcspn(line, "\n") + 1)
            if (!is_harmless(line, strcspn(line, "\n")))
                fail_msg("'%.*s'", (int)strcspn(line, "\n"), line);
    }
    buf_release(&out);
}

/* The same rows in each form; what is not known is empty, null, a dash. */
static void every_form_holds_every_row(void **state)
{
    static const char *const json[] = { "\"schema\":\"headroom.size/1\"", "\"kind\":\"pool\"",
        "\"key\":\"pool_size\"", "\"now\":20,\"recommended\":49", "\"now\":null,\"recommended\":3",
        "\"code\":\"DATABASE_IS_LIMIT\"" };
    static const char csv[] = "series,key,now,recommended,unit,setting,because\r\n"
                              "web,pool_size,20,49,,true,web\r\n"
                              "web,max_overflow,,3,,true,\r\n"
                              "web,pool_timeout,2.385,,s,true,why\r\n"
                              "web,waiting,0.269,,,false,\r\n";
    static const char *const text[] = { "Pool size", "49", "26.9 %", "2.38 s", "warning: web" };
    const struct table_style style = { .width = 100 };
    struct error err = ERROR_NONE;
    struct arena arena = { 0 };
    struct sizing sizing;
    struct buf out;

    (void)state;
    fill(&sizing, "web");
    buf_init(&out, 1 << 16);
    assert_ok(sizing_json(&sizing, 1, "pool", NULL, &out, &err), &err);
    for (size_t i = 0; i < COUNT(json); i++)
        assert_non_null(strstr(out.text, json[i]));
    buf_clear(&out);
    assert_ok(sizing_csv(&sizing, 1, NULL, &arena, &out, &err), &err);
    assert_string_equal(out.text, csv);
    buf_clear(&out);
    assert_ok(sizing_text(&sizing, 1, NULL, &style, &arena, &out, &err), &err);
    for (size_t i = 0; i < COUNT(text); i++)
        assert_non_null(strstr(out.text, text[i]));
    buf_release(&out);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(variables_come_with_their_past_and_the_way_back),
        cmocka_unit_test(no_name_gets_out_of_its_comment),
        cmocka_unit_test(every_form_holds_every_row),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
