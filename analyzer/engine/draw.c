#include "analyzer/engine/draw.h"

#include <math.h>
#include <string.h>

#include "data/base/text.h"

static int no_memory(struct error *err)
{
    return error_set(err, ERR_NOMEM, "no memory for a chart");
}

static int put_history(const struct study *study, struct arena *arena, struct chart *out)
{
    struct chart_range *history = arena_take(arena, (study->hours.count + 1) * sizeof *history);

    if (!history)
        return 0;
    for (size_t i = 0; i < study->hours.count; i++)
        history[i] = (struct chart_range){ study->hours.row[i].hour, study->hours.row[i].min,
                                           study->hours.row[i].max };
    out->history = history;
    out->history_count = study->hours.count;
    out->gap_ms = study->series->cadence_ms > 8 * HOUR_MS ? 3 * study->series->cadence_ms : 0;
    return 1;
}

static int put_bins(const struct study *study, struct arena *arena, struct chart *out)
{
    struct chart_bin *bins = arena_take(arena, (study->n + 1) * sizeof *bins);

    if (!bins)
        return 0;
    for (size_t i = 0; i < study->n; i++)
        bins[i] = (struct chart_bin){ study->bins.start[study->at[i]], study->y[i],
                                      !study->is_spike[i] };
    out->bins = bins;
    out->bin_count = study->n;
    return 1;
}

/* The growth line over the stretch it was fitted on, past steps put back in. */
static int put_fit(const struct study *study, struct arena *arena, struct chart *out)
{
    struct chart_point *fit = arena_take(arena, (study->fn + 1) * sizeof *fit);

    if (!fit)
        return 0;
    if (study->has_growth)
        for (size_t i = study->growth.first; i < study->fn; i++)
            fit[out->fit_count++] = (struct chart_point){
                study->bins.start[study->fat[i]],
                growth_at(&study->growth, study->ft[i]) - change_offset(&study->changes, i) };
    out->fit = fit;
    return 1;
}

static int put_fan(struct study *study, struct arena *arena, struct chart *out)
{
    static const double levels[3] = { 0.1, 0.5, 0.9 };
    const struct zone *zone = study->engine->options.zone;
    struct chart_band *fan = arena_take(arena, (study->horizon + 1) * sizeof *fan);

    if (!fan)
        return 0;
    out->trusted_until = study->as_of + (int64_t)(study->trusted_days * (double)DAY_MS);
    for (size_t step = 1; study->has_odds && step <= study->horizon; step++) {
        double days = (double)step * study->bins.days - study->lag_days, value[3];

        if (days < 0 || days > study->shown_days)
            continue;
        study_fan(study, step, levels, 3, value);
        fan[out->fan_count++] = (struct chart_band){
            zone_day_start(zone, study->as_of, (int)days), value[0], value[1], value[2] };
    }
    out->fan = fan;
    return 1;
}

static int put_limits(const struct study *study, struct arena *arena, struct chart *out)
{
    const struct capacity_line *line = &study->capacity;
    struct chart_limit *limits = arena_take(arena, (line->count + 1) * sizeof *limits);

    if (!limits)
        return 0;
    for (size_t i = 0; i < line->count && (i == 0 || line->step[i].at <= study->as_of); i++)
        limits[out->limit_count++] = (struct chart_limit){
            line->step[i].at, study_capacity(study, line->step[i].at),
            study_usable(study, line->step[i].at) };
    out->limits = limits;
    return 1;
}

static int put_events(const struct study *study, struct arena *arena, struct chart *out)
{
    const struct engine *engine = study->engine;
    struct chart_event *events = arena_take(arena, (engine->event_count + 1) * sizeof *events);

    if (!events)
        return 0;
    for (size_t i = 0; i < engine->event_count; i++)
        if (text_glob(engine->events[i].selector, study->series->name))
            events[out->event_count++] = (struct chart_event){ engine->events[i].at,
                                                               engine->events[i].kind };
    out->events = events;
    return 1;
}

static int put_week(const struct study *study, struct arena *arena, struct chart *out)
{
    struct maybe *day_mean = arena_take(arena, DAY_HOURS * sizeof *day_mean);
    struct maybe *day_p95 = arena_take(arena, DAY_HOURS * sizeof *day_p95);
    struct maybe *week = arena_take(arena, WEEK_HOURS * sizeof *week);

    if (!day_mean || !day_p95 || !week)
        return 0;
    for (int hour = 0; hour < DAY_HOURS; hour++) {
        day_mean[hour] = study->profile.day[hour].mean;
        day_p95[hour] = study->profile.day[hour].p95;
    }
    for (int hour = 0; hour < WEEK_HOURS; hour++)
        week[hour] = study->profile.week[hour].mean;
    out->day_mean = day_mean;
    out->day_p95 = day_p95;
    out->week = week;
    return 1;
}

int draw_chart(struct study *study, enum chart_kind kind, const struct finding *finding,
               const struct analysis *analysis, struct arena *arena, struct chart *out,
               struct error *err)
{
    int good;

    chart_init(out, kind, finding, analysis, study->engine->options.zone);
    out->as_of = study->as_of;
    if (kind == CHART_PROFILE || kind == CHART_HEATMAP)
        good = put_week(study, arena, out);
    else if (kind == CHART_BACKTEST)
        good = put_history(study, arena, out) && put_bins(study, arena, out);
    else
        good = put_history(study, arena, out) && put_bins(study, arena, out) &&
               put_fit(study, arena, out) && put_fan(study, arena, out) &&
               put_limits(study, arena, out) && put_events(study, arena, out);
    if (!good)
        return no_memory(err);
    return kind == CHART_BACKTEST ? draw_past_fans(study, arena, out, err) : 0;
}

/* Nothing can be drawn of no data; no date is drawn of old data. */
static int worth_drawing(const struct finding *finding, enum chart_kind kind)
{
    if (kind == CHART_PROFILE || kind == CHART_HEATMAP)
        return finding->peak_count > 0 && finding->verdict != VERDICT_STALE;
    return finding->data.samples > 0;
}

int draw_charts(const struct engine *engine, const struct analysis *analysis,
                enum chart_kind kind, size_t most, struct arena *arena, struct chart **out,
                size_t *count, struct error *err)
{
    struct study study;
    int rc;

    *count = 0;
    *out = arena_take(arena, (most + 1) * sizeof **out);
    if (!*out)
        return no_memory(err);
    rc = study_init(&study, engine, err);
    if (rc < 0)
        return rc;
    for (size_t i = 0; i < analysis->count && *count < most && rc == 0; i++) {
        const struct finding *finding = analysis_finding(analysis, i);

        if (!worth_drawing(finding, kind))
            continue;
        rc = study_make(&study, engine_series(engine, finding->name), err);
        if (rc == 0)
            rc = draw_chart(&study, kind, finding, analysis, arena, &(*out)[(*count)++], err);
    }
    study_release(&study);
    return rc;
}
