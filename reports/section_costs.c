/* What it costs to act, to wait, and to keep what is idle. */
#include <stdlib.h>
#include <string.h>

#include "reports/section.h"
#include "reports/words.h"

enum { COST_ROWS = 20 };

/* What the days at the limit cost; without a price of them, how many there are. */
static const char *risk(struct page *page, const struct cost *cost)
{
    const char *price = page_money(page, cost->risk, cost->currency);

    if (price || !cost->risk_days.known)
        return price;
    return page_format(page, "%.2g days full", cost->risk_days.value);
}

static void row(const struct finding *f, struct table *table, struct page *page)
{
    const struct cost *cost = f->cost;

    table_series(table, f->name, &f->info.key);
    table_text(table, page_money(page, cost->present, cost->currency));
    table_text(table, cost->act.value > 0 ? page_money(page, cost->act, cost->currency) : NULL);
    table_text(table, page_money(page, cost->saved, cost->currency));
    table_text(table, risk(page, cost));
    table_text(table, cost->idle.value > 0 ? page_money(page, cost->idle, cost->currency) : NULL);
}

/* --- sums, of one currency each ---------------------------------------------------------- */

static int by_currency(const void *a, const void *b)
{
    const struct cost *x = *(const struct cost *const *)a, *y = *(const struct cost *const *)b;

    return strcmp(x->currency, y->currency);
}

static void sum(const struct cost *const *cost, size_t count, struct page *page)
{
    double present = 0, act = 0, idle = 0;

    for (size_t i = 0; i < count; i++) {
        present += cost[i]->present.value;
        act += cost[i]->act.value;
        idle += cost[i]->idle.known ? cost[i]->idle.value : 0;
    }
    page_paragraph(page, page_format(page, "In all %s a month for %zu priced %s; what is advised adds %s, and %s are idle.",
                                     page_money(page, (struct maybe){ present, 1 }, cost[0]->currency), count,
                                     count == 1 ? "resource" : "resources",
                                     page_money(page, (struct maybe){ act, 1 }, cost[0]->currency),
                                     page_money(page, (struct maybe){ idle, 1 }, cost[0]->currency)));
}

/* A group's capacity is its members', which have prices of their own. */
static size_t priced(const struct analysis *analysis, const struct cost **out)
{
    size_t count = 0;

    for (size_t i = 0; i < analysis->count; i++) {
        const struct finding *f = analysis_finding(analysis, i);

        if (f->cost && !f->group)
            out[count++] = f->cost;
    }
    if (count)
        qsort(out, count, sizeof *out, by_currency);
    return count;
}

static void sums(const struct analysis *analysis, struct page *page)
{
    const struct cost **all = page_take(page, (analysis->count + 1) * sizeof *all);
    size_t count = all ? priced(analysis, all) : 0;

    for (size_t first = 0, last; first < count; first = last) {
        for (last = first + 1; last < count && by_currency(&all[first], &all[last]) == 0; last++)
            ;
        sum(&all[first], last - first, page);
    }
}

static int has_something(const struct finding *f)
{
    return f->cost && (f->cost->act.value > 0 || f->cost->idle.value > 0);
}

static void build(const struct report *report, const struct render_options *options, struct page *page)
{
    static const struct column columns[] = {
        { .key = "series", .title = "Resource", .flexible = 1 },
        { .key = "present", .title = "A month now", .right = 1, .spare = 1 },
        { .key = "act", .title = "Acting adds", .right = 1 },
        { .key = "saved", .title = "Waiting saves", .right = 1 },
        { .key = "risk", .title = "and risks", .right = 1 },
        { .key = "idle", .title = "Idle a month", .right = 1 },
    };
    const struct analysis *analysis = report->analysis;
    struct table *table = NULL;
    size_t rows = 0, left = 0;

    (void)options;
    for (size_t i = 0; i < analysis->count; i++) {
        const struct finding *f = analysis_finding(analysis, i);

        if (!has_something(f))
            continue;
        if (!table)
            table = page_table(page, columns, sizeof columns / sizeof columns[0], "Costs");
        if (table && rows++ < COST_ROWS)
            row(f, table, page);
        else
            left++;
    }
    if (left)
        page_paragraph(page, page_format(page, "%zu more are in the JSON form.", left));
    sums(analysis, page);
    if (table)
        page_paragraph(page, "Waiting means to decide one review later: what is then not paid yet, and the days at the "
                             "limit that this adds in expectation.");
}

const struct section section_costs = {
    .key = "costs", .title = "What it costs", .label = "Costs",
    .build = build,
};
