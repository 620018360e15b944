/*
 * analyzer/engine/plan.h - scenarios, and stacks of them.
 */
#ifndef ANALYZER_ENGINE_PLAN_H
#define ANALYZER_ENGINE_PLAN_H

#include <stddef.h>

#include "analyzer/engine/assumption.h"

/* A [scenario NAME], or what the command line says. */
struct scenario {
    const char               *name, *note;       /* note: NULL for none */
    int                       committed;         /* in force unless one asks without */
    const char *const        *selectors;         /* globs; none: every series */
    size_t                    selector_count;
    const struct assumption  *assumptions;       /* in this order, each on top of those before */
    size_t                    count;
};

/* Scenarios on top of one another: one column of a comparison. */
struct plan {
    const char                   *name;
    const struct scenario *const *scenarios;
    size_t                        count;
};

/* 1 when the scenario is about a series of that name. */
int scenario_selects(const struct scenario *scenario, const char *series);

#endif
