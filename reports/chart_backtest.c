/*
 * reports/chart_backtest.c - what would have been foretold, over what came: the fans of past days, each from the
 * data up to its own beginning, and the days that came outside of them.
 */
#include <math.h>

#include "reports/chart_script.h"

enum { COLUMN_PX = 2, LEGEND_PX = 20 };

static const double HEADROOM = 1.08;

static double largest(const struct chart *chart)
{
    double most = 0, limit;

    for (size_t i = 0; i < chart->history_count; i++)
        most = fmax(most, chart->history[i].high);
    for (size_t i = 0; i < chart->bin_count; i++)
        most = fmax(most, chart->bins[i].value);
    limit = 1.5 * most;    /* a wide band must not flatten what came */
    for (size_t i = 0; i < chart->fan_count; i++)
        most = fmax(most, fmin(chart->fan[i].high, limit));
    return most;
}

static void set_frame(struct frame *f, const struct chart *chart, unsigned width, unsigned height)
{
    *f = (struct frame){ .width = width, .height = height, .left = 72, .right = 24, .top = 12 + LEGEND_PX,
                         .bottom = 34, .origin = chart->as_of, .from = chart->as_of, .until = chart->as_of };
    if (chart->bin_count)
        f->from = chart->bins[0].at;
    if (f->until - f->from < DAY_MS)
        f->from = f->until - DAY_MS;
    value_axis_init(&f->axis, largest(chart) * HEADROOM, chart->finding->info.unit);
}

static int history_data(const struct frame *f, const struct chart *chart, struct buf *out)
{
    size_t columns = frame_columns(f, COLUMN_PX), count;
    struct chart_range thin[FRAME_COLUMNS];

    count = chart_thin(chart->history, chart->history_count, f->from, f->until, columns, thin);
    buf_add(out, "$history << EOD\n");
    for (size_t i = 0; i < count; i++)
        buf_addf(out, "%.4f %.6g %.6g\n", frame_day(f, thin[i].at), frame_value(f, thin[i].low),
                 frame_value(f, thin[i].high));
    buf_add(out, "EOD\n");
    return count > 0;
}

/* All bins, or those alone that came outside of the band foretold for their day. */
static int bins_data(const struct frame *f, const struct chart *chart, int missed, struct buf *out)
{
    int any = 0;

    buf_addf(out, "$%s << EOD\n", missed ? "missed" : "came");
    for (size_t i = 0; i < chart->bin_count; i++) {
        if (missed && chart_foretold(chart, &chart->bins[i]) != FORETOLD_MISSED)
            continue;
        frame_point(f, out, chart->bins[i].at, chart->bins[i].value);
        any = 1;
    }
    buf_add(out, "EOD\n");
    return any;
}

/* The fans, a blank line between two, so that neither band nor line runs on. */
static int fan_data(const struct frame *f, const struct chart *chart, struct buf *out)
{
    double cap = f->axis.top * f->axis.scale;

    buf_add(out, "$fan << EOD\n");
    for (size_t i = 0; i < chart->fan_count; i++) {
        const struct chart_band *b = &chart->fan[i];

        if (i && chart->fan_each && i % chart->fan_each == 0)
            buf_addc(out, '\n');
        buf_addf(out, "%.4f %.6g %.6g %.6g\n", frame_day(f, b->at), frame_value(f, fmax(b->low, 0)),
                 frame_value(f, b->median), frame_value(f, fmin(b->high, cap)));
    }
    buf_add(out, "EOD\n");
    return chart->fan_count > 1;
}

void backtest_script(const struct chart *chart, unsigned width, unsigned height, struct buf *out)
{
    struct frame f;
    int history, came, missed, fan;

    set_frame(&f, chart, width, height);
    frame_script(&f, chart->zone, out);
    history = history_data(&f, chart, out);
    came = bins_data(&f, chart, 0, out);
    missed = bins_data(&f, chart, 1, out);
    fan = fan_data(&f, chart, out);
    buf_add(out, "set label \"line: what came    bands: what would have been foretold, 8 of 10 inside    "
                 "dots: outside\" at graph 0, graph 1.06 left tc rgb \"" CHART_INK "\"\nplot 1/0 notitle");
    if (fan)
        buf_add(out, ", \\\n  $fan using 1:2:4 with filledcurves lc rgb \"" CHART_SAND "\"");
    if (history)
        buf_add(out, ", \\\n  $history using 1:2:3 with filledcurves lc rgb \"" CHART_PALE "\"");
    if (fan)
        buf_add(out, ", \\\n  $fan using 1:3 with lines lw 2 lc rgb \"" CHART_ORANGE "\"");
    if (came)
        buf_add(out, ", \\\n  $came using 1:2 with lines lw 1.8 lc rgb \"" CHART_BLUE "\"");
    if (missed)
        buf_add(out, ", \\\n  $missed using 1:2 with points pt 7 ps 0.5 lc rgb \"" CHART_RED "\"");
    buf_addc(out, '\n');
}
