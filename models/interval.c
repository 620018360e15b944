/*
 * models/interval.c - bands from back-test errors.
 *
 *     e[o,h] = y[o+h] - f[o,h]                    errors of forecasts from past origins o
 *     s[h]   = root mean square of e[.,h]         how far off at h steps, smoothed over h
 *     k[c]   = mean |e / s| at hours of class c   nights may be surer than days; 1 on average
 *     Q(p)   = quantile of all e[o,h] / (s k)     the shape, from all steps together
 *     band   = f[n,h] + Q(p) g(p) s[h] k[c(n+h)]
 *
 * g(p) = t(p; m) / z(p) widens for little data: quantiles of Student's t at m degrees of
 * freedom over those of the normal distribution, m the number of errors that tell something
 * new, as courses from neighbouring origins share most of theirs.
 *
 * On a series of positive values whose errors grow with its level the same is done
 * with logarithms.
 */
#include "models/interval.h"

#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>

#include "models/robust.h"
#include "models/roll.h"

/* The errors of a back-test, on the scale they are judged on. */
struct errors {
    const struct history *history;
    const struct roll *plan;
    const double      *e;           /* [origin_count][step_count], NaN where unknown */
    size_t first, last;             /* of the origins, those in use: [first, last) */
    double  spread[ROLL_STEPS];     /* s[h] at the plan's steps, 0 where unknown */
    size_t  seen[ROLL_STEPS];       /* errors behind it */
    double  hours[DAY_HOURS];       /* k[c] */
    double *shape;                  /* standardised errors */
    size_t  shape_count;
};

/* The newest so many horizons are the past that is compared, and at most the newer half of all. */
enum { HORIZONS_BACK = 8 };

/* Past origins of a model that is fitted anew at each: a fit costs far more than a course. */
enum { FITTED_ORIGINS = 32 };

/*
 * Errors of courses that overlap count as this many for each horizon of the past: more where samples come once a
 * week or more rarely, so that there are no days and weeks whose errors go together. By the interval score of M4's weekly
 * series, of which 3 has the lower one whether the last horizon is held back or judged.
 */
static const double new_errors_per_horizon = 2, new_errors_without_week = 3;

/* So many errors of an hour weigh as much as the assumption that it is like the others: about a
 * horizon of two days from each of four origins, since the errors of one course go together. */
static const double hour_prior = 200;

/* Below so many errors a step's spread is a guess; the steps before it are continued. */
enum { LEAST_ERRORS = 3 };

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

/* The hour of the day of sample t, 0 where days are no season. */
static size_t hour_of(const struct history *history, size_t t)
{
    if (history->day < 2)
        return 0;
    return history->hour ? history->hour[t] : t % history->day * DAY_HOURS / history->day;
}

/* An error at origin o, step s, in units of the spread there; NaN where either is unknown. */
static double standardised(const struct errors *errors, size_t o, size_t s)
{
    if (errors->seen[s] < LEAST_ERRORS || !(errors->spread[s] > 0))
        return (double)NAN;
    return error_of(errors, o, s) / errors->spread[s];
}

static size_t hour_at(const struct errors *errors, size_t o, size_t s)
{
    return hour_of(errors->history, errors->plan->origins[o] + errors->plan->steps[s]);
}

static void measure_hours(struct errors *errors)
{
    double sum[DAY_HOURS] = { 0 }, count[DAY_HOURS] = { 0 }, all = 0, total = 0;

    for (size_t o = errors->first; o < errors->last; o++)
        for (size_t s = 0; s < errors->plan->step_count; s++) {
            double size = fabs(standardised(errors, o, s));

            if (!isfinite(size))
                continue;
            sum[hour_at(errors, o, s)] += size;
            count[hour_at(errors, o, s)] += 1;
            all += size;
            total += 1;
        }
    for (size_t hour = 0; hour < DAY_HOURS; hour++)
        errors->hours[hour] = all > 0 ? (sum[hour] + hour_prior * all / total) /
                                        (count[hour] + hour_prior) / (all / total) : 1;
}

