/*
 * analyzer/engine/advise.c - what to do, by a table of rules over the results.
 *
 * A rule looks at one finding and, where it holds, writes one recommendation:
 * words, reasons with figures, a date to act by and an amount. Thresholds are the
 * policy's; the words stand here alone.
 */
#include <math.h>
#include <stdlib.h>

#include "analyzer/engine/finding.h"
#include "reports/words.h"

enum { REASONS = 8, CRITICAL_DAYS = 7, WARNING_DAYS = 30, HOT_DAYS = 3, IDLE_DAYS = 30 };

/* What one rule works with. */
struct advice {
    struct study          *study;
    struct finding        *finding;
    struct arena          *arena;
    struct recommendation *out;      /* zeroed, with room for REASONS */
};

struct advice_rule {
    const char *code;
    int (*holds)(struct advice *advice);    /* 1: it filled *out (severity, text, reasons) */
};

static void because(struct advice *a, const char *reason)
{
    if (reason && a->out->because_count < REASONS)
        a->out->because[a->out->because_count++] = reason;
}

static const char *amount_text(struct advice *a, double value)
{
    return finding_quantity(a->arena, value, a->finding->info.unit);
}

static const char *day_text(struct advice *a, int64_t at)
{
    char text[TIME_ROOM];
    const char *copy = arena_copy(a->arena,
                                  time_words(text, a->study->engine->options.zone, at));

    return copy ? copy : "";
}

/* --- words of an amount ------------------------------------------------------------ */

static const char *amount_clause(struct advice *a)
{
    const struct amount *amount = &a->out->amount;
    const char *unit = a->finding->info.unit;
    int share = a->finding->capacity.origin == CAPACITY_UNIT;

    if (!amount->known)
        return "";
    if (share)
        return arena_format(a->arena, ": about %.0f %% more than today",
                            100 * amount->add / a->finding->capacity.value.value);
    return arena_format(a->arena, ": add %s to reach %s",
                        finding_quantity(a->arena, amount->add, unit),
                        finding_quantity(a->arena, amount->new_capacity, unit));
}

/* --- reasons that several rules give ------------------------------------------------ */

static void because_level(struct advice *a)
{
    const struct finding *f = a->finding;

    if (f->capacity.value.known && f->level.known)
        because(a, arena_format(a->arena, "now %s of %s (%.0f %%), usable %s",
                                amount_text(a, f->level.value),
                                amount_text(a, f->capacity.value.value),
                                100 * f->level.value / f->capacity.value.value,
                                amount_text(a, f->capacity.usable.value)));
    else if (f->level.known)
        because(a, arena_format(a->arena, "now %s", amount_text(a, f->level.value)));
}

static void because_growth(struct advice *a)
{
    const struct growth *g = &a->finding->growth;

    if (!g->per_day.known)
        return;
    if (!g->significant)
        because(a, "no steady growth; the odds come from how much it varies");
    else
        because(a, arena_format(a->arena, "%s %s a day (90 %%: %s to %s), since %s",
                                g->per_day.value < 0 ? "changes by" : "grows",
                                amount_text(a, g->per_day.value), amount_text(a, g->low.value),
                                amount_text(a, g->high.value), day_text(a, g->since)));
}

static void because_odds(struct advice *a)
{
    const struct exhaustion *e = &a->finding->exhaustion;

    struct buf odds;

    if (!e->probability_window.known)
        return;
    buf_init(&odds, 64);
    words_odds(&odds, e->probability_window);
    because(a, arena_format(a->arena, "%s likely within %.0f days", buf_keep(&odds, a->arena),
                            fmax(14, e->lead_time_days)));
}

/* What so much of the capacity costs a month, where a price is known. */
static void because_cost(struct advice *a, double quantity, const char *what)
{
    struct maybe price = finding_unit_price(a->study);
    struct buf text;

    if (!price.known)
        return;
    buf_init(&text, 100);
    money_text(&text, quantity * price.value, a->study->price->currency);
    because(a, arena_format(a->arena, "%s costs %s a month", what, text.text));
    buf_release(&text);
}

