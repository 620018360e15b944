/*
 * data/waiver.h - a gate that was silenced for some series, until a day and for a reason.
 *
 * While it is in force every check and report says so; from WAIVER_WARN_DAYS before its end it warns,
 * and the day after, the gate holds again.
 */
#ifndef DATA_WAIVER_H
#define DATA_WAIVER_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/clock.h"

enum { WAIVER_WARN_DAYS = 7 };

struct waiver {
    const char        *name, *reason;
    const char        *owner;            /* NULL: nobody named */
    const char *const *selectors;        /* globs on series names */
    size_t             selector_count;
    int64_t            until;            /* the last instant at which it is in force */
};

int waiver_covers(const struct waiver *waiver, const char *series);
int waiver_in_force(const struct waiver *waiver, int64_t now);

/* Local days from now to its last one: 0 on that day, below 0 when it has ended. */
int waiver_days_left(const struct waiver *waiver, const struct zone *zone, int64_t now);

#endif
