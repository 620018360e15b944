/* Of each object with several limits, which is reached first. */
#include "reports/section.h"
#include "reports/words.h"

enum { BOTTLENECK_ROWS = 20 };

static int has_date(const struct finding *f)
{
    return f->verdict == VERDICT_EXHAUSTED || f->exhaustion.days_median.known || f->exhaustion.days_early.known;
}

/* "cpu", and its labels where several of the object have that metric. */
static const char *limit(struct page *page, const struct finding *f)
{
    const struct series_key *key = &f->info.key;

    return key->labels[0] ? page_format(page, "%s{%s}", key->metric, key->labels) : key->metric;
}

static void row(const struct bottleneck *b, struct table *table, struct page *page)
{
    const struct series_key *key = &b->first->info.key;

    table_text(table, key->source[0] ? page_format(page, "%s/%s", key->source, key->resource) : key->resource);
    table_text(table, limit(page, b->first));
    table_runs_out(table, b->first);
    table_text(table, limit(page, b->second));
    table_runs_out(table, b->second);
    table_count(table, b->limits);
}

static void build(const struct report *report, const struct render_options *options, struct page *page)
{
    static const struct column columns[] = {
        { .key = "object", .title = "Object", .flexible = 1 },
        { .key = "first", .title = "First limit" },
        { .key = "first_runs_out", .title = "Runs out" },
        { .key = "second", .title = "Next limit", .spare = 1 },
        { .key = "second_runs_out", .title = "Runs out", .spare = 1 },
        { .key = "limits", .title = "Limits", .right = 1, .spare = 1 },
    };
    const struct analysis *analysis = report->analysis;
    struct table *table = NULL;
    size_t rows = 0, left = 0;

    (void)options;
    for (size_t i = 0; i < analysis->bottleneck_count; i++) {
        if (!has_date(analysis->bottlenecks[i].first))
            continue;
        if (!table)
            table = page_table(page, columns, sizeof columns / sizeof columns[0], "Bottlenecks");
        if (table && rows++ < BOTTLENECK_ROWS)
            row(&analysis->bottlenecks[i], table, page);
        else
            left++;
    }
    if (left)
        page_paragraph(page, page_format(page, "%zu more are in the JSON form.", left));
}

const struct section section_bottlenecks = {
    .key = "bottlenecks", .title = "Which limit comes first", .label = "Bottlenecks",
    .build = build,
};