/* Why the date is earlier than the lead time alone says. */
static void because_closed(struct advice *a)
{
    const struct study *study = a->study;
    const struct exhaustion *e = &a->finding->exhaustion;
    int64_t at = finding_date(study, e->days_early.value - e->lead_time_days);
    int64_t day = zone_day(study->engine->options.zone, at);

    if (e->act_by >= at || e->act_by <= study->as_of)
        return;
    if (calendar_is_frozen(study->calendar, day))
        because(a, arena_format(a->arena, "nothing is changed on %s: decide before", day_text(a, at)));
    else if (calendar_is_holiday(study->calendar, day))
        because(a, arena_format(a->arena, "%s is a holiday: decide before", day_text(a, at)));
}

/* --- the rules ------------------------------------------------------------------------ */

static int exhausted(struct advice *a)
{
    const struct finding *f = a->finding;

    if (f->verdict != VERDICT_EXHAUSTED)
        return 0;
    finding_amount(a->study, a->finding, &a->out->amount);
    a->out->severity = SEVERITY_CRITICAL;
    a->out->text = arena_format(a->arena, "Already at its limit. Add capacity or free some now%s.",
                                amount_clause(a));
    a->out->has_act_by = 1;
    a->out->act_by = a->study->as_of;
    because_level(a);
    because_growth(a);
    if (a->out->amount.known)
        because_cost(a, a->out->amount.add, "what to add");
    return 1;
}

static enum severity severity_of(const struct advice *a)
{
    double days = (double)(a->finding->exhaustion.act_by - a->study->as_of) / (double)DAY_MS;

    if (a->finding->exhaustion.action_required || days <= CRITICAL_DAYS)
        return SEVERITY_CRITICAL;
    return days <= WARNING_DAYS ? SEVERITY_WARNING : SEVERITY_NOTICE;
}

static int runs_out(struct advice *a)
{
    const struct exhaustion *e = &a->finding->exhaustion;
    const char *when;

    if (a->finding->verdict != VERDICT_FORECAST || !e->has_act_by)
        return 0;
    finding_amount(a->study, a->finding, &a->out->amount);
    a->out->severity = severity_of(a);
    a->out->has_act_by = 1;
    a->out->act_by = e->act_by;
    when = e->days_median.known
               ? arena_format(a->arena, "Runs out about %s",
                              day_text(a, finding_date(a->study, e->days_median.value)))
               : arena_format(a->arena, "May run out from %s on",
                              day_text(a, finding_date(a->study, e->days_early.value)));
    a->out->text = e->act_by <= a->study->as_of
                       ? arena_format(a->arena, "%s. Act now%s.", when ? when : "",
                                      amount_clause(a))
                       : arena_format(a->arena, "%s. Decide by %s%s.", when ? when : "",
                                      day_text(a, e->act_by), amount_clause(a));
    because_level(a);
    because_growth(a);
    because_odds(a);
    because(a, arena_format(a->arena, "lead time %.0f days", e->lead_time_days));
    because_closed(a);
    if (a->out->amount.known)
        because_cost(a, a->out->amount.add, "what to add");
    return 1;
}

/* Days of the last seven on which two hours in a row were under CRITICAL pressure. */
static int hot_days(const struct study *study)
{
    double critical = study->rule.policy.pressure_pct[2];
    int64_t since = study->as_of - 7 * DAY_MS, counted = INT64_MIN;
    const struct hourlies *hours = &study->hours;
    int days = 0;

    for (size_t i = 0; i < hours->count; i++) {
        int64_t day = zone_day(study->engine->options.zone, hours->row[i].hour);
        struct maybe pct;

        if (hours->row[i].hour < since || day == counted ||
            !finding_two_hours(study, i, since, &pct) || pct.value < critical)
            continue;
        counted = day;
        days++;
    }
    return days;
}

