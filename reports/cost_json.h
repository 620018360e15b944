/*
 * reports/cost_json.h - the "cost" of a series, or of a plan for it.
 */
#ifndef REPORTS_COST_JSON_H
#define REPORTS_COST_JSON_H

#include "data/base/buf.h"
#include "data/finding.h"

/* The member "cost": null where no price is known. */
void cost_json(struct buf *out, const struct cost *cost);

#endif
