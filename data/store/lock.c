#include "data/store/handle.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "data/base/clock.h"

enum { POLL_MS = 20 };

/* "pid 4711 (headroom ingest a.csv)", as far as the system tells. */
static void describe_self(char *out, size_t room)
{
    int file = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
    size_t used = (size_t)snprintf(out, room, "pid %ld", (long)getpid());
    ssize_t got;

    if (file < 0)
        return;
    used += (size_t)snprintf(out + used, room - used, " (");
    got = read(file, out + used, room - used - 2);
    close(file);
    for (ssize_t i = 0; i < got; i++, used++)
        if ((unsigned char)out[used] < ' ')
            out[used] = ' ';
    while (used > 0 && out[used - 1] == ' ')
        used--;
    out[used] = ')';
    out[used + 1] = '\0';
}

/* Says who holds the lock. Only a help for people: nothing depends on it. */
static void sign(int lock)
{
    char text[200];
    size_t length;

    describe_self(text, sizeof text);
    length = strlen(text);
    if (ftruncate(lock, 0) == 0 && pwrite(lock, text, length, 0) != (ssize_t)length)
        (void)!ftruncate(lock, 0);
}

static int held_by_another(int lock, const char *path, struct error *err)
{
    char holder[200];
    ssize_t got = pread(lock, holder, sizeof holder - 1, 0);

    holder[got > 0 ? got : 0] = '\0';
    error_set(err, ERR_LOCKED, "the store is in use by %s", got > 0 ? holder : "another run");
    error_at(err, path, 0, 0);
    error_hint(err, "Try again when it is done, or wait longer with --lock-wait.");
    return ERR_LOCKED;
}

static int open_lock(const char *path, int *out, struct error *err)
{
    size_t room = strlen(path) + sizeof ".lock";
    char *name = malloc(room);
    int code = 0;

    if (!name)
        return error_set(err, ERR_NOMEM, "no memory for a file name");
    snprintf(name, room, "%s.lock", path);
    *out = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (*out < 0) {
        code = errno == EACCES || errno == EPERM || errno == EROFS ? ERR_DENIED : ERR_IO;
        error_set(err, code, "the lock file can not be opened: %s", strerror(errno));
        error_at(err, name, 0, 0);
    }
    free(name);
    return code;
}

int lock_take(const char *path, int64_t wait_ms, int *out, struct error *err)
{
    const struct timespec pause = { 0, POLL_MS * 1000000L };
    double until = clock_seconds() + (double)wait_ms / 1000;
    int lock = -1, rc = open_lock(path, &lock, err);

    while (rc == 0 && flock(lock, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            rc = error_set(err, ERR_IO, "the lock file can not be locked: %s", strerror(errno));
            error_at(err, path, 0, 0);
        } else if (clock_seconds() >= until) {
            rc = held_by_another(lock, path, err);
        } else {
            nanosleep(&pause, NULL);
        }
        if (rc < 0)
            close(lock);
    }
    if (rc < 0)
        return rc;
    sign(lock);
    *out = lock;
    return 0;
}

void lock_drop(int lock)
{
    if (lock < 0)
        return;
    (void)!ftruncate(lock, 0);
    close(lock);
}
