/*
 * tests/fuzz/cuts.h - the oracle of all reading: where the bytes of an export are cut changes
 * nothing of what is read.
 *
 * The first line of an input says how the rest is read:
 *
 *     WORD WO       "prometheus a0": the word is the target's, as an importer's name;
 *                   W, a byte, picks how the second reading is cut: byte by byte, or in random
 *                   pieces of up to 9, 33 or 700; O, the bits of a byte, what the user said
 */
#ifndef TESTS_FUZZ_CUTS_H
#define TESTS_FUZZ_CUTS_H

#include <stddef.h>
#include <stdint.h>

#include "ingest/importer.h"

struct order {
    const char *word;                   /* lent of the input */
    size_t      word_length;
    const struct importer *importer;    /* NULL: detect */
    struct ingest_options  options;
    const char *text;                   /* what stands behind the first line */
    size_t      length;
    size_t      piece;                  /* of the second reading */
    uint64_t    seed;
};

/* Takes the first line off; any bytes are an order. The importer is left open. */
void order_read(struct order *out, const char *text, size_t length);

/*
 * Reads whole and cut, and aborts with both printed where they differ. Returns how many samples
 * there were, 0 when both failed; the importer is then the one that was detected, if any was.
 */
uint64_t order_check(struct order *order);

#endif
