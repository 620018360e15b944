/* Which gates are silenced, for what, until when, and why. */
#include "reports/section.h"

static size_t covered(const struct waiver *waiver, const struct analysis *analysis)
{
    size_t count = 0;

    for (size_t i = 0; i < analysis->count; i++)
        count += (size_t)waiver_covers(waiver, analysis_finding(analysis, i)->name);
    return count;
}

static const char *days_left(struct page *page, int days)
{
    return days < 0 ? "ended: the gate holds again" : page_format(page, "%d day%s", days, days == 1 ? "" : "s");
}

static void build(const struct report *report, const struct render_options *options,
                  struct page *page)
{
    static const struct column columns[] = {
        { .key = "waiver", .title = "Waiver" },
        { .key = "series", .title = "Series", .right = 1 },
        { .key = "until", .title = "Until" },
        { .key = "days_left", .title = "Left" },
        { .key = "owner", .title = "Owner" },
        { .key = "reason", .title = "Reason", .prose = 1 },
    };
    struct table *table = NULL;

    (void)options;
    for (size_t i = 0; i < report->waiver_count; i++) {
        const struct waiver *waiver = &report->waivers[i];
        size_t series = covered(waiver, report->analysis);

        if (!series)
            continue;
        if (!table)
            table = page_table(page, columns, sizeof columns / sizeof columns[0],
                               "Gates that are silenced");
        if (!table)
            return;
        table_text(table, waiver->name);
        table_count(table, series);
        table_date(table, waiver->until);
        table_text(table, days_left(page, waiver_days_left(waiver, report->zone, report->waived_at)));
        table_text(table, waiver->owner);
        table_text(table, waiver->reason);
    }
}

const struct section section_waivers = {
    .key = "waivers", .title = "Waivers", .label = "Waivers", .brief = 1, .build = build,
};
