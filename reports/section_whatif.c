/* What would come of what is planned, committed or not, side by side. */
#include "reports/section.h"
#include "reports/whatif.h"

static const char *assumptions(const struct plan_words *plan, struct page *page)
{
    const char *text = plan->count ? "" : "what was measured goes on";

    for (size_t i = 0; i < plan->count; i++)
        text = page_format(page, "%s%s%s", text, i ? ", " : "", plan->assumptions[i]);
    return plan->note ? page_format(page, "%s (%s)", text, plan->note) : text;
}

static void plans(const struct whatif *whatif, struct page *page)
{
    struct fact *facts = page_take(page, whatif->plan_count * sizeof *facts);
    struct block *block = facts ? page_block(page, BLOCK_FACTS) : NULL;

    if (!block)
        return;
    block->text = "What each plan assumes";
    block->facts = facts;
    block->count = whatif->plan_count;
    for (size_t i = 0; i < whatif->plan_count; i++)
        facts[i] = (struct fact){ whatif->plans[i].name, assumptions(&whatif->plans[i], page) };
}

static void build(const struct report *report, const struct render_options *options, struct page *page)
{
    (void)options;
    if (!report->whatif || !report->whatif->analysis->count)
        return;
    plans(report->whatif, page);
    whatif_rows(report->whatif, page, "The most urgent resources that a plan changes");
    page_paragraph(page, "Every plan is read off the same forecast, so what differs is due to the plan alone; what is "
                         "committed is in the baseline here, and not in the dates above. Left: what may be used of "
                         "the capacity of that day less the middle forecast of that week's busiest day.");
}

const struct section section_whatif = {
    .key = "whatif", .title = "What if", .label = "What if", .build = build,
};
