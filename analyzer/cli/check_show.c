#include "analyzer/cli/check_show.h"

#include "data/base/text.h"
#include "reports/json_write.h"

enum { NAMED = 3 };

/* --- the line --------------------------------------------------------------------------- */

/* The first few in a state, with what put them there. */
static void name_deciders(const struct gate *gate, enum gate_state state, struct buf *out)
{
    size_t named = 0;

    for (size_t i = 0; i < gate->count; i++) {
        const struct gate_row *row = &gate->rows[i];

        if (row->state != state || named++ >= NAMED)
            continue;
        buf_add(out, named > 1 ? ", " : "");
        text_tty(out, row->finding->name);
        buf_addf(out, " (%s)", row->why);
    }
    if (named > NAMED)
        buf_addf(out, " and %zu more", named - NAMED);
}

static void say_waivers(const struct gate *gate, const struct gate_rules *rules, struct buf *out)
{
    char day[TIME_ROOM];

    for (size_t i = 0; i < gate->waiver_count; i++) {
        const struct gate_waiver *w = &gate->waivers[i];

        buf_addf(out, "; waiver ");
        text_tty(out, w->waiver->name);
        buf_addf(out, " for %zu until %s", w->series, time_words(day, rules->zone, w->waiver->until));
        if (w->days_left <= WAIVER_WARN_DAYS)
            buf_addf(out, ", %d day%s left", w->days_left, w->days_left == 1 ? "" : "s");
    }
}

/* What is wrong with those that decided. */
static void say_decided(const struct gate *gate, const struct gate_rules *rules, const char *window, struct buf *out)
{
    size_t deciding = gate->states[gate->state];
    int one = deciding == 1;

    buf_addf(out, "%zu of %zu resources ", deciding, gate->count);
    if (rules->probability > 0)
        buf_addf(out, "%s action or %s at risk within %s: ", one ? "needs" : "need", one ? "is" : "are", window);
    else
        buf_addf(out, "%s outside %s range: ", one ? "is" : "are", one ? "its" : "their");
}

static void say_state(const struct gate *gate, const struct gate_rules *rules, struct buf *out)
{
    char window[TIME_ROOM];

    duration_text(window, (int64_t)(rules->within_days * (double)DAY_MS + 0.5));
    buf_addf(out, "%s: ", gate_name(gate->state));
    if (gate->state == GATE_UNKNOWN)
        buf_addf(out, "no news of %zu of %zu resources: ", gate->states[GATE_UNKNOWN], gate->count);
    else if (gate->state != GATE_OK && gate->states[gate->state])
        say_decided(gate, rules, window, out);
    else if (rules->probability > 0)
        buf_addf(out, "none of %zu resources runs out within %s", gate->count, window);
    else
        buf_addf(out, "none of %zu resources is outside its range", gate->count);
    if (gate->state != GATE_OK)
        name_deciders(gate, gate->state, out);
    if (gate->waived)
        buf_addf(out, ", %zu waived", gate->waived);
}

/* ";WARN;CRIT" of ranges */
static void thresholds(const struct range *range, struct buf *out)
{
    char warning[RANGE_ROOM], critical[RANGE_ROOM];

    buf_addf(out, ";%s;%s", range_text(warning, &range[0]), range_text(critical, &range[1]));
}

static void perfdata(const struct gate *gate, const struct gate_rules *rules, const struct analysis *analysis,
                     struct buf *out)
{
    buf_addf(out, " | exhausted=%zu;;1 critical=%zu;;1 warning=%zu;1 unknown=%zu waived=%zu", gate->exhausted,
             gate->states[GATE_CRITICAL], gate->states[GATE_WARNING], gate->states[GATE_UNKNOWN], gate->waived);
    if (gate->days.known) {
        buf_addf(out, " days_left=%.0f", gate->days.value);
        thresholds(rules->days, out);
        buf_add(out, ";0");
    }
    if (!gate->pressure_pct.known)
        return;
    buf_addf(out, " pressure=%.0f%%", gate->pressure_pct.value);
    if (rules->use[0].given || rules->use[1].given)
        thresholds(rules->use, out);
    else
        buf_addf(out, ";%.0f;%.0f", analysis->policy.pressure_pct[1], analysis->policy.pressure_pct[2]);
}

void check_line(const struct gate *gate, const struct gate_rules *rules, const struct analysis *analysis,
                struct buf *out)
{
    say_state(gate, rules, out);
    say_waivers(gate, rules, out);
    perfdata(gate, rules, analysis, out);
    buf_addc(out, '\n');
}

/* --- further lines ------------------------------------------------------------------------ */

