#include "ingest/json_parser.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* In front of every piece from the heap. */
struct json_piece {
    struct json_piece *next, *before;
    alignas(max_align_t) char bytes[];
};

static _Noreturn void jump(struct json_parser *parser)
{
    longjmp(parser->out, 1);
}

/* --- from the heap --------------------------------------------------------------------- */

static struct json_piece *piece_of(void *bytes)
{
    return (struct json_piece *)((char *)bytes - offsetof(struct json_piece, bytes));
}

static void *link_in(struct json_parser *parser, struct json_piece *piece)
{
    piece->before = NULL;
    piece->next = parser->pieces;
    if (piece->next)
        piece->next->before = piece;
    parser->pieces = piece;
    return piece->bytes;
}

static void take_out(struct json_parser *parser, struct json_piece *piece)
{
    if (piece->next)
        piece->next->before = piece->before;
    if (piece->before)
        piece->before->next = piece->next;
    else
        parser->pieces = piece->next;
}

static void *heap_realloc(void *self, void *old, size_t size)
{
    struct json_parser *parser = self;
    struct json_piece *piece = old ? piece_of(old) : NULL, *moved = NULL;

    if (piece)
        take_out(parser, piece);
    if (size <= SIZE_MAX - sizeof *piece)
        moved = realloc(piece, sizeof *piece + size);
    if (moved)
        return link_in(parser, moved);
    if (piece)
        link_in(parser, piece);
    jump(parser);
}

static void *heap_malloc(void *self, size_t size)
{
    return heap_realloc(self, NULL, size);
}

static void heap_free(void *self, void *bytes)
{
    if (!bytes)
        return;
    take_out(self, piece_of(bytes));
    free(piece_of(bytes));
}

/* --- from a room, which is used once --------------------------------------------------------- */

static void *room_malloc(void *self, size_t size)
{
    const size_t unit = alignof(max_align_t);
    struct json_parser *parser = self;
    size_t *length, left = parser->size - parser->used;

    if (left < 2 * unit || size > left - 2 * unit)
        jump(parser);
    length = (size_t *)(void *)(parser->room + parser->used);
    *length = size;    /* for room_realloc() */
    parser->used += unit + (size + unit - 1) / unit * unit;
    return (char *)length + unit;
}

static void *room_realloc(void *self, void *old, size_t size)
{
    void *bytes = room_malloc(self, size);

    if (old) {
        size_t had = *(size_t *)(void *)((char *)old - alignof(max_align_t));

        memcpy(bytes, old, had < size ? had : size);
    }
    return bytes;
}

static void room_free(void *self, void *bytes)
{
    (void)self;
    (void)bytes;
}

/* --- yajl ------------------------------------------------------------------------------------- */

void json_parser_release(struct json_parser *parser)
{
    while (parser->pieces) {
        struct json_piece *piece = parser->pieces;

        parser->pieces = piece->next;
        free(piece);
    }
    parser->yajl = NULL;
}

static yajl_handle make(struct json_parser *parser, const yajl_callbacks *callbacks, void *self)
{
    if (setjmp(parser->out))
        return NULL;
    return yajl_alloc(callbacks, &parser->memory, self);
}

int json_parser_begin(struct json_parser *parser, const yajl_callbacks *callbacks, void *self,
                      char *room, size_t size)
{
    json_parser_release(parser);
    parser->room = room;
    parser->size = size;
    parser->used = 0;
    parser->memory = room ? (yajl_alloc_funcs){ room_malloc, room_realloc, room_free, parser }
                          : (yajl_alloc_funcs){ heap_malloc, heap_realloc, heap_free, parser };
    parser->yajl = make(parser, callbacks, self);
    if (!parser->yajl) {
        json_parser_release(parser);
        return 0;
    }
    yajl_config(parser->yajl, yajl_allow_multiple_values, 1);
    yajl_config(parser->yajl, yajl_dont_validate_strings, 1);    /* a name in cp1252 is no reason */
    return 1;
}

yajl_status json_parser_give(struct json_parser *parser, const char *text, size_t length)
{
    if (setjmp(parser->out)) {
        json_parser_release(parser);
        return yajl_status_error;
    }
    return yajl_parse(parser->yajl, (const unsigned char *)text, length);
}

yajl_status json_parser_end(struct json_parser *parser)
{
    if (setjmp(parser->out)) {
        json_parser_release(parser);
        return yajl_status_error;
    }
    return yajl_complete_parse(parser->yajl);
}

void json_parser_words(struct json_parser *parser, char *out, size_t room)
{
    unsigned char *text;
    size_t length;

    out[0] = '\0';
    if (setjmp(parser->out))
        return;
    text = yajl_get_error(parser->yajl, 0, NULL, 0);
    length = strcspn((char *)text, "\n");
    if (length && text[length - 1] == '.')
        length--;
    snprintf(out, room, "%.*s", (int)(length < room ? length : room), (const char *)text);
    yajl_free_error(parser->yajl, text);
}
