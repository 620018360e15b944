/*
 * reports/chart_forecast.c - history, fan and limits as one picture; with
 * scenarios, a line for each beside the fan.
 */
#include <math.h>
#include <stdlib.h>

#include "reports/chart_script.h"
#include "reports/words.h"

enum {
    COLUMN_PX = 2,              /* one range of the history every so many pixels */
    LEAST_FUTURE_DAYS = 14
};

/* A limit farther above the data than this is named at the rim instead of flattening them. */
static const double LIMIT_IN_VIEW = 4;
static const double HEADROOM = 1.06, FUTURE_MARGIN = 1.15;

static void widen(int64_t *from, int64_t *until, int64_t first, int64_t last)
{
    *from = first < *from ? first : *from;
    *until = last > *until ? last : *until;
}

/* The future as far as its dates need it, and no farther than the fan reaches. */
static int64_t last_shown(const struct chart *chart)
{
    const struct exhaustion *e = &chart->finding->exhaustion;
    int64_t fan_end = chart->fan_count ? chart->fan[chart->fan_count - 1].at : chart->as_of;
    double days = LEAST_FUTURE_DAYS;
    int64_t wanted;

    if (chart->finding->verdict != VERDICT_FORECAST || chart->kind == CHART_SCENARIO)
        return fan_end;
    if (e->days_median.known)
        days = fmax(days, e->days_median.value);
    if (e->days_late.known)
        days = fmax(days, e->days_late.value);
    if (!e->days_median.known)
        return fan_end;
    wanted = words_day_at(chart->as_of, days * FUTURE_MARGIN);
    return wanted < fan_end ? wanted : fan_end;
}

static void set_times(struct frame *f, const struct chart *chart)
{
    f->origin = chart->as_of;
    f->from = f->until = chart->as_of;
    if (chart->history_count)
        widen(&f->from, &f->until, chart->history[0].at,
              chart->history[chart->history_count - 1].at);
    if (chart->bin_count)
        widen(&f->from, &f->until, chart->bins[0].at, chart->bins[chart->bin_count - 1].at);
    if (f->until > chart->as_of)
        f->until = chart->as_of;
    widen(&f->from, &f->until, f->from, last_shown(chart));
    if (f->until - f->from < DAY_MS)
        f->from = f->until - DAY_MS;
}

static double most(double a, struct maybe b)
{
    return b.known && b.value > a ? b.value : a;
}

/* The largest value that was measured or is expected in the middle. */
static double largest_value(const struct frame *f, const struct chart *chart)
{
    double largest = 0;

    for (size_t i = 0; i < chart->history_count; i++)
        largest = fmax(largest, chart->history[i].high);
    for (size_t i = 0; i < chart->bin_count; i++)
        largest = fmax(largest, chart->bins[i].value);
    for (size_t i = 0; i < chart->fan_count && chart->fan[i].at <= f->until; i++)
        largest = fmax(largest, chart->fan[i].median);
    for (size_t i = 0; i < chart->line_count; i++)
        for (size_t k = 0; k < chart->lines[i].count; k++)
            largest = fmax(largest, chart->lines[i].points[k].value);
    return largest;
}

static double largest_limit(const struct chart *chart)
{
    double limit = most(most(0, chart->finding->capacity.usable), chart->finding->capacity.value);

    for (size_t i = 0; i < chart->limit_count; i++)
        limit = most(most(limit, chart->limits[i].usable), chart->limits[i].total);
    for (size_t i = 0; i < chart->line_count; i++)
        for (size_t k = 0; k < chart->lines[i].limit_count; k++)
            limit = most(limit, chart->lines[i].limits[k].usable);
    return limit;
}

/* The fan counts up to where limit and data end: a wide band must not flatten them. */
static double fan_top(const struct frame *f, const struct chart *chart, double cap)
{
    double top = 0;

    for (size_t i = 0; i < chart->fan_count && chart->fan[i].at <= f->until; i++)
        top = fmax(top, chart->fan[i].high);
    return fmin(top, cap);
}

static void set_values(struct frame *f, const struct chart *chart)
{
    double data = largest_value(f, chart), limit = largest_limit(chart), top = data;

    if (limit > 0 && limit <= LIMIT_IN_VIEW * data)
        top = fmax(top, limit);
    top = fmax(top, fan_top(f, chart, 1.25 * top));
    value_axis_init(&f->axis, top * HEADROOM, chart->finding->info.unit);
}

static void set_frame(struct frame *f, const struct chart *chart, unsigned width, unsigned height)
{
    *f = (struct frame){ .width = width, .height = height, .left = 72, .right = 24,
                         .bottom = 34 };
    set_times(f, chart);
    set_values(f, chart);
    f->right += marks_overhang(f, chart);
    f->top = 12 + CHART_ROW_PX * marks_rows(f, chart);
}

