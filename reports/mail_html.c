#include "reports/mail.h"

#include <string.h>

#include "data/base/text.h"
#include "reports/html.h"
#include "reports/section.h"
#include "reports/words.h"

/* Shares of MAIL_HTML_MOST; what is left is for the frame around them. */
enum {
    CARD_BYTES = 34000,      /* all decisions together */
    TABLE_BYTES = 8000,      /* each table, of which there are at most three */
    WORDS_BYTES = 1200,      /* any other block, of which there are at most six */
    CHART_WORDS = 400,       /* of each chart, before they are escaped */
    NAME_MOST = 100
};

#define FONT  "font-family:Arial,Helvetica,sans-serif;"
#define INK   "color:#17212b;"
#define DIM   "color:#525e6b;"
#define LAYOUT "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\""

/* Mark, colour and pale of a severity; the colours are those of the page's light scheme. */
static const struct { const char *mark, *ink, *pale; } looks[] = {
    [SEVERITY_NONE]     = { "", "#1d6b46", "#e5f3ea" },
    [SEVERITY_INFO]     = { "", "#525e6b", "#f3f4f6" },
    [SEVERITY_NOTICE]   = { "&#x25CF; ", "#1f5fa8", "#e8f0fa" },
    [SEVERITY_WARNING]  = { "&#x25B2; ", "#875000", "#fff2d9" },
    [SEVERITY_CRITICAL] = { "&#x25B2;&#x25B2; ", "#b3201f", "#fdeceb" },
};

struct letter {
    struct buf *out;
    struct buf  part;        /* one piece, before it is known to fit */
    const char *id;
    size_t      cards;       /* bytes left for decisions */
    size_t      headings, charts;    /* written so far */
    size_t      left_out;    /* pieces that did not fit */
};

/* Takes the finished piece over where it fits into what is left for its kind. */
static int take(struct letter *letter, size_t *left)
{
    int fits = !letter->part.failed && letter->part.used <= *left;

    if (fits) {
        buf_addn(letter->out, letter->part.text, letter->part.used);
        *left -= letter->part.used;
    } else {
        letter->left_out++;
    }
    buf_clear(&letter->part);
    return fits;
}

/* --- decisions ------------------------------------------------------------------------------ */

static void card_head(struct buf *out, const struct card *card)
{
    const char *ink = looks[card->severity].ink;

    buf_addf(out, "<tr><td style=\"padding:10px 14px 0;font-size:13px;font-weight:bold;color:%s\">%s", ink,
             looks[card->severity].mark);
    html_line(out, "", severity_name(card->severity), ": ");
    html_line(out, "", card->verdict, "</td><td align=\"right\" style=\"padding:10px 14px 0;font-size:13px;"
                                      DIM "white-space:nowrap\">");
    if (card->due) {
        buf_addf(out, "act %s<b style=\"font-size:16px;color:%s\">",
                 strcmp(card->due, "now") == 0 ? "" : "by ", card->severity == SEVERITY_CRITICAL ? ink : "#17212b");
        html_line(out, "", card->due, "</b>");
        if (card->due_in)
            html_line(out, " ", card->due_in, "");
    }
    buf_add(out, "</td></tr>\n");
}

static void card_facts(struct buf *out, const struct card *card)
{
    buf_add(out, "<tr><td colspan=\"2\" style=\"padding:6px 14px 10px\">" LAYOUT
                 " style=\"font-size:13px;line-height:18px\">");
    for (size_t i = 0; i < card->fact_count; i++) {
        html_line(out, "<tr><td valign=\"top\" style=\"" DIM "padding:0 12px 0 0;white-space:nowrap\">",
                  card->facts[i].name, "</td>");
        html_line(out, "<td width=\"100%\">", card->facts[i].value, "</td></tr>");
    }
    buf_add(out, "</table></td></tr>\n");
}

