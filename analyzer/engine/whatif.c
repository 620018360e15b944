#include "analyzer/engine/whatif.h"

#include <math.h>
#include <string.h>

#include "analyzer/engine/classify.h"
#include "analyzer/engine/finding.h"

static int no_memory(struct error *err)
{
    return error_set(err, ERR_NOMEM, "no memory for a comparison");
}

/* --- one series under one plan ---------------------------------------------------- */

static struct maybe known(double value)
{
    return (struct maybe){ value, isfinite(value) };
}

/* Demand on the busiest day of the week that ends at a step: a Sunday says nothing about Friday. */
static void busiest_demand(struct study *study, size_t step, double out[3])
{
    static const double levels[3] = { 0.1, 0.5, 0.9 };
    double sign = study->direction == DIRECTION_FALLING ? -1 : 1, value[3];
    size_t week = (size_t)(7 / study->bins.days), first = step > week ? step - week + 1 : 1;

    study_demand(study, first, levels, 3, out);
    for (size_t s = first + 1; s <= step; s++) {
        study_demand(study, s, levels, 3, value);
        if (sign * value[1] > sign * out[1])
            memcpy(out, value, sizeof value);
    }
}

static void put_prospect(struct study *study, int days, struct prospect *out)
{
    double ahead = days + study->lag_days, sign = study->direction == DIRECTION_FALLING ? -1 : 1, value[3];
    size_t step = (size_t)(ahead / study->bins.days + 0.5);
    struct maybe total;

    if (step < 1 || step > study->horizon || days > study->shown_days)
        return;
    busiest_demand(study, step, value);
    out->peak = (struct outlook){ known(value[0]), known(value[1]), known(value[2]) };
    out->usable = study_usable(study, study_step_at(study, step));
    total = study_capacity(study, study_step_at(study, step));
    if (!out->usable.known)
        return;
    out->headroom = known(sign * (out->usable.value - value[1]));
    if (total.known)
        out->headroom_pct = known(100 * out->headroom.value / total.value);
}

/* The slope along the middle of the demand, over the weeks looked ahead. */
static struct maybe growth_of(struct study *study)
{
    static const double middle = 0.5;
    size_t week = (size_t)(7 / study->bins.days), last = study->horizon - study->horizon % week;
    double first_level, last_level;

    if (last <= week)
        return (struct maybe){ 0, 0 };
    study_demand(study, week, &middle, 1, &first_level);
    study_demand(study, last, &middle, 1, &last_level);
    return known((last_level - first_level) / (double)(last - week) / study->bins.days);
}

static int foretells(const struct finding *finding)
{
    return finding->verdict != VERDICT_NO_DATA && finding->verdict != VERDICT_STALE &&
           finding->verdict != VERDICT_INSUFFICIENT_DATA;
}

/*
 * The first advice that is about the days to come: with a date to act by. What else is advised is about days
 * that were measured, under any plan.
 */
static const struct recommendation *next_action(const struct finding *finding)
{
    for (size_t i = 0; i < finding->recommendation_count; i++)
        if (finding->recommendations[i].has_act_by)
            return &finding->recommendations[i];
    return NULL;
}

static void put_action(const struct study *study, const struct finding *finding, struct arena *arena,
                       struct outcome *out)
{
    const struct recommendation *next = next_action(finding);
    char day[TIME_ROOM];

    if (next) {
        out->severity = next->severity;
        out->action = next->text;
        out->amount = next->amount;
    } else if (foretells(finding) && study->has_odds && finding->capacity.value.known) {
        time_words(day, study->engine->options.zone, finding_date(study, study->shown_days));
        out->action = arena_format(arena, "Nothing until %s at least.", day);
    } else {
        out->severity = finding->severity;
        out->action = finding->recommendation_count ? finding->recommendations[0].text : "";
    }
}

static void put_outcome(struct study *study, const struct finding *finding, struct arena *arena,
                        struct outcome *out)
{
    out->verdict = finding->verdict;
    out->exhaustion = finding->exhaustion;
    out->cost = finding->cost;
    put_action(study, finding, arena, out);
    if (!study->has_odds || !foretells(finding))
        return;
    out->growth_per_day = growth_of(study);
    for (int i = 0; i < PROSPECTS; i++)
        put_prospect(study, prospect_days[i], &out->at[i]);
}

static int put_notes(const struct assumption_room *room, struct arena *arena, struct outcome *out,
                     struct error *err)
{
    out->applies = room->applies;
    out->notes = arena_take(arena, (room->remarks + 1) * sizeof *out->notes);
    if (!out->notes)
        return no_memory(err);
    for (size_t i = 0; i < room->remarks; i++)
        if (room->remark[i])
            out->notes[out->note_count++] = room->remark[i];
    return 0;
}

static int under_plan(struct study *study, const struct plan *plan, const struct beside *beside,
                      const struct finding *finding, struct arena *arena, struct outcome *out,
                      struct error *err)
{
    struct assumption_room room = { 0 };
    struct finding again;
    int rc = assume(study, plan, beside, arena, &room, err);

