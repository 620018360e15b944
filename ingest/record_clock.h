/*
 * ingest/record_clock.h - local times of records, told apart where the clocks showed them twice.
 *
 * For formats whose times have no offset, or any form. ingest/timetext.h reads them; how they
 * are written is decided by the first.
 */
#ifndef INGEST_RECORD_CLOCK_H
#define INGEST_RECORD_CLOCK_H

#include "data/intake.h"
#include "ingest/importer.h"
#include "ingest/timetext.h"

/* One column of times; zeroed is ready for use. */
struct record_clock {
    struct time_reader reader;
    int      styled;
    int64_t  last;         /* the instant read before; 0 where the records begin anew */
    uint64_t run;          /* how many records in a row had it */
    int64_t  before;       /* the other instant before that, and how many had that one */
    uint64_t before_run;
    uint64_t folds;        /* times in an hour that was there twice */
};

/*
 * The instant of a text, in the order of the file: 1 and *out, or 0 when it is none, or when its
 * hour was there twice and the user wants neither. `header` is the column's name or "".
 */
int record_clock_read(struct record_clock *clock, const struct ingest_options *options,
                      const char *text, size_t length, const char *header, int64_t *out);

/* Says what was taken for granted: the zone, and which of two hours. Call once, at the end. */
void record_clock_note(const struct record_clock *clock, const struct ingest_options *options,
                     struct intake *intake);

#endif
