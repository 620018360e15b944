/*
 * data/store/join.h - one store taken into another.
 *
 * A series that only the other one has comes over as it is stored, byte for byte, with what is left
 * of pruned hours; of a series that both have the samples are merged, and where values differ the
 * other one's hold. Capacities, events and the list of imports come too, each once however often it is done.
 * Recorded runs stay where they are: they are about the store that they were made on.
 */
#ifndef DATA_STORE_JOIN_H
#define DATA_STORE_JOIN_H

#include <stdint.h>

#include "data/base/error.h"
#include "data/store/store.h"

struct join_counts {
    uint64_t series, new_series;
    struct merge_counts samples;    /* fresh counts those of new series too */
};

/*
 * Takes `from` into `into`, inside a transaction of the latter, and adds to *counts. ERR_DATA for a
 * series in both of which `from` has lost raw samples to pruning.
 */
int store_join(struct store *into, struct store *from, struct join_counts *counts, struct error *err);

#endif
