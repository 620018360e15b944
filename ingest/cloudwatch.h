/*
 * ingest/cloudwatch.h - what the three JSON forms of Amazon CloudWatch have in common.
 */
#ifndef INGEST_CLOUDWATCH_H
#define INGEST_CLOUDWATCH_H

#include "ingest/draft.h"
#include "ingest/points.h"

enum { CLOUDWATCH_STATS = 24, CLOUDWATCH_STAT_ROOM = 32 };

/* Sum and SampleCount are amounts per period, all others levels. */
enum series_kind cloudwatch_kind(const char *stat);

/* Dimensions that name the thing measured, the most specific first; ends with NULL. */
extern const char *const cloudwatch_resources[];

#endif
