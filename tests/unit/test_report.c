#include "tests/unit/unit.h"

#include <stdlib.h>

#include "data/base/text.h"
#include "data/base/unit.h"
#include "reports/html.h"
#include "reports/section.h"
#include "tests/unit/evil_names.h"
#include "tests/unit/report_fixture.h"

static void render(const char *name, const struct report *report, struct buf *out)
{
    struct render_options options = { .width = 80 };
    struct error err = ERROR_NONE;

    buf_clear(out);
    assert_ok(renderer_find(name)->render(report, &options, out, &err), &err);
}

static size_t occurrences(const char *text, const char *part)
{
    size_t count = 0;

    for (const char *at = text; (at = strstr(at, part)); at += strlen(part))
        count++;
    return count;
}

static void renderers_and_sections_are_described(void **state)
{
    (void)state;
    for (size_t i = 0; renderers[i]; i++) {
        assert_ptr_equal(renderer_find(renderers[i]->name), renderers[i]);
        assert_true(renderers[i]->suffix[0] && renderers[i]->media[0] && renderers[i]->render);
        assert_int_not_equal(renderers[i]->summary[strlen(renderers[i]->summary) - 1], '.');
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(renderers[i]->suffix, renderers[k]->suffix);
    }
    assert_null(renderer_find("docx"));
    for (size_t i = 0; sections[i]; i++)
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(sections[i]->key, sections[k]->key);
}

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

