#include "models/compete.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "models/roll.h"
#include "models/seasonal.h"

/* Past origins compared, and the part of the history that the first of them knows. */
enum { ORIGINS = 8 };
static const double first_part = 0.5;

/* A challenger must be better by this part than what was chosen before. */
static const double hysteresis = 0.05;

/* The period of the seasonal naive that is the measure: what a planner would look at. */
static size_t season(const struct history *history)
{
    if (history->week > 1 && history->n >= 3 * history->week)
        return history->week;
    if (history->day > 1 && history->n >= 3 * history->day)
        return history->day;
    return 1;
}

/* Mean absolute difference of samples a season apart; unknown when there are none or all agree. */
static struct maybe scale(const struct history *history, size_t period)
{
    double sum = 0;
    size_t count = 0;

    for (size_t t = period; t < history->n; t++) {
        double change = fabs(history->y[t] - history->y[t - period]);

        if (!isnan(change)) {
            sum += change;
            count++;
        }
    }
    if (!(sum > 0))
        return (struct maybe){ 0, 0 };
    return (struct maybe){ sum / (double)count, 1 };
}

/* Mean absolute error of the back-test; unknown where the model failed at any origin. */
static struct maybe mean_error(const struct history *history, const struct roll *plan,
                               const double *paths)
{
    double sum = 0;
    size_t count = 0;

    for (size_t o = 0; o < plan->origin_count; o++)
        for (size_t s = 0; s < plan->step_count; s++) {
            size_t t = plan->origins[o] + plan->steps[s];
            double f = paths[o * plan->step_count + s];

            if (isnan(f))
                return (struct maybe){ 0, 0 };
            if (t < history->n && !isnan(history->y[t])) {
                sum += fabs(history->y[t] - f);
                count++;
            }
        }
    if (count == 0)
        return (struct maybe){ 0, 0 };
    return (struct maybe){ sum / (double)count, 1 };
}

/* The mean error of one model's back-test. */
static struct maybe back_test(const struct model *model, const struct history *history,
                              const struct roll *plan, struct scratch *scratch)
{
    size_t mark = scratch_mark(scratch);
    double *paths = scratch_take(scratch, plan->origin_count * plan->step_count);
    struct maybe error;

    roll_paths(plan, model, history, scratch, paths);
    error = mean_error(history, plan, paths);
    scratch_reset(scratch, mark);
    return error;
}

/* The error of "as it was a season ago" from the same origins. */
static struct maybe measure(const struct history *history, const struct roll *plan, size_t period,
                            struct scratch *scratch)
{
    size_t mark = scratch_mark(scratch);
    double *paths = scratch_take(scratch, plan->origin_count * plan->step_count);
    double *path = scratch_take(scratch, plan->horizon);
    struct maybe error;

    for (size_t o = 0; o < plan->origin_count; o++) {
        struct history then = history_until(history, plan->origins[o]);

        seasonal_naive(&then, period, plan->horizon, path);
        for (size_t s = 0; s < plan->step_count; s++)
            paths[o * plan->step_count + s] = path[plan->steps[s]];
    }
    error = mean_error(history, plan, paths);
    scratch_reset(scratch, mark);
    return error;
}

/*
 * The index of the choice among the trials that have no verdict yet: the incumbent unless
 * another is clearly better. count when there is none.
 */
static size_t choose(const struct contest *contest, const struct maybe *errors, size_t incumbent)
{
    size_t best = contest->count;

    for (size_t i = 0; i < contest->count; i++)
        if (!contest->trials[i].verdict && errors[i].known &&
            (best == contest->count || errors[i].value < errors[best].value))
            best = i;
    if (incumbent < contest->count && !contest->trials[incumbent].verdict &&
        (best == contest->count || !errors[incumbent].known ||
         errors[best].value >= (1 - hysteresis) * errors[incumbent].value))
        return incumbent;
    return best;
}

/* The index of the model that need not be clearly better: the previous one, or the first that can. */
static size_t find_incumbent(const struct contest *contest, const char *previous)
{
    for (size_t i = 0; previous && i < contest->count; i++)
        if (!contest->trials[i].verdict && strcmp(contest->trials[i].model, previous) == 0)
            return i;
    for (size_t i = 0; i < contest->count; i++)
        if (!contest->trials[i].verdict)
            return i;
    return contest->count;
}

/* Enters every model, with the reason of those that can not take part. */
static void enter(const struct history *history, struct contest *contest)
{
    for (size_t i = 0; models[i]; i++) {
        assert(i < TRIALS);
        contest->trials[i].model = models[i]->name;
        contest->trials[i].verdict = model_lacks(models[i], history);
        contest->count++;
    }
}

static void score(const struct history *history, const struct roll *plan, size_t period,
                  struct scratch *scratch, struct contest *contest, struct maybe *errors)
{
    struct maybe unit = scale(history, period), bar = measure(history, plan, period, scratch);

    for (size_t i = 0; i < contest->count; i++) {
        struct trial *trial = &contest->trials[i];

        if (trial->verdict)
            continue;
        errors[i] = back_test(models[i], history, plan, scratch);
        if (!errors[i].known)
            trial->verdict = "too little history to try it on its past";
        else if (bar.known && errors[i].value > bar.value)
            trial->verdict = "not better than the seasonal naive";
        if (errors[i].known && unit.known)
            trial->mase = (struct maybe){ errors[i].value / unit.value, 1 };
    }
}

int compete(const struct history *history, size_t horizon, const char *previous,
            struct scratch *scratch, struct contest *out, struct error *err)
{
    size_t ahead = horizon < history->n / 4 ? horizon : history->n / 4, choice;
    struct maybe errors[TRIALS] = { 0 };
    struct contest contest = { 0 };
    struct roll plan = { 0 };

    enter(history, &contest);
    if (find_incumbent(&contest, NULL) == contest.count)
        return error_set(err, ERR_TOOFEW, "%zu samples are too few for any model",
                         history_known(history));
    if (ahead > 0)
        plan = roll_plan(history, (size_t)(first_part * (double)history->n), history->n - ahead,
                         ahead, ORIGINS);
    if (plan.origin_count > 0)
        score(history, &plan, season(history), scratch, &contest, errors);
    choice = choose(&contest, errors, find_incumbent(&contest, previous));
    if (choice == contest.count)
        return error_set(err, ERR_TOOFEW, "no model could be tried on the past of the series");
    contest.model = models[choice];
    contest.mase = contest.trials[choice].mase;
    contest.origins = plan.origin_count;
    for (size_t i = 0; i < contest.count; i++)
        if (!contest.trials[i].verdict)
            contest.trials[i].verdict = i == choice ? "chosen" : "worse";
    *out = contest;
    return 0;
}
