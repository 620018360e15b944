#include "tests/unit/unit.h"

#include <stdlib.h>

#include "data/base/buf.h"
#include "ingest/csv_read.h"

/* --- libcsv over the whole text is the oracle ------------------------------------------ */

static void oracle_cell(void *bytes, size_t length, void *self)
{
    struct buf *out = self;

    buf_addc(out, '[');
    buf_addn(out, bytes, length);
    buf_addc(out, ']');
}

static void oracle_row(int end, void *self)
{
    (void)end;
    buf_addc(self, '\n');
}

static void read_by_library(struct buf *out, const char *text, size_t length, char separator)
{
    struct csv_parser parser;

    assert_int_equal(csv_init(&parser, 0), 0);
    csv_set_delim(&parser, (unsigned char)separator);
    assert_int_equal(csv_parse(&parser, text, length, oracle_cell, oracle_row, out), length);
    csv_fini(&parser, oracle_cell, oracle_row, out);
    csv_free(&parser);
}

/* Reads in pieces of up to `piece` bytes more each time; 0: all at once. */
static void read_by_us(struct buf *out, const char *text, size_t length, char separator,
                       size_t piece, int *damaged)
{
    struct error err = ERROR_NONE;
    struct csv_rows rows;
    char *copy = malloc(length + CSV_SLACK);
    size_t from = 0, until = piece ? 0 : length;
    long line = 1;

    assert_non_null(copy);
    assert_ok(csv_rows_init(&rows, separator, '"', 0, &err), &err);
    for (;;) {
        memcpy(copy, text + from, until - from);
        csv_rows_feed(&rows, copy, until - from, until == length, line);
        while (csv_rows_next(&rows, &err) > 0) {
            *damaged |= rows.damage != CSV_SOUND;
            for (size_t i = 0; i < rows.count; i++) {
                buf_addc(out, '[');
                buf_addn(out, rows.cell[i].text, rows.cell[i].length);
                buf_addc(out, ']');
            }
            buf_addc(out, '\n');
        }
        from += (size_t)(rows.at - copy);
        line = rows.next_line;
        if (until == length)
            break;
        until = until + 1 + (piece > 1 ? (size_t)rand() % piece : 0);
        until = until > length ? length : until;
    }
    assert_int_equal(from, length);
    csv_rows_release(&rows);
    free(copy);
}

static size_t random_text(char *out, size_t room)
{
    static const char *const bits[] = {
        "a", "12.5", ",", ",", ",", ";", "\n", "\n", "\r\n", "\r", " ", "\t", "\"x\"", "\"a,b\"",
        "\"l1\nl2\"", "\"say \"\"hi\"\"\"", "\"", "x\"y", "\"a\"b", "\0", "\xc3\xbc",
    };
    size_t used = 0, count = (size_t)rand() % 40;

    while (count--) {
        const char *bit = bits[(size_t)rand() % COUNT(bits)];
        size_t length = bit[0] ? strlen(bit) : 1;

        if (used + length > room)
            break;
        memcpy(out + used, bit, length);
        used += length;
    }
    return used;
}

static void rows_are_those_of_the_library_wherever_the_text_is_cut(void **state)
{
    unsigned seed = 20265;
    struct buf want, got;
    int compared = 0;

    (void)state;
    print_message("seed %u\n", seed);
    srand(seed);
    buf_init(&want, 1 << 16);
    buf_init(&got, 1 << 16);
    for (int i = 0; i < 60000; i++) {
        char text[512], separator = i % 5 ? ',' : ';';
        size_t length = random_text(text, sizeof text), piece = (size_t)i % 4;
        int damaged = 0;

        buf_clear(&want);
        buf_clear(&got);
        read_by_us(&got, text, length, separator, piece, &damaged);
        if (damaged)
            continue;    /* an open quote: the library takes all that follows for its cell */
        read_by_library(&want, text, length, separator);
        /* a row of one empty quoted cell is no row here */
        for (char *p; (p = strstr(want.text, "\n[]\n")) != NULL;)
            memmove(p, p + 3, strlen(p + 3) + 1);
        if (strncmp(want.text, "[]\n", 3) == 0)
            memmove(want.text, want.text + 3, strlen(want.text + 3) + 1);
        if (!memchr(text, 0, length) && strcmp(got.text, want.text) != 0)
            fail_msg("case %d, '%.*s'\ngives %s\nnot   %s", i, (int)length, text, got.text, want.text);
        compared++;
    }
    assert_true(compared > 30000);
    buf_release(&want);
    buf_release(&got);
}

