/*
 * models/model.h - a forecaster: numbers in, numbers out.
 *
 * A model sees one series on a regular grid and says how it goes on. It knows no
 * file, no clock and no time zone; what the calendar says about a sample is told
 * to it. It keeps no state and takes all memory from a scratch, so the same
 * history gives the same bytes on every thread.
 */
#ifndef MODELS_MODEL_H
#define MODELS_MODEL_H

#include <stddef.h>

#include "data/base/error.h"
#include "models/scratch.h"

/*
 * A series on a regular grid, oldest sample first. Lent: it must outlive the call.
 *
 * A gap is NaN in y[]; nothing else that is not finite is allowed. A gap may be
 * bridged to have a value for a lag, but is never counted as evidence.
 */
struct history {
    const double *y;            /* [n] in the series' unit */
    size_t        n;
    double        step_days;    /* distance of two samples, in days; > 0 */
    size_t        day;          /* samples a day where there are several, else 0 */
    size_t        week;         /* samples a week where there are several, else 0 */
    size_t        since;        /* first sample after the last change of level or slope, else 0 */
    const unsigned char *hour;      /* [n + horizon] local hour of day 0-23, or NULL */
    const unsigned char *weekday;   /* [n + horizon] local day of week 0 Monday to 6, or NULL */
    double        floor, ceiling;   /* physical bounds of y, -INFINITY and INFINITY for none */
};

enum { FIGURES = 4 };

/* The fitted figures a person would check a forecast with: "slope per day" 2.385. */
struct figures {
    size_t count;
    struct {
        const char *name;
        double      value;
        int         in_unit;    /* 1: in the series' unit; 0: a bare number */
    } at[FIGURES];
};

struct roll;

struct model {
    const char *name;       /* "damped-holt": in commands, in the store */
    const char *title;      /* "Damped trend": in reports */
    const char *formula;
    const char *source;
    size_t      least;      /* fewest known samples it can be fitted on */

    /*
     * Whether the series has what the model is about (a weekly cycle, say).
     * NULL: any series. Returns NULL when it does, else why not, in a few words.
     */
    const char *(*lacks)(const struct history *history);

    /*
     * The expected course of the next `horizon` samples into path[horizon]:
     * finite. Called through model_path() only, which has checked the history.
     * figures may be NULL.
     */
    int (*path)(const struct history *history, size_t horizon, struct scratch *scratch,
                double *path, struct figures *figures, struct error *err);

    /*
     * The same from many past origins at once, where that is cheaper than one by one;
     * NULL where it is not. Called through roll_paths() only: see models/roll.h.
     */
    void (*roll)(const struct history *history, const struct roll *plan,
                 struct scratch *scratch, double *paths);
};

/* All models, the default choice first, NULL at the end. */
extern const struct model *const models[];

/* Doubles of scratch for model_path() with any model. */
size_t model_room(size_t points, size_t horizon);

/* The model of that name, NULL when there is none. */
const struct model *model_find(const char *name);

/* Why the model can not be fitted on this history, in a few words; NULL when it can. */
const char *model_lacks(const struct model *model, const struct history *history);

/*
 * Fits `model` and forecasts. The path is finite and within the history's bounds.
 *
 * horizon  at least 1; history->hour and ->weekday reach that far where given
 * figures  may be NULL
 *
 * ERR_TOOFEW when the history has fewer known samples than model->least or not
 * the season it needs, ERR_NUMERIC when the answer is not finite. Nothing is
 * written to path on failure.
 */
int model_path(const struct model *model, const struct history *history, size_t horizon,
               struct scratch *scratch, double *path, struct figures *figures, struct error *err);

/* Adds a figure; one too many is a mistake. figures may be NULL. */
void figures_add(struct figures *figures, const char *name, double value, int in_unit);

/* The number of samples that are no gap. */
size_t history_known(const struct history *history);

/* The newest sample that is no gap; needs one. */
double history_last(const struct history *history);

/* The first `n` samples of a history: what was known then. */
struct history history_until(const struct history *history, size_t n);

/*
 * The same history in a unit in which its largest sample lies in [0.5, 1): sums of
 * squares then neither overflow nor vanish. Multiplied by two to the *power its
 * values are the old ones again.
 */
struct history history_scaled(const struct history *history, struct scratch *scratch,
                              int *power);

#endif