/* An estate in which every string is evil. */
static void make_evil(struct estate *estate, struct resource *row, const char *evil)
{
    *row = resources[0];
    row->source = row->resource = row->metric = row->unit = row->text = row->reason = evil;
    row->labels = "";
    row->code = "OVER_PROVISIONED";
    estate_init(estate, row, 1);
    estate->analysis.findings[0].data.notes = arena_take(&estate->arena, sizeof(char *));
    estate->analysis.findings[0].data.notes[0] = evil;
    estate->analysis.findings[0].data.note_count = 1;
    estate->report.title = evil;
    estate->report.run.command = estate->report.run.store = evil;
    estate->report.images_missing = evil;
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

static void evil_names_do_nothing_in_text(void **state)
{
    struct buf out;

    (void)state;
    buf_init(&out, 1 << 24);
    for (size_t i = 0; i < EVIL_NAMES; i++) {
        struct resource row;
        struct estate estate;

        make_evil(&estate, &row, evil_names[i]);
        render("text", &estate.report, &out);
        for (const char *p = out.text; *p; p++)
            assert_true(*p == '\n' || ((unsigned char)*p >= ' ' && *p != 0x7f));
        assert_true(utf8_valid(out.text, out.used));
        render("markdown", &estate.report, &out);
        assert_null(strstr(out.text, "<script"));
        assert_null(strstr(out.text, "<img"));
        assert_null(strstr(out.text, "](javascript"));
        arena_release(&estate.arena);
    }
    buf_release(&out);
}

/* Cells of a CSV line, unquoted; what a spreadsheet would see. */
static size_t read_row(const char **at, char cells[][400], size_t most)
{
    size_t count = 0, used = 0;
    int quoted = 0;

    for (; **at; (*at)++) {
        if (**at == '"' && quoted && (*at)[1] == '"')
            cells[count][used++] = *(*at)++;
        else if (**at == '"')
            quoted = !quoted;
        else if (!quoted && (**at == ',' || **at == '\r')) {
            cells[count][used] = '\0';
            used = 0;
            count++;
            assert_true(count <= most);
            if (**at == '\r') {
                *at += 2;
                return count;
            }
        } else {
            cells[count][used++] = **at;
        }
        assert_true(used < 399);
    }
    return count;
}

static void evil_names_stay_in_their_cell_of_a_csv(void **state)
{
    struct buf out;

    (void)state;
    buf_init(&out, 1 << 20);
    for (size_t i = 0; i < EVIL_NAMES; i++) {
        char head[64][400], cells[64][400];
        const char *at;
        struct resource row;
        struct estate estate;
        size_t columns;

        make_evil(&estate, &row, evil_names[i]);
        render("csv", &estate.report, &out);
        at = out.text;
        columns = read_row(&at, head, 64);
        assert_int_equal(read_row(&at, cells, 64), columns);
        assert_string_equal(at, "");
        for (size_t c = 0; c < columns; c++)
            assert_null(cells[c][0] ? strchr("=+@\t\r", cells[c][0]) : NULL);
        assert_string_equal(head[2], "resource");
        assert_string_equal(cells[2][0] == '\'' && evil_names[i][0] != '\'' ? cells[2] + 1 : cells[2],
                            evil_names[i]);
        arena_release(&estate.arena);
    }
    buf_release(&out);
}

static void csv_rows_have_the_analysis_figures(void **state)
{
    char head[64][400], cells[64][400];
    struct estate estate;
    struct buf out;
    const char *at;
    size_t columns;

    (void)state;
    estate_init(&estate, resources, RESOURCES);
    buf_init(&out, 1 << 20);
    render("csv", &estate.report, &out);
    at = out.text;
    columns = read_row(&at, head, 64);
    for (size_t i = 0; i < RESOURCES; i++) {
        const struct finding *f = &estate.analysis.findings[i];

        assert_int_equal(read_row(&at, cells, 64), columns);
        for (size_t c = 0; c < columns; c++) {
            struct maybe want = strcmp(head[c], "days_median") == 0 ? f->exhaustion.days_median
                                : strcmp(head[c], "capacity") == 0  ? f->capacity.value
                                : strcmp(head[c], "growth_per_day") == 0 ? f->growth.per_day
                                : strcmp(head[c], "probability_30") == 0 ? f->exhaustion.probability[2]
                                                                         : (struct maybe){ 0, -1 };

            if (want.known == 0)
                assert_string_equal(cells[c], "");
            else if (want.known == 1)
                assert_true(strtod(cells[c], NULL) == want.value);
            if (strcmp(head[c], "verdict") == 0)
                assert_string_equal(cells[c], verdict_name(f->verdict));
        }
    }
    buf_release(&out);
    arena_release(&estate.arena);
}

static void calendars_fold_and_escape(void **state)
{
    struct buf out;

    (void)state;
    buf_init(&out, 1 << 20);
    for (size_t i = 0; i < EVIL_NAMES; i++) {
        struct resource row;
        struct estate estate;

        make_evil(&estate, &row, evil_names[i]);
        render("ics", &estate.report, &out);
        assert_int_equal(occurrences(out.text, "\r\nBEGIN:VEVENT\r\n"), 1);
        assert_int_equal(occurrences(out.text, "\r\nEND:VEVENT\r\n"), 1);
        assert_int_equal(occurrences(out.text, "\n"), occurrences(out.text, "\r\n"));
        for (const char *at = out.text; *at; at += strcspn(at, "\n") + 1)
            assert_true(strcspn(at, "\r") <= 75);
        arena_release(&estate.arena);
    }
    buf_release(&out);
}

static void calendars_update_and_cancel(void **state)
{
    struct estate estate;
    struct buf out;

    (void)state;
    estate_init(&estate, resources, RESOURCES);
    estate_changes(&estate);
    buf_init(&out, 1 << 20);
    render("ics", &estate.report, &out);
    assert_int_equal(occurrences(out.text, "STATUS:CONFIRMED"), 4);
    assert_int_equal(occurrences(out.text, "STATUS:CANCELLED"), 1);
    assert_int_equal(occurrences(out.text, "SEQUENCE:17\r\n"), 5);
    assert_non_null(strstr(out.text, "DTSTART;VALUE=DATE:20260820\r\nDTEND;VALUE=DATE:20260821\r\n"));
    assert_non_null(strstr(out.text, "@5f3c9a7e0d214b6f8e1a2b3c4d5e6f70\r\n"));
    buf_release(&out);
    arena_release(&estate.arena);
}

static void metrics_keep_to_their_lines(void **state)
{
    struct buf out;

    (void)state;
    buf_init(&out, 1 << 20);
    for (size_t i = 0; i < EVIL_NAMES; i++) {
        struct resource row;
        struct estate estate;

        make_evil(&estate, &row, evil_names[i]);
        render("openmetrics", &estate.report, &out);
        for (const char *at = out.text; *at; at += strcspn(at, "\n") + 1)
            assert_true(strncmp(at, "# ", 2) == 0 || strncmp(at, "headroom_", 9) == 0);
        assert_int_equal(occurrences(out.text, "# TYPE "), occurrences(out.text, "# HELP "));
        assert_true(utf8_valid(out.text, out.used));
        arena_release(&estate.arena);
    }
    buf_release(&out);
}

static void text_keeps_to_80_columns(void **state)
{
    struct estate estate;
    struct buf out;

    (void)state;
    estate_init(&estate, resources, RESOURCES);
    estate_changes(&estate);
    buf_init(&out, 1 << 20);
    render("text", &estate.report, &out);
    for (const char *at = out.text; *at; at += strcspn(at, "\n") + 1) {
        char line[400];
        size_t length = strcspn(at, "\n");

        assert_true(length < sizeof line);
        memcpy(line, at, length);
        line[length] = '\0';
        /* a name alone on its line is never cut: it is to be copied */
        if (text_width(line) > 80 && strncmp(line, "    eu-central", 14) != 0)
            fail_msg("%zu columns: %s", text_width(line), line);
    }
    buf_release(&out);
    arena_release(&estate.arena);
}

static void every_form_tells_the_decisions(void **state)
{
    static const char *const forms[] = { "html", "markdown", "text" };
    static const char *const facts[] = {
        "5 of 16 resources need a decision. db-main:/var/lib/postgresql is due now,",
        "staging-connector by 28 Jul 2026.",
        "31 Jul 2026", "15 Aug 2026, between 8 Aug 2026 and 6 Sep 2026", "+11 % a month",
        "200 GiB, in all 700 GiB; lasts until 22 Feb 2027", "34 (83 %)", "Larger than needed",
        "Target after an enlargement", "5f3c9a7e0d214b6f8e1a2b3c4d5e6f70",
    };
    struct estate estate;
    struct buf out, flat;

    (void)state;
    estate_init(&estate, resources, RESOURCES);
    estate_changes(&estate);
    buf_init(&out, 1 << 24);
    buf_init(&flat, 1 << 24);
    for (size_t i = 0; i < COUNT(forms); i++) {
        render(forms[i], &estate.report, &out);
        buf_clear(&flat);    /* without line breaks, indents and Markdown's marks */
        for (const char *p = out.text; *p; p++)
            if (strncmp(p, "\xc2\xa0", 2) == 0) {
                buf_addc(&flat, ' ');
                p++;
            } else if (*p == '\n' || *p == ' ') {
                if (flat.used && flat.text[flat.used - 1] != ' ')
                    buf_addc(&flat, ' ');
            } else if (*p != '\\') {
                buf_addc(&flat, *p);
            }
        for (size_t k = 0; k < COUNT(facts); k++)
            if (!strstr(flat.text, facts[k]))
                fail_msg("%s does not say: %s", forms[i], facts[k]);
    }
    buf_release(&out);
    buf_release(&flat);
    arena_release(&estate.arena);
}

static void headlines_fit_what_there_is(void **state)
{
    static const struct { size_t first, count; const char *lead; } cases[] = {
        { 0, 0, "Nothing has been measured yet." },
        { 0, 1, "1 of 1 resource needs a decision. db-main:/var/lib/postgresql is due now." },
        { 1, 1, "1 of 1 resource needs a decision. The first deadline is 28 Jul 2026, tomorrow, for "
                "staging-connector." },
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

static void a_full_buffer_is_an_error_not_a_crash(void **state)
{
    struct render_options options = { .width = 80 };
    struct estate estate;

    (void)state;
    estate_init(&estate, resources, RESOURCES);
    for (size_t i = 0; renderers[i]; i++)
        for (size_t most = 0; most < 12000; most = 2 * most + 50) {
            struct error err = ERROR_NONE;
            struct buf out;
            int rc;

            buf_init(&out, most);
            rc = renderers[i]->render(&estate.report, &options, &out, &err);
            assert_true(rc == ERR_LIMIT || (rc == 0 && out.used <= most));
            buf_release(&out);
        }
    arena_release(&estate.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(renderers_and_sections_are_described),
        cmocka_unit_test(evil_names_do_nothing_in_a_page),
        cmocka_unit_test(evil_names_do_nothing_in_text),
        cmocka_unit_test(evil_names_stay_in_their_cell_of_a_csv),
        cmocka_unit_test(csv_rows_have_the_analysis_figures),
        cmocka_unit_test(calendars_fold_and_escape),
        cmocka_unit_test(calendars_update_and_cancel),
        cmocka_unit_test(metrics_keep_to_their_lines),
        cmocka_unit_test(text_keeps_to_80_columns),
        cmocka_unit_test(every_form_tells_the_decisions),
        cmocka_unit_test(headlines_fit_what_there_is),
        cmocka_unit_test(charts_stand_in_the_page_or_their_absence_is_said),
        cmocka_unit_test(five_thousand_series_stay_below_2_mb),
        cmocka_unit_test(the_script_has_the_hash_that_the_page_allows),
        cmocka_unit_test(a_full_buffer_is_an_error_not_a_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
