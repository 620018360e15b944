/*
 * ingest/draft.h - a series as an export names it, before the user's word is heard.
 *
 * What the user said (--source, --resource, --metric, --unit, --kind) goes before
 * what the export says, and that before what the file is called.
 */
#ifndef INGEST_DRAFT_H
#define INGEST_DRAFT_H

#include "ingest/importer.h"
#include "ingest/tags.h"

struct draft {
    const char  *source;        /* the family of the format: "prometheus" */
    const char  *resource;      /* NULL or "": not told */
    const char  *metric;        /* NULL or "": not told, then the file's name */
    const char  *stat;          /* "avg", "p99": becomes the label stat; NULL: none */
    const char  *unit;          /* as written; NULL or "": not told */
    const char  *usual_unit;    /* what the metric is known to be in, where not told; or NULL */
    enum series_kind kind;
    int64_t      period_ms;     /* 0: not told */
    struct tags *tags;          /* what is left in it are the labels; NULL: `labels` holds */
    const char  *labels;        /* canonical text; NULL: none */
};

/*
 * The handle of the drafted series, and by what its values are to be multiplied to be in the
 * base unit. Errors as intake_series().
 */
int draft_series(const struct draft *draft, const struct ingest_options *options,
                 struct intake *intake, uint32_t *series, double *scale, struct error *err);

/* The file's name without folder and known endings: "/a/cpu.json.gz" gives "cpu". Returns out. */
const char *file_stem(const char *path, char *out, size_t room);

#endif
