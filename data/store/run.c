/*
 * Recorded runs: what an analysis foretold of each series, to be compared with what came.
 */
#include "data/store/handle.h"
#include "data/store/rows.h"

/*
 * The numbers of an outlook in the order in which they stand in SQL_OUTLOOK_ADD and
 * SQL_OUTLOOK_OF; written once here, for both ways.
 */
static const struct { const char *name; size_t offset; } numbers[] = {
#define NUMBER(name, member) { ":" name, offsetof(struct store_outlook, member) }
    NUMBER("level", level),             NUMBER("usable", usable),
    NUMBER("growth", growth_per_day),   NUMBER("early", days_early),
    NUMBER("median", days_median),      NUMBER("late", days_late),
    NUMBER("low_7", low[0]),            NUMBER("low_14", low[1]),
    NUMBER("low_30", low[2]),           NUMBER("low_90", low[3]),
    NUMBER("median_7", median[0]),      NUMBER("median_14", median[1]),
    NUMBER("median_30", median[2]),     NUMBER("median_90", median[3]),
    NUMBER("high_7", high[0]),          NUMBER("high_14", high[1]),
    NUMBER("high_30", high[2]),         NUMBER("high_90", high[3]),
#undef NUMBER
};
enum { NUMBERS = sizeof numbers / sizeof numbers[0], TEXTS = 6 };

static int add_run(struct store *store, const struct store_run *run, int64_t *id, struct error *err)
{
    sqlite3_stmt *statement;
    int rc = sql_take(store, SQL_RUN_ADD, &statement, err);

    if (rc < 0)
        return rc;
    sql_int(statement, ":as_of", run->as_of);
    sql_int(statement, ":at", run->at);
    sql_text(statement, ":command", run->command);
    sql_text(statement, ":timezone", run->timezone);
    rc = sql_run(store, statement, "recording a run", err);
    if (rc == 0)
        *id = sqlite3_last_insert_rowid(store->db);
    return rc;
}

static int add_outlook(struct store *store, int64_t run, const struct store_outlook *row,
                       struct error *err)
{
    sqlite3_stmt *statement;
    int rc = sql_take(store, SQL_OUTLOOK_ADD, &statement, err);

    if (rc < 0)
        return rc;
    sql_int(statement, ":run", run);
    sql_text(statement, ":series", row->series);
    sql_text(statement, ":verdict", row->verdict);
    sql_text(statement, ":severity", row->severity);
    sql_text(statement, ":model", row->model);
    sql_text(statement, ":statistic", row->statistic);
    sql_text(statement, ":unit", row->unit);
    for (size_t i = 0; i < NUMBERS; i++) {
        const struct store_number *number =
            (const struct store_number *)(const void *)((const char *)row + numbers[i].offset);

        if (number->known)
            sql_real(statement, numbers[i].name, number->value);
    }
    return sql_run(store, statement, "recording a run", err);
}

int store_run_add(struct store *store, const struct store_run *run, const struct store_outlook *rows,
                  size_t count, int64_t *out_id, struct error *err)
{
    int64_t id = 0;
    int rc = sql_script(store, "SAVEPOINT run", "recording a run", err);

    if (rc < 0)
        return rc;
    rc = add_run(store, run, &id, err);
    for (size_t i = 0; i < count && rc == 0; i++)
        rc = add_outlook(store, id, &rows[i], err);
    if (rc == 0)
        rc = sql_script(store, "RELEASE run", "recording a run", err);
    if (rc < 0) {
        sqlite3_exec(store->db, "ROLLBACK TO run; RELEASE run", NULL, NULL, NULL);
        return rc;
    }
    *out_id = id;
    return 0;
}

static int read_run(sqlite3_stmt *statement, struct arena *arena, void *out)
{
    struct store_run *row = out;

    row->id = sqlite3_column_int64(statement, 0);
    row->as_of = sqlite3_column_int64(statement, 1);
    row->at = sqlite3_column_int64(statement, 2);
    row->command = sql_copy(statement, 3, arena);
    row->timezone = sql_copy(statement, 4, arena);
    return row->command && row->timezone;
}

int store_run_list(struct store *store, struct arena *arena, struct store_run **out, size_t *count,
                   struct error *err)
{
    struct rows rows = { .size = sizeof **out, .arena = arena };
    sqlite3_stmt *statement;
    int rc = sql_take(store, SQL_RUN_LIST, &statement, err);

    if (rc == 0)
        rc = rows_read(store, statement, &rows, read_run, err);
    if (rc < 0)
        return rc;
    *out = rows.row;
    *count = rows.count;
    return 0;
}

static int read_outlook(sqlite3_stmt *statement, struct arena *arena, void *out)
{
    struct store_outlook *row = out;
    const char **const texts[TEXTS] = { &row->series, &row->verdict, &row->severity,
                                        &row->model, &row->statistic, &row->unit };

    for (int i = 0; i < TEXTS; i++) {
        *texts[i] = sql_copy(statement, i, arena);
        if (!*texts[i])
            return 0;
    }
    for (size_t i = 0; i < NUMBERS; i++) {
        struct store_number *number = (struct store_number *)(void *)((char *)row + numbers[i].offset);
        int column = TEXTS + (int)i;

        number->known = sqlite3_column_type(statement, column) != SQLITE_NULL;
        if (number->known)
            number->value = sqlite3_column_double(statement, column);
    }
    return 1;
}

static int run_exists(struct store *store, int64_t run, struct error *err)
{
    sqlite3_stmt *statement;
    int rc = sql_take(store, SQL_RUN_FIND, &statement, err);

    if (rc < 0)
        return rc;
    sql_int(statement, ":id", run);
    rc = sql_step(store, statement, "reading a run", err);
    sqlite3_reset(statement);
    if (rc == 0)
        return error_set(err, ERR_NOTFOUND, "there is no recorded run %lld", (long long)run);
    return rc < 0 ? rc : 0;
}

int store_run_read(struct store *store, int64_t run, struct arena *arena,
                   struct store_outlook **out, size_t *count, struct error *err)
{
    struct rows rows = { .size = sizeof **out, .arena = arena };
    sqlite3_stmt *statement;
    int rc = run_exists(store, run, err);

    if (rc == 0)
        rc = sql_take(store, SQL_OUTLOOK_OF, &statement, err);
    if (rc < 0)
        return rc;
    sql_int(statement, ":run", run);
    rc = rows_read(store, statement, &rows, read_outlook, err);
    if (rc < 0)
        return rc;
    *out = rows.row;
    *count = rows.count;
    return 0;
}
