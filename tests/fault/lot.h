/* tests/fault/lot.h - what the programs of this folder share: how they stop, and their dice. */
#ifndef TESTS_FAULT_LOT_H
#define TESTS_FAULT_LOT_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static inline _Noreturn void stop(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

/* SplitMix64 (Steele, Lea and Flood 2014) */
static inline uint64_t draw(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

#endif
