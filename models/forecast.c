#include "models/forecast.h"

#include <math.h>

#include "models/interval.h"
#include "models/roll.h"

/* The back-test's courses and shape, on top of what the models take. */
size_t forecast_room(size_t points, size_t horizon, size_t levels)
{
    return model_room(points, horizon) + 2 * (size_t)ROLL_ORIGINS * ROLL_STEPS + points +
           (1 + levels) * horizon;
}

static int check_request(const struct history *history, const struct forecast_request *request,
                         struct error *err)
{
    if (request->horizon < 1)
        return error_set(err, ERR_USAGE, "a forecast needs a horizon of at least one step");
    if (request->level_count > FORECAST_LEVELS)
        return error_set(err, ERR_USAGE, "%zu quantiles are too many", request->level_count);
    for (size_t i = 0; i < request->level_count; i++)
        if (!(request->levels[i] > (i ? request->levels[i - 1] : 0) && request->levels[i] < 1))
            return error_set(err, ERR_USAGE, "quantiles must ascend between 0 and 1, not %g",
                             request->levels[i]);
    for (size_t t = 0; t < history->n; t++)
        if (isinf(history->y[t]))
            return error_set(err, ERR_NUMERIC, "sample %zu is not finite", t + 1);
    return 0;
}

static int choose_model(const struct history *history, const struct forecast_request *request,
                        struct scratch *scratch, struct contest *out, struct error *err)
{
    if (!request->model)
        return compete(history, request->horizon, request->previous, request->rule, scratch, out, err);
    *out = (struct contest){ .model = model_find(request->model) };
    if (!out->model)
        return error_set(err, ERR_NOTFOUND, "no model is called '%s'", request->model);
    return 0;
}

/* Turns the scaled results back into the series' unit; ERR_NUMERIC when they do not fit into it. */
static int scale_back(double *value, size_t count, int power, struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        value[i] = ldexp(value[i], power);
        if (!isfinite(value[i]))
            return error_set(err, ERR_NUMERIC, "the forecast has no finite value");
    }
    return 0;
}

static int make(const struct history *history, const struct forecast_request *request,
                struct scratch *scratch, double *path, double *quantile, struct forecast *out,
                struct error *err)
{
    int rc = choose_model(history, request, scratch, &out->contest, err);

    if (rc == 0)
        rc = model_path(out->contest.model, history, request->horizon, scratch, path,
                        &out->figures, err);
    if (rc == 0 && request->level_count > 0)
        rc = interval_make(out->contest.model, history, request->horizon, path, request->levels,
                           request->level_count, scratch, quantile, &out->coverage, err);
    return rc;
}

int forecast_make(const struct history *history, const struct forecast_request *request,
                  struct scratch *scratch, struct forecast *out, struct error *err)
{
    size_t before = scratch_mark(scratch), mark;
    double *path = scratch_take(scratch, request->horizon);
    double *quantile = scratch_take(scratch, request->level_count * request->horizon);
    struct forecast forecast = { .horizon = request->horizon, .level_count = request->level_count,
                                 .path = path, .quantile = quantile };
    struct history scaled;
    int power = 0, rc = check_request(history, request, err);

    mark = scratch_mark(scratch);
    if (rc == 0) {
        scaled = history_scaled(history, scratch, &power);
        rc = make(&scaled, request, scratch, path, quantile, &forecast, err);
    }
    if (rc == 0)
        rc = scale_back(path, request->horizon, power, err);
    if (rc == 0)
        rc = scale_back(quantile, request->level_count * request->horizon, power, err);
    for (size_t i = 0; i < forecast.figures.count; i++)
        if (forecast.figures.at[i].in_unit)
            forecast.figures.at[i].value = ldexp(forecast.figures.at[i].value, power);
    scratch_reset(scratch, rc < 0 ? before : mark);
    if (rc == 0)
        *out = forecast;
    return rc;
}

double forecast_quantile(const struct forecast *forecast, size_t level, size_t step)
{
    return forecast->quantile[level * forecast->horizon + step];
}
