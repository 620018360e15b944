#include "reports/whatif.h"

#include <math.h>

#include "reports/words.h"

void words_shift(struct buf *out, const struct outcome *baseline, const struct outcome *outcome)
{
    double days = fabs(outcome->difference.value);

    switch (baseline == outcome ? SHIFT_NONE : outcome_shift(baseline, outcome)) {
    case SHIFT_NONE:
        break;
    case SHIFT_SAME:
        buf_add(out, "same");
        break;
    case SHIFT_EARLIER:
    case SHIFT_LATER:
        buf_addf(out, "%.0f day%s %s", days, days == 1 ? "" : "s",
                 outcome->difference.value < 0 ? "earlier" : "later");
        break;
    case SHIFT_APPEARS:
        buf_add(out, "now has a date");
        break;
    case SHIFT_GOES:
        buf_add(out, "no date any more");
        break;
    }
}

static const char *shift_text(struct page *page, const struct outcome *baseline, const struct outcome *outcome)
{
    struct buf words;

    buf_init(&words, 100);
    words_shift(&words, baseline, outcome);
    return page_keep(page, &words);
}

/* The date, or the verdict that says why there is none. */
static void put_date(struct table *table, const struct finding *finding, const struct outcome *outcome)
{
    if (outcome->verdict == VERDICT_FORECAST && outcome->exhaustion.days_median.known)
        table_date(table, words_day_at(finding->as_of, outcome->exhaustion.days_median.value));
    else
        table_text(table, outcome->verdict == VERDICT_EXHAUSTED  ? "full now"
                          : outcome->verdict == VERDICT_FORECAST ? "perhaps later" : verdict_words(outcome->verdict));
}

static const char *odds_text(struct page *page, struct maybe odds)
{
    struct buf words;

    buf_init(&words, 100);
    words_odds(&words, odds);
    return page_keep(page, &words);
}

/* What the advice adds, a month. */
static const char *cost_text(struct page *page, const struct cost *cost)
{
    return cost ? page_money(page, cost->act, cost->currency) : NULL;
}

enum { ODDS_30 = 2, ODDS_90 = 4 };    /* of probability_days */
enum { UNPRICED_COLUMNS = 11 };

static void put_row(struct table *table, const struct whatif *whatif, size_t row, size_t plan, struct page *page)
{
    const struct whatif_row *r = &whatif->rows[row];
    const struct outcome *o = &r->outcomes[plan];
    const char *unit = r->finding->info.unit;

    if (plan == 0)
        table_series(table, r->finding->name, &r->finding->info.key);
    else
        table_text(table, "");
    table_text(table, whatif->plans[plan].name);
    put_date(table, r->finding, o);
    table_text(table, shift_text(page, &r->outcomes[0], o));
    table_text(table, odds_text(page, o->exhaustion.probability[ODDS_30]));
    table_text(table, odds_text(page, o->exhaustion.probability[ODDS_90]));
    for (int i = 0; i < PROSPECTS; i++) {
        table_quantity(table, o->at[i].peak.median, unit);
        table_quantity(table, o->at[i].headroom, unit);
    }
    table_text(table, o->action);
    if (table->column_count > UNPRICED_COLUMNS)
        table_text(table, cost_text(page, o->cost));
}

static int has_prices(const struct whatif *whatif)
{
    for (size_t row = 0; row < whatif->analysis->count; row++)
        if (whatif->rows[row].finding->cost)
            return 1;
    return 0;
}

struct table *whatif_rows(const struct whatif *whatif, struct page *page, const char *caption)
{
    static const struct column columns[] = {
        { .key = "series", .title = "Series", .flexible = 1 },
        { .key = "plan", .title = "Plan" },
        { .key = "runs_out", .title = "Runs out" },
        { .key = "difference", .title = "Against the baseline" },
        { .key = "odds_30", .title = "In 30 d", .right = 1, .spare = 1 },
        { .key = "odds_90", .title = "In 90 d", .right = 1, .spare = 1 },
        { .key = "peak_30", .title = "Peak, 30 d", .right = 1, .spare = 1 },
        { .key = "headroom_30", .title = "Left, 30 d", .right = 1, .spare = 1 },
        { .key = "peak_90", .title = "Peak, 90 d", .right = 1, .spare = 1 },
        { .key = "headroom_90", .title = "Left, 90 d", .right = 1, .spare = 1 },
        { .key = "action", .title = "What to do", .prose = 1, .spare = 1 },
        { .key = "act_per_month", .title = "A month", .right = 1, .spare = 1 },    /* left out without prices */
    };
    struct table *table = page_table(page, columns, UNPRICED_COLUMNS + (size_t)has_prices(whatif), caption);

    for (size_t row = 0; table && row < whatif->analysis->count; row++)
        for (size_t plan = 0; plan < whatif->plan_count; plan++)
            put_row(table, whatif, row, plan, page);
    return table;
}

