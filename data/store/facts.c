#include "data/store/handle.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

int store_facts(struct store *store, struct store_facts *out, struct error *err)
{
    sqlite3_stmt *statement;
    struct stat about;
    int64_t schema = 0;
    int rc = sql_number(store, "PRAGMA user_version", &schema, err);

    if (rc == 0 && stat(store->path, &about) != 0)
        rc = error_set(err, ERR_IO, "the store can not be looked at: %s", strerror(errno));
    if (rc == 0)
        rc = sql_take(store, SQL_FACTS, &statement, err);
    if (rc < 0)
        return rc;
    rc = sql_step(store, statement, "reading the store", err);
    if (rc <= 0)
        return rc < 0 ? rc : error_set(err, ERR_BUG, "a store without facts");
    *out = (struct store_facts){
        .file_bytes = (uint64_t)about.st_size,
        .schema = (int)schema,
        .series = (uint64_t)sqlite3_column_int64(statement, 0),
        .chunks = (uint64_t)sqlite3_column_int64(statement, 1),
        .samples = (uint64_t)sqlite3_column_int64(statement, 2),
        .runs = (uint64_t)sqlite3_column_int64(statement, 3),
        .imports = (uint64_t)sqlite3_column_int64(statement, 4),
        .first = sql_instant(statement, 5, TIME_LAST),
        .last = sql_instant(statement, 6, TIME_FIRST),
    };
    sqlite3_reset(statement);
    return 0;
}
