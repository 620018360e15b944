/*
 * ingest/json_parser.h - yajl, which takes it for granted that there is memory.
 *
 * yajl 2.1 uses what it is given without looking whether it is NULL. So its memory comes from functions
 * that jump out of it instead, and that remember every piece, for yajl can not be asked to give
 * back what it had by then.
 */
#ifndef INGEST_JSON_PARSER_H
#define INGEST_JSON_PARSER_H

#include <setjmp.h>
#include <stddef.h>
#include <yajl/yajl_parse.h>

struct json_piece;

/* Zeroed to start, released when done; not moved in between. */
struct json_parser {
    yajl_handle        yajl;      /* NULL when there is none, or no memory for it any more */
    yajl_alloc_funcs   memory;
    struct json_piece *pieces;
    char              *room;      /* all the memory there is; NULL: the heap */
    size_t             size, used;
    jmp_buf            out;
};

/*
 * Makes a fresh yajl that takes several values and any bytes as text, in place of one there may be. It takes
 * its memory from room[size], or from the heap where room is NULL. 0 when that is not enough.
 */
int json_parser_begin(struct json_parser *parser, const yajl_callbacks *callbacks, void *self,
                      char *room, size_t size);
void json_parser_release(struct json_parser *parser);

/* yajl_parse() and yajl_complete_parse(); an error that leaves .yajl NULL is one of memory. */
yajl_status json_parser_give(struct json_parser *parser, const char *text, size_t length);
yajl_status json_parser_end(struct json_parser *parser);

/* yajl's first line on what it minds, without a full stop; "" where there is no memory for it. */
void json_parser_words(struct json_parser *parser, char *out, size_t room);

#endif