/* One thinned range a line; a gap in time is a blank line, which breaks the band. */
static int history_data(const struct frame *f, const struct chart *chart, struct buf *out)
{
    size_t columns = frame_columns(f, COLUMN_PX), count;
    struct chart_range thin[FRAME_COLUMNS];
    int64_t gap = chart->gap_ms ? chart->gap_ms : 26 * HOUR_MS;
    int64_t column = (f->until - f->from) / (int64_t)columns;

    gap = gap > 2 * column ? gap : 2 * column;
    count = chart_thin(chart->history, chart->history_count, f->from, f->until, columns, thin);
    buf_add(out, "$history << EOD\n");
    for (size_t i = 0; i < count; i++) {
        if (i && thin[i].at - thin[i - 1].at > gap)
            buf_addc(out, '\n');
        buf_addf(out, "%.4f %.6g %.6g\n", frame_day(f, thin[i].at), frame_value(f, thin[i].low),
                 frame_value(f, thin[i].high));
    }
    buf_add(out, "EOD\n");
    return count > 0;
}

/* Days apart that break the line of bins: more than two are missing. */
static int64_t bin_gap(const struct chart *chart)
{
    int64_t least = INT64_MAX;

    for (size_t i = 1; i < chart->bin_count; i++)
        if (chart->bins[i].at - chart->bins[i - 1].at < least)
            least = chart->bins[i].at - chart->bins[i - 1].at;
    return least < INT64_MAX / 5 ? least * 5 / 2 : INT64_MAX;
}

static int bins_data(const struct frame *f, const struct chart *chart, int used, struct buf *out)
{
    int64_t gap = bin_gap(chart), last = 0;
    int any = 0;

    buf_addf(out, "$%s << EOD\n", used ? "used" : "unused");
    for (size_t i = 0; i < chart->bin_count; i++) {
        if ((chart->bins[i].used != 0) != used)
            continue;
        if (used && any && chart->bins[i].at - last > gap)
            buf_addc(out, '\n');
        frame_point(f, out, chart->bins[i].at, chart->bins[i].value);
        last = chart->bins[i].at;
        any = 1;
    }
    buf_add(out, "EOD\n");
    return any;
}

/* The part of the fan within [from, until]; the parts share the point where they meet. */
static int fan_data(const struct frame *f, const struct chart *chart, const char *name,
                    int64_t from, int64_t until, struct buf *out)
{
    double cap = f->axis.top * f->axis.scale;
    int any = 0;

    buf_addf(out, "$%s << EOD\n", name);
    for (size_t i = 0; i < chart->fan_count; i++) {
        const struct chart_band *b = &chart->fan[i];

        if (b->at < from || b->at > until || b->at > f->until)
            continue;
        buf_addf(out, "%.4f %.6g %.6g %.6g\n", frame_day(f, b->at),
                 frame_value(f, fmax(b->low, 0)), frame_value(f, b->median),
                 frame_value(f, fmin(b->high, cap)));
        any++;
    }
    buf_add(out, "EOD\n");
    return any > 1;
}

static void limit_steps(const struct frame *f, const struct chart *chart, int usable,
                        struct buf *out)
{
    const struct maybe *constant = usable ? &chart->finding->capacity.usable
                                          : &chart->finding->capacity.value;
    double before = NAN;

    for (size_t i = 0; i < chart->limit_count; i++) {
        const struct chart_limit *limit = &chart->limits[i];
        const struct maybe *value = usable ? &limit->usable : &limit->total;
        int64_t at = i == 0 || limit->from < f->from ? f->from : limit->from;

        if (!value->known || limit->from > f->until)
            continue;
        if (isfinite(before))
            frame_point(f, out, at, before);
        frame_point(f, out, at, value->value);
        before = value->value;
    }
    if (!chart->limit_count && constant->known) {
        frame_point(f, out, f->from, constant->value);
        before = constant->value;
    }
    if (isfinite(before))
        frame_point(f, out, f->until, before);
}

/* 1 when the limit is known and lies on the picture. */
static int limit_data(const struct frame *f, const struct chart *chart, int usable,
                      struct buf *out)
{
    const struct maybe *now = usable ? &chart->finding->capacity.usable
                                     : &chart->finding->capacity.value;

    buf_addf(out, "$%s << EOD\n", usable ? "usable" : "total");
    limit_steps(f, chart, usable, out);
    buf_add(out, "EOD\n");
    return now->known && frame_value(f, now->value) <= f->axis.top * (1 + 1e-9) &&
           (usable || !chart->finding->capacity.usable.known ||
            now->value != chart->finding->capacity.usable.value);
}

/* What there is to plot; gnuplot fails on a plot of nothing. */
struct layers { int history, used, unused, trusted, beyond, fit, usable, total; };

/* Where the limits of now begin: a label there stands on the line it names. */
static double limits_begin(const struct frame *f, const struct chart *chart)
{
    int64_t from = chart->limit_count ? chart->limits[chart->limit_count - 1].from : f->from;

    from = from > chart->as_of ? chart->as_of : from;
    return frame_day(f, from > f->from ? from : f->from);
}

