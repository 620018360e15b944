#include "reports/html.h"

#include <math.h>
#include <string.h>

#include "data/base/text.h"
#include "reports/words.h"

enum { NAME_MOST = 160, ROW_NAME_MOST = 64, SPARK_WIDTH = 60, SPARK_HEIGHT = 16 };

const char *html_severity_class(enum severity severity)
{
    static const char *const classes[] = { "o", "i", "n", "w", "c" };

    return classes[severity];
}

/* A percent sign keeps to its number: the blank between them may not break the line. */
static void unbroken_html(struct buf *out, const char *text)
{
    struct buf joined;

    buf_init(&joined, out->most);
    for (const char *blank; (blank = strstr(text, " %")); text = blank + 1) {
        buf_addn(&joined, text, (size_t)(blank - text));
        buf_add(&joined, "\xc2\xa0");
    }
    buf_add(&joined, text);
    text_html(out, joined.text);
    if (joined.failed)
        out->failed = joined.failed;
    buf_release(&joined);
}

void html_line(struct buf *out, const char *before, const char *text, const char *after)
{
    buf_add(out, before);
    if (strstr(text, " %"))
        unbroken_html(out, text);
    else
        text_html(out, text);
    buf_add(out, after);
}

/* `before`, the day's place between today and the end of the span as "12.5%", `after`. */
static void place(struct buf *out, const char *before, double days, double span, const char *after)
{
    double share = 100 * days / span;

    buf_addf(out, "%s%.4g%%%s", before, share < 0 ? 0 : share > 100 ? 100 : share, after);
}

/* The dates as a bar from early to late, with the middle and the date by which to act. */
static void strip(struct buf *out, const struct span *span)
{
    int closed = span->late.known && span->late.value <= span->days;
    double end = closed ? span->late.value : span->days;

    buf_add(out, "<svg class=\"strip wide\" aria-hidden=\"true\"><rect class=\"track\" y=\"10\" "
                 "width=\"100%\" height=\"6\" rx=\"3\"/>");
    place(out, "<rect y=\"10\" height=\"6\" x=\"", span->early.value, span->days, "\"");
    place(out, " width=\"", end - span->early.value, span->days, "\"");
    buf_add(out, closed ? " rx=\"3\"/>" : " fill=\"url(#fade)\"/>");
    if (span->median.known)
        place(out, "<svg x=\"", span->median.value, span->days,
              "\"><path class=\"m\" d=\"M-2 4h4v18h-4z\"/></svg>");
    if (span->act_by.known)
        place(out, "<svg x=\"", span->act_by.value, span->days,
              "\"><path class=\"a\" d=\"M0 5l8 8-8 8-8-8z\"/></svg>");
    buf_addf(out, "<text y=\"34\">today</text><text x=\"50%%\" y=\"34\" text-anchor=\"middle\">%.0f "
                  "days</text><text x=\"100%%\" y=\"34\" text-anchor=\"end\">%.0f days</text></svg>\n",
             span->days / 2, span->days);
}

void html_strip_key(struct buf *out)
{
    buf_add(out, "<p class=\"key\" aria-hidden=\"true\"><svg width=\"0\" height=\"0\"><defs>"
                 "<linearGradient id=\"fade\"><stop offset=\".6\"/><stop offset=\"1\" "
                 "stop-opacity=\"0\"/></linearGradient></defs></svg>"
                 "<span><i class=\"a\"></i>act by</span><span><i class=\"b\"></i>runs out: early to "
                 "late</span><span><i class=\"m\"></i>middle</span></p>\n");
}

void html_cut(struct buf *out, const char *text, size_t most)
{
    size_t length = strlen(text), head = most / 2, tail;
    struct buf part;

    if (length <= most) {
        text_html(out, text);
        return;
    }
    while (head && ((unsigned char)text[head] & 0xc0) == 0x80)
        head--;
    tail = length - most / 2;
    while (tail < length && ((unsigned char)text[tail] & 0xc0) == 0x80)
        tail++;
    buf_init(&part, most + 8);
    buf_addn(&part, text, head);
    buf_add(&part, "\xe2\x80\xa6");
    buf_inherit(&part, out);
    text_html(out, part.text);
    buf_release(&part);
    text_html(out, text + tail);
}

