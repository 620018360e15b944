/*
 * data/sizing.h - what a sizing came to, as plain values.
 *
 * analyzer/engine fills these, reports/ shows them. Strings are lent from the arena of the
 * command. A value that is not known or not wanted is unknown (known = 0), never 0.
 */
#ifndef DATA_SIZING_H
#define DATA_SIZING_H

#include <stddef.h>
#include <stdint.h>

#include "data/finding.h"

enum { SIZE_ROWS = 24, SIZE_NOTES = 12 };

enum size_kind {
    SIZE_COUNT,        /* a whole number of things */
    SIZE_NUMBER,       /* bare */
    SIZE_QUANTITY,     /* in `unit` */
    SIZE_SHARE,        /* 0-1 */
    SIZE_DATE          /* ms UTC */
};

/* One setting, or one figure that settings lead to: as it is, and as it should be. */
struct size_row {
    const char    *key;        /* "pool_size": for machines; a setting's is its Terraform variable */
    const char    *title;      /* "Pool size" */
    enum size_kind kind;
    const char    *unit;       /* "s", "B/s"; "" for none */
    int            setting;    /* 1: somebody sets it; 0: a figure */
    struct maybe   now, wanted;
    const char    *because;    /* a clause, without full stop; NULL for none */
};

struct size_note {
    enum severity severity;
    const char   *code;        /* "DATABASE_IS_LIMIT" */
    const char   *text;        /* a sentence */
};

struct sizing {
    const char      *series;
    int64_t          as_of;
    struct size_row  row[SIZE_ROWS];
    size_t           row_count;
    struct size_note note[SIZE_NOTES];
    size_t           note_count;
};

#endif
