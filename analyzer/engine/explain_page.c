#include "analyzer/engine/explain_page.h"

#include <string.h>

#include "data/base/unit.h"

enum { LABEL = 14, WIDTH = 80 };    /* columns of a label, the page */

void page_heading(struct page *p, const char *title)
{
    buf_addf(p->out, "\n%s\n", title);
}

void page_label(struct page *p, const char *name)
{
    buf_addf(p->out, "  %-*s", LABEL, name);
}

void page_quantity(struct page *p, double value)
{
    quantity_text(p->out, value, p->finding->info.unit);
}

void page_date(struct page *p, int64_t at)
{
    char text[TIME_ROOM];

    buf_add(p->out, time_words(text, p->study->engine->options.zone, at));
}

void page_share(struct page *p, double value)
{
    buf_addf(p->out, "%.0f %%", 100 * value);
}

size_t page_label_length(const char *line, size_t length)
{
    return length > LABEL + 2 && memcmp(line + LABEL, "  ", 2) == 0 ? LABEL + 2 : 0;
}

/* Where a line goes on when it is broken: under its text, behind the label where it has one. */
static size_t hanging(const char *line, size_t length)
{
    size_t indent = strspn(line, " "), label = page_label_length(line, length);

    return !indent ? 2 : label ? label : indent;
}

/* One line, broken at blanks where it is wider than the page. */
static void put_line(const char *line, size_t length, struct buf *out)
{
    size_t indent = hanging(line, length), used = 0;

    while (length > WIDTH - used) {
        size_t cut = WIDTH - used;

        while (cut > 0 && line[cut] != ' ')
            cut--;
        if (cut <= strspn(line, " "))    /* one long word */
            break;
        buf_addn(out, line, cut);
        buf_addf(out, "\n%*s", (int)indent, "");
        used = indent;
        cut += strspn(line + cut, " ");
        line += cut;
        length -= cut;
    }
    buf_addn(out, line, length);
    buf_addc(out, '\n');
}

void page_wrap(const char *text, struct buf *out)
{
    while (*text) {
        size_t length = strcspn(text, "\n");

        put_line(text, length, out);
        text += length + (text[length] == '\n');
    }
}
