/*
 * ingest/json_tape.h - the tokens yajl has made and nobody has read yet.
 *
 * yajl pushes, importers pull: between them lies a tape of the tokens of one
 * slice of the file. Texts are copied, each ending in a zero byte, so that a
 * token outlives the bytes it was read from. A zero byte inside a text is
 * turned into a blank: names are C strings from here on.
 */
#ifndef INGEST_JSON_TAPE_H
#define INGEST_JSON_TAPE_H

#include <stddef.h>
#include <stdint.h>

/* A text longer than this is not kept; its token says how long it was. */
enum { JSON_TEXT_MOST = 64 << 10 };

enum json_token_type {
    TOKEN_NULL, TOKEN_FALSE, TOKEN_TRUE, TOKEN_NUMBER, TOKEN_STRING,
    TOKEN_OBJECT, TOKEN_ARRAY,    /* an opening bracket */
    TOKEN_KEY, TOKEN_END          /* a member's name; a closing bracket */
};

struct json_token {
    uint32_t text;      /* where its text starts in tape.text */
    uint32_t length;    /* of the text as written, also where it was not kept */
    uint32_t place;     /* bytes from tape.origin to the end of the token */
    uint8_t  type;
};

struct json_tape {
    struct json_token *token;
    size_t   count, room;
    size_t   next;              /* the first that was not read */
    char    *text;
    size_t   used, text_room;
    uint64_t origin;            /* offset in the file of the first byte told of */
};

void json_tape_release(struct json_tape *tape);

/* Forgets all tokens, keeping the memory; the next ones come from offset `origin` on. */
void json_tape_clear(struct json_tape *tape, uint64_t origin);

/* Appends a token; 1, or 0 when there is no memory or the tape holds 4 GiB. */
int json_tape_add(struct json_tape *tape, enum json_token_type type, const char *text,
                  size_t length, uint64_t place);

#endif