    if (rc == 0)
        rc = finding_again(study, finding, arena, &again, err);
    if (rc == 0) {
        put_outcome(study, &again, arena, out);
        rc = put_notes(&room, arena, out, err);
    }
    if (rc == 0)
        rc = assume_not(study, &room, err);
    assumption_room_release(&room);
    return rc;
}

/* --- the selection ------------------------------------------------------------------ */

struct run {
    const struct whatif_plans *plans;
    struct tides               tides;
    int                        plans_drive;    /* one of them changes a driver */
    struct analysis           *analysis;
    struct whatif_row         *rows;      /* [selected_count], as the engine's selection */
};

static void put_difference(const struct outcome *baseline, struct outcome *out)
{
    if (baseline->exhaustion.days_median.known && out->exhaustion.days_median.known)
        out->difference = known(out->exhaustion.days_median.value - baseline->exhaustion.days_median.value);
}

static int compare(const struct engine_hand *hand, size_t index, void *context, struct error *err)
{
    struct run *run = context;
    struct finding *finding = &run->analysis->findings[index];
    struct whatif_row *row = &run->rows[index];
    struct drive drive;
    struct drive_work *drives = run->plans_drive ? hand->drive : NULL;
    struct beside beside = { &run->tides, drives ? &drive : NULL };
    int rc = finding_make(hand->study, hand->arena, finding, err);

    row->is_pool = classify_pool(&hand->study->info);
    row->outcomes = arena_take(hand->arena, run->plans->count * sizeof *row->outcomes);
    if (rc == 0 && !row->outcomes)
        rc = no_memory(err);
    if (rc == 0 && drives)
        rc = drive_make(drives, hand->study, &drive, err);
    for (size_t i = 0; i < run->plans->count && rc == 0; i++) {
        rc = under_plan(hand->study, &run->plans->plans[i], &beside, finding, hand->arena, &row->outcomes[i],
                        err);
        put_difference(&row->outcomes[0], &row->outcomes[i]);
    }
    return rc;
}

int whatif_drives(const struct whatif_plans *plans)
{
    for (size_t p = 0; p < plans->count; p++)
        for (size_t s = 0; s < plans->plans[p].count; s++)
            for (size_t a = 0; a < plans->plans[p].scenarios[s]->count; a++)
                if (plans->plans[p].scenarios[s]->assumptions[a].kind == ASSUME_DRIVER)
                    return 1;
    return 0;
}

static int words_of(const struct plan *plan, struct arena *arena, struct plan_words *out, struct error *err)
{
    size_t count = 0;

    for (size_t i = 0; i < plan->count; i++)
        count += plan->scenarios[i]->count;
    out->name = plan->name;
    out->note = plan->count == 1 ? plan->scenarios[0]->note : NULL;
    out->assumptions = arena_take(arena, (count + 1) * sizeof *out->assumptions);
    if (!out->assumptions)
        return no_memory(err);
    for (size_t i = 0; i < plan->count; i++)
        for (size_t k = 0; k < plan->scenarios[i]->count; k++) {
            const struct assumption *a = &plan->scenarios[i]->assumptions[k];
            const char *text = arena_format(arena, "%s %s", assumption_name(a->kind), a->text);

            if (!text)
                return no_memory(err);
            out->assumptions[out->count++] = text;
        }
    return 0;
}

/* The index in the selection, which is in the order of the series. */
static size_t place_of(const struct engine *engine, const char *name)
{
    size_t low = 0, high = engine->selected_count, series = engine_series(engine, name);

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (engine->selected[middle] <= series)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Rows in the order of the findings, most urgent first. */
static int put_rows(const struct engine *engine, const struct run *run, struct arena *arena,
                    struct whatif *out, struct error *err)
{
    out->analysis = run->analysis;
    out->rows = arena_take(arena, (run->analysis->count + 1) * sizeof *out->rows);
    if (!out->rows)
        return no_memory(err);
    for (size_t i = 0; i < run->analysis->count; i++) {
        const struct finding *finding = analysis_finding(run->analysis, i);

        out->rows[i] = run->rows[place_of(engine, finding->name)];
        out->rows[i].finding = finding;
    }
    return 0;
}

int whatif_run(const struct engine *engine, const struct whatif_plans *plans, struct arena *arena,
               struct whatif *out, struct error *err)
{
    struct run run = { .plans = plans, .plans_drive = whatif_drives(plans) };
    int rc = tides_make(engine, plans->plans, plans->count, arena, &run.tides, err);

    *out = (struct whatif){ .plan_count = plans->count };
    run.analysis = arena_take(arena, sizeof *run.analysis);
    run.rows = arena_take(arena, (engine->selected_count + 1) * sizeof *run.rows);
    out->plans = arena_take(arena, plans->count * sizeof *out->plans);
    if (rc == 0 && (!run.analysis || !run.rows || !out->plans))
        rc = no_memory(err);
    if (rc == 0)
        rc = engine_begin(engine, arena, run.analysis, err);
    if (rc == 0)
        rc = engine_each(engine, compare, &run, arena, err);
    for (size_t i = 0; i < plans->count && rc == 0; i++)
        rc = words_of(&plans->plans[i], arena, &out->plans[i], err);
    if (rc == 0)
        rc = engine_conclude(engine, arena, run.analysis, err);
    return rc < 0 ? rc : put_rows(engine, &run, arena, out, err);
}
