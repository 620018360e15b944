/*
 * reports/child.h - one helper program, run under limits.
 *
 * No shell; an environment of our own; input from memory; output and messages
 * by pipe, both bounded. The child leads a process group, which is killed as a
 * whole when the time is over, when it writes too much, or when it has ended
 * and left something behind. It gets limits of processor time, memory and file
 * size from the kernel as well.
 */
#ifndef REPORTS_CHILD_H
#define REPORTS_CHILD_H

#include <stddef.h>

#include "data/base/buf.h"
#include "data/base/error.h"

struct child {
    const char        *program;      /* a name to look for on PATH, or a path with a slash */
    const char *const *arguments;    /* [0] is its name; ended by NULL */
    double             seconds;      /* wall clock */
};

/*
 * Runs it to its end and appends what it wrote to output, at most the buffer's
 * cap. ERR_HELPER when it is not there, fails, is too slow or writes too much;
 * ERR_SYSTEM when it can not be started.
 */
int child_run(const struct child *child, const char *input, size_t length, struct buf *output,
              struct error *err);

#endif
