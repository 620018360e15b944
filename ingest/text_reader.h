/*
 * ingest/text_reader.h - the inside of text_import.h: what its files share.
 */
#ifndef INGEST_TEXT_READER_H
#define INGEST_TEXT_READER_H

#include "ingest/text_import.h"

struct text_reader {
    struct input *in;
    char   *bytes;                  /* read and not yet used: [from, to) */
    size_t  from, to, room;
    int     ended;
    long    next_number;
    struct cell *cell;
    size_t  cell_room;
    char   *unquoted;               /* the cells' text where quotes were doubled */
    size_t  unquoted_room;
    struct text_series **slot;
    size_t  slots, count;
    struct arena arena;
};

/* Keeps the first failure of a job; a code of 0 or more is none. */
void text_keep_failure(struct text_job *job, int rc);

void text_no_memory(struct text_job *job);

#endif
