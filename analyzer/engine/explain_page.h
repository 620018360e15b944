/*
 * analyzer/engine/explain_page.h - what the parts of an explanation write with.
 *
 * A part adds headings, and lines of a label and text; lines are broken at the
 * end, so a part writes them as long as they come.
 */
#ifndef ANALYZER_ENGINE_EXPLAIN_PAGE_H
#define ANALYZER_ENGINE_EXPLAIN_PAGE_H

#include "analyzer/engine/explain.h"

enum { PAGE_MOST = 1 << 20 };    /* bytes of an explanation */

struct page {
    const struct explanation *what;
    struct study             *study;      /* what->study */
    const struct finding     *finding;    /* what->finding */
    struct buf               *out;
};

void page_heading(struct page *p, const char *title);

/* The begin of a line: its label, of at most twelve letters. */
void page_label(struct page *p, const char *name);

/* A value in the unit of the series, a local day, a share as a percentage. */
void page_quantity(struct page *p, double value);
void page_date(struct page *p, int64_t at);
void page_share(struct page *p, double value);

/* Lines of text, broken at blanks where they are wider than a page, under the text of their label. */
void page_wrap(const char *text, struct buf *out);

/* All parts, each line as long as it comes. */
void page_write(const struct explanation *what, struct buf *out);

/* How much of a line is its label and the blanks behind; 0 for a line without one. */
size_t page_label_length(const char *line, size_t length);

/* --- the parts, in the order of the page; each has nothing to say of some series ---- */

void explain_verdict(struct page *p);
void explain_data(struct page *p);
void explain_capacity(struct page *p);
void explain_use(struct page *p);
void explain_steps(struct page *p);
void explain_growth(struct page *p);
void explain_models(struct page *p);
void explain_dates(struct page *p);
void explain_amount(struct page *p);
void explain_driver(struct page *p);
void explain_throughput(struct page *p);
void explain_what_would_change(struct page *p);

#endif
