#include "analyzer/engine/course.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/engine/group.h"
#include "analyzer/engine/rates.h"
#include "data/store/rollup.h"

int course_init(struct course_work *work, const struct engine *engine,
                const struct course_request *request, struct error *err)
{
    int rc;

    *work = (struct course_work){ 0 };
    rc = store_open(&work->store, engine->options.store, STORE_READ, 0, err);
    if (rc < 0)
        return rc;
    work->y = calloc(COURSE_POINTS, sizeof *work->y);
    work->weight = calloc(COURSE_POINTS, sizeof *work->weight);
    work->hour = calloc(COURSE_POINTS + COURSE_HORIZON, 1);
    work->weekday = calloc(COURSE_POINTS + COURSE_HORIZON, 1);
    if (!work->y || !work->weight || !work->hour || !work->weekday ||
        scratch_init(&work->scratch, forecast_room(COURSE_POINTS, COURSE_HORIZON,
                                                   request->level_count)) < 0) {
        course_release(work);
        return error_set(err, ERR_NOMEM, "no memory for a forecast");
    }
    return 0;
}

void course_release(struct course_work *work)
{
    if (work->members)
        study_release(work->members);
    free(work->members);
    scratch_release(&work->scratch);
    free(work->weekday);
    free(work->hour);
    free(work->weight);
    free(work->y);
    hourlies_release(&work->hours);
    samples_release(&work->samples);
    store_close(work->store);
    *work = (struct course_work){ 0 };
}

/* What the grid is made of: where it ends, how far apart its points are. */
struct grid {
    int64_t last, step;
    enum course_statistic statistic;
    int     holds_several; /* a point is the step that ends with it; else it is the nearest sample */
    size_t  n;             /* points, the newest is n - 1 */
};

/* The grid point an instant belongs to, counted back from the newest. */
static size_t points_back(const struct grid *grid, int64_t at)
{
    int64_t slack = grid->holds_several ? 0 : grid->step / 2;

    return (size_t)((grid->last - at + slack) / grid->step);
}

/* The point's value, and how many samples are in it. */
static void put(struct course_work *work, const struct grid *grid, size_t back, double sum,
                double high, double count)
{
    size_t at = COURSE_POINTS - 1 - back;

    if (back >= COURSE_POINTS)
        return;
    if (grid->statistic == COURSE_MEAN)
        work->y[at] = (work->weight[at] > 0 ? work->y[at] : 0) + sum;
    else if (work->weight[at] <= 0 || high > work->y[at])
        work->y[at] = high;
    work->weight[at] += count;
}

/* Fills the grid's points from the end of y[]; what got no sample is a gap. */
static void close_grid(struct course_work *work, struct grid *grid)
{
    size_t first = COURSE_POINTS;

    for (size_t at = COURSE_POINTS; at-- > 0;) {
        if (work->weight[at] <= 0) {
            work->y[at] = NAN;
            continue;
        }
        if (grid->statistic == COURSE_MEAN)
            work->y[at] /= work->weight[at];
        first = at;
    }
    grid->n = COURSE_POINTS - first;
}

static void clear_grid(struct course_work *work)
{
    for (size_t at = 0; at < COURSE_POINTS; at++)
        work->weight[at] = 0;
}

static void lay_samples(struct course_work *work, struct grid *grid)
{
    const struct samples *s = &work->samples;

    grid->last = s->at[s->count - 1];
    for (size_t i = 0; i < s->count; i++)
        put(work, grid, points_back(grid, s->at[i]), s->value[i], s->value[i], 1);
}

/* Steps of several hours end with the newest hour, so that none is cut. */
static void lay_hours(struct course_work *work, struct grid *grid, int64_t last)
{
    const struct hourlies *h = &work->hours;
    int64_t newest = h->row[h->count - 1].hour;

    grid->last = last;
    for (size_t i = 0; i < h->count; i++) {
        const struct hourly *row = &h->row[i];
        double high = grid->statistic == COURSE_MAX ? row->max : row->p95;

        put(work, grid, (size_t)((newest - row->hour) / grid->step), row->sum, high, row->count);
    }
}

/*
 * Hours before `until`. The hour it cuts in two is made anew from its samples, and so is the
 * newest one, which tells when the newest sample was; where only hours are kept, its begin does.
 */
static int load_hours(struct course_work *work, const struct store_series *series,
                      struct grid *grid, int64_t from, int64_t until, struct error *err)
{
    struct hourlies *hours = &work->hours;
    struct samples *samples = &work->samples;
    int64_t last = series->last, newest;
    int rc = store_hourly_read(work->store, series->id, from, until, hours, err);

    if (rc == 0 && hours->count && last >= until) {
        newest = hours->row[hours->count - 1].hour;
        last = newest;
        rc = store_samples_read(work->store, series->id, newest, until, samples, err);
        if (rc == 0 && (samples->count || newest + HOUR_MS > until)) {
            hours->count--;
            rc = rollup_make(samples->at, samples->value, samples->count, hours, err);
        }
        if (rc == 0 && samples->count)
            last = samples->at[samples->count - 1];
    }
    if (rc == 0 && hours->count)
        lay_hours(work, grid, last);
    return rc;
}

static int load_samples(struct course_work *work, const struct store_series *series,
                        struct grid *grid, int64_t from, int64_t until, struct error *err)
{
    int rc = store_samples_read(work->store, series->id, from, until, &work->samples, err);

    if (rc < 0)
        return rc;
    if (series->info.kind == SERIES_COUNTER)
        rates_of_counter(&work->samples, series->cadence_ms);
    else if (series->info.kind != SERIES_GAUGE)
        rates_of_delta(&work->samples, series->info.period_ms ? series->info.period_ms
                                                              : series->cadence_ms);
    if (work->samples.count)
        lay_samples(work, grid);
    return 0;
}

