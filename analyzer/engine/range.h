/*
 * analyzer/engine/range.h - thresholds as monitoring plugins write them.
 *
 *     10       alert below 0 or above 10
 *     10:      alert below 10
 *     ~:10     alert above 10
 *     10:20    alert outside
 *     @10:20   alert inside, ends included
 *
 * Numbers may end in `d` (days) or `%`, all of one range in the same. Source: Monitoring Plugins
 * Development Guidelines, "Threshold and Ranges".
 */
#ifndef ANALYZER_ENGINE_RANGE_H
#define ANALYZER_ENGINE_RANGE_H

#include "data/base/error.h"

enum { RANGE_ROOM = 80 };

struct range {
    int    given;
    double low, high;      /* -INFINITY and INFINITY where open */
    int    inside;         /* @: alert inside */
    char   unit;           /* 'd', '%' or 0 */
};

/* ERR_USAGE with a hint that shows the forms. */
int range_parse(const char *text, struct range *out, struct error *err);

/* 1 where the range alerts on a value; never where it was not given. */
int range_alerts(const struct range *range, double value);

/* The range without its unit, as perfdata want it; "" where it was not given. Returns out. */
const char *range_text(char out[RANGE_ROOM], const struct range *range);

#endif
