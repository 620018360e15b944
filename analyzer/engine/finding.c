#include "analyzer/engine/finding.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/unit.h"
#include "data/price.h"
#include "models/robust.h"

static int no_memory(struct error *err)
{
    return error_set(err, ERR_NOMEM, "no memory for findings");
}

static struct maybe known(double value)
{
    return (struct maybe){ value, isfinite(value) };
}

int64_t finding_date(const struct study *study, double days)
{
    return zone_day_start(study->engine->options.zone, study->as_of, (int)floor(days));
}

const char *finding_quantity(struct arena *arena, double value, const char *unit)
{
    struct buf text;
    const char *copy;

    buf_init(&text, 128);
    quantity_text(&text, value, unit);
    copy = buf_keep(&text, arena);
    return copy ? copy : "";
}

/* --- capacity ---------------------------------------------------------------- */

static int put_capacity(const struct study *study, struct arena *arena, struct finding *out,
                        struct error *err)
{
    const struct capacity_line *line = &study->capacity;
    size_t count = line->count > 1 ? line->count - 1 : 0;

    out->capacity.value = study_capacity(study, study->as_of);
    out->capacity.usable = study_usable(study, study->as_of);
    out->capacity.origin = line->origin;
    out->capacity.direction = study->direction;
    out->capacity.changes = arena_take(arena, (count + 1) * sizeof *out->capacity.changes);
    if (!out->capacity.changes)
        return no_memory(err);
    for (size_t i = 1; i < line->count && line->step[i].at <= study->as_of; i++)
        out->capacity.changes[out->capacity.change_count++] = (struct capacity_change){
            line->step[i].at, line->step[i - 1].value, line->step[i].value };
    return 0;
}

/* --- data -------------------------------------------------------------------- */

/* Hours that should have data between the first and the last: one each, or one a cadence. */
static double coverage_of(const struct study *study)
{
    const struct hourlies *hours = &study->hours;
    double span, expected, cadence = (double)study->series->cadence_ms;

    if (hours->count < 2)
        return hours->count ? 1 : 0;
    span = (double)(hours->row[hours->count - 1].hour - hours->row[0].hour);
    expected = floor(span / fmax(cadence, (double)HOUR_MS) *
                     study_open_share(study, hours->row[0].hour, hours->row[hours->count - 1].hour + HOUR_MS)) + 1;
    return fmin(1, (double)hours->count / expected);
}

/*
 * A: six weeks with hardly a gap. B: three weeks, nine hours in ten… At most C
 * under 14 days, D under a week or where half is missing.
 */
static char grade_of(const struct study *study, double coverage)
{
    static const struct { char grade; double days, coverage; } grades[] = {
        { 'A', 42, 0.95 }, { 'B', 21, 0.80 }, { 'C', 7, 0.50 },
    };
    double days = study->hours.count
                      ? (double)(study->hours.row[study->hours.count - 1].hour -
                                 study->hours.row[0].hour) / (double)DAY_MS
                      : 0;

    for (size_t i = 0; i < sizeof grades / sizeof grades[0]; i++)
        if (days >= grades[i].days && coverage >= grades[i].coverage)
            return grades[i].grade;
    return 'D';
}

enum { MOST_NOTES = 8 };

/* 0 when the note could not be made. */
static int add_note(struct finding *out, const char *note)
{
    if (note && out->data.note_count < MOST_NOTES)
        out->data.notes[out->data.note_count++] = note;
    return note != NULL;
}

static int put_data(const struct study *study, struct arena *arena, struct finding *out,
                    struct error *err)
{
    const struct hourlies *hours = &study->hours;
    int good = 1;

    out->data.notes = arena_take(arena, MOST_NOTES * sizeof *out->data.notes);
    if (!out->data.notes)
        return no_memory(err);
    out->data.from = hours->count ? hours->row[0].hour : TIME_LAST;
    out->data.to = hours->count ? study->latest_at : TIME_FIRST;
    for (size_t i = 0; i < hours->count; i++)
        out->data.samples += hours->row[i].count;
    out->data.cadence_s = (double)study->series->cadence_ms / 1000;
    out->data.coverage = coverage_of(study);
    out->data.grade = grade_of(study, out->data.coverage);
    if (study->turned)
        good = add_note(out, "shown as usage: capacity less what was measured as left");
    if (good && study->resets)
        good = add_note(out, arena_format(arena, "%zu counter reset%s bridged",
                                                 study->resets, study->resets == 1 ? "" : "s"));
    if (good && study->changes.sawtooth)
        good = add_note(out,
                        arena_format(arena, "regular clean-ups about every %.3g days",
                                     study->changes.sawtooth_days));
    if (good && study->rule.calendar)
        good = add_note(out, arena_format(arena, "business hours of calendar '%s' alone", study->rule.calendar));
    if (good && study->info.kind != SERIES_GAUGE)
        good = add_note(out, "a counter, analysed as its rate per second");
    return good ? 0 : no_memory(err);
}

/* --- utilisation ------------------------------------------------------------- */

