/*
 * models/scaling_search.h - policies tried on a record, and those that none beats.
 */
#ifndef MODELS_SCALING_SEARCH_H
#define MODELS_SCALING_SEARCH_H

#include "models/scaling.h"

enum { SCALING_TRIALS = 512 };

struct scaling_trial {
    const struct scaler *scaler;
    struct scaling       policy;      /* learned, where it learns */
    struct scaling_score score;
    int                  front;       /* 1: no other lacks less and costs no more, or the other way round */
};

/*
 * Tries every variant of every kind within the bounds and delays of `base`; those that learn do so
 * from the first `learn` steps. supply [n] is a workspace. Returns how many, cheapest first.
 */
size_t scaling_search(const struct scaling *base, const struct scaling_record *record,
                      size_t learn, struct scratch *scratch, double *supply,
                      struct scaling_trial out[SCALING_TRIALS]);

/*
 * The one to take: of the front the cheapest that leaves demand unmet for no more than `share`
 * of the time and flaps no more than `flaps_a_day`; failing that the one that lacks least. Needs a trial.
 */
size_t scaling_choose(const struct scaling_trial *trials, size_t count, double share,
                      double flaps_a_day);

#endif
