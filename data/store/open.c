#include "data/store/handle.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/base/folder.h"

/*
 * What a file from elsewhere could abuse is off or low: SQL in the schema that runs by itself,
 * writes to the schema, more than one file, expressions without end.
 * https://www.sqlite.org/security.html
 */
static const struct { int limit, most; } limits[] = {
    { SQLITE_LIMIT_LENGTH,              128 << 20 },    /* a chunk of CHUNK_MOST samples and its hours */
    { SQLITE_LIMIT_SQL_LENGTH,          100000 },
    { SQLITE_LIMIT_COLUMN,              100 },
    { SQLITE_LIMIT_EXPR_DEPTH,          100 },
    { SQLITE_LIMIT_COMPOUND_SELECT,     10 },
    { SQLITE_LIMIT_VDBE_OP,             25000 },
    { SQLITE_LIMIT_FUNCTION_ARG,        32 },
    { SQLITE_LIMIT_ATTACHED,            0 },
    { SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000 },
    { SQLITE_LIMIT_VARIABLE_NUMBER,     100 },
    { SQLITE_LIMIT_TRIGGER_DEPTH,       0 },
};

/* TRUNCATE and EXTRA: what COMMIT promised survives a power cut (DELETE and FULL lose it). */
static const char always[] =
    "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;"
    "PRAGMA foreign_keys = ON; PRAGMA cache_size = -4096; PRAGMA temp_store = MEMORY;";
static const char writing[] = "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = EXTRA;";

/* --- the file -------------------------------------------------------------- */

static int cannot(const char *path, int code, const char *why, struct error *err)
{
    error_set(err, code, "the store can not be opened: %s", why);
    error_at(err, path, 0, 0);
    return code;
}

static int by_errno(const char *path, struct error *err)
{
    int number = errno;

    if (number == ENOENT || number == ENOTDIR) {
        cannot(path, ERR_NOINPUT, "there is no such file", err);
        error_hint(err, "`headroom ingest` makes a store; --db names another.");
        return ERR_NOINPUT;
    }
    return cannot(path, number == EACCES || number == EPERM ? ERR_DENIED : ERR_IO, strerror(number),
                  err);
}

/* The path without links and dots, also of a file that is still to be made. */
static char *absolute(const char *path)
{
    char *found = realpath(path, NULL), *copy, *base, *folder, *out = NULL;

    if (found || errno != ENOENT)
        return found;
    copy = strdup(path);
    base = strdup(path);
    if (copy && base && (folder = realpath(dirname(copy), NULL))) {
        size_t room = strlen(folder) + strlen(base) + 2;

        out = malloc(room);
        if (out)
            sqlite3_snprintf((int)room, out, "%s/%s", folder, basename(base));
        free(folder);
    }
    free(base);
    free(copy);
    return out;
}

static int is_memory(const char *path)
{
    return strncmp(path, STORE_MEMORY, sizeof STORE_MEMORY - 1) == 0;
}

/* Looks at the file itself: 1 when it is there, 0 when it is to be made. */
static int look(const char *path, enum store_mode mode, struct error *err)
{
    struct stat about;

    if (stat(path, &about) != 0) {
        if (errno == ENOENT && mode == STORE_CREATE)
            return 0;
        return by_errno(path, err);
    }
    if (S_ISREG(about.st_mode))
        return 1;
    cannot(path, ERR_STORE, S_ISDIR(about.st_mode) ? "it is a folder" : "it is no plain file", err);
    error_hint(err, "Name a file with --db.");
    return ERR_STORE;
}

/* --- the connection --------------------------------------------------------- */

static int connect_memory(struct store *store, int flags)
{
    char uri[128];

    sqlite3_snprintf(sizeof uri, uri, "file:/%s?vfs=memdb", store->path + sizeof STORE_MEMORY - 1);
    return sqlite3_open_v2(uri, &store->db, flags | SQLITE_OPEN_URI | SQLITE_OPEN_READWRITE, NULL);
}

