/*
 * analyzer/engine/size_capacity.c - how much to buy by when, and what could be given back.
 *
 *     need = (90 % quantile of usage at the end of the planned life + reserve) / target utilisation
 *
 * See amount.c.
 */
#include <math.h>

#include "analyzer/engine/size.h"
#include "reports/words.h"

/* What of the usage's unit is bought and priced at a time: of a share all that is there now. */
static double unit_of(const struct study *study, const struct finding *finding)
{
    if (study->rule.purchase > 0)
        return study->rule.purchase;
    return finding->capacity.origin == CAPACITY_UNIT ? finding->capacity.value.value : 0;
}

static void date_rows(struct study *study, const struct finding *finding, double capacity,
                      struct arena *arena, struct sizing *out)
{
    const struct exhaustion *e = &finding->exhaustion;
    double usable = capacity * study->rule.policy.exhaustion_pct / 100 -
                    study->rule.policy.reserve;
    struct maybe now = { 0, 0 }, later = { 0, 0 };
    struct passage_dates dates = { 0 };

    study_reach(study, usable, NULL, &dates);
    if (e->days_median.known)
        now = known_number((double)words_day_at(finding->as_of, e->days_median.value));
    if (dates.median.known && dates.median.value <= study->shown_days)
        later = known_number((double)words_day_at(
            finding->as_of, fmax(0, dates.median.value - study->lag_days)));
    size_row(out, (struct size_row){
        "runs_out", "Runs out about", SIZE_DATE, "", 0, now, later,
        later.known ? NULL : arena_format(arena, "not within the %.0f days that can be foreseen",
                                          study->shown_days) });
}

static void add_cost(double price, double now, double change, const char *because, struct sizing *out)
{
    size_row(out, (struct size_row){ "cost_per_month", "Cost a month", SIZE_NUMBER, "", 0,
                                     known_number(now * price), known_number((now + change) * price), because });
}

/* By --price, of a purchasable unit; else by the [price] of the config. */
static void cost_row(const struct study *study, const struct finding *finding,
                     const struct capacity_question *q, double change, struct arena *arena, struct sizing *out)
{
    double unit = unit_of(study, finding), now = finding->capacity.value.value;
    struct maybe price = finding_unit_price(study);

    if (!q->price.known && price.known)
        add_cost(price.value, now, change,
                 arena_format(arena, "%s%sby [price %s]", study->price->currency ? study->price->currency : "",
                              study->price->currency ? ", " : "", study->price->name), out);
    if (!q->price.known)
        return;
    if (unit > 0)
        add_cost(q->price.value / unit, now, change, "price of a unit times the units", out);
    else
        size_note(out, SEVERITY_NOTICE, "PRICE_WITHOUT_UNIT",
                  "The price is of a purchasable unit, but none is known: give --purchase.");
}

static void buy_row(const struct study *study, const struct finding *finding, double change,
                    struct arena *arena, struct sizing *out)
{
    double unit = study->rule.purchase;

    if (change <= 0)
        return;
    size_row(out, (struct size_row){ "add", "Buy", SIZE_QUANTITY, finding->info.unit, 0, { 0, 0 },
                                     known_number(change),
                                     unit > 0 ? arena_format(arena, "%.0f %s of %s", change / unit,
                                                    change > unit ? "units" : "unit",
                                                    finding_quantity(arena, unit,
                                                                     finding->info.unit))
                                              : NULL });
    if (finding->exhaustion.has_act_by)
        size_row(out, (struct size_row){ "act_by", "Act by", SIZE_DATE, "", 0, { 0, 0 },
                                         known_number((double)finding->exhaustion.act_by),
                                         "the early day less the lead time" });
}

static void level_rows(struct study *study, const struct finding *finding, double change,
                       struct arena *arena, struct sizing *out)
{
    double now = finding->capacity.value.value;
    struct maybe late = finding_late_level(study);

    size_row(out, (struct size_row){ "usage_late", "Usage, nine in ten below", SIZE_QUANTITY,
                                     finding->info.unit, 0, finding->level, late,
                                     arena_format(arena, "in %.0f days: lead time, review and "
                                                  "planned life", finding_life_days(study)) });
    size_row(out, (struct size_row){ "used_late", "Share used then", SIZE_SHARE, "", 0,
                                     { finding->level.value / now, finding->level.known },
                                     known_number(late.value / (now + change)),
                                     arena_format(arena, "at most %.0f %%",
                                                  study->rule.policy.target_pct) });
}

static void capacity_notes(struct study *study, const struct finding *finding, double change,
                           struct arena *arena, struct sizing *out)
{
    if (change < 0)
        size_note(out, SEVERITY_NOTICE, "GIVE_BACK",
                  arena_format(arena, "%s could be given back: usage does not grow.",
                               finding_quantity(arena, -change, finding->info.unit)));
    if (change == 0)
        size_note(out, SEVERITY_INFO, "ADEQUATE", "What is there is enough for the planned life.");
    if (finding_life_days(study) > study->shown_days)
        size_note(out, SEVERITY_INFO, "BEYOND_TRUST",
                  arena_format(arena, "The planned life ends in %.0f days, more than the %.0f that "
                               "the history carries: look again before all of it is bought.",
                               finding_life_days(study), study->shown_days));
}

int size_capacity(struct study *study, const struct finding *finding, const void *question,
                  struct arena *arena, struct sizing *out, struct error *err)
{
    double now = finding->capacity.value.value, change;
    struct maybe need = finding_need(study);

    (void)err;
    if (!finding->capacity.value.known || !need.known) {
        size_note(out, SEVERITY_NOTICE, verdict_name(finding->verdict), finding->reason);
        return 0;
    }
    change = finding_change(study, finding, need.value);
    size_row(out, (struct size_row){ "capacity", "Capacity", SIZE_QUANTITY, finding->info.unit, 1,
                                     known_number(now), known_number(now + change), NULL });
    buy_row(study, finding, change, arena, out);
    level_rows(study, finding, change, arena, out);
    date_rows(study, finding, now + change, arena, out);
    cost_row(study, finding, question, change, arena, out);
    capacity_notes(study, finding, change, arena, out);
    return 0;
}
