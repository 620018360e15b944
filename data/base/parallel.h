/*
 * data/base/parallel.h - the same work on many items, on all processors.
 *
 * Items are handed out in order; what each writes goes to its own place, so the
 * result does not depend on the number of threads.
 */
#ifndef DATA_BASE_PARALLEL_H
#define DATA_BASE_PARALLEL_H

#include <stddef.h>

#include "data/base/error.h"

struct parallel {
    void *context;    /* shared by all workers; not written without care */

    /* Makes what one worker needs (a store connection, workspaces). May be NULL. */
    int (*start)(void *context, void **local, struct error *err);

    /* Does item `index`. A negative code stops the whole; the lowest index's error wins. */
    int (*work)(void *context, void *local, size_t index, struct error *err);

    /* Releases what start() made, also after a failure. May be NULL. */
    void (*stop)(void *context, void *local);
};

/* Runs work() for 0 … count-1 on up to `jobs` threads (1: in this one). */
int parallel_run(const struct parallel *parallel, size_t count, unsigned jobs, struct error *err);

/* The number of processors this process may use, at least 1. */
unsigned parallel_processors(void);

#endif
