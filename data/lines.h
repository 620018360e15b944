/*
 * data/lines.h - samples of many series at once, before they are handed on.
 *
 * Each series is a line of blocks that grow from a few samples to some thousands, so that a
 * line never moves: a hundred thousand series of one sample each take little, and one
 * of millions is hardly scattered. Times at equal steps are kept as one run, its start and its
 * step: a sample of a series on a grid takes 8 bytes, one without any pattern up to 20. Blocks are cut
 * from large slabs and given back all together; the slabs are kept, so memory is asked of the system once.
 */
#ifndef DATA_LINES_H
#define DATA_LINES_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/error.h"

struct line_block;

/* Samples of one series. Empty when zeroed. */
struct line {
    struct line_block *first, *last;
    double  *value;              /* where the next sample goes */
    int64_t  next_at, step;      /* its time where the run goes on, and how the run does */
    uint32_t left;               /* words that are free in the last block */
    uint32_t expected;           /* how many samples there were the last time */
    size_t   count;
};

struct line_slab;

/* Zeroed to start, but for what the caller says. */
struct line_pool {
    size_t   limit;              /* bytes that blocks may take, and among how many lines: the caller's */
    size_t   lines;
    struct line_slab *first, *last, *current;
    size_t   used;               /* bytes of the current slab */
    size_t   taken;              /* bytes of all blocks */
    int64_t *at;                 /* [room] where blocks are put together */
    double  *value;
    size_t   room;
};

/* Most samples that line_next() gives at once. */
enum { LINE_PART = 1 << 18 };

/* Puts a sample where it goes on with the run: 1; else 0, and line_put() is for it. */
static inline int line_go_on(struct line *line, int64_t at, double value)
{
    if (at != line->next_at || !line->left)
        return 0;
    *line->value++ = value;
    line->next_at += line->step;
    line->left--;
    line->count++;
    return 1;
}

/* Puts a sample: 1; or 0 when the line has no room for it. */
int line_put(struct line *line, int64_t at, double value);

/* Puts the first of some samples, as many as go on with the run, which may be none; returns how many. */
size_t line_put_run(struct line *line, const int64_t *at, const double *value, size_t count);

/* Bytes of the block that line_widen() would take. */
size_t line_cost(const struct line_pool *pool, const struct line *line, size_t more);

/* Adds a block, with room for one sample at least, for `more` samples to come. 0, or ERR_NOMEM. */
int line_widen(struct line_pool *pool, struct line *line, size_t more, struct error *err);

/*
 * Takes the first samples off the line, side by side and in the order they were put, up to
 * LINE_PART. Returns 1; 0 when the line is empty; ERR_NOMEM. What was given holds until the
 * next call; the line takes no more samples until line_pool_reset().
 */
int line_next(struct line_pool *pool, struct line *line, const int64_t **at, const double **value,
              size_t *count, struct error *err);

/* Empties the line, remembering how many samples it had. */
void line_clear(struct line *line, size_t had);

/* Takes all blocks back, when no line has samples any more. */
void line_pool_reset(struct line_pool *pool);
void line_pool_release(struct line_pool *pool);

#endif
