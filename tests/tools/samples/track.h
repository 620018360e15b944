/*
 * track.h - how the resources of the sample company are used.
 *
 * A track says what is planted in a series; a run is the series made of it. The same numbers on
 * every machine: an own random number generator seeded by the name of the track, and + - * /
 * alone, which IEEE 754 rounds the same everywhere.
 */
#ifndef TESTS_TOOLS_SAMPLES_TRACK_H
#define TESTS_TOOLS_SAMPLES_TRACK_H

#include <stddef.h>
#include <stdint.h>

#define START INT64_C(1757887200000)    /* 2025-09-15T00:00+02:00, a Monday */
#define END   INT64_C(1763938800000)    /* 2025-11-24T00:00+01:00 */
#define FOLD  INT64_C(1761440400000)    /* 2025-10-26T01:00Z: from +02:00 to +01:00 */

enum { RUN_MOST = 20172 };    /* samples from START to END, one in five minutes */

/* A lasting change, from `hour` o'clock (local) of a day counted from 0 on. */
struct jump { int day, hour; double level, peak; };

/* How one resource is used, in the unit of the export. */
struct track {
    const char *name;
    double level, level_a_day;   /* at night, and how it grows */
    double peak, peak_a_day;     /* what a working day's busiest hour adds, and how that grows */
    double weekend;              /* share of the peak on Saturdays and Sundays */
    double jitter, memory;       /* e(i) = memory e(i-1) + jitter N(0,1) */
    double growth;               /* per day, compound; 0 for none */
    double fill;                 /* piles up by so much a day and is purged on Sundays at 04:00 */
    double burst;                /* added from 03:15 to 03:45 every night */
    struct jump jump;
    int    first_day, end_day;   /* exists from .. until, 0: the whole span */
    int    gap_day, gap_days;    /* nothing recorded */
    double most;                 /* physical bound, 0: none */
};

struct run {
    const struct track *track;
    int64_t at[RUN_MOST];
    double  value[RUN_MOST];
    char    there[RUN_MOST];
    size_t  count;
};

/* Fills *run with the samples of a track at from <= at < until; its noise begins at `from`. */
void run_make(struct run *run, const struct track *track, int64_t from, int64_t until, int step_s);

/* What the clocks in Berlin show at an instant of the span, as ms since 1970. */
int64_t local_time(int64_t at);

/* splitmix64: Steele, Lea and Flood 2014. */
uint64_t random_next(uint64_t *state);
uint64_t random_seed(const char *name);

#endif
