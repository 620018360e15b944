/*
 * analyzer/engine/explain.h - a verdict derived step by step, in words and figures.
 */
#ifndef ANALYZER_ENGINE_EXPLAIN_H
#define ANALYZER_ENGINE_EXPLAIN_H

#include "analyzer/engine/study.h"
#include "data/base/buf.h"

/* Appends the derivation of a finding from its study: lines of at most 80 columns where names allow. */
void explain_study(struct study *study, const struct finding *finding, struct buf *out);

#endif
