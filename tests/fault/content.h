/*
 * tests/fault/content.h - what a store holds, as one number.
 *
 * Over series, samples bit by bit, hours, capacities, events, recorded runs and the ledger of imports.
 */
#ifndef TESTS_FAULT_CONTENT_H
#define TESTS_FAULT_CONTENT_H

#include <stdint.h>

#include "data/base/error.h"

/*
 * 0 where there is no store, or nothing in it yet. A store that does not open, does not pass
 * store_verify() or can not be read is a failure: negative, with its reason in err.
 */
int content_of(const char *store, uint64_t *out, struct error *err);

#endif
