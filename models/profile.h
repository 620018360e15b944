/*
 * models/profile.h - when in the week it is busy, and when it is quiet.
 *
 * Works on hourly rows whose local hour, weekday and day number the caller has
 * worked out, so that a day of 23 or 25 hours is what it is.
 */
#ifndef MODELS_PROFILE_H
#define MODELS_PROFILE_H

#include <stddef.h>
#include <stdint.h>

#include "data/finding.h"
#include "models/scratch.h"

struct profile_hour {
    double  mean;       /* of the hour's samples */
    double  peak;       /* their p95 or maximum */
    int32_t day;        /* local day number, rising */
    uint8_t hour;       /* 0-23, local */
    uint8_t weekday;    /* 0 Monday … 6 Sunday, local */
};

struct profile_cell {
    struct maybe mean, p95;     /* of the hourly means; of the hourly peaks, nearest rank */
    size_t       count;         /* hours that went into it */
};

struct profile {
    struct profile_cell day[DAY_HOURS];            /* by hour of the day */
    struct profile_cell week[WEEK_HOURS];   /* weekday * DAY_HOURS + hour */
    struct peak_hour    peak[PEAK_HOURS];   /* busiest first; equal means: the earlier hour */
    size_t              peak_count;
    struct window       peak_window;        /* unknown where nothing stands out */
    struct window       quiet_window;       /* two hours of one day; unknown under a full day of hours */
};

/* Doubles of scratch for n rows. */
size_t profile_room(size_t n);

/*
 * Rows in order of time, values finite. n = 0 gives a profile of unknowns. barred[WEEK_HOURS] has 1 where the
 * quiet window may not lie; NULL: nowhere. Cannot fail.
 */
void profile_make(const struct profile_hour *rows, size_t n, const unsigned char *barred,
                  struct scratch *scratch, struct profile *out);

#endif
