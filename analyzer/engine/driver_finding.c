#include "analyzer/engine/driver_finding.h"

#include <math.h>

static struct maybe known(double value)
{
    return (struct maybe){ value, isfinite(value) };
}

/* The step with the highest median of the week that ends at `step`, as an outlook is told. */
static size_t busiest_step(const struct drive *drive, size_t step)
{
    size_t week = (size_t)(7 / drive->bin_days), busiest = step;

    for (size_t s = step > week ? step - week + 1 : 1; s < step; s++)
        if (drive_demand(drive, s, 1, 0).median > drive_demand(drive, busiest, 1, 0).median)
            busiest = s;
    return busiest;
}

static void put_outlooks(const struct drive *drive, const struct study *study, struct driver_finding *out)
{
    for (int i = 0; i < OUTLOOKS; i++) {
        size_t step = (size_t)((outlook_days[i] + study->lag_days) / drive->bin_days + 0.5);
        struct drive_band band;

        if (step < 1 || step > drive->steps)
            continue;
        band = drive_demand(drive, busiest_step(drive, step), 1, 0);
        out->at[i] = (struct outlook){ known(band.low), known(band.median), known(band.high) };
    }
}

/* The day of a step from as_of, where it is the first. */
static void reach(struct maybe *days, double demand, double limit, const struct study *study, size_t step)
{
    if (!days->known && demand >= limit)
        *days = known(fmax(0, (double)step * study->bins.days - study->lag_days));
}

static void put_days(const struct drive *drive, const struct study *study, struct driver_finding *out)
{
    if (!study->threshold_known || study->direction == DIRECTION_FALLING)
        return;
    for (size_t step = 1; step <= drive->steps; step++) {
        struct drive_band band = drive_demand(drive, step, 1, 0);

        reach(&out->days_early, band.high, study->threshold, study, step);
        reach(&out->days_median, band.median, study->threshold, study, step);
        reach(&out->days_late, band.low, study->threshold, study, step);
    }
}

static void put_fit(const struct drive *drive, struct driver_finding *out)
{
    const struct driver_fit *fit = &drive->fit;

    out->bins = fit->n;
    if (fit->verdict == DRIVER_TOO_SHORT || fit->verdict == DRIVER_STANDS_STILL)
        return;
    out->cost = known(fit->cost);
    out->cost_error = known(fit->cost_error);
    out->cost_low = known(fit->cost_low);
    out->cost_high = known(fit->cost_high);
    out->base = known(fit->base);
    out->explained = known(fit->r2);
    out->lag_days = known((double)fit->lag * drive->bin_days);
    out->trend_per_day = known(fit->trend / drive->bin_days);
    out->trending = fit->trending;
}

int driver_tell(const struct drive *drive, const struct study *study, struct arena *arena,
                struct finding *out, struct error *err)
{
    struct driver_finding *told = &out->driver;

    *told = (struct driver_finding){ 0 };
    if (!drive->rule)
        return 0;
    told->name = arena_copy(arena, drive->rule->name);
    told->series = arena_copy(arena, drive->driver ? drive->driver->name : "");
    told->unit = arena_copy(arena, drive->unit ? drive->unit : "");
    told->refused = drive->driver ? driver_verdict_words(drive->fit.verdict)
                                  : "no series is called so, or several are";
    if (!told->name || !told->series || !told->unit)
        return error_set(err, ERR_NOMEM, "no memory for a driver");
    put_fit(drive, told);
    told->planned = drive->is_plan;
    put_outlooks(drive, study, told);
    put_days(drive, study, told);
    return 0;
}

int driver_put(struct drive_work *work, const struct study *study, struct arena *arena,
               struct finding *out, struct error *err)
{
    struct drive drive;
    int rc = drive_make(work, study, &drive, err);

    return rc < 0 ? rc : driver_tell(&drive, study, arena, out, err);
}
