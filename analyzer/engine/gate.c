#include "analyzer/engine/gate.h"

#include <math.h>

const char *gate_name(enum gate_state state)
{
    static const char *const names[GATE_STATES] = { "OK", "WARNING", "CRITICAL", "UNKNOWN" };

    return names[state];
}

/* --- odds ----------------------------------------------------------------------- */

/* The nearest points of a distribution function on both sides of a day. */
struct bracket {
    double days;
    double day, value;               /* at or before it; 0 and 0 to start */
    double next_day, next_value;     /* at or after it; next_day < 0: there is none */
};

static void narrow(struct bracket *b, double day, double value)
{
    if (day <= b->days && day >= b->day) {
        b->day = day;
        b->value = value;
    }
    if (day >= b->days && (b->next_day < 0 || day < b->next_day)) {
        b->next_day = day;
        b->next_value = value;
    }
}

struct maybe gate_probability(const struct finding *f, double days)
{
    const struct exhaustion *e = &f->exhaustion;
    const struct { struct maybe day; double value; } quantiles[] = {
        { e->days_early, 0.1 }, { e->days_median, 0.5 }, { e->days_late, 0.9 },
    };
    struct bracket b = { .days = days, .next_day = -1 };

    for (int i = 0; i < PROBABILITIES; i++)
        if (e->probability[i].known)
            narrow(&b, probability_days[i], e->probability[i].value);
    for (size_t i = 0; i < sizeof quantiles / sizeof quantiles[0]; i++)
        if (quantiles[i].day.known)
            narrow(&b, quantiles[i].day.value, quantiles[i].value);
    if (b.next_day < 0 || b.next_day <= b.day)
        return (struct maybe){ b.value, b.day > 0 };
    return (struct maybe){ b.value + (b.next_value - b.value) * (days - b.day) /
                                         (b.next_day - b.day), 1 };
}

/* --- one series --------------------------------------------------------------------- */

/* What one series is judged by, and what came of it. */
struct judging {
    const struct gate_rules *rules;
    struct arena            *arena;
    struct gate_row         *row;
};

/* UNKNOWN yields to what is known to be bad, and stands above OK. */
static int is_worse(enum gate_state state, enum gate_state than)
{
    static const int rank[GATE_STATES] = { [GATE_OK] = 0, [GATE_UNKNOWN] = 1, [GATE_WARNING] = 2,
                                           [GATE_CRITICAL] = 3 };

    return rank[state] > rank[than];
}

static void say(struct judging *j, enum gate_state state, const char *why)
{
    if (!is_worse(state, j->row->own))
        return;
    j->row->own = state;
    j->row->why = why;
}

/* Old by the clock, though nothing of its source is newer. */
static int is_old(const struct judging *j)
{
    const struct gate_rules *rules = j->rules;
    const struct finding *f = j->row->finding;

    return rules->age_most && rules->now - f->data.to > rules->age_most(rules->self, f);
}

/* Why nothing can be said; NULL where something can. */
static const char *unknown_reason(const struct judging *j)
{
    const struct finding *f = j->row->finding;
    char day[TIME_ROOM];

    if (f->verdict == VERDICT_NO_DATA)
        return "no data";
    if (f->verdict == VERDICT_STALE)
        return "data stopped";
    return is_old(j) ? arena_format(j->arena, "no data since %s", time_words(day, j->rules->zone, f->data.to))
                     : NULL;
}

/* The more severe of two thresholds that are crossed; OK where neither is. */
static enum gate_state crossed(const struct range range[2], double value)
{
    return range_alerts(&range[1], value) ? GATE_CRITICAL : range_alerts(&range[0], value) ? GATE_WARNING : GATE_OK;
}

static void by_odds(struct judging *j)
{
    const struct gate_row *row = j->row;
    double asked = j->rules->probability;

    if (asked <= 0 || !row->odds.known || row->odds.value < asked / 2)
        return;
    say(j, row->odds.value >= asked ? GATE_CRITICAL : GATE_WARNING,
        row->days.known ? arena_format(j->arena, "%.0f d, p=%.2f", row->days.value, row->odds.value)
                        : arena_format(j->arena, "p=%.2f", row->odds.value));
}

static void by_days(struct judging *j)
{
    double days = j->row->days.known ? j->row->days.value : INFINITY;
    enum gate_state state = crossed(j->rules->days, days);

    if (state != GATE_OK)
        say(j, state, isfinite(days) ? arena_format(j->arena, "%.0f d", days) : "no date");
}

