/* analyzer/engine/explain_future.c - which model, which dates, and what would change them. */
#include <math.h>

#include "analyzer/engine/explain_page.h"
#include "analyzer/engine/finding.h"
#include "reports/words.h"

enum { NAME = 20 };    /* columns of a model's name */

void explain_models(struct page *p)
{
    const struct finding *f = p->finding;

    page_heading(p, "Models, compared on this series' own past");
    if (!f->forecast.trial_count) {
        buf_addf(p->out, "  none compared: %s\n",
                 p->study->why.text[0] ? p->study->why.text : "too little history");
        return;
    }
    buf_addf(p->out, "  %zu past origins, %zu step%s ahead; MASE below 1 beats the seasonal naive\n",
             p->study->contest.origins, p->study->compared, p->study->compared == 1 ? "" : "s");
    for (size_t i = 0; i < f->forecast.trial_count; i++) {
        const struct trial *trial = &f->forecast.trials[i];

        buf_addf(p->out, "  %-*s", NAME, trial->model);
        if (trial->mase.known)
            buf_addf(p->out, "%6.3f  ", trial->mase.value);
        else
            buf_addf(p->out, "%6s  ", "-");
        buf_addf(p->out, "%s\n", trial->verdict ? trial->verdict : "");
    }
    for (size_t i = 0; i < p->study->figures.count; i++) {
        buf_addf(p->out, "  %s: ", p->study->figures.at[i].name);
        if (p->study->figures.at[i].in_unit)
            page_quantity(p, p->study->figures.at[i].value);
        else
            buf_addf(p->out, "%.4g", p->study->figures.at[i].value);
        buf_addc(p->out, '\n');
    }
}

static void explain_outlook(struct page *p)
{
    const struct finding *f = p->finding;

    for (int i = 0; i < OUTLOOKS; i++) {
        if (!f->forecast.at[i].median.known)
            continue;
        buf_addf(p->out, "  %2d days ahead ", outlook_days[i]);
        page_quantity(p, f->forecast.at[i].median.value);
        buf_add(p->out, ", four times in five ");
        page_quantity(p, f->forecast.at[i].low.value);
        buf_add(p->out, " to ");
        page_quantity(p, f->forecast.at[i].high.value);
        buf_addc(p->out, '\n');
    }
}

static void explain_probabilities(struct page *p)
{
    const struct exhaustion *e = &p->finding->exhaustion;

    if (!e->probability[0].known)
        return;
    page_label(p, "odds");
    for (int i = 0; i < PROBABILITIES; i++)
        if (e->probability[i].known) {
            buf_add(p->out, i ? ", " : "");
            words_odds(p->out, e->probability[i]);
            buf_addf(p->out, " in %d days", probability_days[i]);
        }
    buf_addc(p->out, '\n');
}

/* True where the usual sum, what is left over the growth a day, makes sense. */
static int has_sum(const struct page *p)
{
    const struct finding *f = p->finding;

    return f->growth.significant && f->growth.per_day.value > 0 && f->exhaustion.threshold.known &&
           f->exhaustion.threshold.value > f->level.value &&
           f->capacity.direction != DIRECTION_FALLING;
}

static double days_at(const struct finding *f, double threshold, double slope)
{
    return (threshold - f->level.value) / slope;
}

/* The pencil: what is left, by the day. */
static void explain_pencil(struct page *p)
{
    const struct finding *f = p->finding;

    if (f->level.known) {
        page_label(p, "level");
        page_quantity(p, f->level.value);
        buf_add(p->out, ": the busiest of the last seven days, past steps taken out\n");
    }
    if (!has_sum(p))
        return;
    page_label(p, "by pencil");
    buf_addc(p->out, '(');
    page_quantity(p, f->exhaustion.threshold.value);
    buf_add(p->out, " - ");
    page_quantity(p, f->level.value);
    buf_add(p->out, ") / ");
    page_quantity(p, f->growth.per_day.value);
    buf_addf(p->out, " a day = %.0f days; the paths add noise, which comes first, weekdays and slopes that "
             "may change\n", days_at(f, f->exhaustion.threshold.value, f->growth.per_day.value));
}

static void day_row(struct page *p, const char *name, struct maybe days)
{
    page_label(p, name);
    if (!days.known) {
        buf_addf(p->out, "not within %.0f days\n", p->study->shown_days);
        return;
    }
    buf_addf(p->out, "%.0f days, ", days.value);
    page_date(p, zone_day_start(p->study->engine->options.zone, p->study->as_of,
                           (int)floor(days.value)));
    buf_addc(p->out, '\n');
}

/* The early day less the lead time; then the working day before, and today at the earliest. */
static void explain_act_by(struct page *p)
{
    const struct exhaustion *e = &p->finding->exhaustion;
    int64_t due;

    if (!e->has_act_by || !p->study->dates.early.known)
        return;
    due = finding_date(p->study, p->study->dates.early.value - e->lead_time_days);
    page_label(p, "act by");
    page_date(p, finding_date(p->study, p->study->dates.early.value));
    buf_addf(p->out, " - %.0f days of lead time = ", e->lead_time_days);
    page_date(p, due);
    if (due < p->study->as_of)
        buf_add(p->out, ", which is past: now");
    else if (e->act_by != due) {
        buf_add(p->out, ", a weekend: ");
        page_date(p, e->act_by);
    }
    buf_addc(p->out, '\n');
}

