/* reports/chart_supply.c - demand as an area, what a policy held against it as steps, and where it was too little. */
#include <math.h>

#include "reports/chart_script.h"

enum { COLUMN_PX = 1, LEGEND_PX = 20 };

static const double HEADROOM = 1.08;

static double largest(const struct chart *chart)
{
    double most = 1;

    for (size_t i = 0; i < chart->history_count; i++)
        most = fmax(most, chart->history[i].high);
    for (size_t i = 0; i < chart->line_count; i++)
        for (size_t k = 0; k < chart->lines[i].count; k++)
            most = fmax(most, chart->lines[i].points[k].value);
    return most;
}

static void demand_data(const struct frame *f, const struct chart *chart, struct buf *out)
{
    size_t columns = frame_columns(f, COLUMN_PX), count;
    struct chart_range thin[FRAME_COLUMNS];

    count = chart_thin(chart->history, chart->history_count, f->from, f->until, columns, thin);
    buf_add(out, "$demand << EOD\n");
    for (size_t i = 0; i < count; i++) {
        if (i && thin[i].at - thin[i - 1].at > chart->gap_ms &&
            thin[i].at - thin[i - 1].at > 2 * (f->until - f->from) / (int64_t)columns)
            buf_addc(out, '\n');
        buf_addf(out, "%.5f %.6g\n", frame_day(f, thin[i].at), frame_value(f, thin[i].high));
    }
    buf_add(out, "EOD\n");
}

/* One of the two lines; 1 when it has points. gnuplot draws the first as steps. */
static int line_data(const struct frame *f, const struct chart *chart, size_t line,
                     const char *name, struct buf *out)
{
    size_t count = line < chart->line_count ? chart->lines[line].count : 0;

    buf_addf(out, "$%s << EOD\n", name);
    for (size_t k = 0; k < count; k++)
        buf_addf(out, "%.5f %.6g\n", frame_day(f, chart->lines[line].points[k].at),
                 frame_value(f, chart->lines[line].points[k].value));
    buf_add(out, "EOD\n");
    return count > 0;
}

void supply_script(const struct chart *chart, unsigned width, unsigned height, struct buf *out)
{
    struct frame f = { .width = width, .height = height, .left = 72, .right = 24,
                       .top = 12 + LEGEND_PX, .bottom = 34, .origin = chart->as_of };
    int supplied, lacks;

    f.from = chart->history_count ? chart->history[0].at : chart->as_of - DAY_MS;
    f.until = chart->history_count ? chart->history[chart->history_count - 1].at : chart->as_of;
    if (f.until - f.from < HOUR_MS)
        f.until = f.from + HOUR_MS;
    value_axis_init(&f.axis, largest(chart) * HEADROOM, chart->finding->info.unit);
    frame_script(&f, chart->zone, out);
    demand_data(&f, chart, out);
    supplied = line_data(&f, chart, 0, "supply", out);
    lacks = line_data(&f, chart, 1, "lack", out);
    buf_add(out, "set label \"area: demand    line: units in force    dots: demand not met\" at "
                 "graph 0, graph 1.06 left tc rgb \"#46515c\"\n"
                 "set style fill solid 1 noborder\nplot 1/0 notitle");
    if (chart->history_count)
        buf_add(out, ", \\\n  $demand using 1:2 with filledcurves y1=0 lc rgb \"" CHART_PALE "\"");
    if (supplied)
        buf_add(out, ", \\\n  $supply using 1:2 with steps lw 1.4 lc rgb \"" CHART_BLUE "\"");
    if (lacks)
        buf_add(out, ", \\\n  $lack using 1:2 with points pt 7 ps 0.35 lc rgb \"" CHART_RED "\"");
    buf_addc(out, '\n');
}
