/*
 * analyzer/engine/groups.h - members that stand in for one another: what the config's [group] sections say.
 *
 * The members of a group that have the same metric become one more series of the engine,
 * group/NAME/METRIC (of the columns of a table, group/NAME/TABLE), which is analysed as any other. It has no samples of its own: its hours are its
 * members' together (group.c), and its usable capacity is less by what the group keeps in reserve.
 */
#ifndef ANALYZER_ENGINE_GROUPS_H
#define ANALYZER_ENGINE_GROUPS_H

#include <stddef.h>

#include "data/base/error.h"

#define GROUP_SOURCE "group"

enum { GROUP_LEAST = 2 };    /* one alone has nobody who stands in for it */

/* One [group NAME]. */
struct group_rule {
    const char        *name;
    const char *const *series;       /* [series_count] globs: its members */
    size_t             series_count;
    const char        *reserve;      /* as reserve_read() takes it; NULL: nothing is kept */
    const char        *file;         /* where it stands; NULL: in no file */
    long               line;
};

enum reserve_kind {
    RESERVE_NONE,
    RESERVE_MEMBERS,    /* the largest `value` members may fail */
    RESERVE_SHARE,      /* value % of the capacity of all */
    RESERVE_QUANTITY    /* value, in the unit of the members */
};
struct reserve { enum reserve_kind kind; double value; };

/* "n+1", "20%", "50GiB"; NULL is none. ERR_CONFIG with a hint. */
int reserve_read(const char *text, struct reserve *out, struct error *err);

/* What one series of the engine is added up from. */
struct grouping {
    const struct group_rule *rule;
    struct reserve           reserve;
    size_t                  *member;    /* [count] indices into the engine's series, by name */
    size_t                   count;
    int                      shares;    /* of a capacity each: the members' mean, weighed by their sizes */
};

struct engine;

/*
 * Appends a series for each metric of each group to an engine whose stored series are paired; capacities,
 * spares and plans are no members, and a metric with one member makes no series. ERR_CONFIG, with the
 * place of the group, where members can not be added up: they differ in unit, kind, statistic or direction.
 */
int groups_find(struct engine *engine, struct error *err);

/* The grouping of a series; NULL for a stored one. */
const struct grouping *engine_group(const struct engine *engine, size_t series);

/* 1 when the series, or every member of it, comes from that source. */
int engine_of_source(const struct engine *engine, size_t series, const char *source);

#endif
