/*
 * analyzer/engine/fit.c - bins, and what they say: spikes, steps, growth.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/engine/study.h"
#include "data/base/text.h"
#include "models/weekly.h"

/* How one stored event bears on this series. */
static int event_is(const struct study *study, const struct store_event *event, const char *kind)
{
    return strcmp(event->kind, kind) == 0 && text_glob(event->selector, study->series->name);
}

static int is_ignored(const struct study *study, int64_t start)
{
    const struct engine *engine = study->engine;
    int64_t end = zone_day_start(engine->options.zone, start, study->bins.days);

    for (size_t i = 0; i < engine->event_count; i++)
        if (event_is(study, &engine->events[i], "ignore") && engine->events[i].at < end &&
            engine->events[i].until >= start)
            return 1;
    return 0;
}

static double day_of(const struct study *study, int64_t at)
{
    const struct zone *zone = study->engine->options.zone;

    return (double)(zone_day(zone, at) - zone_day(zone, study->bins.start[0]));
}

/* A bin list needs its own memory once: the most days a study looks at. */
static void collect_bins(struct study *study)
{
    study->n = 0;
    for (size_t i = 0; i < study->bins.count; i++) {
        if (isnan(study->bins.y[i]) || is_ignored(study, study->bins.start[i]))
            continue;
        study->t[study->n] = (double)i * study->bins.days;
        study->y[study->n] = study->bins.y[i];
        study->at[study->n++] = i;
    }
}

/* A weekday that reaches less than this share of the busiest says nothing about its growth. */
static const double QUIET_SHARE = 0.6;

static void leave_out_spikes(struct study *study)
{
    study->fn = 0;
    for (size_t i = 0; i < study->n; i++) {
        double share = study->share[study->at[i] % 7];

        if (study->is_spike[i] || share < QUIET_SHARE)
            continue;
        study->ft[study->fn] = study->t[i];
        study->fy[study->fn] = study->y[i] / share;
        study->fat[study->fn++] = study->at[i];
    }
}

static int add_mark(struct study *study, enum mark_kind kind, double t, double until,
                    struct error *err)
{
    if (study->mark_count == study->mark_room) {
        size_t room = study->mark_room ? 2 * study->mark_room : 16;
        struct change_mark *marks = realloc(study->marks, room * sizeof *marks);

        if (!marks)
            return error_set(err, ERR_NOMEM, "no memory for events");
        study->marks = marks;
        study->mark_room = room;
    }
    study->marks[study->mark_count++] = (struct change_mark){ kind, t, until };
    return 0;
}

/* Capacity changes and the user's events, told to the search for steps. */
static int collect_marks(struct study *study, struct error *err)
{
    const struct engine *engine = study->engine;
    int rc = 0;

    study->mark_count = 0;
    for (size_t i = 1; i < study->capacity.count && rc == 0; i++)
        if (study->capacity.step[i].at >= study->bins.start[0])
            rc = add_mark(study, MARK_RESIZE, day_of(study, study->capacity.step[i].at), 0, err);
    for (size_t i = 0; i < engine->event_count && rc == 0; i++) {
        const struct store_event *event = &engine->events[i];

        if (event->at < study->bins.start[0] || event->at > study->as_of)
            continue;
        if (event_is(study, event, "capacity"))
            rc = add_mark(study, MARK_RESIZE, day_of(study, event->at), 0, err);
        else if (event_is(study, event, "cleanup") || event_is(study, event, "launch"))
            rc = add_mark(study, MARK_FORCE, day_of(study, event->at), 0, err);
    }
    return rc;
}

/* Grades of failure: too little is a finding, anything else is an error. */
static int allow_too_few(struct study *study, int rc, const struct error *why, struct error *err)
{
    if (rc == ERR_TOOFEW || rc == ERR_NUMERIC) {
        study->why = *why;
        return 0;
    }
    if (rc < 0 && err)
        *err = *why;
    return rc;
}

static double open_share(const void *self, int64_t from, int64_t until)
{
    return study_open_share(self, from, until);
}

int study_bins(struct study *study, struct error *err)
{
    struct bins_rule rule = {
        .zone = study->engine->options.zone,
        .statistic = study->statistic,
        .cadence_ms = study->series->cadence_ms,
        .validity = study->rule.policy.validity,
        .from = study->observed_from,
        .until = study->as_of,
        .open = study->rule.calendar ? open_share : NULL,
        .self = study,
    };

    return bins_make(study->hours.row, study->hours.count, &rule, &study->bins, err);
}

int study_fit(struct study *study, struct error *err)
{
    struct error why = ERROR_NONE;
    int rc;

    study->n = study->fn = study->spike_count = 0;
    study->has_growth = 0;
    study->changes = (struct changes){ 0 };
    if (!study->bins.count)
        return 0;
    collect_bins(study);
    rc = clean_spikes(study->t, study->y, study->n, &study->scratch, study->is_spike,
                      study->spikes, STUDY_SPIKES, &study->spike_count, err);
    if (rc < 0)
        return rc;
    if (study->bins.days != 1 || !weekly_shares(study->bins.y, study->bins.count, &study->scratch,
                                                study->share))
        for (int day = 0; day < 7; day++)
            study->share[day] = 1;
    leave_out_spikes(study);
    rc = collect_marks(study, err);
    if (rc == 0)
        rc = change_find(study->ft, study->fy, study->fn, study->marks, study->mark_count,
                         &study->scratch, &study->changes, err);
    if (rc < 0)
        return rc;
    rc = growth_measure(study->ft, study->fy, study->fn, &study->changes, &study->scratch,
                        &study->growth, &why);
    study->has_growth = rc == 0;
    return allow_too_few(study, rc, &why, err);
}
