#include "data/store/handle.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/base/folder.h"

enum { HEADER = 100, APPLICATION_AT = 68 };    /* https://www.sqlite.org/fileformat2.html, 1.3 */

static int cannot(const char *path, int code, const char *why, struct error *err)
{
    error_set(err, code, "the copy can not be written: %s", why);
    error_at(err, path, 0, 0);
    return code;
}

/* True for an empty file and for a store of ours. */
static int replaceable(int file)
{
    unsigned char header[HEADER];
    ssize_t got = pread(file, header, sizeof header, 0);
    uint32_t application;

    if (got == 0)
        return 1;
    if (got != HEADER || memcmp(header, "SQLite format 3", 16) != 0)
        return 0;
    application = (uint32_t)header[APPLICATION_AT] << 24 | (uint32_t)header[APPLICATION_AT + 1] << 16 |
                  (uint32_t)header[APPLICATION_AT + 2] << 8 | header[APPLICATION_AT + 3];
    return application == STORE_APPLICATION;
}

/* What is at `path` now: nothing, or an older copy, or something to be left alone. */
static int check_target(const struct store *store, const char *path, struct error *err)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), rc = 0;
    struct stat target, source;

    if (file < 0)
        return errno == ENOENT ? 0 : cannot(path, ERR_CREATE, strerror(errno), err);
    if (fstat(file, &target) != 0 || stat(store->path, &source) != 0)
        rc = cannot(path, ERR_CREATE, strerror(errno), err);
    else if (target.st_dev == source.st_dev && target.st_ino == source.st_ino)
        rc = cannot(path, ERR_CREATE, "it would replace the store itself", err);
    else if (!S_ISREG(target.st_mode) || !replaceable(file))
        rc = cannot(path, ERR_CREATE, "another kind of file is there", err);
    close(file);
    return rc;
}

static int copy_pages(struct store *store, const char *path, struct error *err)
{
    sqlite3_backup *backup = NULL;
    struct store copy = { .path = (char *)(size_t)path, .lock = -1 };
    int rc = 0, flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;

    if (sqlite3_open_v2(path, &copy.db, flags, NULL) != SQLITE_OK)
        rc = copy.db ? sql_refused(&copy, "writing the copy", err)
                     : error_set(err, ERR_NOMEM, "no memory for the copy");
    if (rc == 0)    /* the file is synced as a whole afterwards, and thrown away on failure */
        rc = sql_script(&copy, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", "writing the copy",
                        err);
    if (rc == 0) {
        backup = sqlite3_backup_init(copy.db, "main", store->db, "main");
        if (backup)
            sqlite3_backup_step(backup, -1);
        if (!backup || sqlite3_backup_finish(backup) != SQLITE_OK)    /* which tells of the step too */
            rc = sql_refused(&copy, "writing the copy", err);
    }
    sqlite3_close(copy.db);
    return rc;
}

static int sync_file(const char *path, struct error *err)
{
    int file = open(path, O_RDONLY | O_CLOEXEC), rc = 0;

    if (file < 0 || fsync(file) != 0)
        rc = cannot(path, ERR_IO, strerror(errno), err);
    if (file >= 0)
        close(file);
    return rc;
}

/* mkstemp gives 0600; the copy gets the store's own permissions. */
static int take_mode(const struct store *store, int file)
{
    struct stat about;

    return stat(store->path, &about) == 0 && fchmod(file, about.st_mode & 0777) == 0;
}

int store_backup(struct store *store, const char *path, struct error *err)
{
    size_t room = strlen(path) + sizeof ".XXXXXX";
    char *part = malloc(room);
    int rc = part ? check_target(store, path, err) : error_set(err, ERR_NOMEM, "no memory for a file name");
    int file = -1;

    if (rc < 0)
        goto done;
    sqlite3_snprintf((int)room, part, "%s.XXXXXX", path);
    file = mkostemp(part, O_CLOEXEC);
    if (file < 0) {
        rc = cannot(path, ERR_CREATE, strerror(errno), err);
        goto done;
    }
    if (!take_mode(store, file))
        rc = cannot(path, ERR_CREATE, strerror(errno), err);
    close(file);    /* before SQLite opens it: closing later would drop SQLite's locks */
    if (rc == 0)
        rc = copy_pages(store, part, err);
    if (rc == 0)
        rc = sync_file(part, err);
    if (rc == 0 && rename(part, path) != 0)
        rc = cannot(path, ERR_CREATE, strerror(errno), err);
    if (rc < 0)
        unlink(part);
    else if (folder_sync(path) < 0)
        rc = cannot(path, ERR_IO, strerror(errno), err);
done:
    free(part);
    return rc;
}
