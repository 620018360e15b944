/* What is compared: the assumptions of each plan, and what was left out for a series and why. */
#include "reports/section.h"

static struct block *list_of(const struct plan_words *plan, struct page *page)
{
    struct fact *facts = page_take(page, (plan->count + 2) * sizeof *facts);
    struct block *block = facts ? page_block(page, BLOCK_FACTS) : NULL;

    if (!block)
        return NULL;
    block->facts = facts;
    block->text = plan->name;
    if (plan->note)
        facts[block->count++] = (struct fact){ "Note", plan->note };
    for (size_t i = 0; i < plan->count; i++)
        facts[block->count++] = (struct fact){ i ? "and" : "Assumes", plan->assumptions[i] };
    if (!plan->count)
        facts[block->count++] = (struct fact){ "Assumes", "nothing: what was measured goes on" };
    return block;
}

static void left_out(const struct whatif *whatif, struct page *page)
{
    static const struct column columns[] = {
        { .key = "series", .title = "Series", .flexible = 1 },
        { .key = "plan", .title = "Plan" },
        { .key = "left_out", .title = "Left out", .prose = 1 },
    };
    struct table *table = NULL;

    for (size_t row = 0; row < whatif->analysis->count; row++)
        for (size_t plan = 0; plan < whatif->plan_count; plan++)
            for (size_t i = 0; i < whatif->rows[row].outcomes[plan].note_count; i++) {
                const struct finding *finding = whatif->rows[row].finding;

                if (!table)
                    table = page_table(page, columns, sizeof columns / sizeof columns[0],
                                       "What of a plan was left out for a series");
                if (!table)
                    return;
                table_series(table, finding->name, &finding->info.key);
                table_text(table, whatif->plans[plan].name);
                table_text(table, whatif->rows[row].outcomes[plan].notes[i]);
            }
}

static void build(const struct report *report, const struct render_options *options,
                  struct page *page)
{
    (void)options;
    for (size_t i = 0; i < report->whatif->plan_count; i++)
        list_of(&report->whatif->plans[i], page);
    left_out(report->whatif, page);
}

/* The anchor is that of every page's first section. */
const struct section section_plans = {
    .key = "headline", .title = "Plans", .label = "Plans", .build = build,
};
