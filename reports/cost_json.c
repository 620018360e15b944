#include "reports/cost_json.h"

#include "reports/json_write.h"

void cost_json(struct buf *out, const struct cost *cost)
{
    if (!cost) {
        json_put_null(out, "cost");
        return;
    }
    json_put_key(out, "cost");
    json_begin(out, '{');
    json_put_text(out, "price", cost->name);
    json_put_text(out, "currency", cost->currency[0] ? cost->currency : NULL);
    json_put_maybe(out, "present_per_month", cost->present);
    json_put_maybe(out, "act_per_month", cost->act);
    json_put_maybe(out, "idle_per_month", cost->idle);
    json_put_number(out, "waiting_days", cost->review_days);
    json_put_maybe(out, "waiting_saves", cost->saved);
    json_put_maybe(out, "waiting_days_at_limit", cost->risk_days);
    json_put_maybe(out, "waiting_risks", cost->risk);
    json_end(out, '}');
}
