/*
 * Tables: wherever the bytes are cut into blocks, the same samples, rejects and notes come
 * out. The first byte of the input chooses the options.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static struct zone *berlin;

static void read_cut(const struct importer *importer, const struct ingest_options *options,
                     const char *bytes, size_t length, size_t pieces, uint64_t seed, struct buf *out)
{
    struct error err = ERROR_NONE;
    struct input *in = NULL;
    struct reading *r;

    if (input_open_memory(&in, bytes, length, &err) < 0)
        return;
    input_pieces(in, pieces, seed);
    r = reading_of(in, importer, options);
    reading_print(r, out);
    reading_free(r);
    input_close(in);
}

static struct ingest_options options_of(unsigned choice)
{
    struct ingest_options options = reading_options("x/t.csv");

    options.decimal = choice & 1 ? ',' : 0;
    options.date_order = (enum date_order)(choice >> 1 & 3) % 3;
    options.fold = (enum fold)(choice >> 3 & 3);
    options.zone = choice & 32 ? berlin : NULL;
    options.metric = choice & 64 ? "m" : NULL;
    options.unit = choice & 128 ? "GiB" : NULL;
    return options;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const char *const names[] = { "csv-long", "csv-wide", "gcp-csv" };
    struct ingest_options options;
    struct error err = ERROR_NONE;
    struct buf whole, cut;
    const char *text = (const char *)bytes + 1;
    int sure;

    if (!berlin && zone_open(&berlin, "Europe/Berlin", &err) < 0)
        abort();
    if (!length)
        return 0;
    options = options_of(bytes[0]);
    buf_init(&whole, 1 << 26);
    buf_init(&cut, 1 << 26);
    (void)importer_sniff(text, length - 1, &sure);
    for (size_t i = 0; i < COUNT(names); i++) {
        const struct importer *importer = importer_find(names[i]);

        buf_clear(&whole);
        read_cut(importer, &options, text, length - 1, 0, 0, &whole);
        for (uint64_t seed = 0; seed < 2; seed++) {
            buf_clear(&cut);
            read_cut(importer, &options, text, length - 1, seed ? 33 : 1, seed, &cut);
            if (strcmp(whole.text, cut.text) != 0)
                abort();
        }
    }
    buf_release(&whole);
    buf_release(&cut);
    return 0;
}
