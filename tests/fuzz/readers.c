#include "tests/fuzz/readers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/buf.h"
#include "tests/fuzz/cuts.h"

enum { MOST_IMPORTERS = 128 };

int LLVMFuzzerInitialize(int *count, char ***words);

static struct { uint64_t reads, with_samples; } reached[MOST_IMPORTERS];

static const struct importer *importer_of(const char *name, size_t length)
{
    for (size_t i = 0; importers[i]; i++)
        if (strlen(importers[i]->name) == length && memcmp(importers[i]->name, name, length) == 0)
            return importers[i];
    return NULL;
}

static void count_reached(const struct importer *importer, uint64_t samples)
{
    size_t i = 0;

    while (i < MOST_IMPORTERS - 1 && importers[i] != importer)
        i++;
    reached[i].reads++;
    reached[i].with_samples += samples > 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct order order;
    uint64_t samples;

    order_read(&order, (const char *)data, size);
    order.importer = importer_of(order.word, order.word_length);
    samples = order_check(&order);
    if (order.importer)
        count_reached(order.importer, samples);
    return 0;
}

/* --- the importers of a target ------------------------------------------------------- */

void fuzz_examples(fuzz_input *run)
{
    for (size_t i = 0; importers[i]; i++) {
        struct buf input;

        if (!reader_belongs(importers[i]))
            continue;
        buf_init(&input, SIZE_MAX / 2);
        buf_addf(&input, "%s 00\n%s", importers[i]->name, importers[i]->example);
        run(importers[i]->name, (const uint8_t *)input.text, input.used);
        buf_release(&input);
    }
}

int fuzz_ended(void)
{
    int never = 0;

    for (size_t i = 0; importers[i] && i < MOST_IMPORTERS; i++) {
        if (!reader_belongs(importers[i]))
            continue;
        printf("%-24s %10llu read %10llu with samples\n", importers[i]->name,
               (unsigned long long)reached[i].reads, (unsigned long long)reached[i].with_samples);
        never += reached[i].with_samples == 0;
    }
    return never;
}

static void say_reached(void)
{
    (void)fuzz_ended();
}

/* For the fuzzer, which calls this first; a replay asks fuzz_ended() itself. */
int LLVMFuzzerInitialize(int *count, char ***words)
{
    (void)count, (void)words;
    return atexit(say_reached);
}
