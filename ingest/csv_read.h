/*
 * ingest/csv_read.h - rows of cells out of a stretch of text.
 *
 * Rows without quotes are split here, in one pass and without copying; a row that
 * holds a quote is handed to libcsv, which knows what real files do with quotes.
 * Both give the same cells: blanks and tabs around unquoted cells are trimmed, empty
 * lines are no rows, LF, CR LF and CR end a row.
 *
 * The text belongs to the caller and may end anywhere. A row that is not complete is
 * left for the next time, when the caller brings it again with more behind it.
 */
#ifndef INGEST_CSV_READ_H
#define INGEST_CSV_READ_H

#include <csv.h>
#include <stddef.h>

#include "data/base/buf.h"
#include "data/base/error.h"
#include "ingest/csv_marks.h"
#include "ingest/timetext.h"

enum { CSV_CELL_MOST = 64 * 1024, CSV_ROW_MOST = 16 << 20, CSV_COLUMNS_MOST = 65535 };
enum { CSV_SLACK = 2 * CSV_MARKS_BLOCK };

enum csv_damage {
    CSV_SOUND,
    CSV_UNCLOSED,       /* a quote does not end; reading goes on at the next line */
    CSV_CELL_LONG,      /* a cell is longer than CSV_CELL_MOST */
    CSV_ROW_WIDE        /* more than CSV_COLUMNS_MOST cells */
};

/* What is wrong with such a row, as lower-case text; "" for a sound one. */
const char *csv_damage_text(enum csv_damage damage);

struct csv_rows {
    /* the row that csv_rows_next() found: */
    struct cell    *cell;       /* into the text, or into memory of the reader; until the next call */
    size_t          count;
    long            line;       /* of its first byte, counting from first_line */
    const char     *start;      /* its text, with its end of line */
    enum csv_damage damage;
    int             copied;     /* the cells are libcsv's, not parts of the text */

    /* how and what is read: */
    char            separator;
    char            quote;      /* mostly '"'; 0: a quote is a character like any other */
    char            comment;    /* lines that begin with it are no rows; 0 for none */
    const char     *at, *end;   /* not read yet */
    int             last;       /* nothing follows the text: its last row is complete */
    long            next_line;

    /* within: */
    size_t            room;
    struct csv_parser parser;
    int               open, row_ended;
    struct buf        quoted;           /* text of the cells libcsv gave */
    struct csv_marks  marks;
    const char       *marked;           /* where marks goes on */
};

int csv_rows_init(struct csv_rows *rows, char separator, char quote, char comment,
                  struct error *err);
void csv_rows_release(struct csv_rows *rows);

/*
 * Gives text to read. The CSV_SLACK bytes behind it belong to the reader: the first is
 * overwritten (a sentinel), the others are looked at. With `last`, text that does not end
 * in a line end is a row too. first_line: its line number.
 */
void csv_rows_feed(struct csv_rows *rows, char *text, size_t length, int last, long first_line);

/* 1: a row; 0: none complete is left, rows->at is where the incomplete one begins; or ERR_NOMEM. */
int csv_rows_next(struct csv_rows *rows, struct error *err);

#endif
