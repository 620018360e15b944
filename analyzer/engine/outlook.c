/*
 * analyzer/engine/outlook.c - what is to come: models compared, paths simulated,
 * dates read off the paths.
 *
 * The short run follows the model that forecast this series' own past best; the
 * long run follows the paths' own drift, since no model that is good at two weeks
 * earns trust at a year. So the paths are centred on the chosen model for as many
 * steps as the models were compared at, and keep their distance to it beyond.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/engine/study.h"

enum {
    COMPARE_DAYS  = 14,     /* how far ahead models are compared: the window of an action */
    STEADY        = 4,      /* after a sure change of slope: this many times the steps compared */
    SURE_SCORE    = 25,     /* t statistic of a slope change that is beyond doubt */
    COMPARE_SHARE = 4       /* of the history at most one part in four is forecast */
};

static void lay_grid(struct study *study)
{
    struct civil first;

    for (size_t i = 0; i < study->bins.count; i++)
        study->grid[i] = NAN;
    for (size_t i = 0; i < study->fn; i++)
        study->grid[study->fat[i]] = study->fy[i] + change_offset(&study->changes, i);
    zone_civil(study->engine->options.zone, study->bins.start[0], &first);
    for (size_t i = 0; i < study->bins.count + STUDY_HORIZON; i++)
        study->weekday[i] = (unsigned char)((first.weekday + (int)(i % 7)) % 7);
}

static struct history history_of(const struct study *study)
{
    struct maybe total = study_capacity(study, study->as_of);
    double least = INFINITY, most = -INFINITY;
    size_t since = study->fn ? study->fat[change_since(&study->changes)] : 0;

    for (size_t i = 0; i < study->bins.count; i++) {
        least = fmin(least, study->grid[i]);
        most = fmax(most, study->grid[i]);
    }
    return (struct history){
        .y = study->grid,
        .n = study->fat[study->fn - 1] + 1,
        .step_days = study->bins.days,
        .week = study->bins.days == 1 ? 7 : 0,
        .since = since,
        .weekday = study->bins.days == 1 ? study->weekday : NULL,
        .floor = least >= 0 ? 0 : -INFINITY,
        .ceiling = total.known && most <= total.value ? total.value : INFINITY,
    };
}

/* How far to look, in days: what is shown, and what an amount is sized for. */
static void set_horizon(struct study *study)
{
    const struct policy *policy = &study->rule.policy;
    double span = study->t[study->n - 1] - study->t[0] + study->bins.days;
    double most = fmin((double)policy->horizon_ms / (double)DAY_MS, STUDY_HORIZON);
    double sized = (double)(policy->lead_time_ms + policy->review_ms + policy->life_ms) /
                   (double)DAY_MS;

    study->shown_days = fmin(span, most);
    study->trusted_days = fmin(span / 2, most);
    study->horizon = (size_t)ceil(fmin(fmax(study->shown_days, sized), STUDY_HORIZON) /
                                  study->bins.days);
}

static int by_series(const void *name, const void *row)
{
    return strcmp(name, ((const struct store_outlook *)row)->series);
}

/* The model that the last recorded run chose for this series; NULL where there was none. */
static const char *previous_model(const struct study *study)
{
    const struct engine *engine = study->engine;
    const struct store_outlook *row =
        engine->previous_count ? bsearch(study->series->name, engine->previous,
                                         engine->previous_count, sizeof *engine->previous,
                                         by_series)
                               : NULL;

    return row && row->model && model_find(row->model) ? row->model : NULL;
}

/* The course of `model` for as many steps as models are compared at; NULL: of the one that the contest chooses. */
static int forecast_short_run(struct study *study, const char *model, struct error *err)
{
    const struct history history = history_of(study);
    const struct forecast_request request = {
        .horizon = study->compared, .model = model, .previous = previous_model(study), .rule = CONTEST_MEAN,
    };
    struct forecast forecast;
    size_t mark = scratch_mark(&study->scratch);
    int rc = forecast_make(&history, &request, &study->scratch, &forecast, err);

    study->ceiling = history.ceiling;
    study->floored = history.floor >= 0;
    if (rc == 0) {
        if (!model)
            study->contest = forecast.contest;
        study->figures = forecast.figures;
        memcpy(study->short_run, forecast.path, study->compared * sizeof *study->short_run);
    }
    scratch_reset(&study->scratch, mark);
    return rc;
}

static int compare_models(struct study *study, struct error *err)
{
    size_t steps = (size_t)(COMPARE_DAYS / study->bins.days), most = (study->fat[study->fn - 1] + 1) / COMPARE_SHARE;

    study->compared = most < steps ? most : steps;
    if (!study->compared)
        study->compared = 1;
    return forecast_short_run(study, NULL, err);
}

double study_share(const struct study *study, size_t step)
{
    return study->share[(study->fat[study->fn - 1] + step) % 7];
}

int64_t study_step_at(const struct study *study, size_t step)
{
    int64_t newest = study->bins.start[study->fat[study->fn - 1]];
    int64_t midday = newest + (int64_t)step * study->bins.days * DAY_MS + DAY_MS / 2;

    return step == 0 || midday < study->as_of ? study->as_of : midday;
}

