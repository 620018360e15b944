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
    struct scaling_score score;       /* on the older part */
    struct scaling_score proof;       /* on the rest */
    int                  front;       /* 1: no other lacks less and costs no more, or the other way round */
};

/*
 * Tries every variant of every kind within the bounds and delays of `base`, on the first `split`
 * steps and then on the rest; those that learn do so from the first half of the older part.
 * supply [n] is a workspace. Returns how many, cheapest in the older part first.
 */
size_t scaling_search(const struct scaling *base, const struct scaling_record *record,
                      size_t split, struct scratch *scratch, double *supply,
                      struct scaling_trial out[SCALING_TRIALS]);

/* What a policy must keep to. */
struct scaling_limits {
    double under_share;      /* of the time with demand unmet */
    double flaps_a_day;
};

/* 1 when a judged course keeps to them. */
int scaling_keeps(const struct scaling_score *score, const struct scaling_limits *limits);

/*
 * The one to take: the cheapest that keeps to the limits in the older part and in the rest, so
 * that none is taken that only fits its own past; failing that the one that lacks least in both. Needs a trial.
 */
size_t scaling_choose(const struct scaling_trial *trials, size_t count,
                      const struct scaling_limits *limits);

#endif
