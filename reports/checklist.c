/*
 * reports/checklist.c - the impact checklist of one change, filled in, for a change request.
 *
 * Of a comparison with the baseline and one plan. Only series that the plan changes are in it.
 */
#include "data/base/buf.h"
#include "reports/section.h"
#include "reports/words.h"

enum { PLAN = 1, TEXT_MOST = 400 };

/* One series that the plan changes, before and with it. */
struct affected {
    const struct whatif_row *row;
    const struct finding    *finding;
    const struct outcome    *before, *with;
};

/* The next affected series from *at on; 0 where there is none. */
static int next_affected(const struct report *report, size_t *at, struct affected *out)
{
    const struct whatif *whatif = report->whatif;

    while (*at < whatif->analysis->count) {
        const struct whatif_row *row = &whatif->rows[(*at)++];

        if (!row->outcomes[PLAN].applies)
            continue;
        *out = (struct affected){ row, row->finding, &row->outcomes[0], &row->outcomes[PLAN] };
        return 1;
    }
    return 0;
}

/* "62 GiB -> 71.3 GiB" */
static const char *change_text(struct page *page, struct maybe before, struct maybe with, const char *unit)
{
    struct buf text;

    buf_init(&text, TEXT_MOST);
    words_quantity(&text, before, unit);
    buf_add(&text, " \xe2\x86\x92 ");
    words_quantity(&text, with, unit);
    return page_keep(page, &text);
}

static const char *date_text(struct page *page, const struct finding *finding, const struct outcome *outcome)
{
    struct buf text;

    if (outcome->verdict != VERDICT_FORECAST || !outcome->exhaustion.days_median.known)
        return outcome->verdict == VERDICT_EXHAUSTED ? "full now" : verdict_words(outcome->verdict);
    buf_init(&text, TEXT_MOST);
    words_date(&text, finding->as_of, outcome->exhaustion.days_median, page->zone);
    return page_keep(page, &text);
}

/* --- the sections -------------------------------------------------------------------- */

static void build_change(const struct report *report, const struct render_options *options, struct page *page)
{
    const struct plan_words *plan = &report->whatif->plans[PLAN];
    struct fact *facts = page_take(page, (plan->count + 3) * sizeof *facts);
    struct block *block = facts ? page_block(page, BLOCK_FACTS) : NULL;
    char date[TIME_ROOM];

    (void)options;
    if (!block)
        return;
    block->facts = facts;
    block->text = plan->name;
    if (plan->note)
        facts[block->count++] = (struct fact){ "What", plan->note };
    for (size_t i = 0; i < plan->count; i++)
        facts[block->count++] = (struct fact){ "Assumes", plan->assumptions[i] };
    facts[block->count++] = (struct fact){ "Looked from",
        page_format(page, "%s", time_words(date, report->zone, report->analysis->as_of)) };
}

static void build_needs(const struct report *report, const struct render_options *options, struct page *page)
{
    static const struct column columns[] = {
        { .key = "series", .title = "Series", .flexible = 1 },
        { .key = "runs_out", .title = "Runs out today" },
        { .key = "with", .title = "Runs out with the change" },
        { .key = "headroom", .title = "Left in 30 days", .right = 1 },
        { .key = "add", .title = "To add", .right = 1 },
        { .key = "act_by", .title = "Act by" },
    };
    struct table *table = page_table(page, columns, sizeof columns / sizeof columns[0], "Resource needs");
    struct affected a;

    (void)options;
    for (size_t at = 0; table && next_affected(report, &at, &a);) {
        table_series(table, a.finding->name, &a.finding->info.key);
        table_text(table, date_text(page, a.finding, a.before));
        table_text(table, date_text(page, a.finding, a.with));
        table_text(table, change_text(page, a.before->at[0].headroom, a.with->at[0].headroom,
                                      a.finding->info.unit));
        table_quantity(table, (struct maybe){ a.with->amount.add, a.with->amount.known }, a.finding->info.unit);
        if (!a.with->exhaustion.has_act_by)
            table_none(table);
        else if (a.with->exhaustion.act_by <= a.finding->as_of)
            table_text(table, "now");
        else
            table_date(table, a.with->exhaustion.act_by);
    }
}

