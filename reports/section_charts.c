/* One picture a finding, with its conclusion in words and its figures behind it. */
#include "reports/section.h"
#include "reports/words.h"

static struct table *figures(const struct chart *chart, struct page *page)
{
    static const struct column columns[] = {
        { .key = "days", .title = "Day" },
        { .key = "low", .title = "Low (10 %)", .right = 1 },
        { .key = "median", .title = "Middle (50 %)", .right = 1 },
        { .key = "high", .title = "High (90 %)", .right = 1 },
    };
    const struct finding *f = chart->finding;
    struct table *table;

    if (chart->kind != CHART_FORECAST || !f->forecast.at[0].median.known)
        return NULL;
    table = page_take(page, sizeof *table);
    if (!table)
        return NULL;
    table_init(table, &page->arena, columns, sizeof columns / sizeof columns[0], page->zone);
    table->caption = "The forecast in figures";
    for (int i = 0; i < OUTLOOKS; i++) {
        table_date(table, words_day_at(f->as_of, outlook_days[i]));
        table_quantity(table, f->forecast.at[i].low, f->info.unit);
        table_quantity(table, f->forecast.at[i].median, f->info.unit);
        table_quantity(table, f->forecast.at[i].high, f->info.unit);
    }
    return table;
}

static void add_chart(const struct report *report, size_t at, struct page *page)
{
    const struct chart *chart = &report->charts[at];
    struct block *block = page_block(page, BLOCK_CHART);
    struct buf words;

    if (!block)
        return;
    buf_init(&words, 4000);
    chart_words(chart, &words);
    block->text = page_keep(page, &words);
    block->chart = chart;
    block->image = &report->images[at];
    block->table = figures(chart, page);
}

static void build(const struct report *report, const struct render_options *options,
                  struct page *page)
{
    (void)options;
    if (!report->images) {
        if (report->images_missing)
            page_paragraph(page, page_format(page, "The charts could not be drawn: %s. All "
                                                   "figures are in the tables.",
                                             report->images_missing));
        return;
    }
    if (report->chart_count)
        page_paragraph(page, "Blue: measured, the thin band from least to most in each hour. "
                             "Orange: the forecast's middle, with the band that should hold "
                             "8 of 10 outcomes; grey beyond what the history supports.");
    for (size_t i = 0; i < report->chart_count; i++)
        add_chart(report, i, page);
}

const struct section section_charts = {
    .key = "charts", .title = "Charts", .label = "Charts",
    .pictures = 1, .brief = 1, .build = build,
};
