/*
 * Detection on any bytes: no crash; the answer depends on the bytes and on nothing behind them;
 * no importer is surer than certain, and the one that is chosen is the surest. What inspect
 * says of the columns is asked of every importer that says it.
 */
#include <stdlib.h>
#include <string.h>

#include "ingest/importer.h"
#include "tests/fuzz/target.h"

enum { BEHIND = 16 };

static void must(int holds)
{
    if (!holds)
        abort();
}

/* The same bytes with others behind them. */
static const struct importer *sniff_within(const char *text, size_t length, char behind, int *sure)
{
    char *copy = malloc(length + BEHIND);
    const struct importer *found;

    must(copy != NULL);
    memcpy(copy, text, length);
    memset(copy + length, behind, BEHIND);
    found = importer_sniff(copy, length, sure);
    free(copy);
    return found;
}

static void check_surest(const char *text, size_t length, const struct importer *found, int sure)
{
    must((found != NULL) == (sure > 0));
    for (size_t i = 0; importers[i]; i++) {
        int each = importers[i]->sniff(text, length);

        must(each >= 0 && each <= 100 && each <= sure);
        must(importers[i] != found || each == sure);
    }
}

static void check_description(const char *text, size_t length, const struct importer *importer)
{
    struct ingest_options options = { .kind = -1, .file = "export.csv" };
    struct error err = ERROR_NONE;
    struct buf out;

    buf_init(&out, SIZE_MAX / 2);
    must(importer->describe(text, length, &options, &out, &err) == 0 || err.text[0]);
    buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char behind[] = { '"', ',', '\n', '0', '}', '\0' };
    const char *text = (const char *)data;
    int sure, again;
    const struct importer *found;

    if (!size)
        return 0;
    found = importer_sniff(text, size, &sure);
    must(sniff_within(text, size, behind[size % sizeof behind], &again) == found && again == sure);
    check_surest(text, size, found, sure);
    if (found && found->describe)
        check_description(text, size, found);
    return 0;
}

void fuzz_examples(fuzz_input *run)
{
    for (size_t i = 0; importers[i]; i++)
        run(importers[i]->name, (const uint8_t *)importers[i]->example,
            strlen(importers[i]->example));
}
