#include "tests/unit/unit.h"

#include <stdlib.h>

#include "data/base/text.h"
#include "reports/table.h"
#include "reports/terminal.h"

static const struct column columns[] = {
    { .key = "series", .title = "Series", .flexible = 1 },
    { .key = "samples", .title = "Samples", .right = 1 },
    { .key = "state", .title = "State" },
    { .key = "peak", .title = "Peak", .right = 1, .spare = 1 },
    { .key = "note", .title = "Note", .prose = 1 },
    { .key = "id", .title = "Id", .machine = 1 },
};

static void fill(struct table *table, struct arena *arena)
{
    table_init(table, arena, columns, COUNT(columns), NULL);
    table_text(table, "prod/db-main/disk_used_bytes{device=\"/dev/sdb1\"}");
    table_count(table, 1234567);
    table_severity(table, SEVERITY_CRITICAL, "already full");
    table_quantity(table, (struct maybe){ 1610612736.0, 1 }, "B");
    table_text(table, "one two three four five six seven eight nine ten eleven twelve");
    table_number(table, 2.385);
    table_text(table, "=evil");
    table_none(table);
    table_severity(table, SEVERITY_NONE, NULL);
    table_maybe(table, (struct maybe){ 7, 0 });
    table_text(table, "short");
    table_number(table, NAN);
}

struct fixture { struct arena arena; struct table table; struct buf out; struct error err; };

static void begin(struct fixture *f)
{
    *f = (struct fixture){ .err = ERROR_NONE };
    buf_init(&f->out, 1 << 20);
    fill(&f->table, &f->arena);
}

static void end(struct fixture *f)
{
    buf_release(&f->out);
    arena_release(&f->arena);
}

/* Row by row, and handed on as it comes: the same bytes. */
static void a_long_table_passes_through(void **state)
{
    struct fixture f;
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    struct buf whole;

    (void)state;
    begin(&f);
    assert_non_null(stream);
    f.out.stream = stream;
    buf_init(&whole, 1 << 24);
    table_csv_header(&f.table, &f.out);
    table_csv_header(&f.table, &whole);
    for (int i = 0; i < 4000; i++) {
        assert_ok(table_csv_rows(&f.table, &f.out, &f.err), &f.err);
        assert_ok(table_csv_rows(&f.table, &whole, &f.err), &f.err);
        buf_pass(&f.out);
    }
    assert_true(f.out.used < whole.used / 2);    /* it did pass */
    assert_int_equal(fwrite(f.out.text, 1, f.out.used, stream), f.out.used);
    fclose(stream);
    assert_int_equal(length, whole.used);
    assert_memory_equal(text, whole.text, length);
    free(text);
    buf_release(&whole);
    end(&f);
}

static void what_can_not_be_passed_on_is_said(void **state)
{
    FILE *full = fopen("/dev/full", "w");
    struct fixture f;

    (void)state;
    begin(&f);
    assert_non_null(full);
    setbuf(full, NULL);
    f.out.stream = full;
    for (int i = 0; i < 4000; i++)
        buf_add(&f.out, "2.385,2.385,2.385,2.385,2.385,2.385,2.385,2.385,2.385,2.385,2.385,2.385\r\n");
    buf_pass(&f.out);
    assert_int_equal(buf_check(&f.out, "the table", &f.err), ERR_IO);
    assert_string_equal(f.err.text, "the table can not be written: No space left on device");
    fclose(full);
    end(&f);
}

static void csv_is_exact_and_disarmed(void **state)
{
    struct fixture f;

    (void)state;
    begin(&f);
    assert_ok(table_csv(&f.table, &f.out, &f.err), &f.err);
    assert_string_equal(f.out.text,
        "series,samples,state,peak,note,id\r\n"
        "\"prod/db-main/disk_used_bytes{device=\"\"/dev/sdb1\"\"}\",1234567,already full,1610612736,"
        "one two three four five six seven eight nine ten eleven twelve,2.385\r\n"
        "'=evil,,none,,short,\r\n");
    end(&f);
}

static void json_has_null_where_nothing_is_known(void **state)
{
    struct fixture f;

    (void)state;
    begin(&f);
    assert_ok(table_json(&f.table, &f.out, &f.err), &f.err);
    assert_string_equal(f.out.text,
        "[\n{\"series\":\"prod/db-main/disk_used_bytes{device=\\\"/dev/sdb1\\\"}\",\"samples\":1234567,"
        "\"state\":\"already full\",\"peak\":1610612736,\"note\":\"one two three four five six seven "
        "eight nine ten eleven twelve\",\"id\":2.385},\n"
        "{\"series\":\"=evil\",\"samples\":null,\"state\":\"none\",\"peak\":null,\"note\":\"short\","
        "\"id\":null}\n]\n");
    end(&f);
}

static size_t longest_line(const char *text)
{
    struct terminal terminal;
    size_t longest = 0;
    char line[1000];

    terminal_begin(&terminal);
    while (*text) {
        size_t length = strcspn(text, "\n");

        assert_true(length < sizeof line);
        memcpy(line, text, length);
        line[length] = '\0';
        longest = text_width(line) > longest ? text_width(line) : longest;
        text += length + (text[length] == '\n');
    }
    terminal_end(&terminal);
    return longest;
}

