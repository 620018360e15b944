/*
 * ingest/unknown.h - why a file is none of the formats known here, as far as its beginning tells.
 */
#ifndef INGEST_UNKNOWN_H
#define INGEST_UNKNOWN_H

#include <stddef.h>

#include "data/base/error.h"

/*
 * Fills *err for a head that importer_sniff() found nothing for, and returns ERR_DATA (ERR_NOMEM
 * at worst): an empty file, a header without rows, a table without times, broken JSON, the error
 * that a server answered with, XML. Line and column are set where there is one to look at.
 */
int unknown_format(const char *head, size_t length, struct error *err);

#endif
