/*
 * models/scaling_target.c - as many as the target utilisation asks for.
 *
 *     n = ceil(in force u / target), unless |u / target - 1| <= tolerance
 *
 * Source: Kubernetes documentation, "Horizontal Pod Autoscaling", algorithm details: desiredReplicas =
 * ceil(currentReplicas currentMetric / desiredMetric), tolerance 0.1, and a window over which
 * only the highest recommendation is scaled down to.
 */
#include <math.h>

#include "models/scaling.h"

static double want(const struct scaling *policy, const struct scaling_view *view)
{
    double ratio = view->utilisation_pct / policy->target_pct;

    if (fabs(ratio - 1) <= policy->tolerance_pct / 100)
        return view->ordered;
    return scaling_units(policy, view->in_force * view->utilisation_pct / 100, policy->target_pct);
}

static int variant(const struct scaling *base, size_t index, struct scaling *out)
{
    static const double targets[] = { 40, 50, 60, 70, 80, 90 };
    static const double stabilise[] = { 0, 300, 900, 3600 };
    size_t target = index % 6, window = index / 6 % 4, cooldown = index / 24;

    if (cooldown >= 2)
        return 0;
    *out = *base;
    out->target_pct = targets[target];
    out->stabilise_s = stabilise[window];
    out->cooldown_s = cooldown ? 300 : 0;
    return 1;
}

static void words(const struct scaling *policy, struct buf *out)
{
    buf_addf(out, "target %g %%, tolerance %g %%", policy->target_pct, policy->tolerance_pct);
    scaling_delays(policy, out);
}

extern const struct scaler scaler_target;
const struct scaler scaler_target = {
    .name = "target", .title = "Target tracking",
    .rule = "as many units as bring utilisation to `target`, within `tolerance` of it none",
    .source = "Kubernetes documentation, Horizontal Pod Autoscaling",
    .want = want, .variant = variant, .words = words,
};
