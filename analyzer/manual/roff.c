#include "analyzer/manual/roff.h"

#include <ctype.h>
#include <string.h>

#include "data/base/text.h"

enum { LINE_MOST = 68 };    /* of the source; escapes come on top */

/* The code point of a valid UTF-8 sequence of two bytes or more. */
static unsigned long code_point(const char *text, size_t length)
{
    unsigned long point = (unsigned char)text[0] & (0xffu >> (length + 1));

    for (size_t i = 1; i < length; i++)
        point = point << 6 | ((unsigned char)text[i] & 0x3fu);
    return point;
}

static void put_character(struct buf *out, const char *text, size_t length)
{
    if (length > 1)
        buf_addf(out, "\\[u%04lX]", code_point(text, length));
    else if (*text == '\\')
        buf_add(out, "\\e");
    else if (*text == '-')
        buf_add(out, "\\-");
    else if (*text == '\'')
        buf_add(out, "\\(aq");
    else if (*text == '`')
        buf_add(out, "\\(ga");
    else if (*text == '^')
        buf_add(out, "\\(ha");
    else if (*text == '~')
        buf_add(out, "\\(ti");
    else if (*text == '"')
        buf_add(out, "\\(dq");
    else
        buf_addc(out, *text);
}

void roff_text(struct buf *out, const char *text, size_t length)
{
    while (length) {
        size_t step = utf8_length(text, length);

        step = step ? step : 1;
        put_character(out, text, step);
        text += step;
        length -= step;
    }
}

/* A line as it is, though a point at its begin would be a macro and a blank a break. */
static void line_text(struct buf *out, const char *text, size_t length)
{
    if (length && (*text == '.' || *text == ' '))
        buf_add(out, "\\&");
    roff_text(out, text, length);
    buf_addc(out, '\n');
}

/* Text that man(1) fills, in lines of the source that are short too. */
static void filled_text(struct buf *out, const char *text, size_t length)
{
    while (length > LINE_MOST) {
        size_t at = LINE_MOST;

        while (at && text[at] != ' ')
            at--;
        if (!at)
            break;
        line_text(out, text, at);
        text += at + 1;
        length -= at + 1;
    }
    line_text(out, text, length);
}

void roff_begin(struct buf *out)
{
    size_t last = out->used ? out->used - 1 : 0;

    while (last && out->text[last - 1] != '\n')
        last--;
    if (strncmp(out->text + last, ".SH", 3) != 0 && strncmp(out->text + last, ".SS", 3) != 0)
        buf_add(out, ".PP\n");
}

void roff_bold(struct buf *out, const char *text)
{
    buf_add(out, "\\fB");
    roff_text(out, text, strlen(text));
    buf_add(out, "\\fR");
}

void roff_page(struct buf *out, const char *name, int section, const char *summary)
{
    buf_add(out, ".TH \"");
    for (const char *c = name; *c; c++) {
        char upper = (char)toupper((unsigned char)*c);

        roff_text(out, &upper, 1);
    }
    buf_addf(out, "\" %d %s \"headroom %s\" \"%s\"\n", section, HEADROOM_RELEASED,
             HEADROOM_VERSION, section == 1 ? "User Commands" : section == 5 ? "File Formats"
                                                                            : "Conventions");
    roff_section(out, "NAME");
    roff_text(out, name, strlen(name));
    buf_add(out, " \\- ");
    roff_text(out, summary, strlen(summary));
    buf_addc(out, '\n');
}

void roff_section(struct buf *out, const char *title)
{
    buf_addf(out, ".SH %s\n", title);
}

void roff_subsection(struct buf *out, const char *title)
{
    buf_add(out, ".SS ");
    roff_text(out, title, strlen(title));
    buf_addc(out, '\n');
}

void roff_paragraphs(struct buf *out, const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "\n");

        if (length) {
            roff_begin(out);
            filled_text(out, text, length);
        }
        text += length;
        text += *text == '\n';
    }
}

void roff_item(struct buf *out, const char *bold, const char *italic, const char *words)
{
    buf_add(out, ".TP\n");
    roff_bold(out, bold);
    if (italic) {
        buf_add(out, " \\fI");
        roff_text(out, italic, strlen(italic));
        buf_add(out, "\\fR");
    }
    buf_addc(out, '\n');
    filled_text(out, words, strlen(words));
}

void roff_lines(struct buf *out, const char *text, size_t length)
{
    const char *end = text + length;

    roff_begin(out);
    buf_add(out, ".RS 4\n.EX\n");
    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));

        stop = stop ? stop : end;
        line_text(out, text, (size_t)(stop - text));
        text = stop + (stop < end);
    }
    buf_add(out, ".EE\n.RE\n");
}
