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

/* The step on which a purchase decided now has lived its life, as far as it was looked ahead. */
static size_t late_step(const struct study *study)
{
    double days = finding_life_days(study) + study->lag_days;
    size_t step = (size_t)ceil(days / study->bins.days);

    return step < study->horizon ? step : study->horizon;
}

/* Of the week that ends that day: on a Sunday a purchase would seem to be ample. */
struct maybe finding_late_level(struct study *study)
{
    static const double late = 0.9;
    size_t step, week = (size_t)(7 / study->bins.days);
    struct maybe level = { 0, 0 };

    if (!study->has_odds || study->direction == DIRECTION_FALLING)
        return level;
    step = late_step(study);
    for (size_t s = step > week ? step - week + 1 : 1; s <= step; s++) {
        double value;

        passage_fan(study->passage, s, &late, 1, &value);
        value = study_assume(study, s, value);
        if (isfinite(value) && (!level.known || value > level.value))
            level = (struct maybe){ value, 1 };
    }
    return level;
}

static struct maybe new_days(struct study *study, double add)
{
    struct passage_dates dates = { 0 };

    study_exhaust(study, add, NULL, &dates);
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

/* Added to what will be there then, which may be other than what is there now. */
void finding_amount(struct study *study, const struct finding *finding, struct amount *out)
{
    struct maybe need = finding_need(study);
    double add, capacity, unit = study->rule.purchase;

    if (!need.known || !finding->capacity.value.known)
        return;
    capacity = study_capacity(study, study_step_at(study, late_step(study))).value;
    add = need.value - capacity;
    if (add <= 0)
        return;
    if (unit > 0)
        add = ceil(add / unit) * unit;
    out->known = 1;
    out->add = add;
    out->new_capacity = capacity + add;
    out->new_days_median = new_days(study, add);
}

/* What is bought is rounded up to purchasable units, what is given back down, and only where usage does not grow. */
double finding_change(const struct study *study, const struct finding *finding, double need)
{
    const struct policy *policy = &study->rule.policy;
    double unit = study->rule.purchase, now = finding->capacity.value.value;
    double present = (finding->level.value + policy->reserve) / (policy->target_pct / 100);

    if (need > now)
        return unit > 0 ? ceil((need - now) / unit) * unit : need - now;
    if (finding->growth.significant && finding->growth.per_day.value > 0)
        return 0;
    need = fmax(need, finding->level.known ? present : now);
    if (need >= now)
        return 0;
    return unit > 0 ? -floor((now - need) / unit) * unit : need - now;
}
