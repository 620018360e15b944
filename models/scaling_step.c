/*
 * models/scaling_step.c - the busier, the more at once.
 *
 *     ordered + change(k), k the last of the steps whose at <= u
 */
#include "models/scaling.h"

static double want(const struct scaling *policy, const struct scaling_view *view)
{
    double change = 0;

    for (size_t k = 0; k < policy->step_count; k++)
        if (view->utilisation_pct >= policy->steps[k].at_pct)
            change = policy->steps[k].change;
    return view->ordered + change;
}

/* The default's steps, moved as one, and with the lowest where units are stopped moved alone. */
static int variant(const struct scaling *base, size_t index, struct scaling *out)
{
    static const double ups[] = { 50, 60, 70, 80 }, downs[] = { 20, 30, 40 };
    size_t up = index % 4, down = index / 4;

    if (down >= 3)
        return 0;
    *out = *base;
    out->steps[0] = (struct scaling_step){ 0, -1 };
    out->steps[1] = (struct scaling_step){ downs[down], 0 };
    for (size_t k = 0; k < 3; k++)
        out->steps[2 + k] = (struct scaling_step){ ups[up] + (double)k * (95 - ups[up]) / 2,
                                                   (double)(1 << k) };
    out->step_count = 5;
    return 1;
}

static void words(const struct scaling *policy, struct buf *out)
{
    for (size_t k = 0; k < policy->step_count; k++)
        buf_addf(out, "%sfrom %g %% %+g", k ? ", " : "", policy->steps[k].at_pct,
                 policy->steps[k].change);
    scaling_delays(policy, out);
}

extern const struct scaler scaler_step;
const struct scaler scaler_step = {
    .name = "step", .title = "Steps",
    .rule = "the change that stands beside the highest of `steps` reached",
    .source = "step scaling of Amazon EC2 Auto Scaling, User Guide",
    .want = want, .variant = variant, .words = words,
};