/* Mean, p95 of the hours' p95 (nearest rank) and the highest bin, in the unit and in %. */
static int put_utilization(struct study *study, struct finding *out, struct error *err)
{
    const struct hourlies *hours = &study->hours;
    double sum = 0, share = 0, samples = 0, *p95, *pct;
    size_t rank;

    if (!hours->count)
        return 0;
    p95 = malloc(2 * hours->count * sizeof *p95);
    if (!p95)
        return no_memory(err);
    pct = p95 + hours->count;
    for (size_t i = 0; i < hours->count; i++) {
        const struct hourly *hour = &hours->row[i];

        sum += hour->sum;
        samples += hour->count;
        p95[i] = hour->p95;
        share += study_percent(study, hour->sum, hour->hour).value;
        pct[i] = study_percent(study, hour->p95, hour->hour).value;
    }
    rank = (size_t)ceil(0.95 * (double)hours->count) - 1;
    out->mean = known(sum / samples);
    out->p95 = known(robust_select(p95, hours->count, rank));
    if (out->capacity.value.known) {
        out->average_pct = known(share / samples);
        out->p95_pct = known(robust_select(pct, hours->count, rank));
    }
    free(p95);
    for (size_t i = 0; i < study->n; i++) {
        struct maybe peak = study_percent(study, study->y[i], study->bins.start[study->at[i]]);

        if (!out->peak.known || study->y[i] > out->peak.value)
            out->peak = known(study->y[i]);
        if (peak.known && (!out->peak_pct.known || peak.value > out->peak_pct.value))
            out->peak_pct = peak;
    }
    return 0;
}

/* --- growth, steps ------------------------------------------------------------ */

enum { LEVEL_DAYS = 7 };

/*
 * The present level: the busiest bin of the last seven days, past steps taken out,
 * so that a quiet Sunday is not taken for the level of the week.
 */
static struct maybe level_of(const struct study *study)
{
    struct maybe level = { 0, 0 };
    double sign = study->direction == DIRECTION_FALLING ? -1 : 1;

    for (size_t i = study->fn; i-- > 0 && study->ft[study->fn - 1] - study->ft[i] < LEVEL_DAYS;) {
        double value = study->fy[i] + change_offset(&study->changes, i);

        if (!level.known || sign * value > sign * level.value)
            level = known(value);
    }
    return level;
}

static void put_growth(const struct study *study, struct finding *out)
{
    const struct growth_fit *fit = &study->growth;

    out->level = level_of(study);
    if (!study->has_growth)
        return;
    out->growth.per_day = known(fit->slope);
    out->growth.low = known(fit->low);
    out->growth.high = known(fit->high);
    out->growth.significant = fit->significant;
    out->growth.shape = fit->significant ? fit->shape : SHAPE_NONE;
    out->growth.since = study->bins.start[study->fat[fit->first]];
    if (fit->level > 0)
        out->growth.percent_per_month = known(100 * fit->slope * MONTH_DAYS / fit->level);
    if (fit->shape == SHAPE_EXPONENTIAL && fit->doubling_days > 0)
        out->growth.doubling_days = known(fit->doubling_days);
}

static int by_time(const void *a, const void *b)
{
    const struct step *x = a, *y = b;

    return x->at != y->at ? (x->at > y->at) - (x->at < y->at) : (int)x->kind - (int)y->kind;
}

/* Bins that should have data, of those between two. */
static size_t open_bins(const struct study *study, size_t after, size_t before)
{
    size_t count = 0;

    for (size_t i = after + 1; i < before; i++)
        count += study_open_share(study, study->bins.start[i], study->bins.start[i + 1]) > 0;
    return count;
}

/* Bins without a value between two that have one. */
static void put_gaps(const struct study *study, struct finding *out)
{
    for (size_t i = 1; i < study->n; i++) {
        size_t missing = open_bins(study, study->at[i - 1], study->at[i]);

        if (missing >= 2 && out->step_count < CHANGES_MOST + 2 * STUDY_SPIKES)
            out->steps[out->step_count++] = (struct step){
                .at = study->bins.start[study->at[i - 1] + 1], .kind = STEP_GAP,
                .size = (double)missing * study->bins.days };
    }
}

static int put_steps(const struct study *study, struct arena *arena, struct finding *out,
                     struct error *err)
{
    out->steps = arena_take(arena, (CHANGES_MOST + 2 * STUDY_SPIKES) * sizeof *out->steps);
    if (!out->steps)
        return no_memory(err);
    for (size_t i = 0; i < study->changes.count; i++) {
        const struct change *change = &study->changes.at[i];

        out->steps[out->step_count++] = (struct step){
            .at = study->bins.start[study->fat[change->index]], .kind = change->kind,
            .size = change->size, .score = change->score };
    }
    for (size_t i = 0; i < study->spike_count; i++)
        out->steps[out->step_count++] = (struct step){
            .at = study->bins.start[study->at[study->spikes[i].index]], .kind = STEP_SPIKE,
            .size = study->spikes[i].size, .score = study->spikes[i].score };
    put_gaps(study, out);
    qsort(out->steps, out->step_count, sizeof *out->steps, by_time);
    return 0;
}

/* --- forecast ------------------------------------------------------------------- */

