/*
 * Runs a fuzz target on the files it is given, without a fuzzer: what was once
 * found stays found. Exits 1 when a file can not be read, or the target's own examples did not
 * reach all they should; a finding aborts.
 *
 *     fuzz_json FILE…            runs
 *     fuzz_json --seeds FOLDER   writes the target's own examples as files, for a fuzzer to start with
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/target.h"

#pragma weak fuzz_examples
#pragma weak fuzz_ended

enum { MOST = 64 << 20 };

static const char *seeds;

/* The bytes of a file in memory of exactly their size, so that a read past them is seen. */
static uint8_t *read_whole(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = NULL;
    long size = -1;

    if (file && fseek(file, 0, SEEK_END) == 0)
        size = ftell(file);
    if (size >= 0 && size <= MOST && fseek(file, 0, SEEK_SET) == 0)
        bytes = malloc(size ? (size_t)size : 1);
    if (bytes && fread(bytes, 1, (size_t)size, file) != (size_t)size) {
        free(bytes);
        bytes = NULL;
    }
    if (file)
        fclose(file);
    *length = size > 0 ? (size_t)size : 0;
    return bytes;
}

static int run_file(const char *path)
{
    size_t length;
    uint8_t *bytes = read_whole(path, &length);

    if (!bytes) {
        fprintf(stderr, "%s: can not be read\n", path);
        return 1;
    }
    LLVMFuzzerTestOneInput(bytes, length);
    free(bytes);
    return 0;
}

static void run_example(const char *name, const uint8_t *data, size_t size)
{
    (void)name;
    LLVMFuzzerTestOneInput(data, size);
}

static void write_seed(const char *name, const uint8_t *data, size_t size)
{
    char path[4096];
    FILE *file;

    snprintf(path, sizeof path, "%s/example-%s", seeds, name);
    file = fopen(path, "wb");
    if (!file || fwrite(data, 1, size, file) != size || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
}

int main(int count, char **word)
{
    int bad = 0;

    if (count == 3 && strcmp(word[1], "--seeds") == 0) {
        seeds = word[2];
        if (fuzz_examples)
            fuzz_examples(write_seed);
        return 0;
    }
    if (fuzz_examples)
        fuzz_examples(run_example);
    for (int i = 1; i < count; i++)
        bad |= run_file(word[i]);
    printf("%d inputs\n", count - 1);
    if (fuzz_ended && fuzz_ended() != 0) {
        printf("an importer gave no sample\n");
        bad = 1;
    }
    return bad;
}