double study_assume(const struct study *study, size_t step, double value)
{
    return study->assumed ? study->assumed->scale[step] * value + study->assumed->shift[step] : value;
}

void study_demand(struct study *study, size_t step, const double *levels, size_t count, double *out)
{
    passage_fan(study->passage, step, levels, count, out);
    for (size_t i = 0; i < count; i++) {
        out[i] = study_assume(study, step, out[i]) * study_share(study, step);
        if (study->floored)
            out[i] = fmax(out[i], 0);
    }
}

/* A hard limit is the capacity of its day. */
void study_fan(struct study *study, size_t step, const double *levels, size_t count, double *out)
{
    double ceiling = isfinite(study->ceiling)
                         ? study_capacity(study, study_step_at(study, step)).value
                         : study->ceiling;

    study_demand(study, step, levels, count, out);
    for (size_t i = 0; i < count; i++)
        out[i] = fmin(out[i], ceiling);
}

/* Two forecasts made in different ways are better together than either (Bates and Granger 1969). */
static const double CENTRE_SHARE = 0.5;

/* Half way between the chosen model and the paths' own median, as far as the model was compared. */
static void lay_centre(struct study *study)
{
    static const double middle = 0.5;

    for (size_t step = 1; step <= study->compared; step++) {
        double own;

        passage_fan(study->passage, step, &middle, 1, &own);
        study->centre[step - 1] = own + CENTRE_SHARE * (study->short_run[step - 1] - own);
    }
}

/*
 * Models that were compared on days before the slope changed know nothing of today's
 * slope; the paths do. That holds where the change is beyond doubt: smaller ones
 * come and go, and models that average over them did better on real growth.
 */
static int may_centre(const struct study *study)
{
    for (size_t i = 0; i < study->changes.count; i++) {
        const struct change *change = &study->changes.at[i];

        if (change->kind == STEP_SLOPE && change->score >= SURE_SCORE &&
            study->fn - change->index < STEADY * study->compared)
            return 0;
    }
    return 1;
}

static int simulate(struct study *study, struct error *err)
{
    struct passage_options options = {
        .step_days = study->bins.days,
        .horizon = study->horizon,
        .paths = study->paths,
        .seed = STUDY_SEED,
        .floor = { 0, study->floored },
        .spikes = study->spikes,
        .spike_t = study->t,
        .spike_y = study->y,
        .spike_count = study->spike_count,
    };
    int rc = passage_simulate(study->passage, study->ft, study->fy, study->fn, &study->changes,
                              &options, err);

    if (rc < 0 || !study->has_forecast || !may_centre(study))
        return rc;
    lay_centre(study);
    passage_recentre(study->passage, study->centre, study->compared);
    return 0;
}

int study_redraw(struct study *study, struct error *err)
{
    lay_grid(study);
    if (study->compared > study->horizon)
        study->compared = study->horizon;
    study->has_forecast = study->has_forecast &&
                          forecast_short_run(study, study->contest.model->name, err) == 0;
    return simulate(study, err);
}

/* Dates count from as_of; the paths count from the newest bin. */
static void count_from_as_of(struct study *study, struct maybe *days)
{
    days->value = fmax(0, days->value - study->lag_days);
    if (days->value > study->shown_days)
        *days = (struct maybe){ 0, 0 };
}

void study_dates(struct study *study)
{
    struct maybe usable = study_usable(study, study->as_of);

    study->threshold = usable.value;
    study->threshold_known = usable.known;
    if (!usable.known || !study->has_odds)
        return;
    study_exhaust(study, 0, study->cdf, &study->dates);
    count_from_as_of(study, &study->dates.early);
    count_from_as_of(study, &study->dates.median);
    count_from_as_of(study, &study->dates.late);
}

/* Too little data is a finding, told by study->why; anything else is an error. */
static int settle(struct study *study, int rc, const struct error *why, struct error *err)
{
    if (rc == 0 || rc == ERR_TOOFEW || rc == ERR_NUMERIC) {
        if (rc < 0)
            study->why = *why;
        return 0;
    }
    if (err)
        *err = *why;
    return rc;
}

int study_outlook(struct study *study, struct error *err)
{
    struct error why = ERROR_NONE;
    int rc;

    study->has_forecast = study->has_odds = study->threshold_known = 0;
    study->dates = (struct passage_dates){ 0 };
    study->coverage = (struct maybe){ 0, 0 };
    study->shown_days = study->trusted_days = 0;
    if (study->fn < PASSAGE_LEAST)
        return settle(study, error_set(&why, ERR_TOOFEW, "%zu valid days, %d are needed",
                                       study->fn, PASSAGE_LEAST), &why, err);
    lay_grid(study);
    set_horizon(study);
    study->lag_days = (double)(zone_day(study->engine->options.zone, study->as_of) -
                               zone_day(study->engine->options.zone,
                                        study->bins.start[study->fat[study->fn - 1]]));
    rc = compare_models(study, &why);
    study->has_forecast = rc == 0;
    rc = settle(study, rc, &why, err);
    if (rc < 0)
        return rc;
    rc = simulate(study, &why);
    study->has_odds = rc == 0;
    study_dates(study);
    return settle(study, rc, &why, err);
}
