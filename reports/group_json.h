/*
 * reports/group_json.h - what headroom.analysis/1 says of objects with several parts.
 */
#ifndef REPORTS_GROUP_JSON_H
#define REPORTS_GROUP_JSON_H

#include "data/base/buf.h"
#include "data/finding.h"

/* The member "group" of a series: null for one that is stored. */
void group_json(struct buf *out, const struct finding *finding);

/* The member "bottlenecks" of the analysis. */
void bottlenecks_json(struct buf *out, const struct analysis *analysis);

#endif
