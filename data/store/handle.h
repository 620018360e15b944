/*
 * data/store/handle.h - the inside of a store, for the files of this folder.
 *
 * The store owns its statements. Each is prepared on first use, kept, and handed
 * out reset and with no bindings; who steps one to the end or not resets it on every way out.
 */
#ifndef DATA_STORE_HANDLE_H
#define DATA_STORE_HANDLE_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

#include "data/store/sql.h"
#include "data/store/store.h"

struct store {
    sqlite3        *db;
    sqlite3_stmt   *statement[SQL_COUNT];
    char           *path;            /* as resolved */
    char            uuid[33];
    enum store_mode mode;
    int             lock;            /* descriptor of the lock file, -1 for none */
    int64_t         pruned;          /* hours before this may lack their samples; TIME_FIRST: none */

    unsigned        jobs;            /* threads that may work at merging */
    struct merger  *merger;          /* merge.c's, made when the first samples come */

    /* Workspaces of reading and pruning, kept from call to call. */
    struct samples  stored;
    struct hourlies sealed;
};

/* --- statements (statement.c) ---------------------------------------------- */

/* Fills err from SQLite's own and returns the fitting code. */
int sql_refused(struct store *store, const char *doing, struct error *err);

/* Hands out a statement, reset and unbound. */
int sql_take(struct store *store, enum sql_id id, sqlite3_stmt **out, struct error *err);

/* Bind by name. Text and bytes are lent until the statement is reset. */
void sql_int(sqlite3_stmt *statement, const char *name, int64_t value);
void sql_real(sqlite3_stmt *statement, const char *name, double value);
void sql_text(sqlite3_stmt *statement, const char *name, const char *text);
void sql_bytes(sqlite3_stmt *statement, const char *name, const uint8_t *bytes, size_t length);

/* 1 with a row, 0 at the end, or a negative code. Resets the statement unless there is a row. */
int sql_step(struct store *store, sqlite3_stmt *statement, const char *doing, struct error *err);

/* Steps a statement that gives no rows, and resets it. */
int sql_run(struct store *store, sqlite3_stmt *statement, const char *doing, struct error *err);

/* Runs a text of statements without parameters. */
int sql_script(struct store *store, const char *text, const char *doing, struct error *err);

/* The one integer that a text such as "PRAGMA user_version" gives. */
int sql_number(struct store *store, const char *text, int64_t *out, struct error *err);

/* A text column copied into an arena; never NULL when there is memory. */
const char *sql_copy(sqlite3_stmt *statement, int column, struct arena *arena);

/* An instant, or `absent` where the column is NULL. */
int64_t sql_instant(sqlite3_stmt *statement, int column, int64_t absent);

/* The text and the plan a statement promises. */
const char *sql_statement(enum sql_id id);
enum sql_how sql_promise(enum sql_id id);

/* --- schema (schema.c) -------------------------------------------------------- */

enum { STORE_APPLICATION = 0x4864726d };    /* "Hdrm", PRAGMA application_id */

/* The user_version of a store that is up to date. */
int schema_newest(void);

/* Brings an empty or older file up to date in one transaction. */
int schema_migrate(struct store *store, int version, struct error *err);

/* --- lock file (lock.c) -------------------------------------------------------- */

/* Takes PATH.lock, waiting up to wait_ms; ERR_LOCKED names the holder. */
int lock_take(const char *path, int64_t wait_ms, int *out, struct error *err);
void lock_drop(int lock);

/* --- merging (merge.c) -------------------------------------------------------------- */

/* What is not in the file yet goes there, or is forgotten; each begins a new transaction. */
int merger_settle(struct store *store, struct error *err);
void merger_forget(struct store *store);
void merger_free(struct merger *merger);

/* --- windows and chunks (window.c, write.c; see window.h too) ------------------------------ */

/* The usual distance of times (rising): their most frequent step, or the median where hardly one repeats. */
enum { CADENCE_TIMES = 65 };
int64_t cadence_of(const int64_t *at, size_t count);

/* The window lengths there are, each a multiple of the one before. */
enum { WINDOWS = 9 };
extern const int64_t window_ms[WINDOWS];

/* The longest window that holds at most so many samples of this cadence (0: unknown). */
int window_for(int64_t cadence, size_t samples);

/* Where the window of this length that holds an instant begins. */
int64_t window_start(int64_t at, int64_t span);

struct window_row { int64_t id, series, start, span; };    /* id 0: not stored yet */

/* Keeps only the hours that none of the samples (rising) lies in. */
void hours_without_samples(struct hourlies *hours, const struct samples *samples);

/* What stands in columns beside a chunk's bytes; of at least one sample and its hours. */
struct chunk_facts { int64_t first, last; double min, max, sum; };
struct chunk_facts chunk_facts(const struct samples *samples, const struct hourlies *hours);

/* --- reading (read.c) ------------------------------------------------------------ */

/*
 * The hours of a chunk, appended: those stored, or made from its samples where none are.
 * `samples` is a workspace, filled with the chunk's samples when they had to be read.
 */
int chunk_hours(const uint8_t *hours, size_t hours_length, const uint8_t *data, size_t data_length,
                struct samples *samples, struct hourlies *out, struct error *err);

#endif
