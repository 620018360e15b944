#include "ingest/json_tape.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_TOKENS = 512, FIRST_TEXT = 8 << 10 };

void json_tape_release(struct json_tape *tape)
{
    free(tape->token);
    free(tape->text);
    *tape = (struct json_tape){ 0 };
}

void json_tape_clear(struct json_tape *tape, uint64_t origin)
{
    tape->count = tape->next = tape->used = 0;
    tape->origin = origin;
}

static int grow_tokens(struct json_tape *tape)
{
    size_t room = tape->room ? tape->room * 2 : FIRST_TOKENS;
    struct json_token *token = realloc(tape->token, room * sizeof *token);

    if (!token)
        return 0;
    tape->token = token;
    tape->room = room;
    return 1;
}

static int grow_text(struct json_tape *tape, size_t need)
{
    size_t room = tape->text_room ? tape->text_room : FIRST_TEXT;
    char *text;

    while (room < need)
        room *= 2;
    if (room > UINT32_MAX)
        return 0;
    text = realloc(tape->text, room);
    if (!text)
        return 0;
    tape->text = text;
    tape->text_room = room;
    return 1;
}

static void copy_text(char *to, const char *text, size_t length)
{
    char *zero = to, *end = to + length;

    memcpy(to, text, length);
    *end = '\0';
    while ((zero = memchr(zero, '\0', (size_t)(end - zero))) != NULL)
        *zero++ = ' ';
}

int json_tape_add(struct json_tape *tape, enum json_token_type type, const char *text,
                  size_t length, uint64_t place)
{
    struct json_token *token;
    size_t kept = length <= JSON_TEXT_MOST ? length : 0;

    if (tape->count == tape->room && !grow_tokens(tape))
        return 0;
    token = &tape->token[tape->count];
    *token = (struct json_token){ (uint32_t)tape->used,
                                  length < UINT32_MAX ? (uint32_t)length : UINT32_MAX,
                                  (uint32_t)(place - tape->origin), (uint8_t)type };
    if (text) {
        if (tape->text_room - tape->used <= kept && !grow_text(tape, tape->used + kept + 1))
            return 0;
        copy_text(tape->text + tape->used, text, kept);
        tape->used += kept + 1;
    }
    tape->count++;
    return 1;
}
