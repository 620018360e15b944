#include "data/store/writeback.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_DESCRIPTORS = 1024, ENOUGH = 8 << 20 };

/*
 * SQLite does not tell its descriptor, and to open another would be dangerous: closing it would
 * drop SQLite's locks (fcntl(2)). So the one that is open for writing is looked for.
 */
struct writeback writeback_of(const char *path)
{
    struct stat store, other;

    if (stat(path, &store) == 0)
        for (int file = 0; file < MOST_DESCRIPTORS; file++)
            if (fstat(file, &other) == 0 && other.st_dev == store.st_dev &&
                other.st_ino == store.st_ino && (fcntl(file, F_GETFL) & O_ACCMODE) == O_RDWR)
                return (struct writeback){ .file = file };
    return (struct writeback){ .file = -1 };
}

void writeback_add(struct writeback *writeback, size_t bytes)
{
    writeback->waiting += bytes;
    if (writeback->file < 0 || writeback->waiting < ENOUGH)
        return;
    writeback->waiting = 0;
#ifdef SYNC_FILE_RANGE_WRITE
    (void)sync_file_range(writeback->file, 0, 0, SYNC_FILE_RANGE_WRITE);    /* a wish */
#endif
}
