/* reports/chart_week.c - when a resource is busy: the hours of a day, and the hours of a week. */
#include <math.h>

#include "reports/chart_script.h"

enum { DAYS = 7 };

static double largest(const struct maybe *values, int count)
{
    double most = 0;

    for (int i = 0; values && i < count; i++)
        if (values[i].known)
            most = fmax(most, values[i].value);
    return most;
}

static void hours_data(const struct frame *f, const char *name, const struct maybe *values,
                       struct buf *out)
{
    buf_addf(out, "$%s << EOD\n", name);
    for (int hour = 0; values && hour < DAY_HOURS; hour++)
        if (values[hour].known)
            buf_addf(out, "%.1f %.6g\n", hour + 0.5, frame_value(f, values[hour].value));
    buf_add(out, "EOD\n");
}

static void hour_ticks(struct buf *out)
{
    buf_add(out, "set xrange [0:24]\nset xtics nomirror scale 0.5 (");
    for (int hour = 0; hour <= DAY_HOURS; hour += 3)
        buf_addf(out, "%s\"%02d:00\" %d", hour ? ", " : "", hour, hour);
    buf_add(out, ")\n");
}

void profile_script(const struct chart *chart, unsigned width, unsigned height, struct buf *out)
{
    struct frame f = { .width = width, .height = height, .left = 72, .right = 24, .top = 28,
                       .bottom = 34 };
    double most = fmax(largest(chart->day_mean, DAY_HOURS), largest(chart->day_p95, DAY_HOURS));
    int p95 = largest(chart->day_p95, DAY_HOURS) > 0, mean = largest(chart->day_mean, DAY_HOURS) > 0;

    value_axis_init(&f.axis, most * 1.06, chart->finding->info.unit);
    frame_script(&f, chart->zone, out);
    hour_ticks(out);
    hours_data(&f, "mean", chart->day_mean, out);
    hours_data(&f, "high", chart->day_p95, out);
    buf_add(out, "set boxwidth 0.8\nset style fill solid 1 noborder\n"
                 "set label \"bars: mean of the hour    line: passed on one day of twenty\" at "
                 "graph 0, graph 1.05 left tc rgb \"#46515c\"\nplot 1/0 notitle");
    if (mean)
        buf_add(out, ", \\\n  $mean using 1:2 with boxes lc rgb \"" CHART_PALE "\"");
    if (p95)
        buf_add(out, ", \\\n  $high using 1:2 with linespoints pt 7 ps 0.4 lw 1.6 lc rgb \""
                     CHART_BLUE "\"");
    buf_addc(out, '\n');
}

static void week_ticks(struct buf *out)
{
    static const char names[DAYS][4] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

    buf_add(out, "set yrange [7:0]\nset ytics scale 0 (");
    for (int day = 0; day < DAYS; day++)
        buf_addf(out, "%s\"%s\" %d.5", day ? ", " : "", names[day], day);
    buf_add(out, ")\n");
}

static void week_data(const struct frame *f, const struct chart *chart, struct buf *out)
{
    buf_add(out, "$week << EOD\n");
    for (int hour = 0; chart->week && hour < WEEK_HOURS; hour++)
        if (chart->week[hour].known)
            buf_addf(out, "%d.5 %d.5 %.6g\n", hour % DAY_HOURS, hour / DAY_HOURS,
                     frame_value(f, chart->week[hour].value));
    buf_add(out, "EOD\n");
}

static void color_key(const struct frame *f, struct buf *out)
{
    buf_addf(out, "set cbrange [0:%.10g]\nset colorbox\nset cbtics scale 0 (\"0\" 0, \"", f->axis.top);
    frame_tick_label(f, f->axis.top / 2, out);
    buf_addf(out, "\" %.10g, \"", f->axis.top / 2);
    frame_tick_label(f, f->axis.top, out);
    buf_addf(out, "\" %.10g)\n", f->axis.top);
}

void heatmap_script(const struct chart *chart, unsigned width, unsigned height, struct buf *out)
{
    struct frame f = { .width = width, .height = height, .left = 48, .right = 110, .top = 12,
                       .bottom = 34 };

    value_axis_init(&f.axis, largest(chart->week, WEEK_HOURS), chart->finding->info.unit);
    frame_script(&f, chart->zone, out);
    hour_ticks(out);
    week_ticks(out);
    week_data(&f, chart, out);
    color_key(&f, out);
    /* light to dark in one hue: readable in grey and to every eye */
    buf_add(out, "unset grid\nset palette defined (0 \"#f3f6fa\", 0.5 \"#6f9fd0\", 1 \"#0b2f5c\")\n"
                 "set style fill solid 1 noborder\nplot 1/0 notitle");
    if (largest(chart->week, WEEK_HOURS) > 0)
        buf_add(out, ", \\\n  $week using 1:2:(0.48):(0.46):3 with boxxyerror lc palette");
    buf_addc(out, '\n');
}
