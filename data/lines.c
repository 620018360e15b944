#include "data/lines.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
    LEAST_ROOM = 8, USUAL_ROOM = 256, MOST_ROOM = 1024,     /* samples of a block */
    LEAST_SCRATCH = 1024, FIRST_SLAB = 16 << 10, MOST_SLAB = 4 << 20, HUGE_PAGE = 2 << 20
};

struct line_block {
    struct line_block *next;
    uint32_t room;
    int64_t  at[];               /* [room], and behind it value[room] */
};

struct line_slab {
    struct line_slab *next;
    size_t room;                 /* bytes, this header included */
};

static double *values(struct line_block *block)
{
    return (double *)(block->at + block->room);
}

/* --- blocks ---------------------------------------------------------------- */

/* As many as are known to come or came the last time; else twice as many as in the block before. */
static uint32_t next_room(const struct line *line, size_t more)
{
    size_t room = line->last ? 2 * (size_t)line->last->room : line->expected;

    if (line->last && room > USUAL_ROOM && line->last->room <= USUAL_ROOM)
        room = USUAL_ROOM;
    if (room < more)
        room = more;
    return (uint32_t)(room < LEAST_ROOM ? LEAST_ROOM : room > MOST_ROOM ? MOST_ROOM : room);
}

static size_t block_bytes(uint32_t room)
{
    return sizeof(struct line_block) + room * (sizeof(int64_t) + sizeof(double));
}

size_t line_cost(const struct line *line, size_t more)
{
    return block_bytes(next_room(line, more));
}

/* A slab of at least `least` bytes behind its header; larger than the one before, to a limit. */
static int add_slab(struct line_pool *pool, size_t least)
{
    size_t room = pool->last ? 4 * pool->last->room : FIRST_SLAB;
    struct line_slab *slab;

    if (room > MOST_SLAB)
        room = MOST_SLAB;
    while (room < least + sizeof *slab)
        room *= 2;
    slab = aligned_alloc(room < HUGE_PAGE ? 4096 : HUGE_PAGE, room);
    if (!slab)
        return 0;
#ifdef MADV_HUGEPAGE
    if (room >= HUGE_PAGE)
        (void)madvise(slab, room, MADV_HUGEPAGE);    /* a wish: faults cost a tenth of an import */
#endif
    slab->next = NULL;
    slab->room = room;
    if (pool->last)
        pool->last->next = slab;
    else
        pool->first = slab;
    pool->last = slab;
    return 1;
}

static void *take(struct line_pool *pool, size_t bytes)
{
    unsigned char *place;

    while (!pool->current || pool->current->room - pool->used < bytes) {
        struct line_slab *next = pool->current ? pool->current->next : pool->first;

        if (!next && !add_slab(pool, bytes))
            return NULL;
        pool->current = next ? next : pool->last;
        pool->used = sizeof *next;
    }
    place = (unsigned char *)pool->current + pool->used;
    pool->used += bytes;
    pool->taken += bytes;
    return place;
}

int line_widen(struct line_pool *pool, struct line *line, size_t more, struct error *err)
{
    uint32_t room = next_room(line, more);
    struct line_block *block = take(pool, block_bytes(room));

    if (!block)
        return error_set(err, ERR_NOMEM, "no memory for samples");
    block->next = NULL;
    block->room = room;
    if (line->last)
        line->last->next = block;
    else
        line->first = block;
    line->last = block;
    line->at = block->at;
    line->value = values(block);
    line->left = room;
    return 0;
}

/* --- reading ------------------------------------------------------------------ */

/* Room for so many samples, but for no more than LINE_PART. */
static int make_scratch(struct line_pool *pool, size_t count, struct error *err)
{
    size_t room = LEAST_SCRATCH;

    while (room < count && room < LINE_PART)
        room *= 2;
    if (room <= pool->room)
        return 0;
    free(pool->at);
    pool->room = 0;
    pool->at = malloc(room * (sizeof *pool->at + sizeof *pool->value));
    if (!pool->at)
        return error_set(err, ERR_NOMEM, "no memory for samples");
    pool->value = (double *)(pool->at + room);
    pool->room = room;
    return 0;
}

/* How many samples the first block holds. */
static size_t in_first(const struct line *line)
{
    return line->first->room - (line->first == line->last ? line->left : 0);
}

static void drop_first(struct line *line, size_t count)
{
    line->count -= count;
    line->first = line->count ? line->first->next : NULL;
}

int line_next(struct line_pool *pool, struct line *line, const int64_t **at, const double **value,
              size_t *count, struct error *err)
{
    size_t used = 0;
    int rc;

    if (!line->count)
        return 0;
    if (in_first(line) == line->count) {    /* one block: no need to copy */
        *at = line->first->at;
        *value = values(line->first);
        *count = line->count;
        drop_first(line, line->count);
        return 1;
    }
    rc = make_scratch(pool, line->count, err);
    if (rc < 0)
        return rc;
    while (line->count && used + in_first(line) <= LINE_PART) {
        size_t here = in_first(line);

        memcpy(pool->at + used, line->first->at, here * sizeof *pool->at);
        memcpy(pool->value + used, values(line->first), here * sizeof *pool->value);
        used += here;
        drop_first(line, here);
    }
    *at = pool->at;
    *value = pool->value;
    *count = used;
    return 1;
}

void line_clear(struct line *line, size_t had)
{
    *line = (struct line){ .expected = had < UINT32_MAX ? (uint32_t)had : UINT32_MAX };
}

void line_pool_reset(struct line_pool *pool)
{
    pool->current = pool->first;
    pool->used = sizeof(struct line_slab);
    pool->taken = 0;
}

void line_pool_release(struct line_pool *pool)
{
    while (pool->first) {
        struct line_slab *next = pool->first->next;

        free(pool->first);
        pool->first = next;
    }
    free(pool->at);
    *pool = (struct line_pool){ 0 };
}
