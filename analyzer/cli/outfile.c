#include "analyzer/cli/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/base/folder.h"

enum { PATH_MOST = 8192 };

static int cannot(const char *path, const char *what, struct error *err)
{
    int code = errno == EACCES || errno == EPERM || errno == EROFS ? ERR_DENIED
               : errno == ENOENT || errno == ENOTDIR || errno == EISDIR ? ERR_CREATE
                                                                        : ERR_IO;

    return error_set(err, code, "%.200s can not be %s: %s", path ? path : "standard output", what,
                     strerror(errno));
}

static int make(struct outfile *out, struct error *err)
{
    mode_t mask = umask(0);
    int fd;

    umask(mask);
    fd = mkostemp(out->temporary.text, O_CLOEXEC);
    if (fd < 0)
        return cannot(out->path, "made", err);
    if (fchmod(fd, 0644 & ~mask) == 0 && (out->stream = fdopen(fd, "w")))
        return 0;
    cannot(out->path, "made", err);
    close(fd);
    unlink(out->temporary.text);
    return err->code;
}

/* A device or a pipe: it takes what is written and must stay what it is. */
static int is_special(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

static int open_special(struct outfile *out, struct error *err)
{
    out->stream = fopen(out->path, "we");
    return out->stream ? 0 : cannot(out->path, "opened", err);
}

int outfile_open(struct outfile *out, struct context *context, const char *path, struct error *err)
{
    const char *slash = path ? strrchr(path, '/') : NULL;
    int rc;

    *out = (struct outfile){ .stream = context->out };
    buf_init(&out->temporary, PATH_MOST);
    if (!path || strcmp(path, "-") == 0)
        return 0;
    out->path = path;
    if (is_special(path))
        return open_special(out, err);
    buf_addn(&out->temporary, path, slash ? (size_t)(slash - path) + 1 : 0);
    buf_add(&out->temporary, ".headroom-XXXXXX");
    rc = buf_check(&out->temporary, "the name of the output", err);
    if (rc == 0)
        rc = make(out, err);
    if (rc < 0)
        buf_release(&out->temporary);
    return rc;
}

int outfile_put(struct outfile *out, const char *bytes, size_t length, struct error *err)
{
    return fwrite(bytes, 1, length, out->stream) == length ? 0 : cannot(out->path, "written", err);
}

static int close_special(struct outfile *out, int rc, struct error *err)
{
    return fclose(out->stream) != 0 && rc == 0 ? cannot(out->path, "written", err) : rc;
}

int outfile_close(struct outfile *out, int rc, struct error *err)
{
    if (out->path && !out->temporary.used)
        return close_special(out, rc, err);
    if (out->path) {
        if (rc == 0 && (fflush(out->stream) != 0 || fsync(fileno(out->stream)) < 0))
            rc = cannot(out->path, "written", err);
        if (fclose(out->stream) != 0 && rc == 0)
            rc = cannot(out->path, "written", err);
        if (rc == 0 && rename(out->temporary.text, out->path) < 0)
            rc = cannot(out->path, "put in place", err);
        if (rc < 0)
            unlink(out->temporary.text);
        else if (folder_sync(out->path) < 0)
            rc = cannot(out->path, "made durable", err);
    }
    buf_release(&out->temporary);
    return rc;
}

int outfile_write(struct context *context, const char *path, const char *bytes, size_t length,
                  struct error *err)
{
    struct outfile out;
    int rc = outfile_open(&out, context, path, err);

    if (rc < 0)
        return rc;
    rc = context_memory(context, err);
    if (rc == 0)
        rc = outfile_put(&out, bytes, length, err);
    return outfile_close(&out, rc, err);
}
