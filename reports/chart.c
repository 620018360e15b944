#include "reports/chart.h"

#include <string.h>

#include "reports/words.h"

static const char *const kinds[] = { "forecast", "profile", "heatmap", "scenario", "backtest", "supply" };
enum { KINDS = sizeof kinds / sizeof kinds[0] };

const char *chart_kind_name(enum chart_kind kind)
{
    return kinds[kind];
}

int chart_kind_find(const char *name, enum chart_kind *out)
{
    for (int i = 0; i < KINDS; i++)
        if (strcmp(kinds[i], name) == 0) {
            *out = (enum chart_kind)i;
            return 1;
        }
    return 0;
}

void chart_init(struct chart *chart, enum chart_kind kind, const struct finding *finding,
                const struct analysis *analysis, const struct zone *zone)
{
    *chart = (struct chart){ .kind = kind, .finding = finding, .zone = zone,
                             .as_of = finding->as_of ? finding->as_of : analysis->as_of };
}

static void forecast_words(const struct chart *chart, struct buf *out)
{
    const struct finding *f = chart->finding;
    int64_t due = words_due(f);
    char date[TIME_ROOM];

    words_level(out, f);
    if (f->capacity.usable.known) {
        buf_add(out, " now, of ");
        words_quantity(out, f->capacity.usable, f->info.unit);
        buf_add(out, " that may be used");
    } else {
        buf_add(out, " now, no limit known");
    }
    buf_add(out, "; ");
    words_growth(out, f);
    if (f->verdict == VERDICT_FORECAST || f->verdict == VERDICT_EXHAUSTED) {
        buf_add(out, f->verdict == VERDICT_FORECAST ? ". Runs out " : ". It is ");
        words_runs_out(out, f, chart->zone);
        if (due != INT64_MAX && due > chart->as_of)
            buf_addf(out, "; act by %s", time_words(date, chart->zone, due));
        else if (due != INT64_MAX)
            buf_add(out, "; act now");
    } else if (f->verdict != VERDICT_NO_SIGNIFICANT_GROWTH) {
        buf_addf(out, "; %s", verdict_words(f->verdict));
    }
    buf_addc(out, '.');
}

static void hours_words(const struct chart *chart, struct buf *out)
{
    const struct finding *f = chart->finding;

    if (f->peak_count)
        buf_addf(out, "The busiest hour of the day begins at %02d:00. ", f->peak_hours[0].hour);
    if (f->peak_window.known) {
        buf_add(out, "Busiest ");
        words_window(out, &f->peak_window);
        buf_add(out, ". ");
    }
    if (f->quiet_window.known) {
        buf_add(out, "Quietest ");
        words_window(out, &f->quiet_window);
        buf_add(out, ". ");
    }
    buf_addf(out, "Hours are local to %s.", zone_name(chart->zone));
}

enum foretold chart_foretold(const struct chart *chart, const struct chart_bin *bin)
{
    for (size_t i = 0; i < chart->fan_count; i++)
        if (chart->fan[i].at == bin->at)
            return bin->value >= chart->fan[i].low && bin->value <= chart->fan[i].high ? FORETOLD_HELD
                                                                                       : FORETOLD_MISSED;
    return FORETOLD_NOT;
}

static void backtest_words(const struct chart *chart, struct buf *out)
{
    size_t held = 0, asked = 0;

    for (size_t i = 0; i < chart->bin_count; i++) {
        enum foretold foretold = chart_foretold(chart, &chart->bins[i]);

        asked += foretold != FORETOLD_NOT;
        held += foretold == FORETOLD_HELD;
    }
    if (asked)
        buf_addf(out, "Of %zu past days, %zu came inside the 80 %% band of a forecast made from the data before.",
                 asked, held);
    else
        buf_add(out, "There is too little history to look back.");
}

void chart_words(const struct chart *chart, struct buf *out)
{
    if (chart->kind == CHART_SUPPLY)
        buf_addf(out, "Demand and the units in force; it was not met at %zu instants.",
                 chart->line_count > 1 ? chart->lines[1].count : 0);
    else if (chart->kind == CHART_BACKTEST)
        backtest_words(chart, out);
    else if (chart->kind == CHART_PROFILE || chart->kind == CHART_HEATMAP)
        hours_words(chart, out);
    else
        forecast_words(chart, out);
    for (size_t i = 0; chart->kind == CHART_SCENARIO && i < chart->line_count; i++)
        buf_addf(out, " %c: %s.", (char)('A' + i % 26), chart->lines[i].name);
}

size_t chart_thin(const struct chart_range *in, size_t count, int64_t from, int64_t until,
                  size_t columns, struct chart_range *out)
{
    double width = (double)(until - from) / (double)columns;
    size_t used = 0, last = SIZE_MAX;

    for (size_t i = 0; i < count; i++) {
        size_t column;

        if (in[i].at < from || in[i].at >= until)
            continue;
        column = (size_t)((double)(in[i].at - from) / width);
        if (column == last) {
            struct chart_range *range = &out[used - 1];

            range->low = in[i].low < range->low ? in[i].low : range->low;
            range->high = in[i].high > range->high ? in[i].high : range->high;
        } else {
            out[used++] = in[i];
            last = column;
        }
    }
    return used;
}
