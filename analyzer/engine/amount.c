/*
 * analyzer/engine/amount.c - how much to add.
 *
 * Enough that the 90 % quantile of usage, on the busiest day of the week in which a
 * purchase decided now has lived its planned life (lead time + review + life), stays
 * under the target utilisation, in purchasable units. A share can not be enlarged by itself: its amount is in
 * points of today's capacity, 120 % being a fifth more of what is behind it.
 */
#include <math.h>

#include "analyzer/engine/finding.h"

double finding_life_days(const struct study *study)
{
    const struct policy *policy = &study->rule.policy;

    return (double)(policy->lead_time_ms + policy->review_ms + policy->life_ms) / (double)DAY_MS;
}

/* Of the week that ends that day: on a Sunday a purchase would seem to be ample. */
struct maybe finding_late_level(struct study *study)
{
    static const double late = 0.9;
    double days = finding_life_days(study) + study->lag_days;
    size_t step = (size_t)ceil(days / study->bins.days), week = (size_t)(7 / study->bins.days);
    struct maybe level = { 0, 0 };

    if (!study->has_odds || study->direction == DIRECTION_FALLING)
        return level;
    if (step > study->horizon)
        step = study->horizon;
    for (size_t s = step > week ? step - week + 1 : 1; s <= step; s++) {
        double value;

        passage_fan(study->passage, s, &late, 1, &value);
        if (isfinite(value) && (!level.known || value > level.value))
            level = (struct maybe){ value, 1 };
    }
    return level;
}

static struct maybe new_days(struct study *study, double capacity)
{
    const struct policy *policy = &study->rule.policy;
    double usable = capacity * policy->exhaustion_pct / 100 - policy->reserve;
    struct passage_dates dates = { 0 };

    study_reach(study, usable, NULL, &dates);
    if (!dates.median.known || dates.median.value > study->shown_days)
        return (struct maybe){ 0, 0 };
    return (struct maybe){ fmax(0, dates.median.value - study->lag_days), 1 };
}

struct maybe finding_need(struct study *study)
{
    const struct policy *policy = &study->rule.policy;
    struct maybe late = finding_late_level(study);

    return (struct maybe){ (late.value + policy->reserve) / (policy->target_pct / 100), late.known };
}

void finding_amount(struct study *study, const struct finding *finding, struct amount *out)
{
    struct maybe need = finding_need(study);
    double add, unit = study->rule.purchase;

    if (!need.known || !finding->capacity.value.known)
        return;
    add = need.value - finding->capacity.value.value;
    if (add <= 0)
        return;
    if (unit > 0)
        add = ceil(add / unit) * unit;
    out->known = 1;
    out->add = add;
    out->new_capacity = finding->capacity.value.value + add;
    out->new_days_median = new_days(study, out->new_capacity);
}
