/*
 * models/step_search.h - the search for steps and bends; the inside of change.h.
 */
#ifndef MODELS_STEP_SEARCH_H
#define MODELS_STEP_SEARCH_H

#include <stddef.h>

#include "models/change.h"
#include "models/gls.h"

enum {
    LEVEL_EDGE = 3,         /* bins a new level must have, on both sides */
    SLOPE_EDGE = 7,         /* bins a new slope must have */
    FOUND_MOST = 12,        /* changes looked for; more is noise of another kind */
    FORCED_MOST = 12
};

/* Bins taken off n in the likelihood ratio for what the line, the noise and the search cost a short series. */
#define STEP_SPENT 6

struct step_column {
    enum step_kind kind;     /* STEP_SLOPE is a bend, all others steps */
    size_t         at;
    int            keep;     /* forced: never taken out */
};

struct step_search {
    const double  *t;
    size_t         n;
    double        *y;                /* [n] weekly pattern and saw-tooth taken out */
    double         step, floor_rss;
    const struct change_mark *marks;
    size_t         mark_count;
    struct step_column  column[FOUND_MOST + FORCED_MOST];
    size_t         columns;
    size_t         noise[GLS_NOISES];    /* the noises in play */
    size_t         noises;
    /* work */
    double        *filtered;         /* [n * GLS_COLUMNS] */
    double        *rest, *raw;       /* [n] */
    double        *level, *bend;     /* [n] criterion by place, best over the noises */
    double        *sum_level, *sum_bend, *norm_level, *norm_bend;    /* [n] */
};

/* What a column adds to bin i: 0 before it, then 1, or the days since. */
double step_value(const struct step_search *s, const struct step_column *c, size_t i);

/* Whether a change of that kind is already had at bin i or too near to it. */
int step_taken(const struct step_search *s, size_t i, enum step_kind kind);

/* Puts every noise of the family in play. */
void step_all_noises(struct step_search *s);

/* Fits line and columns in one noise; the filtered columns stay orthonormal in s->filtered, the residual in s->rest. */
void step_fit(struct step_search *s, struct gls_noise noise, struct gls_fit *out);

/* The criterion of the noise, of those in play, that suits best; *best is that noise. */
double step_fit_best(struct step_search *s, struct gls_noise *best);

/* Adds the columns that are worth it to those that are there, and dates them. */
void step_search(struct step_search *s);

/* What the columns cost: the criterion of the best fit and their penalties. */
double step_description(struct step_search *s);

#endif
