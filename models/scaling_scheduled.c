/*
 * models/scaling_scheduled.c - so many at that hour of the week, whatever comes.
 *
 *     n(i) = largest schedule(hour of the week) from the next step until an order now is in force
 *
 * so that units serve when their hour begins. A schedule that is not given is learned: for
 * each hour the most that its demand asked for at the target.
 */
#include <math.h>

#include "models/scaling.h"

static double want(const struct scaling *policy, const struct scaling_view *view)
{
    double most = 0;

    for (size_t ahead = 1; ahead <= view->lead; ahead++) {
        size_t at = view->i + ahead < view->n ? view->i + ahead : view->n - 1;

        most = fmax(most, policy->schedule[view->week[at]]);
    }
    return most > 0 ? most : view->ordered;
}

static int is_given(const struct scaling *policy)
{
    for (int hour = 0; hour < WEEK_HOURS; hour++)
        if (policy->schedule[hour] > 0)
            return 1;
    return 0;
}

static void learn(const struct scaling_record *record, size_t n, struct scaling *policy)
{
    if (is_given(policy))
        return;
    for (size_t i = 0; i < n; i++) {
        double *hour = &policy->schedule[record->week[i]];

        if (!isnan(record->demand[i]))
            *hour = fmax(*hour, scaling_units(policy, record->demand[i], policy->target_pct));
    }
}

static int variant(const struct scaling *base, size_t index, struct scaling *out)
{
    static const double targets[] = { 50, 60, 70, 80, 90 };

    if (index >= 5)
        return 0;
    *out = *base;
    out->target_pct = targets[index];
    out->cooldown_s = 0;
    return 1;
}

static void words(const struct scaling *policy, struct buf *out)
{
    double fewest = INFINITY, most = 0;

    for (int hour = 0; hour < WEEK_HOURS; hour++) {
        fewest = fmin(fewest, policy->schedule[hour]);
        most = fmax(most, policy->schedule[hour]);
    }
    buf_addf(out, "%g to %g units by the hour of the week", fewest, most);
    scaling_delays(policy, out);
}

extern const struct scaler scaler_scheduled;
const struct scaler scaler_scheduled = {
    .name = "scheduled", .title = "Schedule",
    .rule = "the units of `schedule` at the hour of the week; without one, learned at `target`",
    .source = "scheduled scaling of Amazon EC2 Auto Scaling, User Guide",
    .want = want, .variant = variant, .words = words, .learn = learn,
};
