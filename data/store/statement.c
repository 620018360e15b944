#include "data/store/handle.h"

#include <errno.h>

static const struct { const char *text; enum sql_how how; } statements[SQL_COUNT] = {
#define X(id, how, text) [id] = { text, how },
    SQL_MAP(X)
#undef X
};

const char *sql_statement(enum sql_id id)
{
    return statements[id].text;
}

enum sql_how sql_promise(enum sql_id id)
{
    return statements[id].how;
}

/* A file that can not be opened is one of permissions only if the system says so. */
static int code_of_open(sqlite3 *db)
{
    int number = sqlite3_system_errno(db);

    return number == EACCES || number == EPERM || number == EROFS ? ERR_DENIED : ERR_IO;
}

static int code_of(sqlite3 *db, int sqlite_code)
{
    switch (sqlite_code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ERR_LOCKED;
    case SQLITE_NOMEM:
        return ERR_NOMEM;
    case SQLITE_FULL:
    case SQLITE_IOERR:
        return ERR_IO;
    case SQLITE_CANTOPEN:
        return code_of_open(db);
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return ERR_DENIED;
    default:
        return ERR_STORE;
    }
}

int sql_refused(struct store *store, const char *doing, struct error *err)
{
    int code = code_of(store->db, sqlite3_extended_errcode(store->db));

    error_set(err, code, "%s: %s", doing, sqlite3_errmsg(store->db));
    error_at(err, store->path, 0, 0);
    if (code == ERR_LOCKED)
        error_hint(err, "Another program is using the store; try again when it is done.");
    return code;
}

int sql_take(struct store *store, enum sql_id id, sqlite3_stmt **out, struct error *err)
{
    sqlite3_stmt **slot = &store->statement[id];

    if (!*slot && sqlite3_prepare_v3(store->db, sql_statement(id), -1, SQLITE_PREPARE_PERSISTENT,
                                     slot, NULL) != SQLITE_OK)
        return sql_refused(store, "preparing a statement", err);
    sqlite3_reset(*slot);
    sqlite3_clear_bindings(*slot);
    *out = *slot;
    return 0;
}

/* Binding fails only for a name that is not in the statement; a test runs each of them. */
static int place(sqlite3_stmt *statement, const char *name)
{
    return sqlite3_bind_parameter_index(statement, name);
}

void sql_int(sqlite3_stmt *statement, const char *name, int64_t value)
{
    sqlite3_bind_int64(statement, place(statement, name), value);
}

void sql_real(sqlite3_stmt *statement, const char *name, double value)
{
    sqlite3_bind_double(statement, place(statement, name), value);
}

void sql_text(sqlite3_stmt *statement, const char *name, const char *text)
{
    sqlite3_bind_text(statement, place(statement, name), text ? text : "", -1, SQLITE_STATIC);
}

void sql_bytes(sqlite3_stmt *statement, const char *name, const uint8_t *bytes, size_t length)
{
    sqlite3_bind_blob64(statement, place(statement, name), length ? (const void *)bytes : "", length,
                        SQLITE_STATIC);
}

int sql_step(struct store *store, sqlite3_stmt *statement, const char *doing, struct error *err)
{
    int step = sqlite3_step(statement), rc = 0;

    if (step == SQLITE_ROW)
        return 1;
    if (step != SQLITE_DONE)
        rc = sql_refused(store, doing, err);
    sqlite3_reset(statement);
    return rc;
}

int sql_run(struct store *store, sqlite3_stmt *statement, const char *doing, struct error *err)
{
    int rc = sql_step(store, statement, doing, err);

    sqlite3_reset(statement);
    return rc < 0 ? rc : 0;
}

int sql_script(struct store *store, const char *text, const char *doing, struct error *err)
{
    if (sqlite3_exec(store->db, text, NULL, NULL, NULL) != SQLITE_OK)
        return sql_refused(store, doing, err);
    return 0;
}

int sql_number(struct store *store, const char *text, int64_t *out, struct error *err)
{
    sqlite3_stmt *statement = NULL;
    int rc = 0;

    if (sqlite3_prepare_v2(store->db, text, -1, &statement, NULL) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_ROW)
        rc = sql_refused(store, "reading the store", err);
    else
        *out = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return rc;
}

const char *sql_copy(sqlite3_stmt *statement, int column, struct arena *arena)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);

    return arena_text(arena, text ? text : "", text ? (size_t)sqlite3_column_bytes(statement, column) : 0);
}

int64_t sql_instant(sqlite3_stmt *statement, int column, int64_t absent)
{
    return sqlite3_column_type(statement, column) == SQLITE_NULL
               ? absent : sqlite3_column_int64(statement, column);
}
