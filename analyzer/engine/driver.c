#include "analyzer/engine/driver.h"

#include <math.h>
#include <stdlib.h>

#include "data/store/rollup.h"

enum {
    GRID      = STUDY_MOST_DAYS + 2 + DRIVER_LAGS + STUDY_HORIZON,
    PLAN_DAYS = 2 * STUDY_HORIZON,    /* a plan's points beyond the horizon say where it is heading */
    WEEK      = 7
};

/* A tenth and nine tenths of a normal distribution lie so many deviations out. */
static const double TENTH = 1.2815515655446004;

/* Bins of the series and its driver, side by side. Grid point 0 is DRIVER_LAGS before the first bin. */
struct grid {
    const struct study *study;
    int64_t first;          /* local day of point 0 */
    int     days;           /* between points */
    size_t  seen;           /* points up to the series' last bin */
    size_t  newest;         /* the newest fitted one */
};

int drive_init(struct drive_work *work, const struct engine *engine, struct error *err)
{
    int rc;

    *work = (struct drive_work){ .engine = engine, .made = COUNTERPART_NONE };
    rc = study_init(&work->its, engine, err);
    if (rc < 0)
        return rc;
    work->y = calloc(GRID, sizeof *work->y);
    work->x = calloc(GRID, sizeof *work->x);
    work->load = calloc(STUDY_HORIZON, sizeof *work->load);
    if (!work->y || !work->x || !work->load || scratch_init(&work->scratch, driver_room(GRID)) < 0) {
        drive_release(work);
        return error_set(err, ERR_NOMEM, "no memory for a driver");
    }
    return 0;
}

void drive_release(struct drive_work *work)
{
    scratch_release(&work->scratch);
    free(work->load);
    free(work->x);
    free(work->y);
    hourlies_release(&work->hours);
    samples_release(&work->samples);
    bins_release(&work->plan_bins);
    bins_release(&work->bins);
    if (work->engine)
        study_release(&work->its);
    *work = (struct drive_work){ 0 };
}

/* --- both on one grid ------------------------------------------------------------------ */

static int64_t day_of(const struct grid *grid, int64_t at)
{
    return zone_day(grid->study->engine->options.zone, at);
}

static struct grid grid_of(const struct study *study)
{
    struct grid grid = { .study = study, .days = study->bins.days };

    grid.first = day_of(&grid, study->bins.start[0]) - DRIVER_LAGS * grid.days;
    grid.seen = DRIVER_LAGS + study->bins.count;
    grid.newest = DRIVER_LAGS + study->fat[study->fn - 1];
    return grid;
}

/* The series as it was measured: a spike that its driver has as well is what tells most. */
static void lay_series(const struct grid *grid, double *y)
{
    const struct study *study = grid->study;

    for (size_t i = 0; i < GRID; i++)
        y[i] = NAN;
    for (size_t i = 0; i < study->n; i++)
        y[DRIVER_LAGS + study->at[i]] = study->y[i];
}

/*
 * The driver's days. Where it is sampled every few of them a bin is the day of a sample, so
 * that those days alone are compared.
 */
static int bin_driver(struct drive_work *work, struct error *err)
{
    const struct study *its = &work->its;
    int64_t cadence = its->series->cadence_ms;
    struct bins_rule rule = {
        .zone = work->engine->options.zone,
        .statistic = its->statistic,
        .cadence_ms = cadence > DAY_MS ? DAY_MS : cadence,
        .validity = its->rule.policy.validity,
        .until = its->as_of,
    };

    return bins_make(its->hours.row, its->hours.count, &rule, &work->bins, err);
}