/* A group's hours, as they are analysed. */
static int load_group(struct course_work *work, const struct engine *engine, size_t series, struct grid *grid,
                      struct error *err)
{
    struct study *study = work->members;
    int rc = 0;

    if (!study) {
        study = calloc(1, sizeof *study);
        rc = study ? study_init(study, engine, err) : error_set(err, ERR_NOMEM, "no memory for a group");
        if (rc < 0) {
            free(study);
            return rc;
        }
        work->members = study;
    }
    rc = group_load(study, series, err);
    if (rc < 0 || !study->hours.count)
        return rc;
    rc = hourlies_reserve(&work->hours, study->hours.count, err);
    if (rc < 0)
        return rc;
    memcpy(work->hours.row, study->hours.row, study->hours.count * sizeof *study->hours.row);
    work->hours.count = study->hours.count;
    lay_hours(work, grid, study->hours.row[study->hours.count - 1].hour);
    return 0;
}

static int load(struct course_work *work, const struct engine *engine, size_t which, struct grid *grid,
                int64_t until, struct error *err)
{
    const struct store_series *series = &engine->series[which];
    int64_t from = until - (int64_t)COURSE_POINTS * grid->step;
    int rc;

    clear_grid(work);
    grid->holds_several = grid->step > series->cadence_ms;
    if (engine_group(engine, which))
        rc = load_group(work, engine, which, grid, err);
    else if (series->info.kind == SERIES_GAUGE && grid->holds_several && grid->step % HOUR_MS == 0)
        rc = load_hours(work, series, grid, from, until, err);
    else
        rc = load_samples(work, series, grid, from, until, err);
    close_grid(work, grid);
    return rc;
}

/* Samples a period holds where it holds several, else 0: then it is no season of this grid. */
static size_t samples_in(int64_t period, int64_t step)
{
    return period % step == 0 && period / step > 1 ? (size_t)(period / step) : 0;
}

/* Local hour and weekday of every point and every step ahead. */
static void mark_calendar(struct course_work *work, const struct engine *engine,
                          const struct grid *grid, size_t steps)
{
    for (size_t i = 0; i < grid->n + steps; i++) {
        int64_t at = grid->last + ((int64_t)i - (int64_t)grid->n + 1) * grid->step;
        struct civil local;

        zone_civil(engine->options.zone, at, &local);
        work->hour[i] = (unsigned char)local.hour;
        work->weekday[i] = (unsigned char)local.weekday;
    }
}

static struct history history_of(const struct course_work *work, const struct grid *grid)
{
    const double *y = work->y + (COURSE_POINTS - grid->n);
    double least = INFINITY;

    for (size_t i = 0; i < grid->n; i++)
        least = fmin(least, y[i]);
    return (struct history){
        .y = y,
        .n = grid->n,
        .step_days = (double)grid->step / (double)DAY_MS,
        .day = samples_in(DAY_MS, grid->step),
        .week = samples_in(7 * DAY_MS, grid->step),
        .hour = grid->step < DAY_MS ? work->hour : NULL,
        .weekday = grid->step <= DAY_MS ? work->weekday : NULL,
        .floor = least >= 0 ? 0 : -INFINITY,
        .ceiling = INFINITY,
    };
}

static int set_steps(const struct course_request *request, const struct store_series *series,
                     struct grid *grid, size_t *steps, struct error *err)
{
    char horizon[TIME_ROOM], step[TIME_ROOM];

    grid->statistic = request->statistic;
    grid->step = request->step_ms ? request->step_ms : series->cadence_ms;
    if (grid->step <= 0)
        return error_set(err, ERR_TOOFEW, "%llu samples do not show a cadence",
                         (unsigned long long)series->samples);
    if (request->horizon_ms < grid->step) {
        error_set(err, ERR_TOOFEW, "a horizon of %s holds no step of %s",
                  duration_text(horizon, request->horizon_ms), duration_text(step, grid->step));
        error_hint(err, "Give a longer --horizon or a shorter --step.");
        return ERR_TOOFEW;
    }
    *steps = (size_t)(request->horizon_ms / grid->step);
    if (*steps > COURSE_HORIZON) {
        error_set(err, ERR_LIMIT, "%zu steps of %s are more than %d", *steps,
                  duration_text(step, grid->step), COURSE_HORIZON);
        error_hint(err, "Give a longer --step or a shorter --horizon.");
        return ERR_LIMIT;
    }
    return 0;
}

int course_make(struct course_work *work, const struct engine *engine, size_t series,
                const struct course_request *request, struct course *out, struct error *err)
{
    const struct store_series *s = &engine->series[series];
    struct forecast_request ask = { .levels = request->levels,
                                    .level_count = request->level_count,
                                    .model = request->model };
    struct forecast forecast;
    struct history history;
    struct grid grid = { 0 };
    int64_t as_of = engine->options.has_as_of ? engine->options.as_of : s->last;
    int rc = set_steps(request, s, &grid, &ask.horizon, err);

    if (rc == 0)
        rc = load(work, engine, series, &grid, as_of + 1, err);
    if (rc < 0)
        return rc;
    if (!grid.n)
        return error_set(err, ERR_TOOFEW, "no samples up to this day");
    mark_calendar(work, engine, &grid, ask.horizon);
    history = history_of(work, &grid);
    scratch_reset(&work->scratch, 0);
    rc = forecast_make(&history, &ask, &work->scratch, &forecast, err);
    if (rc < 0)
        return rc;
    *out = (struct course){ grid.step, ask.horizon, grid.last, forecast.contest.model->name,
                            forecast.path, forecast.quantile };
    return 0;
}
