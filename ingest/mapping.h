/*
 * ingest/mapping.h - how a file of any make is read, as the user wrote it down.
 *
 * A mapping says what is not found by looking, or is found wrong: how a table is written, where
 * in it or in a JSON document time, values and names stand, and what is the same for all of it.
 * What it leaves open is found by looking, as without one. The keys are those of a [mapping NAME]
 * in the configuration; docs/mappings.md shows them at work.
 *
 * A place is a column by its header or its number (#3), or, for JSON, a path (json_path.h).
 */
#ifndef INGEST_MAPPING_H
#define INGEST_MAPPING_H

#include <stddef.h>

#include "data/base/arena.h"
#include "data/base/error.h"
#include "ingest/importer.h"
#include "ingest/tags.h"

struct mapping_list { const char **text; size_t count; };

enum mapping_header { MAPPING_HEADER_AUTO, MAPPING_HEADER_YES, MAPPING_HEADER_NO };

/* All texts are lent; NULL: not said. */
struct mapping {
    const char *name;

    /* how a table is written */
    const char *separator, *quote, *comment;
    long        skip;                  /* lines before it */
    int         header;                /* enum mapping_header */
    int         decimal;               /* as .decimal of struct ingest_options, by mapping_decimals */

    const char *records;               /* JSON: the path of the records; NULL: it is a table */

    /* places */
    const char *time, *time_of_day, *source_from, *resource_from, *metric_from, *unit_from;
    const char *capacity;
    struct mapping_list value, label, ignore;

    /* what times and numbers mean, and what is the same for the whole file */
    const char *time_format, *timezone;
    int         date_order, fold;      /* enum date_order, enum fold; -1: not said */
    int         kind;                  /* enum series_kind; -1: not said */
    double      scale;                 /* numbers times this are in the unit; 0: not said */
    const char *source, *resource, *metric, *unit;
    struct mapping_list fixed_label;   /* NAME=VALUE */
};

/* A mapping that says nothing. */
extern const struct mapping mapping_none;

/* A line `PLACE [-> [NAME] [, unit=U] [, scale=S] [, kind=K] [, stat=S]]`, taken apart. */
struct mapping_place {
    const char *place;
    const char *name;                  /* of the metric or the label; NULL: as the place is called */
    const char *unit, *stat;           /* NULL: not said */
    double      scale;                 /* 0: not said */
    int         kind;                  /* -1: not said */
};

/* Takes a line apart; texts live in the arena. ERR_USAGE with a hint, ERR_NOMEM. */
int mapping_place(struct mapping_place *out, const char *text, struct arena *arena,
                  struct error *err);

/* The number of a column that is named by it ("#3" gives 2); SIZE_MAX for a name. */
size_t mapping_number(const char *place);

/* The character that a word such as "tab", "space" or ";" stands for; 0 for "none". */
char mapping_character(const char *word);

/*
 * Checks one setting as far as it can be without a file; key is that of the configuration. 0, or
 * ERR_USAGE with a text that quotes it and a hint.
 */
int mapping_check(const char *key, const char *text, struct error *err);

/*
 * Puts what holds for the whole file into the options, where the user did not say it himself. Unit
 * and kind are left to the importers, since a place may have its own.
 */
void mapping_settle(const struct mapping *mapping, struct ingest_options *options);

/* Adds the labels that hold for the whole file; the mapping may be NULL. */
void mapping_labels(const struct mapping *mapping, struct tags *tags);

/* The importer that reads by the mapping. */
const struct importer *mapping_importer(const struct mapping *mapping);

#endif
