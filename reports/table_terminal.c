/*
 * reports/table_terminal.c - tables as lines of text, laid out by libsmartcols.
 *
 * Every text goes through text_tty() first, so that what libsmartcols gets is
 * printable, and is measured under a UTF-8 locale of this thread alone.
 */
#include <libsmartcols/libsmartcols.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/text.h"
#include "reports/table.h"
#include "reports/terminal.h"

#define SEPARATOR "  "

enum {
    LEAST_WIDTH = 12,         /* of a flexible column: below this, lines may pass the width */
    MOST_WORDS = 64 * 1024    /* of one cell; names are far shorter */
};

static const char *severity_color(enum severity severity)
{
    switch (severity) {
    case SEVERITY_CRITICAL: return "lightred";
    case SEVERITY_WARNING:  return "yellow";
    case SEVERITY_NOTICE:   return "cyan";
    default:                return NULL;
    }
}

static int add_columns(struct libscols_table *lines, const struct table *table)
{
    for (size_t i = 0; i < table->column_count; i++) {
        const struct column *column = &table->columns[i];
        int flags = column->right ? SCOLS_FL_RIGHT : 0;

        if (column->machine || column->picture)
            continue;
        if (column->flexible)
            flags |= SCOLS_FL_TRUNC;
        if (!scols_table_new_column(lines, column->title, 0, flags))
            return ERR_NOMEM;
    }
    return 0;
}

/* Room for the words of one cell, first as they are and then as a terminal may have them. */
struct scratch { struct buf words, safe, cut; };

static void safe_words(const struct cell *cell, const struct zone *zone, struct scratch *scratch)
{
    buf_clear(&scratch->words);
    buf_clear(&scratch->safe);
    cell_words(cell, zone, &scratch->words);
    text_tty(&scratch->safe, scratch->words.text);
}

/* What is left for each flexible column when the others have what they need; 0: no limit. */
static size_t flexible_width(const struct table *table, unsigned width, struct scratch *scratch)
{
    size_t used = 0, flexible = 0, share;

    for (size_t c = 0; c < table->column_count; c++) {
        const struct column *column = &table->columns[c];
        size_t widest = text_width(column->title);

        if (column->machine || column->picture)
            continue;
        used += used || flexible ? strlen(SEPARATOR) : 0;
        if (column->flexible) {
            flexible++;
            continue;
        }
        for (size_t i = c; i < table->cell_count; i += table->column_count) {
            safe_words(&table->cells[i], table->zone, scratch);
            widest = text_width(scratch->safe.text) > widest ? text_width(scratch->safe.text)
                                                             : widest;
        }
        used += widest;
    }
    if (!width || !flexible)
        return 0;
    share = width > used ? (width - used) / flexible : 0;
    return share < LEAST_WIDTH ? LEAST_WIDTH : share;
}

static int add_cell(struct libscols_line *line, size_t at, const struct cell *cell, size_t most,
                    const struct zone *zone, struct scratch *scratch)
{
    const char *color = cell->kind == CELL_SEVERITY ? severity_color((enum severity)cell->integer)
                                                    : NULL;

    safe_words(cell, zone, scratch);
    buf_clear(&scratch->cut);
    terminal_shorten(&scratch->cut, scratch->safe.text, most ? most : SIZE_MAX);
    if (scratch->words.failed || scratch->safe.failed || scratch->cut.failed ||
        scols_line_set_data(line, at, scratch->cut.text) != 0)
        return ERR_NOMEM;
    return color && scols_cell_set_color(scols_line_get_cell(line, at), color) ? ERR_NOMEM : 0;
}

static int add_lines(struct libscols_table *lines, const struct table *table, unsigned width)
{
    struct libscols_line *line = NULL;
    struct scratch scratch;
    size_t at = 0, most;
    int rc = 0;

    buf_init(&scratch.words, MOST_WORDS);
    buf_init(&scratch.safe, 8 * MOST_WORDS);
    buf_init(&scratch.cut, 8 * MOST_WORDS);
    most = flexible_width(table, width, &scratch);
    for (size_t i = 0; i < table->cell_count && rc == 0; i++) {
        size_t column = i % table->column_count;

        if (column == 0) {
            line = scols_table_new_line(lines, NULL);
            at = 0;
        }
        if (!line)
            rc = ERR_NOMEM;
        else if (!table->columns[column].machine && !table->columns[column].picture)
            rc = add_cell(line, at++, &table->cells[i],
                          table->columns[column].flexible ? most : 0, table->zone, &scratch);
    }
    buf_release(&scratch.words);
    buf_release(&scratch.safe);
    buf_release(&scratch.cut);
    return rc;
}

static void add_indented(struct buf *out, const char *text, unsigned indent)
{
    while (*text) {
        const char *end = text;

        while (*end && *end != '\n')
            end++;
        while (end > text && end[-1] == ' ')    /* blanks that only pad the last column */
            end--;
        buf_addf(out, "%*s", (int)indent, "");
        buf_addn(out, text, (size_t)(end - text));
        buf_addc(out, '\n');
        while (*end == ' ')
            end++;
        text = end + (*end == '\n');
    }
}

static int print(struct libscols_table *lines, unsigned indent, struct buf *out)
{
    char *text = NULL;
    int rc = scols_print_table_to_string(lines, &text) ? ERR_NOMEM : 0;

    if (rc == 0 && text)
        add_indented(out, text, indent);
    free(text);
    return rc;
}

static int lay_out(const struct table *table, const struct table_style *style, struct buf *out)
{
    unsigned width = style->width > style->indent ? style->width - style->indent : 0;
    struct libscols_table *lines = scols_new_table();
    int rc = lines ? table->failed : ERR_NOMEM;

    if (rc == 0) {
        scols_table_enable_noencoding(lines, 1);
        scols_table_enable_colors(lines, style->color);
        scols_table_set_column_separator(lines, SEPARATOR);
        scols_table_set_termforce(lines, width ? SCOLS_TERMFORCE_ALWAYS : SCOLS_TERMFORCE_NEVER);
        if (width)
            scols_table_set_termwidth(lines, width);
        rc = add_columns(lines, table);
    }
    if (rc == 0)
        rc = add_lines(lines, table, width);
    if (rc == 0)
        rc = print(lines, style->indent, out);
    scols_unref_table(lines);
    return rc;
}

int table_terminal(const struct table *table, const struct table_style *style, struct buf *out,
                   struct error *err)
{
    struct terminal terminal;
    int rc;

    terminal_begin(&terminal);
    rc = lay_out(table, style, out);
    terminal_end(&terminal);
    if (rc < 0)
        return error_set(err, rc, "no memory for a table");
    return buf_check(out, "the table", err);
}
