/*
 * analyzer/cli/version.h - which headroom this is and what it was built with.
 */
#ifndef ANALYZER_CLI_VERSION_H
#define ANALYZER_CLI_VERSION_H

#include <stddef.h>

#include "data/base/buf.h"

enum { VERSION_ROOM = 64 };

/* A library in use: its name, and the version found at run time where it says it. */
struct library {
    const char *name;
    void      (*version)(char out[VERSION_ROOM]);
};

/* Ends with a NULL name. */
extern const struct library libraries[];

/* "headroom 0.1.0" and a line a library. */
void version_text(struct buf *out);

#endif
