/*
 * models/scaling_predictive.c - what last week says is coming, and what is there already.
 *
 *     p(j) = seen(j - week) g,   g = sum of seen over the last day / the same a week before
 *     n    = ceil(max(seen(i), p(i + 1) … p(i + lead)) / target)
 *
 * g lies within 1/2 and 2. Until a week is known it is target tracking without tolerance. The
 * forecast is the seasonal naive with the level of the day: as plain as one can be that
 * knows the week, so what it gains a better one gains too.
 */
#include <math.h>

#include "models/scaling.h"

static const double DAY_S = 86400, WEEK_S = 604800, GROWTH_MOST = 2;

static double growth(const struct scaling_view *view, size_t week, size_t day)
{
    size_t end = view->i + 1;
    double now, then;

    if (end < week + day)
        return 1;
    now = view->seen_sum[end] - view->seen_sum[end - day];
    then = view->seen_sum[end - week] - view->seen_sum[end - week - day];
    return then > 0 ? fmin(GROWTH_MOST, fmax(1 / GROWTH_MOST, now / then)) : 1;
}

static double want(const struct scaling *policy, const struct scaling_view *view)
{
    size_t week = (size_t)(WEEK_S / view->step_s);
    size_t day = (size_t)(DAY_S / view->step_s);
    double most = view->seen[view->i], g = growth(view, week, day);

    for (size_t j = view->i + 1; j <= view->i + view->lead; j++)
        if (j >= week && j - week <= view->i && !isnan(view->seen[j - week]))
            most = fmax(most, g * view->seen[j - week]);
    return scaling_units(policy, most, policy->target_pct);
}

static int variant(const struct scaling *base, size_t index, struct scaling *out)
{
    static const double targets[] = { 50, 60, 70, 80, 90 };
    static const double stabilise[] = { 0, 900, 3600 };

    if (index >= 15)
        return 0;
    *out = *base;
    out->target_pct = targets[index % 5];
    out->stabilise_s = stabilise[index / 5];
    out->cooldown_s = 0;
    return 1;
}

static void words(const struct scaling *policy, struct buf *out)
{
    buf_addf(out, "target %g %%", policy->target_pct);
    scaling_delays(policy, out);
}

extern const struct scaler scaler_predictive;
const struct scaler scaler_predictive = {
    .name = "predictive", .title = "Prediction",
    .rule = "what demand a week ago and now ask for at `target` until an order is in force",
    .source = "seasonal naive: Hyndman and Athanasopoulos, Forecasting, 3rd ed. 2021, section 5.2",
    .want = want, .variant = variant, .words = words,
};
