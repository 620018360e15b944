/*
 * analyzer/engine/cost.c - what it costs to act, to wait, and to keep what is idle.
 *
 *     act    = what is advised to be added x price                        a month
 *     idle   = what could be given back x price                           a month
 *     saved  = act x review / month                                       by deciding one review later
 *     risk   = sum of P(at the limit on day d), d = lead + 1 … lead + review, x price of such a day
 *
 * Who decides one review later has the capacity one review later, so the days at the limit that this adds in
 * expectation are those between the two; once it is reached, the limit is taken to stay reached.
 */
#include <math.h>

#include "analyzer/engine/finding.h"
#include "data/base/unit.h"

static double days_of(int64_t ms)
{
    return (double)ms / (double)DAY_MS;
}

struct maybe finding_unit_price(const struct study *study)
{
    if (!study->price)
        return (struct maybe){ 0, 0 };
    return (struct maybe){ price_of_unit(study->price, unit_capacity(study->info.unit)), 1 };
}

/* Expected days at the limit that one review of waiting adds; unknown where the forecast does not reach so far. */
static struct maybe days_at_limit(const struct study *study, const struct finding *finding)
{
    const struct policy *policy = &study->rule.policy;
    double lead = days_of(policy->lead_time_ms), review = days_of(policy->review_ms), days = 0;

    if (finding->verdict == VERDICT_EXHAUSTED)
        return (struct maybe){ review, 1 };
    for (double day = lead + 1; day <= lead + review; day++) {
        struct maybe odds = finding_probability(study, day);

        if (!odds.known || day > study->shown_days)
            return (struct maybe){ 0, 0 };
        days += odds.value;
    }
    return (struct maybe){ days, 1 };
}

static const struct amount *advised(const struct finding *finding)
{
    for (size_t i = 0; i < finding->recommendation_count; i++)
        if (finding->recommendations[i].amount.known)
            return &finding->recommendations[i].amount;
    return NULL;
}

static void put_waiting(const struct study *study, const struct finding *finding, struct cost *out)
{
    double review = days_of(study->rule.policy.review_ms);

    if (!out->act.known || out->act.value <= 0)
        return;
    out->saved = (struct maybe){ out->act.value * review / MONTH_DAYS, 1 };
    out->risk_days = days_at_limit(study, finding);
    out->risk = (struct maybe){ out->risk_days.value * study->price->outage,
                                out->risk_days.known && study->price->outage > 0 };
}

/* Old data, or too little, do not show that something is idle. */
static int is_judged(const struct finding *finding)
{
    return finding->verdict != VERDICT_NO_DATA && finding->verdict != VERDICT_STALE &&
           finding->verdict != VERDICT_INSUFFICIENT_DATA;
}

int finding_cost(struct study *study, struct arena *arena, struct finding *out, struct error *err)
{
    struct maybe price = finding_unit_price(study), need = finding_need(study);
    const struct amount *amount = advised(out);
    struct cost *cost;

    out->cost = NULL;
    if (!price.known || !out->capacity.value.known)
        return 0;
    cost = arena_take(arena, sizeof *cost);
    if (!cost)
        return error_set(err, ERR_NOMEM, "no memory for costs");
    *cost = (struct cost){ .name = arena_copy(arena, study->price->name), .review_days = days_of(study->rule.policy.review_ms),
                           .currency = arena_copy(arena, study->price->currency ? study->price->currency : "") };
    if (!cost->name || !cost->currency)
        return error_set(err, ERR_NOMEM, "no memory for costs");
    cost->present = (struct maybe){ out->capacity.value.value * price.value, 1 };
    cost->act = (struct maybe){ amount ? amount->add * price.value : 0, 1 };
    if (need.known && is_judged(out))
        cost->idle = (struct maybe){ fmax(0, -finding_change(study, out, need.value)) * price.value, 1 };
    put_waiting(study, out, cost);
    out->cost = cost;
    return 0;
}
