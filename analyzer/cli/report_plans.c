#include "analyzer/cli/report_plans.h"

#include <stdlib.h>

#include "analyzer/cli/scenarios.h"
#include "analyzer/config/config_scenario.h"
#include "analyzer/engine/whatif.h"

/* Series that are tried, the most urgent first, and those that are shown. */
enum { TRIED = 200, SHOWN = 25 };

static int no_memory(struct error *err)
{
    return error_set(err, ERR_NOMEM, "no memory for plans");
}

static int is_selected(const struct whatif_plans *plans, const char *series)
{
    for (size_t p = 0; p < plans->count; p++)
        for (size_t s = 0; s < plans->plans[p].count; s++)
            if (scenario_selects(plans->plans[p].scenarios[s], series))
                return 1;
    return 0;
}

static int by_index(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;

    return x < y ? -1 : x > y;
}

/* The engine as if only the most urgent series that the plans may change had been asked for. */
static int narrow(const struct engine *engine, const struct analysis *analysis, const struct whatif_plans *plans,
                  struct arena *arena, struct engine *out, struct error *err)
{
    *out = *engine;
    out->selected_count = 0;
    out->selected = arena_take(arena, TRIED * sizeof *out->selected);
    if (!out->selected)
        return no_memory(err);
    for (size_t i = 0; i < analysis->count && out->selected_count < TRIED; i++) {
        const char *name = analysis_finding(analysis, i)->name;

        if (is_selected(plans, name))
            out->selected[out->selected_count++] = engine_series(engine, name);
    }
    qsort(out->selected, out->selected_count, sizeof *out->selected, by_index);    /* series are by name */
    return 0;
}

static int changes(const struct whatif *whatif, size_t row)
{
    for (size_t plan = 0; plan < whatif->plan_count; plan++)
        if (whatif->rows[row].outcomes[plan].applies)
            return 1;
    return 0;
}

/* The first rows that some plan changes, with their findings. */
static int keep_changed(const struct whatif *all, struct arena *arena, const struct whatif **out,
                        struct error *err)
{
    struct analysis *analysis = arena_take(arena, sizeof *analysis);
    struct whatif *kept = arena_take(arena, sizeof *kept);

    if (!analysis || !kept)
        return no_memory(err);
    *analysis = *all->analysis;
    *kept = *all;
    kept->analysis = analysis;
    kept->rows = arena_take(arena, SHOWN * sizeof *kept->rows);
    analysis->findings = arena_take(arena, SHOWN * sizeof *analysis->findings);
    if (!kept->rows || !analysis->findings)
        return no_memory(err);
    analysis->count = 0;
    for (size_t row = 0; row < all->analysis->count && analysis->count < SHOWN; row++)
        if (changes(all, row)) {
            struct finding *finding = &analysis->findings[analysis->count];

            *finding = *all->rows[row].finding;
            kept->rows[analysis->count] = all->rows[row];
            kept->rows[analysis->count++].finding = finding;
        }
    *out = analysis->count ? kept : NULL;
    return 0;
}

int report_plans(struct context *context, const struct engine *engine, const struct analysis *analysis,
                 const struct whatif **out, struct error *err)
{
    struct scenario_settings *nothing_asked = arena_take(&context->arena, sizeof *nothing_asked);
    struct whatif_plans plans;
    struct scenario *known;
    struct whatif all;
    struct engine few;
    size_t count = 0;
    int rc = nothing_asked ? config_scenarios(context->config, context->zone, context->now, &context->arena, &known,
                                              &count, err)
                           : no_memory(err);

    *out = NULL;
    if (rc < 0 || !count)
        return rc;
    rc = scenarios_plans(context, nothing_asked, &plans, err);
    if (rc == 0)
        rc = narrow(engine, analysis, &plans, &context->arena, &few, err);
    if (rc < 0 || !few.selected_count)
        return rc;
    rc = whatif_run(&few, &plans, &context->arena, &all, err);
    return rc < 0 ? rc : keep_changed(&all, &context->arena, out, err);
}
