#include "data/base/buf.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MUCH = 1 << 18 };    /* bytes that are worth a write */

static char nothing[1] = "";

void buf_init(struct buf *buf, size_t most)
{
    *buf = (struct buf){ .text = nothing, .most = most };
}

void buf_release(struct buf *buf)
{
    if (buf->room)
        free(buf->text);
    buf_init(buf, buf->most);
}

void buf_clear(struct buf *buf)
{
    buf->used = 0;
    buf->failed = 0;
    if (buf->room)
        buf->text[0] = '\0';
}

/* Makes room for `more` bytes and the final zero. False once failed. */
static int reserve(struct buf *buf, size_t more)
{
    size_t need, room;
    char *text;

    if (buf->failed)
        return 0;
    if (more > buf->most - buf->used) {
        buf->failed = ERR_LIMIT;
        return 0;
    }
    need = buf->used + more + 1;
    if (need <= buf->room)
        return 1;
    room = buf->room ? buf->room : 128;
    while (room < need)
        room += room / 2;
    text = realloc(buf->room ? buf->text : NULL, room);
    if (!text) {
        buf->failed = ERR_NOMEM;
        return 0;
    }
    buf->text = text;
    buf->room = room;
    return 1;
}

void buf_addn(struct buf *buf, const char *bytes, size_t count)
{
    if (!reserve(buf, count))
        return;
    if (count)
        memcpy(buf->text + buf->used, bytes, count);
    buf->used += count;
    buf->text[buf->used] = '\0';
}

void buf_add(struct buf *buf, const char *text)
{
    buf_addn(buf, text, strlen(text));
}

void buf_addc(struct buf *buf, char byte)
{
    buf_addn(buf, &byte, 1);
}

void buf_addf(struct buf *buf, const char *format, ...)
{
    va_list args;
    int count;

    va_start(args, format);
    count = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (count < 0 || !reserve(buf, (size_t)count))
        return;
    va_start(args, format);
    vsnprintf(buf->text + buf->used, (size_t)count + 1, format, args);
    va_end(args);
    buf->used += (size_t)count;
}

void buf_pass(struct buf *buf)
{
    size_t count = buf->used ? buf->used - 1 : 0;

    if (!buf->stream || count < MUCH || buf->failed)
        return;
    if (fwrite(buf->text, 1, count, buf->stream) != count) {
        buf->failed = ERR_IO;
        buf->why = errno;
    }
    buf->text[0] = buf->text[count];
    buf->text[1] = '\0';
    buf->used = 1;
}

void buf_cut_line(struct buf *buf)
{
    const char *end = strchr(buf->text, '\n');
    size_t length = end ? (size_t)(end - buf->text) + 1 : buf->used;

    if (!buf->used)
        return;
    memmove(buf->text, buf->text + length, buf->used - length + 1);
    buf->used -= length;
}

char *buf_keep(struct buf *buf, struct arena *arena)
{
    char *copy = buf->failed == ERR_NOMEM ? NULL : arena_text(arena, buf->text, buf->used);

    if (!copy)
        arena->failed = 1;
    buf_release(buf);
    return copy;
}

void buf_inherit(const struct buf *part, struct buf *into)
{
    if (part->failed == ERR_NOMEM)
        into->failed = ERR_NOMEM;
}

int buf_check(const struct buf *buf, const char *what, struct error *err)
{
    switch (buf->failed) {
    case 0:
        return 0;
    case ERR_LIMIT:
        return error_set(err, ERR_LIMIT, "%s would be larger than %zu bytes", what, buf->most);
    case ERR_IO:
        return error_set(err, ERR_IO, "%s can not be written: %s", what, strerror(buf->why));
    default:
        return error_set(err, ERR_NOMEM, "no memory for %s", what);
    }
}
