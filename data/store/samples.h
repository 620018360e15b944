/*
 * data/store/samples.h - columns of samples: searched, sorted, combined.
 */
#ifndef DATA_STORE_SAMPLES_H
#define DATA_STORE_SAMPLES_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/error.h"
#include "data/store/store.h"

/* Room for count samples in *out, what it holds being kept. ERR_NOMEM. */
int samples_reserve(struct samples *out, size_t count, struct error *err);

/* The place of the first of rising times that is not before `at`; the count when there is none. */
size_t samples_from(const struct samples *samples, int64_t at);

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

/*
 * Both columns, each rising strictly, in one; of equal times that of `part` holds. Adds to
 * *counts. When nothing is fresh or replaced, *merged is undefined. ERR_NOMEM.
 */
int samples_combine(const struct samples *stored, const struct samples *part,
                    struct samples *merged, struct merge_counts *counts, struct error *err);

#endif
