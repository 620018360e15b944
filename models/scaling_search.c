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

/* What all trials are made on. */
struct course {
    struct scaling_record older, rest;
    struct scratch       *scratch;
    double               *supply;
};

static void try_one(const struct course *course, const struct scaler *scaler,
                    struct scaling_trial *trial)
{
    trial->scaler = scaler;
    if (scaler->learn)
        scaler->learn(&course->older, course->older.n / 2, &trial->policy);
    scaling_run(scaler, &trial->policy, &course->older, course->scratch, course->supply);
    scaling_judge(&trial->policy, &course->older, course->supply, &trial->score);
    scaling_run(scaler, &trial->policy, &course->rest, course->scratch, course->supply);
    scaling_judge(&trial->policy, &course->rest, course->supply, &trial->proof);
}

size_t scaling_search(const struct scaling *base, const struct scaling_record *record,
                      size_t split, struct scratch *scratch, double *supply,
                      struct scaling_trial out[SCALING_TRIALS])
{
    const struct course course = { scaling_part(record, 0, split),
                                   scaling_part(record, split, record->n - split), scratch,
                                   supply };
    size_t count = 0;

    for (size_t kind = 0; scalers[kind]; kind++)
        for (size_t i = 0; count < SCALING_TRIALS &&
                           scalers[kind]->variant(base, i, &out[count].policy); i++)
            try_one(&course, scalers[kind], &out[count++]);
    qsort(out, count, sizeof *out, by_cost);
    mark_front(out, count);
    return count;
}

int scaling_keeps(const struct scaling_score *score, const struct scaling_limits *limits)
{
    return score->under_hours <= limits->under_share * score->hours &&
           24 * (double)score->flaps <= limits->flaps_a_day * score->hours;
}

size_t scaling_choose(const struct scaling_trial *trials, size_t count,
                      const struct scaling_limits *limits)
{
    size_t best = 0;

    for (size_t i = 0; i < count; i++)
        if (scaling_keeps(&trials[i].score, limits) && scaling_keeps(&trials[i].proof, limits))
            return i;
    for (size_t i = 1; i < count; i++)
        if (trials[i].score.unmet + trials[i].proof.unmet <
            trials[best].score.unmet + trials[best].proof.unmet)
            best = i;
    return best;
}