static int peaks_high(struct advice *a)
{
    struct maybe peak = finding_recent_peak(a->study, 7);
    int hot;

    if (a->finding->verdict == VERDICT_STALE || a->finding->verdict == VERDICT_EXHAUSTED ||
        !peak.known || peak.value <= a->study->rule.policy.warning_pct)
        return 0;
    hot = hot_days(a->study);
    a->out->severity = SEVERITY_WARNING;
    a->out->text = hot >= HOT_DAYS
                       ? arena_format(a->arena, "Urgent: scale now. Pressure was critical on %d of "
                                      "the last 7 days.", hot)
                       : arena_format(a->arena, "Peaks at %.0f %% of capacity this week; plan "
                                      "before the next launch or load test.", peak.value);
    because(a, arena_format(a->arena, "highest two hours of the last 7 days: %.1f %%", peak.value));
    if (a->finding->peak_count)
        because(a, arena_format(a->arena, "busiest hour of the day: %02d:00",
                                a->finding->peak_hours[0].hour));
    return 1;
}

static int grows_fast(struct advice *a)
{
    const struct finding *f = a->finding;
    double points;

    if (!f->capacity.value.known || !f->growth.significant || f->verdict == VERDICT_STALE)
        return 0;
    points = 100 * f->growth.per_day.value / f->capacity.value.value;
    if (points <= a->study->rule.policy.growth_warning)
        return 0;
    a->out->severity = SEVERITY_WARNING;
    a->out->text = arena_format(a->arena, "Grows %.1f %%-points of capacity a day; find out why.",
                                points);
    because_growth(a);
    return 1;
}

static int is_idle(struct advice *a)
{
    const struct finding *f = a->finding;
    double usable_share = a->study->rule.policy.target_pct / 100, keep, give;

    if (!f->p95_pct.known || f->p95_pct.value >= a->study->rule.policy.idle_pct ||
        a->study->shown_days < IDLE_DAYS || f->verdict == VERDICT_FORECAST ||
        f->verdict == VERDICT_STALE || (f->growth.significant && f->growth.per_day.value > 0) ||
        !f->peak.known)
        return 0;
    keep = f->peak.value / usable_share;
    give = f->capacity.value.value - keep;
    if (give <= 0)
        return 0;
    a->out->severity = SEVERITY_NOTICE;
    a->out->text = f->capacity.origin == CAPACITY_UNIT
                       ? arena_format(a->arena, "Over-provisioned: %.0f %% of it could be given back.",
                                      100 * give / f->capacity.value.value)
                       : arena_format(a->arena, "Over-provisioned: %s could be given back.",
                                      amount_text(a, give));
    because(a, arena_format(a->arena, "p95 is %.1f %% and the highest peak %.1f %% of capacity "
                            "over %.0f days, without growth", f->p95_pct.value,
                            f->peak_pct.value, a->study->shown_days));
    because_cost(a, give, "what is idle");
    return 1;
}

static int data_stopped(struct advice *a)
{
    if (a->finding->verdict != VERDICT_STALE)
        return 0;
    a->out->severity = SEVERITY_NOTICE;
    a->out->text = "Data stopped. Check the exporter or remove the series; nothing is foretold "
                   "from old data.";
    because(a, a->finding->reason);
    return 1;
}

static int data_short(struct advice *a)
{
    if (a->finding->verdict != VERDICT_INSUFFICIENT_DATA)
        return 0;
    a->out->severity = SEVERITY_INFO;
    a->out->text = "Too little history for a date. Keep collecting, or export further back.";
    because(a, a->finding->reason);
    return 1;
}

static int no_limit(struct advice *a)
{
    if (a->finding->verdict != VERDICT_NO_CAPACITY || !a->finding->growth.significant ||
        a->finding->growth.per_day.value <= 0)
        return 0;
    a->out->severity = SEVERITY_INFO;
    a->out->text = "Grows, but no limit is known. Say it with 'capacity set' or a [rule].";
    because_growth(a);
    return 1;
}

