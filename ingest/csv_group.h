/*
 * ingest/csv_group.h - which rows of a table are about the same thing.
 *
 * Rows follow one another in a pattern: by series the next row is about the same thing, by
 * time it is about the thing that came next the last time. So each group remembers its
 * follower and most rows cost one comparison and no hashing.
 */
#ifndef INGEST_CSV_GROUP_H
#define INGEST_CSV_GROUP_H

#include "ingest/csv_batch.h"
#include "ingest/csv_read.h"

struct csv_groups {
    const struct csv_plan       *plan;
    const struct ingest_options *options;
    struct arena       *arena;
    struct csv_group  **slot;
    size_t              slots, count;
    struct csv_group   *before;        /* of the last row */
    struct csv_group   *only;          /* where there are no key columns */
    char               *key;           /* scratch */
    size_t              key_room;
    struct cell         unit_text;     /* the unit that was met last, and what it means */
    const char         *unit;
    double              unit_scale;
};

int csv_groups_init(struct csv_groups *groups, const struct csv_plan *plan,
                    const struct ingest_options *options, struct arena *arena, struct error *err);
void csv_groups_release(struct csv_groups *groups);

/* The group of the row; NULL without memory. */
struct csv_group *csv_groups_find(struct csv_groups *groups, const struct csv_rows *row);

/* The group that the next row is likely of; NULL when nothing is known yet. */
static inline struct csv_group *csv_groups_expected(const struct csv_groups *groups)
{
    return groups->only ? groups->only : groups->before ? groups->before->follower : NULL;
}

/* It was. */
static inline void csv_groups_came(struct csv_groups *groups, struct csv_group *group)
{
    groups->before = group;
}

#endif
