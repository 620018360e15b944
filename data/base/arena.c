#include "data/base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/spill.h"

/* Bytes of a block or of a piece of the spill, unless what is asked for is larger. */
enum { FIRST_BLOCK = 4 * 1024, MOST_BLOCK = 64 * 1024 };

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
    if (!block) {
        arena->failed = 1;
        return NULL;
    }
    *block = (struct arena_block){ .older = arena->newest, .room = room };
    arena->newest = block;
    return block;
}

/* Zeroes of the spill, which is not looked at by this; NULL where it has no more. */
static void *take_spilt(struct arena *arena, size_t size)
{
    size_t piece = size > MOST_BLOCK ? size : MOST_BLOCK;
    unsigned char *bytes = arena->left >= size ? arena->spilt : spill_take(arena->spill, piece);

    if (!bytes)
        return NULL;
    arena->left = (arena->left >= size ? arena->left : piece) - size;
    arena->spilt = bytes + size;
    return bytes;
}

void *arena_take(struct arena *arena, size_t size)
{
    const size_t unit = alignof(max_align_t);
    struct arena_block *block = arena->newest;
    unsigned char *bytes;

    if (size > SIZE_MAX - unit)
        return NULL;
    size = (size + unit - 1) / unit * unit;
    if (arena->spill && (bytes = take_spilt(arena, size)) != NULL)
        return bytes;
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
    into->failed |= from->failed;
}

void arena_spill(struct arena *arena, size_t most)
{
    if (!arena->spill)
        arena->spill = spill_new(most);
}

void arena_rest(const struct arena *arena)
{
    spill_rest(arena->spill);
}

struct arena arena_beside(const struct arena *arena)
{
    return (struct arena){ .spill = arena->spill };
}

void arena_release(struct arena *arena)
{
    struct arena_block *block = arena->newest;

    while (block) {
        struct arena_block *older = block->older;

        free(block);
        block = older;
    }
    spill_free(arena->spill);
    *arena = (struct arena){ .newest = NULL };
}
