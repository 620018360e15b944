/*
 * reports/chart_script.h - gnuplot's words for one chart; used by gnuplot.c only.
 *
 * Scripts hold words of this folder and numbers, never a string of the user's.
 * Days on x count from the chart's as_of; values on y are in the axis' unit.
 */
#ifndef REPORTS_CHART_SCRIPT_H
#define REPORTS_CHART_SCRIPT_H

#include "data/base/buf.h"
#include "reports/chart.h"
#include "reports/chart_axis.h"

/* Where things lie on the picture. */
struct frame {
    unsigned width, height;             /* pixels */
    unsigned left, right, top, bottom;  /* margins, pixels */
    int64_t  origin;                    /* day 0 */
    int64_t  from, until;               /* shown */
    struct value_axis axis;
};

enum {
    CHART_LABEL_PX = 6,       /* mean width of a character at 11 px */
    CHART_ROW_PX = 15,        /* height of a row of labels */
    FRAME_COLUMNS = 2000      /* the most that a history is thinned to */
};

#define CHART_BLUE   "#1f5fa8"
#define CHART_PALE   "#b7d0ea"
#define CHART_ORANGE "#b8500a"
#define CHART_SAND   "#f6d5b5"
#define CHART_GREY   "#8a8f98"
#define CHART_MIST   "#e3e5e8"
#define CHART_INK    "#1c2733"
#define CHART_RED    "#b3201f"

double frame_day(const struct frame *frame, int64_t at);
double frame_value(const struct frame *frame, double value);

/* How many columns of so many pixels the plot has, FRAME_COLUMNS at most. */
size_t frame_columns(const struct frame *frame, unsigned pixels);

/* A line of data: the day and the value. */
void frame_point(const struct frame *frame, struct buf *out, int64_t at, double value);

/* A value on the axis with its unit, as a tick wants it. */
void frame_tick_label(const struct frame *frame, double value, struct buf *out);

/* Margins, ranges, ticks and grid; then the marks are to be set and plot to be called. */
void frame_script(const struct frame *frame, const struct zone *zone, struct buf *out);

/* Vertical lines for now, act by, early and middle, and for steps and events, with their labels. */
void marks_script(const struct frame *frame, const struct chart *chart, struct buf *out);

/* Pixels by which the last label would pass the right rim, at most the width of one. */
unsigned marks_overhang(const struct frame *frame, const struct chart *chart);

/* Rows of labels that marks_script() will stack above the plot. */
unsigned marks_rows(const struct frame *frame, const struct chart *chart);

/* CHART_SCENARIO: the data of its lines, and the layers of a plot that draw them. */
void scenario_data(const struct frame *frame, const struct chart *chart, struct buf *out);
void scenario_layers(const struct chart *chart, struct buf *out);

void forecast_script(const struct chart *chart, unsigned width, unsigned height, struct buf *out);
void profile_script(const struct chart *chart, unsigned width, unsigned height, struct buf *out);
void heatmap_script(const struct chart *chart, unsigned width, unsigned height, struct buf *out);
void backtest_script(const struct chart *chart, unsigned width, unsigned height, struct buf *out);
void supply_script(const struct chart *chart, unsigned width, unsigned height, struct buf *out);

#endif
