/*
 * analyzer/engine/opening.c - analysis of business hours alone, where a rule names a calendar.
 *
 * Hours outside of them are left out before bins are made: nights and weekends are then neither valleys nor
 * gaps, and a nightly job raises no peak.
 */
#include "analyzer/engine/study.h"

int study_is_open(const struct study *study, int64_t hour)
{
    const struct zone *zone = study->engine->options.zone;
    struct civil local;

    if (!study->rule.calendar)
        return 1;
    zone_civil(zone, hour, &local);
    return calendar_is_open(study->calendar, zone_day(zone, hour), local.hour);
}

double study_open_share(const struct study *study, int64_t from, int64_t until)
{
    double open = 0, all = 0;

    if (!study->rule.calendar)
        return 1;
    for (int64_t hour = from; hour < until; hour += HOUR_MS, all++)
        open += study_is_open(study, hour);
    return all > 0 ? open / all : 0;
}

void study_keep_open(struct study *study)
{
    struct hourlies *hours = &study->hours;
    size_t kept = 0;

    study->observed_from = hours->count ? hours->row[0].hour : TIME_LAST;
    if (!study->rule.calendar)
        return;
    for (size_t i = 0; i < hours->count; i++)
        if (study_is_open(study, hours->row[i].hour))
            hours->row[kept++] = hours->row[i];
    hours->count = kept;
    if (kept)
        study->latest = hours->row[kept - 1].last;
}
