#include "reports/chart_script.h"

double frame_day(const struct frame *frame, int64_t at)
{
    return (double)(at - frame->origin) / (double)DAY_MS;
}

double frame_value(const struct frame *frame, double value)
{
    return value / frame->axis.scale;
}

static void margins(const struct frame *f, struct buf *out)
{
    double w = f->width, h = f->height;

    buf_addf(out, "set lmargin at screen %.4f\nset rmargin at screen %.4f\n", f->left / w,
             1 - f->right / w);
    buf_addf(out, "set bmargin at screen %.4f\nset tmargin at screen %.4f\n", f->bottom / h,
             1 - f->top / h);
}

size_t frame_columns(const struct frame *frame, unsigned pixels)
{
    size_t columns = (frame->width - frame->left - frame->right) / pixels;

    return columns < FRAME_COLUMNS ? columns : FRAME_COLUMNS;
}

void frame_point(const struct frame *frame, struct buf *out, int64_t at, double value)
{
    buf_addf(out, "%.4f %.6g\n", frame_day(frame, at), frame_value(frame, value));
}

/* gnuplot takes the label of a tick for a format: a percent sign is written twice. */
void frame_tick_label(const struct frame *f, double value, struct buf *out)
{
    struct buf label;

    buf_init(&label, 200);
    value_axis_label(&f->axis, value, &label);
    buf_inherit(&label, out);
    for (const char *p = label.text; *p; p++)
        buf_addf(out, "%s%c", *p == '%' ? "%" : "", *p);
    buf_release(&label);
}

static void value_ticks(const struct frame *f, struct buf *out)
{
    const char *comma = "";

    buf_addf(out, "set yrange [0:%.10g]\nset ytics scale 0 (", f->axis.top);
    for (int i = 0; i * f->axis.step <= f->axis.top * (1 + 1e-9); i++) {
        buf_addf(out, "%s\"", comma);
        frame_tick_label(f, i * f->axis.step, out);
        buf_addf(out, "\" %.10g", i * f->axis.step);
        comma = ", ";
    }
    buf_add(out, ")\n");
}

static void day_ticks(const struct frame *f, const struct zone *zone, struct buf *out)
{
    struct date_tick ticks[DATE_TICKS];
    int most = (int)((f->width - f->left - f->right) / 90) + 1;
    int count = date_ticks(zone, f->from, f->until, most, ticks);

    buf_addf(out, "set xrange [%.6g:%.6g]\nset xtics nomirror scale 0.5 (",
             frame_day(f, f->from), frame_day(f, f->until));
    for (int i = 0; i < count; i++)
        buf_addf(out, "%s\"%s\" %.6g", i ? ", " : "", ticks[i].label,
                 frame_day(f, ticks[i].at));
    buf_add(out, ")\n");
}

void frame_script(const struct frame *f, const struct zone *zone, struct buf *out)
{
    buf_add(out, "reset\nunset key\nset border 1 lc rgb \"#9aa3ad\"\n"
                 "set tics textcolor rgb \"#46515c\"\n"
                 "set grid ytics lt 1 lw 0.6 lc rgb \"#e6e9ed\"\n");
    margins(f, out);
    value_ticks(f, out);
    if (f->until > f->from)
        day_ticks(f, zone, out);
}
