/* Plain text of a given width, for a terminal, a ticket or the body of a mail. */
#include <string.h>

#include "data/base/text.h"
#include "reports/renderer.h"
#include "reports/section.h"
#include "reports/table.h"
#include "reports/terminal.h"
#include "reports/words.h"

enum { WIDTH = 80, NARROWEST = 40, OVERVIEW = 40, FACT_COLUMN = 13 };

struct pen {
    struct buf *out;
    unsigned    width;
    int         color;
    size_t      card;      /* number of the decision */
};

static void underlined(struct pen *pen, const char *text, char mark)
{
    size_t columns = text_width(text);

    terminal_wrap(pen->out, text, pen->width, 0, 0);
    for (size_t i = 0; i < columns && i < pen->width; i++)
        buf_addc(pen->out, mark);
    buf_addc(pen->out, '\n');
}

static void facts(struct pen *pen, const struct fact *list, size_t count, unsigned indent,
                  unsigned column)
{
    for (size_t i = 0; i < count; i++) {
        unsigned used = indent + (unsigned)strlen(list[i].name) + 1;

        buf_addf(pen->out, "%*s%s ", (int)indent, "", list[i].name);
        for (; used < indent + column; used++)
            buf_addc(pen->out, ' ');
        terminal_wrap(pen->out, list[i].value, pen->width, indent + column, used);
    }
}

static void card(struct pen *pen, const struct card *c)
{
    struct table_style style = { .width = 0, .color = pen->color };
    unsigned indent = 4;

    (void)style;
    buf_addf(pen->out, "%2zu. ", ++pen->card);
    buf_addf(pen->out, "%s, ", severity_name(c->severity));
    terminal_wrap(pen->out, c->verdict, pen->width, indent, indent + 16);
    buf_addf(pen->out, "%*s", (int)indent, "");
    terminal_wrap(pen->out, c->finding->name, pen->width, indent, indent);
    if (c->due) {
        buf_addf(pen->out, "%*sAct by %s%s%s\n", (int)indent, "", c->due, c->due_in ? ", " : "",
                 c->due_in ? c->due_in : "");
    }
    buf_addf(pen->out, "%*s", (int)indent, "");
    terminal_wrap(pen->out, c->action, pen->width, indent, indent);
    facts(pen, c->facts, c->fact_count, indent, FACT_COLUMN - indent + 1);
    buf_addc(pen->out, '\n');
}

static void tiles(struct pen *pen, const struct block *block)
{
    for (size_t i = 0; i < block->count; i++)
        buf_addf(pen->out, "%6zu  %s\n", block->tiles[i].count, block->tiles[i].label);
    buf_addc(pen->out, '\n');
}

static void checks(struct pen *pen, const struct block *block)
{
    for (size_t i = 0; i < block->count; i++) {
        buf_add(pen->out, block->checks[i].holds ? "  [x] " : "  [ ] ");
        terminal_wrap(pen->out, block->checks[i].text, pen->width, 6, 6);
    }
    buf_addc(pen->out, '\n');
}

static int table(struct pen *pen, const struct table *rows, struct error *err)
{
    struct table_style style = { .width = pen->width, .color = pen->color };
    int rc = table_rows(rows) ? table_terminal(rows, &style, pen->out, err) : 0;

    buf_addc(pen->out, '\n');
    return rc;
}

static int write_block(struct pen *pen, const struct block *block, struct error *err)
{
    switch (block->kind) {
    case BLOCK_SECTION:
        underlined(pen, block->text, '-');
        buf_addc(pen->out, '\n');
        break;
    case BLOCK_LEAD:
    case BLOCK_PARAGRAPH:
        terminal_wrap(pen->out, block->text, pen->width, 0, 0);
        buf_addc(pen->out, '\n');
        break;
    case BLOCK_TILES: tiles(pen, block); break;
    case BLOCK_CARD:  card(pen, block->card); break;
    case BLOCK_TABLE: return table(pen, block->table, err);
    case BLOCK_FACTS:
        buf_addf(pen->out, "%s:\n", block->text);
        facts(pen, block->facts, block->count, 2, 40);
        buf_addc(pen->out, '\n');
        break;
    case BLOCK_CHECKS: checks(pen, block); break;
    case BLOCK_CHART: break;
    }
    return 0;
}

static int render(const struct report *report, const struct render_options *options,
                  struct buf *out, struct error *err)
{
    struct render_options mine = *options;
    struct pen pen = { .out = out, .color = options->color };
    struct terminal terminal;
    struct page page;
    int rc;

    pen.width = !mine.width ? WIDTH : mine.width < NARROWEST ? NARROWEST : mine.width;
    mine.overview = mine.overview ? mine.overview : OVERVIEW;
    page_init(&page, report->zone);
    report_page(report, &mine, EXTENT_WORDS, &page);
    rc = page_check(&page, err);
    terminal_begin(&terminal);
    if (rc == 0)
        underlined(&pen, report_title(report), '=');
    buf_addc(out, '\n');
    for (size_t i = 0; rc == 0 && i < page.count; i++)
        rc = write_block(&pen, &page.blocks[i], err);
    terminal_end(&terminal);
    page_release(&page);
    return rc < 0 ? rc : buf_check(out, "the report", err);
}

const struct renderer renderer_text = {
    .name = "text", .suffix = "txt", .media = "text/plain; charset=utf-8",
    .summary = "plain text of 80 columns, for terminals and tickets", .render = render,
};