static void card(struct letter *letter, const struct card *card)
{
    struct buf *out = &letter->part;

    buf_add(out, "<tr><td style=\"padding:0 0 12px\">" LAYOUT);
    buf_addf(out, " style=\"border:1px solid #dde2e8;border-left:6px solid %s;background:#ffffff\">\n",
             looks[card->severity].ink);
    card_head(out, card);
    buf_add(out, "<tr><td colspan=\"2\" style=\"padding:2px 14px 0\"><b style=\"font-size:16px\">");
    html_cut(out, words_title(card->finding), NAME_MOST);
    buf_add(out, "</b><br><span style=\"font-size:12px;" DIM "\">");
    html_name(out, card->finding);
    buf_add(out, "</span></td></tr>\n<tr><td colspan=\"2\" style=\"padding:4px 14px 0;font-size:15px;"
                 "line-height:21px\">");
    html_line(out, "", card->action ? card->action : "", "</td></tr>\n");
    card_facts(out, card);
    buf_add(out, "</table></td></tr>\n");
    take(letter, &letter->cards);
}

/* --- tables --------------------------------------------------------------------------------- */

static int is_shown(const struct column *column)
{
    return !column->machine && !column->picture;
}

static void cell(struct buf *out, const struct table *table, const struct cell *cell, const char *tag)
{
    const struct column *column = &table->columns[(size_t)(cell - table->cells) % table->column_count];
    struct buf words;

    buf_addf(out, "<%s align=\"%s\" valign=\"top\" style=\"padding:5px 8px;border-top:1px solid #dde2e8;"
                  "font-weight:normal", tag, column->right ? "right" : "left");
    if (cell->kind == CELL_SEVERITY)
        buf_addf(out, ";color:%s", looks[cell->integer].ink);
    buf_add(out, "\">");
    buf_init(&words, out->most);
    cell_words(cell, table->zone, &words);
    if (cell->kind == CELL_SERIES)
        html_cut(out, words.text, NAME_MOST);
    else
        html_line(out, "", words.text, "");
    if (words.failed)
        out->failed = words.failed;
    buf_release(&words);
    buf_addf(out, "</%s>", tag);
}

static void table_head(struct buf *out, const struct table *table)
{
    buf_add(out, "<tr><td style=\"padding:0 0 12px\"><table width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" "
                 "border=\"0\" style=\"font-size:13px;line-height:18px;background:#ffffff;border:1px solid "
                 "#dde2e8\"><tr>");
    for (size_t i = 0; i < table->column_count; i++)
        if (is_shown(&table->columns[i])) {
            buf_addf(out, "<th scope=\"col\" align=\"%s\" style=\"padding:5px 8px;" DIM "\">",
                     table->columns[i].right ? "right" : "left");
            html_line(out, "", table->columns[i].title, "</th>");
        }
    buf_add(out, "</tr>\n");
}

static void table(struct letter *letter, const struct table *table)
{
    size_t left = TABLE_BYTES, rows = table_rows(table), row = 0;
    int room = 1;

    table_head(letter->out, table);
    for (; row < rows && room; row++) {
        const char *tag = "th scope=\"row\"";

        buf_add(&letter->part, "<tr>");
        for (size_t i = 0; i < table->column_count; i++)
            if (is_shown(&table->columns[i])) {
                cell(&letter->part, table, &table->cells[row * table->column_count + i], tag);
                tag = "td";
            }
        buf_add(&letter->part, "</tr>\n");
        room = take(letter, &left);
    }
    letter->left_out += rows - row;
    buf_add(letter->out, "</table></td></tr>\n");
}

/* --- the rest ------------------------------------------------------------------------------- */

static void tiles(struct buf *out, const struct block *block)
{
    buf_add(out, "<tr><td style=\"padding:0 0 14px\">" LAYOUT "><tr>");
    for (size_t i = 0; i < block->count; i++) {
        const struct tile *tile = &block->tiles[i];

        buf_addf(out, "<td width=\"%zu%%\" valign=\"top\" style=\"padding:8px 10px;background:%s;"
                      "border:2px solid #ffffff;font-size:12px;line-height:16px;" DIM "\"><b style=\"font-size:"
                      "24px;line-height:28px;color:%s\">%zu</b><br>",
                 100 / block->count, looks[tile->severity].pale,
                 tile->count ? looks[tile->severity].ink : "#525e6b", tile->count);
        html_line(out, "", tile->label, "</td>");
    }
    buf_add(out, "</tr></table></td></tr>\n");
}

