/*
 * reports/analysis_json.c - an analysis as JSON, schema "headroom.analysis/1".
 *
 * Public: keys are added, never renamed or dropped, without a new schema. One
 * function writes one object of the contract, in its order of keys.
 */
#include <stdio.h>
#include <string.h>

#include "data/base/text.h"
#include "reports/cost_json.h"
#include "reports/driver_json.h"
#include "reports/group_json.h"
#include "reports/json_write.h"
#include "reports/renderer.h"
#include "reports/words.h"

static double days_of(int64_t ms)
{
    return (double)ms / (double)DAY_MS;
}

static void policy_json(struct buf *out, const struct policy *policy)
{
    json_put_key(out, "policy");
    json_begin(out, '{');
    json_put_number(out, "exhaustion_percent", policy->exhaustion_pct);
    json_put_number(out, "reserve", policy->reserve);
    json_put_number(out, "warning_percent", policy->warning_pct);
    json_put_number(out, "growth_warning_percent_per_day", policy->growth_warning);
    json_put_number(out, "idle_percent", policy->idle_pct);
    json_put_number(out, "pressure_medium_percent", policy->pressure_pct[0]);
    json_put_number(out, "pressure_high_percent", policy->pressure_pct[1]);
    json_put_number(out, "pressure_critical_percent", policy->pressure_pct[2]);
    json_put_number(out, "target_percent", policy->target_pct);
    json_put_number(out, "action_probability", policy->action_probability);
    json_put_number(out, "validity", policy->validity);
    json_put_number(out, "lead_time_days", days_of(policy->lead_time_ms));
    json_put_number(out, "review_days", days_of(policy->review_ms));
    json_put_number(out, "life_days", days_of(policy->life_ms));
    json_put_number(out, "horizon_days", days_of(policy->horizon_ms));
    json_put_number(out, "stale_hours", (double)policy->stale_ms / (double)HOUR_MS);
    json_end(out, '}');
}

static void pressure_json(struct buf *out, enum pressure pressure)
{
    json_put_text(out, "pressure", pressure == PRESSURE_UNKNOWN ? NULL : pressure_name(pressure));
}

static void summary_json(struct buf *out, const struct analysis *analysis)
{
    json_put_key(out, "summary");
    json_begin(out, '{');
    json_put_count(out, "series", analysis->count);
    json_put_key(out, "verdicts");
    json_begin(out, '{');
    for (int i = 0; i < VERDICTS; i++)
        json_put_count(out, verdict_name((enum verdict)i), analysis->verdicts[i]);
    json_end(out, '}');
    pressure_json(out, analysis->pressure);
    json_put_text(out, "mode", analysis->pressure == PRESSURE_UNKNOWN
                               ? NULL : pressure_mode(analysis->pressure));
    json_end(out, '}');
}

static void labels_json(struct buf *out, const char *labels)
{
    struct buf name, value;

    buf_init(&name, out->most);
    buf_init(&value, out->most);
    json_put_key(out, "labels");
    json_begin(out, '{');
    while (labels_next(&labels, &name, &value)) {
        json_put_item(out);
        text_json(out, name.text);
        buf_addc(out, ':');
        text_json(out, value.text);
    }
    json_end(out, '}');
    if (name.failed || value.failed)
        out->failed = name.failed ? name.failed : value.failed;
    buf_release(&name);
    buf_release(&value);
}

static void capacity_json(struct buf *out, const struct finding *finding)
{
    json_put_key(out, "capacity");
    json_begin(out, '{');
    json_put_maybe(out, "value", finding->capacity.value);
    json_put_maybe(out, "usable", finding->capacity.usable);
    json_put_text(out, "origin", capacity_origin_name(finding->capacity.origin));
    json_put_key(out, "changes");
    json_begin(out, '[');
    for (size_t i = 0; i < finding->capacity.change_count; i++) {
        const struct capacity_change *change = &finding->capacity.changes[i];

        json_put_item(out);
        json_begin(out, '{');
        json_put_time(out, "time", change->at);
        json_put_number(out, "from", change->from);
        json_put_number(out, "to", change->to);
        json_end(out, '}');
    }
    json_end(out, ']');
    json_end(out, '}');
}

static void data_json(struct buf *out, const struct finding *finding)
{
    int some = finding->data.from <= finding->data.to && finding->data.samples > 0;
    char grade[2] = { finding->data.grade, '\0' };

    json_put_key(out, "data");
    json_begin(out, '{');
    if (some) {
        json_put_time(out, "from", finding->data.from);
        json_put_time(out, "to", finding->data.to);
    } else {
        json_put_null(out, "from");
        json_put_null(out, "to");
    }
    json_put_count(out, "samples", finding->data.samples);
    json_put_maybe(out, "cadence_seconds",
               (struct maybe){ finding->data.cadence_s, finding->data.cadence_s > 0 });
    json_put_maybe(out, "coverage", (struct maybe){ finding->data.coverage, some });
    json_put_text(out, "grade", grade[0] ? grade : NULL);
    json_put_texts(out, "notes", finding->data.notes, finding->data.note_count);
    json_end(out, '}');
}

