/*
 * analyzer/engine/course.h - how one series goes on, at its own cadence.
 *
 * This is the forecast as such, for the `forecast` command: no capacity, no
 * planning statistic, only the series on a regular grid that ends at its newest
 * sample. Planning goes by study.h.
 */
#ifndef ANALYZER_ENGINE_COURSE_H
#define ANALYZER_ENGINE_COURSE_H

#include "analyzer/engine/engine.h"
#include "models/forecast.h"
#include "models/scratch.h"

enum course_statistic { COURSE_MEAN, COURSE_MAX, COURSE_P95 };

enum {
    COURSE_POINTS  = 6000,     /* the newest of the grid: 35 weeks of hours, 16 years of days */
    COURSE_HORIZON = 9000      /* steps: a month at 5 minutes, a year of hours */
};

struct course_request {
    int64_t horizon_ms;
    int64_t step_ms;                      /* 0: the series' cadence */
    enum course_statistic statistic;      /* of a step that holds several samples */
    const double *levels;                 /* [level_count] ascending */
    size_t        level_count;
    const char   *model;                  /* NULL: let them compete */
};

struct course {
    int64_t       step_ms;
    size_t        steps;
    int64_t       last;          /* the newest sample: step k is at last + k step_ms, k from 1 */
    const char   *model;
    const double *path;          /* [steps] */
    const double *quantile;      /* [level_count][steps] */
};

/* What one thread needs; zeroed to start. */
struct course_work {
    struct store    *store;
    struct samples   samples;
    struct hourlies  hours;
    double          *y, *weight;          /* [COURSE_POINTS] */
    unsigned char   *hour, *weekday;      /* [COURSE_POINTS + COURSE_HORIZON] */
    struct scratch   scratch;
    struct study    *members;             /* adds up a group's; NULL: none was asked for yet */
};
int  course_init(struct course_work *work, const struct engine *engine,
                 const struct course_request *request, struct error *err);
void course_release(struct course_work *work);

/*
 * Forecasts one series of the engine. *out is lent from the work until the next call.
 * ERR_TOOFEW when there is too little of it; ERR_LIMIT for more than COURSE_HORIZON steps.
 */
int course_make(struct course_work *work, const struct engine *engine, size_t series,
                const struct course_request *request, struct course *out, struct error *err);

#endif
