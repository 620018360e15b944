/* analyzer/config/config_file.c - the configuration's bytes, off the disk. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/config/config.h"

enum { FILE_MOST = 1 << 20 };

static int cannot_read(const char *path, struct error *err)
{
    int cause = errno;
    int code = cause == ENOENT || cause == ENOTDIR ? ERR_NOINPUT
             : cause == EACCES                     ? ERR_DENIED
             : cause == ENOMEM                     ? ERR_NOMEM
                                                   : ERR_IO;

    error_set(err, code, "the configuration can not be read: %s", strerror(cause));
    error_at(err, path, 0, 0);
    return code;
}

/* The file's bytes with a zero behind them; the caller frees them. */
static int slurp(const char *path, char **out, struct error *err)
{
    FILE *file = fopen(path, "rb");
    char *text = malloc(FILE_MOST + 1);
    size_t length = 0;
    int rc = 0;

    if (!file)
        rc = cannot_read(path, err);
    else if (!text)
        rc = error_set(err, ERR_NOMEM, "no memory to read the configuration");
    else {
        length = fread(text, 1, FILE_MOST + 1, file);
        if (ferror(file))
            rc = cannot_read(path, err);
        else if (length > FILE_MOST)
            rc = error_set(err, ERR_LIMIT, "the configuration is larger than 1 MiB");
        else if (memchr(text, '\0', length))
            rc = error_set(err, ERR_CONFIG, "the configuration is no text: it holds a zero byte");
    }
    if (file)
        fclose(file);
    if (rc < 0) {
        error_at(err, path, 0, 0);
        free(text);
        return rc;
    }
    text[length] = '\0';
    *out = text;
    return 0;
}

int config_read(struct config **out, const char *path, struct error *err)
{
    char *text = NULL;
    int rc;

    if (!path)
        return config_read_text(out, "", "", err);
    rc = slurp(path, &text, err);
    if (rc == 0)
        rc = config_read_text(out, path, text, err);
    free(text);
    return rc;
}
