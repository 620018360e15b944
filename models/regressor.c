#include "models/regressor.h"

#include <math.h>
#include <string.h>

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

static size_t class_count(const struct history *history)
{
    if (history->day > 1)
        return history->hour || history->day > AUTOREG_CLASSES ? AUTOREG_CLASSES : history->day;
    return history->week > 1 ? 7 : 1;
}

static unsigned char class_of(const struct history *history, size_t t)
{
    if (history->day > 1 && history->hour)
        return history->hour[t];
    if (history->day > 1)
        return (unsigned char)(history->day <= AUTOREG_CLASSES
                               ? t % history->day : t % history->day * AUTOREG_CLASSES / history->day);
    if (history->week > 1)
        return (unsigned char)(history->weekday ? history->weekday[t]
                                                : t % history->week * 7 / history->week);
    return 0;
}

static unsigned char *take_bytes(struct scratch *scratch, size_t count)
{
    return (unsigned char *)scratch_take(scratch, (count + sizeof(double) - 1) / sizeof(double));
}

void regressor_frame_init(struct regressor_frame *frame, size_t horizon, struct scratch *scratch)
{
    const struct history *history = frame->history;

    frame->known = take_bytes(scratch, history->n);
    frame->cls = take_bytes(scratch, history->n + horizon);
    frame->classes = class_count(history);
    for (size_t t = 0; t < history->n; t++)
        frame->known[t] = (unsigned char)(isnan(history->y[t]) ? 0 : 1);
    for (size_t t = 0; t < history->n + horizon; t++)
        frame->cls[t] = class_of(history, t);
}

static size_t add_lags(struct autoreg_shape *shape, size_t from, size_t to, size_t most)
{
    for (size_t lag = from; lag <= to && lag <= most && shape->lag_count < AUTOREG_LAGS; lag++)
        if (lag > 0 && (shape->lag_count == 0 || lag > shape->lags[shape->lag_count - 1]))
            shape->lags[shape->lag_count++] = lag;
    return shape->lag_count;
}

/* Lags round the newest samples, a day and a week ago; a lag needs three times its length. */
static void choose_lags(struct autoreg_shape *shape, const struct history *history,
                        enum regressor_lags lags)
{
    size_t most = history->n / 3, day = history->day, week = history->week;

    if (day > 1) {
        int many = lags == MANY && day == 24;

        add_lags(shape, 1, many ? 30 : lags == MANY ? 6 : 3, most);
        add_lags(shape, day - 1, day + 1, most);
        if (history->n >= 3 * week)
            add_lags(shape, many ? week - 4 : week - 1, many ? week + 4 : week + 1, most);
    } else if (week > 1) {
        add_lags(shape, 1, lags == MANY ? week + 1 : 3, most);
        add_lags(shape, lags == MANY ? 2 * week - 1 : week, lags == MANY ? 2 * week + 1 : week, most);
        if (lags == MANY) {
            add_lags(shape, 3 * week, 3 * week, most);
            add_lags(shape, 4 * week, 4 * week, most);
        }
    } else {
        size_t year = (size_t)lround(365.25 / history->step_days);

        add_lags(shape, 1, 6, most);
        if (year > 8)
            add_lags(shape, year - 1, year + 2, most);
    }
}

/* Straight lines over the gaps; level before the first and after the last known sample. */
static void bridge(const double *y, size_t n, double *out)
{
    size_t last = n;    /* the last known sample so far, n for none */

    for (size_t t = 0; t < n; t++) {
        if (isnan(y[t]))
            continue;
        for (size_t gap = last < n ? last + 1 : 0; gap < t; gap++)
            out[gap] = last < n ? y[last] + (y[t] - y[last]) * (double)(gap - last) / (double)(t - last)
                                : y[t];
        out[t] = y[t];
        last = t;
    }
    for (size_t gap = last + 1; gap < n; gap++)
        out[gap] = y[last];
}

static double known_median(const struct history *history, struct scratch *scratch)
{
    size_t mark = scratch_mark(scratch), known = 0;
    double *sorted = scratch_take(scratch, history->n), median;

    for (size_t t = 0; t < history->n; t++)
        if (!isnan(history->y[t]))
            sorted[known++] = fabs(history->y[t]);
    gsl_sort(sorted, 1, known);
    median = gsl_stats_median_from_sorted_data(sorted, 1, known);
    scratch_reset(scratch, mark);
    return median;
}

/* Zeros have no logarithm: a hundredth of the middle value is added to all. */
static const double offset_share = 0.01;