/*
 * A reader opens for writing where it may, so that the journal of a killed run can be
 * rolled back, and forbids itself to write; in a folder it may not write to it only reads.
 */
static int connect(struct store *store, int64_t lock_wait_ms, struct error *err)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, made = 0, rc;
    int wait = lock_wait_ms > INT_MAX ? INT_MAX : (int)lock_wait_ms;

    if (store->mode == STORE_CREATE)
        flags |= SQLITE_OPEN_CREATE;
    if (is_memory(store->path))
        made = connect_memory(store, flags);
    else if (store->mode != STORE_READ || access(store->path, W_OK) == 0)
        made = sqlite3_open_v2(store->path, &store->db, flags | SQLITE_OPEN_READWRITE, NULL);
    else
        made = sqlite3_open_v2(store->path, &store->db, flags | SQLITE_OPEN_READONLY, NULL);
    if (!store->db)
        return error_set(err, ERR_NOMEM, "no memory for the store");
    if (made != SQLITE_OK)
        return sql_refused(store, "opening the store", err);

    sqlite3_busy_timeout(store->db, wait);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++)
        sqlite3_limit(store->db, limits[i].limit, limits[i].most);
    rc = sql_script(store, always, "opening the store", err);
    if (rc == 0 && store->mode == STORE_READ)
        rc = sql_script(store, "PRAGMA query_only = ON", "opening the store", err);
    return rc;
}

static int not_ours(struct store *store, const char *why, struct error *err)
{
    error_set(err, ERR_STORE, "this is not a store of headroom: %s", why);
    error_at(err, store->path, 0, 0);
    error_hint(err, "Name another file with --db; this one is left as it is.");
    return ERR_STORE;
}

/* A file without content: the run that made it was ended before it stored anything. */
static int not_begun(struct store *store, struct error *err)
{
    cannot(store->path, ERR_NOINPUT, "nothing was stored in it yet", err);
    error_hint(err, "`headroom ingest` fills it; --db names another.");
    return ERR_NOINPUT;
}

static int of_version(struct store *store, int64_t version, struct error *err)
{
    error_set(err, ERR_VERSION, "the store is of schema version %lld, this program knows %d",
              (long long)version, schema_newest());
    error_at(err, store->path, 0, 0);
    if (version > schema_newest())
        error_hint(err, "It was written by a newer headroom; use that one.");
    else
        error_hint(err, "Any command that writes, such as `headroom ingest`, brings it up to date.");
    return ERR_VERSION;
}

/* Reads the header of the file: what program it belongs to, and the version of its schema. */
static int identify(struct store *store, int64_t *version, struct error *err)
{
    int64_t application = 0, tables = 0;
    int rc = sql_number(store, "SELECT count(*) FROM sqlite_schema", &tables, err);

    if (rc == 0)
        rc = sql_number(store, "PRAGMA application_id", &application, err);
    if (rc == 0)
        rc = sql_number(store, "PRAGMA user_version", version, err);
    if (rc < 0)
        return rc;
    if (application == 0 && tables == 0 && *version == 0)
        return store->mode == STORE_CREATE ? 0 : not_begun(store, err);
    if (application != STORE_APPLICATION)
        return not_ours(store, "it belongs to another program", err);
    if (*version > schema_newest() || *version < 1 ||
        (*version < schema_newest() && store->mode == STORE_READ))
        return of_version(store, *version, err);
    return 0;
}

static int read_facts(struct store *store, struct error *err)
{
    sqlite3_stmt *statement;
    int rc = sql_take(store, SQL_STORE, &statement, err);

    if (rc < 0)
        return rc;
    rc = sql_step(store, statement, "reading the store", err);
    if (rc == 0)
        return not_ours(store, "its first table is empty", err);
    if (rc < 0)
        return rc;
    sqlite3_snprintf(sizeof store->uuid, store->uuid, "%s", sqlite3_column_text(statement, 0));
    store->pruned = sqlite3_column_type(statement, 1) == SQLITE_NULL
                        ? TIME_FIRST : sqlite3_column_int64(statement, 1);
    sqlite3_reset(statement);
    return 0;
}

