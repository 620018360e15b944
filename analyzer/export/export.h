/*
 * analyzer/export/export.h - samples on their way out of the store.
 *
 * An exporter is one file in this folder that defines one `const struct exporter`, and one line in
 * registry.c. Series are read in parts of bounded length and written as they come, so an export of any
 * size takes little memory. What csv and json write, `headroom ingest` reads back to the
 * same samples, bit for bit.
 */
#ifndef ANALYZER_EXPORT_EXPORT_H
#define ANALYZER_EXPORT_EXPORT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "data/base/buf.h"
#include "data/base/error.h"
#include "data/store/store.h"

struct export {
    struct store              *store;
    const struct store_series *series;           /* [count], by name */
    size_t                     count;
    const struct store_capacity *capacity;       /* [capacities], by series and time */
    size_t                     capacities;
    int64_t                    from, until;      /* ms, half-open */
    FILE                      *out;
    const char                *out_name;         /* for messages */
    struct buf                 text;             /* not written yet */
    struct samples             samples;          /* of the part at hand */
};

struct exporter {
    const char *name;       /* what --format takes */
    const char *title;      /* one line for the help */
    int (*write)(struct export *export, struct error *err);
};

/* All exporters, the default first; ends with NULL. */
extern const struct exporter *const exporters[];

/* The name of the index-th exporter, NULL past the last; for option tables. */
const char *exporter_name(size_t index);

/*
 * Reads the next samples of a series from *at on, which moves on to where the next call goes on:
 * 1 with some in export->samples, 0 when there are no more.
 */
int export_part(struct export *export, const struct store_series *series, int64_t *at,
                struct error *err);

/* Writes export->text out where it has grown long, or with `all` in any case. */
int export_flush(struct export *export, int all, struct error *err);

/*
 * The capacities that exports said of a series (those a user set are not samples), by time.
 * Returns how many; *out is the first.
 */
size_t export_capacities(const struct export *export, const struct store_series *series,
                         const struct store_capacity **out);

#endif