static int data_gaps(struct advice *a)
{
    if (a->finding->data.coverage >= 0.8 || a->finding->verdict == VERDICT_NO_DATA ||
        a->finding->verdict == VERDICT_STALE)
        return 0;
    a->out->severity = SEVERITY_NOTICE;
    a->out->text = arena_format(a->arena, "Only %.0f %% of the expected data is there; dates are "
                                "less sure than they look.", 100 * a->finding->data.coverage);
    return 1;
}

static int adequate(struct advice *a)
{
    const struct finding *f = a->finding;

    if (f->recommendation_count ||
        (f->verdict != VERDICT_SHRINKING && f->verdict != VERDICT_NO_SIGNIFICANT_GROWTH &&
         f->verdict != VERDICT_BEYOND_HORIZON))
        return 0;
    a->out->severity = SEVERITY_INFO;
    a->out->text = arena_format(a->arena, "Capacity is adequate until %s at least.",
                                day_text(a, finding_date(a->study, a->study->shown_days)));
    because(a, f->reason);
    return 1;
}

static const struct advice_rule rules[] = {
    { "EXHAUSTED",           exhausted },
    { "EXHAUSTION_IMMINENT", runs_out },
    { "PEAK_HIGH",           peaks_high },
    { "GROWTH_FAST",         grows_fast },
    { "DATA_STOPPED",        data_stopped },
    { "DATA_GAPS",           data_gaps },
    { "OVER_PROVISIONED",    is_idle },
    { "DATA_SHORT",          data_short },
    { "CAPACITY_UNKNOWN",    no_limit },
    { "ADEQUATE",            adequate },
};
enum { RULES = sizeof rules / sizeof rules[0] };

/* Exhaustion that is not near is no alarm; its code says so. */
static const char *code_of(const struct advice_rule *rule, const struct recommendation *r)
{
    if (rule->holds == runs_out && r->severity != SEVERITY_CRITICAL)
        return r->severity == SEVERITY_WARNING ? "EXHAUSTION_AHEAD" : "EXHAUSTION_FORECAST";
    return rule->code;
}

static int by_severity(const void *a, const void *b)
{
    const struct recommendation *x = a, *y = b;

    return (x->severity < y->severity) - (x->severity > y->severity);
}

int finding_advise(struct study *study, struct arena *arena, struct finding *out,
                   struct error *err)
{
    out->recommendations = arena_take(arena, RULES * sizeof *out->recommendations);
    if (!out->recommendations)
        return error_set(err, ERR_NOMEM, "no memory for recommendations");
    for (size_t i = 0; i < RULES; i++) {
        struct recommendation *r = &out->recommendations[out->recommendation_count];
        struct advice advice = { study, out, arena, r };

        *r = (struct recommendation){ .because = arena_take(arena, REASONS * sizeof *r->because) };
        if (!r->because)
            return error_set(err, ERR_NOMEM, "no memory for reasons");
        if (!rules[i].holds(&advice))
            continue;
        if (!r->text)
            return error_set(err, ERR_NOMEM, "no memory for advice");
        r->code = code_of(&rules[i], r);
        out->recommendation_count++;
    }
    /* few and mostly sorted: the order of rules stays within one severity */
    for (size_t i = 1; i < out->recommendation_count; i++)
        for (size_t j = i; j > 0 && by_severity(&out->recommendations[j - 1],
                                                &out->recommendations[j]) > 0; j--) {
            struct recommendation lower = out->recommendations[j - 1];

            out->recommendations[j - 1] = out->recommendations[j];
            out->recommendations[j] = lower;
        }
    out->severity = out->recommendation_count ? out->recommendations[0].severity : SEVERITY_NONE;
    return 0;
}
