/*
 * analyzer/cli/check_show.h - what a gate says: one line with perfdata, further lines, JSON.
 */
#ifndef ANALYZER_CLI_CHECK_SHOW_H
#define ANALYZER_CLI_CHECK_SHOW_H

#include "analyzer/engine/gate.h"
#include "data/base/buf.h"

/* "CRITICAL: 2 of 12 resources …: a/b/c (6 d, p=0.91), … | critical=2;;1 …" */
void check_line(const struct gate *gate, const struct gate_rules *rules, const struct analysis *analysis,
                struct buf *out);

/* A line for every series that is not OK by itself, the worst first, and for every waiver in force. */
void check_lines(const struct gate *gate, const struct gate_rules *rules, struct buf *out);

/* Schema "headroom.check/1". */
void check_json(const struct gate *gate, const struct gate_rules *rules, const struct analysis *analysis,
                struct buf *out);

#endif
