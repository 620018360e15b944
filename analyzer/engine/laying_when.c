/* analyzer/engine/laying_when.c - how much of an assumption is in force, and how much of it is in the data. */
#include "analyzer/engine/laying.h"

#include <math.h>

int64_t laying_day(const struct laying *l, int64_t at)
{
    return zone_day(l->study->engine->options.zone, at);
}

void laying_days(const struct laying *l, size_t step, int64_t *first, int64_t *last)
{
    *first = *last = l->today;
    if (step == 0)
        return;
    *first = l->newest + (int64_t)step * l->study->bins.days;
    *last = *first + l->study->bins.days - 1;
    *first = *first > l->today ? *first : l->today;
    *last = *last > l->today ? *last : l->today;
}

/* How much of the period's effect there is on the days first … last, 0 to 1. */
static double in_force(const struct laying *l, const struct period *when, int64_t first, int64_t last)
{
    int64_t from = laying_day(l, when->from), until = laying_day(l, when->until);

    switch (when->kind) {
    case PERIOD_NOW:
        return 1;
    case PERIOD_FROM:
        return last >= from;
    case PERIOD_RAMP:
        return until <= from ? last >= from
                             : fmin(1, fmax(0, (double)(last - from) / (double)(until - from)));
    case PERIOD_WHILE:
        return last >= from && first <= laying_day(l, when->until - 1);
    }
    return 0;
}

double laying_seen(const struct laying *l, const struct period *when)
{
    return when->kind == PERIOD_NOW ? 0 : when->from > l->study->as_of ? 0 : in_force(l, when, l->today, l->today);
}

double laying_at(const struct laying *l, const struct period *when, size_t step)
{
    int64_t first, last;

    laying_days(l, step, &first, &last);
    if (step == 0 && when->kind != PERIOD_NOW)
        return laying_seen(l, when);
    return in_force(l, when, first, last);
}

double laying_grown(const struct laying *l, const struct period *when, size_t step)
{
    int64_t first, last, from = when->kind == PERIOD_NOW ? l->today + 1 : laying_day(l, when->from);

    laying_days(l, step, &first, &last);
    from = from > l->today ? from : l->today + 1;
    return last < from ? 0 : (double)(last - from + 1);
}
