/*
 * analyzer/cli/outfolder.h - a folder of dated outputs, and the latest of them under a name that stays.
 */
#ifndef ANALYZER_CLI_OUTFOLDER_H
#define ANALYZER_CLI_OUTFOLDER_H

#include <stddef.h>

#include "analyzer/cli/context.h"
#include "data/base/error.h"

struct outfolder {
    const char *path;       /* ends in '/' */
    const char *stem;       /* "capacity" */
    const char *day;        /* "2026-01-31" */
    const char *suffix;     /* "html" */
    size_t      keep;       /* the newest so many stay; 0: all */
};

/* 1 when an output's path names a folder. */
int outfolder_is(const char *path);

/* FOLDER/STEM-DAY.SUFFIX, where the output is to be written; NULL when there is no memory. */
const char *outfolder_file(const struct outfolder *out, struct arena *arena);

/*
 * Once it is written: copies it to latest.SUFFIX, whole or not at all (outfile.h), and then removes what is older
 * than the newest `keep` files of that stem and suffix; other files are left alone. ERR_CREATE, ERR_DENIED or
 * ERR_IO with the path.
 */
int outfolder_settle(struct context *context, const struct outfolder *out, struct error *err);

#endif
