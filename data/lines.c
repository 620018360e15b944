#include "data/lines.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
    LEAST_ROOM = 8, USUAL_ROOM = 256, MOST_ROOM = 1024,     /* samples of a block */
    LEAST_SCRATCH = 1024, FIRST_SLAB = 16 << 10, MOST_SLAB = 4 << 20, HUGE_PAGE = 2 << 20
};

/* Samples at equal steps; of a single one the step means nothing. */
struct run {
    int64_t at, step;
    size_t  first;               /* place of its first value in the block */
};
enum { WORD = sizeof(double), RUN_WORDS = sizeof(struct run) / WORD };

/* Values from the front, runs from the back: the first one is the last there. */
struct line_block {
    struct line_block *next;
    uint32_t words, runs;
    size_t   count;              /* values, when the block is not its line's last any more */
    double   value[];            /* [words] */
};

struct line_slab {
    struct line_slab *next;
    size_t room;                 /* bytes, this header included */
};

static struct run *run_of(struct line_block *block, size_t index)
{
    return (struct run *)(block->value + block->words) - (index + 1);
}

/* --- putting --------------------------------------------------------------- */

static int append(struct line *line, double value)
{
    *line->value++ = value;
    line->left--;
    line->count++;
    return 1;
}

/* The second sample of a run says its step. */
static int continue_run(struct line *line, struct run *run, int64_t at, double value)
{
    run->step = line->step = at - run->at;
    line->next_at = at + line->step;
    return append(line, value);
}

static int begin_run(struct line *line, size_t place, int64_t at, double value)
{
    *run_of(line->last, line->last->runs++) = (struct run){ .at = at, .first = place };
    line->next_at = INT64_MIN;
    line->left -= RUN_WORDS;
    return append(line, value);
}

int line_put(struct line *line, int64_t at, double value)
{
    struct line_block *block = line->last;
    struct run *run = block && block->runs ? run_of(block, block->runs - 1) : NULL;
    size_t place = block ? (size_t)(line->value - block->value) : 0;

    if (line_go_on(line, at, value))
        return 1;
    if (run && place - run->first == 1 && line->left)
        return continue_run(line, run, at, value);
    return line->left > RUN_WORDS && begin_run(line, place, at, value);
}

size_t line_put_run(struct line *line, const int64_t *at, const double *value, size_t count)
{
    size_t most = count < line->left ? count : line->left, put = 0;

    while (put < most && at[put] == line->next_at) {
        line->value[put] = value[put];
        line->next_at += line->step;
        put++;
    }
    line->value += put;
    line->count += put;
    line->left -= (uint32_t)put;
    return put;
}

/* --- blocks ---------------------------------------------------------------- */

static size_t block_bytes(size_t words)
{
    return sizeof(struct line_block) + words * WORD;
}

/* What each line could still get of what is left, in samples of one run. */
static size_t fair_room(const struct line_pool *pool)
{
    size_t left = pool->limit > pool->taken ? pool->limit - pool->taken : 0;
    size_t each = left / (pool->lines ? pool->lines : 1), apart = block_bytes(RUN_WORDS);

    return each > apart ? (each - apart) / WORD : 0;
}

/*
 * As many samples as are known to come or came the last time; else as many as there are: twice as
 * many in all. But no more than fits for all lines, so that they are full at the same time.
 */
static size_t next_words(const struct line_pool *pool, const struct line *line, size_t more)
{
    size_t room = line->last ? line->count : line->expected, fair = fair_room(pool);

    if (line->last && room > USUAL_ROOM && line->last->words < USUAL_ROOM)
        room = USUAL_ROOM;
    if (room < more)
        room = more;
    if (room > fair)
        room = fair;
    return (room < LEAST_ROOM ? LEAST_ROOM : room > MOST_ROOM ? MOST_ROOM : room) + RUN_WORDS;
}

size_t line_cost(const struct line_pool *pool, const struct line *line, size_t more)
{
    return block_bytes(next_words(pool, line, more));
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
    size_t words = next_words(pool, line, more);
    struct line_block *block = take(pool, block_bytes(words));

    if (!block)
        return error_set(err, ERR_NOMEM, "no memory for samples");
    *block = (struct line_block){ .words = (uint32_t)words };
    if (line->last) {
        line->last->next = block;
        line->last->count = (size_t)(line->value - line->last->value);
    } else {
        line->first = block;
    }
    line->last = block;
    line->value = block->value;
    line->next_at = INT64_MIN;
    line->left = (uint32_t)words;
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
    return line->first == line->last ? (size_t)(line->value - line->first->value) : line->first->count;
}

static void write_times(struct line_block *block, size_t count, int64_t *at)
{
    for (size_t i = 0; i < block->runs; i++) {
        const struct run *run = run_of(block, i);
        size_t end = i + 1 < block->runs ? run_of(block, i + 1)->first : count;

        for (size_t k = run->first; k < end; k++)
            at[k] = run->at + (int64_t)(k - run->first) * run->step;
    }
}

int line_next(struct line_pool *pool, struct line *line, const int64_t **at, const double **value,
              size_t *count, struct error *err)
{
    size_t used = 0;
    int rc = make_scratch(pool, line->count, err);

    if (rc < 0 || !line->count)
        return rc;
    while (line->count && used + in_first(line) <= LINE_PART) {
        size_t here = in_first(line);

        write_times(line->first, here, pool->at + used);
        memcpy(pool->value + used, line->first->value, here * sizeof *pool->value);
        used += here;
        line->count -= here;
        line->first = line->count ? line->first->next : NULL;
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
    *pool = (struct line_pool){ .limit = pool->limit };
}
