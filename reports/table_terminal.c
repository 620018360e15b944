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
    CELL_WIDTH = 24,          /* of anything else: longer is a stranger's unit */
    LEAST_WIDTH = 12,         /* of a name: below this, lines may pass the width */
    ROOMY_WIDTH = 26,         /* of a name: below this, spare columns make room */
    PROSE_WIDTH = 32,         /* of sentences, where the width allows more only for names */
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

/* Room for the words of one cell, first as they are and then as a terminal may have them. */
struct scratch { struct buf words, safe, cut; };

static void safe_words(const struct cell *cell, const struct zone *zone, struct scratch *scratch)
{
    buf_clear(&scratch->words);
    buf_clear(&scratch->safe);
    cell_words(cell, zone, &scratch->words);
    text_tty(&scratch->safe, scratch->words.text);
}

/* How the columns share a terminal. */
struct plan {
    struct scratch scratch;
    size_t        *widest;       /* [column_count] */
    char          *shown;        /* [column_count] */
    int            limited;      /* there is a width to keep to */
    size_t         name_width, prose_width;    /* 0: as wide as they are */
};

static void measure(const struct table *table, struct plan *plan)
{
    for (size_t c = 0; c < table->column_count; c++) {
        const struct column *column = &table->columns[c];

        plan->shown[c] = !column->machine && !column->picture;
        plan->widest[c] = text_width(column->title);
        for (size_t i = c; plan->shown[c] && i < table->cell_count; i += table->column_count) {
            size_t width;

            safe_words(&table->cells[i], table->zone, &plan->scratch);
            width = text_width(plan->scratch.safe.text);
            if (!column->flexible && !column->prose && width > CELL_WIDTH)
                width = CELL_WIDTH;
            plan->widest[c] = width > plan->widest[c] ? width : plan->widest[c];
        }
    }
}

/* What the fixed columns leave of the width. */
static size_t left(const struct table *table, const struct plan *plan, unsigned width)
{
    size_t used = 0;

    for (size_t c = 0; c < table->column_count; c++)
        if (plan->shown[c])
            used += strlen(SEPARATOR) + (table->columns[c].flexible || table->columns[c].prose
                                             ? 0 : plan->widest[c]);
    used -= used ? strlen(SEPARATOR) : 0;
    return width > used ? width - used : 0;
}

/* The widest of the columns that are (flexible or prose), and how many there are. */
static size_t widest_of(const struct table *table, const struct plan *plan, int prose,
                        size_t *count)
{
    size_t widest = 0;

    *count = 0;
    for (size_t c = 0; c < table->column_count; c++) {
        if (!plan->shown[c] || !(prose ? table->columns[c].prose : table->columns[c].flexible))
            continue;
        (*count)++;
        widest = plan->widest[c] > widest ? plan->widest[c] : widest;
    }
    return widest;
}

/* Names and prose share what is left; names first have what makes them readable. */
static void share(const struct table *table, unsigned width, struct plan *plan)
{
    size_t names, proses, room = left(table, plan, width);
    size_t name = widest_of(table, plan, 0, &names), prose = widest_of(table, plan, 1, &proses);
    size_t wanted = proses ? (prose < PROSE_WIDTH ? prose : PROSE_WIDTH) * proses : 0;

    plan->name_width = !names ? 0 : room > wanted ? (room - wanted) / names : 0;
    if (plan->name_width > name)
        plan->name_width = name;
    if (names && plan->name_width < LEAST_WIDTH)
        plan->name_width = LEAST_WIDTH;
    room = room > names * plan->name_width ? room - names * plan->name_width : 0;
    plan->prose_width = proses ? room / proses : 0;
    if (proses && plan->prose_width < LEAST_WIDTH)
        plan->prose_width = LEAST_WIDTH;
}

/* Drops spare columns from the right until names and prose have room. */
static void fit(const struct table *table, unsigned width, struct plan *plan)
{
    size_t names, proses;

    widest_of(table, plan, 0, &names);
    widest_of(table, plan, 1, &proses);
    for (size_t c = table->column_count; c-- > 0;)
        if (table->columns[c].spare &&
            left(table, plan, width) < names * ROOMY_WIDTH + proses * PROSE_WIDTH)
            plan->shown[c] = 0;
    share(table, width, plan);
}

static int add_columns(struct libscols_table *lines, const struct table *table,
                       const struct plan *plan)
{
    for (size_t i = 0; i < table->column_count; i++) {
        const struct column *column = &table->columns[i];
        int flags = column->right ? SCOLS_FL_RIGHT : 0;
        struct libscols_column *added;

        if (!plan->shown[i])
            continue;
        if (column->prose)
            flags |= SCOLS_FL_WRAP;
        added = scols_table_new_column(lines, column->title, 0, flags);
        if (!added)
            return ERR_NOMEM;
        if (column->prose && (scols_column_set_safechars(added, "\n") ||
                              scols_column_set_wrapfunc(added, scols_wrapnl_chunksize,
                                                        scols_wrapnl_nextchunk, NULL)))
            return ERR_NOMEM;
    }
    return 0;
}

