/*
 * ingest/csv_sheet.h - the first rows of a file, kept to be looked at.
 */
#ifndef INGEST_CSV_SHEET_H
#define INGEST_CSV_SHEET_H

#include <stddef.h>

#include "data/base/arena.h"
#include "data/base/error.h"
#include "ingest/csv_read.h"
#include "ingest/timetext.h"

enum { SHEET_ROWS = 1000 };

struct sheet_row {
    struct cell *cell;
    size_t       count;
    size_t       offset;    /* of its first byte in the text */
    long         line;
    int          is_data;   /* set by csv_dialect.c: as many cells as most and a time in its place */
};

/* How a table is written. */
struct csv_manner {
    char separator;
    char quote;       /* 0: none */
    char comment;     /* lines that begin with it are no rows; 0: none */
};

struct sheet {
    struct csv_manner manner;
    struct sheet_row *row;
    size_t            rows, room;
    enum csv_damage   damage;       /* of the first damaged row, which is not among them */
    long              damage_line;
};

/*
 * Reads up to SHEET_ROWS rows of the text, without comment lines. Cells live in the arena.
 * With `whole` the text is all of the file, else its last row may be cut and is left out.
 */
int sheet_read(struct sheet *sheet, const char *text, size_t length, int whole,
               const struct csv_manner *manner, struct arena *arena, struct error *err);

/* A cell as UTF-8 text in the arena, Windows-1252 decoded where it is no UTF-8; NULL without memory. */
char *cell_text(struct arena *arena, const struct cell *cell);

/* 1 when both have the same bytes. */
int cell_equal(const struct cell *a, const struct cell *b);

#endif
