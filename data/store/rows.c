#include "data/store/rows.h"

#include <string.h>

#include "data/store/handle.h"

enum { FIRST_ROOM = 32 };

void *rows_add(struct rows *rows)
{
    if (rows->count == rows->room) {
        size_t room = rows->room ? rows->room * 2 : FIRST_ROOM;
        void *grown = arena_take(rows->arena, room * rows->size);

        if (!grown)
            return NULL;
        if (rows->count)
            memcpy(grown, rows->row, rows->count * rows->size);
        rows->row = grown;
        rows->room = room;
    }
    return (char *)rows->row + rows->count++ * rows->size;
}

int rows_read(struct store *store, sqlite3_stmt *statement, struct rows *rows, rows_read_one *read,
              struct error *err)
{
    int rc;

    while ((rc = sql_step(store, statement, "reading the store", err)) > 0) {
        void *row = rows_add(rows);

        if (!row || !read(statement, rows->arena, row)) {
            rc = error_set(err, ERR_NOMEM, "no memory for rows of the store");
            break;
        }
    }
    sqlite3_reset(statement);
    return rc;
}
