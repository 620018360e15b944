#include "tests/unit/unit.h"

#include <stdlib.h>

#include "data/base/text.h"
#include "tests/unit/evil_names.h"
#include "tests/unit/report_look.h"

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
    assert_non_null(strstr(out.text, "DTSTAMP:20260727T060500Z\r\n"));
    estate.report.run.run = 0;    /* not recorded: no older than the newest that was */
    estate.report.run.newest = 16;
    render("ics", &estate.report, &out);
    assert_int_equal(occurrences(out.text, "SEQUENCE:16\r\n"), 5);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(evil_names_stay_in_their_cell_of_a_csv),
        cmocka_unit_test(csv_rows_have_the_analysis_figures),
        cmocka_unit_test(calendars_fold_and_escape),
        cmocka_unit_test(calendars_update_and_cancel),
        cmocka_unit_test(metrics_keep_to_their_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
