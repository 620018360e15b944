#include "analyzer/engine/demand.h"

#include <math.h>

#include "analyzer/engine/rates.h"
#include "data/base/text.h"
#include "data/store/samples.h"

static int no_memory(struct error *err)
{
    return error_set(err, ERR_NOMEM, "no memory for a demand");
}

/* --- samples ------------------------------------------------------------------------ */

/* A group has no samples; its hours stand for them. */
static int hours_as_samples(const struct study *study, struct samples *out, struct error *err)
{
    int rc = samples_reserve(out, study->hours.count, err);

    for (size_t i = 0; i < study->hours.count && rc == 0; i++) {
        out->at[i] = study->hours.row[i].hour;
        out->value[i] = study->hours.row[i].sum / study->hours.row[i].count;
        out->count = i + 1;
    }
    if (rc == 0 && !out->count)
        return error_set(err, ERR_TOOFEW, "no hours of all members up to this day");
    return rc;
}

static int read_usage(struct study *study, struct samples *out, struct error *err)
{
    int64_t span = study->engine->options.history_ms;
    int64_t from = span ? study->as_of - span + 1 : TIME_FIRST;
    int rc;

    if (study->facts.name)
        return hours_as_samples(study, out, err);
    rc = store_samples_read(study->store, study->series->id, from, study->as_of + 1, out, err);
    if (rc < 0)
        return rc;
    if (study->info.kind == SERIES_COUNTER)
        rates_of_counter(out, study->series->cadence_ms);
    else if (study->info.kind == SERIES_DELTA)
        rates_of_delta(out, study->info.period_ms ? study->info.period_ms
                                                  : study->series->cadence_ms);
    for (size_t i = 0; i < out->count && study->turned; i++)
        out->value[i] = capacity_at(&study->capacity, out->at[i]) - out->value[i];
    if (!out->count)
        return error_set(err, ERR_TOOFEW, "no raw samples up to this day");
    return 0;
}

/* The one series whose name the glob matches. */
static int read_units(struct study *study, const struct demand_question *question, int64_t from,
                      struct samples *out, struct error *err)
{
    const struct engine *engine = study->engine;
    const struct store_series *found = NULL;

    for (size_t i = 0; question->series && i < engine->series_count; i++)
        if (text_glob(question->series, engine->series[i].name)) {
            if (found)
                return error_set(err, ERR_USAGE, "'%.100s' stands for several series",
                                 question->series);
            found = &engine->series[i];
        }
    if (question->series && !found)
        return error_set(err, ERR_NOTFOUND, "no series is called '%.200s'", question->series);
    if (!found)
        return 0;
    return store_samples_read(study->store, found->id, from, study->as_of + 1, out, err);
}

/* --- the grid ------------------------------------------------------------------------ */

/* A sample belongs to the step it is nearest to the begin of. */
static size_t step_of(const struct demand *demand, int64_t at)
{
    return (size_t)((at - demand->from + demand->step_ms / 2) / demand->step_ms);
}

static int make_grid(const struct study *study, const struct samples *usage, struct arena *arena,
                     struct demand *out, struct error *err)
{
    out->step_ms = study->series->cadence_ms;
    if (out->step_ms <= 0)
        return error_set(err, ERR_TOOFEW, "%zu samples do not show a cadence", usage->count);
    out->from = usage->at[0] / out->step_ms * out->step_ms;
    out->n = step_of(out, usage->at[usage->count - 1]) + 1;
    out->units = arena_take(arena, out->n * sizeof *out->units);
    out->in_force = arena_take(arena, out->n * sizeof *out->in_force);
    out->week = arena_take(arena, out->n);
    return out->units && out->in_force && out->week ? 0 : no_memory(err);
}

static void mark_week(const struct zone *zone, struct demand *out)
{
    for (size_t i = 0; i < out->n; i++) {
        struct civil local;

        zone_civil(zone, out->from + (int64_t)i * out->step_ms, &local);
        out->week[i] = (unsigned char)(local.weekday * DAY_HOURS + local.hour);
    }
}

/* Units in force at each step: what was recorded last, and before the first what was first. */
static void lay_units(const struct demand_question *question, const struct samples *units,
                      struct demand *out)
{
    size_t next = 0;
    double now = units->count ? units->value[0] : question->units;

    for (size_t i = 0; i < out->n; i++) {
        int64_t end = out->from + (int64_t)(i + 1) * out->step_ms;

        while (next < units->count && units->at[next] < end)
            now = units->value[next++];
        out->in_force[i] = now;
    }
}

/* Means of the steps, as usage; then as units. */
static int lay_usage(const struct study *study, const struct demand_question *question,
                     const struct samples *usage, struct demand *out, struct error *err)
{
    size_t next = 0;

    for (size_t i = 0; i < out->n; i++) {
        double sum = 0, count = 0, total, unit;

        for (; next < usage->count && step_of(out, usage->at[next]) == i; next++, count++)
            sum += usage->value[next];
        total = capacity_at(&study->capacity, out->from + (int64_t)i * out->step_ms);
        unit = question->unit > 0 ? question->unit : total / out->in_force[i];
        if (!(unit > 0) || !isfinite(unit)) {
            error_set(err, ERR_USAGE, "what one unit carries is not known");
            error_hint(err, "Give --unit-capacity, or set a capacity: headroom help capacity");
            return ERR_USAGE;
        }
        out->units[i] = count > 0 ? fmax(0, sum / count / unit) : NAN;
        out->unit = unit;
    }
    return 0;
}

int demand_make(struct study *study, const struct demand_question *question, struct arena *arena,
                struct demand *out, struct error *err)
{
    struct samples usage = { 0 }, units = { 0 };
    struct demand demand = { 0 };
    int rc = read_usage(study, &usage, err);

    if (rc == 0)
        rc = make_grid(study, &usage, arena, &demand, err);
    if (rc == 0)
        rc = read_units(study, question, demand.from, &units, err);
    if (rc == 0) {
        lay_units(question, &units, &demand);
        mark_week(study->engine->options.zone, &demand);
        rc = lay_usage(study, question, &usage, &demand, err);
    }
    samples_release(&units);
    samples_release(&usage);
    if (rc == 0)
        *out = demand;
    return rc;
}
