#include "ingest/csv_text.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/csv_read.h"

void csv_text_init(struct csv_text *text, struct input *in)
{
    *text = (struct csv_text){ .in = in, .line = 1, .stretch = CSV_STRETCH_WIDE };
}

void csv_text_release(struct csv_text *text)
{
    free(text->bytes);
    *text = (struct csv_text){ 0 };
}

int csv_text_reserve(struct csv_text *text, size_t more, struct error *err)
{
    size_t need = text->length + more + CSV_SLACK, room;
    char *bytes;

    if (need <= text->room)
        return 0;
    room = 2 * need;
    bytes = realloc(text->bytes, room);
    if (!bytes)
        return error_set(err, ERR_NOMEM, "no memory to read a table");
    text->bytes = bytes;
    text->room = room;
    return 0;
}

/* Makes text->block the next of the input; at its end, text->ended. */
static int next_block(struct csv_text *text, struct error *err)
{
    int rc = input_next(text->in, &text->block, &text->block_left, err);

    text->ended = rc == 0;
    return rc < 0 ? rc : 0;
}

static int take(struct csv_text *text, size_t most, struct error *err)
{
    size_t count = most < text->block_left ? most : text->block_left;
    int rc = csv_text_reserve(text, count, err);

    if (rc < 0 || !count)
        return rc;
    memcpy(text->bytes + text->length, text->block, count);
    text->length += count;
    text->block += count;
    text->block_left -= count;
    text->final = text->block[-1];
    return 0;
}

int csv_text_fill(struct csv_text *text, size_t want, struct error *err)
{
    int rc = 0;

    while (rc == 0 && text->length < want && !text->ended) {
        if (!text->block_left)
            rc = next_block(text, err);
        if (rc == 0 && !text->ended)
            rc = take(text, want - text->length, err);
    }
    if (rc == 0 && !text->ended && !text->block_left)
        rc = next_block(text, err);    /* a look ahead: was that the end? */
    return rc;
}

void csv_text_drop(struct csv_text *text, size_t count, long next_line)
{
    if (count && text->length > count)
        memmove(text->bytes, text->bytes + count, text->length - count);
    text->length -= count;
    text->line = next_line;
}

int csv_text_check_row(const struct csv_text *text, struct error *err)
{
    if (text->length <= CSV_ROW_MOST)
        return 0;
    error_set(err, ERR_DATA, "a row is longer than %d MiB", CSV_ROW_MOST >> 20);
    err->line = text->line;
    error_hint(err, "A quote may be open, or this is no table.");
    return ERR_DATA;
}