static void explain_row(const struct gate_row *row, const struct gate_rules *rules, struct buf *out)
{
    char day[TIME_ROOM];

    buf_addf(out, "%s ", gate_name(row->own));
    text_tty(out, row->finding->name);
    buf_addf(out, " (%s): ", row->why);
    text_tty(out, row->finding->reason);
    if (row->waiver) {
        buf_add(out, "; waived by ");
        text_tty(out, row->waiver->name);
    } else if (row->ended) {
        buf_add(out, "; the waiver ");
        text_tty(out, row->ended->name);
        buf_addf(out, " ended on %s", time_words(day, rules->zone, row->ended->until));
    }
    buf_addc(out, '\n');
}

static void explain_waiver(const struct gate_waiver *w, const struct gate_rules *rules, struct buf *out)
{
    char day[TIME_ROOM];

    buf_add(out, "waiver ");
    text_tty(out, w->waiver->name);
    buf_addf(out, ", until %s, %d day%s left, %zu series: ", time_words(day, rules->zone, w->waiver->until),
             w->days_left, w->days_left == 1 ? "" : "s", w->series);
    text_tty(out, w->waiver->reason);
    if (w->waiver->owner) {
        buf_add(out, " (");
        text_tty(out, w->waiver->owner);
        buf_addc(out, ')');
    }
    buf_addc(out, '\n');
}

void check_lines(const struct gate *gate, const struct gate_rules *rules, struct buf *out)
{
    static const enum gate_state order[] = { GATE_CRITICAL, GATE_WARNING, GATE_UNKNOWN };

    for (size_t s = 0; s < sizeof order / sizeof order[0]; s++)
        for (size_t i = 0; i < gate->count; i++)
            if (gate->rows[i].own == order[s])
                explain_row(&gate->rows[i], rules, out);
    for (size_t i = 0; i < gate->waiver_count; i++)
        explain_waiver(&gate->waivers[i], rules, out);
}

/* --- JSON ----------------------------------------------------------------------------------- */

static void row_json(const struct gate_row *row, struct buf *out)
{
    json_put_item(out);
    json_begin(out, '{');
    json_put_text(out, "name", row->finding->name);
    json_put_text(out, "state", gate_name(row->state));
    json_put_text(out, "without_waivers", gate_name(row->own));
    json_put_text(out, "why", row->why);
    json_put_text(out, "verdict", verdict_name(row->finding->verdict));
    json_put_text(out, "reason", row->finding->reason);
    json_put_maybe(out, "days_median", row->days);
    json_put_maybe(out, "probability", row->odds);
    json_put_maybe(out, "pressure_percent", row->finding->pressure_pct);
    json_put_text(out, "waiver", row->waiver ? row->waiver->name : NULL);
    json_put_text(out, "waiver_ended", row->ended ? row->ended->name : NULL);
    json_end(out, '}');
}

static void waiver_json(const struct gate_waiver *w, struct buf *out)
{
    json_put_item(out);
    json_begin(out, '{');
    json_put_text(out, "name", w->waiver->name);
    json_put_text(out, "reason", w->waiver->reason);
    json_put_text(out, "owner", w->waiver->owner);
    json_put_time(out, "until", w->waiver->until);
    json_put_number(out, "days_left", w->days_left);
    json_put_count(out, "series", w->series);
    json_end(out, '}');
}

static void counts_json(const struct gate *gate, struct buf *out)
{
    json_put_key(out, "counts");
    json_begin(out, '{');
    for (int state = 0; state < GATE_STATES; state++)
        json_put_count(out, gate_name((enum gate_state)state), gate->states[state]);
    json_put_count(out, "exhausted", gate->exhausted);
    json_put_count(out, "waived", gate->waived);
    json_end(out, '}');
}

void check_json(const struct gate *gate, const struct gate_rules *rules, const struct analysis *analysis,
                struct buf *out)
{
    json_begin(out, '{');
    json_put_text(out, "schema", "headroom.check/1");
    json_put_text(out, "state", gate_name(gate->state));
    json_put_number(out, "code", gate->state);
    json_put_time(out, "as_of", analysis->as_of);
    json_put_number(out, "within_days", rules->within_days);
    json_put_maybe(out, "probability", (struct maybe){ rules->probability, rules->probability > 0 });
    json_put_text(out, "mode", gate->pressure == PRESSURE_UNKNOWN ? NULL : pressure_mode(gate->pressure));
    json_put_maybe(out, "pressure_percent", gate->pressure_pct);
    json_put_maybe(out, "days_left", gate->days);
    counts_json(gate, out);
    json_put_key(out, "series");
    json_begin(out, '[');
    for (size_t i = 0; i < gate->count; i++)
        row_json(&gate->rows[i], out);
    json_end(out, ']');
    json_put_key(out, "waivers");
    json_begin(out, '[');
    for (size_t i = 0; i < gate->waiver_count; i++)
        waiver_json(&gate->waivers[i], out);
    json_end(out, ']');
    json_end(out, '}');
    buf_addc(out, '\n');
}