static void build_pools(const struct report *report, const struct render_options *options, struct page *page)
{
    static const struct column columns[] = {
        { .key = "series", .title = "Pool", .flexible = 1 },
        { .key = "now", .title = "In use now", .right = 1 },
        { .key = "need_30", .title = "Need in 30 days", .right = 1 },
        { .key = "need_high", .title = "One time in ten more than", .right = 1 },
        { .key = "usable", .title = "May be used", .right = 1 },
    };
    struct table *table = NULL;
    struct affected a;

    (void)options;
    for (size_t at = 0; next_affected(report, &at, &a);) {
        if (!a.row->is_pool)
            continue;
        if (!table)
            table = page_table(page, columns, sizeof columns / sizeof columns[0], "Connection needs");
        if (!table)
            return;
        table_series(table, a.finding->name, &a.finding->info.key);
        table_quantity(table, a.finding->level, a.finding->info.unit);
        table_text(table, change_text(page, a.before->at[0].peak.median, a.with->at[0].peak.median,
                                      a.finding->info.unit));
        table_quantity(table, a.with->at[0].peak.high, a.finding->info.unit);
        table_quantity(table, a.with->at[0].usable, a.finding->info.unit);
    }
    if (!table)
        page_paragraph(page, "The change touches no series that counts connections, sessions or workers.");
}

static const char *window_text(struct page *page, const struct window *window)
{
    struct buf text;

    buf_init(&text, TEXT_MOST);
    words_window(&text, window);
    return page_keep(page, &text);
}

static void build_peak(const struct report *report, const struct render_options *options, struct page *page)
{
    static const struct column columns[] = {
        { .key = "series", .title = "Series", .flexible = 1 },
        { .key = "window", .title = "Busiest" },
        { .key = "peak_30", .title = "Peak in 30 days", .right = 1 },
        { .key = "peak_90", .title = "Peak in 90 days", .right = 1 },
        { .key = "quiet", .title = "Quietest, for the change itself" },
        { .key = "next", .title = "Next" },
    };
    struct table *table = page_table(page, columns, sizeof columns / sizeof columns[0], "Expected peak");
    struct affected a;

    (void)options;
    for (size_t at = 0; table && next_affected(report, &at, &a);) {
        table_series(table, a.finding->name, &a.finding->info.key);
        table_text(table, window_text(page, &a.finding->peak_window));
        for (int i = 0; i < PROSPECTS; i++)
            table_text(table, change_text(page, a.before->at[i].peak.median, a.with->at[i].peak.median,
                                          a.finding->info.unit));
        table_text(table, window_text(page, &a.finding->quiet_window));
        if (a.finding->has_maintenance)
            table_date(table, a.finding->maintenance_at);
        else
            table_none(table);
    }
}

/* Going back means today's demand on today's capacity: what the baseline has left then. */
static void build_back(const struct report *report, const struct render_options *options, struct page *page)
{
    static const struct column columns[] = {
        { .key = "series", .title = "Series", .flexible = 1 },
        { .key = "left_30", .title = "Left without the change in 30 days", .right = 1 },
        { .key = "left_90", .title = "In 90 days", .right = 1 },
        { .key = "until", .title = "Going back runs out" },
    };
    struct table *table = page_table(page, columns, sizeof columns / sizeof columns[0], "Room to go back");
    struct affected a;

    (void)options;
    for (size_t at = 0; table && next_affected(report, &at, &a);) {
        table_series(table, a.finding->name, &a.finding->info.key);
        table_quantity(table, a.before->at[0].headroom, a.finding->info.unit);
        table_quantity(table, a.before->at[1].headroom, a.finding->info.unit);
        table_text(table, date_text(page, a.finding, a.before));
    }
}

