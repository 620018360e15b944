/*
 * models/scaling_threshold.c - one more when busy, one fewer when idle.
 *
 *     u > up:   ordered + step        u < down:   ordered - step        else ordered
 */
#include "models/scaling.h"

static double want(const struct scaling *policy, const struct scaling_view *view)
{
    if (view->utilisation_pct > policy->up_pct)
        return view->ordered + policy->step;
    if (view->utilisation_pct < policy->down_pct)
        return view->ordered - policy->step;
    return view->ordered;
}

/* Every threshold to start with every one to stop that leaves room between, small and large steps. */
static int variant(const struct scaling *base, size_t index, struct scaling *out)
{
    static const double ups[] = { 50, 60, 70, 80, 90 }, downs[] = { 20, 30, 40, 50 };
    static const double steps[] = { 1, 2, 4 }, cooldowns[] = { 300, 900 };
    size_t up = index % 5, down = index / 5 % 4, step = index / 20 % 3, cooldown = index / 60;

    if (cooldown >= 2)
        return 0;
    *out = *base;
    out->up_pct = ups[up];
    out->down_pct = downs[down] < ups[up] - 10 ? downs[down] : ups[up] - 20;
    out->step = steps[step];
    out->cooldown_s = cooldowns[cooldown];
    return 1;
}

static void words(const struct scaling *policy, struct buf *out)
{
    buf_addf(out, "up %g %%, down %g %%, %g at a time", policy->up_pct, policy->down_pct, policy->step);
    scaling_delays(policy, out);
}

extern const struct scaler scaler_threshold;
const struct scaler scaler_threshold = {
    .name = "threshold", .title = "Thresholds",
    .rule = "above `up` start `step`, below `down` stop `step`",
    .source = "simple scaling of Amazon EC2 Auto Scaling, User Guide",
    .want = want, .variant = variant, .words = words,
};
