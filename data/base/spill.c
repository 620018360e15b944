#include "data/base/spill.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PATH_MOST = 4096 };

struct spill {
    int             file;
    unsigned char  *bytes;         /* [most] mapped; [used] of them have room on the disk */
    size_t          most, used;
    pthread_mutex_t lock;          /* of used */
};

static size_t whole_pages(size_t size)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);

    return (size + page - 1) / page * page;
}

static int open_in(const char *folder)
{
    char path[PATH_MOST];
    int length = snprintf(path, sizeof path, "%s/headroom-XXXXXX", folder);
    int file = length > 0 && length < PATH_MOST ? mkostemp(path, O_CLOEXEC) : -1;

    if (file >= 0)
        unlink(path);
    return file;
}

static int open_file(void)
{
    const char *folders[] = { getenv("TMPDIR"), "/var/tmp", "/tmp" };
    int file = -1;

    for (size_t i = 0; i < sizeof folders / sizeof folders[0] && file < 0; i++)
        if (folders[i] && folders[i][0])
            file = open_in(folders[i]);
    return file;
}

static unsigned char *map(int file, size_t most)
{
    void *bytes = ftruncate(file, (off_t)most) < 0
                      ? MAP_FAILED
                      : mmap(NULL, most, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);

    return bytes == MAP_FAILED ? NULL : bytes;
}

struct spill *spill_new(size_t most)
{
    struct spill *spill = calloc(1, sizeof *spill);

    if (!spill)
        return NULL;
    *spill = (struct spill){ .file = open_file(), .most = whole_pages(most),
                             .lock = PTHREAD_MUTEX_INITIALIZER };
    if (spill->file >= 0)
        spill->bytes = map(spill->file, spill->most);
    if (spill->bytes)
        return spill;
    if (spill->file >= 0)
        close(spill->file);
    free(spill);
    return NULL;
}

void spill_free(struct spill *spill)
{
    if (!spill)
        return;
    munmap(spill->bytes, spill->most);
    close(spill->file);
    free(spill);
}

void *spill_take(struct spill *spill, size_t size)
{
    void *bytes = NULL;

    size = whole_pages(size);
    pthread_mutex_lock(&spill->lock);
    /* a page without room on the disk would be found out by a signal, too late */
    if (size <= spill->most - spill->used &&
        posix_fallocate(spill->file, (off_t)spill->used, (off_t)size) == 0) {
        bytes = spill->bytes + spill->used;
        spill->used += size;
    }
    pthread_mutex_unlock(&spill->lock);
    return bytes;
}

void spill_rest(struct spill *spill)
{
    if (spill)
        madvise(spill->bytes, spill->most, MADV_DONTNEED);
}
