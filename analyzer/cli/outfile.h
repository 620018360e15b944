/*
 * analyzer/cli/outfile.h - an output that is there whole or not at all.
 *
 * Written to a temporary file beside its place, flushed, then renamed; where the path is NULL or "-",
 * to the results. A device or a pipe is written straight into, and stays one.
 */
#ifndef ANALYZER_CLI_OUTFILE_H
#define ANALYZER_CLI_OUTFILE_H

#include <stddef.h>
#include <stdio.h>

#include "analyzer/cli/context.h"
#include "data/base/buf.h"
#include "data/base/error.h"

struct outfile {
    FILE       *stream;       /* to write to */
    const char *path;         /* as given, lent; NULL for the results */
    struct buf  temporary;
};

/* ERR_CREATE, ERR_DENIED or ERR_IO with the path. */
int outfile_open(struct outfile *out, struct context *context, const char *path, struct error *err);

/* Writes a text, or what buf_pass() left of it. ERR_IO. */
int outfile_put(struct outfile *out, const char *bytes, size_t length, struct error *err);

/*
 * Closes it: puts the file in its place where rc is 0 and all could be written, removes it otherwise.
 * Returns rc, or why it could not be put in place.
 */
int outfile_close(struct outfile *out, int rc, struct error *err);

/* All three for a finished text. */
int outfile_write(struct context *context, const char *path, const char *bytes, size_t length,
                  struct error *err);

#endif