int whatif_table(const struct whatif *whatif, const struct zone *zone,
                 const struct render_options *options, struct buf *out, struct error *err)
{
    struct table_style style = { .width = options->width, .color = options->color };
    struct page page;
    struct table *table;
    int rc;

    page_init(&page, zone);
    table = whatif_rows(whatif, &page, NULL);
    rc = page_check(&page, err);
    if (rc == 0)
        rc = table_terminal(table, &style, out, err);
    page_release(&page);
    return rc;
}

/* --- CSV --------------------------------------------------------------------------- */

static const struct column csv_columns[] = {
    { .key = "series" },          { .key = "unit" },           { .key = "plan" },
    { .key = "applies" },         { .key = "verdict" },        { .key = "severity" },
    { .key = "days_early" },      { .key = "days_median" },    { .key = "days_late" },
    { .key = "difference_days" }, { .key = "date_median" },
    { .key = "probability_7" },   { .key = "probability_14" }, { .key = "probability_30" },
    { .key = "probability_60" },  { .key = "probability_90" }, { .key = "growth_per_day" },
    { .key = "peak_30_low" },     { .key = "peak_30" },        { .key = "peak_30_high" },
    { .key = "usable_30" },       { .key = "headroom_30" },    { .key = "headroom_30_percent" },
    { .key = "peak_90_low" },     { .key = "peak_90" },        { .key = "peak_90_high" },
    { .key = "usable_90" },       { .key = "headroom_90" },    { .key = "headroom_90_percent" },
    { .key = "act_by" },          { .key = "action_required" },
    { .key = "add" },             { .key = "new_capacity" },   { .key = "action" },
    { .key = "left_out" },        { .key = "act_per_month" },  { .key = "currency" },
};

static void csv_dates(struct table *table, const struct finding *finding, const struct outcome *o)
{
    const struct exhaustion *e = &o->exhaustion;

    table_maybe(table, e->days_early);
    table_maybe(table, e->days_median);
    table_maybe(table, e->days_late);
    table_maybe(table, o->difference);
    if (e->days_median.known)
        table_date(table, words_day_at(finding->as_of, e->days_median.value));
    else
        table_none(table);
    for (int i = 0; i < PROBABILITIES; i++)
        table_maybe(table, e->probability[i]);
}

static void csv_prospects(struct table *table, const struct outcome *o)
{
    table_maybe(table, o->growth_per_day);
    for (int i = 0; i < PROSPECTS; i++) {
        table_maybe(table, o->at[i].peak.low);
        table_maybe(table, o->at[i].peak.median);
        table_maybe(table, o->at[i].peak.high);
        table_maybe(table, o->at[i].usable);
        table_maybe(table, o->at[i].headroom);
        table_maybe(table, o->at[i].headroom_pct);
    }
}

static void csv_action(struct table *table, const struct outcome *o, struct page *page)
{
    const char *left_out = NULL;

    if (o->exhaustion.has_act_by)
        table_date(table, o->exhaustion.act_by);
    else
        table_none(table);
    table_flag(table, o->exhaustion.action_required);
    table_maybe(table, (struct maybe){ o->amount.add, o->amount.known });
    table_maybe(table, (struct maybe){ o->amount.new_capacity, o->amount.known });
    table_text(table, o->action);
    for (size_t i = 0; i < o->note_count; i++)
        left_out = page_format(page, "%s%s%s", i ? left_out : "", i ? "; " : "", o->notes[i]);
    table_text(table, left_out);
    table_maybe(table, o->cost ? o->cost->act : (struct maybe){ 0, 0 });
    table_text(table, o->cost ? o->cost->currency : NULL);
}

int whatif_csv(const struct whatif *whatif, const struct zone *zone, struct buf *out,
               struct error *err)
{
    struct page page;
    struct table *table;
    int rc;

    page_init(&page, zone);
    table = page_table(&page, csv_columns, sizeof csv_columns / sizeof csv_columns[0], NULL);
    for (size_t row = 0; table && row < whatif->analysis->count; row++)
        for (size_t plan = 0; plan < whatif->plan_count; plan++) {
            const struct finding *finding = whatif->rows[row].finding;
            const struct outcome *o = &whatif->rows[row].outcomes[plan];

            table_text(table, finding->name);
            table_text(table, finding->info.unit);
            table_text(table, whatif->plans[plan].name);
            table_flag(table, o->applies);
            table_text(table, verdict_name(o->verdict));
            table_text(table, severity_name(o->severity));
            csv_dates(table, finding, o);
            csv_prospects(table, o);
            csv_action(table, o, &page);
        }
    rc = table ? table_csv(table, out, err) : error_set(err, ERR_NOMEM, "no memory for a table");
    page_release(&page);
    return rc;
}
