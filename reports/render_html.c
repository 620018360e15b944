/*
 * reports/render_html.c - the report as one page that loads nothing.
 *
 * Every string goes through text_html(); charts are images, so that nothing in
 * them can run or clash. Size is bounded: what pictures leave of the page's
 * budget is for rows of tables, the most urgent first.
 */
#include <stdint.h>

#include "data/base/text.h"
#include "reports/html.h"
#include "reports/mime.h"
#include "reports/renderer.h"
#include "reports/section.h"

enum {
    OVERVIEW = 5000,
    PAGE_BYTES = 2000000,      /* what a browser and a mail gateway take without thinking */
    LEAST_ROW_BYTES = 200000,
    OTHER_TABLE_BYTES = 150000,
    CLOSING_BYTES = 20000,     /* words of the last sections, and the script */
    CAPTION_BYTES = 3000       /* words and figures of a chart */
};

static void opening(struct buf *out, const struct report *report)
{
    buf_add(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                 "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                 "img-src data:; style-src 'unsafe-inline'; script-src 'sha256-");
    buf_add(out, html_script_hash);
    buf_add(out, "'; base-uri 'none'; form-action 'none'\">\n"
                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html_line(out, "<title>", report_title(report), "</title>\n<style>\n");
    for (size_t i = 0; html_style[i]; i++)
        buf_add(out, html_style[i]);
    buf_add(out, "</style>\n</head>\n<body>\n"
                 "<a class=\"skip\" href=\"#headline\">Skip to the summary</a>\n<header><div "
                 "class=\"in\">");
    html_line(out, "<h1>", report_title(report), "</h1>\n");
}

static void contents(struct buf *out, const struct page *page)
{
    buf_add(out, "<nav aria-label=\"Sections\"><ul>");
    for (size_t i = 0; i < page->count; i++)
        if (page->blocks[i].kind == BLOCK_SECTION) {
            buf_addf(out, "<li><a href=\"#%s\">", page->blocks[i].key);
            html_line(out, "", page->blocks[i].label, "</a></li>");
        }
    buf_add(out, "</ul></nav></div></header>\n<main class=\"in\">\n");
}

static void tiles(struct buf *out, const struct block *block)
{
    buf_add(out, "<ul class=\"tiles\">");
    for (size_t i = 0; i < block->count; i++) {
        const struct tile *tile = &block->tiles[i];

        buf_addf(out, "<li class=\"%s%s\"><b>%zu</b>", html_severity_class(tile->severity),
                 tile->count ? "" : " zero", tile->count);
        html_line(out, " ", tile->label, "</li>");
    }
    buf_add(out, "</ul>\n");
}

static void facts(struct buf *out, const struct block *block)
{
    html_line(out, "<h3>", block->text, "</h3>\n<dl class=\"list\">");
    for (size_t i = 0; i < block->count; i++) {
        html_line(out, "<dt>", block->facts[i].name, "</dt>");
        html_line(out, "<dd>", block->facts[i].value, "</dd>");
    }
    buf_add(out, "</dl>\n");
}

static void checks(struct buf *out, const struct block *block)
{
    buf_add(out, "<ul class=\"checks\">\n");
    for (size_t i = 0; i < block->count; i++)
        html_line(out, block->checks[i].holds ? "<li>&#x2611; " : "<li>&#x2610; ", block->checks[i].text, "</li>\n");
    buf_add(out, "</ul>\n");
}

static void chart(struct buf *out, const struct block *block)
{
    const struct finding *f = block->chart->finding;

    buf_add(out, "<figure><figcaption><h3>");
    html_series(out, f);
    html_line(out, "</h3><p>", block->text, "</p></figcaption>\n");
    buf_add(out, "<img width=\"860\" height=\"340\" alt=\"");
    html_name(out, f);
    buf_add(out, ": ");
    html_line(out, "", block->text, "\" src=\"data:image/svg+xml;base64,");
    mime_base64(out, block->image->bytes, block->image->length, 0);
    buf_add(out, "\">\n");
    if (block->table) {
        buf_add(out, "<details><summary>In figures</summary>\n");
        html_table(out, block->table, 0, SIZE_MAX);
        buf_add(out, "</details>\n");
    }
    buf_add(out, "</figure>\n");
}

struct state {
    size_t cards;
    size_t pictures;      /* bytes that the charts will take */
    size_t other_bytes;   /* left for the smaller tables */
    int    open;
};

static void section(struct buf *out, const struct block *block, struct state *state)
{
    if (state->open)
        buf_add(out, "</section>\n");
    state->open = 1;
    buf_addf(out, "<section id=\"%s\" aria-labelledby=\"title-%s\">\n", block->key, block->key);
    buf_addf(out, "<h2 id=\"title-%s\">", block->key);
    html_line(out, "", block->text, "</h2>\n");
}

/* What the page has left for the list of all resources, when the rest has come or will come. */
static size_t row_bytes(const struct buf *out, const struct state *state)
{
    size_t taken = out->used + state->pictures + state->other_bytes + CLOSING_BYTES;

    return taken + LEAST_ROW_BYTES < PAGE_BYTES ? PAGE_BYTES - taken : LEAST_ROW_BYTES;
}

static void table(struct buf *out, const struct block *block, struct state *state)
{
    size_t before = out->used, taken;

    html_table(out, block->table, block->filter,
               block->filter ? row_bytes(out, state) : state->other_bytes);
    taken = out->used - before;
    if (!block->filter)
        state->other_bytes -= taken < state->other_bytes ? taken : state->other_bytes;
}

static void write_block(struct buf *out, const struct block *block, struct state *state)
{
    switch (block->kind) {
    case BLOCK_SECTION:   section(out, block, state); break;
    case BLOCK_LEAD:      html_line(out, "<p class=\"lead\">", block->text, "</p>\n"); break;
    case BLOCK_PARAGRAPH: html_line(out, "<p>", block->text, "</p>\n"); break;
    case BLOCK_TILES:     tiles(out, block); break;
    case BLOCK_FACTS:     facts(out, block); break;
    case BLOCK_CHECKS:    checks(out, block); break;
    case BLOCK_CHART:     chart(out, block); break;
    case BLOCK_TABLE:     table(out, block, state); break;
    case BLOCK_CARD:
        if (!state->cards)
            html_strip_key(out);
        html_card(out, block->card, ++state->cards);
        break;
    }
}

static void closing(struct buf *out, const struct report *report, const struct state *state)
{
    if (state->open)
        buf_add(out, "</section>\n");
    buf_add(out, "</main>\n<footer><div class=\"in\">Made by headroom");
    if (report->run.version)
        html_line(out, " ", report->run.version, "");
    buf_add(out, ". The same store, settings and date give the same page.</div></footer>\n<script>");
    buf_add(out, html_script);
    buf_add(out, "</script>\n</body>\n</html>\n");
}

static size_t picture_bytes(const struct report *report)
{
    size_t bytes = 0;

    for (size_t i = 0; report->images && i < report->chart_count; i++)
        bytes += report->images[i].length / 3 * 4 + CAPTION_BYTES;
    return bytes;
}

static int render(const struct report *report, const struct render_options *options,
                  struct buf *out, struct error *err)
{
    struct render_options mine = *options;
    struct state state = { .pictures = picture_bytes(report), .other_bytes = OTHER_TABLE_BYTES };
    struct page page;
    int rc;

    mine.overview = mine.overview ? mine.overview : OVERVIEW;
    page_init(&page, report->zone);
    report_page(report, &mine, EXTENT_PICTURES, &page);
    rc = page_check(&page, err);
    if (rc == 0) {
        opening(out, report);
        contents(out, &page);
        for (size_t i = 0; i < page.count; i++)
            write_block(out, &page.blocks[i], &state);
        closing(out, report, &state);
        rc = buf_check(out, "the report", err);
    }
    page_release(&page);
    return rc;
}

const struct renderer renderer_html = {
    .name = "html", .suffix = "html", .media = "text/html; charset=utf-8",
    .summary = "one self-contained page with charts", .pictures = 1, .render = render,
};
