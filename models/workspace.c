#include "models/workspace.h"

#include <assert.h>
#include <stdlib.h>

/*
 * What the deepest chain of calls takes at once: the fixed part is the matrices of
 * the largest regression and the table of back-test errors, the rest goes with the
 * history and the horizon. test_models runs every model at its largest to hold this.
 */
enum {
    FIXED       = 120000,
    PER_POINT   = 40,
    PER_STEP    = 40,
    STEP_LEVELS = 2
};

struct workspace {
    size_t points, horizon, levels;
    size_t size, used;
    double room[];
};

struct workspace *workspace_new(size_t points, size_t horizon, size_t levels, struct error *err)
{
    const size_t most = (size_t)1 << 24;    /* far beyond any history; keeps the sum from wrapping */
    struct workspace *work;
    size_t size;

    if (points > most || horizon > most || levels > most / (horizon + 1)) {
        error_set(err, ERR_LIMIT, "a history of %zu samples and %zu steps ahead is too long", points,
                  horizon);
        return NULL;
    }
    size = FIXED + PER_POINT * points + PER_STEP * horizon + STEP_LEVELS * levels * horizon;
    work = malloc(sizeof *work + size * sizeof work->room[0]);
    if (!work) {
        error_set(err, ERR_NOMEM, "no memory for a forecast of %zu samples", points);
        return NULL;
    }
    work->points = points;
    work->horizon = horizon;
    work->levels = levels;
    work->size = size;
    work->used = 0;
    return work;
}

void workspace_free(struct workspace *work)
{
    free(work);
}

int workspace_fits(const struct workspace *work, size_t points, size_t horizon, size_t levels,
                   struct error *err)
{
    if (points > work->points || horizon > work->horizon || levels > work->levels)
        return error_set(err, ERR_LIMIT, "the workspace is for %zu samples and %zu steps, not %zu and %zu",
                         work->points, work->horizon, points, horizon);
    return 0;
}

double *workspace_take(struct workspace *work, size_t count)
{
    double *room = work->room + work->used;

    assert(count <= work->size - work->used);
    work->used += count;
    return room;
}

size_t workspace_mark(const struct workspace *work)
{
    return work->used;
}

void workspace_return(struct workspace *work, size_t mark)
{
    assert(mark <= work->used);
    work->used = mark;
}
