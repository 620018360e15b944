#include "analyzer/engine/explain.h"

#include <math.h>
#include <string.h>

#include "data/base/number.h"
#include "data/base/text.h"
#include "data/base/unit.h"
#include "reports/words.h"

enum { PAGE_MOST = 1 << 20 };
enum { LABEL = 14, WIDTH = 80, NAME = 20 };    /* columns of a label, the page, a model's name */

/* What one part writes with. */
struct page {
    struct study         *study;
    const struct finding *finding;
    struct buf           *out;
};

static void heading(struct page *p, const char *title)
{
    buf_addf(p->out, "\n%s\n", title);
}

static void label(struct page *p, const char *name)
{
    buf_addf(p->out, "  %-*s", LABEL, name);
}

static void quantity(struct page *p, double value)
{
    quantity_text(p->out, value, p->finding->info.unit);
}

static void date(struct page *p, int64_t at)
{
    char text[TIME_ROOM];

    buf_add(p->out, time_words(text, p->study->engine->options.zone, at));
}

static void share(struct page *p, double value)
{
    buf_addf(p->out, "%.0f %%", 100 * value);
}

/* --- the parts ------------------------------------------------------------------------ */

static void explain_verdict(struct page *p)
{
    const struct finding *f = p->finding;

    text_tty(p->out, f->name);
    buf_addf(p->out, "\n%s: %s\n", verdict_name(f->verdict), f->reason);
    for (size_t i = 0; i < f->recommendation_count; i++)
        buf_addf(p->out, "  %s: %s\n", severity_name(f->recommendations[i].severity),
                 f->recommendations[i].text);
}

static void explain_data(struct page *p)
{
    const struct finding *f = p->finding;
    char cadence[TIME_ROOM];

    heading(p, "Data");
    if (!f->data.samples) {
        buf_add(p->out, "  none up to this day\n");
        return;
    }
    label(p, "used");
    buf_addf(p->out, "%llu samples, ", (unsigned long long)f->data.samples);
    date(p, f->data.from);
    buf_add(p->out, " to ");
    date(p, f->data.to);
    if (f->data.cadence_s > 0)
        buf_addf(p->out, ", one every %s",
                 duration_text(cadence, (int64_t)(1000 * f->data.cadence_s)));
    buf_addf(p->out, ", ");
    share(p, f->data.coverage);
    buf_addf(p->out, " of the expected hours; grade %c\n", f->data.grade);
    label(p, "reduced to");
    buf_addf(p->out, "%zu bins of %d day%s by %s, %zu left out (cut, sparse or ignored)\n",
             p->study->bins.count, p->study->bins.days, p->study->bins.days == 1 ? "" : "s",
             statistic_name(f->forecast.statistic), p->study->bins.count - p->study->n);
    for (size_t i = 0; i < f->data.note_count; i++) {
        label(p, "note");
        buf_addf(p->out, "%s\n", f->data.notes[i]);
    }
}

static void explain_capacity(struct page *p)
{
    const struct finding *f = p->finding;
    const struct policy *policy = &p->study->rule.policy;
    char number[NUMBER_ROOM];

    heading(p, "Limit");
    if (f->capacity.direction == DIRECTION_FALLING) {
        label(p, "lower limit");
        quantity(p, policy->reserve);
        buf_add(p->out, " (the reserve; what is measured is what is left)\n");
        return;
    }
    if (!f->capacity.value.known) {
        buf_add(p->out, "  no capacity is known: not in the export, not in the config, not by the "
                        "unit\n");
        return;
    }
    label(p, "capacity");
    quantity(p, f->capacity.value.value);
    buf_addf(p->out, ", known by: %s\n", capacity_origin_name(f->capacity.origin));
    for (size_t i = 0; i < f->capacity.change_count; i++) {
        label(p, "changed");
        date(p, f->capacity.changes[i].at);
        buf_add(p->out, ": ");
        quantity(p, f->capacity.changes[i].from);
        buf_add(p->out, " to ");
        quantity(p, f->capacity.changes[i].to);
        buf_addc(p->out, '\n');
    }
    label(p, "usable");
    quantity(p, f->capacity.usable.value);
    buf_addf(p->out, " = %s %% of it", number_short(number, policy->exhaustion_pct, 4));
    if (policy->reserve > 0) {
        buf_add(p->out, " less a reserve of ");
        quantity(p, policy->reserve);
    }
    buf_addc(p->out, '\n');
}

static void explain_steps(struct page *p)
{
    const struct finding *f = p->finding;

    heading(p, "Steps, left out of the growth rate");
    if (!f->step_count)
        buf_add(p->out, "  none found\n");
    for (size_t i = 0; i < f->step_count; i++) {
        const struct step *step = &f->steps[i];

        label(p, step_kind_name(step->kind));
        date(p, step->at);
        buf_add(p->out, ": ");
        if (step->kind == STEP_GAP) {
            buf_addf(p->out, "%.0f days without a valid bin\n", step->size);
            continue;
        }
        buf_add(p->out, step->size > 0 ? "+" : "");
        quantity(p, step->size);
        if (step->kind == STEP_SLOPE)
            buf_add(p->out, " a day");
        if (step->score > 0)
            buf_addf(p->out, ", %.1f times the noise", step->score);
        buf_addc(p->out, '\n');
    }
}