/* The step with the busiest median of the week that ends at `step`: a Sunday says nothing about Friday. */
static size_t busiest_step(struct study *study, size_t step)
{
    static const double middle = 0.5;
    double sign = study->direction == DIRECTION_FALLING ? -1 : 1, most = -INFINITY;
    size_t busiest = step, week = (size_t)(7 / study->bins.days);

    for (size_t s = step > week ? step - week + 1 : 1; s <= step; s++) {
        double median;

        study_fan(study, s, &middle, 1, &median);
        if (sign * median >= most) {
            most = sign * median;
            busiest = s;
        }
    }
    return busiest;
}

static void put_outlooks(struct study *study, struct finding *out)
{
    static const double levels[3] = { 0.1, 0.5, 0.9 };

    for (int i = 0; i < OUTLOOKS; i++) {
        double days = outlook_days[i] + study->lag_days, value[3];
        size_t step = (size_t)(days / study->bins.days + 0.5);

        if (step < 1 || step > study->horizon || outlook_days[i] > study->shown_days)
            continue;
        study_fan(study, busiest_step(study, step), levels, 3, value);
        out->forecast.at[i] = (struct outlook){ known(value[0]), known(value[1]),
                                                known(value[2]) };
    }
}

static int put_forecast(struct study *study, struct arena *arena, struct finding *out,
                        struct error *err)
{
    struct forecast_summary *forecast = &out->forecast;

    forecast->statistic = study->statistic;
    forecast->model = "";
    forecast->trusted_days = study->trusted_days;
    forecast->shown_days = study->shown_days;
    forecast->coverage = study->coverage;
    if (study->has_forecast) {
        const struct contest *contest = &study->contest;

        forecast->model = contest->model->name;
        forecast->mase = contest->mase;
        forecast->trials = arena_take(arena, (contest->count + 1) * sizeof *forecast->trials);
        if (!forecast->trials)
            return no_memory(err);
        memcpy(forecast->trials, contest->trials, contest->count * sizeof *forecast->trials);
        forecast->trial_count = contest->count;
    }
    if (study->has_odds)
        put_outlooks(study, out);
    return 0;
}

static void put_week(const struct study *study, struct finding *out)
{
    memcpy(out->peak_hours, study->profile.peak, sizeof out->peak_hours);
    out->peak_count = study->profile.peak_count;
    out->peak_window = study->profile.peak_window;
    out->quiet_window = study->profile.quiet_window;
    finding_maintenance(study, out);
}

static void put_spark(const struct study *study, struct finding *out)
{
    size_t first = study->bins.count > SPARK ? study->bins.count - SPARK : 0;

    for (size_t i = first; i < study->bins.count; i++)
        out->spark[out->spark_count++] = known(study->bins.y[i]);
    out->spark_days = study->bins.days;
}

static int copy_identity(const struct study *study, struct arena *arena, struct finding *out,
                         struct error *err)
{
    const struct series_key *key = &study->series->info.key;

    out->name = study->series->name;
    out->info = study->info;
    out->info.key.source = arena_copy(arena, key->source);
    out->info.key.resource = arena_copy(arena, key->resource);
    out->info.key.metric = arena_copy(arena, key->metric);
    out->info.key.labels = arena_copy(arena, key->labels);
    out->info.unit = arena_copy(arena, study->info.unit);
    out->as_of = study->as_of;
    if (!out->info.key.source || !out->info.key.resource || !out->info.key.metric ||
        !out->info.key.labels || !out->info.unit)
        return no_memory(err);
    return 0;
}

int finding_make(struct study *study, struct arena *arena, struct finding *out, struct error *err)
{
    int rc;

    *out = (struct finding){ 0 };
    rc = copy_identity(study, arena, out, err);
    if (rc == 0)
        rc = put_capacity(study, arena, out, err);
    if (rc == 0)
        rc = put_data(study, arena, out, err);
    if (rc == 0)
        rc = put_utilization(study, out, err);
    if (rc == 0)
        rc = put_steps(study, arena, out, err);
    if (rc == 0)
        rc = finding_group(study, arena, out, err);
    if (rc == 0)
        rc = put_forecast(study, arena, out, err);
    if (rc < 0)
        return rc;
    if (study->hours.count)
        out->latest = known(study->latest);
    put_growth(study, out);
    put_week(study, out);
    put_spark(study, out);
    rc = finding_judge(study, arena, out, err);
    if (rc == 0)
        rc = finding_advise(study, arena, out, err);
    return rc < 0 ? rc : finding_cost(study, arena, out, err);
}

int finding_again(struct study *study, const struct finding *before, struct arena *arena,
                  struct finding *out, struct error *err)
{
    int rc;

    *out = *before;
    out->exhaustion = (struct exhaustion){ 0 };
    out->recommendation_count = 0;
    out->capacity.value = study_capacity(study, study->as_of);
    out->capacity.usable = study_usable(study, study->as_of);
    rc = finding_judge(study, arena, out, err);
    if (rc == 0)
        rc = finding_advise(study, arena, out, err);
    return rc < 0 ? rc : finding_cost(study, arena, out, err);
}
