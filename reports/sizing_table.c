/* reports/sizing_table.c - sizings as tables: blocks for people, lines for spreadsheets. */
#include "reports/sizing.h"
#include "reports/terminal.h"

enum { INDENT = 2, USUAL_WIDTH = 80 };

static const struct column people[] = {
    { .key = "what", .title = "What" },
    { .key = "now", .title = "Now", .right = 1 },
    { .key = "recommended", .title = "Recommended", .right = 1 },
    { .key = "because", .title = "Because", .prose = 1 },
};

static const struct column machines[] = {
    { .key = "series", .title = "Series" },
    { .key = "key", .title = "Key" },
    { .key = "now", .title = "Now" },
    { .key = "recommended", .title = "Recommended" },
    { .key = "unit", .title = "Unit" },
    { .key = "setting", .title = "Setting" },
    { .key = "because", .title = "Because" },
};

static void add_value(struct table *table, const struct size_row *row, struct maybe value)
{
    if (!value.known)
        table_none(table);
    else if (row->kind == SIZE_COUNT)
        table_count(table, (uint64_t)value.value);
    else if (row->kind == SIZE_NUMBER)
        table_number(table, value.value);
    else if (row->kind == SIZE_QUANTITY)
        table_quantity(table, value, row->unit);
    else if (row->kind == SIZE_SHARE)
        table_share(table, value);
    else
        table_date(table, (int64_t)value.value);
}

static void add_notes(const struct sizing *sizing, const struct table_style *style,
                      struct buf *out)
{
    unsigned width = style->width ? style->width : USUAL_WIDTH;

    for (size_t i = 0; i < sizing->note_count; i++) {
        const struct size_note *note = &sizing->note[i];
        struct buf line;

        buf_init(&line, 1 << 12);
        buf_addf(&line, "%s: %s", severity_name(note->severity), note->text);
        buf_inherit(&line, out);
        buf_addf(out, "%*s", INDENT, "");
        terminal_wrap(out, line.text, width, 2 * INDENT, INDENT);
        buf_release(&line);
    }
}

static int add_block(const struct sizing *sizing, const struct zone *zone,
                     const struct table_style *style, struct arena *arena, struct buf *out,
                     struct error *err)
{
    struct table_style indented = *style;
    struct table table;
    int rc = 0;

    table_init(&table, arena, people, sizeof people / sizeof people[0], zone);
    for (size_t i = 0; i < sizing->row_count; i++) {
        const struct size_row *row = &sizing->row[i];

        table_text(&table, row->title);
        add_value(&table, row, row->now);
        add_value(&table, row, row->wanted);
        table_text(&table, row->because ? row->because : "");
    }
    indented.indent = INDENT;
    terminal_wrap(out, sizing->series, style->width ? style->width : USUAL_WIDTH * 4, INDENT, 0);
    if (sizing->row_count)
        rc = table_terminal(&table, &indented, out, err);
    add_notes(sizing, style, out);
    return rc;
}

int sizing_text(const struct sizing *all, size_t count, const struct zone *zone,
                const struct table_style *style, struct arena *arena, struct buf *out,
                struct error *err)
{
    struct terminal terminal;
    int rc = 0;

    terminal_begin(&terminal);
    for (size_t i = 0; i < count && rc == 0; i++) {
        if (i)
            buf_addc(out, '\n');
        rc = add_block(&all[i], zone, style, arena, out, err);
    }
    terminal_end(&terminal);
    return rc < 0 ? rc : buf_check(out, "the sizing", err);
}

int sizing_csv(const struct sizing *all, size_t count, const struct zone *zone,
               struct arena *arena, struct buf *out, struct error *err)
{
    struct table table;

    table_init(&table, arena, machines, sizeof machines / sizeof machines[0], zone);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < all[i].row_count; k++) {
            const struct size_row *row = &all[i].row[k];

            table_text(&table, all[i].series);
            table_text(&table, row->key);
            add_value(&table, row, row->now);
            add_value(&table, row, row->wanted);
            table_text(&table, row->unit);
            table_flag(&table, row->setting);
            table_text(&table, row->because);
        }
    return table_csv(&table, out, err);
}