/* Points of several days hold the busiest of them, or their mean. */
static void lay_driver(struct drive_work *work, const struct grid *grid)
{
    double days = 0;
    size_t open = GRID;      /* the point that days are added to */

    for (size_t i = 0; i < GRID; i++)
        work->x[i] = NAN;
    for (size_t i = 0; i < work->bins.count; i++) {
        int64_t day = day_of(grid, work->bins.start[i]) - grid->first;
        size_t at = (size_t)(day / grid->days);
        double value = work->bins.y[i];

        if (day < 0 || at >= GRID || isnan(value))
            continue;
        days = at == open ? days + 1 : 1;
        if (days > 1)
            value = work->its.statistic == STATISTIC_DAILY_MEAN
                        ? work->x[at] + (value - work->x[at]) / days
                        : fmax(work->x[at], value);
        work->x[at] = value;
        open = at;
    }
}

/* --- what is expected of the driver ------------------------------------------------------ */

/* The plan's daily values: later samples of the driver, or another series'. */
static int read_plan(struct drive_work *work, const struct driving *driving, struct error *err)
{
    const struct engine *engine = work->engine;
    size_t which = driving->rule->plan ? driving->plan : driving->driver;
    int64_t from = work->its.as_of + 1;
    struct bins_rule rule = { .zone = engine->options.zone, .statistic = work->its.statistic };
    struct samples *s = &work->samples;
    int rc;

    work->plan_bins.count = work->plan_bins.valid = 0;
    if (which == COUNTERPART_NONE)
        return 0;
    rc = store_samples_read(work->its.store, engine->series[which].id, from,
                            from + PLAN_DAYS * DAY_MS, s, err);
    if (rc < 0 || !s->count)
        return rc;
    work->hours.count = 0;
    rc = rollup_make(s->at, s->value, s->count, &work->hours, err);
    if (rc < 0)
        return rc;
    if (s->count > 1)
        rule.cadence_ms = (s->at[s->count - 1] - s->at[0]) / (int64_t)(s->count - 1);
    rule.until = s->at[s->count - 1] + rule.cadence_ms;
    rule.cadence_ms = rule.cadence_ms > DAY_MS ? DAY_MS : rule.cadence_ms;
    return bins_make(work->hours.row, work->hours.count, &rule, &work->plan_bins, err);
}

/* The driver's present: the busiest of its last seven days that are known, and the newest of them. */
static struct maybe present_load(const struct drive_work *work, int64_t *newest)
{
    struct maybe most = { 0, 0 };
    size_t last = work->bins.count;

    while (last > 0 && isnan(work->bins.y[last - 1]))
        last--;
    for (size_t i = last; i-- > 0 && (last - i) * (size_t)work->bins.days <= WEEK;)
        if (!isnan(work->bins.y[i]) && (!most.known || work->bins.y[i] > most.value))
            most = (struct maybe){ work->bins.y[i], 1 };
    if (last > 0)
        *newest = zone_day(work->engine->options.zone, work->bins.start[last - 1]);
    return most;
}

/* The plan on a day: on the line between its points, the first of which is the present. */
static struct maybe planned(const struct drive_work *work, int64_t day)
{
    const struct bins *plan = &work->plan_bins;
    int64_t before_day = INT64_MIN;
    struct maybe before = present_load(work, &before_day);

    for (size_t i = 0; i < plan->count; i++) {
        int64_t at = zone_day(work->engine->options.zone, plan->start[i]);

        if (isnan(plan->y[i]))
            continue;
        if (at >= day) {
            double share = at > before_day ? (double)(day - before_day) / (double)(at - before_day) : 1;
            double from = before.known ? before.value : plan->y[i];

            return (struct maybe){ from + fmax(share, 0) * (plan->y[i] - from), 1 };
        }
        before = (struct maybe){ plan->y[i], 1 };
        before_day = at;
    }
    return (struct maybe){ 0, 0 };
}

