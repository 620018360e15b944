/*
 * models/model.c - the one door to every model: what they all require is checked
 * here, and what they all promise is enforced here.
 */
#include "models/model.h"

#include <assert.h>
#include <math.h>
#include <string.h>

size_t history_known(const struct history *history)
{
    size_t known = 0;

    for (size_t t = 0; t < history->n; t++)
        if (!isnan(history->y[t]))
            known++;
    return known;
}

double history_last(const struct history *history)
{
    size_t t = history->n;

    while (t > 0 && isnan(history->y[t - 1]))
        t--;
    assert(t > 0);
    return history->y[t - 1];
}

struct history history_until(const struct history *history, size_t n)
{
    struct history until = *history;

    assert(n <= history->n);
    until.n = n;
    if (until.since >= n)
        until.since = 0;
    return until;
}

struct history history_scaled(const struct history *history, struct scratch *scratch,
                              int *power)
{
    struct history scaled = *history;
    double *y = scratch_take(scratch, history->n);
    double largest = 0;

    *power = 0;
    for (size_t t = 0; t < history->n; t++)
        if (fabs(history->y[t]) > largest)
            largest = fabs(history->y[t]);
    if (largest > 0)
        frexp(largest, power);
    for (size_t t = 0; t < history->n; t++)
        y[t] = ldexp(history->y[t], -*power);
    scaled.y = y;
    scaled.floor = ldexp(history->floor, -*power);
    scaled.ceiling = ldexp(history->ceiling, -*power);
    return scaled;
}

void figures_add(struct figures *figures, const char *name, double value, int in_unit)
{
    if (!figures)
        return;
    assert(figures->count < FIGURES);
    figures->at[figures->count].name = name;
    figures->at[figures->count].value = value;
    figures->at[figures->count].in_unit = in_unit;
    figures->count++;
}

/*
 * What the deepest chain of calls takes at once: the fixed part is the matrices of
 * the regressions, the rest goes with the history and the horizon. A test runs
 * every model in exactly this room.
 */
size_t model_room(size_t points, size_t horizon)
{
    enum { FIXED = 100000, PER_POINT = 40, PER_STEP = 40 };

    return FIXED + PER_POINT * points + PER_STEP * horizon;
}

const char *model_lacks(const struct model *model, const struct history *history)
{
    if (history_known(history) < model->least)
        return "too few samples";
    return model->lacks ? model->lacks(history) : NULL;
}

static int check_history(const struct model *model, const struct history *history,
                         struct error *err)
{
    const char *lack;

    for (size_t t = 0; t < history->n; t++)
        if (isinf(history->y[t]))
            return error_set(err, ERR_NUMERIC, "sample %zu is not finite", t + 1);
    lack = model_lacks(model, history);
    if (lack)
        return error_set(err, ERR_TOOFEW, "%s can not be used: %s", model->name, lack);
    return 0;
}

/* Back into the series' own unit and bounds; ERR_NUMERIC when a step is not finite. */
static int finish_path(const struct history *history, const double *scaled, size_t horizon,
                       int power, double *path, struct error *err)
{
    for (size_t h = 0; h < horizon; h++)
        if (!isfinite(scaled[h]) || !isfinite(ldexp(scaled[h], power)))
            return error_set(err, ERR_NUMERIC, "the forecast has no finite value at step %zu", h + 1);
    for (size_t h = 0; h < horizon; h++)
        path[h] = fmin(fmax(ldexp(scaled[h], power), history->floor), history->ceiling);
    return 0;
}

int model_path(const struct model *model, const struct history *history, size_t horizon,
               struct scratch *scratch, double *path, struct figures *figures, struct error *err)
{
    size_t mark = scratch_mark(scratch);
    struct figures found = { 0 };
    struct history scaled;
    double *course;
    int power, rc = check_history(model, history, err);

    if (rc < 0)
        return rc;
    scaled = history_scaled(history, scratch, &power);
    course = scratch_take(scratch, horizon);
    rc = model->path(&scaled, horizon, scratch, course, figures ? &found : NULL, err);
    if (rc == 0)
        rc = finish_path(history, course, horizon, power, path, err);
    if (rc == 0 && figures) {
        for (size_t i = 0; i < found.count; i++)
            if (found.at[i].in_unit)
                found.at[i].value = ldexp(found.at[i].value, power);
        *figures = found;
    }
    scratch_reset(scratch, mark);
    return rc;
}
