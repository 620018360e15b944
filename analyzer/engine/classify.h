/*
 * analyzer/engine/classify.h - what a series is, told by its name and unit.
 *
 * Storage, connections and queues pile up and are planned by the day's largest
 * value; processors, networks and utilisation by the busiest two hours' mean;
 * latency by the day's p95; free space and remaining quota fall towards zero.
 * The config's [rule] overrules all of it.
 */
#ifndef ANALYZER_ENGINE_CLASSIFY_H
#define ANALYZER_ENGINE_CLASSIFY_H

#include "data/policy.h"
#include "data/series.h"

enum statistic classify_statistic(const struct series_info *info);

/* DIRECTION_FALLING for free space, remaining quota, days left. */
enum direction classify_direction(const struct series_info *info);

/* 1 where two members can be added up (bytes, counts, rates), 0 for shares and latencies. */
int classify_additive(const struct series_info *info);

/* 1 when it counts what is held at a time and handed out again: connections, sessions, a pool. */
int classify_pool(const struct series_info *info);

#endif
