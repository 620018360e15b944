#include "reports/terminal.h"

#include <string.h>

#include "data/base/text.h"

void terminal_begin(struct terminal *terminal)
{
    terminal->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    terminal->before = terminal->utf8 ? uselocale(terminal->utf8) : (locale_t)0;
}

void terminal_end(struct terminal *terminal)
{
    if (!terminal->utf8)
        return;
    uselocale(terminal->before);
    freelocale(terminal->utf8);
    terminal->utf8 = (locale_t)0;
}

static void wrap_safe(struct buf *out, const char *text, unsigned width, unsigned indent,
                      size_t column)
{
    int first = 1;
    struct buf word;

    buf_init(&word, out->most);
    while (*text) {
        size_t length = strcspn(text, " "), columns;

        buf_clear(&word);
        buf_addn(&word, text, length);
        if (word.failed)
            out->failed = word.failed;
        columns = text_width(word.text);
        if (!first && column + 1 + columns > width) {
            buf_addf(out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (!first) {
            buf_addc(out, ' ');
            column++;
        }
        buf_add(out, word.text);
        column += columns;
        first = 0;
        text += length;
        text += strspn(text, " ");
    }
    buf_release(&word);
    buf_addc(out, '\n');
}

void terminal_wrap(struct buf *out, const char *text, unsigned width, unsigned indent,
                   unsigned column)
{
    struct buf safe;

    buf_init(&safe, out->most);
    text_tty(&safe, text);
    wrap_safe(out, safe.text, width, indent, column);
    if (safe.failed)
        out->failed = safe.failed;
    buf_release(&safe);
}

void terminal_shorten(struct buf *out, const char *text, size_t most)
{
    size_t width = text_width(text), drop_from, drop_until, column = 0;
    int cut = 0;

    if (width <= most) {
        buf_add(out, text);
        return;
    }
    drop_from = (most - 1) / 2;
    drop_until = width - (most - 1 - drop_from);
    while (*text) {
        size_t length = utf8_length(text, strlen(text)), columns;
        char character[5] = "";

        length = length ? length : 1;
        memcpy(character, text, length);
        columns = text_width(character);
        if (column + columns <= drop_from || column >= drop_until)
            buf_add(out, character);
        else if (!cut++)
            buf_add(out, "\xe2\x80\xa6");
        column += columns;
        text += length;
    }
}
