/* analyzer/engine/engine_rank.c - what stands first, and what is counted. */
#include <stdlib.h>
#include <string.h>

#include "analyzer/engine/engine.h"

/* What decides the place of a finding, so that many can be sorted that do not lie in memory. */
struct place {
    size_t        from;          /* its index in the selection */
    const char   *name;
    enum severity severity;
    int64_t       due;
    struct maybe  early, peak_pct;
};

static struct place place_of(const struct engine *engine, const struct finding *f, size_t index)
{
    return (struct place){
        .from = index, .name = engine->series[engine->selected[index]].name, .severity = f->severity,
        .due = f->exhaustion.has_act_by ? f->exhaustion.act_by : INT64_MAX,
        .early = f->exhaustion.days_early, .peak_pct = f->peak_pct };
}

/* What is worse, then what is due, then what fills sooner, then the name. */
static int by_urgency(const void *a, const void *b)
{
    const struct place *x = a, *y = b;

    if (x->severity != y->severity)
        return x->severity < y->severity ? 1 : -1;
    if (x->due != y->due)
        return x->due > y->due ? 1 : -1;
    if (x->early.known && y->early.known && x->early.value != y->early.value)
        return x->early.value > y->early.value ? 1 : -1;
    if (x->peak_pct.known != y->peak_pct.known)
        return x->peak_pct.known ? -1 : 1;
    if (x->peak_pct.known && x->peak_pct.value != y->peak_pct.value)
        return x->peak_pct.value < y->peak_pct.value ? 1 : -1;
    return strcmp(x->name, y->name);
}

enum { AWAKE = 64 };     /* findings in memory at a time: see analysis_finding() */

/* Copies the findings into sorted[count]. */
static void arrange(const struct engine *engine, const struct analysis *analysis, struct place *places,
                    struct finding *sorted)
{
    for (size_t i = 0; i < analysis->count; i++)
        places[i] = place_of(engine, analysis_finding(analysis, i), i);
    qsort(places, analysis->count, sizeof *places, by_urgency);
    for (size_t i = 0; i < analysis->count; i++) {
        if (i % AWAKE == 0)
            arena_rest(analysis->arena);
        sorted[i] = analysis->findings[places[i].from];
    }
}

static void summarize(const struct engine *engine, struct analysis *out)
{
    double coverage = 0, measured = 0;

    out->nearest_act_by = INT64_MAX;
    out->newest = INT64_MIN;
    out->rejected = engine->rejected;
    for (size_t i = 0; i < out->count; i++) {
        const struct finding *f = analysis_finding(out, i);

        out->verdicts[f->verdict]++;
        out->severities[f->severity]++;
        out->grades[f->data.grade - 'A']++;
        out->samples += f->data.samples;
        if (f->pressure > out->pressure)
            out->pressure = f->pressure;
        if (f->data.to > out->newest && f->data.samples)
            out->newest = f->data.to;
        if (f->exhaustion.has_act_by && f->exhaustion.act_by < out->nearest_act_by)
            out->nearest_act_by = f->exhaustion.act_by;
        if (f->as_of > out->as_of || i == 0)
            out->as_of = f->as_of;
        if (f->forecast.coverage.known) {
            coverage += f->forecast.coverage.value;
            measured++;
        }
    }
    if (measured > 0)
        out->coverage = (struct maybe){ coverage / measured, 1 };
}

int engine_conclude(const struct engine *engine, struct arena *arena, struct analysis *out, struct error *err)
{
    size_t count = engine->selected_count;
    struct finding *sorted = arena_take(arena, (count + 1) * sizeof *sorted);
    struct place *places = malloc((count + 1) * sizeof *places);
    int rc = sorted && places ? 0 : error_set(err, ERR_NOMEM, "no memory for %zu findings", count);

    if (rc == 0) {
        out->count = count;
        arrange(engine, out, places, sorted);
        out->findings = sorted;
        summarize(engine, out);
    }
    free(places);
    return rc;
}