static void peak_hours_json(struct buf *out, const struct finding *finding)
{
    json_put_key(out, "peak_hours");
    json_begin(out, '[');
    for (size_t i = 0; i < finding->peak_count; i++) {
        const struct peak_hour *peak = &finding->peak_hours[i];

        json_put_item(out);
        json_begin(out, '{');
        json_put_count(out, "hour", (uint64_t)peak->hour);
        json_put_number(out, "mean", peak->mean);
        json_put_number(out, "p95", peak->p95);
        json_put_number(out, "stability", peak->stability);
        json_end(out, '}');
    }
    json_end(out, ']');
}

static void window_json(struct buf *out, const char *key, const struct window *window)
{
    struct buf days;

    if (!window->known) {
        json_put_null(out, key);
        return;
    }
    buf_init(&days, 64);
    words_days_of_week(&days, window->first_day, window->last_day, WORDS_MACHINE);
    json_put_key(out, key);
    json_begin(out, '{');
    buf_inherit(&days, out);
    json_put_text(out, "days", days.text);
    json_put_key(out, "from");
    buf_addf(out, "\"%02d:00\"", window->from_hour);
    json_put_key(out, "to");
    buf_addf(out, "\"%02d:00\"", window->to_hour);
    json_end(out, '}');
    buf_release(&days);
}

static void growth_json(struct buf *out, const struct growth *growth, const struct zone *zone)
{
    json_put_key(out, "growth");
    json_begin(out, '{');
    json_put_maybe(out, "per_day", growth->per_day);
    json_put_maybe(out, "per_day_low", growth->low);
    json_put_maybe(out, "per_day_high", growth->high);
    json_put_maybe(out, "percent_per_month", growth->percent_per_month);
    json_put_flag(out, "significant", growth->significant);
    json_put_text(out, "shape", growth->shape == SHAPE_NONE ? NULL : shape_name(growth->shape));
    if (growth->per_day.known)
        json_put_date(out, "since", zone, growth->since);
    else
        json_put_null(out, "since");
    json_end(out, '}');
}

static void steps_json(struct buf *out, const struct finding *finding)
{
    json_put_key(out, "steps");
    json_begin(out, '[');
    for (size_t i = 0; i < finding->step_count; i++) {
        json_put_item(out);
        json_begin(out, '{');
        json_put_time(out, "time", finding->steps[i].at);
        json_put_text(out, "kind", step_kind_name(finding->steps[i].kind));
        json_put_number(out, "size", finding->steps[i].size);
        json_end(out, '}');
    }
    json_end(out, ']');
}

static void forecast_json(struct buf *out, const struct forecast_summary *forecast)
{
    int made = forecast->model && forecast->model[0];

    json_put_key(out, "forecast");
    json_begin(out, '{');
    json_put_text(out, "statistic", statistic_name(forecast->statistic));
    json_put_text(out, "model", made ? forecast->model : NULL);
    json_put_maybe(out, "mase", forecast->mase);
    json_put_maybe(out, "coverage", forecast->coverage);
    json_put_maybe(out, "horizon_days", (struct maybe){ forecast->shown_days, made });
    json_put_maybe(out, "trusted_days", (struct maybe){ forecast->trusted_days, made });
    json_put_outlooks(out, "at", forecast->at);
    json_end(out, '}');
}

static void day_json(struct buf *out, const char *key, int64_t as_of, struct maybe days,
                     const struct zone *zone)
{
    if (days.known)
        json_put_date(out, key, zone, words_day_at(as_of, days.value));
    else
        json_put_null(out, key);
}

static void act_by_json(struct buf *out, int has, int64_t act_by, const struct zone *zone)
{
    if (has)
        json_put_date(out, "act_by", zone, act_by);
    else
        json_put_null(out, "act_by");
}

