/* analyzer/engine/explain_past.c - what was measured, its limit, and what was found in it. */
#include <math.h>

#include "analyzer/engine/explain_page.h"
#include "data/base/number.h"
#include "data/base/text.h"
#include "data/base/unit.h"

/* --- the parts ------------------------------------------------------------------------ */

void explain_verdict(struct page *p)
{
    const struct finding *f = p->finding;

    text_tty(p->out, f->name);
    buf_addf(p->out, "\n%s: %s\n", verdict_name(f->verdict), f->reason);
    for (size_t i = 0; i < f->recommendation_count; i++)
        buf_addf(p->out, "  %s: %s\n", severity_name(f->recommendations[i].severity),
                 f->recommendations[i].text);
}

/* Where weekdays have shares of the busiest one, bins are divided by them, and the quietest left out. */
static void explain_weekdays(struct page *p)
{
    static const char *const names[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
    const struct study *study = p->study;
    struct civil first;
    int has_shares = 0;

    for (int i = 0; i < 7; i++)
        has_shares |= study->n && study->share[i] < 1;
    if (!has_shares)
        return;
    zone_civil(study->engine->options.zone, study->bins.start[0], &first);
    page_label(p, "weekdays");
    buf_add(p->out, "divided by their share of the busiest:");
    for (int day = 0; day < 7; day++)
        buf_addf(p->out, "%s %s %.0f %%", day ? "," : "", names[day],
                 100 * study->share[(day - first.weekday + 7) % 7]);
    buf_addf(p->out, "; %zu bins are fitted, without spikes and weekdays under 60 %%\n", study->fn);
}

/* What a group is made of, and what it can lose. */
static void explain_group(struct page *p)
{
    const struct group_finding *group = p->finding->group;

    if (!group)
        return;
    page_label(p, "members");
    buf_addf(p->out, "%zu", group->members);
    if (group->left)
        buf_addf(p->out, "; %zu more, whose data ended long ago, until then", group->left);
    if (group->lacking)
        buf_addf(p->out, "; %zu hours are left out, in which one was missing", group->lacking);
    buf_addc(p->out, '\n');
    if (!group->largest)
        return;
    page_label(p, "largest");
    text_tty(p->out, group->largest);
    buf_add(p->out, ", ");
    page_share(p, group->largest_share.value);
    buf_add(p->out, " of all\n");
}

void explain_data(struct page *p)
{
    const struct finding *f = p->finding;
    char cadence[TIME_ROOM];

    page_heading(p, "Data");
    if (!f->data.samples) {
        buf_add(p->out, "  none up to this day\n");
        return;
    }
    page_label(p, "used");
    buf_addf(p->out, "%llu samples, ", (unsigned long long)f->data.samples);
    page_date(p, f->data.from);
    buf_add(p->out, " to ");
    page_date(p, f->data.to);
    if (f->data.cadence_s > 0)
        buf_addf(p->out, ", one every %s",
                 duration_text(cadence, (int64_t)(1000 * f->data.cadence_s)));
    buf_addf(p->out, ", ");
    page_share(p, f->data.coverage);
    buf_addf(p->out, " of the expected hours; grade %c\n", f->data.grade);
    page_label(p, "reduced to");
    buf_addf(p->out, "%zu bins of %d day%s by %s, %zu left out (cut, sparse or ignored)\n",
             p->study->bins.count, p->study->bins.days, p->study->bins.days == 1 ? "" : "s",
             statistic_name(f->forecast.statistic), p->study->bins.count - p->study->n);
    explain_weekdays(p);
    explain_group(p);
    for (size_t i = 0; i < f->data.note_count; i++) {
        page_label(p, "note");
        buf_addf(p->out, "%s\n", f->data.notes[i]);
    }
}

void explain_capacity(struct page *p)
{
    const struct finding *f = p->finding;
    const struct policy *policy = &p->study->rule.policy;
    char number[NUMBER_ROOM];

    page_heading(p, "Limit");
    if (f->capacity.direction == DIRECTION_FALLING) {
        page_label(p, "lower limit");
        page_quantity(p, policy->reserve);
        buf_add(p->out, " (the reserve; what is measured is what is left)\n");
        return;
    }
    if (!f->capacity.value.known) {
        buf_add(p->out, "  no capacity is known: not in the export, not in the config, not by the "
                        "unit\n");
        return;
    }
    page_label(p, "capacity");
    page_quantity(p, f->capacity.value.value);
    buf_addf(p->out, ", known by: %s\n", capacity_origin_name(f->capacity.origin));
    for (size_t i = 0; i < f->capacity.change_count; i++) {
        page_label(p, "changed");
        page_date(p, f->capacity.changes[i].at);
        buf_add(p->out, ": ");
        page_quantity(p, f->capacity.changes[i].from);
        buf_add(p->out, " to ");
        page_quantity(p, f->capacity.changes[i].to);
        buf_addc(p->out, '\n');
    }
    page_label(p, "usable");
    page_quantity(p, f->capacity.usable.value);
    buf_addf(p->out, " = %s %% of it", number_short(number, policy->exhaustion_pct, 4));
    if (policy->reserve > 0) {
        buf_add(p->out, " less a reserve of ");
        page_quantity(p, policy->reserve);
        if (f->group && f->group->reserve)
            buf_addf(p->out, " (%s)", f->group->reserve);
    }
    buf_addc(p->out, '\n');
}

/* What pressure and advice go by. */
void explain_use(struct page *p)
{
    const struct finding *f = p->finding;
    const double *from = p->study->rule.policy.pressure_pct;

    if (!f->peak_pct.known || !f->average_pct.known)
        return;
    page_label(p, "in use");
    buf_addf(p->out, "%.1f %% of the capacity on average, 95th percentile %.1f %%, highest bin %.1f %%\n",
             f->average_pct.value, f->p95_pct.value, f->peak_pct.value);
    if (!f->pressure_pct.known)
        return;
    page_label(p, "pressure");
    buf_addf(p->out, "%s: the busiest two hours of the newest 24 took %.1f %%; MEDIUM from %.3g, HIGH from "
             "%.3g, CRITICAL from %.3g\n", pressure_name(f->pressure), f->pressure_pct.value, from[0], from[1],
             from[2]);
}

void explain_steps(struct page *p)
{
    const struct finding *f = p->finding;

    page_heading(p, "Steps, left out of the growth rate");
    if (!f->step_count)
        buf_add(p->out, "  none found\n");
    for (size_t i = 0; i < f->step_count; i++) {
        const struct step *step = &f->steps[i];

        page_label(p, step_kind_name(step->kind));
        page_date(p, step->at);
        buf_add(p->out, ": ");
        if (step->kind == STEP_GAP) {
            buf_addf(p->out, "%.0f days without a valid bin\n", step->size);
            continue;
        }
        buf_add(p->out, step->size > 0 ? "+" : "");
        page_quantity(p, step->size);
        if (step->kind == STEP_SLOPE)
            buf_add(p->out, " a day");
        if (step->score > 0)
            buf_addf(p->out, ", %.1f times the noise", step->score);
        buf_addc(p->out, '\n');
    }
}

void explain_growth(struct page *p)
{
    const struct finding *f = p->finding;
    const struct growth_fit *fit = &p->study->growth;

    page_heading(p, "Growth");
    if (!f->growth.per_day.known) {
        buf_addf(p->out, "  not measured: %s\n",
                 p->study->why.text[0] ? p->study->why.text : "no valid bins");
        return;
    }
    page_label(p, "slope");
    page_quantity(p, fit->slope);
    buf_add(p->out, " a day; 90 % interval ");
    page_quantity(p, fit->low);
    buf_add(p->out, " to ");
    page_quantity(p, fit->high);
    buf_add(p->out, "\n");
    page_label(p, "fitted on");
    buf_addf(p->out, "%zu bins since ", fit->bins);
    page_date(p, f->growth.since);
    buf_addf(p->out, ", worth %.0f independent ones (lag-1 correlation %.2f)\n", fit->effective,
             fit->rho);
    page_label(p, "real?");
    buf_addf(p->out, "%s: the interval %s 0; moved by ", f->growth.significant ? "yes" : "no",
             fit->low > 0 || fit->high < 0 ? "excludes" : "includes");
    page_quantity(p, fabs(fit->slope) * (p->study->ft[p->study->fn - 1] - fit->since));
    buf_add(p->out, ", twice the noise is ");
    page_quantity(p, 2 * fit->noise);
    buf_addc(p->out, '\n');
    if (f->growth.significant) {
        page_label(p, "shape");
        buf_addf(p->out, "%s", shape_name(f->growth.shape));
        if (f->growth.doubling_days.known)
            buf_addf(p->out, ", doubling in %.0f days", f->growth.doubling_days.value);
        buf_addc(p->out, '\n');
    }
}
