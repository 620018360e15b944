/* How the figures are made, under which settings, by what, and how to make them again. */
#include "data/base/number.h"
#include "reports/section.h"
#include "reports/words.h"

static const char *const method[] = {
    "Each resource is judged by one value a day: the day's largest for what piles up (storage, "
    "connections), the busiest two hours for load, the 95 % level for latency. Spikes, gaps, "
    "clean-ups and enlargements are found first and kept out of the growth rate.",
    "Several forecasting models compete on each resource's own past; the one that would have been "
    "right most often is used, and its band is as wide as its past errors.",
    "\"Runs out\" is the first day on which the forecast reaches what may be used of the capacity. "
    "Three days are given: early (one chance in ten that it comes sooner), middle (even odds) and "
    "late (nine in ten). \"Act by\" is the early day less the lead time, moved to the working "
    "day before.",
    "Grades say how much the data can carry: A is long and complete, D too short or too patchy "
    "for a date.",
};

static const char *percent(struct page *page, double value)
{
    char number[NUMBER_ROOM];

    return page_format(page, "%s %%", number_short(number, value, 3));
}

static const char *days(struct page *page, int64_t ms)
{
    char number[NUMBER_ROOM];

    return page_format(page, "%s days", number_short(number, (double)ms / (double)DAY_MS, 3));
}

static void add(struct block *block, const char *name, const char *value)
{
    if (value && value[0])
        block->facts[block->count++] = (struct fact){ name, value };
}

static struct block *facts(struct page *page, const char *title, size_t room)
{
    struct fact *list = page_take(page, room * sizeof *list);
    struct block *block = list ? page_block(page, BLOCK_FACTS) : NULL;

    if (block) {
        block->facts = list;
        block->text = title;
    }
    return block;
}

static void settings(const struct policy *p, struct page *page)
{
    struct block *block = facts(page, "Settings in force", 10);

    if (!block)
        return;
    add(block, "May be used of the capacity", percent(page, p->exhaustion_pct));
    add(block, "Warning when the peak passes", percent(page, p->warning_pct));
    add(block, "Target after an enlargement", percent(page, p->target_pct));
    add(block, "Lead time to buy", days(page, p->lead_time_ms));
    add(block, "Review every", days(page, p->review_ms));
    add(block, "An enlargement lasts", days(page, p->life_ms));
    add(block, "Never looked farther than", days(page, p->horizon_ms));
    add(block, "Over-provisioned below", percent(page, p->idle_pct));
    add(block, "Pressure medium, high, critical from",
        page_format(page, "%s, %s, %s", percent(page, p->pressure_pct[0]),
                    percent(page, p->pressure_pct[1]), percent(page, p->pressure_pct[2])));
}

static void origin(const struct report *report, struct page *page)
{
    const struct run_facts *run = &report->run;
    struct block *block = facts(page, "This report", 10 + run->version_count);
    char time[TIME_ROOM];

    if (!block)
        return;
    add(block, "Judged as of", page_format(page, "%s (%s)",
        time_minute(time, report->zone, report->analysis->as_of), zone_name(report->zone)));
    if (run->generated_at)
        add(block, "Written at", page_format(page, "%s",
            time_minute(time, report->zone, run->generated_at)));
    add(block, "Command", run->command);
    if (run->run)
        add(block, "Recorded as run", page_format(page, "%lld", (long long)run->run));
    add(block, "Store", run->store);
    add(block, "Store id", run->store_id);
    add(block, "headroom", run->version);
    for (size_t i = 0; i < run->version_count; i++)
        add(block, run->versions[i].name, run->versions[i].value);
}

static void build(const struct report *report, const struct render_options *options,
                  struct page *page)
{
    (void)options;
    for (size_t i = 0; i < sizeof method / sizeof method[0]; i++)
        page_paragraph(page, method[i]);
    settings(&report->analysis->policy, page);
    origin(report, page);
}

const struct section section_method = {
    .key = "method", .title = "How this was worked out", .label = "Method",
    .build = build,
};
