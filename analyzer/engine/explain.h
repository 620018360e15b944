/*
 * analyzer/engine/explain.h - a verdict derived step by step, in words and figures.
 */
#ifndef ANALYZER_ENGINE_EXPLAIN_H
#define ANALYZER_ENGINE_EXPLAIN_H

#include "analyzer/engine/driver.h"
#include "analyzer/engine/study.h"
#include "analyzer/engine/throughput.h"
#include "data/base/buf.h"

/* What is to be explained; all lent. */
struct explanation {
    struct study                 *study;
    const struct finding         *finding;      /* of that study */
    const struct drive           *drive;        /* what drives the series; NULL where the config names none */
    const struct throughput_curve *curves;      /* [curve_count] of which it is the load or the throughput */
    size_t                        curve_count;
};

/* Appends the derivation: lines of at most 80 columns where names allow. */
void explain_write(const struct explanation *what, struct buf *out);

/* The same for programs: parts with their lines, in the schema headroom.explain/1. */
void explain_json(const struct explanation *what, struct buf *out);

#endif