static void exhaustion_json(struct buf *out, const struct finding *finding,
                            const struct zone *zone)
{
    const struct exhaustion *e = &finding->exhaustion;

    json_put_key(out, "exhaustion");
    json_begin(out, '{');
    json_put_text(out, "verdict", verdict_name(finding->verdict));
    json_put_text(out, "reason", finding->reason);
    json_put_maybe(out, "threshold", e->threshold);
    json_put_maybe(out, "days_early", e->days_early);
    json_put_maybe(out, "days_median", e->days_median);
    json_put_maybe(out, "days_late", e->days_late);
    day_json(out, "date_early", finding->as_of, e->days_early, zone);
    day_json(out, "date_median", finding->as_of, e->days_median, zone);
    day_json(out, "date_late", finding->as_of, e->days_late, zone);
    json_put_key(out, "probability");
    json_begin(out, '{');
    for (int i = 0; i < PROBABILITIES; i++) {
        char days[16];

        snprintf(days, sizeof days, "%d", probability_days[i]);
        json_put_maybe(out, days, e->probability[i]);
    }
    json_end(out, '}');
    json_put_number(out, "lead_time_days", e->lead_time_days);
    act_by_json(out, e->has_act_by, e->act_by, zone);
    json_put_flag(out, "action_required", e->action_required);
    if (e->exhausted_known)
        json_put_date(out, "exhausted_since", zone, e->exhausted_since);
    else
        json_put_null(out, "exhausted_since");
    json_end(out, '}');
}

static void amount_json(struct buf *out, const struct finding *finding,
                        const struct amount *amount, const struct zone *zone)
{
    if (!amount->known) {
        json_put_null(out, "amount");
        return;
    }
    json_put_key(out, "amount");
    json_begin(out, '{');
    json_put_number(out, "add", amount->add);
    json_put_text(out, "unit", finding->info.unit);
    json_put_number(out, "new_capacity", amount->new_capacity);
    day_json(out, "new_date_median", finding->as_of, amount->new_days_median, zone);
    json_end(out, '}');
}

static void recommendations_json(struct buf *out, const struct finding *finding,
                                 const struct zone *zone)
{
    json_put_key(out, "recommendations");
    json_begin(out, '[');
    for (size_t i = 0; i < finding->recommendation_count; i++) {
        const struct recommendation *r = &finding->recommendations[i];

        json_put_item(out);
        json_begin(out, '{');
        json_put_text(out, "severity", severity_name(r->severity));
        json_put_text(out, "code", r->code);
        json_put_text(out, "text", r->text);
        json_put_texts(out, "because", r->because, r->because_count);
        act_by_json(out, r->has_act_by, r->act_by, zone);
        amount_json(out, finding, &r->amount, zone);
        json_end(out, '}');
    }
    json_end(out, ']');
}

static void finding_json(struct buf *out, const struct finding *finding, const struct zone *zone)
{
    const struct series_key *key = &finding->info.key;

    json_begin(out, '{');
    json_put_text(out, "name", finding->name);
    json_put_text(out, "source", key->source);
    json_put_text(out, "resource", key->resource);
    json_put_text(out, "metric", key->metric);
    labels_json(out, key->labels);
    json_put_text(out, "unit", finding->info.unit);
    json_put_time(out, "as_of", finding->as_of);
    capacity_json(out, finding);
    data_json(out, finding);
    json_put_maybe(out, "average_utilization", finding->average_pct);
    json_put_maybe(out, "peak_utilization", finding->peak_pct);
    json_put_maybe(out, "p95_utilization", finding->p95_pct);
    pressure_json(out, finding->pressure);
    peak_hours_json(out, finding);
    window_json(out, "peak_window", &finding->peak_window);
    window_json(out, "quiet_window", &finding->quiet_window);
    if (finding->has_maintenance)
        json_put_time(out, "maintenance_from", finding->maintenance_at);
    else
        json_put_null(out, "maintenance_from");
    growth_json(out, &finding->growth, zone);
    steps_json(out, finding);
    forecast_json(out, &finding->forecast);
    exhaustion_json(out, finding, zone);
    driver_json(out, &finding->driver);
    group_json(out, finding);
    cost_json(out, finding->cost);
    recommendations_json(out, finding, zone);
    json_end(out, '}');
}

void analysis_json_members(const struct analysis *analysis, const struct zone *zone,
                           struct buf *out)
{
    json_put_text(out, "schema", "headroom.analysis/1");
    json_put_time(out, "as_of", analysis->as_of);
    json_put_text(out, "timezone", analysis->timezone);
    policy_json(out, &analysis->policy);
    summary_json(out, analysis);
    json_put_key(out, "series");
    json_begin(out, '[');
    for (size_t i = 0; i < analysis->count; i++) {
        json_put_item(out);
        buf_addc(out, '\n');
        finding_json(out, analysis_finding(analysis, i), zone);
        buf_pass(out);
    }
    json_end(out, ']');
    bottlenecks_json(out, analysis);
}

void analysis_json_lines(const struct analysis *analysis, const struct zone *zone, struct buf *out)
{
    for (size_t i = 0; i < analysis->count; i++) {
        finding_json(out, analysis_finding(analysis, i), zone);
        buf_addc(out, '\n');
    }
}

void analysis_json(const struct analysis *analysis, const struct zone *zone, struct buf *out)
{
    json_begin(out, '{');
    analysis_json_members(analysis, zone, out);
    json_end(out, '}');
    buf_addc(out, '\n');
}
