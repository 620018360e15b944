#include "data/base/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int folder_sync(const char *path)
{
    char *copy = strdup(path);
    int folder = copy ? open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1, rc = -1, cause = errno;

    free(copy);
    if (folder >= 0) {
        rc = fsync(folder) == 0 || errno == EINVAL ? 0 : -1;
        cause = errno;
        close(folder);
    }
    errno = cause;
    return rc;
}