/* Resource in large, the rest of the name in small; parts longer than `most` bytes are cut. */
static void series_parts(struct buf *out, const char *name, const struct series_key *key,
                         size_t most)
{
    if (!key || !key->resource || !key->resource[0]) {
        html_cut(out, name, most);
        return;
    }
    html_cut(out, key->resource, most);
    buf_add(out, "<small>");
    if (key->source && key->source[0]) {
        html_cut(out, key->source, most);
        buf_add(out, " \xc2\xb7 ");
    }
    html_cut(out, key->metric, most);
    if (key->labels && key->labels[0]) {
        buf_add(out, " {");
        html_cut(out, key->labels, most);
        buf_addc(out, '}');
    }
    buf_add(out, "</small>");
}

static void reasons(struct buf *out, const struct card *card)
{
    if (!card->because_count)
        return;
    buf_add(out, "<details class=\"wide\"><summary>Why</summary><ul>");
    for (size_t i = 0; i < card->because_count; i++)
        html_line(out, "<li>", card->because[i], "</li>");
    buf_add(out, "</ul></details>\n");
}

static void when(struct buf *out, const struct card *card)
{
    if (!card->due)
        return;
    buf_add(out, "<div class=\"when\"><span>Act</span>");
    html_line(out, strcmp(card->due, "now") == 0 ? "<b>" : " <span>by</span><b>", card->due, "</b>");
    if (card->due_in)
        html_line(out, "<span>", card->due_in, "</span>");
    buf_add(out, "</div>\n");
}

void html_card(struct buf *out, const struct card *card, size_t number)
{
    const char *level = html_severity_class(card->severity);

    buf_addf(out, "<article class=\"%s\" aria-labelledby=\"decision%zu\">\n<div><p class=\"tag %s\">",
             level, number, level);
    html_line(out, "", severity_name(card->severity), ": ");
    html_line(out, "", card->verdict, "</p>\n");
    buf_addf(out, "<h3 id=\"decision%zu\">", number);
    series_parts(out, card->finding->name, &card->finding->info.key, NAME_MOST);
    buf_add(out, "</h3>\n");
    html_line(out, "<p class=\"do\">", card->action ? card->action : "", "</p></div>\n");
    when(out, card);
    if (card->span.days > 0)
        strip(out, &card->span);
    buf_add(out, "<dl class=\"facts wide\">");
    for (size_t i = 0; i < card->fact_count; i++) {
        html_line(out, "<div><dt>", card->facts[i].name, "</dt>");
        html_line(out, "<dd>", card->facts[i].value, "</dd></div>");
    }
    buf_add(out, "</dl>\n");
    reasons(out, card);
    buf_add(out, "</article>\n");
}

/* The least and the largest that a spark spans: small noise is not blown up to its full height. */
static void spark_range(const struct maybe *values, size_t count, double *low, double *high)
{
    const double least_share = 0.25;

    *low = INFINITY;
    *high = -INFINITY;
    for (size_t i = 0; i < count; i++)
        if (values[i].known) {
            *low = fmin(*low, values[i].value);
            *high = fmax(*high, values[i].value);
        }
    if (*high - *low < least_share * fabs(*high))
        *low = *high - least_share * fabs(*high);
}

/* The largest known value among `each` from i on. */
static struct maybe largest_of(const struct maybe *values, size_t count, size_t i, size_t each)
{
    struct maybe most = { 0, 0 };

    for (size_t k = i; k < i + each && k < count; k++)
        if (values[k].known && (!most.known || values[k].value > most.value))
            most = values[k];
    return most;
}

void html_spark(struct buf *out, const struct maybe *values, size_t count, size_t points)
{
    size_t each = count > points ? (count + points - 1) / points : 1, drawn = 0;
    double low, high;
    int pen_down = 0;

    spark_range(values, count, &low, &high);
    buf_addf(out, "<svg class=\"k\" viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" "
                  "aria-hidden=\"true\"><path d=\"", SPARK_WIDTH, SPARK_HEIGHT);
    for (size_t i = 0; i < count; i += each) {
        struct maybe value = largest_of(values, count, i, each);
        double height = high > low ? (value.value - low) / (high - low) : 0.5;

        if (value.known)
            buf_addf(out, "%s%zu %.0f", pen_down ? " " : "M",
                     i * SPARK_WIDTH / (count > 1 ? count - 1 : 1),
                     1 + (SPARK_HEIGHT - 2) * (1 - height));
        pen_down = value.known;
        drawn += (size_t)value.known;
    }
    buf_add(out, drawn ? "\"/></svg>" : "M0 0\"/></svg>");
}

