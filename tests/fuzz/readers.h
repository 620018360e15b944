/*
 * tests/fuzz/readers.h - the oracle of all readers: where the bytes of an export are cut changes
 * nothing of what is read.
 *
 * The first line of an input says how the rest is read:
 *
 *     NAME WO       "prometheus a0": the importer's name (any other word: the one that is detected);
 *                   W, a byte, picks how the second reading is cut: byte by byte, or in random
 *                   pieces of up to 9, 33 or 700; O, the bits of a byte, what the user said
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
