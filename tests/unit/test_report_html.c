#include "tests/unit/unit.h"

#include <stdlib.h>

#include "data/base/text.h"
#include "reports/html.h"
#include "tests/unit/evil_names.h"
#include "tests/unit/report_look.h"

/* Elements that HTML closes by themselves. */
static int is_void(const char *name, size_t length)
{
    static const char *const names[] = { "meta", "img", "input", "br" };

    for (size_t i = 0; i < COUNT(names); i++)
        if (strlen(names[i]) == length && strncmp(names[i], name, length) == 0)
            return 1;
    return 0;
}

/* Walks the page's tags; every one is closed in order, attributes are quoted, ids are unique. */
static void is_balanced(const char *html)
{
    const char *open[64];
    size_t length[64], depth = 0;

    for (const char *at = strchr(html, '<'); at; at = strchr(at, '<')) {
        const char *name = at + 1 + (at[1] == '/'), *end = at;
        size_t n = strcspn(name, " >/");
        char quote = 0;

        if (at[1] == '!') {
            at++;
            continue;
        }
        for (; *end && (quote || *end != '>'); end++)
            if (*end == '"')
                quote = quote ? 0 : '"';
        if (!*end)
            fail_msg("no end of tag: %.60s", at);
        if (at[1] == '/') {
            if (!depth || length[depth - 1] != n || strncmp(open[depth - 1], name, n) != 0)
                fail_msg("does not nest: %.60s", at);
            depth--;
        } else if (end[-1] != '/' && !is_void(name, n)) {
            assert_true(depth < COUNT(open));
            open[depth] = name;
            length[depth++] = n;
            if (strncmp(name, "style", 5) == 0 || strncmp(name, "script", 6) == 0) {
                end = strstr(end, n == 5 ? "</style>" : "</script>");
                assert_non_null(end);
                end--;
            }
        }
        at = end;
    }
    assert_int_equal(depth, 0);
}

static void is_safe_page(const char *html)
{
    is_balanced(html);
    assert_non_null(strstr(html, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                                 "img-src data:; style-src 'unsafe-inline'; script-src 'sha256-"));
    assert_int_equal(occurrences(html, "<script"), 1);
    assert_int_equal(occurrences(html, "</script"), 1);
    assert_int_equal(occurrences(html, "<style"), 1);
    assert_int_equal(occurrences(html, "<h1>"), 1);
    assert_int_equal(occurrences(html, "<iframe"), 0);
    assert_int_equal(occurrences(html, "<base"), 0);
    assert_int_equal(occurrences(html, " href=\"") - occurrences(html, " href=\"#"), 0);
    assert_int_equal(occurrences(html, "<meta http-equiv"), 1);
    assert_true(utf8_valid(html, strlen(html)));
}

static void evil_names_do_nothing_in_a_page(void **state)
{
    struct buf out;

    (void)state;
    buf_init(&out, 1 << 24);
    for (size_t i = 0; i < EVIL_NAMES; i++) {
        struct change_row change = { CHANGE_NEW, evil_names[i], SEVERITY_NONE, SEVERITY_NONE, { 0, 0 },
                                     { 0, 0 }, evil_names[i] };
        struct quality_row quality = { SEVERITY_NOTICE, evil_names[i], evil_names[i] };
        struct resource row;
        struct estate estate;

        make_evil(&estate, &row, evil_names[i]);
        estate.report.comparison = (struct comparison){ .run = 1, .rows = &change, .row_count = 1 };
        estate.report.quality = &quality;
        estate.report.quality_count = 1;
        render("html", &estate.report, &out);
        is_safe_page(out.text);
        assert_int_equal(occurrences(out.text, "<img"), 0);
        arena_release(&estate.arena);
    }
    buf_release(&out);
}

static void headlines_fit_what_there_is(void **state)
{
    static const struct { size_t first, count; const char *lead; } cases[] = {
        { 0, 0, "Nothing has been measured yet." },
        { 0, 1, "1 of 1 resource needs a decision. db-main:/var/lib/postgresql is due now." },
        { 1, 1, "1 of 1 resource needs a decision. The first deadline is 28 Jul 2026, tomorrow, for "
                "staging-connector." },
        { 0, 2, "2 of 2 resources need a decision. db-main:/var/lib/postgresql is due now, "
                "staging-connector by 28 Jul 2026." },
        { 4, 1, "1 of 1 resource needs a decision. None of them has a date yet." },
        { 6, 1, "The one resource can not be judged: the data do not allow it yet." },
        { 9, 1, "Nothing has to be decided now. Capacity is adequate for 1 of 1 resource." },
        { 13, 3, "Nothing has to be decided now. Capacity is adequate for 3 of 3 resources." },
    };
    struct buf out;

    (void)state;
    buf_init(&out, 1 << 24);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct estate estate;
        char want[300];

        estate_init(&estate, resources + cases[i].first, cases[i].count);
        render("html", &estate.report, &out);
        is_safe_page(out.text);
        snprintf(want, sizeof want, "<p class=\"lead\">%s</p>", cases[i].lead);
        if (!strstr(out.text, want))
            fail_msg("%s: %.300s", cases[i].lead, strstr(out.text, "<p class=\"lead\">"));
        arena_release(&estate.arena);
    }
    buf_release(&out);
}

