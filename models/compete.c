#include "models/compete.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "models/roll.h"
#include "models/seasonal.h"

/* Past origins compared, and the part of the history that the first of them knows. */
enum { ORIGINS = 8 };
static const double first_part = 0.5;

/*
 * A challenger must be better by this part than what was chosen before, and under CONTEST_WINS at this share of
 * the origins: seven of eight happen by luck one time in 28, a better mean one time in two.
 */
static const double hysteresis = 0.05, wins_share = 0.85;

/* Mean absolute error over all origins and at each; unknown where the model failed at one. */
struct score {
    int    known;
    double mean, at[ORIGINS];
};

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

static struct score score_of(const struct history *history, const struct roll *plan,
                             const double *paths)
{
    struct score score = { 0 };
    double all = 0, total = 0;

    for (size_t o = 0; o < plan->origin_count; o++) {
        double sum = 0, count = 0;

        for (size_t s = 0; s < plan->step_count; s++) {
            size_t t = plan->origins[o] + plan->steps[s];
            double f = paths[o * plan->step_count + s];

            if (isnan(f))
                return score;
            if (t < history->n && !isnan(history->y[t])) {
                sum += fabs(history->y[t] - f);
                count += 1;
            }
        }
        score.at[o] = count > 0 ? sum / count : 0;
        all += sum;
        total += count;
    }
    score.known = total > 0;
    score.mean = total > 0 ? all / total : 0;
    return score;
}

static int clearly_better(const struct score *a, const struct score *b, size_t origins, enum contest_rule rule)
{
    size_t wins = 0;

    if (!a->known || !b->known || a->mean > (1 - hysteresis) * b->mean)
        return 0;
    if (rule == CONTEST_MEAN)
        return 1;
    for (size_t o = 0; o < origins; o++)
        if (a->at[o] < b->at[o])
            wins++;
    return (double)wins >= wins_share * (double)origins;
}

/* The score of one model's back-test. */
static struct score back_test(const struct model *model, const struct history *history,
                              const struct roll *plan, struct scratch *scratch)
{
    size_t mark = scratch_mark(scratch);
    double *paths = scratch_take(scratch, plan->origin_count * plan->step_count);
    struct score score;

    roll_paths(plan, model, history, scratch, paths);
    score = score_of(history, plan, paths);
    scratch_reset(scratch, mark);
    return score;
}

/* The score of "as it was a season ago" from the same origins. */
static struct score score_bar(const struct history *history, const struct roll *plan, size_t period,
                              struct scratch *scratch)
{
    size_t mark = scratch_mark(scratch);
    double *paths = scratch_take(scratch, plan->origin_count * plan->step_count);
    double *path = scratch_take(scratch, plan->horizon);
    struct score score;

    for (size_t o = 0; o < plan->origin_count; o++) {
        struct history then = history_until(history, plan->origins[o]);

        seasonal_naive(&then, period, plan->horizon, path);
        for (size_t s = 0; s < plan->step_count; s++)
            paths[o * plan->step_count + s] = path[plan->steps[s]];
    }
    score = score_of(history, plan, paths);
    scratch_reset(scratch, mark);
    return score;
}

/* Enters every model, with the reason of those that can not take part. Returns how many can. */
static size_t enter(const struct history *history, struct contest *contest)
{
    size_t able = 0;

    for (size_t i = 0; models[i]; i++) {
        assert(i < TRIALS);
        contest->trials[i].model = models[i]->name;
        contest->trials[i].verdict = model_lacks(models[i], history);
        if (!contest->trials[i].verdict)
            able++;
        contest->count++;
    }
    return able;
}

/* The model that need not be better: the previous one, or the first that can take part. */
static size_t find_incumbent(const struct contest *contest, const char *previous)
{
    size_t first = contest->count;

    for (size_t i = contest->count; i-- > 0; )
        if (!contest->trials[i].verdict) {
            first = i;
            if (previous && strcmp(contest->trials[i].model, previous) == 0)
                return i;
        }
    return first;
}

/* Tries every model that can take part. */
static void try_all(const struct history *history, const struct roll *plan, size_t period,
                    struct scratch *scratch, struct contest *contest, struct score *scores)
{
    struct maybe unit = scale(history, period);

    for (size_t i = 0; i < contest->count; i++) {
        struct trial *trial = &contest->trials[i];

        if (trial->verdict)
            continue;
        scores[i] = back_test(models[i], history, plan, scratch);
        if (!scores[i].known)
            trial->verdict = "too little history to try it on its past";
        else if (unit.known)
            trial->mase = (struct maybe){ scores[i].mean / unit.value, 1 };
    }
}

/* The best of those that may replace the incumbent; count when there is none. */
static size_t find_best(struct contest *contest, const struct score *scores, size_t incumbent,
                        const struct score *bar)
{
    size_t best = contest->count;

    for (size_t i = 0; i < contest->count; i++) {
        if (contest->trials[i].verdict || !scores[i].known)
            continue;
        if (i != incumbent && bar->known && scores[i].mean > bar->mean)
            contest->trials[i].verdict = "not better than the seasonal naive";
        else if (best == contest->count || scores[i].mean < scores[best].mean)
            best = i;
    }
    return best;
}

static size_t choose(struct contest *contest, const struct score *scores, size_t incumbent,
                     const struct score *bar, enum contest_rule rule)
{
    size_t best = find_best(contest, scores, incumbent, bar), origins = contest->origins;

    if (best == contest->count || best == incumbent || !scores[incumbent].known)
        return best == contest->count ? incumbent : best;
    if (clearly_better(bar, &scores[incumbent], origins, rule)) {
        contest->trials[incumbent].verdict = "not better than the seasonal naive";
        return best;
    }
    return clearly_better(&scores[best], &scores[incumbent], origins, rule) ? best : incumbent;
}

int compete(const struct history *history, size_t horizon, const char *previous, enum contest_rule rule,
            struct scratch *scratch, struct contest *out, struct error *err)
{
    size_t ahead = horizon < history->n / 4 ? horizon : history->n / 4, choice, period = season(history);
    struct score scores[TRIALS] = { 0 }, bar = { 0 };
    struct contest contest = { 0 };
    struct roll plan = { 0 };

    if (enter(history, &contest) == 0)
        return error_set(err, ERR_TOOFEW, "%zu samples are too few for any model",
                         history_known(history));
    choice = find_incumbent(&contest, previous);
    if (ahead > 0)
        plan = roll_plan(history, (size_t)(first_part * (double)history->n), history->n - ahead,
                         ahead, ORIGINS);
    contest.origins = plan.origin_count;
    if (plan.origin_count > 0) {
        bar = score_bar(history, &plan, period, scratch);
        try_all(history, &plan, period, scratch, &contest, scores);
        choice = choose(&contest, scores, choice, &bar, rule);
    }
    contest.model = models[choice];
    contest.mase = contest.trials[choice].mase;
    for (size_t i = 0; i < contest.count; i++)
        if (i == choice || !contest.trials[i].verdict)
            contest.trials[i].verdict = i == choice ? "chosen" : "worse";
    *out = contest;
    return 0;
}
