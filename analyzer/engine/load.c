/*
 * analyzer/engine/load.c - hours of one series, as usage, and its capacity.
 *
 * Usage is what is forecast: free space is turned round by the capacity in
 * force at its time, so that an enlargement is no fall of usage. Counters become
 * rates from their raw samples, where a reset can be seen.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analyzer/engine/classify.h"
#include "analyzer/engine/rates.h"
#include "analyzer/engine/study.h"
#include "data/store/rollup.h"

struct maybe study_capacity(const struct study *study, int64_t at)
{
    double value = capacity_at(&study->capacity, at);

    return (struct maybe){ value, value > 0 };
}

struct maybe study_usable_with(const struct study *study, int64_t at, double more)
{
    const struct policy *policy = &study->rule.policy;
    double total = capacity_at(&study->capacity, at) + more;
    double usable = total * policy->exhaustion_pct / 100 - policy->reserve;

    if (study->direction == DIRECTION_FALLING)
        return (struct maybe){ policy->reserve, 1 };
    return (struct maybe){ usable, total > 0 && usable > 0 };
}

struct maybe study_usable(const struct study *study, int64_t at)
{
    return study_usable_with(study, at, 0);
}

struct maybe study_percent(const struct study *study, double value, int64_t at)
{
    double total = capacity_at(&study->capacity, at);

    return (struct maybe){ total > 0 ? 100 * value / total : 0, total > 0 };
}

/* A counter's or an amount's hours are made anew from its rates. */
static int load_rates(struct study *study, int64_t from, struct error *err)
{
    struct samples *samples = &study->samples;
    int rc = store_samples_read(study->store, study->series->id, from, study->as_of + 1, samples,
                                err);

    if (rc < 0)
        return rc;
    if (study->info.kind == SERIES_COUNTER)
        study->resets = rates_of_counter(samples, study->series->cadence_ms);
    else
        rates_of_delta(samples, study->info.period_ms ? study->info.period_ms
                                                      : study->series->cadence_ms);
    rates_unit(study->info.unit, study->unit, sizeof study->unit);
    study->info.unit = study->unit;
    study->hours.count = 0;
    return rollup_make(samples->at, samples->value, samples->count, &study->hours, err);
}

/* The start of the hour as_of lies in. */
static int64_t cut_hour(const struct study *study)
{
    return hour_of(study->as_of);
}

/*
 * Hours up to as_of. The hour that as_of cuts in two holds what came later, too: it is
 * made anew from its samples, or left out where only the whole hour is kept.
 */
static int read_hours(struct study *study, const struct store_series *series, int64_t from,
                      struct hourlies *out, struct error *err)
{
    int is_cut = series->last > study->as_of;
    int rc = store_hourly_read(study->store, series->id, from,
                               is_cut ? cut_hour(study) : study->as_of + 1, out, err);

    if (rc == 0 && is_cut)
        rc = store_samples_read(study->store, series->id, cut_hour(study), study->as_of + 1,
                                &study->samples, err);
    if (rc == 0 && is_cut)
        rc = rollup_make(study->samples.at, study->samples.value, study->samples.count, out, err);
    return rc;
}

static int load_hours(struct study *study, struct error *err)
{
    int64_t span = study->engine->options.history_ms
                       ? study->engine->options.history_ms
                       : (int64_t)STUDY_MOST_DAYS * DAY_MS;
    int64_t from = study->as_of - span;
    int rc;

    if (study->info.kind != SERIES_GAUGE)
        rc = load_rates(study, from, err);
    else
        rc = read_hours(study, study->series, from, &study->hours, err);
    if (rc == 0 && study->pair->capacity != PAIR_NONE)
        rc = read_hours(study, &study->engine->series[study->pair->capacity], from,
                        &study->paired, err);
    return rc;
}

/* The newest sample at or before as_of; the begin of its hour where only that is kept. */
static int find_newest(struct study *study, struct error *err)
{
    const struct hourlies *hours = &study->hours;
    struct samples *samples = &study->samples;
    int64_t hour;
    int rc;

    study->latest_at = study->series->last;
    if (study->series->last <= study->as_of || !hours->count)
        return 0;
    hour = hours->row[hours->count - 1].hour;
    rc = store_samples_read(study->store, study->series->id, hour, study->as_of + 1, samples, err);
    study->latest_at = rc == 0 && samples->count ? samples->at[samples->count - 1] : hour;
    return rc;
}

/* The stored capacities of this series: a stretch of the engine's list, which is sorted by series. */
static const struct store_capacity *stored_capacities(const struct study *study, size_t *count)
{
    const struct engine *engine = study->engine;
    size_t first = 0, end = engine->capacity_count;

    while (first < end) {
        size_t middle = first + (end - first) / 2;

        if (engine->capacities[middle].series < study->series->id)
            first = middle + 1;
        else
            end = middle;
    }
    *count = 0;
    while (first + *count < engine->capacity_count &&
           engine->capacities[first + *count].series == study->series->id)
        (*count)++;
    return &engine->capacities[first];
}

/* What is left becomes what is used. The p95 of usage is not kept; its maximum stands in. */
static void turn_round(struct study *study)
{
    for (size_t i = 0; i < study->hours.count; i++) {
        struct hourly *row = &study->hours.row[i];
        double total = capacity_at(&study->capacity, row->hour);
        double min = row->min;

        row->min = total - row->max;
        row->max = total - min;
        row->sum = total * row->count - row->sum;
        row->p95 = row->max;
        row->last = total - row->last;
    }
    study->turned = 1;
    study->direction = DIRECTION_RISING;
}

int study_load(struct study *study, struct error *err)
{
    struct capacity_sources sources;
    int rc;

    study->hours.count = study->paired.count = 0;
    study->resets = 0;
    study->turned = 0;
    rc = load_hours(study, err);
    if (rc < 0)
        return rc;
    sources = (struct capacity_sources){
        .paired = study->paired.row, .paired_count = study->paired.count,
        .config = study->rule.capacity, .unit = study->info.unit,
        .from = study->hours.count ? study->hours.row[0].hour : study->as_of,
        .as_of = study->as_of,
    };
    sources.rows = stored_capacities(study, &sources.row_count);
    rc = capacity_make(&sources, &study->capacity, err);
    if (rc < 0)
        return rc;
    if (study->capacity.count && (study->direction == DIRECTION_FALLING ||
                                  (study->pair->capacity != PAIR_NONE &&
                                   study->pair->part == PAIR_AVAILABLE)))
        turn_round(study);
    if (study->hours.count)
        study->latest = study->hours.row[study->hours.count - 1].last;
    return find_newest(study, err);
}
