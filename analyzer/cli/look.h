/*
 * analyzer/cli/look.h - what a file holds, series by series, for showing it; nothing is stored.
 */
#ifndef ANALYZER_CLI_LOOK_H
#define ANALYZER_CLI_LOOK_H

#include "data/base/arena.h"
#include "data/intake.h"

enum { LOOK_ROWS = 3 };

struct seen {
    const char *name, *unit;
    enum series_kind kind;
    uint64_t    samples;
    int64_t     from, to;
    double      first, least, most;    /* first: of the earliest sample */
};

struct look {
    struct arena *arena;
    struct seen  *seen;         /* [room] in the order of first use */
    uint32_t      count, room;
    uint64_t      capacities;
    struct { int64_t at; double value; } row[LOOK_ROWS];    /* the first samples of the first series */
    uint32_t      rows;
};

/* The two ends of a drain whose self is a struct look; texts live in its arena. */
int look_samples(void *look, uint32_t series, const struct series_info *info, const int64_t *at,
                 const double *value, size_t count, struct error *err);
int look_capacity(void *look, uint32_t series, const struct series_info *info, int64_t at,
                  double capacity, struct error *err);

#endif