/* Puts the series on the member's scale; 0 when it has none there. */
static int take_scale(struct regressor *r, const struct history *history, struct scratch *scratch)
{
    double least = INFINITY;

    bridge(history->y, history->n, r->z);
    if (r->view.scale == VALUES)
        return 1;
    for (size_t t = 0; t < history->n; t++)
        least = fmin(least, r->z[t]);
    if (least < 0)
        return 0;
    if (least <= 0)
        r->offset = offset_share * known_median(history, scratch);
    if (!(least + r->offset > 0))
        return 0;
    for (size_t t = 0; t < history->n; t++)
        r->z[t] = log(r->z[t] + r->offset);
    return 1;
}

static size_t apart(const struct history *history, enum regressor_target target)
{
    switch (target) {
    case STEP: return 1;
    case DAY:  return history->day;
    case WEEK: return history->week;
    default:   return 0;
    }
}

/* Standardises z or its differences into w; 0 when they do not vary. */
static int standardise(struct regressor *r, double *w, size_t n)
{
    size_t from = r->apart;

    if (n < from + 2)
        return 0;
    for (size_t t = 0; t < n; t++)
        w[t] = t < from ? 0 : from ? r->z[t] - r->z[t - from] : r->z[t];
    r->centre = gsl_stats_mean(w + from, 1, n - from);
    r->spread = gsl_stats_sd_m(w + from, 1, n - from, r->centre);
    if (r->shape.pull > 0)
        r->centre = w[n - 1];
    if (!(r->spread > 0))
        return 0;
    for (size_t t = from; t < n; t++)
        w[t] = (w[t] - r->centre) / r->spread;
    return 1;
}

void regressor_init(struct regressor *r, const struct regressor_view *view,
                    const struct regressor_frame *frame, struct scratch *scratch)
{
    const struct history *history = frame->history;
    double *w = scratch_take(scratch, history->n);
    size_t from = 0;

    *r = (struct regressor){ .frame = frame, .view = *view, .low = INFINITY, .high = -INFINITY };
    r->z = scratch_take(scratch, history->n);
    r->apart = apart(history, view->target);
    choose_lags(&r->shape, history, view->lags);
    r->shape.classes = frame->classes;
    r->shape.ridge = frame->ridge;
    r->shape.half_life = frame->half_life_days / history->step_days;
    r->shape.pull = history->day > 1 || r->apart ? 0 : 1;
    r->data = (struct autoreg_data){ w, frame->known, frame->classes > 1 ? frame->cls : NULL };
    if (r->shape.lag_count == 0 || !take_scale(r, history, scratch) ||
        !standardise(r, w, history->n))
        return;
    if (view->newest && history->n > view->newest)
        from = history->n - view->newest;
    r->fit = autoreg_init(&r->shape, from + r->apart, scratch);
    r->usable = 1;
}

/* How far beyond what was seen a course may run: a share of the range, and what the range gained
 * per sample, kept up over the horizon. A guard against an unstable fit, seldom touched. */
static const double range_share = 0.3;

static void see(struct regressor *r, size_t n)
{
    for (; r->seen < n; r->seen++) {
        r->low = fmin(r->low, r->data.w[r->seen]);
        r->high = fmax(r->high, r->data.w[r->seen]);
    }
}

/* A regression is solved again once the history has grown by this part. */
enum { SOLVES = 16 };

static int solve(struct regressor *r, size_t n)
{
    size_t whole = r->frame->history->n;

    if (r->solved && n < whole && n - r->solved < whole / SOLVES)
        return 1;
    autoreg_add(&r->fit, &r->data, n);
    if (r->fit.rows < r->fit.terms || !autoreg_solve(&r->fit))
        return 0;
    r->solved = n;
    return 1;
}

void regressor_course(struct regressor *r, size_t n, size_t horizon, struct scratch *scratch,
                      double *path)
{
    double slack;

    if (!r->usable || !solve(r, n)) {
        for (size_t h = 0; h < horizon; h++)
            path[h] = (double)NAN;
        return;
    }
    see(r, n);
    slack = (r->high - r->low) * (range_share + (double)horizon / (double)n);
    autoreg_course(&r->fit, &r->data, n, horizon, r->low - slack, r->high + slack, scratch, path);
    for (size_t h = 0; h < horizon; h++) {
        double before = r->apart == 0 ? 0 : h < r->apart ? r->z[n - r->apart + h] : path[h - r->apart];

        path[h] = before + r->centre + r->spread * path[h];
    }
    for (size_t h = 0; h < horizon && r->view.scale == LOGARITHMS; h++)
        path[h] = exp(path[h]) - r->offset;
}
