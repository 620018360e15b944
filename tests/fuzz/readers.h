/*
 * tests/fuzz/readers.h - a target for readers: the word of an input's first line (cuts.h) is the
 * importer's name; any other word: the one that is detected.
 *
 * The importer is picked by its name so that an input keeps its meaning when formats are added.
 */
#ifndef TESTS_FUZZ_READERS_H
#define TESTS_FUZZ_READERS_H

#include "ingest/importer.h"
#include "tests/fuzz/target.h"

/*
 * readers.c has all of a target but this: the importers that it stands for. Any may be named in
 * an input; these are started with, by their own examples, and must have given samples at the end.
 */
int reader_belongs(const struct importer *importer);

#endif
