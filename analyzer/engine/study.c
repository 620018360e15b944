#include "analyzer/engine/study.h"

#include <stdlib.h>
#include <string.h>

#include "analyzer/engine/classify.h"
#include "analyzer/engine/group.h"
#include "models/precedent.h"
#include "models/weekly.h"

enum {
    BINS  = STUDY_MOST_DAYS + 2,
    HOURS = (STUDY_MOST_DAYS + 2) * 25
};

/* The most any kernel asks for at a time. */
static size_t scratch_doubles(void)
{
    size_t rooms[] = { change_room(BINS), clean_room(BINS), growth_room(BINS),
                       profile_room(HOURS), weekly_room(BINS),
                       BINS + 3 * (STUDY_HORIZON + 1) + precedent_room(STUDY_HORIZON),
                       2 * forecast_room(BINS, STUDY_HORIZON, 0) };
    size_t most = 0;

    for (size_t i = 0; i < sizeof rooms / sizeof rooms[0]; i++)
        most = rooms[i] > most ? rooms[i] : most;
    return most;
}

int study_init(struct study *study, const struct engine *engine, struct error *err)
{
    int rc;

    *study = (struct study){ .engine = engine };
    rc = store_open(&study->store, engine->options.store, STORE_READ, 0, err);
    if (rc < 0)
        return rc;
    study->t = calloc(BINS, sizeof *study->t);
    study->y = calloc(BINS, sizeof *study->y);
    study->at = calloc(BINS, sizeof *study->at);
    study->is_spike = calloc(BINS, 1);
    study->ft = calloc(BINS, sizeof *study->ft);
    study->fy = calloc(BINS, sizeof *study->fy);
    study->fat = calloc(BINS, sizeof *study->fat);
    study->grid = calloc(BINS, sizeof *study->grid);
    study->weekday = calloc(BINS + STUDY_HORIZON, 1);
    study->centre = calloc(STUDY_HORIZON + 1, sizeof *study->centre);
    study->cdf = calloc(STUDY_HORIZON + 1, sizeof *study->cdf);
    study->limits = calloc(STUDY_HORIZON + 1, sizeof *study->limits);
    study->short_run = calloc(STUDY_HORIZON + 1, sizeof *study->short_run);
    study->passage = passage_new(BINS, STUDY_HORIZON, STUDY_PATHS);
    study->paths = STUDY_PATHS;
    study->trial = passage_new(BINS, STUDY_TRIAL_STEPS, STUDY_TRIAL_PATHS);
    if (!study->t || !study->y || !study->at || !study->is_spike || !study->ft || !study->fy ||
        !study->fat || !study->grid || !study->weekday || !study->centre || !study->cdf || !study->limits ||
        !study->short_run || !study->passage || !study->trial ||
        scratch_init(&study->scratch, scratch_doubles()) < 0) {
        study_release(study);
        return error_set(err, ERR_NOMEM, "no memory to study a series");
    }
    return 0;
}

void study_release(struct study *study)
{
    passage_free(study->trial);
    passage_free(study->passage);
    scratch_release(&study->scratch);
    free(study->rows);
    free(study->short_run);
    free(study->limits);
    free(study->cdf);
    free(study->centre);
    free(study->weekday);
    free(study->grid);
    free(study->marks);
    free(study->fat);
    free(study->fy);
    free(study->ft);
    free(study->is_spike);
    free(study->at);
    free(study->y);
    free(study->t);
    bins_release(&study->bins);
    capacity_release(&study->capacity);
    hourlies_release(&study->paired);
    hourlies_release(&study->hours);
    samples_release(&study->samples);
    store_close(study->store);
    *study = (struct study){ 0 };
}

/* What the series is: by the config, else by its name and unit. */
static void classify(struct study *study)
{
    const struct rules *source = &study->engine->options.rules;

    study->rule = (struct rule){ .policy = study->engine->options.policy, .direction = -1,
                                 .kind = -1 };
    if (source->get)
        source->get(source->self, study->series->name, &study->rule);
    study->info = study->series->info;
    if (study->rule.kind >= 0)
        study->info.kind = (enum series_kind)study->rule.kind;
    if (study->rule.unit)
        study->info.unit = study->rule.unit;
    study->statistic = study->rule.statistic != STATISTIC_AUTO
                           ? study->rule.statistic
                           : classify_statistic(&study->info);
    study->price = price_find(source->prices, source->price_count, study->series->name);
    study->calendar = rules_calendar(source, study->rule.calendar);
    study->direction = study->rule.direction >= 0 ? (enum direction)study->rule.direction
                                                  : classify_direction(&study->info);
}

void study_begin(struct study *study, size_t series)
{
    study->series = &study->engine->series[series];
    study->pair = &study->engine->pairs[series];
    study->as_of = study->engine->as_of[series];
    study->facts = (struct group_finding){ 0 };
    classify(study);
}

int study_make(struct study *study, size_t series, struct error *err)
{
    int rc;

    study_begin(study, series);
    study->why = (struct error)ERROR_NONE;
    study->assumed = NULL;
    rc = engine_group(study->engine, series) ? group_load(study, series, err) : study_load(study, err);
    if (rc == 0)
        rc = study_week(study, err);
    if (rc == 0)
        rc = study_bins(study, err);
    if (rc == 0)
        rc = study_fit(study, err);
    if (rc == 0)
        rc = study_outlook(study, err);
    if (rc == 0 && study->has_odds)
        study_coverage(study);
    return rc;
}

int study_rewind(struct study *study, size_t count, struct error *err)
{
    int rc;

    study->as_of = zone_day_start(study->engine->options.zone, study->bins.start[count - 1],
                                  study->bins.days) - 1;
    study->bins.count = count;
    rc = study_fit(study, err);
    return rc < 0 ? rc : study_outlook(study, err);
}
