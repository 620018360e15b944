/*
 * analyzer/engine/amount.c - how much to add.
 *
 * Enough that the 90 % quantile of usage, when a purchase decided now has lived its
 * planned life (lead time + review + life), stays under the target utilisation,
 * in purchasable units. A share can not be enlarged by itself: its amount is in
 * points of today's capacity, 120 % being a fifth more of what is behind it.
 */
#include <math.h>

#include "analyzer/engine/finding.h"

static struct maybe late_level(struct study *study)
{
    static const double late = 0.9;
    const struct policy *policy = &study->rule.policy;
    double days = (double)(policy->lead_time_ms + policy->review_ms + policy->life_ms) /
                  (double)DAY_MS + study->lag_days;
    size_t step = (size_t)ceil(days / study->bins.days);
    struct maybe level = { 0, 0 };

    if (!study->has_odds || study->direction == DIRECTION_FALLING)
        return level;
    if (step > study->horizon)
        step = study->horizon;
    passage_fan(study->passage, step, &late, 1, &level.value);
    level.known = isfinite(level.value);
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

void finding_amount(struct study *study, const struct finding *finding, struct amount *out)
{
    struct maybe late = late_level(study);
    double need, add, unit = study->rule.purchase;

    if (!late.known || !finding->capacity.value.known)
        return;
    need = (late.value + study->rule.policy.reserve) / (study->rule.policy.target_pct / 100);
    add = need - finding->capacity.value.value;
    if (add <= 0)
        return;
    if (unit > 0)
        add = ceil(add / unit) * unit;
    out->known = 1;
    out->add = add;
    out->new_capacity = finding->capacity.value.value + add;
    out->new_days_median = new_days(study, out->new_capacity);
}
