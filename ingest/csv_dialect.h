/*
 * ingest/csv_dialect.h - how a CSV file is written: separator, header, time column,
 * decimal sign; found by looking at its first rows.
 *
 * For each separator the rows are split and the column is sought that holds times; the
 * separator under which most rows have a time in one place and the same number of
 * cells wins (a `sep=` line wins outright). Rows before the first one with a time are head rows:
 * the last of them is the header, a row of group names above it is joined to it, the
 * rest is a preamble.
 */
#ifndef INGEST_CSV_DIALECT_H
#define INGEST_CSV_DIALECT_H

#include <stddef.h>

#include "ingest/csv_sheet.h"
#include "ingest/csv_value.h"
#include "ingest/importer.h"

/* What is known of a file before it is looked at. */
struct csv_given {
    struct csv_manner manner;       /* .separator 0: look */
    long              skip;         /* lines before the table */
    char              decimal;      /* '.', ',' or 0: look */
};

enum csv_sure { CSV_NO_TABLE, CSV_WEAK, CSV_TABLE };    /* weak: times that can't be read */

struct csv_dialect {
    struct sheet     *sheet;        /* the rows looked at; in the arena */
    size_t            first;        /* index in sheet of the first data row */
    long              first_line;
    size_t            data_offset;  /* where it begins in the text */
    size_t            columns;
    const char      **header;       /* [columns], UTF-8, all different; "column 3" where there is none */
    const char       *same_name;    /* one that stood above several columns; NULL: none did */
    struct cell      *header_cell;  /* [header_count], as written; NULL without a header */
    size_t            header_count;
    const char      **header_unit;  /* [columns] from a row of units; NULL entries and NULL */
    int               trailing;     /* the last column is the empty one behind a final separator */
    size_t            time;         /* index of the time column */
    size_t            clock;        /* of the time of day beside a date; SIZE_MAX for none */
    char             *decimal;      /* [columns]; 0 where "1.234" or "1,234" could be either */
    int               times_unread; /* rows are data whatever their times look like */
};

/*
 * Looks at text, the first bytes of a file (all of it with `whole`), which is written as `given`
 * says. Returns enum csv_sure, or
 * a negative code: ERR_DATA where it is a table that can't be read, with the reason;
 * ERR_NOMEM. Everything lives in the arena.
 */
int csv_dialect_find(struct csv_dialect *out, const char *text, size_t length, int whole,
                     const struct csv_given *given, struct arena *arena, struct error *err);

/*
 * The rest of a dialect whose sheet, first, time and columns are known: names, marks of data
 * rows, time of day, decimal signs. text is what the sheet was read from, `skipped` the bytes and
 * `lines` the lines before it.
 */
int csv_dialect_settle(struct csv_dialect *dialect, const char *text, size_t length,
                       size_t skipped, long lines, char decimal, struct arena *arena,
                       struct error *err);

/* The bytes that so many lines take; length where there are fewer. */
size_t csv_lines(const char *text, size_t length, long lines);

/* The most frequent number of cells in the rows [first, end). */
size_t csv_usual_cells(const struct sheet *sheet, size_t first, size_t end);

/*
 * The cells of one column of the rows looked at that have a time; *count is set. NULL
 * without memory.
 */
struct cell *csv_dialect_column(const struct csv_dialect *dialect, size_t column, size_t *count,
                                struct arena *arena);

#endif
