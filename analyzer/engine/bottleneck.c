#include "analyzer/engine/bottleneck.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What decides the place of a limit, so that many can be sorted that do not lie in memory. */
struct limit {
    const struct series_key *key;
    const char              *name;
    size_t                   at;         /* its index in the analysis */
    int                      full;
    double                   median, early, peak;    /* days, INFINITY for none; % */
};

static int by_object(const struct limit *x, const struct limit *y)
{
    int order = strcmp(x->key->source, y->key->source);

    return order ? order : strcmp(x->key->resource, y->key->resource);
}

static int by_number(double x, double y)
{
    return (x > y) - (x < y);
}

/* Below 0 where x is reached before y. */
static int by_first(const struct limit *x, const struct limit *y)
{
    int order = y->full - x->full;

    if (!order)
        order = by_number(x->median, y->median);
    if (!order)
        order = by_number(x->early, y->early);
    if (!order)
        order = by_number(y->peak, x->peak);
    return order ? order : strcmp(x->name, y->name);
}

static int by_object_and_first(const void *a, const void *b)
{
    int order = by_object(a, b);

    return order ? order : by_first(a, b);
}

static double days_of(struct maybe days)
{
    return days.known ? days.value : INFINITY;
}

static size_t find_limits(const struct engine *engine, const struct analysis *analysis, struct limit *out)
{
    size_t count = 0;

    for (size_t i = 0; i < analysis->count; i++) {
        const struct finding *f = analysis_finding(analysis, i);
        const struct store_series *series = &engine->series[engine_series(engine, f->name)];

        if (f->peak_pct.known && series->info.key.resource[0])
            out[count++] = (struct limit){ &series->info.key, series->name, i, f->verdict == VERDICT_EXHAUSTED,
                                           days_of(f->exhaustion.days_median), days_of(f->exhaustion.days_early),
                                           f->peak_pct.value };
    }
    return count;
}

/* The first and the second of an object, and how many it has. */
struct object { struct limit first; size_t second, limits; };

static int most_urgent(const void *a, const void *b)
{
    const struct object *x = a, *y = b;

    return by_first(&x->first, &y->first);
}

static size_t find_objects(struct limit *limit, size_t count, struct object *out)
{
    size_t objects = 0;

    qsort(limit, count, sizeof *limit, by_object_and_first);
    for (size_t first = 0, last; first < count; first = last) {
        for (last = first + 1; last < count && by_object(&limit[first], &limit[last]) == 0; last++)
            ;
        if (last - first > 1)
            out[objects++] = (struct object){ limit[first], limit[first + 1].at, last - first };
    }
    if (objects)
        qsort(out, objects, sizeof *out, most_urgent);
    return objects;
}

int bottlenecks_find(const struct engine *engine, struct analysis *analysis, struct arena *arena, struct error *err)
{
    struct limit *limit = malloc((analysis->count + 1) * sizeof *limit);
    struct object *object = malloc((analysis->count / 2 + 1) * sizeof *object);
    size_t count = 0, objects = 0;

    if (limit && object)
        count = find_limits(engine, analysis, limit);
    if (count)
        objects = find_objects(limit, count, object);
    analysis->bottlenecks = limit && object ? arena_take(arena, (objects + 1) * sizeof *analysis->bottlenecks) : NULL;
    for (size_t i = 0; analysis->bottlenecks && i < objects; i++)
        analysis->bottlenecks[analysis->bottleneck_count++] = (struct bottleneck){
            &analysis->findings[object[i].first.at], &analysis->findings[object[i].second], object[i].limits };
    free(object);
    free(limit);
    return analysis->bottlenecks ? 0 : error_set(err, ERR_NOMEM, "no memory for bottlenecks");
}
