/*
 * reports/whatif.h - a comparison of plans as a table, CSV or JSON; as a page it is a report of its own
 * (section.h). One row for each series and plan, the baseline of a series first.
 */
#ifndef REPORTS_WHATIF_H
#define REPORTS_WHATIF_H

#include "data/base/buf.h"
#include "data/base/error.h"
#include "data/whatif.h"
#include "reports/page.h"
#include "reports/renderer.h"

/* What people read of all rows, as a block of the page; NULL after a failure. */
struct table *whatif_rows(const struct whatif *whatif, struct page *page, const char *caption);

/* For a terminal: of the options width and color count. */
int whatif_table(const struct whatif *whatif, const struct zone *zone,
                 const struct render_options *options, struct buf *out, struct error *err);

/* Exact numbers, empty where not known. */
int whatif_csv(const struct whatif *whatif, const struct zone *zone, struct buf *out,
               struct error *err);

/* Schema "headroom.whatif/1". */
void whatif_json(const struct whatif *whatif, const struct zone *zone, struct buf *out);

/* "12 days earlier", "same", "no date any more", "now has a date"; nothing of a baseline or without dates. */
void words_shift(struct buf *out, const struct outcome *baseline, const struct outcome *outcome);

#endif