/* How the amount to add was worked out, the same for each recommendation that names one. */
void explain_amount(struct page *p)
{
    const struct finding *f = p->finding;
    const struct rule *rule = &p->study->rule;
    const struct amount *amount = NULL;
    struct maybe late = finding_late_level(p->study);

    for (size_t i = 0; i < f->recommendation_count && !amount; i++)
        if (f->recommendations[i].amount.known)
            amount = &f->recommendations[i].amount;
    if (!amount || !late.known)
        return;
    page_label(p, "amount");
    page_quantity(p, late.value);
    buf_addf(p->out, " may be used in the week up to day %.0f (90 %%; lead time, review and planned life)",
             finding_life_days(p->study));
    if (rule->policy.reserve > 0) {
        buf_add(p->out, ", with the reserve ");
        page_quantity(p, late.value + rule->policy.reserve);
    }
    buf_addf(p->out, "; at a target of %.3g %% that needs ", rule->policy.target_pct);
    page_quantity(p, finding_need(p->study).value);
    buf_add(p->out, ", less ");
    page_quantity(p, f->capacity.value.value);
    buf_add(p->out, " there is: add ");
    page_quantity(p, amount->add);
    if (rule->purchase > 0) {
        buf_add(p->out, ", in steps of ");
        page_quantity(p, rule->purchase);
    }
    buf_addc(p->out, '\n');
}

void explain_dates(struct page *p)
{
    const struct finding *f = p->finding;

    page_heading(p, "Dates");
    if (!p->study->has_odds) {
        buf_addf(p->out, "  none: %s\n", p->study->why.text[0] ? p->study->why.text : "too little history");
        return;
    }
    if (f->verdict == VERDICT_STALE || f->verdict == VERDICT_INSUFFICIENT_DATA) {
        buf_addf(p->out, "  none: nothing is foretold from %s\n",
                 f->verdict == VERDICT_STALE ? "old data" : "so little");
        return;
    }
    buf_addf(p->out, "  %d simulated paths: this series' own steps from day to day in blocks of weeks, "
                     "a drift drawn from several windows, centred on the chosen model for %zu days\n",
             STUDY_PATHS, p->study->compared * (size_t)p->study->bins.days);
    explain_outlook(p);
    if (!f->exhaustion.threshold.known) {
        buf_add(p->out, "  no date: no limit is known\n");
        return;
    }
    if (f->verdict == VERDICT_EXHAUSTED)
        return;
    explain_pencil(p);
    day_row(p, "early (10 %)", p->study->dates.early);
    day_row(p, "median", p->study->dates.median);
    day_row(p, "late (90 %)", p->study->dates.late);
    explain_probabilities(p);
    explain_act_by(p);
    page_label(p, "trust");
    buf_addf(p->out, "dates up to %.0f days ahead, half of the history; later ones, up to %.0f, are "
             "only shown", f->forecast.trusted_days, f->forecast.shown_days);
    if (f->forecast.coverage.known)
        buf_addf(p->out, "; the 80 %% band held %.0f %% of its own past",
                 100 * f->forecast.coverage.value);
    buf_addc(p->out, '\n');
}

/* The same sum at the ends of the slope's interval, and with a tenth more capacity. */
static void explain_sensitivity(struct page *p)
{
    const struct finding *f = p->finding;
    double threshold = f->exhaustion.threshold.value, slope = f->growth.per_day.value;
    double more = 0.1 * f->capacity.value.value;

    if (!has_sum(p))
        return;
    page_label(p, "growth");
    buf_addf(p->out, "at the ends of its interval the sum gives %.0f days", days_at(f, threshold, f->growth.high.value));
    if (f->growth.low.value > 0)
        buf_addf(p->out, " and %.0f", days_at(f, threshold, f->growth.low.value));
    buf_addc(p->out, '\n');
    page_label(p, "capacity");
    buf_add(p->out, "a tenth more, ");
    page_quantity(p, more);
    buf_addf(p->out, ", is worth %.0f days\n", more * p->study->rule.policy.exhaustion_pct / 100 / slope);
}

void explain_what_would_change(struct page *p)
{
    const struct finding *f = p->finding;

    page_heading(p, "What would change it");
    explain_sensitivity(p);
    switch (f->verdict) {
    case VERDICT_NO_CAPACITY:
        buf_add(p->out, "  a capacity: 'headroom capacity set', or capacity in a [rule]\n");
        break;
    case VERDICT_INSUFFICIENT_DATA:
        buf_add(p->out, "  more history: six valid days over at least a week\n");
        break;
    case VERDICT_STALE:
    case VERDICT_NO_DATA:
        buf_add(p->out, "  newer samples of this series\n");
        break;
    default:
        buf_add(p->out, "  a step that was none, or one that was missed: 'headroom event add' overrules "
                        "the search; another limit, reserve or lead time: a [rule] of the config\n");
    }
}
