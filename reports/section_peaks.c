/* When each resource is busiest, and when it is quiet enough for maintenance. */
#include "data/base/number.h"
#include "reports/section.h"
#include "reports/words.h"

enum { PEAK_ROWS = 40 };

static const char *hours(struct page *page, const struct finding *f)
{
    struct buf text;

    buf_init(&text, 200);
    for (size_t i = 0; i < f->peak_count; i++)
        buf_addf(&text, "%s%02d", i ? ", " : "", f->peak_hours[i].hour);
    buf_add(&text, " h");
    return page_keep(page, &text);
}

static const char *window(struct page *page, const struct window *stretch)
{
    struct buf text;

    if (!stretch->known)
        return NULL;
    buf_init(&text, 200);
    words_window(&text, stretch);
    return page_keep(page, &text);
}

static void row(const struct finding *f, struct table *table, struct page *page)
{
    const struct peak_hour *busiest = &f->peak_hours[0];

    table_series(table, f->name, &f->info.key);
    table_text(table, hours(page, f));
    table_quantity(table, (struct maybe){ busiest->mean, 1 }, f->info.unit);
    table_quantity(table, (struct maybe){ busiest->p95, 1 }, f->info.unit);
    table_share(table, (struct maybe){ busiest->stability, 1 });
    table_text(table, window(page, &f->peak_window));
    table_text(table, window(page, &f->quiet_window));
    if (f->has_maintenance)
        table_date(table, f->maintenance_at);
    else
        table_none(table);
}

static void build(const struct report *report, const struct render_options *options,
                  struct page *page)
{
    static const struct column columns[] = {
        { .key = "series", .title = "Resource", .flexible = 1 },
        { .key = "hours", .title = "Busiest hours" },
        { .key = "mean", .title = "Mean then", .right = 1, .spare = 1 },
        { .key = "p95", .title = "High then", .right = 1, .spare = 1 },
        { .key = "stability", .title = "Steady", .right = 1, .spare = 1 },
        { .key = "peak_window", .title = "Busy" },
        { .key = "quiet_window", .title = "Quiet" },
        { .key = "maintenance", .title = "Next", .spare = 1 },
    };
    const struct analysis *analysis = report->analysis;
    struct table *table = NULL;
    size_t rows = 0, left = 0;

    (void)options;
    for (size_t i = 0; i < analysis->count; i++) {
        if (!analysis_finding(analysis, i)->peak_count)
            continue;
        if (!table) {
            page_paragraph(page, page_format(page,
                "Hours are local to %s. \"High\" is the level passed in one hour of twenty; "
                "\"steady\" is the share of days on which the busiest hour was among the day's "
                "three busiest. The quiet stretch suits maintenance; it lies outside of business hours "
                "where the config has a calendar, and the next one outside of freezes.", zone_name(report->zone)));
            table = page_table(page, columns, sizeof columns / sizeof columns[0],
                               "Busiest and quietest hours");
        }
        if (table && rows++ < PEAK_ROWS)
            row(analysis_finding(analysis, i), table, page);
        else
            left++;
    }
    if (left)
        page_paragraph(page, page_format(page, "%zu more are in the JSON form.", left));
}

const struct section section_peaks = {
    .key = "peaks", .title = "Busiest and quietest hours", .label = "Hours",
    .build = build,
};
