/*
 * reports/renderer.h - the forms a report can take.
 *
 * A renderer is one file in this folder that defines one `const struct
 * renderer`, and one line in registry.c. It gets the whole report and writes
 * text; it opens no file, starts no process and reads no clock.
 */
#ifndef REPORTS_RENDERER_H
#define REPORTS_RENDERER_H

#include <stddef.h>

#include "data/base/buf.h"
#include "data/base/error.h"
#include "reports/report.h"

struct render_options {
    unsigned width;       /* columns for text; 0: 80 */
    int      color;       /* text only: ANSI colours for severities */
    size_t   decisions;   /* decisions shown in full; the rest are counted; 0: 20 */
    size_t   overview;    /* series in the overview of html, markdown, text; 0: 5,000, 200, 40 */
    const char *from;                 /* mail only, NULL: left to who sends it */
    const char *const *to;            /* mail only: [to_count] addresses as mime.h takes them */
    size_t   to_count;
};

struct renderer {
    const char *name;        /* "html" */
    const char *suffix;      /* "html", of a file */
    const char *media;       /* "text/html; charset=utf-8" */
    const char *summary;     /* one line for --help, no full stop */
    int         pictures;    /* 1: shows report.images */
    size_t      stills;      /* shows so many of the charts as report.stills */

    /* Appends to out. ERR_LIMIT or ERR_NOMEM by out; nothing else can fail. */
    int (*render)(const struct report *report, const struct render_options *options,
                  struct buf *out, struct error *err);
};

/* All of them in the order of --help, ended by NULL. */
extern const struct renderer *const renderers[];

/* NULL when there is none of that name. */
const struct renderer *renderer_find(const char *name);

/*
 * The body of `analyze --format json`: schema "headroom.analysis/1", every key
 * of the contract, exact numbers, null for what is not known.
 */
void analysis_json(const struct analysis *analysis, const struct zone *zone, struct buf *out);

/* Its members without the braces, for an object that has others besides. */
void analysis_json_members(const struct analysis *analysis, const struct zone *zone,
                           struct buf *out);

/* Its series alone, an object a line. */
void analysis_json_lines(const struct analysis *analysis, const struct zone *zone, struct buf *out);

/* One row a series, header first; formula-safe. Exact numbers, empty where not known. */
int analysis_csv(const struct analysis *analysis, const struct zone *zone, struct buf *out,
                 struct error *err);

/* The ranking as a terminal table: `analyze --format table`. Of the options width and color count. */
int analysis_table(const struct analysis *analysis, const struct zone *zone,
                   const struct render_options *options, struct buf *out, struct error *err);

#endif
