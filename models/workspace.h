/*
 * models/workspace.h - the memory a model works in.
 *
 * Made once for the longest history and horizon it will see, one a thread, and
 * freed once. Inside it is a stack: a function takes what it needs and gives it
 * back by returning to the mark it found.
 */
#ifndef MODELS_WORKSPACE_H
#define MODELS_WORKSPACE_H

#include <stddef.h>

#include "data/base/error.h"

struct workspace;

/*
 * A workspace for histories of up to `points` samples, `horizon` steps ahead and
 * `levels` quantiles. NULL when there is no memory, with err filled.
 */
struct workspace *workspace_new(size_t points, size_t horizon, size_t levels, struct error *err);
void workspace_free(struct workspace *work);

/* What it was made for; a call that needs more fails with ERR_LIMIT. */
int workspace_fits(const struct workspace *work, size_t points, size_t horizon, size_t levels,
                   struct error *err);

/* For the models themselves. Room for `count` doubles, not cleared; never fails. */
double *workspace_take(struct workspace *work, size_t count);
size_t  workspace_mark(const struct workspace *work);
void    workspace_return(struct workspace *work, size_t mark);

#endif
