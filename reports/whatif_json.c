/*
 * reports/whatif_json.c - a comparison of plans as JSON, schema "headroom.whatif/1".
 *
 * Public: keys are added, never renamed or dropped, without a new schema.
 */
#include <stdio.h>

#include "data/base/text.h"
#include "reports/cost_json.h"
#include "reports/json_write.h"
#include "reports/whatif.h"
#include "reports/words.h"

static void plans_json(struct buf *out, const struct whatif *whatif)
{
    json_put_key(out, "plans");
    json_begin(out, '[');
    for (size_t i = 0; i < whatif->plan_count; i++) {
        const struct plan_words *plan = &whatif->plans[i];

        json_put_item(out);
        json_begin(out, '{');
        json_put_text(out, "name", plan->name);
        json_put_text(out, "note", plan->note);
        json_put_texts(out, "assumptions", plan->assumptions, plan->count);
        json_end(out, '}');
    }
    json_end(out, ']');
}

static void date_json(struct buf *out, const char *key, const struct zone *zone, int64_t as_of,
                      struct maybe days)
{
    if (days.known)
        json_put_date(out, key, zone, words_day_at(as_of, days.value));
    else
        json_put_null(out, key);
}

static void exhaustion_json(struct buf *out, const struct outcome *o, const struct finding *finding,
                            const struct zone *zone)
{
    const struct exhaustion *e = &o->exhaustion;
    char key[8];

    json_put_maybe(out, "days_early", e->days_early);
    json_put_maybe(out, "days_median", e->days_median);
    json_put_maybe(out, "days_late", e->days_late);
    date_json(out, "date_early", zone, finding->as_of, e->days_early);
    date_json(out, "date_median", zone, finding->as_of, e->days_median);
    date_json(out, "date_late", zone, finding->as_of, e->days_late);
    json_put_maybe(out, "difference_days", o->difference);
    json_put_key(out, "probability");
    json_begin(out, '{');
    for (int i = 0; i < PROBABILITIES; i++) {
        snprintf(key, sizeof key, "%d", probability_days[i]);
        json_put_maybe(out, key, e->probability[i]);
    }
    json_end(out, '}');
    if (e->has_act_by)
        json_put_date(out, "act_by", zone, e->act_by);
    else
        json_put_null(out, "act_by");
    json_put_flag(out, "action_required", e->action_required);
}

static void prospects_json(struct buf *out, const struct outcome *o)
{
    json_put_maybe(out, "growth_per_day", o->growth_per_day);
    json_put_key(out, "at");
    json_begin(out, '[');
    for (int i = 0; i < PROSPECTS; i++) {
        const struct prospect *p = &o->at[i];

        json_put_item(out);
        json_begin(out, '{');
        json_put_count(out, "days", (uint64_t)prospect_days[i]);
        json_put_maybe(out, "peak_low", p->peak.low);
        json_put_maybe(out, "peak_median", p->peak.median);
        json_put_maybe(out, "peak_high", p->peak.high);
        json_put_maybe(out, "usable", p->usable);
        json_put_maybe(out, "headroom", p->headroom);
        json_put_maybe(out, "headroom_percent", p->headroom_pct);
        json_end(out, '}');
    }
    json_end(out, ']');
}

static void action_json(struct buf *out, const struct outcome *o)
{
    json_put_key(out, "action");
    json_begin(out, '{');
    json_put_text(out, "severity", severity_name(o->severity));
    json_put_text(out, "text", o->action);
    json_put_maybe(out, "add", (struct maybe){ o->amount.add, o->amount.known });
    json_put_maybe(out, "new_capacity", (struct maybe){ o->amount.new_capacity, o->amount.known });
    json_end(out, '}');
}

static void outcome_json(struct buf *out, const struct whatif *whatif, const struct whatif_row *row,
                         size_t plan, const struct zone *zone)
{
    const struct outcome *o = &row->outcomes[plan];

    json_begin(out, '{');
    json_put_text(out, "plan", whatif->plans[plan].name);
    json_put_flag(out, "applies", o->applies);
    json_put_texts(out, "left_out", o->notes, o->note_count);
    json_put_text(out, "verdict", verdict_name(o->verdict));
    exhaustion_json(out, o, row->finding, zone);
    prospects_json(out, o);
    action_json(out, o);
    cost_json(out, o->cost);
    json_end(out, '}');
}

void whatif_json(const struct whatif *whatif, const struct zone *zone, struct buf *out)
{
    json_begin(out, '{');
    json_put_text(out, "schema", "headroom.whatif/1");
    json_put_time(out, "as_of", whatif->analysis->as_of);
    json_put_text(out, "timezone", whatif->analysis->timezone);
    plans_json(out, whatif);
    json_put_key(out, "series");
    json_begin(out, '[');
    for (size_t i = 0; i < whatif->analysis->count; i++) {
        const struct whatif_row *row = &whatif->rows[i];

        json_put_item(out);
        json_begin(out, '{');
        json_put_text(out, "name", row->finding->name);
        json_put_text(out, "unit", row->finding->info.unit);
        json_put_maybe(out, "capacity", row->finding->capacity.value);
        json_put_key(out, "outcomes");
        json_begin(out, '[');
        for (size_t plan = 0; plan < whatif->plan_count; plan++) {
            json_put_item(out);
            outcome_json(out, whatif, row, plan, zone);
        }
        json_end(out, ']');
        json_end(out, '}');
    }
    json_end(out, ']');
    json_end(out, '}');
    buf_addc(out, '\n');
}
