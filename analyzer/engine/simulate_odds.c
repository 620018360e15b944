/*
 * analyzer/engine/simulate_odds.c - policies along sampled paths of the forecast.
 *
 * A quantile of each day is no course that demand can take: its days are all as high at once. So each of PATHS
 * simulated paths is replayed by itself, and counted: how many had a step with too few units by a day, and for
 * how much of the time. An odds of p is then good to about sqrt(p (1 - p) / PATHS): 3.5 %-points at worst.
 */
#include <math.h>
#include <stdlib.h>

#include "analyzer/engine/simulate.h"
#include "models/robust.h"

enum { PATHS = 200 };

const int unmet_days[UNMET_DAYS] = { 7, 14, 28 };

/* What the paths said of one policy. */
struct tally { double days[PATHS], under[PATHS]; };

static struct scaling_record record_of(const struct demand *demand)
{
    return (struct scaling_record){ demand->units, demand->week, demand->n,
                                    (double)demand->step_ms / (double)SECOND_MS };
}

/* Runs one policy, or keeps a fixed number in force where it has none. */
static void run(const struct simulate_policy *policy, const struct scaling *bounds, double fixed,
                const struct scaling_record *record, struct scratch *scratch, double *supply,
                struct scaling_score *out)
{
    if (policy) {
        scaling_run(policy->scaler, &policy->policy, record, scratch, supply);
        scaling_judge(&policy->policy, record, supply, out);
        return;
    }
    for (size_t i = 0; i < record->n; i++)
        supply[i] = fixed;
    scaling_judge(bounds, record, supply, out);
}

static void put_path(const struct scaling_score *score, const struct scaling_record *record, size_t path,
                     struct tally *out)
{
    out->days[path] = score->first_unmet < record->n
                          ? (double)score->first_unmet * record->step_s * (double)SECOND_MS / (double)DAY_MS : INFINITY;
    out->under[path] = score->hours > 0 ? score->under_hours / score->hours : 0;
}

static struct maybe share_within(const struct tally *tally, size_t paths, double days, double horizon)
{
    size_t count = 0;

    for (size_t i = 0; i < paths; i++)
        count += tally->days[i] < days;
    return (struct maybe){ (double)count / (double)paths, days <= horizon };
}

/* Nearest rank. Reorders the values. */
static struct maybe quantile(double *values, size_t count, double level)
{
    double value = robust_select(values, count, (size_t)ceil(level * (double)count) - 1);

    return (struct maybe){ isfinite(value) ? value : 0, isfinite(value) };
}

static void put_odds(struct tally *tally, size_t paths, double horizon, const char *name, struct simulated_odds *out)
{
    *out = (struct simulated_odds){ .policy = name };
    for (int i = 0; i < UNMET_DAYS; i++)
        out->unmet[i] = share_within(tally, paths, unmet_days[i], horizon);
    out->days_median = quantile(tally->days, paths, 0.5);
    out->under_low = quantile(tally->under, paths, 0.1);
    out->under_median = quantile(tally->under, paths, 0.5);
    out->under_high = quantile(tally->under, paths, 0.9);
}

int simulate_odds(struct study *study, const struct simulate_question *question, const struct demand *demand,
                  double fixed, struct demand *ahead, struct scratch *scratch, double *supply,
                  struct simulation *out, struct error *err)
{
    size_t paths = study->paths < PATHS ? study->paths : PATHS, each = study->paths / paths;
    double horizon = (double)ahead->n * (double)ahead->step_ms / (double)DAY_MS;
    struct tally *tally = calloc(question->count + 1, sizeof *tally);
    struct scaling_record record = record_of(ahead);
    struct scaling_score score;

    if (!tally)
        return error_set(err, ERR_NOMEM, "no memory for %zu paths", paths);
    for (size_t path = 0; path < paths; path++) {
        simulate_along(study, demand, path * each, ahead);
        for (size_t i = 0; i <= question->count; i++) {
            run(i < question->count ? &question->policies[i] : NULL, &question->policies[0].policy, fixed, &record,
                scratch, supply, &score);
            put_path(&score, &record, path, &tally[i]);
        }
    }
    out->paths = paths;
    for (size_t i = 0; i <= question->count; i++)
        put_odds(&tally[i], paths, horizon, i < question->count ? question->policies[i].name : "fixed",
                 &out->odds[out->odds_count++]);
    free(tally);
    return 0;
}
