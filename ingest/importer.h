/*
 * ingest/importer.h - what every export format offers.
 *
 * An importer is one file in this folder that defines one
 * `const struct importer`, and one line in registry.c. It turns bytes into
 * samples and knows nothing of the store: it puts them into an intake.
 */
#ifndef INGEST_IMPORTER_H
#define INGEST_IMPORTER_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/buf.h"
#include "data/base/clock.h"
#include "data/base/error.h"
#include "data/intake.h"
#include "ingest/input.h"

enum fold { FOLD_ORDER, FOLD_FIRST, FOLD_SECOND, FOLD_ERROR };
enum date_order { DATE_AUTO, DATE_DMY, DATE_MDY };

struct mapping;

/* What the user said about the file; everything may be left open. */
struct ingest_options {
    const char *source, *resource, *metric, *unit;    /* NULL: not given */
    int         kind;             /* enum series_kind, or -1: not given */
    const struct zone *zone;      /* for times without an offset; NULL: UTC */
    int         zone_given;       /* else such times are noted as a guess */
    char        decimal;          /* '.', ',' or 0: look */
    enum date_order date_order;
    enum fold   fold;             /* which of two instants a repeated hour means */
    int64_t     now;              /* the clock, for times without a year */
    unsigned    jobs;             /* threads that may read one file; 0 is 1 */
    const char *file;             /* path as named; its parts may name resource and metric */
    const struct mapping *mapping;    /* the plan the user wrote, see mapping.h; NULL: none */
};

struct importer {
    const char *name;           /* what --format takes: "csv-long" */
    const char *title;          /* "CSV, one sample a row" */
    const char *recognised;     /* how it is known: "a time column and a value column" */
    const char *command;        /* what makes such an export: "aws cloudwatch get-metric-data …" */
    const char *example;        /* a few lines of such a file; sniffed and read by a test */

    /*
     * How sure this is one of ours, judged by the first bytes: 0 surely not, 100
     * certain (magic line or keys), 50 likely (generic). ERR_NOMEM where there is no memory to judge.
     */
    int (*sniff)(const char *head, size_t length);

    /* Reads to the end. Returns 0 or an ERR_ code; rejects and notes go to the intake. */
    int (*read)(struct input *in, const struct ingest_options *options, struct intake *out,
                struct error *err);

    /*
     * Optional: what inspect prints about columns and their roles, as lines
     * "name<TAB>role". NULL where the series say it all.
     */
    int (*describe)(const char *head, size_t length, const struct ingest_options *options,
                    struct buf *out, struct error *err);

    /*
     * Optional: the settings of a [mapping] by which the file would be read the same, as lines
     * "key = value". NULL for formats that say all by themselves.
     */
    int (*write_mapping)(const char *head, size_t length, const struct ingest_options *options,
                         struct buf *out, struct error *err);
};

/* All importers, most specific first; ends with NULL. */
extern const struct importer *const importers[];

const struct importer *importer_find(const char *name);

/* The surest importer for these first bytes (the earlier on a tie) and how sure; NULL when none: sure is 0, or ERR_NOMEM. */
const struct importer *importer_sniff(const char *head, size_t length, int *sure);

/* The name of the index-th importer, NULL past the last; for option tables. */
const char *importer_name(size_t index);

#endif
