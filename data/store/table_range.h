/*
 * data/store/table_range.h - what a statement asks of the tables of samples (tables.h).
 *
 * table_range_plan() marks the conditions that narrow down what is read, table_range_read() takes
 * their values. SQLite still tests every row itself, so a range may be too wide, never too narrow.
 */
#ifndef DATA_STORE_TABLE_RANGE_H
#define DATA_STORE_TABLE_RANGE_H

#include <sqlite3.h>
#include <stdint.h>

struct table_range {
    char   *name;           /* the only series, by name; NULL: any. Owned */
    char   *glob;           /* pattern of names; NULL: none. Owned */
    int64_t id;
    int     has_id;         /* the only series, by id */
    int64_t from, until;    /* ms, half-open */
};

/*
 * Fills the plan for a table of `columns` columns: series and time first, at and id last.
 * Returns SQLITE_OK or SQLITE_NOMEM.
 */
int table_range_plan(sqlite3_index_info *info, int columns);

/* Takes the values of the marked conditions, replacing *range (zeroed to start). SQLITE_NOMEM. */
int table_range_read(struct table_range *range, const char *marks, int argc, sqlite3_value **argv);

void table_range_release(struct table_range *range);

#endif
