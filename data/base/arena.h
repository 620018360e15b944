/*
 * data/base/arena.h - memory that goes in one call.
 *
 * What a whole command needs (names, rows, results) comes from its arena.
 * Addresses stay valid until arena_release(); nothing is freed singly. As with a buf, failure
 * sticks: who asks for small pieces may go on without each, if somebody asks .failed at the end.
 */
#ifndef DATA_BASE_ARENA_H
#define DATA_BASE_ARENA_H

#include <stddef.h>

struct arena_block;
struct spill;

struct arena {
    struct arena_block *newest;    /* NULL while empty; a zeroed arena is ready for use */
    struct spill       *spill;     /* NULL: it takes its memory from the heap */
    unsigned char      *spilt;     /* what is left of the newest piece of the spill, */
    size_t              left;      /* so many bytes */
    int failed;                    /* something was asked for that there was no memory for */
};

/* `size` zeroed bytes aligned for any type; NULL when there is no memory. */
void *arena_take(struct arena *arena, size_t size);

/* A copy of count bytes of text with a final zero; NULL when there is no memory. */
char *arena_text(struct arena *arena, const char *text, size_t count);

/* A copy of a C string; NULL when there is no memory. */
char *arena_copy(struct arena *arena, const char *text);

/* Text by a printf format; NULL when there is no memory. */
char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Moves all memory of `from` into `into`: addresses stay valid, `from` is empty afterwards. */
void arena_join(struct arena *into, struct arena *from);

/*
 * From now on it takes its memory from a file, at most so many bytes, and what it holds can be put to rest there
 * (spill.h). Where no such file can be had, or it is full, memory comes from the heap as before.
 */
void arena_spill(struct arena *arena, size_t most);
void arena_rest(const struct arena *arena);    /* harmless without a spill */

/* An empty arena that takes from the same file, for another thread: to be joined with it, not released. */
struct arena arena_beside(const struct arena *arena);

void arena_release(struct arena *arena);

#endif