/* The driver's own forecast on a day; 0 where it does not reach so far. */
static int foretold(struct drive_work *work, int64_t day, struct drive_band *out)
{
    static const double levels[3] = { 0.1, 0.5, 0.9 };
    struct study *its = &work->its;
    double value[3];
    int64_t ahead;
    size_t step;

    if (!its->has_odds)
        return 0;
    ahead = day - zone_day(work->engine->options.zone, its->bins.start[its->fat[its->fn - 1]]);
    step = ahead < 1 ? 1 : (size_t)((ahead + its->bins.days - 1) / its->bins.days);
    if (step > its->horizon || (double)ahead > its->shown_days + its->lag_days)
        return 0;
    study_fan(its, step, levels, 3, value);
    *out = (struct drive_band){ value[0], value[1], value[2] };
    return 1;
}

/* The driver at a point of the grid: measured, planned or foretold. */
static int expected(struct drive_work *work, const struct grid *grid, size_t point, int is_plan,
                    struct drive_band *out)
{
    int64_t day = grid->first + (int64_t)point * grid->days;
    struct maybe value = { work->x[point], isfinite(work->x[point]) };

    if (!value.known && is_plan)
        value = planned(work, day);
    if (!value.known)
        return is_plan ? 0 : foretold(work, day, out);
    *out = (struct drive_band){ value.value, value.value, value.value };
    return 1;
}

static void look_ahead(struct drive_work *work, const struct grid *grid, struct drive *out)
{
    out->is_plan = work->plan_bins.valid > 0;
    while (out->steps < grid->study->horizon &&
           expected(work, grid, grid->newest + out->steps + 1 - out->fit.lag, out->is_plan,
                    &work->load[out->steps]))
        out->steps++;
    out->load = work->load;
}

/* --- the answer --------------------------------------------------------------------------- */

/* The study of the driver is kept: many resources follow the same one. */
static int study_driver(struct drive_work *work, size_t driver, struct error *err)
{
    int rc;

    if (work->made == driver)
        return 0;
    work->made = COUNTERPART_NONE;
    rc = study_make(&work->its, driver, err);
    if (rc == 0)
        work->made = driver;
    return rc;
}

int drive_make(struct drive_work *work, const struct study *study, struct drive *out,
               struct error *err)
{
    size_t series = (size_t)(study->series - work->engine->series);
    const struct driving *driving = &work->engine->drivers[series];
    struct grid grid;
    int64_t newest;
    int rc;

    *out = (struct drive){ .rule = driving->rule, .bin_days = study->bins.days,
                           .fit.verdict = DRIVER_TOO_SHORT };
    if (!out->rule || driving->driver == COUNTERPART_NONE)
        return 0;
    out->driver = &work->engine->series[driving->driver];
    rc = study_driver(work, driving->driver, err);
    if (rc == 0)
        rc = read_plan(work, driving, err);
    if (rc < 0 || !study->fn)
        return rc;
    out->unit = work->its.info.unit;
    grid = grid_of(study);
    rc = bin_driver(work, err);
    if (rc < 0)
        return rc;
    lay_series(&grid, work->y);
    lay_driver(work, &grid);
    out->present = present_load(work, &newest);
    driver_measure(work->y, work->x, grid.seen, &work->scratch, &out->fit);
    if (out->fit.verdict == DRIVER_USABLE && study->has_odds)
        look_ahead(work, &grid, out);
    return 0;
}

struct drive_band drive_demand(const struct drive *drive, size_t step, double factor, double extra)
{
    const struct drive_band *load = &drive->load[step - 1];
    double x = factor * load->median + extra, middle = driver_demand(&drive->fit, x);
    double noise = TENTH * driver_spread(&drive->fit, x);
    double below = factor * (load->median - load->low), above = factor * (load->high - load->median);

    if (drive->fit.cost < 0) {
        double swap = below;

        below = above;
        above = swap;
    }
    return (struct drive_band){ middle - hypot(noise, drive->fit.cost * below), middle,
                                middle + hypot(noise, drive->fit.cost * above) };
}

double drive_added(const struct drive *drive, size_t step, double factor, double extra)
{
    double load = drive->load[step - 1].median;

    return drive->fit.cost * ((factor - 1) * load + extra);
}