static void lines_are_counted_through_quotes_and_all_ends(void **state)
{
    static const struct { const char *text; long line[6]; } cases[] = {
        { "a,b\nc,d\n", { 1, 2 } },
        { "a,b\r\nc,d\r\n", { 1, 2 } },
        { "a,b\rc,d\r", { 1, 2 } },
        { "a,b\n\n\nc,d", { 1, 4 } },
        { "a,\"l1\nl2\"\nc,d\n", { 1, 3 } },
        { "a,\"l1\r\nl2\"\r\nc,d\r\n", { 1, 3 } },
        { "#c\n#\"c\na,b\n", { 3 } },
        { "a,b\nx,\"open\nc,d\n", { 1, 2, 3 } },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = ERROR_NONE;
        struct csv_rows rows;
        char text[64 + CSV_SLACK];
        size_t row = 0;

        strcpy(text, cases[i].text);
        assert_ok(csv_rows_init(&rows, ',', '"', '#', &err), &err);
        csv_rows_feed(&rows, text, strlen(text), 1, 1);
        for (; csv_rows_next(&rows, &err) > 0; row++)
            assert_int_equal(rows.line, cases[i].line[row]);
        assert_int_equal(cases[i].line[row], 0);
        csv_rows_release(&rows);
    }
}

static void what_is_too_large_is_told_and_passed(void **state)
{
    struct error err = ERROR_NONE;
    struct csv_rows rows;
    struct buf text;
    size_t length;

    (void)state;
    buf_init(&text, 1 << 24);
    for (int i = 0; i <= CSV_CELL_MOST; i++)
        buf_addc(&text, 'x');
    buf_add(&text, ",1\n\"");
    for (int i = 0; i <= CSV_CELL_MOST; i++)
        buf_addc(&text, 'y');
    buf_add(&text, "\",2\n");
    for (int i = 0; i <= CSV_COLUMNS_MOST; i++)
        buf_addc(&text, ',');
    buf_add(&text, "\na,3\n\"open");
    length = text.used;
    for (int i = 0; i < CSV_SLACK; i++)
        buf_addc(&text, 'z');
    assert_ok(csv_rows_init(&rows, ',', '"', 0, &err), &err);
    csv_rows_feed(&rows, text.text, length, 1, 1);
    assert_int_equal(csv_rows_next(&rows, &err), 1);
    assert_int_equal(rows.damage, CSV_CELL_LONG);
    assert_int_equal(csv_rows_next(&rows, &err), 1);
    assert_int_equal(rows.damage, CSV_CELL_LONG);
    assert_int_equal(csv_rows_next(&rows, &err), 1);
    assert_int_equal(rows.damage, CSV_ROW_WIDE);
    assert_int_equal(csv_rows_next(&rows, &err), 1);
    assert_int_equal(rows.damage, CSV_SOUND);
    assert_int_equal(rows.line, 4);
    assert_int_equal(csv_rows_next(&rows, &err), 1);
    assert_int_equal(rows.damage, CSV_UNCLOSED);
    assert_int_equal(rows.line, 5);
    assert_int_equal(csv_rows_next(&rows, &err), 0);
    csv_rows_release(&rows);
    csv_rows_release(&rows);
    buf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_those_of_the_library_wherever_the_text_is_cut),
        cmocka_unit_test(lines_are_counted_through_quotes_and_all_ends),
        cmocka_unit_test(what_is_too_large_is_told_and_passed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
