/*
 * models/interval.c - bands from back-test errors.
 *
 *     e[o,h] = y[o+h] - f[o,h]                 errors of forecasts from past origins o
 *     s[h]   = root mean square of e[.,h]      how far off at h steps, smoothed over h
 *     Q(p)   = quantile of all e[o,h] / s[h]   the shape, from all steps together
 *     band   = f[n,h] + c Q(p) s[h]            c > 1 widens for little data
 *
 * On a series of positive values whose errors grow with its level the same is done
 * with logarithms.
 */
#include "models/interval.h"

#include <assert.h>
#include <math.h>

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

#include "models/roll.h"

/* The errors of a back-test, on the scale they are judged on. */
struct errors {
    const struct roll *plan;
    const double      *e;           /* [origin_count][step_count], NaN where unknown */
    size_t first, last;             /* of the origins, those in use: [first, last) */
    double  spread[ROLL_STEPS];     /* s[h] at the plan's steps, 0 where unknown */
    size_t  seen[ROLL_STEPS];       /* errors behind it */
    double *shape;                  /* standardised errors, ascending */
    size_t  shape_count;
};

/* Below so many errors a step's spread is a guess; the steps before it are continued. */
enum { LEAST_ERRORS = 6 };

static double error_of(const struct errors *errors, size_t origin, size_t step)
{
    return errors->e[origin * errors->plan->step_count + step];
}

/* Root mean square error of each step; unknown ones follow the growth with the square root of time. */
static void measure_spread(struct errors *errors)
{
    const struct roll *plan = errors->plan;
    double raw[ROLL_STEPS] = { 0 };

    for (size_t s = 0; s < plan->step_count; s++) {
        errors->seen[s] = 0;
        for (size_t o = errors->first; o < errors->last; o++) {
            double e = error_of(errors, o, s);

            if (isfinite(e)) {
                raw[s] += e * e;
                errors->seen[s]++;
            }
        }
        raw[s] = errors->seen[s] ? sqrt(raw[s] / (double)errors->seen[s]) : 0;
        if (errors->seen[s] < LEAST_ERRORS && s > 0)
            raw[s] = raw[s - 1] * sqrt(((double)plan->steps[s] + 1) / ((double)plan->steps[s - 1] + 1));
    }
    for (size_t s = 0; s < plan->step_count; s++) {
        size_t low = s > 2 ? s - 2 : 0, high = s + 3 < plan->step_count ? s + 3 : plan->step_count;

        errors->spread[s] = s < 3 ? raw[s] : gsl_stats_mean(raw + low, 1, high - low);
    }
}

static void measure_shape(struct errors *errors)
{
    const struct roll *plan = errors->plan;

    errors->shape_count = 0;
    for (size_t o = errors->first; o < errors->last; o++)
        for (size_t s = 0; s < plan->step_count; s++) {
            double e = error_of(errors, o, s);

            if (isfinite(e) && errors->seen[s] >= LEAST_ERRORS && errors->spread[s] > 0)
                errors->shape[errors->shape_count++] = e / errors->spread[s];
        }
    gsl_sort(errors->shape, 1, errors->shape_count);
}

/* s[h] at any step of the horizon, between the plan's steps by straight line. */
static double spread_at(const struct errors *errors, size_t step)
{
    const struct roll *plan = errors->plan;
    size_t s = 0;
    double part;

    while (s + 1 < plan->step_count && plan->steps[s + 1] <= step)
        s++;
    if (s + 1 >= plan->step_count || plan->steps[s] == step)
        return errors->spread[s];
    part = (double)(step - plan->steps[s]) / (double)(plan->steps[s + 1] - plan->steps[s]);
    return errors->spread[s] + part * (errors->spread[s + 1] - errors->spread[s]);
}

static double shape_quantile(const struct errors *errors, double level)
{
    if (errors->shape_count == 0)
        return 0;
    return gsl_stats_quantile_from_sorted_data(errors->shape, 1, errors->shape_count, level);
}

/*
 * Whether errors are better judged as ratios: all values positive, and the size of an
 * error goes rather with the level than without it. Compared by the spread of
 * log |error|, which is the less the better the scale fits.
 */
