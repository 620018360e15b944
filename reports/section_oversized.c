/* What is larger than it needs to be, and what could be given back. */
#include <math.h>
#include <string.h>

#include "reports/section.h"
#include "reports/words.h"

static const struct recommendation *oversized(const struct finding *f)
{
    for (size_t i = 0; i < f->recommendation_count; i++)
        if (strcmp(f->recommendations[i].code, "OVER_PROVISIONED") == 0)
            return &f->recommendations[i];
    return NULL;
}

static void build(const struct report *report, const struct render_options *options,
                  struct page *page)
{
    static const struct column columns[] = {
        { .key = "series", .title = "Resource", .flexible = 1 },
        { .key = "p95_utilization", .title = "High use (95 %)", .right = 1 },
        { .key = "capacity", .title = "Capacity", .right = 1 },
        { .key = "give_back", .title = "Could be given back", .right = 1 },
        { .key = "words", .title = "Advice", .prose = 1 },
    };
    const struct analysis *analysis = report->analysis;
    struct table *table = NULL;

    (void)options;
    for (size_t i = 0; i < analysis->count; i++) {
        const struct finding *f = analysis_finding(analysis, i);
        const struct recommendation *r = oversized(f);

        if (!r)
            continue;
        if (!table)
            table = page_table(page, columns, sizeof columns / sizeof columns[0],
                               "Over-provisioned resources");
        if (!table)
            return;
        table_series(table, f->name, &f->info.key);
        table_quantity(table, f->p95_pct, "%");
        table_quantity(table, f->capacity.value, f->info.unit);
        table_quantity(table, (struct maybe){ fabs(r->amount.add), r->amount.known }, f->info.unit);
        table_text(table, r->text);
    }
}

const struct section section_oversized = {
    .key = "oversized", .title = "Larger than needed", .label = "Oversized",
    .build = build,
};
