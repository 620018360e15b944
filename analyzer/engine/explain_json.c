/* analyzer/engine/explain_json.c - the lines of an explanation, as "headroom.explain/1". */
#include <string.h>

#include "analyzer/engine/explain_page.h"
#include "data/base/text.h"
#include "reports/json_write.h"

/* A piece of text without the blanks around it; null where nothing is left. */
static void put_piece(struct buf *out, const char *key, const char *text, size_t length)
{
    struct buf piece;

    while (length && *text == ' ')
        text++, length--;
    while (length && text[length - 1] == ' ')
        length--;
    buf_init(&piece, length + 1);
    buf_addn(&piece, text, length);
    json_put_text(out, key, length ? piece.text : NULL);
    if (piece.failed)
        out->failed = piece.failed;
    buf_release(&piece);
}

static void put_line(struct buf *out, const char *line, size_t length)
{
    size_t label = page_label_length(line, length);

    json_put_item(out);
    json_begin(out, '{');
    put_piece(out, "label", line, label);
    put_piece(out, "text", line + label, length - label);
    json_end(out, '}');
}

static void begin_part(struct buf *out, const char *title, size_t length)
{
    json_put_item(out);
    json_begin(out, '{');
    put_piece(out, "title", title, length);
    json_put_key(out, "lines");
    json_begin(out, '[');
}

static void end_part(struct buf *out)
{
    json_end(out, ']');
    json_end(out, '}');
}

/* A line behind an empty one is the heading of a part; the first part has none. */
static void put_parts(struct buf *out, const char *text)
{
    int heading = 0;

    begin_part(out, NULL, 0);
    while (*text) {
        size_t length = strcspn(text, "\n");

        if (heading) {
            end_part(out);
            begin_part(out, text, length);
        } else if (length) {
            put_line(out, text, length);
        }
        heading = !length;
        text += length + (text[length] == '\n');
    }
    end_part(out);
}

void explain_json(const struct explanation *what, struct buf *out)
{
    struct buf text;

    buf_init(&text, PAGE_MOST);
    page_write(what, &text);
    json_begin(out, '{');
    json_put_text(out, "schema", "headroom.explain/1");
    json_put_text(out, "series", what->finding->name);
    json_put_key(out, "parts");
    json_begin(out, '[');
    put_parts(out, text.text);
    json_end(out, ']');
    json_end(out, '}');
    buf_addc(out, '\n');
    if (text.failed)
        out->failed = text.failed;
    buf_release(&text);
}
