/*
 * analyzer/engine/simulate.h - scaling policies, replayed on one series' demand.
 */
#ifndef ANALYZER_ENGINE_SIMULATE_H
#define ANALYZER_ENGINE_SIMULATE_H

#include "analyzer/engine/demand.h"
#include "analyzer/engine/finding.h"
#include "data/simulation.h"
#include "models/scaling.h"

/* A policy with a name of its own, or its kind's. */
struct simulate_policy {
    const char          *name;
    const struct scaler *scaler;
    struct scaling       policy;
};

struct simulate_question {
    struct demand_question  demand;
    struct simulate_policy *policies;     /* [count], at most SIMULATED_RUNS - 2; the first's bounds hold for the others' too */
    size_t       count;
    int64_t      ahead_ms;                /* of the forecast courses; 0: none */
    struct maybe price;                   /* of a unit and hour */
    int          search;                  /* try all variants of all kinds */
    double       allowed;                 /* share of time in which demand may be unmet, of the one recommended */
};

/*
 * Fills *out, from the arena. The study is that of the series, the finding its finding. Fails as
 * demand_make() does. A course that can not be made is left out, and a note says why.
 */
int simulate_make(struct study *study, const struct finding *finding,
                  const struct simulate_question *question, struct arena *arena,
                  struct simulation *out, struct error *err);

/*
 * Demand as it is foretold: for each coming day the newest recorded one of the same weekday, at
 * the level that the forecast's quantile has then. Steps of the recorded grid.
 * ERR_TOOFEW without a week of demand or without odds.
 */
int simulate_ahead(struct study *study, const struct demand *demand, double quantile,
                   int64_t ahead_ms, struct arena *arena, struct demand *out, struct error *err);

/* The same along one simulated path of the study, into what simulate_ahead() made. */
void simulate_along(struct study *study, const struct demand *demand, size_t path, struct demand *ahead);

/*
 * simulate_odds.c: every policy and a fixed number of units along sampled paths of the forecast, into
 * simulation->odds. `fixed` is what a fixed number would have to be on the record; ahead is that of
 * simulate_ahead(), overwritten. supply has room for ahead->n. ERR_NOMEM.
 */
int simulate_odds(struct study *study, const struct simulate_question *question, const struct demand *demand,
                  double fixed, struct demand *ahead, struct scratch *scratch, double *supply,
                  struct simulation *out, struct error *err);

#endif