/* The limits of now in figures, above the upper line, or at the rim when out of sight. */
static void limit_label(const struct frame *f, const struct chart *chart,
                        const struct layers *has, struct buf *out)
{
    const struct maybe *total = &chart->finding->capacity.value;
    const struct maybe *usable = &chart->finding->capacity.usable;

    if (!usable->known)
        return;
    buf_add(out, "set label \"");
    if (has->total && has->usable) {
        buf_add(out, "capacity ");
        value_axis_label(&f->axis, frame_value(f, total->value), out);
        buf_add(out, ", dashed: ");
    }
    /* in the axis' words: the unit itself may be a user's */
    value_axis_label(&f->axis, frame_value(f, usable->value), out);
    buf_add(out, " may be used");
    if (has->usable)
        buf_addf(out, "\" at first %.6g, first %.6g left offset 0.6,0.55", limits_begin(f, chart),
                 frame_value(f, has->total ? total->value : usable->value));
    else
        buf_add(out, ", above this picture\" at graph 0.008, graph 0.96 left");
    buf_addf(out, " front tc rgb \"%s\"\n", CHART_INK);
}

static void fit_data(const struct frame *f, const struct chart *chart, struct buf *out)
{
    buf_add(out, "$fit << EOD\n");
    for (size_t i = 0; i < chart->fit_count; i++)
        frame_point(f, out, chart->fit[i].at, chart->fit[i].value);
    buf_add(out, "EOD\n");
}

/* The last point of the fan up to an instant, so that its two parts meet in one. */
static int64_t last_point(const struct chart *chart, int64_t until)
{
    int64_t last = until;

    for (size_t i = 0; i < chart->fan_count && chart->fan[i].at <= until; i++)
        last = chart->fan[i].at;
    return last;
}

static struct layers data_script(const struct frame *f, const struct chart *chart,
                                 struct buf *out)
{
    int64_t trusted = chart->trusted_until ? chart->trusted_until : f->until;
    struct layers has;

    has.history = history_data(f, chart, out);
    has.used = bins_data(f, chart, 1, out);
    has.unused = bins_data(f, chart, 0, out);
    has.trusted = fan_data(f, chart, "trusted", chart->as_of, trusted, out);
    has.beyond = fan_data(f, chart, "beyond", last_point(chart, trusted), f->until, out);
    has.usable = limit_data(f, chart, 1, out);
    has.total = limit_data(f, chart, 0, out);
    has.fit = chart->fit_count > 1;
    fit_data(f, chart, out);
    scenario_data(f, chart, out);
    return has;
}

static void layer(struct buf *out, int has, const char *text)
{
    if (has)
        buf_addf(out, ", \\\n  %s", text);
}

static void plot_script(const struct layers *has, const struct chart *chart, struct buf *out)
{
    /* a point outside the picture: there is always something to plot */
    buf_add(out, "plot 1/0 notitle");
    layer(out, has->beyond, "$beyond using 1:2:4 with filledcurves lc rgb \"" CHART_MIST "\"");
    layer(out, has->trusted, "$trusted using 1:2:4 with filledcurves lc rgb \"" CHART_SAND "\"");
    layer(out, has->history, "$history using 1:2:3 with filledcurves lc rgb \"" CHART_PALE "\"");
    layer(out, has->history, "$history using 1:3 with lines lw 0.8 lc rgb \"" CHART_PALE "\"");
    layer(out, has->total, "$total using 1:2 with lines lw 1 lc rgb \"" CHART_GREY "\"");
    layer(out, has->usable, "$usable using 1:2 with lines lw 1.6 dt 2 lc rgb \"" CHART_INK "\"");
    layer(out, has->unused, "$unused using 1:2 with points pt 6 ps 0.4 lw 1 lc rgb \"" CHART_GREY
                            "\"");
    layer(out, has->used, "$used using 1:2 with lines lw 1.8 lc rgb \"" CHART_BLUE "\"");
    layer(out, has->fit, "$fit using 1:2 with lines lw 1.2 dt 4 lc rgb \"" CHART_INK "\"");
    layer(out, has->beyond, "$beyond using 1:3 with lines lw 1.6 dt 2 lc rgb \"" CHART_GREY "\"");
    layer(out, has->trusted, "$trusted using 1:3 with lines lw 2 lc rgb \"" CHART_ORANGE "\"");
    scenario_layers(chart, out);
    buf_addc(out, '\n');
}

void forecast_script(const struct chart *chart, unsigned width, unsigned height, struct buf *out)
{
    struct frame frame;
    struct layers has;

    set_frame(&frame, chart, width, height);
    frame_script(&frame, chart->zone, out);
    has = data_script(&frame, chart, out);
    limit_label(&frame, chart, &has, out);
    marks_script(&frame, chart, out);
    plot_script(&has, chart, out);
}
