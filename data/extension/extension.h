/*
 * data/extension/extension.h - put before every source of headroom.so by the compiler's -include: SQLite is then
 * called through the program that loaded it, which may have one of its own inside.
 */
#ifndef DATA_EXTENSION_EXTENSION_H
#define DATA_EXTENSION_EXTENSION_H

#include <sqlite3ext.h>

extern const sqlite3_api_routines *sqlite3_api;

/* What SQLite calls when it loads headroom.so. Makes samples and hourly known to the connection. */
__attribute__((visibility("default")))
int sqlite3_headroom_init(sqlite3 *db, char **why, const sqlite3_api_routines *api);

#endif
