/*
 * reports/analysis_table.c - an analysis as one row a series: CSV for
 * spreadsheets and scripts, and a ranking for the terminal.
 */
#include "reports/renderer.h"
#include "reports/page.h"
#include "reports/table.h"
#include "reports/words.h"

static const struct column csv_columns[] = {
    { .key = "series" },           { .key = "source" },          { .key = "resource" },
    { .key = "metric" },           { .key = "labels" },          { .key = "unit" },
    { .key = "verdict" },          { .key = "severity" },        { .key = "pressure" },
    { .key = "samples" },          { .key = "coverage" },        { .key = "grade" },
    { .key = "latest" },           { .key = "level" },           { .key = "capacity" },
    { .key = "usable" },           { .key = "average_utilization" },
    { .key = "peak_utilization" }, { .key = "p95_utilization" }, { .key = "growth_per_day" },
    { .key = "growth_per_day_low" },        { .key = "growth_per_day_high" },
    { .key = "growth_percent_per_month" },  { .key = "growth_significant" },
    { .key = "model" },            { .key = "mase" },            { .key = "threshold" },
    { .key = "days_early" },       { .key = "days_median" },     { .key = "days_late" },
    { .key = "probability_7" },    { .key = "probability_14" },  { .key = "probability_30" },
    { .key = "probability_60" },   { .key = "probability_90" },  { .key = "lead_time_days" },
    { .key = "act_by" },           { .key = "action_required" }, { .key = "recommendation" },
    { .key = "text" },             { .key = "add" },             { .key = "new_capacity" },
};
enum { CSV_COLUMNS = sizeof csv_columns / sizeof csv_columns[0] };

static void csv_names(struct table *table, const struct finding *f)
{
    char *grade = arena_text(table->arena, &f->data.grade, f->data.grade ? 1 : 0);

    table_text(table, f->name);
    table_text(table, f->info.key.source);
    table_text(table, f->info.key.resource);
    table_text(table, f->info.key.metric);
    table_text(table, f->info.key.labels);
    table_text(table, f->info.unit);
    table_text(table, verdict_name(f->verdict));
    table_text(table, severity_name(f->severity));
    table_text(table, f->pressure == PRESSURE_UNKNOWN ? NULL : pressure_name(f->pressure));
    table_count(table, f->data.samples);
    table_maybe(table, (struct maybe){ f->data.coverage, f->data.samples > 0 });
    table_text(table, grade);
}

static void csv_figures(struct table *table, const struct finding *f)
{
    table_maybe(table, f->latest);
    table_maybe(table, f->level);
    table_maybe(table, f->capacity.value);
    table_maybe(table, f->capacity.usable);
    table_maybe(table, f->average_pct);
    table_maybe(table, f->peak_pct);
    table_maybe(table, f->p95_pct);
    table_maybe(table, f->growth.per_day);
    table_maybe(table, f->growth.low);
    table_maybe(table, f->growth.high);
    table_maybe(table, f->growth.percent_per_month);
    table_flag(table, f->growth.significant);
    table_text(table, f->forecast.model && f->forecast.model[0] ? f->forecast.model : NULL);
    table_maybe(table, f->forecast.mase);
}

static void csv_exhaustion(struct table *table, const struct finding *f)
{
    const struct exhaustion *e = &f->exhaustion;

    table_maybe(table, e->threshold);
    table_maybe(table, e->days_early);
    table_maybe(table, e->days_median);
    table_maybe(table, e->days_late);
    for (int i = 0; i < PROBABILITIES; i++)
        table_maybe(table, e->probability[i]);
    table_number(table, e->lead_time_days);
    if (e->has_act_by)
        table_date(table, e->act_by);
    else
        table_none(table);
    table_flag(table, e->action_required);
}

static void csv_recommendation(struct table *table, const struct finding *f)
{
    static const struct recommendation none;
    const struct recommendation *r = f->recommendation_count ? f->recommendations : &none;

    table_text(table, r->code);
    table_text(table, r->text);
    table_maybe(table, (struct maybe){ r->amount.add, r->amount.known });
    table_maybe(table, (struct maybe){ r->amount.new_capacity, r->amount.known });
}

int analysis_csv(const struct analysis *analysis, const struct zone *zone, struct buf *out,
                 struct error *err)
{
    struct arena arena = { .newest = NULL };
    struct table table;
    int rc = 0;

    table_init(&table, &arena, csv_columns, CSV_COLUMNS, zone);
    table_csv_header(&table, out);
    for (size_t i = 0; i < analysis->count && rc == 0; i++) {
        const struct finding *f = analysis_finding(analysis, i);

        table_clear(&table);
        csv_names(&table, f);
        csv_figures(&table, f);
        csv_exhaustion(&table, f);
        csv_recommendation(&table, f);
        rc = table_csv_rows(&table, out, err);
        buf_pass(out);
    }
    arena_release(&arena);
    return rc;
}

int analysis_table(const struct analysis *analysis, const struct zone *zone,
                   const struct render_options *options, struct buf *out, struct error *err)
{
    static const struct column columns[] = {
        { .key = "series", .title = "Series", .flexible = 1 },
        { .key = "state", .title = "State" },
        { .key = "now", .title = "Now", .right = 1, .spare = 1 },
        { .key = "peak", .title = "Peak", .right = 1, .spare = 1 },
        { .key = "growth", .title = "A month", .right = 1, .spare = 1 },
        { .key = "runs_out", .title = "Runs out" },
        { .key = "act_by", .title = "Act by" },
    };
    struct table_style style = { .width = options->width, .color = options->color };
    struct page page;
    struct table *table;
    int rc;

    page_init(&page, zone);
    table = page_table(&page, columns, sizeof columns / sizeof columns[0], NULL);
    for (size_t i = 0; table && i < analysis->count; i++) {
        const struct finding *f = analysis_finding(analysis, i);

        table_series(table, f->name, &f->info.key);
        table_severity(table, f->severity, verdict_words(f->verdict));
        table_text(table, page_words(&page, words_level, f));
        table_quantity(table, f->peak_pct, "%");
        table_text(table, page_words(&page, words_month, f));
        table_runs_out(table, f);
        table_act_by(table, f);
    }
    rc = page_check(&page, err);
    if (rc == 0)
        rc = table_terminal(table, &style, out, err);
    page_release(&page);
    return rc;
}