/* Of what is due at once the first is named; a second too, more are counted. */
static void what_is_due_now_is_counted(void **state)
{
    static const char *const leads[] = {
        "1 of 1 resource needs a decision. one is due now.",
        "2 of 2 resources need a decision. one and two are due now.",
        "3 of 3 resources need a decision. one and 2 more are due now.",
    };
    struct resource rows[3] = { resources[0], resources[0], resources[0] };
    struct buf out;

    (void)state;
    rows[0].resource = "one";
    rows[1].resource = "two";
    rows[2].resource = "three";
    buf_init(&out, 1 << 24);
    for (size_t i = 0; i < COUNT(leads); i++) {
        struct estate estate;

        estate_init(&estate, rows, i + 1);
        render("html", &estate.report, &out);
        if (!strstr(out.text, leads[i]))
            fail_msg("%s: %.300s", leads[i], strstr(out.text, "<p class=\"lead\">"));
        arena_release(&estate.arena);
    }
    buf_release(&out);
}

static void charts_stand_in_the_page_or_their_absence_is_said(void **state)
{
    struct chart_image images[16];
    struct estate estate;
    struct buf out;

    (void)state;
    estate_init(&estate, resources, RESOURCES);
    estate_charts(&estate, resources, RESOURCES);
    buf_init(&out, 1 << 24);
    estate.report.images_missing = "gnuplot is not installed";
    render("html", &estate.report, &out);
    assert_non_null(strstr(out.text, "The charts could not be drawn: gnuplot is not installed."));
    assert_int_equal(occurrences(out.text, "<img"), 0);
    for (size_t i = 0; i < 16; i++)
        images[i] = (struct chart_image){ "<svg/>", 6 };
    estate.report.images = images;
    render("html", &estate.report, &out);
    is_safe_page(out.text);
    assert_int_equal(occurrences(out.text, "src=\"data:image/svg+xml;base64,PHN2Zy8+\""),
                     estate.report.chart_count);
    assert_int_equal(occurrences(out.text, "<img"), occurrences(out.text, " alt=\""));
    buf_release(&out);
    arena_release(&estate.arena);
}

static void five_thousand_series_stay_below_2_mb(void **state)
{
    enum { MANY = 5000, LONG = 900 };
    static char picture[20000], name[LONG + 1];
    struct resource *rows = calloc(MANY, sizeof *rows);
    struct chart_image images[16];
    struct estate estate;
    struct buf out;

    (void)state;
    assert_non_null(rows);
    memset(name, '<', LONG);
    for (int longer = 0; longer < 2; longer++) {
        for (size_t i = 0; i < MANY; i++) {
            rows[i] = resources[i % RESOURCES];
            if (longer)
                rows[i].resource = rows[i].metric = rows[i].text = name;
        }
        estate_init(&estate, rows, MANY);
        estate_charts(&estate, rows, MANY);
        for (size_t i = 0; i < 16; i++)
            images[i] = (struct chart_image){ picture, sizeof picture };
        estate.report.images = images;
        buf_init(&out, 1 << 24);
        render("html", &estate.report, &out);
        if (out.used >= 2000000)
            fail_msg("%zu bytes", out.used);
        is_balanced(out.text);
        /* all of them where names are ordinary; the most urgent, and a word, where they are not */
        assert_int_equal(strstr(out.text, "more rows are left out here to keep the page small") != NULL,
                         longer);
        buf_release(&out);
        arena_release(&estate.arena);
    }
    free(rows);
}

static void the_script_has_the_hash_that_the_page_allows(void **state)
{
    char path[] = "/tmp/headroom-script-XXXXXX", command[200], hash[100] = "";
    int file = mkstemp(path);
    FILE *pipe;

    (void)state;
    assert_true(file >= 0);
    assert_int_equal(dprintf(file, "%s", html_script), (int)strlen(html_script));
    /* coreutils: hexadecimal digest to bytes to base64 */
    snprintf(command, sizeof command, "sha256sum %s | cut -c1-64 | tr a-f A-F | basenc --base16 -d | base64", path);
    pipe = popen(command, "r");
    assert_non_null(pipe);
    assert_non_null(fgets(hash, sizeof hash, pipe));
    pclose(pipe);
    remove(path);
    hash[strcspn(hash, "\n")] = '\0';
    assert_string_equal(html_script_hash, hash);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(evil_names_do_nothing_in_a_page),
        cmocka_unit_test(headlines_fit_what_there_is),
        cmocka_unit_test(what_is_due_now_is_counted),
        cmocka_unit_test(charts_stand_in_the_page_or_their_absence_is_said),
        cmocka_unit_test(five_thousand_series_stay_below_2_mb),
        cmocka_unit_test(the_script_has_the_hash_that_the_page_allows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