/* The words of a cell as wide as its column may be. */
static void fitted_words(const struct column *column, const struct cell *cell,
                         const struct zone *zone, struct plan *plan)
{
    struct scratch *scratch = &plan->scratch;
    size_t most = column->flexible ? plan->name_width : plan->limited ? CELL_WIDTH : 0;

    safe_words(cell, zone, scratch);
    buf_clear(&scratch->cut);
    if (column->prose && plan->prose_width) {
        terminal_wrap(&scratch->cut, scratch->safe.text, (unsigned)plan->prose_width, 0, 0);
        if (scratch->cut.used)
            scratch->cut.text[--scratch->cut.used] = '\0';    /* the last newline */
    } else {
        terminal_shorten(&scratch->cut, scratch->safe.text,
                         most && !column->prose ? most : SIZE_MAX);
    }
}

static int add_cell(struct libscols_line *line, size_t at, const struct column *column,
                    const struct cell *cell, const struct zone *zone, struct plan *plan)
{
    const struct scratch *scratch = &plan->scratch;
    const char *color = cell->kind == CELL_SEVERITY ? severity_color((enum severity)cell->integer)
                                                    : NULL;

    fitted_words(column, cell, zone, plan);
    if (scratch->words.failed || scratch->safe.failed || scratch->cut.failed ||
        scols_line_set_data(line, at, scratch->cut.text) != 0)
        return ERR_NOMEM;
    return color && scols_cell_set_color(scols_line_get_cell(line, at), color) ? ERR_NOMEM : 0;
}

static int add_lines(struct libscols_table *lines, const struct table *table, struct plan *plan)
{
    struct libscols_line *line = NULL;
    size_t at = 0;
    int rc = 0;

    for (size_t i = 0; i < table->cell_count && rc == 0; i++) {
        size_t column = i % table->column_count;

        if (column == 0) {
            line = scols_table_new_line(lines, NULL);
            at = 0;
        }
        if (!line)
            rc = ERR_NOMEM;
        else if (plan->shown[column])
            rc = add_cell(line, at++, &table->columns[column], &table->cells[i], table->zone, plan);
    }
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
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    int failed;

    if (!stream)
        return ERR_NOMEM;
    scols_table_set_stream(lines, stream);
    failed = scols_print_table(lines) != 0 || ferror(stream);    /* it does not look at its stream */
    failed |= fclose(stream) != 0 || !text;    /* glibc may say by NULL alone that it had no memory */
    if (!failed)
        add_indented(out, text, indent);
    free(text);
    return failed ? ERR_NOMEM : 0;
}

static int lay_out(const struct table *table, const struct table_style *style, struct plan *plan,
                   struct buf *out)
{
    unsigned width = style->width > style->indent ? style->width - style->indent : 0;
    struct libscols_table *lines = scols_new_table();
    int rc = lines ? table->failed : ERR_NOMEM;

    plan->limited = width > 0;
    measure(table, plan);
    if (width)
        fit(table, width, plan);
    if (rc == 0) {
        scols_table_enable_noencoding(lines, 1);
        scols_table_enable_colors(lines, style->color);
        scols_table_set_termforce(lines, width ? SCOLS_TERMFORCE_ALWAYS : SCOLS_TERMFORCE_NEVER);
        if (width)
            scols_table_set_termwidth(lines, width);
        rc = scols_table_set_column_separator(lines, SEPARATOR) ? ERR_NOMEM : 0;
    }
    if (rc == 0)
        rc = add_columns(lines, table, plan);
    if (rc == 0)
        rc = add_lines(lines, table, plan);
    if (rc == 0)
        rc = print(lines, style->indent, out);
    scols_unref_table(lines);
    return rc;
}

int table_terminal(const struct table *table, const struct table_style *style, struct buf *out,
                   struct error *err)
{
    struct plan plan = { .limited = 0 };
    struct terminal terminal;
    int rc = ERR_NOMEM;

    plan.widest = arena_take(table->arena, table->column_count * sizeof *plan.widest);
    plan.shown = arena_take(table->arena, table->column_count);
    buf_init(&plan.scratch.words, MOST_WORDS);
    buf_init(&plan.scratch.safe, 8 * MOST_WORDS);
    buf_init(&plan.scratch.cut, 8 * MOST_WORDS);
    terminal_begin(&terminal);
    if (plan.widest && plan.shown)
        rc = lay_out(table, style, &plan, out);
    terminal_end(&terminal);
    buf_release(&plan.scratch.words);
    buf_release(&plan.scratch.safe);
    buf_release(&plan.scratch.cut);
    if (rc < 0)
        return error_set(err, rc, "no memory for a table");
    return buf_check(out, "the table", err);
}