/* --- what has to hold ------------------------------------------------------------------ */

static int data_are_there(const struct affected *a)
{
    return a->before->verdict != VERDICT_STALE && a->before->verdict != VERDICT_NO_DATA &&
           a->before->verdict != VERDICT_INSUFFICIENT_DATA;
}

static int limit_is_known(const struct affected *a)
{
    return a->with->at[0].usable.known || a->with->verdict == VERDICT_EXHAUSTED;
}

static int holds_high(const struct affected *a, int prospect)
{
    const struct prospect *p = &a->with->at[prospect];

    return p->usable.known && p->peak.high.known && a->with->verdict != VERDICT_EXHAUSTED &&
           (a->finding->capacity.direction == DIRECTION_FALLING ? p->peak.low.value > p->usable.value
                                                                 : p->peak.high.value < p->usable.value);
}

static int holds_30(const struct affected *a) { return holds_high(a, 0); }
static int holds_90(const struct affected *a) { return holds_high(a, 1); }

static int goes_back(const struct affected *a)
{
    return a->before->at[0].headroom.known && a->before->at[0].headroom.value > 0;
}

static int needs_nothing_yet(const struct affected *a)
{
    return !a->with->exhaustion.action_required;
}

static const struct {
    const char *text;
    int       (*holds)(const struct affected *affected);
} checks[] = {
    { "every series has enough data, and of the last day", data_are_there },
    { "the capacity of every series is known", limit_is_known },
    { "nine times in ten the peak fits for 30 days with the change", holds_30 },
    { "nine times in ten the peak fits for 90 days with the change", holds_90 },
    { "no capacity has to be ordered before the change", needs_nothing_yet },
    { "there is room to go back within 30 days", goes_back },
};
enum { CHECKS = sizeof checks / sizeof checks[0], NAMED = 3 };

/* The check, and the first series for which it does not hold. */
static void put_check(const struct report *report, size_t check, struct page *page, struct check *out)
{
    struct affected a;
    size_t failing = 0;
    struct buf names;

    buf_init(&names, 4096);
    for (size_t at = 0; next_affected(report, &at, &a);)
        if (!checks[check].holds(&a) && failing++ < NAMED)
            buf_addf(&names, "%s%s", failing > 1 ? ", " : "", a.finding->name);
    if (failing > NAMED)
        buf_addf(&names, " and %zu more", failing - NAMED);
    out->holds = failing == 0;
    out->text = failing ? page_format(page, "%s; not, or not known, for %s", checks[check].text,
                                      page_keep(page, &names))
                        : checks[check].text;
    buf_release(&names);
}

static void build_checks(const struct report *report, const struct render_options *options, struct page *page)
{
    struct check *list = page_take(page, CHECKS * sizeof *list);
    struct block *block = list ? page_block(page, BLOCK_CHECKS) : NULL;

    (void)options;
    if (!block)
        return;
    block->checks = list;
    for (size_t i = 0; i < CHECKS; i++)
        put_check(report, i, page, &list[block->count++]);
}

static const struct section change = { .key = "headline", .title = "The change", .label = "Change",
                                       .build = build_change };
static const struct section needs = { .key = "needs", .title = "Resource needs", .label = "Needs",
                                      .build = build_needs };
static const struct section pools = { .key = "pools", .title = "Pools and connections", .label = "Pools",
                                      .build = build_pools };
static const struct section peak = { .key = "peak", .title = "Expected peak", .label = "Peak",
                                     .build = build_peak };
static const struct section back = { .key = "rollback", .title = "Rolling back", .label = "Rolling back",
                                     .build = build_back };
static const struct section gates = { .key = "checks", .title = "Checks", .label = "Checks",
                                      .build = build_checks };

const struct section *const checklist_sections[] = {
    &change, &needs, &pools, &peak, &back, &gates, NULL,
};
