#include "models/roll.h"

#include <math.h>

/* Even steps from 0 to horizon - 1; all of them where there is room. */
static void plan_steps(struct roll *plan, size_t horizon)
{
    plan->horizon = horizon;
    plan->step_count = horizon < ROLL_STEPS ? horizon : ROLL_STEPS;
    for (size_t i = 0; i < plan->step_count; i++)
        plan->steps[i] = plan->step_count < 2 ? 0 : i * (horizon - 1) / (plan->step_count - 1);
}

/*
 * The least spacing that needs no more than `most` origins and does not keep step with the
 * day or the week, so that origins fall on all hours.
 */
static size_t spacing(const struct history *history, size_t span, size_t most)
{
    size_t step = span / most + 1;

    while (history->day > 1 && step > 1 && (step % 2 == 0 || step % 3 == 0))
        step++;
    while (history->day <= 1 && history->week > 1 && step > 1 && step % history->week == 0)
        step++;
    return step;
}

struct roll roll_plan(const struct history *history, size_t first, size_t last, size_t horizon,
                      size_t most)
{
    struct roll plan = { 0 };
    size_t step, count = 0;

    plan_steps(&plan, horizon);
    if (first < 1)
        first = 1;
    if (first > last || last >= history->n)
        return plan;
    step = spacing(history, last - first, most < ROLL_ORIGINS ? most : ROLL_ORIGINS);
    for (size_t origin = first + (last - first) % step; origin <= last; origin += step)
        if (!isnan(history->y[origin - 1]))
            plan.origins[count++] = origin;
    plan.origin_count = count;
    return plan;
}

void roll_paths(const struct roll *plan, const struct model *model,
                const struct history *history, struct scratch *scratch, double *paths)
{
    size_t mark = scratch_mark(scratch);
    double *path;

    if (model->roll) {
        model->roll(history, plan, scratch, paths);
        return;
    }
    path = scratch_take(scratch, plan->horizon);
    for (size_t i = 0; i < plan->origin_count; i++) {
        struct history then = history_until(history, plan->origins[i]);
        double *out = paths + i * plan->step_count;
        int rc = model_path(model, &then, plan->horizon, scratch, path, NULL, NULL);

        for (size_t s = 0; s < plan->step_count; s++)
            out[s] = rc < 0 ? (double)NAN : path[plan->steps[s]];
    }
    scratch_reset(scratch, mark);
}