static void a_terminal_table_keeps_to_its_width(void **state)
{
    static const unsigned widths[] = { 60, 70, 80, 100, 132 };

    (void)state;
    for (size_t i = 0; i < COUNT(widths); i++) {
        struct table_style style = { .width = widths[i] };
        struct fixture f;

        begin(&f);
        assert_ok(table_terminal(&f.table, &style, &f.out, &f.err), &f.err);
        if (longest_line(f.out.text) > widths[i])
            fail_msg("%u columns:\n%s", widths[i], f.out.text);
        assert_non_null(strstr(f.out.text, "already full"));
        assert_null(strstr(f.out.text, "Id"));
        end(&f);
    }
}

static void prose_is_broken_between_words_and_never_cut(void **state)
{
    struct table_style style = { .width = 80 };
    struct fixture f;

    (void)state;
    begin(&f);
    assert_ok(table_terminal(&f.table, &style, &f.out, &f.err), &f.err);
    for (const char *const *word = (const char *const[]){ "one", "six", "eleven", "twelve", NULL };
         *word; word++)
        if (!strstr(f.out.text, *word))
            fail_msg("'%s' is lost in\n%s", *word, f.out.text);
    end(&f);
}

static void spare_columns_go_first(void **state)
{
    struct table_style narrow = { .width = 80 }, wide = { .width = 160 };
    struct fixture f;

    (void)state;
    begin(&f);
    assert_ok(table_terminal(&f.table, &narrow, &f.out, &f.err), &f.err);
    assert_null(strstr(f.out.text, "Peak"));
    buf_clear(&f.out);
    assert_ok(table_terminal(&f.table, &wide, &f.out, &f.err), &f.err);
    assert_non_null(strstr(f.out.text, "Peak"));
    assert_non_null(strstr(f.out.text, "1.5 GiB"));
    end(&f);
}

static void color_comes_only_when_asked_for(void **state)
{
    struct table_style style = { .width = 80 };
    struct fixture f;

    (void)state;
    begin(&f);
    assert_ok(table_terminal(&f.table, &style, &f.out, &f.err), &f.err);
    assert_null(strchr(f.out.text, '\x1b'));
    buf_clear(&f.out);
    style.color = 1;
    assert_ok(table_terminal(&f.table, &style, &f.out, &f.err), &f.err);
    assert_non_null(strstr(f.out.text, "\x1b["));
    end(&f);
}

static void control_bytes_are_shown_not_sent(void **state)
{
    struct table_style style = { .width = 80 };
    struct arena arena = { NULL };
    struct error err = ERROR_NONE;
    struct table table;
    struct buf out;

    (void)state;
    buf_init(&out, 10000);
    table_init(&table, &arena, columns, 1, NULL);
    table_text(&table, "\x1b]0;x\x07\r\xe2\x80\xae");
    assert_ok(table_terminal(&table, &style, &out, &err), &err);
    assert_non_null(strstr(out.text, "\\x1b]0;x\\x07\\x0d<U+202E>"));
    for (const char *p = out.text; *p; p++)
        assert_true(*p == '\n' || (unsigned char)*p >= ' ');
    buf_release(&out);
    arena_release(&arena);
}

static void names_are_cut_in_the_middle(void **state)
{
    static const struct { const char *text; size_t most; const char *want; } cases[] = {
        { "abcdefghij", 10, "abcdefghij" },
        { "abcdefghij", 7, "abc\xe2\x80\xa6hij" },
        { "abcdefghij", 4, "a\xe2\x80\xa6ij" },
        { "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe6\x96\x87", 5, "\xe6\x97\xa5\xe2\x80\xa6\xe6\x96\x87" },
        { "", 5, "" },
    };
    struct terminal terminal;
    struct buf out;

    (void)state;
    buf_init(&out, 1000);
    terminal_begin(&terminal);
    for (size_t i = 0; i < COUNT(cases); i++) {
        buf_clear(&out);
        terminal_shorten(&out, cases[i].text, cases[i].most);
        assert_string_equal(out.text, cases[i].want);
        assert_true(text_width(out.text) <= cases[i].most);
    }
    terminal_end(&terminal);
    buf_release(&out);
}

static void an_empty_table_has_its_head(void **state)
{
    struct arena arena = { NULL };
    struct error err = ERROR_NONE;
    struct table table;
    struct buf out;

    (void)state;
    buf_init(&out, 10000);
    table_init(&table, &arena, columns, 2, NULL);
    assert_ok(table_csv(&table, &out, &err), &err);
    assert_string_equal(out.text, "series,samples\r\n");
    buf_clear(&out);
    assert_ok(table_json(&table, &out, &err), &err);
    assert_string_equal(out.text, "[\n]\n");
    buf_release(&out);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_is_exact_and_disarmed),
        cmocka_unit_test(a_long_table_passes_through),
        cmocka_unit_test(what_can_not_be_passed_on_is_said),
        cmocka_unit_test(json_has_null_where_nothing_is_known),
        cmocka_unit_test(a_terminal_table_keeps_to_its_width),
        cmocka_unit_test(prose_is_broken_between_words_and_never_cut),
        cmocka_unit_test(spare_columns_go_first),
        cmocka_unit_test(color_comes_only_when_asked_for),
        cmocka_unit_test(control_bytes_are_shown_not_sent),
        cmocka_unit_test(names_are_cut_in_the_middle),
        cmocka_unit_test(an_empty_table_has_its_head),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
