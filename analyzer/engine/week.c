/*
 * analyzer/engine/week.c - the local week of a series: when it is busy, when quiet.
 */
#include <stdlib.h>

#include "analyzer/engine/study.h"

/* A profile is of the present: a year's old habits are left out. */
enum { PROFILE_DAYS = 12 * 7 };

/* The rows of the hours there are, as far as a profile looks back. */
static size_t put_rows(struct study *study)
{
    const struct zone *zone = study->engine->options.zone;
    int64_t from = study->as_of - PROFILE_DAYS * DAY_MS;
    size_t n = 0;

    /* samples a day or more apart say nothing about hours */
    for (size_t i = 0; i < study->hours.count && study->series->cadence_ms < DAY_MS / 2; i++) {
        const struct hourly *hour = &study->hours.row[i];
        struct civil local;

        if (hour->hour < from)
            continue;
        zone_civil(zone, hour->hour, &local);
        study->rows[n++] = (struct profile_hour){
            .mean = hour->sum / hour->count,
            .peak = hour->p95,
            .day = (int32_t)zone_day(zone, hour->hour),
            .hour = (uint8_t)local.hour,
            .weekday = (uint8_t)local.weekday,
        };
    }
    return n;
}

/* Quiet is it in all hours, but those in which people work; busy in those that are analysed. */
int study_week(struct study *study, struct error *err)
{
    const unsigned char *open = study->calendar ? study->calendar->open : NULL;
    struct window quiet;

    if (study->row_room < study->hours.count) {
        struct profile_hour *rows = realloc(study->rows, study->hours.count * sizeof *rows);

        if (!rows)
            return error_set(err, ERR_NOMEM, "no memory for a weekly profile");
        study->rows = rows;
        study->row_room = study->hours.count;
    }
    profile_make(study->rows, put_rows(study), open, &study->scratch, &study->profile);
    quiet = study->profile.quiet_window;
    study_keep_open(study);
    if (study->rule.calendar)
        profile_make(study->rows, put_rows(study), NULL, &study->scratch, &study->profile);
    study->profile.quiet_window = quiet;
    return 0;
}
