/*
 * models/scaling_search.c - the Pareto front of (unmet unit-hours, unit-hours in force).
 *
 * a beats b when it is no worse in both and better in one; where both are equal, the one with fewer
 * changes beats the other, and of equal ones the first tried stands.
 */
#include "models/scaling_search.h"

#include <stdlib.h>

static int by_cost(const void *a, const void *b)
{
    const struct scaling_score *x = &((const struct scaling_trial *)a)->score;
    const struct scaling_score *y = &((const struct scaling_trial *)b)->score;

    if (x->unit_hours != y->unit_hours)
        return x->unit_hours < y->unit_hours ? -1 : 1;
    if (x->unmet != y->unmet)
        return x->unmet < y->unmet ? -1 : 1;
    return (x->changes > y->changes) - (x->changes < y->changes);
}

/* Cheapest first, a trial is on the front when it lacks less than all before it. */
static void mark_front(struct scaling_trial *trials, size_t count)
{
    double least = 0;

    for (size_t i = 0; i < count; i++) {
        trials[i].front = i == 0 || trials[i].score.unmet < least;
        if (trials[i].front)
            least = trials[i].score.unmet;
    }
}

size_t scaling_search(const struct scaling *base, const struct scaling_record *record,
                      size_t learn, struct scratch *scratch, double *supply,
                      struct scaling_trial out[SCALING_TRIALS])
{
    size_t count = 0;

    for (size_t kind = 0; scalers[kind]; kind++) {
        const struct scaler *scaler = scalers[kind];

        for (size_t i = 0; count < SCALING_TRIALS; i++) {
            struct scaling_trial *trial = &out[count];

            if (!scaler->variant(base, i, &trial->policy))
                break;
            trial->scaler = scaler;
            if (scaler->learn)
                scaler->learn(record, learn, &trial->policy);
            scaling_run(scaler, &trial->policy, record, scratch, supply);
            scaling_judge(&trial->policy, record, supply, &trial->score);
            count++;
        }
    }
    qsort(out, count, sizeof *out, by_cost);
    mark_front(out, count);
    return count;
}

size_t scaling_choose(const struct scaling_trial *trials, size_t count, double share,
                      double flaps_a_day)
{
    size_t best = 0;

    for (size_t i = 0; i < count; i++) {
        const struct scaling_score *score = &trials[i].score;

        if (score->under_hours <= share * score->hours &&
            24 * (double)score->flaps <= flaps_a_day * score->hours)
            return i;
    }
    for (size_t i = 1; i < count; i++)
        if (trials[i].score.unmet < trials[best].score.unmet)
            best = i;
    return best;
}
