/*
 * ingest/text_import.h - what importers of text share that comes line by line.
 *
 * For formats that are no table with one header: each line, or each record of cells, is
 * given to the importer, which puts what it finds. Lines end with LF or CR LF.
 */
#ifndef INGEST_TEXT_IMPORT_H
#define INGEST_TEXT_IMPORT_H

#include "data/base/arena.h"
#include "data/base/number.h"
#include "ingest/draft.h"
#include "ingest/importer.h"
#include "ingest/record_clock.h"
#include "ingest/tags.h"

enum { TEXT_LINE_MOST = 16 << 20, TEXT_CELLS_MOST = 65535 };

/* A series as the text names it; made once, found again by that name. */
struct text_series {
    char    *key;           /* NUL-terminated copy */
    size_t   length;
    uint64_t hash;
    int      open;          /* series and scale hold */
    uint32_t series;
    double   scale;
    void    *own;           /* free for the importer */
};

struct text_job {
    const struct ingest_options *options;
    struct intake *out;
    struct tags    tags;            /* for the series at hand */
    struct record_clock clock;      /* for times of any form */
    int            found;           /* set by the importer when it met what it reads */

    /* the record at hand, until the next: */
    const char  *line;              /* without its end; not NUL-terminated */
    size_t       length;
    long         number;            /* of its first line, from 1 */
    struct cell *cell;              /* by text_split() or text_words() */
    size_t       cells;

    int          failed;            /* 0, or the ERR_ code that ends the reading */
    struct error err;

    struct text_reader *reader;     /* text_import.c's own */
};

struct text_format {
    const char *what;               /* for the message when there is none of it: "samples" */
    int         quotes;             /* a record with an open " goes on in the next line */

    /* Called for each record that is not empty; `self` is the importer's own state. */
    void (*record)(struct text_job *job, void *self);
    /* Called after the last; may be NULL. */
    void (*finish)(struct text_job *job, void *self);
};

/* Reads all records. ERR_DATA "no WHAT in it" where job->found was never set. */
int text_import(struct input *in, const struct ingest_options *options, struct intake *out,
                const struct text_format *format, void *self, struct error *err);

/* Splits the record into job->cell at a separator; quotes are taken off, blanks around trimmed. */
void text_split(struct text_job *job, char separator);

/* Likewise at runs of blanks, without quotes. */
void text_words(struct text_job *job);

/* 1 when the cell is this text. */
int cell_is(const struct cell *cell, const char *text);

/* Copies a cell, cut to the room. Returns out. */
const char *cell_copy(const struct cell *cell, char *out, size_t room);

/* Ends the reading with a code; the text as error_set(). */
void text_fail(struct text_job *job, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Counts a record or value that could not be read. */
void text_reject(struct text_job *job, const char *column, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Reads an instant of any form with job->clock; 0 when it is none, which was counted as a reject. */
int text_time(struct text_job *job, const struct cell *cell, const char *header, int64_t *out);

/*
 * Reads a number with the decimal sign given: 1 and *out, or 0 when it is none, which was counted
 * as missing, infinite or a reject.
 */
int text_number(struct text_job *job, const struct cell *cell, char decimal, const char *column,
                double *out);

/* The series of this name, made when it is new (.open is 0 then); NULL without memory. */
struct text_series *text_series(struct text_job *job, const char *key, size_t length);

/* Opens it as drafted; 1, or 0 after a failure. */
int text_open(struct text_job *job, struct text_series *series, const struct draft *draft);

/* Puts one sample of an open series. */
void text_put(struct text_job *job, const struct text_series *series, int64_t at, double value);

/* 1 when head begins with the text. */
int head_begins(const char *head, size_t length, const char *text);

#endif
