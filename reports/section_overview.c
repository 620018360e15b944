/* Every resource in one line, the most urgent first. */
#include "reports/section.h"
#include "reports/words.h"

/* The date, with a mark where it may be as wrong as those before. */
static void runs_out(const struct report *report, const struct finding *f, struct table *table, struct page *page)
{
    char date[TIME_ROOM];

    if (!comparison_failed(&report->comparison, f->name))
        table_runs_out(table, f);
    else if (f->verdict != VERDICT_EXHAUSTED && f->exhaustion.days_median.known)
        table_text(table, page_format(page, "%s (?)",
                                      time_words(date, page->zone,
                                                 words_day_at(f->as_of, f->exhaustion.days_median.value))));
    else
        table_text(table, f->verdict == VERDICT_EXHAUSTED ? "full now" : "(?)");
}

static void row(const struct report *report, const struct finding *f, struct table *table, struct page *page)
{
    table_series(table, f->name, &f->info.key);
    table_severity(table, f->severity, verdict_words(f->verdict));
    table_spark(table, f->spark, f->spark_count);
    table_text(table, page_words(page, words_level, f));
    table_quantity(table, f->peak_pct, "%");
    table_text(table, page_words(page, words_month, f));
    runs_out(report, f, table, page);
    table_act_by(table, f);
    table_text(table, page_format(page, "%.1s", &f->data.grade));
}

static void build(const struct report *report, const struct render_options *options,
                  struct page *page)
{
    static const struct column columns[] = {
        { .key = "series", .title = "Resource", .flexible = 1 },
        { .key = "state", .title = "State" },
        { .key = "trend", .title = "Trend", .picture = 1 },
        { .key = "now", .title = "Now", .right = 1, .spare = 1 },
        { .key = "peak", .title = "Peak", .right = 1, .spare = 1 },
        { .key = "growth", .title = "A month", .right = 1, .spare = 1 },
        { .key = "runs_out", .title = "Runs out", .right = 1 },
        { .key = "act_by", .title = "Act by", .right = 1 },
        { .key = "grade", .title = "Data", .spare = 1 },
    };
    const struct analysis *analysis = report->analysis;
    struct table *table;

    if (!analysis->count)
        return;
    table = page_table(page, columns, sizeof columns / sizeof columns[0],
                       "All resources, the most urgent first");
    for (size_t i = 0; table && i < analysis->count && i < options->overview; i++)
        row(report, analysis_finding(analysis, i), table, page);
    if (table)
        page->blocks[page->count - 1].filter = 1;
    if (report->comparison.failed_count)
        page_paragraph(page, "(?) The dates or levels that earlier reports gave for this resource did not hold; how "
                             "far off they were stands under how good the data are.");
    if (analysis->count > options->overview)
        page_paragraph(page, page_format(page, "%zu more, less urgent, are in the CSV and JSON "
                                               "forms.", analysis->count - options->overview));
}

const struct section section_overview = {
    .key = "resources", .title = "All resources", .label = "Resources",
    .build = build,
};
