/*
 * ingest/csv_text.h - the text of a table that was not read yet.
 */
#ifndef INGEST_CSV_TEXT_H
#define INGEST_CSV_TEXT_H

#include <stddef.h>

#include "data/base/error.h"
#include "ingest/input.h"

/*
 * Text parsed at once. A stretch and the samples in it should fit the second-level cache, and it
 * should hold several rows of each series, so that these are put side by side in one go.
 */
enum { CSV_STRETCH_WIDE = 256 * 1024, CSV_STRETCH_LONG = 1024 * 1024 };

struct csv_text {
    struct input *in;
    char         *bytes;              /* with CSV_SLACK bytes of room behind `length` */
    size_t        room, length;
    size_t        stretch;            /* one of the above */
    long          line;               /* number of the line that begins at bytes[0] */
    const char   *block;              /* handed out by the input, not copied yet */
    size_t        block_left;
    int           ended;              /* the file has nothing beyond bytes[length] */
    char          final;              /* its last byte so far */
};

void csv_text_init(struct csv_text *text, struct input *in);
void csv_text_release(struct csv_text *text);

/* Reads on until `want` bytes are there or the file ends. 0, or the error of the input or ERR_NOMEM. */
int csv_text_fill(struct csv_text *text, size_t want, struct error *err);

/* Makes room for `more` bytes behind those that are there. */
int csv_text_reserve(struct csv_text *text, size_t more, struct error *err);

/* Drops bytes that were read; next_line is the number of the line that follows. */
void csv_text_drop(struct csv_text *text, size_t count, long next_line);

/* ERR_DATA when what is there can't be a row any more, for its length. */
int csv_text_check_row(const struct csv_text *text, struct error *err);

#endif
