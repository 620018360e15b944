/*
 * tests/fuzz/target.h - what a fuzz target offers.
 *
 * The fuzzer and replay.c call LLVMFuzzerTestOneInput(), which aborts on a finding. The others
 * are optional, and called by replay.c alone.
 */
#ifndef TESTS_FUZZ_TARGET_H
#define TESTS_FUZZ_TARGET_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Inputs that need no file of their own. */
typedef void fuzz_input(const char *name, const uint8_t *data, size_t size);
void fuzz_examples(fuzz_input *run);

/* Called behind the last input; not 0 when what should have been reached was not. */
int fuzz_ended(void);

#endif
