#include "models/autoreg.h"

#include <math.h>
#include <string.h>

#include "models/cholesky.h"

struct autoreg autoreg_init(const struct autoreg_shape *shape, size_t from,
                            struct scratch *scratch)
{
    size_t terms = shape->lag_count + shape->classes;
    struct autoreg fit = { .shape = shape, .terms = terms };

    fit.newest = 1;
    fit.gain = exp2(1 / shape->half_life);
    fit.next = from + shape->lags[shape->lag_count - 1];
    fit.gram = scratch_take(scratch, terms * terms);
    fit.moment = scratch_take(scratch, terms);
    fit.factor = scratch_take(scratch, terms * terms);
    fit.coef = scratch_take(scratch, terms);
    memset(fit.gram, 0, terms * terms * sizeof *fit.gram);
    memset(fit.moment, 0, terms * sizeof *fit.moment);
    return fit;
}

/*
 * Adds one row: the lags z[0 … lag_count-1] of sample t, and its class, a column of ones and
 * zeros.
 */
static void add_row(struct autoreg *fit, const double *z, double w, size_t cls, double weight)
{
    size_t lags = fit->shape->lag_count, dummy = lags + cls;
    double *of_class = fit->gram + dummy * fit->terms;

    for (size_t i = 0; i < lags; i++) {
        double *row = fit->gram + i * fit->terms, zi = weight * z[i];

        for (size_t j = 0; j <= i; j++)
            row[j] += zi * z[j];
        of_class[i] += zi;
        fit->moment[i] += zi * w;
    }
    of_class[dummy] += weight;
    fit->moment[dummy] += weight * w;
}

/* Weights grow from 1 and would leave the range of a double after a thousand half-lives. */
static void keep_in_range(struct autoreg *fit)
{
    const double most = 1e100;

    if (fit->newest < most)
        return;
    for (size_t i = 0; i < fit->terms * fit->terms; i++)
        fit->gram[i] /= most;
    for (size_t i = 0; i < fit->terms; i++)
        fit->moment[i] /= most;
    fit->weight /= most;
    fit->newest /= most;
}

void autoreg_add(struct autoreg *fit, const struct autoreg_data *data, size_t until)
{
    const struct autoreg_shape *shape = fit->shape;
    double z[AUTOREG_LAGS];

    for (; fit->next < until; fit->next++) {
        size_t t = fit->next;

        fit->newest *= fit->gain;
        keep_in_range(fit);
        if (!data->known[t])
            continue;
        for (size_t i = 0; i < shape->lag_count; i++)
            z[i] = data->w[t - shape->lags[i]];
        add_row(fit, z, data->w[t], data->cls ? data->cls[t] : 0, fit->newest);
        fit->weight += fit->newest;
        fit->rows++;
    }
}

int autoreg_solve(struct autoreg *fit)
{
    size_t n = fit->terms;
    double penalty = fit->shape->ridge * fit->weight;

    memcpy(fit->factor, fit->gram, n * n * sizeof *fit->gram);
    memcpy(fit->coef, fit->moment, n * sizeof *fit->moment);
    for (size_t i = 0; i < (fit->shape->classes > 1 ? n : fit->shape->lag_count); i++)
        fit->factor[i * n + i] += penalty;
    fit->coef[0] += penalty * fit->shape->pull;
    if (!cholesky_factor(fit->factor, n))
        return 0;
    cholesky_solve(fit->factor, n, fit->coef);
    for (size_t i = 0; i < n; i++)
        if (!isfinite(fit->coef[i]))
            return 0;
    return 1;
}

void autoreg_course(const struct autoreg *fit, const struct autoreg_data *data, size_t n,
                    size_t horizon, double low, double high, struct scratch *scratch,
                    double *path)
{
    const struct autoreg_shape *shape = fit->shape;
    size_t deepest = shape->lags[shape->lag_count - 1], mark = scratch_mark(scratch);
    double *w = scratch_take(scratch, deepest + horizon);    /* w[deepest + h] is step h */

    memcpy(w, data->w + n - deepest, deepest * sizeof *w);
    for (size_t h = 0; h < horizon; h++) {
        double *next = w + deepest + h;
        double sum = fit->coef[shape->lag_count + (data->cls ? data->cls[n + h] : 0)];

        for (size_t i = 0; i < shape->lag_count; i++)
            sum += fit->coef[i] * next[-(ptrdiff_t)shape->lags[i]];
        *next = path[h] = fmin(fmax(sum, low), high);
    }
    scratch_reset(scratch, mark);
}
