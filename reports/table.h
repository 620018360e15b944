/*
 * reports/table.h - rows of typed cells, written for people or for machines.
 *
 * A table is filled once, cell after cell, row after row, and can then be
 * written in every form. People get rounded numbers with units and dates in
 * words; machines get column keys, exact numbers and ISO times. A number that
 * does not exist is an empty cell, never 0 or NaN.
 *
 *     static const struct column columns[] = {
 *         { .key = "series",  .title = "Series", .flexible = 1 },
 *         { .key = "samples", .title = "Samples", .right = 1 },
 *     };
 *     table_init(&table, &arena, columns, 2, zone);
 *     table_text(&table, name);
 *     table_count(&table, samples);
 *     rc = table_terminal(&table, &style, &out, err);
 *
 * Texts are lent: they must live as long as the table. Failure sticks, as in a
 * struct buf: adding needs no check, the writers report it.
 */
#ifndef REPORTS_TABLE_H
#define REPORTS_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/arena.h"
#include "data/base/buf.h"
#include "data/base/clock.h"
#include "data/base/error.h"
#include "data/finding.h"

struct column {
    const char *key;         /* for machines: "growth_per_day"; unique in its table */
    const char *title;       /* for people: "Growth a month"; carries the unit of bare numbers */
    int         right;       /* aligned right: numbers */
    int         flexible;    /* gives way first when the terminal is narrow; cut in the middle */
    int         machine;     /* for machines only: left out of what people read */
    int         person;      /* for people only */
    int         prose;       /* sentences: broken into lines, never cut */
    int         spare;       /* left out of a terminal that is too narrow, the last first */
    int         picture;     /* only for people, and only where pictures can be drawn */
};

enum cell_kind {
    CELL_NONE,        /* unknown: "" in CSV, null in JSON, an en dash for people */
    CELL_TEXT,
    CELL_SERIES,      /* a series by its name in `text`; pages may set its parts in two lines from `key` */
    CELL_NUMBER,      /* bare; people get three significant digits */
    CELL_QUANTITY,    /* number and its unit in `text` */
    CELL_COUNT,       /* a whole number of things */
    CELL_SHARE,       /* 0-1; people get percent */
    CELL_TIME,        /* an instant: people get "2026-01-31 13:00" */
    CELL_DATE,        /* an instant of which the day matters: "31 Jan 2026" */
    CELL_FLAG,        /* yes or no; true or false */
    CELL_SEVERITY,    /* `integer` is an enum severity; `text` what to say, NULL: its name */
    CELL_SPARK        /* a small picture of `spark`; machines get nothing */
};

struct cell {
    enum cell_kind kind;
    double         number;
    int64_t        integer;          /* count, instant or flag */
    const char    *text;
    const struct series_key *key;
    const struct maybe *spark;
    size_t         spark_count;
};

struct table {
    const struct column *columns;    /* [column_count], lent */
    size_t               column_count;
    const struct zone   *zone;       /* for times shown to people; NULL is UTC */
    const char          *caption;    /* may be NULL */
    struct arena        *arena;
    struct cell         *cells;      /* row-major, cell_count of them */
    size_t               cell_count, room;
    int                  failed;     /* 0 or ERR_NOMEM */
};

void table_init(struct table *table, struct arena *arena, const struct column *columns,
                size_t column_count, const struct zone *zone);

/* Each adds the next cell of the row; a row is full after column_count cells. */
void table_none(struct table *table);
void table_text(struct table *table, const char *text);    /* NULL: none */
void table_series(struct table *table, const char *name, const struct series_key *key);
void table_number(struct table *table, double value);      /* not finite: none */
void table_maybe(struct table *table, struct maybe value);
void table_quantity(struct table *table, struct maybe value, const char *unit);
void table_count(struct table *table, uint64_t count);
void table_share(struct table *table, struct maybe share);
void table_time(struct table *table, int64_t at);
void table_date(struct table *table, int64_t at);
void table_flag(struct table *table, int yes);
void table_severity(struct table *table, enum severity severity, const char *text);
void table_spark(struct table *table, const struct maybe *spark, size_t count);

size_t table_rows(const struct table *table);

struct table_style {
    unsigned width;    /* columns of the terminal; 0: as wide as the table needs */
    int      color;    /* 1: severities in colour (never by colour alone) */
    unsigned indent;   /* blanks before each line */
};

/* Lines for a terminal, header first, by libsmartcols. Control bytes are shown, never sent. */
int table_terminal(const struct table *table, const struct table_style *style, struct buf *out,
                   struct error *err);

/* RFC 4180 with a header row; texts that a spreadsheet would compute are disarmed. */
int table_csv(const struct table *table, struct buf *out, struct error *err);

/* Its parts, for a table too long to be held: the header row, then whatever rows there are, then without them. */
void table_csv_header(const struct table *table, struct buf *out);
int table_csv_rows(const struct table *table, struct buf *out, struct error *err);
void table_clear(struct table *table);

/* A JSON array with one object a row. */
int table_json(const struct table *table, struct buf *out, struct error *err);

/* What people read in a cell, unescaped, onto out; nothing for CELL_SPARK. */
void cell_words(const struct cell *cell, const struct zone *zone, struct buf *out);

#endif
