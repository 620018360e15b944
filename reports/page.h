/*
 * reports/page.h - a report as typed blocks, before it takes a form.
 *
 * Sections add blocks, renderers write them: N sections and M formats cost
 * N + M files. Text in blocks is plain; each renderer escapes it for itself.
 * Everything lives in the page's arena. Failure sticks, and page_check() asks.
 */
#ifndef REPORTS_PAGE_H
#define REPORTS_PAGE_H

#include <stddef.h>

#include "data/base/arena.h"
#include "data/base/buf.h"
#include "data/base/clock.h"
#include "data/base/error.h"
#include "data/finding.h"
#include "data/findings.h"
#include "reports/report.h"
#include "reports/table.h"

enum block_kind {
    BLOCK_SECTION,      /* text: its title, key: its anchor; all blocks to the next belong to it */
    BLOCK_LEAD,         /* the sentence that says it all */
    BLOCK_PARAGRAPH,
    BLOCK_TILES,        /* counts side by side */
    BLOCK_CARD,         /* one decision */
    BLOCK_TABLE,
    BLOCK_FACTS,        /* names and values */
    BLOCK_CHECKS,       /* what holds and what does not */
    BLOCK_CHART
};

struct tile { size_t count; const char *label; enum severity severity; int muted; };

struct check { int holds; const char *text; };

/* Days from the finding's as_of on which things fall due, for a small picture. */
struct span { struct maybe act_by, early, median, late; double days; };

struct card {
    enum severity severity;
    const char   *verdict;          /* "runs out" */
    const struct finding *finding;
    const char   *action;           /* what to do, a sentence */
    const char   *due, *due_in;     /* "27 Aug 2026", "in 3 days"; NULL when there is no date */
    struct fact  *facts;            /* what, now, limit, growth … */
    size_t        fact_count;
    const char  **because;
    size_t        because_count;
    struct span   span;             /* days = 0: none to show */
};

struct block {
    enum block_kind kind;
    const char     *key, *text;
    const char     *label;          /* of a section: its title in a word */
    int             filter;         /* a table that wants sorting and a filter box */
    struct tile    *tiles;
    struct card    *card;
    struct table   *table;          /* of a chart: its figures, or NULL */
    struct fact    *facts;
    struct check   *checks;
    size_t          count;          /* of tiles, facts or checks */
    const struct chart       *chart;
    const struct chart_image *image;    /* NULL: not drawn */
};

struct page {
    struct arena       arena;
    const struct zone *zone;
    struct block      *blocks;
    size_t             count, room;
    int                failed;
};

void page_init(struct page *page, const struct zone *zone);
void page_release(struct page *page);
int page_check(const struct page *page, struct error *err);

/* The new block, zeroed but for its kind; a spare one that nobody sees after a failure. */
struct block *page_block(struct page *page, enum block_kind kind);

/* `size` zeroed bytes of the page's arena, NULL after a failure. */
void *page_take(struct page *page, size_t size);

/* A text that was put together, kept by the page and released; "" after a failure. */
const char *page_keep(struct page *page, struct buf *text);

/* "87.91 EUR", kept by the page; NULL where the amount is not known. */
const char *page_money(struct page *page, struct maybe amount, const char *currency);

/* Text made like printf, kept by the page; "" after a failure. */
const char *page_format(struct page *page, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void page_section(struct page *page, const char *key, const char *title, const char *label);
void page_paragraph(struct page *page, const char *text);

/* A new table block to fill; NULL after a failure. */
struct table *page_table(struct page *page, const struct column *columns, size_t count,
                         const char *caption);

/* What a words function says of a finding, kept by the page. */
const char *page_words(struct page *page,
                       void (*words)(struct buf *, const struct finding *),
                       const struct finding *finding);

/* The findings by name; none after a failure. */
struct findings page_findings(struct page *page, const struct analysis *analysis);

/* "2 of 3 earlier dates failed": what its last forecasts were worth, where they failed; else NULL. */
const char *page_track(struct page *page, const struct report *report, const struct finding *finding);

/* Cells that several tables have: the median date, and the date by which to act. */
void table_runs_out(struct table *table, const struct finding *finding);
void table_act_by(struct table *table, const struct finding *finding);

#endif
