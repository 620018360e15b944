/*
 * analyzer/engine/rates.h - counters and amounts as rates per second.
 */
#ifndef ANALYZER_ENGINE_RATES_H
#define ANALYZER_ENGINE_RATES_H

#include "data/series.h"
#include "data/store/store.h"

/*
 * Turns raw samples of a counter into rates, in place: sample i becomes the rate
 * between i-1 and i, at the time of i. A fall is a reset and starts a new stretch
 * (no rate across it), unless it is the wrap of a 32-bit counter; a step longer
 * than three times the cadence is a gap. Returns the number of resets.
 */
size_t rates_of_counter(struct samples *samples, int64_t cadence_ms);

/* Turns amounts per period into rates, in place. */
void rates_of_delta(struct samples *samples, int64_t period_ms);

/* The unit of the rate: "B" gives "B/s", "" gives "1/s". Returns out. */
const char *rates_unit(const char *unit, char *out, size_t room);

#endif
