/*
 * Runs a fuzz target on the files it is given, without a fuzzer: what was once
 * found stays found. Exits 1 when a file can not be read; a finding aborts.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

enum { MOST = 64 << 20 };

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

int main(int count, char **path)
{
    for (int i = 1; i < count; i++) {
        size_t length;
        uint8_t *bytes = read_whole(path[i], &length);

        if (!bytes) {
            fprintf(stderr, "%s: can not be read\n", path[i]);
            return 1;
        }
        LLVMFuzzerTestOneInput(bytes, length);
        free(bytes);
    }
    printf("%d inputs\n", count - 1);
    return 0;
}
