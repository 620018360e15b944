/*
 * reports/chart.h - one chart as plain data.
 *
 * The engine fills in what was measured and foretold; dates (act by, early,
 * median), steps and limits are read from the finding itself, so that chart and
 * table can not disagree. Values are in the series' unit, instants in ms UTC.
 * Everything is lent and must live until the chart is drawn. No string of the
 * user's reaches gnuplot: names stand in the page around the picture.
 */
#ifndef REPORTS_CHART_H
#define REPORTS_CHART_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/arena.h"
#include "data/base/buf.h"
#include "data/base/clock.h"
#include "data/base/error.h"
#include "data/finding.h"

enum chart_kind {
    CHART_FORECAST,    /* history, fan, limits, dates */
    CHART_PROFILE,     /* the local day, hour by hour: mean and p95 */
    CHART_HEATMAP,     /* the local week: 7 days by 24 hours */
    CHART_SCENARIO,    /* the baseline's fan, and a median line for each scenario */
    CHART_BACKTEST,    /* history, and the fans that its past would have had */
    CHART_SUPPLY       /* demand as history, units in force and unmet demand as lines */
};
const char *chart_kind_name(enum chart_kind kind);                  /* "forecast" */
int chart_kind_find(const char *name, enum chart_kind *out);        /* 1 when there is one */

struct chart_range { int64_t at; double low, high; };    /* e.g. least and largest of an hour */
struct chart_bin   { int64_t at; double value; int used; };    /* used: by the fit */
struct chart_point { int64_t at; double value; };
struct chart_band  { int64_t at; double low, median, high; };  /* 10, 50, 90 % */
struct chart_limit { int64_t from; struct maybe total, usable; };
struct chart_event { int64_t at; const char *kind; };    /* capacity, cleanup, launch; others "event" */
struct chart_line {
    const char               *name;
    const struct chart_point *points;
    size_t                    count;
    const struct chart_limit *limits;    /* usable, where they are not the chart's; else none */
    size_t                    limit_count;
};

struct chart {
    enum chart_kind       kind;
    const struct finding *finding;
    const struct zone    *zone;        /* of the tick labels; NULL is UTC */
    int64_t               as_of;

    /* CHART_FORECAST, CHART_SCENARIO and CHART_BACKTEST; each may be empty, times rising */
    const struct chart_range *history;    /* raw or hourly; thinned to pixels when drawn */
    size_t                    history_count;
    int64_t                   gap_ms;     /* a longer distance breaks the line; 0: 26 h */
    const struct chart_bin   *bins;       /* the planning statistic, one a day */
    size_t                    bin_count;
    const struct chart_point *fit;        /* the growth line through the bins */
    size_t                    fit_count;
    const struct chart_band  *fan;        /* from as_of on */
    size_t                    fan_count;
    size_t                    fan_each;   /* CHART_BACKTEST: so many bands make a fan, one fan after another */
    int64_t                   trusted_until;    /* solid up to here, grey beyond */
    const struct chart_limit *limits;     /* the first also holds before its time; none: the finding's */
    size_t                    limit_count;
    const struct chart_event *events;
    size_t                    event_count;
    const struct chart_line  *lines;      /* CHART_SCENARIO: drawn as A, B, C …, named in words; CHART_SUPPLY: two */
    size_t                    line_count;

    /* CHART_PROFILE: [24] by local hour; CHART_HEATMAP: week[168], Monday 00:00 first, means */
    const struct maybe *day_mean, *day_p95;
    const struct maybe *week;
};

/* A zeroed chart of a finding. */
void chart_init(struct chart *chart, enum chart_kind kind, const struct finding *finding,
                const struct analysis *analysis, const struct zone *zone);

/* What became of a bin by the fans of a CHART_BACKTEST. */
enum foretold { FORETOLD_NOT, FORETOLD_HELD, FORETOLD_MISSED };
enum foretold chart_foretold(const struct chart *chart, const struct chart_bin *bin);

/* The conclusion in one or two sentences, unescaped; with the series' name, the picture's text alternative. */
void chart_words(const struct chart *chart, struct buf *out);

/*
 * Thins a history to at most one range a column by merging neighbours within
 * one pixel column, keeping the least and the largest of each, so that no spike
 * is lost. out has room for `columns`; returns how many.
 */
size_t chart_thin(const struct chart_range *in, size_t count, int64_t from, int64_t until,
                  size_t columns, struct chart_range *out);

#endif