static void measure_shape(struct errors *errors)
{
    errors->shape_count = 0;
    for (size_t o = errors->first; o < errors->last; o++)
        for (size_t s = 0; s < errors->plan->step_count; s++) {
            double e = standardised(errors, o, s);

            if (isfinite(e))
                errors->shape[errors->shape_count++] = e / errors->hours[hour_at(errors, o, s)];
        }
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

/* m: how many errors tell something new in `span` samples of past origins. */
static double degrees_of_freedom(const struct history *history, size_t span, size_t horizon)
{
    double each = history->week < 2 ? new_errors_without_week : new_errors_per_horizon;

    return fmax(each * (double)span / (double)horizon, 1);
}

/* The quantile of the shape, which is reordered: cheaper than to sort it for a few levels. */
static double shape_quantile(const struct errors *errors, double level)
{
    double rank = level * (double)(errors->shape_count - 1), low, high;
    size_t below = (size_t)rank;

    high = below + 1 < errors->shape_count ? robust_select(errors->shape, errors->shape_count, below + 1)
                                           : (double)NAN;
    low = robust_select(errors->shape, errors->shape_count, below);
    return isnan(high) ? low : low + (rank - (double)below) * (high - low);
}

/* Q(p) g(p) */
static double band_edge(const struct errors *errors, double level, double freedom)
{
    double normal = gsl_cdf_ugaussian_Pinv(level), quantile;

    if (errors->shape_count == 0)
        return 0;
    quantile = shape_quantile(errors, level);
    return normal == 0 ? quantile : quantile * gsl_cdf_tdist_Pinv(level, freedom) / normal;
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
    measure_hours(errors);
    measure_shape(errors);
}

/* Share of the newer half of the errors that lay in the 80 % band drawn from the older half. */
static struct maybe held_out_coverage(struct errors *errors)
{
    const struct roll *plan = errors->plan;
    size_t half = plan->origin_count / 2, inside = 0, count = 0;
    struct maybe none = { 0, 0 };
    double low, high, freedom;

    if (half == 0)
        return none;
    freedom = degrees_of_freedom(errors->history, plan->origins[half - 1] - plan->origins[0], plan->horizon);
    calibrate(errors, 0, half);
    if (errors->shape_count < LEAST_ERRORS)
        return none;
    low = band_edge(errors, 0.1, freedom);
    high = band_edge(errors, 0.9, freedom);
    for (size_t o = half; o < plan->origin_count; o++)
        for (size_t s = 0; s < plan->step_count; s++) {
            double e = standardised(errors, o, s) / errors->hours[hour_at(errors, o, s)];

            if (!isfinite(e))
                continue;
            count++;
            if (e >= low && e <= high)
                inside++;
        }
    if (count < LEAST_ERRORS)
        return none;
    return (struct maybe){ (double)inside / (double)count, 1 };
}

static void draw(const struct errors *errors, size_t horizon, const double *path,
                 const double *levels, size_t count, int logarithms, double *quantile)
{
    const struct history *history = errors->history;
    double freedom = errors->plan->origin_count == 0 ? 1
                   : degrees_of_freedom(history, history->n - errors->plan->origins[0], horizon);

    for (size_t i = 0; i < count; i++) {
        double edge = band_edge(errors, levels[i], freedom);

        for (size_t h = 0; h < horizon; h++) {
            double far = edge * spread_at(errors, h) * errors->hours[hour_of(history, history->n + h)];
            double value = logarithms ? path[h] * exp(far) : path[h] + far;

            if (i > 0)
                value = fmax(value, quantile[(i - 1) * horizon + h]);
            quantile[i * horizon + h] = fmin(fmax(value, history->floor), history->ceiling);
        }
    }
}

/* The past origins the errors are taken from. */
static struct roll plan_past(const struct model *model, const struct history *history,
                             size_t horizon)
{
    size_t most = model->roll ? ROLL_ORIGINS : FITTED_ORIGINS;
    size_t back = HORIZONS_BACK * horizon, first = history->n / 2;

    if (history->n > back && history->n - back > first)
        first = history->n - back;
    return history->n < 2 ? (struct roll){ 0 }
                          : roll_plan(history, first, history->n - 1, horizon, most);
}

int interval_make(const struct model *model, const struct history *history, size_t horizon,
                  const double *path, const double *levels, size_t count,
                  struct scratch *scratch, double *quantile, struct maybe *coverage,
                  struct error *err)
{
    size_t mark = scratch_mark(scratch);
    struct roll plan = plan_past(model, history, horizon);
    struct errors errors = { .history = history, .plan = &plan };
    double *paths = scratch_take(scratch, ROLL_ORIGINS * ROLL_STEPS);
    int logarithms;

    errors.e = paths;
    errors.shape = scratch_take(scratch, ROLL_ORIGINS * ROLL_STEPS);
    roll_paths(&plan, model, history, scratch, paths);
    logarithms = wants_logarithms(history, &plan, paths);
    take_errors(history, &plan, logarithms, paths);
    *coverage = held_out_coverage(&errors);
    calibrate(&errors, 0, plan.origin_count);
    draw(&errors, horizon, path, levels, count, logarithms, quantile);
    scratch_reset(scratch, mark);
    if (errors.seen[0] < LEAST_ERRORS)
        return error_set(err, ERR_TOOFEW, "%zu samples are too few to see how far off a forecast may be",
                         history->n);
    return 0;
}
