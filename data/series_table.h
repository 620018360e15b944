/*
 * data/series_table.h - series by name, numbered from 0 in the order of first sight.
 *
 * A hash table over source, resource, metric and labels. Infos are copied; their
 * addresses stay valid until the table is released.
 */
#ifndef DATA_SERIES_TABLE_H
#define DATA_SERIES_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/arena.h"
#include "data/base/error.h"
#include "data/series.h"

struct series_table {
    const struct series_info **info;    /* [count] */
    uint32_t                   count, room;

    uint64_t    *hash;                  /* [count] of the keys */
    uint32_t    *slot;                  /* index + 1, 0 when empty; a power of two of them */
    uint32_t     slots;
    struct arena names;
};

/* Releases everything; a zeroed table is empty and ready for use. */
void series_table_release(struct series_table *table);

/* 1 and the number of the series with these four names, or 0. */
int series_table_find(const struct series_table *table, const struct series_key *key, uint32_t *out);

/*
 * Adds a series that is not there yet. ERR_LIMIT when a part of its name is longer than
 * 1 KiB (labels: 8 KiB), ERR_DATA when it has no metric, ERR_NOMEM.
 */
int series_table_add(struct series_table *table, const struct series_info *info, uint32_t *out,
                     struct error *err);

#endif
