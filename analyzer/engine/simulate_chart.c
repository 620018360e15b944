#include "analyzer/engine/simulate_chart.h"

#include <math.h>

static int64_t step_at(const struct simulated_course *course, size_t i)
{
    return course->from + (int64_t)i * course->step_ms;
}

/* Points where the number in force changes, and the last. */
static size_t lay_supply(const struct simulated_course *course, struct chart_point *out)
{
    const double *supply = course->run[0].supply;
    size_t count = 0;

    for (size_t i = 0; i < course->n; i++)
        if (i == 0 || i + 1 == course->n || supply[i] != supply[i - 1])
            out[count++] = (struct chart_point){ step_at(course, i), supply[i] };
    return count;
}

/* Demand that found too few units; how many that are is the first run's own judgement. */
static size_t lay_lack(const struct simulated_course *course, double full,
                       struct chart_point *out)
{
    size_t count = 0;

    for (size_t i = 0; i < course->n; i++)
        if (course->demand[i] > course->run[0].supply[i] * full)
            out[count++] = (struct chart_point){ step_at(course, i), course->demand[i] };
    return count;
}

static size_t lay_demand(const struct simulated_course *course, struct chart_range *out)
{
    size_t count = 0;

    for (size_t i = 0; i < course->n; i++)
        if (!isnan(course->demand[i]))
            out[count++] = (struct chart_range){ step_at(course, i), course->demand[i],
                                                 course->demand[i] };
    return count;
}

int simulate_chart(const struct simulation *simulation, size_t course, const struct zone *zone,
                   struct arena *arena, struct chart *out, struct error *err)
{
    const struct simulated_course *c = &simulation->course[course];
    struct finding *finding = arena_take(arena, sizeof *finding);
    struct chart_range *demand = arena_take(arena, (c->n + 1) * sizeof *demand);
    struct chart_point *supply = arena_take(arena, (c->n + 1) * sizeof *supply);
    struct chart_point *lack = arena_take(arena, (c->n + 1) * sizeof *lack);
    struct chart_line *lines = arena_take(arena, 2 * sizeof *lines);

    if (!finding || !demand || !supply || !lack || !lines)
        return error_set(err, ERR_NOMEM, "no memory for a chart");
    finding->name = simulation->series;
    finding->info.unit = "";    /* instances */
    lines[0] = (struct chart_line){ .name = "in force", .points = supply, .count = lay_supply(c, supply) };
    lines[1] = (struct chart_line){ .name = "not met", .points = lack,
                                    .count = lay_lack(c, simulation->full, lack) };
    *out = (struct chart){ .kind = CHART_SUPPLY, .finding = finding, .zone = zone,
                           .as_of = simulation->as_of, .gap_ms = 3 * c->step_ms,
                           .history = demand, .history_count = lay_demand(c, demand),
                           .lines = lines, .line_count = 2 };
    return 0;
}
