/* tests/fault/ration.h - how much memory a program gets: shared by lib/memory.c and who starts it. */
#ifndef TESTS_FAULT_RATION_H
#define TESTS_FAULT_RATION_H

#include <stdint.h>

#define RATION_VARIABLE "HEADROOM_RATION"

enum { RATION_FRAMES = 24 };

struct ration {
    uint64_t at, forever;    /* the allocation that fails, from 1 on; whether all behind it do */
    uint64_t taken;          /* allocations so far */
    uint64_t frame[RATION_FRAMES];    /* who asked for the first that failed */
};

#endif
