#include "data/base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 4 * 1024, MOST_BLOCK = 64 * 1024 };    /* bytes, unless one piece is larger */

struct arena_block {
    struct arena_block *older;
    size_t room, used;
    alignas(max_align_t) unsigned char bytes[];
};

static struct arena_block *block_new(struct arena *arena, size_t size)
{
    size_t room = arena->newest ? 2 * arena->newest->room : FIRST_BLOCK;
    struct arena_block *block;

    if (room > MOST_BLOCK)
        room = MOST_BLOCK;
    if (room < size)
        room = size;
    if (room > SIZE_MAX - sizeof *block)
        return NULL;
    block = malloc(sizeof *block + room);
    if (!block)
        return NULL;
    *block = (struct arena_block){ .older = arena->newest, .room = room };
    arena->newest = block;
    return block;
}

void *arena_take(struct arena *arena, size_t size)
{
    const size_t unit = alignof(max_align_t);
    struct arena_block *block = arena->newest;
    unsigned char *bytes;

    if (size > SIZE_MAX - unit)
        return NULL;
    size = (size + unit - 1) / unit * unit;
    if (!block || block->room - block->used < size)
        block = block_new(arena, size);
    if (!block)
        return NULL;
    bytes = block->bytes + block->used;
    block->used += size;
    return memset(bytes, 0, size);
}

char *arena_text(struct arena *arena, const char *text, size_t count)
{
    char *copy = arena_take(arena, count + 1);

    if (copy && count)
        memcpy(copy, text, count);
    return copy;
}

char *arena_copy(struct arena *arena, const char *text)
{
    return arena_text(arena, text, strlen(text));
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list args;
    char *text;
    int count;

    va_start(args, format);
    count = vsnprintf(NULL, 0, format, args);
    va_end(args);
    text = count < 0 ? NULL : arena_take(arena, (size_t)count + 1);
    if (!text)
        return NULL;
    va_start(args, format);
    vsnprintf(text, (size_t)count + 1, format, args);
    va_end(args);
    return text;
}

void arena_join(struct arena *into, struct arena *from)
{
    struct arena_block **oldest = &from->newest;

    while (*oldest)
        oldest = &(*oldest)->older;
    *oldest = into->newest;
    if (from->newest)
        into->newest = from->newest;
    from->newest = NULL;
}

void arena_release(struct arena *arena)
{
    struct arena_block *block = arena->newest;

    while (block) {
        struct arena_block *older = block->older;

        free(block);
        block = older;
    }
    arena->newest = NULL;
}
