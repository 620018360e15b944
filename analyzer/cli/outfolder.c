#include "analyzer/cli/outfolder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analyzer/cli/outfile.h"

enum { COPY_BYTES = 64 * 1024 };

int outfolder_is(const char *path)
{
    size_t length = path ? strlen(path) : 0;

    return length && path[length - 1] == '/';
}

static int no_memory(struct error *err)
{
    return error_set(err, ERR_NOMEM, "no memory for a file's name");
}

static int cannot(const char *path, const char *what, struct error *err)
{
    return error_set(err, errno == EACCES || errno == EPERM ? ERR_DENIED : ERR_IO, "%.200s can not be %s: %s", path,
                     what, strerror(errno));
}

/* --- the latest --------------------------------------------------------------------------- */

const char *outfolder_file(const struct outfolder *out, struct arena *arena)
{
    return arena_format(arena, "%s%s-%s.%s", out->path, out->stem, out->day, out->suffix);
}

static int copy(FILE *from, const char *path, struct outfile *to, struct error *err)
{
    char bytes[COPY_BYTES];
    size_t count;
    int rc = 0;

    while (rc == 0 && (count = fread(bytes, 1, sizeof bytes, from)) > 0)
        rc = outfile_put(to, bytes, count, err);
    return rc == 0 && ferror(from) ? cannot(path, "read", err) : rc;
}

static int copy_latest(struct context *context, const struct outfolder *out, struct error *err)
{
    const char *path = outfolder_file(out, &context->arena);
    const char *latest = arena_format(&context->arena, "%slatest.%s", out->path, out->suffix);
    struct outfile to;
    FILE *from;
    int rc;

    if (!path || !latest)
        return no_memory(err);
    from = fopen(path, "re");
    if (!from)
        return cannot(path, "read", err);
    rc = outfile_open(&to, context, latest, err);
    if (rc == 0)
        rc = outfile_close(&to, copy(from, path, &to, err), err);
    fclose(from);
    return rc;
}

/* --- clearing up -------------------------------------------------------------------------- */

/* 1 for STEM-NNNN-NN-NN.SUFFIX: nothing else is ever removed. */
static int is_dated(const struct outfolder *out, const char *name)
{
    size_t stem = strlen(out->stem);
    const char *pattern = "0000-00-00";

    if (strncmp(name, out->stem, stem) != 0 || name[stem] != '-')
        return 0;
    for (name += stem + 1; *pattern; pattern++, name++)
        if (*pattern == '0' ? *name < '0' || *name > '9' : *name != *pattern)
            return 0;
    return *name == '.' && strcmp(name + 1, out->suffix) == 0;
}

static int newest_first(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*b)->d_name, (*a)->d_name);
}

static int drop(struct context *context, const struct outfolder *out, const char *name, struct error *err)
{
    const char *path = arena_format(&context->arena, "%s%s", out->path, name);

    if (!path)
        return no_memory(err);
    if (unlink(path) < 0 && errno != ENOENT)    /* another run may clear up too */
        return cannot(path, "removed", err);
    return 0;
}

static int clear_up(struct context *context, const struct outfolder *out, struct error *err)
{
    struct dirent **names;
    int count = scandir(out->path, &names, NULL, newest_first), rc = 0;
    size_t dated = 0;

    if (count < 0)
        return cannot(out->path, "read", err);
    for (int i = 0; i < count; i++) {
        if (rc == 0 && is_dated(out, names[i]->d_name) && ++dated > out->keep)
            rc = drop(context, out, names[i]->d_name, err);
        free(names[i]);
    }
    free(names);
    return rc;
}

int outfolder_settle(struct context *context, const struct outfolder *out, struct error *err)
{
    int rc = copy_latest(context, out, err);

    return rc < 0 || !out->keep ? rc : clear_up(context, out, err);
}
