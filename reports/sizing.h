/*
 * reports/sizing.h - what a sizing came to, for people, for machines and for Terraform.
 *
 * All append to out and fail by it or for want of memory alone. `zone` is for dates; NULL is UTC.
 */
#ifndef REPORTS_SIZING_H
#define REPORTS_SIZING_H

#include "data/base/arena.h"
#include "data/base/buf.h"
#include "data/base/clock.h"
#include "data/sizing.h"
#include "reports/table.h"

/* One block a series: name, table of rows, notes. */
int sizing_text(const struct sizing *all, size_t count, const struct zone *zone,
                const struct table_style *style, struct arena *arena, struct buf *out,
                struct error *err);

/* One line a row; notes are left out. */
int sizing_csv(const struct sizing *all, size_t count, const struct zone *zone,
               struct arena *arena, struct buf *out, struct error *err);

/* `{"schema":"headroom.size/1","kind":KIND,"sizes":[…]}` */
int sizing_json(const struct sizing *all, size_t count, const char *kind,
                const struct zone *zone, struct buf *out, struct error *err);

/*
 * The settings of one sizing as Terraform variables, present values as comments, and how to go
 * back. prefix stands before each name; "" for none.
 */
int sizing_tfvars(const struct sizing *sizing, const char *kind, const char *prefix,
                  struct buf *out, struct error *err);

#endif