static void by_use(struct judging *j)
{
    const struct finding *f = j->row->finding;
    enum gate_state state = f->pressure_pct.known ? crossed(j->rules->use, f->pressure_pct.value) : GATE_OK;

    for (int i = 1; i >= 0 && state == GATE_OK; i--)
        if (j->rules->level[i] && (int)f->pressure >= j->rules->level[i])
            state = i ? GATE_CRITICAL : GATE_WARNING;
    if (state != GATE_OK)
        say(j, state, arena_format(j->arena, "%.0f %%", f->pressure_pct.value));
}

static void judge(struct judging *j)
{
    struct gate_row *row = j->row;
    const struct finding *f = row->finding;
    const char *unknown;

    row->odds = gate_probability(f, j->rules->within_days);
    row->days = f->exhaustion.days_median;
    unknown = unknown_reason(j);
    if (unknown) {
        say(j, GATE_UNKNOWN, unknown);
        return;
    }
    if (f->verdict == VERDICT_EXHAUSTED)
        say(j, GATE_CRITICAL, "full");
    by_odds(j);
    by_days(j);
    by_use(j);
}

/* --- waivers -------------------------------------------------------------------------- */

/* The covering waiver that lasts longest; of those that ended, the one that ended last. */
static void cover(const struct gate_rules *rules, struct gate_row *row)
{
    for (size_t i = 0; i < rules->waiver_count; i++) {
        const struct waiver *w = &rules->waivers[i];
        const struct waiver **place = waiver_in_force(w, rules->now) ? &row->waiver : &row->ended;

        if (waiver_covers(w, row->finding->name) && (!*place || w->until > (*place)->until))
            *place = w;
    }
    row->state = row->waiver ? GATE_OK : row->own;
}

static int list_waivers(const struct gate_rules *rules, struct arena *arena, struct gate *gate, struct error *err)
{
    gate->waivers = arena_take(arena, (rules->waiver_count + 1) * sizeof *gate->waivers);
    if (!gate->waivers)
        return error_set(err, ERR_NOMEM, "no memory for waivers");
    for (size_t i = 0; i < rules->waiver_count; i++) {
        struct gate_waiver *one = &gate->waivers[gate->waiver_count];

        *one = (struct gate_waiver){ .waiver = &rules->waivers[i] };
        for (size_t k = 0; k < gate->count; k++)
            one->series += gate->rows[k].waiver == one->waiver;
        if (!one->series)
            continue;
        one->days_left = waiver_days_left(one->waiver, rules->zone, rules->now);
        gate->is_ending |= one->days_left <= WAIVER_WARN_DAYS;
        gate->waiver_count++;
    }
    return 0;
}

/* --- the gate --------------------------------------------------------------------------- */

static void count(struct gate *gate, const struct gate_row *row)
{
    const struct finding *f = row->finding;

    gate->states[row->state]++;
    gate->waived += row->waiver && row->own != GATE_OK;
    if (is_worse(row->state, gate->state))
        gate->state = row->state;
    if (row->waiver)
        return;
    gate->exhausted += f->verdict == VERDICT_EXHAUSTED;
    if (f->pressure_pct.known && (!gate->pressure_pct.known || f->pressure_pct.value > gate->pressure_pct.value))
        gate->pressure_pct = f->pressure_pct;
    if (f->pressure > gate->pressure)
        gate->pressure = f->pressure;
    if (row->days.known && (!gate->days.known || row->days.value < gate->days.value))
        gate->days = row->days;
}

int gate_judge(const struct analysis *analysis, const struct gate_rules *rules, struct arena *arena,
               struct gate *out, struct error *err)
{
    *out = (struct gate){ .count = analysis->count,
                          .state = analysis->count ? GATE_OK : GATE_UNKNOWN };
    out->rows = arena_take(arena, (analysis->count + 1) * sizeof *out->rows);
    if (!out->rows)
        return error_set(err, ERR_NOMEM, "no memory for a gate");
    for (size_t i = 0; i < analysis->count; i++) {
        struct gate_row *row = &out->rows[i];
        struct judging judging = { rules, arena, row };

        *row = (struct gate_row){ .finding = analysis_finding(analysis, i), .why = "" };
        judge(&judging);
        if (!row->why)
            return error_set(err, ERR_NOMEM, "no memory for a gate");
        cover(rules, row);
        count(out, row);
    }
    if (list_waivers(rules, arena, out, err) < 0)
        return err->code;
    if (out->is_ending && is_worse(GATE_WARNING, out->state))
        out->state = GATE_WARNING;
    return 0;
}
