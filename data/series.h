/*
 * data/series.h - what a measurement is a measurement of.
 *
 * A series is named by source, resource, metric and labels; two exports that
 * agree in these four continue one another. Unit, kind and period are facts
 * about a series, not part of its name.
 */
#ifndef DATA_SERIES_H
#define DATA_SERIES_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/buf.h"

enum series_kind {
    SERIES_GAUGE,      /* a level: used bytes, connections, utilisation, a rate already per second */
    SERIES_COUNTER,    /* only rises, but for resets: analysed as a rate per second */
    SERIES_DELTA       /* an amount per period: analysed as a rate per second */
};

struct series_key {
    const char *source;      /* where it comes from: "prod", "gcp"; may be "" */
    const char *resource;    /* what runs out: "db-main", "web-01:/var"; may be "" */
    const char *metric;      /* "disk_used_bytes"; not empty */
    const char *labels;      /* canonical text from labels_text(), "" for none */
};

struct series_info {
    struct series_key key;
    const char      *unit;         /* base unit by data/base/unit.h; "" for a bare number */
    enum series_kind kind;
    int64_t          period_ms;    /* length of a bucket where the export says it, else 0 */
};

struct label {
    const char *name;
    const char *value;
};

/*
 * Appends `a="1",b="2"`: sorted bytewise by name (labels[] is reordered), with
 * \ " and newline escaped by a backslash. Labels with an empty value are left out.
 */
void labels_text(struct buf *out, struct label *labels, size_t count);

/*
 * Finds a label in canonical text. Returns 1 and appends the unescaped value
 * to *out when it is there.
 */
int labels_get(const char *labels, const char *name, struct buf *out);

/*
 * The next label of canonical text, unescaped, in place of what *name and *value hold; *at, the
 * whole text at first, moves on. 1, or 0 at the end.
 */
int labels_next(const char **at, struct buf *name, struct buf *value);

/*
 * Appends SOURCE/RESOURCE/METRIC, and {labels} where there are any. A `/` in
 * source or resource or metric is written %2F, a `%` %25, so that a name can be taken apart.
 */
void series_name(struct buf *out, const struct series_key *key);

/* 1 when source and resource are the same. */
int series_same_resource(const struct series_key *a, const struct series_key *b);

/* XXH3 of source and resource: the same on every machine, so that work can be shared out by it. */
uint64_t series_resource_hash(const struct series_key *key);

/* "gauge", "counter", "delta". */
const char *series_kind_name(enum series_kind kind);

/* The kind of that name: 1 and *out, or 0. */
int series_kind_find(const char *name, enum series_kind *out);

#endif
