/*
 * The importers of text that is no JSON, on any bytes. The first byte picks the importer, or
 * detection. What is read must not depend on where blocks end: whole, byte by byte and in
 * random pieces give the same samples, rejects and notes.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct importer *pick(uint8_t dice)
{
    const struct importer *text[128] = { NULL };    /* the first: detection */
    size_t count = 1;

    for (size_t i = 0; importers[i] && count < 128; i++)
        if (importers[i]->example[0] != '[' && strncmp(importers[i]->example, "{\"", 2) != 0)
            text[count++] = importers[i];
    return text[dice % count];
}

static void print_in_pieces(const char *text, size_t length, const struct importer *importer,
                            size_t piece, uint64_t seed, struct buf *out)
{
    struct reading *r = reading_of_bytes(text, length, importer, piece, seed);

    buf_init(out, SIZE_MAX / 2);
    reading_print(r, out);
    reading_free(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct { size_t piece; int diced; } ways[] = { { 1, 0 }, { 700, 1 }, { 9, 1 } };
    const char *text = (const char *)data + 1;
    struct buf whole, cut;
    const struct importer *importer;

    if (size < 1)
        return 0;
    importer = pick(data[0]);
    print_in_pieces(text, size - 1, importer, 0, 0, &whole);
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        print_in_pieces(text, size - 1, importer, ways[i].piece, ways[i].diced ? size | 1 : 0, &cut);
        if (strcmp(whole.text, cut.text) != 0) {
            fprintf(stderr, "%s in pieces of %zu:\n%s\nwhole:\n%s\n",
                    importer ? importer->name : "detected", ways[i].piece, cut.text, whole.text);
            abort();
        }
        buf_release(&cut);
    }
    buf_release(&whole);
    return 0;
}
