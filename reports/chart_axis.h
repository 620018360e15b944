/*
 * reports/chart_axis.h - where the ticks of a chart stand, and what they say.
 */
#ifndef REPORTS_CHART_AXIS_H
#define REPORTS_CHART_AXIS_H

#include <stdint.h>

#include "data/base/buf.h"
#include "data/base/clock.h"

/* A value axis from 0: values are divided by `scale` and ticked every `step` of the result. */
struct value_axis {
    double      scale;      /* of the unit shown: 2^30 for GiB */
    double      step, top;  /* in that unit; top is a whole number of steps */
    const char *suffix;     /* " GiB", " %", "" */
};

/* The axis on which `largest` (series' unit, > 0) and everything below it fits. */
void value_axis_init(struct value_axis *axis, double largest, const char *unit);

/* "300 GiB" */
void value_axis_label(const struct value_axis *axis, double value, struct buf *out);

enum { DATE_TICKS = 16 };

struct date_tick { int64_t at; char label[TIME_ROOM]; };

/*
 * Ticks at local midnights (of Mondays, of firsts of months) between two
 * instants, at most `most` of them; the first and each of a new year name it.
 * Returns how many.
 */
int date_ticks(const struct zone *zone, int64_t from, int64_t until, int most,
               struct date_tick out[DATE_TICKS]);

#endif