struct layout { const struct table *table; size_t spark_points; };

static void cell_html(struct buf *out, const struct layout *layout, const struct cell *cell,
                      struct buf *words)
{
    switch (cell->kind) {
    case CELL_SERIES:
        series_parts(out, cell->text, cell->key, ROW_NAME_MOST);
        break;
    case CELL_SPARK:
        if (layout->spark_points && cell->spark_count > 1)
            html_spark(out, cell->spark, cell->spark_count, layout->spark_points);
        break;
    case CELL_SEVERITY:
        buf_addf(out, "<i class=\"%s\">", html_severity_class((enum severity)cell->integer));
        html_line(out, "", cell->text, "</i>");
        break;
    default:
        buf_clear(words);
        cell_words(cell, layout->table->zone, words);
        text_html(out, words->text);
        if (words->failed)
            out->failed = words->failed;
    }
}

static void head(struct buf *out, const struct table *table, int tools)
{
    size_t shown = 0;

    buf_add(out, "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"");
    text_html(out, table->caption ? table->caption : "Table");
    buf_add(out, "\"><table class=\"");
    for (size_t i = 0; i < table->column_count; i++) {
        shown += (size_t)!table->columns[i].machine;
        if (table->columns[i].right || table->columns[i].prose)
            buf_addf(out, "%s%c%zu", out->text[out->used - 1] == '"' ? "" : " ",
                     table->columns[i].right ? 'r' : 'p', shown);
    }
    buf_add(out, tools ? "\" data-tools=\"1\">" : "\">");
    if (table->caption)
        html_line(out, "<caption>", table->caption, "</caption>");
    buf_add(out, "<thead><tr>");
    for (size_t i = 0; i < table->column_count; i++)
        if (!table->columns[i].machine)
            html_line(out, table->columns[i].picture ? "<th scope=\"col\" data-plain=\"1\">"
                                                     : "<th scope=\"col\">",
                      table->columns[i].title, "</th>");
    buf_add(out, "</tr></thead>\n<tbody>\n");
}

static void row_html(struct buf *out, const struct layout *layout, size_t row, struct buf *words)
{
    const struct table *table = layout->table;
    const struct cell *cells = &table->cells[row * table->column_count];
    int first = 1;

    buf_add(out, "<tr>");
    for (size_t i = 0; i < table->column_count; i++) {
        if (table->columns[i].machine)
            continue;
        buf_add(out, first ? "<th scope=\"row\">" : "<td>");
        cell_html(out, layout, &cells[i], words);
        buf_add(out, first ? "</th>" : "</td>");
        first = 0;
    }
    buf_add(out, "</tr>\n");
}

void html_series(struct buf *out, const struct finding *finding)
{
    series_parts(out, finding->name, &finding->info.key, NAME_MOST);
}

void html_name(struct buf *out, const struct finding *finding)
{
    html_cut(out, finding->name, NAME_MOST);
}

void html_table(struct buf *out, const struct table *table, int tools, size_t budget)
{
    enum { ALL_POINTS = 60, FEW_POINTS = 20, MANY_ROWS = 300, SPARK_ROWS = 400 };
    size_t rows = table_rows(table), row = 0, start;
    struct layout layout = { table, rows > MANY_ROWS ? FEW_POINTS : ALL_POINTS };
    struct buf words;

    buf_init(&words, 256 * 1024);
    head(out, table, tools);
    start = out->used;
    for (; row < rows && out->used - start < budget; row++) {
        if (row == SPARK_ROWS)
            layout.spark_points = 0;
        row_html(out, &layout, row, &words);
    }
    buf_add(out, "</tbody></table></div>\n");
    if (row < rows)
        buf_addf(out, "<p>%zu more rows are left out here to keep the page small; the CSV and JSON "
                      "forms have them all.</p>\n", rows - row);
    buf_release(&words);
}
