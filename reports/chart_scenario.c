/*
 * reports/chart_scenario.c - other plans beside the fan of the baseline: the middle of each, and its own
 * limit where it has one.
 */
#include <math.h>

#include "reports/chart_script.h"

/* A line's own limit from now on, as steps. */
static void line_limit(const struct frame *f, const struct chart *chart, const struct chart_line *line,
                       struct buf *out)
{
    double before = NAN;

    for (size_t i = 0; i < line->limit_count && line->limits[i].from <= f->until; i++) {
        const struct chart_limit *limit = &line->limits[i];
        int64_t at = limit->from < chart->as_of ? chart->as_of : limit->from;

        if (!limit->usable.known || (i + 1 < line->limit_count && line->limits[i + 1].from <= chart->as_of))
            continue;
        if (isfinite(before))
            frame_point(f, out, at, before);
        before = limit->usable.value;
        frame_point(f, out, at, before);
    }
    if (isfinite(before))
        frame_point(f, out, f->until, before);
}

void scenario_data(const struct frame *f, const struct chart *chart, struct buf *out)
{
    for (size_t i = 0; i < chart->line_count; i++) {
        buf_addf(out, "$line%zu << EOD\n", i);
        for (size_t k = 0; k < chart->lines[i].count; k++)
            if (chart->lines[i].points[k].at <= f->until)
                frame_point(f, out, chart->lines[i].points[k].at, chart->lines[i].points[k].value);
        buf_add(out, "EOD\n");
        buf_addf(out, "$limit%zu << EOD\n", i);
        line_limit(f, chart, &chart->lines[i], out);
        buf_add(out, "EOD\n");
    }
}

/* The second channel beside colour is the dash, so the lines stay apart in grey. */
void scenario_layers(const struct chart *chart, struct buf *out)
{
    static const char *const colors[] = { "#009e73", "#7a3e9d", "#c2185b", "#3b6e8f", "#6b6b00" };

    for (size_t i = 0; i < chart->line_count; i++) {
        if (!chart->lines[i].count)
            continue;
        buf_addf(out, ", \\\n  $line%zu using 1:2 with lines lw 2 dt %zu lc rgb \"%s\"", i, i % 4 + 2,
                 colors[i % 5]);
        buf_addf(out, ", \\\n  $line%zu every ::%zu using 1:2:(\"%c\") with labels offset 0.8,0 tc rgb "
                      "\"%s\"", i, chart->lines[i].count - 1, (char)('A' + i % 26),
                 colors[i % 5]);
        if (chart->lines[i].limit_count)
            buf_addf(out, ", \\\n  $limit%zu using 1:2 with lines lw 1.2 dt 3 lc rgb \"%s\"", i, colors[i % 5]);
    }
}
