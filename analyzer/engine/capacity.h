/*
 * analyzer/engine/capacity.h - capacity as a line of its own over time.
 *
 * A capacity holds from its step until the next; before the first step the
 * first holds, since what was in force earlier is not known.
 */
#ifndef ANALYZER_ENGINE_CAPACITY_H
#define ANALYZER_ENGINE_CAPACITY_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/error.h"
#include "data/finding.h"
#include "data/store/store.h"

struct capacity_step { int64_t at; double value; };

struct capacity_line {
    struct capacity_step *step;    /* rising by time */
    size_t                count, room;
    enum capacity_origin  origin;
};

void capacity_release(struct capacity_line *line);

/* Adds a step later than those there are; one that changes nothing is left out. */
int capacity_add(struct capacity_line *line, int64_t at, double value, struct error *err);

/* From one instant up to another, what there is becomes scale times as much and `add` besides. */
int capacity_change(struct capacity_line *line, int64_t from, int64_t until, double scale, double add,
                    struct error *err);

/* The capacity in force at an instant; 0 where none is known. */
double capacity_at(const struct capacity_line *line, int64_t at);

/* Where a capacity can come from, and the stretch of time it is asked for. */
struct capacity_sources {
    const struct store_capacity *rows;       /* [row_count] stored ones of this series, by time */
    size_t                       row_count;
    const struct hourly         *paired;     /* [paired_count] hours of the capacity series */
    size_t                       paired_count;
    double                       config;     /* by the config, in the series' unit; 0 for none */
    const char                  *unit;
    int64_t                      from;       /* what changed before is no change */
    int64_t                      as_of;      /* what comes in force later is not known yet */
};

/*
 * Makes the line of one series, from the strongest source that says something: a
 * capacity column, the paired series, the config, the unit; and above them, from its own day on,
 * `capacity set`.
 */
int capacity_make(const struct capacity_sources *sources, struct capacity_line *out,
                  struct error *err);

#endif
