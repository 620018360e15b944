/*
 * data/extension/extension.c - headroom.so: a store's samples and hours for any program with SQLite.
 *
 *     sqlite3 headroom.db -cmd '.load headroom' 'SELECT max(value) FROM samples'
 *
 * The tables are those of `headroom query` (data/store/tables.h), read from the tables of the file that the
 * program has open. Reading alone: nothing here writes.
 */
#include "data/extension/extension.h"

#include <string.h>

#include "data/store/handle.h"
#include "data/store/tables.h"

const sqlite3_api_routines *sqlite3_api;

/* headroom_version(): which one is loaded. */
static void version(sqlite3_context *out, int argc, sqlite3_value **argv)
{
    (void)argc, (void)argv;
    sqlite3_result_text(out, HEADROOM_VERSION, -1, SQLITE_STATIC);
}

int sqlite3_headroom_init(sqlite3 *db, char **why, const sqlite3_api_routines *api)
{
    struct error err = ERROR_NONE;
    struct store *store;

    sqlite3_api = api;
    store = sqlite3_malloc(sizeof *store);
    if (!store)
        return SQLITE_NOMEM;
    memset(store, 0, sizeof *store);
    store->db = db;
    store->mode = STORE_READ;
    store->lock = -1;
    /* the function owns the handle, which must live as long as the connection */
    if (sqlite3_create_function_v2(db, "headroom_version", 0, SQLITE_UTF8 | SQLITE_DETERMINISTIC, store,
                                   version, NULL, NULL, sqlite3_free) != SQLITE_OK)
        return SQLITE_ERROR;
    if (tables_register(store, &err) < 0) {
        *why = sqlite3_mprintf("%s", err.text);
        return SQLITE_ERROR;
    }
    return SQLITE_OK;
}
