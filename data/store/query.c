#include "data/store/query.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/text.h"
#include "data/store/handle.h"
#include "data/store/rows.h"
#include "data/store/tables.h"

struct query {
    struct store *store;
    sqlite3_stmt *statement;
};

/* --- what a statement may do ------------------------------------------------------------ */

static int is_harmless(const char *function)
{
    static const char *const not_for_users[] = { "load_extension", "fts3_tokenizer", "writefile" };

    for (size_t i = 0; function && i < sizeof not_for_users / sizeof not_for_users[0]; i++)
        if (sqlite3_stricmp(function, not_for_users[i]) == 0)
            return 0;
    return 1;
}

static int allow(void *self, int action, const char *first, const char *second, const char *database,
                 const char *trigger)
{
    (void)self, (void)first, (void)database, (void)trigger;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE: return SQLITE_OK;
    case SQLITE_FUNCTION:  return is_harmless(second) ? SQLITE_OK : SQLITE_DENY;
    default:               return SQLITE_DENY;
    }
}

/* --- what went wrong ---------------------------------------------------------------------- */

/* The word after `lead` in SQLite's message, as "no such table: serie"; NULL for another message. */
static const char *word_behind(const char *message, const char *lead)
{
    size_t length = strlen(lead);

    return strncmp(message, lead, length) == 0 ? message + length : NULL;
}

static void hint_table(const char *word, struct error *err)
{
    static const char *const tables[] = { "samples", "hourly", "series", "chunk", "capacity",
                                          "event", "import", "run", "outlook", "store" };
    const char *nearest = text_nearest(word, tables, sizeof tables / sizeof tables[0]);

    if (nearest)
        error_hint(err, "Did you mean '%s'?", nearest);
    else
        error_hint(err, "There are samples, hourly, series, capacity, event, import, run and outlook.");
}

static int does_more(const char *what, struct error *err)
{
    error_set(err, ERR_USAGE, "the statement does more than read: %s", what);
    error_hint(err, "query runs SELECT alone; other commands write the store.");
    return ERR_USAGE;
}

static int not_understood(struct store *store, struct error *err)
{
    const char *message = sqlite3_errmsg(store->db);
    int place = sqlite3_error_offset(store->db);
    const char *table = word_behind(message, "no such table: ");

    if (sqlite3_errcode(store->db) == SQLITE_AUTH)
        return does_more(message, err);
    if ((sqlite3_errcode(store->db) & 0xff) != SQLITE_ERROR)
        return sql_refused(store, "reading the store", err);
    error_set(err, ERR_USAGE, "the SQL can not be read: %s", message);
    error_at(err, "SQL", 1, place < 0 ? 0 : place + 1);
    if (table)
        hint_table(table, err);
    else if (word_behind(message, "no such column: "))
        error_hint(err, "\"SELECT * FROM samples LIMIT 1\" shows the columns of a table.");
    return ERR_USAGE;
}

/* 1 when nothing but blanks and semicolons is left. */
static int is_rest(const char *text)
{
    while (isspace((unsigned char)*text) || *text == ';')
        text++;
    return *text == '\0';
}

/* --- a query ---------------------------------------------------------------------------------- */

/* What is sorted may be long: it goes to a file, not into memory. */
static int prepare(struct query *query, const char *sql, struct error *err)
{
    struct store *store = query->store;
    const char *rest = sql;
    int rc = tables_register(store, err);

    if (rc == 0)
        rc = sql_script(store, "PRAGMA temp_store = FILE", "opening the store", err);
    if (rc == 0)    /* declares the two tables, which the authorizer would refuse */
        rc = sql_script(store, "SELECT 1 FROM samples, hourly WHERE 0", "opening the store", err);
    if (rc < 0)
        return rc;
    sqlite3_set_authorizer(store->db, allow, NULL);
    rc = sqlite3_prepare_v2(store->db, sql, -1, &query->statement, &rest);
    if (rc != SQLITE_OK)
        rc = not_understood(store, err);
    else if (!query->statement)
        rc = error_set(err, ERR_USAGE, "there is no statement to run");
    else if (!is_rest(rest))
        rc = error_set(err, ERR_USAGE, "there is more than one statement");
    else if (!sqlite3_stmt_readonly(query->statement))
        rc = does_more("it writes", err);
    sqlite3_set_authorizer(store->db, NULL, NULL);
    if (rc == ERR_USAGE && !err->hint[0])
        error_hint(err, "Give one SELECT, such as \"SELECT * FROM hourly LIMIT 5\".");
    return rc;
}

int query_open(struct store *store, const char *sql, struct query **out, struct error *err)
{
    struct query *query = calloc(1, sizeof *query);
    int rc;

    if (!query)
        return error_set(err, ERR_NOMEM, "no memory for a query");
    query->store = store;
    rc = prepare(query, sql, err);
    if (rc < 0)
        query_close(query);
    else
        *out = query;
    return rc;
}

void query_close(struct query *query)
{
    if (!query)
        return;
    sqlite3_finalize(query->statement);
    free(query);
}

size_t query_columns(const struct query *query)
{
    return (size_t)sqlite3_column_count(query->statement);
}

const char *query_column(const struct query *query, size_t column)
{
    const char *name = sqlite3_column_name(query->statement, (int)column);

    return name ? name : "";
}

int query_next(struct query *query, struct error *err)
{
    return sql_step(query->store, query->statement, "running the SQL", err);
}

struct query_value query_value(const struct query *query, size_t column)
{
    sqlite3_stmt *row = query->statement;
    int i = (int)column;

    switch (sqlite3_column_type(row, i)) {
    case SQLITE_INTEGER:
        return (struct query_value){ .kind = QUERY_WHOLE, .whole = sqlite3_column_int64(row, i) };
    case SQLITE_FLOAT:
        return (struct query_value){ .kind = QUERY_REAL, .real = sqlite3_column_double(row, i) };
    case SQLITE_TEXT:
        return (struct query_value){ .kind = QUERY_TEXT,
                                     .text = (const char *)sqlite3_column_text(row, i),
                                     .length = (size_t)sqlite3_column_bytes(row, i) };
    case SQLITE_BLOB:
        return (struct query_value){ .kind = QUERY_BYTES, .text = sqlite3_column_blob(row, i),
                                     .length = (size_t)sqlite3_column_bytes(row, i) };
    default:
        return (struct query_value){ .kind = QUERY_NULL };
    }
}
