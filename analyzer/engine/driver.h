/*
 * analyzer/engine/driver.h - what one series' driver tells of its demand.
 *
 * Both are reduced to the bins of the series, the cost of a unit is fitted (models/driver.h), and
 * demand is foretold from what is expected of the driver: from its plan, where one is stored, else
 * from its own forecast.
 */
#ifndef ANALYZER_ENGINE_DRIVER_H
#define ANALYZER_ENGINE_DRIVER_H

#include "analyzer/engine/study.h"
#include "models/driver.h"

/* 10, 50 and 90 % of something at one bin; all three the same where it is a plan's or was measured. */
struct drive_band {
    double low, median, high;
};

/* Lent from the work until its next drive_make(). */
struct drive {
    const struct driver_rule  *rule;       /* NULL: the config names no driver of this series */
    const struct store_series *driver;     /* NULL: no series of that name is stored */
    const char *unit;                      /* of the driver, a counter's as its rate's */
    struct driver_fit fit;                 /* usable or not: fit.verdict */
    int         bin_days;                  /* of the lag and of a step ahead: 1 or 7 */
    int         is_plan;                   /* what is expected is a plan, else the driver's own forecast */
    struct maybe present;                  /* the driver's busiest bin of its last seven days */
    const struct drive_band *load;         /* [steps] the driver that counts 1 … steps bins after the newest fitted one */
    size_t      steps;                     /* 0 where it is not usable or nothing is expected */
};

/* What one thread needs. */
struct drive_work {
    const struct engine *engine;
    struct study      its;                 /* of the driver */
    size_t            made;                /* which series that is, COUNTERPART_NONE at first */
    struct bins       bins, plan_bins;
    struct samples    samples;
    struct hourlies   hours;
    double           *y, *x;               /* [GRID] */
    struct drive_band *load;               /* [STUDY_HORIZON] */
    struct scratch    scratch;
};

int  drive_init(struct drive_work *work, const struct engine *engine, struct error *err);
void drive_release(struct drive_work *work);

/* Fits what drives the series of a study that was made. A driver that tells nothing is no error. */
int drive_make(struct drive_work *work, const struct study *study, struct drive *out,
               struct error *err);

/*
 * The demand `step` (1 … steps) bins after the newest fitted bin of the series, in its unit, if the
 * driver is `factor` times what is expected and `extra` on top: 1 and 0 for what is expected.
 * Needs a usable fit. Beyond fit.highest it is an extrapolation; nothing bends it there.
 */
struct drive_band drive_demand(const struct drive *drive, size_t step, double factor, double extra);

/* What that adds to the demand that is expected, at the median. */
double drive_added(const struct drive *drive, size_t step, double factor, double extra);

#endif
