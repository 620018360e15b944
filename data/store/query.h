/*
 * data/store/query.h - a user's own SQL on the store, for reading only.
 *
 * All tables of docs/schema.md are there, and samples and hourly (tables.h). An authorizer refuses
 * whatever is no SELECT: writing, pragmas, other files, extensions. Rows are handed out one at a
 * time, so a result of any length takes little memory.
 */
#ifndef DATA_STORE_QUERY_H
#define DATA_STORE_QUERY_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/error.h"
#include "data/store/store.h"

enum query_kind { QUERY_NULL, QUERY_WHOLE, QUERY_REAL, QUERY_TEXT, QUERY_BYTES };

struct query_value {
    enum query_kind kind;
    int64_t     whole;
    double      real;
    const char *text;      /* of text, or the bytes; lent until the next row */
    size_t      length;
};

struct query;

/*
 * Prepares one statement. ERR_USAGE, with SQLite's words, the place in .column and a hint, when it
 * can't be understood, is more than one, or would do anything but read.
 */
int query_open(struct store *store, const char *sql, struct query **out, struct error *err);
void query_close(struct query *query);

size_t query_columns(const struct query *query);
const char *query_column(const struct query *query, size_t column);

/* 1 with a row, 0 at the end, or a negative code. */
int query_next(struct query *query, struct error *err);
struct query_value query_value(const struct query *query, size_t column);

#endif