static int open_file(struct store *store, int64_t lock_wait_ms, struct error *err)
{
    int64_t version = 0;
    int in_memory = is_memory(store->path);
    int there = in_memory ? 1 : look(store->path, store->mode, err), rc = there < 0 ? there : 0;

    if (rc == 0 && store->mode != STORE_READ && !in_memory)
        rc = lock_take(store->path, lock_wait_ms, &store->lock, err);
    if (rc == 0)
        rc = connect(store, lock_wait_ms, err);
    if (rc == 0)
        rc = identify(store, &version, err);
    if (rc < 0 && store->db && (sqlite3_errcode(store->db) & 0xff) == SQLITE_NOTADB)
        rc = not_ours(store, "it is no SQLite file", err);
    if (rc == 0 && store->mode != STORE_READ)
        rc = sql_script(store, writing, "opening the store", err);
    if (rc == 0 && version < schema_newest())
        rc = schema_migrate(store, (int)version, err);
    /* a new file is safe only when its folder has been written too; SQLite does not check that */
    if (rc == 0 && !there && folder_sync(store->path) < 0)
        rc = cannot(store->path, ERR_IO, strerror(errno), err);
    if (rc == 0)
        rc = read_facts(store, err);
    return rc;
}

int store_open(struct store **out, const char *path, enum store_mode mode, int64_t lock_wait_ms,
               struct error *err)
{
    struct store *store = calloc(1, sizeof *store);
    int rc;

    *out = NULL;
    if (!store)
        return error_set(err, ERR_NOMEM, "no memory for the store");
    store->lock = -1;
    store->mode = mode;
    store->jobs = 1;
    store->path = is_memory(path) ? strdup(path) : absolute(path);
    if (!store->path) {
        rc = errno == ENOMEM ? error_set(err, ERR_NOMEM, "no memory for the store") : by_errno(path, err);
    } else {
        rc = open_file(store, lock_wait_ms, err);
    }
    if (rc < 0) {
        store_close(store);
        return rc;
    }
    *out = store;
    return 0;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    merger_free(store->merger);
    for (int id = 0; id < SQL_COUNT; id++)
        sqlite3_finalize(store->statement[id]);
    sqlite3_close(store->db);
    lock_drop(store->lock);
    samples_release(&store->stored);
    hourlies_release(&store->sealed);
    free(store->path);
    free(store);
}

const char *store_path(const struct store *store)
{
    return store->path;
}

const char *store_uuid(const struct store *store)
{
    return store->uuid;
}

/* --- transactions ------------------------------------------------------------- */

int store_begin(struct store *store, struct error *err)
{
    merger_forget(store);
    return sql_script(store, store->mode == STORE_READ ? "BEGIN" : "BEGIN IMMEDIATE",
                      "beginning a transaction", err);
}

int store_commit(struct store *store, struct error *err)
{
    int rc = merger_settle(store, err);

    return rc < 0 ? rc : sql_script(store, "COMMIT", "committing to the store", err);
}

void store_rollback(struct store *store)
{
    merger_forget(store);
    if (!sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

int store_part_begin(struct store *store, struct error *err)
{
    return sql_script(store, "SAVEPOINT part", "beginning a part of a transaction", err);
}

int store_part_keep(struct store *store, struct error *err)
{
    int rc = merger_settle(store, err);

    return rc < 0 ? rc : sql_script(store, "RELEASE part", "ending a part of a transaction", err);
}

void store_part_undo(struct store *store)
{
    merger_forget(store);
    if (!sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK TO part; RELEASE part", NULL, NULL, NULL);
}