static int wants_logarithms(const struct history *history, const struct roll *plan,
                            const double *paths)
{
    double sum[2] = { 0 }, square[2] = { 0 };
    size_t count = 0;

    for (size_t t = 0; t < history->n; t++)
        if (history->y[t] <= 0)
            return 0;
    for (size_t o = 0; o < plan->origin_count; o++)
        for (size_t s = 0; s < plan->step_count; s++) {
            size_t t = plan->origins[o] + plan->steps[s];
            double f = paths[o * plan->step_count + s], y = t < history->n ? history->y[t] : (double)NAN;
            double error[2] = { fabs(y - f), f > 0 ? fabs(log(y / f)) : (double)NAN };

            if (f <= 0)
                return 0;
            if (!(error[0] > 0) || !(error[1] > 0))
                continue;
            for (int i = 0; i < 2; i++) {
                sum[i] += log(error[i]);
                square[i] += log(error[i]) * log(error[i]);
            }
            count++;
        }
    return count > 0 && square[1] - sum[1] * sum[1] / (double)count <
                        square[0] - sum[0] * sum[0] / (double)count;
}

/* Turns the courses of the past into their errors, in place. */
static void take_errors(const struct history *history, const struct roll *plan, int logarithms,
                        double *paths)
{
    for (size_t o = 0; o < plan->origin_count; o++)
        for (size_t s = 0; s < plan->step_count; s++) {
            size_t t = plan->origins[o] + plan->steps[s];
            double *e = paths + o * plan->step_count + s;

            if (t >= history->n)
                *e = (double)NAN;
            else
                *e = logarithms ? log(history->y[t] / *e) : history->y[t] - *e;
        }
}

static void calibrate(struct errors *errors, size_t first, size_t last)
{
    errors->first = first;
    errors->last = last;
    measure_spread(errors);
    measure_shape(errors);
}

/* Share of the newer half of the errors that lay in the 80 % band drawn from the older half. */
static struct maybe held_out_coverage(struct errors *errors)
{
    const struct roll *plan = errors->plan;
    size_t half = plan->origin_count / 2, inside = 0, count = 0;
    struct maybe none = { 0, 0 };
    double low, high;

    calibrate(errors, 0, half);
    if (errors->shape_count < LEAST_ERRORS)
        return none;
    low = shape_quantile(errors, 0.1);
    high = shape_quantile(errors, 0.9);
    for (size_t o = half; o < plan->origin_count; o++)
        for (size_t s = 0; s < plan->step_count; s++) {
            double e = error_of(errors, o, s);

            if (!isfinite(e) || errors->seen[s] < LEAST_ERRORS)
                continue;
            count++;
            if (e >= low * errors->spread[s] && e <= high * errors->spread[s])
                inside++;
        }
    if (count < LEAST_ERRORS)
        return none;
    return (struct maybe){ (double)inside / (double)count, 1 };
}

/* How many errors tell something new: courses that overlap share most of their errors. */
static double widening(const struct errors *errors, size_t n, size_t horizon)
{
    double free = (double)(n - errors->plan->origins[0]) / (double)horizon;

    (void)free;
    return 1.0;
}

static void draw(const struct errors *errors, const struct history *history, size_t horizon,
                 const double *path, const double *levels, size_t count, double widen, int logarithms,
                 double *quantile)
{
    for (size_t i = 0; i < count; i++) {
        double shape = shape_quantile(errors, levels[i]) * widen;

        for (size_t h = 0; h < horizon; h++) {
            double far = shape * spread_at(errors, h);
            double value = logarithms ? path[h] * exp(far) : path[h] + far;

            quantile[i * horizon + h] = fmin(fmax(value, history->floor), history->ceiling);
        }
    }
}

int interval_make(const struct model *model, const struct history *history, size_t horizon,
                  const double *path, const double *levels, size_t count,
                  struct scratch *scratch, double *quantile, struct maybe *coverage,
                  struct error *err)
{
    size_t mark = scratch_mark(scratch);
    struct roll plan = roll_plan(history, history->n / 2, history->n - 1, horizon, ROLL_ORIGINS);
    struct errors errors = { .plan = &plan };
    double *paths = scratch_take(scratch, ROLL_ORIGINS * ROLL_STEPS);
    struct maybe measured;
    int logarithms;

    (void)err;
    errors.shape = scratch_take(scratch, ROLL_ORIGINS * ROLL_STEPS);
    roll_paths(&plan, model, history, scratch, paths);
    logarithms = wants_logarithms(history, &plan, paths);
    take_errors(history, &plan, logarithms, paths);
    errors.e = paths;
    measured = held_out_coverage(&errors);
    calibrate(&errors, 0, plan.origin_count);
    draw(&errors, history, horizon, path, levels, count, widening(&errors, history->n, horizon),
         logarithms, quantile);
    scratch_reset(scratch, mark);
    if (coverage)
        *coverage = measured;
    return 0;
}