static void explain_growth(struct page *p)
{
    const struct finding *f = p->finding;
    const struct growth_fit *fit = &p->study->growth;

    heading(p, "Growth");
    if (!f->growth.per_day.known) {
        buf_addf(p->out, "  not measured: %s\n",
                 p->study->why.text[0] ? p->study->why.text : "no valid bins");
        return;
    }
    label(p, "slope");
    quantity(p, fit->slope);
    buf_add(p->out, " a day; 90 % interval ");
    quantity(p, fit->low);
    buf_add(p->out, " to ");
    quantity(p, fit->high);
    buf_add(p->out, "\n");
    label(p, "fitted on");
    buf_addf(p->out, "%zu bins since ", fit->bins);
    date(p, f->growth.since);
    buf_addf(p->out, ", worth %.0f independent ones (lag-1 correlation %.2f)\n", fit->effective,
             fit->rho);
    label(p, "real?");
    buf_addf(p->out, "%s: the interval %s 0; moved by ", f->growth.significant ? "yes" : "no",
             fit->low > 0 || fit->high < 0 ? "excludes" : "includes");
    quantity(p, fabs(fit->slope) * (p->study->ft[p->study->fn - 1] - fit->since));
    buf_add(p->out, ", twice the noise is ");
    quantity(p, 2 * fit->noise);
    buf_addc(p->out, '\n');
    if (f->growth.significant) {
        label(p, "shape");
        buf_addf(p->out, "%s", shape_name(f->growth.shape));
        if (f->growth.doubling_days.known)
            buf_addf(p->out, ", doubling in %.0f days", f->growth.doubling_days.value);
        buf_addc(p->out, '\n');
    }
}

static void explain_models(struct page *p)
{
    const struct finding *f = p->finding;

    heading(p, "Models, compared on this series' own past");
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
            quantity(p, p->study->figures.at[i].value);
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
        quantity(p, f->forecast.at[i].median.value);
        buf_add(p->out, ", four times in five ");
        quantity(p, f->forecast.at[i].low.value);
        buf_add(p->out, " to ");
        quantity(p, f->forecast.at[i].high.value);
        buf_addc(p->out, '\n');
    }
}

static void explain_probabilities(struct page *p)
{
    const struct exhaustion *e = &p->finding->exhaustion;

    if (!e->probability[0].known)
        return;
    label(p, "odds");
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
    label(p, "by pencil");
    buf_addc(p->out, '(');
    quantity(p, f->exhaustion.threshold.value);
    buf_add(p->out, " - ");
    quantity(p, f->level.value);
    buf_add(p->out, ") / ");
    quantity(p, f->growth.per_day.value);
    buf_addf(p->out, " a day = %.0f days\n", left / f->growth.per_day.value);
}

static void day_row(struct page *p, const char *name, struct maybe days)
{
    label(p, name);
    if (!days.known) {
        buf_addf(p->out, "not within %.0f days\n", p->study->shown_days);
        return;
    }
    buf_addf(p->out, "%.0f days, ", days.value);
    date(p, zone_day_start(p->study->engine->options.zone, p->study->as_of,
                           (int)floor(days.value)));
    buf_addc(p->out, '\n');
}

static void explain_dates(struct page *p)
{
    const struct finding *f = p->finding;

    heading(p, "Dates");
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
        label(p, "act by");
        date(p, f->exhaustion.act_by);
        buf_addf(p->out, " = early day - %.0f days of lead time, on a working day, not in the past\n",
                 f->exhaustion.lead_time_days);
    }
    label(p, "trust");
    buf_addf(p->out, "dates up to %.0f days ahead, half of the history; later ones, up to %.0f, are "
             "only shown", f->forecast.trusted_days, f->forecast.shown_days);
    if (f->forecast.coverage.known)
        buf_addf(p->out, "; the 80 %% band held %.0f %% of its own past",
                 100 * f->forecast.coverage.value);
    buf_addc(p->out, '\n');
}

static void explain_what_would_change(struct page *p)
{
    const struct finding *f = p->finding;

    heading(p, "What would change it");
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

/* Where a line goes on when it is broken: under its text, behind the label where it has one. */
static size_t hanging(const char *line, size_t length)
{
    size_t indent = strspn(line, " ");

    int has_label = length > LABEL + 2 && memcmp(line + LABEL, "  ", 2) == 0;

    return !indent ? 2 : has_label ? LABEL + 2 : indent;
}

/* One line, broken at blanks where it is wider than the page. */
static void put_line(const char *line, size_t length, struct buf *out)
{
    size_t indent = hanging(line, length), used = 0;

    while (length > WIDTH - used) {
        size_t cut = WIDTH - used;

        while (cut > 0 && line[cut] != ' ')
            cut--;
        if (cut <= strspn(line, " "))    /* one long word */
            break;
        buf_addn(out, line, cut);
        buf_addf(out, "\n%*s", (int)indent, "");
        used = indent;
        cut += strspn(line + cut, " ");
        line += cut;
        length -= cut;
    }
    buf_addn(out, line, length);
    buf_addc(out, '\n');
}

static void put_page(const char *text, struct buf *out)
{
    while (*text) {
        size_t length = strcspn(text, "\n");

        put_line(text, length, out);
        text += length + (text[length] == '\n');
    }
}

void explain_study(struct study *study, const struct finding *finding, struct buf *out)
{
    struct buf text;
    struct page page = { study, finding, &text };

    buf_init(&text, PAGE_MOST);
    explain_verdict(&page);
    explain_data(&page);
    explain_capacity(&page);
    explain_steps(&page);
    explain_growth(&page);
    explain_models(&page);
    explain_dates(&page);
    explain_what_would_change(&page);
    put_page(text.text, out);
    if (text.failed)
        out->failed = text.failed;
    buf_release(&text);
}
