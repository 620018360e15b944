/* analyzer/engine/explain_future.c - which model, which dates, and what would change them. */
#include <math.h>

#include "analyzer/engine/explain_page.h"
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

/* The pencil: what is left, by the day. */
static void explain_pencil(struct page *p)
{
    const struct finding *f = p->finding;
    double left = f->exhaustion.threshold.value - f->level.value;

    if (!f->growth.significant || f->growth.per_day.value <= 0 || left <= 0 ||
        f->capacity.direction == DIRECTION_FALLING)
        return;
    page_label(p, "by pencil");
    buf_addc(p->out, '(');
    page_quantity(p, f->exhaustion.threshold.value);
    buf_add(p->out, " - ");
    page_quantity(p, f->level.value);
    buf_add(p->out, ") / ");
    page_quantity(p, f->growth.per_day.value);
    buf_addf(p->out, " a day = %.0f days\n", left / f->growth.per_day.value);
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

void explain_dates(struct page *p)
{
    const struct finding *f = p->finding;

    page_heading(p, "Dates");
    if (!p->study->has_odds || !f->exhaustion.threshold.known) {
        buf_add(p->out, "  none: no odds without history and a limit\n");
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
    if (f->verdict == VERDICT_EXHAUSTED)
        return;
    explain_pencil(p);
    day_row(p, "early (10 %)", p->study->dates.early);
    day_row(p, "median", p->study->dates.median);
    day_row(p, "late (90 %)", p->study->dates.late);
    explain_probabilities(p);
    if (f->exhaustion.has_act_by) {
        page_label(p, "act by");
        page_date(p, f->exhaustion.act_by);
        buf_addf(p->out, " = early day - %.0f days of lead time, on a working day, not in the past\n",
                 f->exhaustion.lead_time_days);
    }
    page_label(p, "trust");
    buf_addf(p->out, "dates up to %.0f days ahead, half of the history; later ones, up to %.0f, are "
             "only shown", f->forecast.trusted_days, f->forecast.shown_days);
    if (f->forecast.coverage.known)
        buf_addf(p->out, "; the 80 %% band held %.0f %% of its own past",
                 100 * f->forecast.coverage.value);
    buf_addc(p->out, '\n');
}

void explain_what_would_change(struct page *p)
{
    const struct finding *f = p->finding;

    page_heading(p, "What would change it");
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
