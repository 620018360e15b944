/* GitHub-flavoured Markdown, for wikis and pull requests. */
#include "data/base/text.h"
#include "reports/renderer.h"
#include "reports/section.h"
#include "reports/table.h"

enum { OVERVIEW = 200 };

static void line(struct buf *out, const char *before, const char *text, const char *after)
{
    buf_add(out, before);
    text_markdown(out, text);
    buf_add(out, after);
}

static void facts(struct buf *out, const struct fact *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        line(out, "- **", list[i].name, ":** ");
        line(out, "", list[i].value, "\n");
    }
    buf_addc(out, '\n');
}

static void card(struct buf *out, const struct card *c)
{
    line(out, "### ", c->finding->name, "\n\n");
    line(out, "**", severity_name(c->severity), ", ");
    line(out, "", c->verdict, "**");
    if (c->due) {
        line(out, ", act by **", c->due, "**");
        if (c->due_in)
            line(out, " (", c->due_in, ")");
    }
    line(out, "\n\n", c->action, "\n\n");
    facts(out, c->facts, c->fact_count);
    for (size_t i = 0; i < c->because_count; i++)
        line(out, i ? "- " : "Why:\n\n- ", c->because[i], "\n");
    if (c->because_count)
        buf_addc(out, '\n');
}

static void head(struct buf *out, const struct table *table)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (!table->columns[i].machine && !table->columns[i].picture)
            line(out, "| ", table->columns[i].title, " ");
    buf_add(out, "|\n");
    for (size_t i = 0; i < table->column_count; i++)
        if (!table->columns[i].machine && !table->columns[i].picture)
            buf_add(out, table->columns[i].right ? "| ---: " : "| --- ");
    buf_add(out, "|\n");
}

static void table(struct buf *out, const struct table *rows)
{
    struct buf words;

    buf_init(&words, out->most);
    head(out, rows);
    for (size_t i = 0; i < rows->cell_count; i++) {
        size_t column = i % rows->column_count;

        if (!rows->columns[column].machine && !rows->columns[column].picture) {
            buf_clear(&words);
            cell_words(&rows->cells[i], rows->zone, &words);
            line(out, "| ", words.text, " ");
        }
        if (column + 1 == rows->column_count)
            buf_add(out, "|\n");
    }
    buf_addc(out, '\n');
    if (words.failed)
        out->failed = words.failed;
    buf_release(&words);
}

static void tiles(struct buf *out, const struct block *block)
{
    for (size_t i = 0; i < block->count; i++) {
        buf_addf(out, "- **%zu** ", block->tiles[i].count);
        line(out, "", block->tiles[i].label, "\n");
    }
    buf_addc(out, '\n');
}

static void checks(struct buf *out, const struct block *block)
{
    for (size_t i = 0; i < block->count; i++)
        line(out, block->checks[i].holds ? "- [x] " : "- [ ] ", block->checks[i].text, "\n");
    buf_addc(out, '\n');
}

static void write_block(struct buf *out, const struct block *block)
{
    switch (block->kind) {
    case BLOCK_SECTION:   line(out, "## ", block->text, "\n\n"); break;
    case BLOCK_LEAD:      line(out, "**", block->text, "**\n\n"); break;
    case BLOCK_PARAGRAPH: line(out, "", block->text, "\n\n"); break;
    case BLOCK_TILES:     tiles(out, block); break;
    case BLOCK_CARD:      card(out, block->card); break;
    case BLOCK_TABLE:     table(out, block->table); break;
    case BLOCK_CHECKS:    checks(out, block); break;
    case BLOCK_CHART:     break;
    case BLOCK_FACTS:
        line(out, "**", block->text, "**\n\n");
        facts(out, block->facts, block->count);
        break;
    }
}

static int render(const struct report *report, const struct render_options *options,
                  struct buf *out, struct error *err)
{
    struct render_options mine = *options;
    struct page page;
    int rc;

    mine.overview = mine.overview ? mine.overview : OVERVIEW;
    page_init(&page, report->zone);
    report_page(report, &mine, EXTENT_WORDS, &page);
    rc = page_check(&page, err);
    if (rc == 0)
        line(out, "# ", report_title(report), "\n\n");
    for (size_t i = 0; rc == 0 && i < page.count; i++)
        write_block(out, &page.blocks[i]);
    page_release(&page);
    return rc < 0 ? rc : buf_check(out, "the report", err);
}

const struct renderer renderer_markdown = {
    .name = "markdown", .suffix = "md", .media = "text/markdown; charset=utf-8",
    .summary = "Markdown, for wikis and pull requests", .render = render,
};
