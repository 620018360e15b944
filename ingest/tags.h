/*
 * ingest/tags.h - the names and values that describe one series in an export.
 *
 * Collected while an export is read; some are then taken as resource or metric,
 * the rest become labels.
 */
#ifndef INGEST_TAGS_H
#define INGEST_TAGS_H

#include <stddef.h>

#include "data/base/buf.h"
#include "data/base/error.h"

enum { TAGS_MOST = 128 };

struct tags {
    struct { size_t name, value; int taken; } tag[TAGS_MOST];    /* offsets in text */
    size_t     count;
    struct buf text;
    struct buf labels;
    int        too_many;
};

void tags_init(struct tags *tags);
void tags_release(struct tags *tags);
void tags_clear(struct tags *tags);

/* Adds a copy; a name that is there already gets the new value: the last one wins. */
void tags_add(struct tags *tags, const char *name, const char *value);

/* The value of a name, or NULL. Both hold until the next tags_add() or tags_clear(). */
const char *tags_get(const struct tags *tags, const char *name);

/* Likewise, and the tag is no label any more. */
const char *tags_take(struct tags *tags, const char *name);

/* Takes the first of these names that is there; `names` ends with NULL. NULL when none is. */
const char *tags_take_first(struct tags *tags, const char *const *names);

/*
 * *out = the canonical labels text of the tags that were not taken, and of the label stat
 * where `stat` is not NULL; holds until the next call. Names beginning with "__" are left out.
 * ERR_LIMIT past TAGS_MOST or 64 KiB.
 */
int tags_labels(struct tags *tags, const char *stat, const char **out, struct error *err);

#endif
