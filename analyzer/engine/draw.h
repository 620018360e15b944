/*
 * analyzer/engine/draw.h - a study as the data of a chart.
 */
#ifndef ANALYZER_ENGINE_DRAW_H
#define ANALYZER_ENGINE_DRAW_H

#include "analyzer/engine/study.h"
#include "data/base/arena.h"
#include "reports/chart.h"

/*
 * Fills *out for one finding from the study it was made from. Everything is
 * copied into the arena, so that the study can go on to the next series.
 */
int draw_chart(struct study *study, enum chart_kind kind, const struct finding *finding,
               const struct analysis *analysis, struct arena *arena, struct chart *out,
               struct error *err);

/*
 * draw_backtest.c: the fans that the last weeks would have had, as out->fan. Goes back into the study's past:
 * what the chart has of the present is copied before.
 */
int draw_past_fans(struct study *study, struct arena *arena, struct chart *out, struct error *err);

/*
 * Charts of one kind for the first `most` findings that have something to show.
 * out[most] lives in the arena; *count of them.
 */
int draw_charts(const struct engine *engine, const struct analysis *analysis,
                enum chart_kind kind, size_t most, struct arena *arena, struct chart **out,
                size_t *count, struct error *err);

#endif
