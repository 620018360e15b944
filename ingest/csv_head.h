/*
 * ingest/csv_head.h - the names of the columns, from the rows above the data.
 */
#ifndef INGEST_CSV_HEAD_H
#define INGEST_CSV_HEAD_H

#include "ingest/csv_dialect.h"

/*
 * Fills header, same_name, header_cell, header_count, header_unit and trailing of a dialect whose
 * sheet, first, columns, time and data_offset are known. text[0..length-1] is what the sheet was read from.
 * ERR_DATA where header and rows do not fit; ERR_NOMEM.
 */
int csv_head_find(struct csv_dialect *dialect, const char *text, size_t length, struct arena *arena,
                  struct error *err);

#endif
