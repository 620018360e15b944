/*
 * models/robust_line.c - a straight line that a few wild days do not bend.
 *
 *     y[t] = b0 + b1 t,  b1 = median over pairs of (y[j] - y[i]) / (j - i),
 *                        b0 = median of y[t] - b1 t
 *
 * A long history is first cut into at most 64 stretches of equal length, each stood for by
 * its median: the line keeps its resistance and the cost no longer grows with the pairs.
 *
 * Beside the line over all there is the line over what came after the last change of
 * level or slope.
 *
 * Source: Sen 1968, J. American Statistical Association 63; Theil 1950.
 */
#include <math.h>

#include "models/model.h"
#include "models/robust.h"

enum { STRETCHES = 64 };

/* A line after a change needs this many samples: two weeks of days show a slope beside a week. */
enum { LEAST_AFTER = 14 };

/* The medians of up to STRETCHES stretches of history[from…] and where they lie. Returns their count. */
static size_t medians(const struct history *history, size_t from, struct scratch *scratch,
                      double *t, double *y)
{
    size_t size = (history->n - from + STRETCHES - 1) / STRETCHES, count = 0;
    double *values = scratch_take(scratch, size);

    for (size_t first = from; first < history->n; first += size) {
        size_t known = 0;
        double at = 0;

        for (size_t i = first; i < first + size && i < history->n; i++)
            if (!isnan(history->y[i])) {
                values[known++] = history->y[i];
                at += (double)i;
            }
        if (known == 0)
            continue;
        t[count] = at / (double)known;
        y[count++] = robust_median(values, known);
    }
    return count;
}

static int line(const struct history *history, size_t from, size_t horizon, struct scratch *scratch,
                double *path, struct figures *figures, struct error *err)
{
    const double level = 0.9;    /* of an interval that is not used here */
    double *t = scratch_take(scratch, STRETCHES), *y = scratch_take(scratch, STRETCHES);
    size_t count = medians(history, from, scratch, t, y);
    struct slope fit;

    if (robust_theil_sen(t, y, count, level, scratch, &fit) < 0)
        return error_set(err, ERR_TOOFEW, "a line needs two samples at different times");
    for (size_t h = 0; h < horizon; h++)
        path[h] = fit.intercept + fit.slope * (double)(history->n + h);
    figures_add(figures, "slope per day", fit.slope / history->step_days, 1);
    figures_add(figures, "line at the last sample", fit.intercept + fit.slope * (double)(history->n - 1), 1);
    return 0;
}

static int whole_path(const struct history *history, size_t horizon, struct scratch *scratch,
                      double *path, struct figures *figures, struct error *err)
{
    size_t mark = scratch_mark(scratch);
    int rc = line(history, 0, horizon, scratch, path, figures, err);

    scratch_reset(scratch, mark);
    return rc;
}

static int stretch_path(const struct history *history, size_t horizon, struct scratch *scratch,
                        double *path, struct figures *figures, struct error *err)
{
    size_t mark = scratch_mark(scratch);
    int rc = line(history, history->since, horizon, scratch, path, figures, err);

    scratch_reset(scratch, mark);
    return rc;
}

static const char *lacks_change(const struct history *history)
{
    size_t known = 0;

    if (history->since == 0)
        return "no change of level or slope in the history";
    for (size_t t = history->since; t < history->n; t++)
        if (!isnan(history->y[t]))
            known++;
    return known < LEAST_AFTER ? "too few samples after the last change" : NULL;
}

extern const struct model model_robust_line, model_last_stretch;

const struct model model_robust_line = {
    .name    = "robust-line",
    .title   = "Robust straight line",
    .formula = "y = b0 + b1 t, b1 the median slope of all pairs",
    .source  = "Sen 1968",
    .least   = 3,
    .path    = whole_path,
};

const struct model model_last_stretch = {
    .name    = "last-stretch",
    .title   = "Robust straight line since the last change",
    .formula = "y = b0 + b1 t over the samples after the last change of level or slope",
    .source  = "Sen 1968",
    .least   = LEAST_AFTER,
    .lacks   = lacks_change,
    .path    = stretch_path,
};
