/*
 * data/store/sort.h - a batch of samples into order of time.
 */
#ifndef DATA_STORE_SORT_H
#define DATA_STORE_SORT_H

#include "data/base/error.h"
#include "data/store/store.h"

/*
 * Sorts by time; of equal times the order stays. *other is a workspace; the two
 * may have changed their memory afterwards. ERR_NOMEM.
 */
int samples_sort(struct samples *samples, struct samples *other, struct error *err);

/*
 * Keeps the last of equal times of sorted samples. What goes is counted: as a duplicate
 * when the one behind it has the same value, else as replaced.
 */
void samples_unique(struct samples *samples, struct merge_counts *counts);

#endif