static void chart(struct letter *letter, const struct block *block)
{
    struct buf *out = letter->out;

    buf_add(out, "<tr><td style=\"padding:0 0 16px;font-size:13px;line-height:18px\"><b style=\"font-size:15px\">");
    html_cut(out, words_title(block->chart->finding), NAME_MOST);
    buf_add(out, "</b><br>");
    html_cut(out, block->text, CHART_WORDS);
    buf_addf(out, "<br><img src=\"cid:chart%zu.%s\" width=\"612\" alt=\"", ++letter->charts, letter->id);
    html_cut(out, block->chart->finding->name, NAME_MOST);
    buf_add(out, "\" style=\"display:block;width:100%;max-width:612px;height:auto;border:0\"></td></tr>\n");
}

static void row(struct letter *letter, const char *style, const char *text)
{
    size_t left = WORDS_BYTES;

    buf_addf(&letter->part, "<tr><td style=\"%s\">", style);
    html_line(&letter->part, "", text, "</td></tr>\n");
    take(letter, &left);
}

static void heading(struct letter *letter, const struct block *block)
{
    if (!letter->headings++)    /* the first says it all without */
        return;
    buf_add(letter->out, "<tr><td style=\"padding:14px 0 8px\"><h2 style=\"margin:0;font-size:19px;" INK "\">");
    html_line(letter->out, "", block->text, "</h2></td></tr>\n");
}

static void write_block(struct letter *letter, const struct block *block)
{
    switch (block->kind) {
    case BLOCK_SECTION:   heading(letter, block); break;
    case BLOCK_LEAD:      row(letter, "padding:0 0 14px;font-size:21px;line-height:28px;font-weight:bold", block->text); break;
    case BLOCK_PARAGRAPH: row(letter, "padding:0 0 12px;font-size:14px;line-height:20px", block->text); break;
    case BLOCK_TILES:     tiles(letter->out, block); break;
    case BLOCK_CARD:      card(letter, block->card); break;
    case BLOCK_TABLE:     table(letter, block->table); break;
    case BLOCK_CHART:     chart(letter, block); break;
    case BLOCK_FACTS:
    case BLOCK_CHECKS:    letter->left_out++; break;    /* of pages that are not mailed */
    }
}

static void opening(struct buf *out, const struct report *report)
{
    buf_add(out, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                 "content=\"width=device-width, initial-scale=1\">");
    buf_add(out, "<title>");
    html_cut(out, report_title(report), NAME_MOST);
    buf_add(out, "</title></head>\n<body style=\"margin:0;padding:0;background:#f3f4f6\">\n" LAYOUT
                 " style=\"background:#f3f4f6;" FONT INK "\"><tr><td align=\"center\" style=\"padding:16px 10px\">\n"
                 "<table role=\"presentation\" width=\"640\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" "
                 "style=\"width:100%;max-width:640px;text-align:left\">\n"
                 "<tr><td style=\"padding:0 0 8px;font-size:13px;" DIM "\">");
    html_cut(out, report_title(report), NAME_MOST);
    buf_add(out, "</td></tr>\n");
}

static void closing(struct letter *letter)
{
    if (letter->left_out)
        buf_addf(letter->out, "<tr><td style=\"padding:0 0 12px;font-size:14px\">%zu part%s left out here to "
                              "keep this mail small.</td></tr>\n", letter->left_out,
                 letter->left_out == 1 ? " is" : "s are");
    buf_add(letter->out, "<tr><td style=\"padding:8px 0;font-size:13px;line-height:18px;" DIM "\">Attached: the "
                         "whole report as a page for a browser, the dates by which to act as a calendar, and every "
                         "resource as CSV.</td></tr>\n</table></td></tr></table>\n</body></html>\n");
}

void mail_html(struct buf *out, const struct report *report, const struct page *page, const char *id)
{
    struct letter letter = { .out = out, .id = id, .cards = CARD_BYTES };

    buf_init(&letter.part, MAIL_HTML_MOST);
    opening(out, report);
    for (size_t i = 0; i < page->count; i++)
        write_block(&letter, &page->blocks[i]);
    closing(&letter);
    buf_release(&letter.part);
}
