/*
 * data/store/rows.h - rows of a query into an array of structs.
 */
#ifndef DATA_STORE_ROWS_H
#define DATA_STORE_ROWS_H

#include <sqlite3.h>
#include <stddef.h>

#include "data/base/arena.h"
#include "data/base/error.h"
#include "data/store/store.h"

struct rows {
    size_t        size;      /* of one row */
    struct arena *arena;
    void         *row;       /* [count], in the arena; NULL when there are none */
    size_t        count, room;
};

/* Fills one zeroed row from a statement that has one; 0 when there was no memory. */
typedef int rows_read_one(sqlite3_stmt *statement, struct arena *arena, void *out);

/* A zeroed row more at the end, or NULL. Doubles; what is outgrown stays behind in the arena. */
void *rows_add(struct rows *rows);

/* Steps the statement to its end and resets it. */
int rows_read(struct store *store, sqlite3_stmt *statement, struct rows *rows, rows_read_one *read,
              struct error *err);

#endif
