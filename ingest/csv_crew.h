/*
 * ingest/csv_crew.h - several threads that parse one table.
 *
 * The calling thread reads text, cuts it at line ends and delivers batches in the order of
 * the file; the others, and it too while it has nothing better to do, parse. Each stretch is
 * parsed as if it began with a row. Where the one before it turns out to end within a row
 * (a quoted line end) or at a new header, what was parsed behind that is thrown away and read
 * again in order. So the result does not depend on the number of threads.
 */
#ifndef INGEST_CSV_CREW_H
#define INGEST_CSV_CREW_H

#include "ingest/csv_deliver.h"
#include "ingest/csv_text.h"

enum { CSV_CREW_MOST = 8 };

/*
 * Reads on with up to `jobs` threads (at least 2). 0: to the end; 1: the rest of the text, or a
 * stretch of it, must be read in order; or an ERR_ code.
 */
int csv_crew_read(struct csv_text *text, const struct csv_plan *plan,
                  const struct ingest_options *options, unsigned jobs,
                  struct csv_delivery *delivery, struct error *err);

#endif
