/* analyzer/engine/draw_plans.c - what-ifs as charts: the baseline's fan, the middle of every other plan. */
#include <math.h>

#include "analyzer/engine/draw.h"
#include "analyzer/engine/whatif.h"

/* Up to where the future is shown at least, and how far behind the farthest date. */
static const double LEAST_DAYS = 90, MARGIN = 1.15;

static int no_memory(struct error *err)
{
    return error_set(err, ERR_NOMEM, "no memory for a chart");
}

static int put_points(struct study *study, double days_shown, struct arena *arena, struct chart_line *line)
{
    static const double middle = 0.5;
    struct chart_point *points = arena_take(arena, (study->horizon + 1) * sizeof *points);

    for (size_t step = 1; points && step <= study->horizon; step++) {
        double days = (double)step * study->bins.days - study->lag_days, value;

        if (days < 0 || days > days_shown)
            continue;
        study_demand(study, step, &middle, 1, &value);
        points[line->count++] = (struct chart_point){
            zone_day_start(study->engine->options.zone, study->as_of, (int)days), value };
    }
    line->points = points;
    return points != NULL;
}

static int put_limits(const struct study *study, struct arena *arena, struct chart_line *line)
{
    const struct capacity_line *capacity = &study->capacity;
    struct chart_limit *limits = arena_take(arena, (capacity->count + 1) * sizeof *limits);

    for (size_t i = 0; limits && i < capacity->count; i++)
        limits[line->limit_count++] = (struct chart_limit){
            capacity->step[i].at, study_capacity(study, capacity->step[i].at),
            study_usable(study, capacity->step[i].at) };
    line->limits = limits;
    return limits != NULL;
}

/* 1 when the plan changes the capacity that the baseline has. */
static int has_own_limits(const struct capacity_line *own, const struct chart *chart)
{
    if (own->count != chart->limit_count)
        return 1;
    for (size_t i = 0; i < own->count; i++)
        if (own->step[i].at != chart->limits[i].from || own->step[i].value != chart->limits[i].total.value)
            return 1;
    return 0;
}

/* What the charts are drawn from, one series after another. */
struct painter {
    struct study              *study;
    const struct whatif_plans *plans;
    const struct whatif       *whatif;
    struct beside              beside;
    struct arena              *arena;
};

static int put_line(const struct painter *p, const struct plan *plan, double days, const struct chart *chart,
                    struct chart_line *line, struct error *err)
{
    struct assumption_room room = { 0 };
    int rc = assume(p->study, plan, &p->beside, p->arena, &room, err);

    line->name = plan->name;
    if (rc == 0 && !put_points(p->study, days, p->arena, line))
        rc = no_memory(err);
    if (rc == 0 && has_own_limits(&p->study->capacity, chart) && !put_limits(p->study, p->arena, line))
        rc = no_memory(err);
    if (rc == 0)
        rc = assume_not(p->study, &room, err);
    assumption_room_release(&room);
    return rc;
}

/* The baseline, which may have committed scenarios of its own. */
static int put_baseline(const struct painter *p, const struct finding *finding, struct chart *chart,
                        struct error *err)
{
    struct assumption_room room = { 0 };
    struct chart_line limits = { 0 };
    int rc = assume(p->study, &p->plans->plans[0], &p->beside, p->arena, &room, err);

    if (rc == 0)
        rc = draw_chart(p->study, CHART_SCENARIO, finding, p->whatif->analysis, p->arena, chart, err);
    if (rc == 0 && !put_limits(p->study, p->arena, &limits))
        rc = no_memory(err);
    if (rc == 0) {
        chart->limits = limits.limits;
        chart->limit_count = limits.limit_count;
        rc = assume_not(p->study, &room, err);
    }
    assumption_room_release(&room);
    return rc;
}

/* As far as the dates of all plans reach, and no farther than is shown of a forecast. */
static double days_to_show(const struct painter *p, const struct whatif_row *row)
{
    double days = LEAST_DAYS;

    for (size_t i = 0; i < p->whatif->plan_count; i++)
        if (row->outcomes[i].exhaustion.days_median.known)
            days = fmax(days, MARGIN * row->outcomes[i].exhaustion.days_median.value);
    return fmin(days, p->study->shown_days);
}

static int draw_row(const struct painter *p, const struct whatif_row *row, struct chart *chart, struct error *err)
{
    struct chart_line *lines = arena_take(p->arena, p->plans->count * sizeof *lines);
    double days = days_to_show(p, row);
    int rc = lines ? put_baseline(p, row->finding, chart, err) : no_memory(err);

    for (size_t i = 1; i < p->plans->count && rc == 0; i++)
        rc = put_line(p, &p->plans->plans[i], days, chart, &lines[i - 1], err);
    if (rc < 0)
        return rc;
    chart->lines = lines;
    chart->line_count = p->plans->count - 1;
    while (chart->fan_count && (double)(chart->fan[chart->fan_count - 1].at - chart->as_of) > days * (double)DAY_MS)
        chart->fan_count--;
    return 0;
}

/* `drives` is NULL where no plan asks for a driver. */
static int draw_rows(struct painter *p, struct drive_work *drives, size_t most, struct chart *charts, size_t *count,
                     struct error *err)
{
    const struct engine *engine = p->study->engine;
    struct drive drive;
    int rc = 0;

    p->beside.drive = drives ? &drive : NULL;
    for (size_t i = 0; i < p->whatif->analysis->count && *count < most && rc == 0; i++) {
        rc = study_make(p->study, engine_series(engine, p->whatif->rows[i].finding->name), err);
        if (rc < 0 || !p->study->has_odds)
            continue;
        if (drives)
            rc = drive_make(drives, p->study, &drive, err);
        if (rc == 0)
            rc = draw_row(p, &p->whatif->rows[i], &charts[(*count)++], err);
    }
    return rc;
}

int whatif_draw(const struct engine *engine, const struct whatif_plans *plans,
                const struct whatif *whatif, size_t most, struct arena *arena, struct chart **charts,
                size_t *count, struct error *err)
{
    struct drive_work drives = { 0 };
    struct tides tides;
    struct study study;
    struct painter painter = { &study, plans, whatif, { &tides, NULL }, arena };
    int has_drives = whatif_drives(plans) && engine->options.rules.driver_count > 0;
    int rc = tides_make(engine, plans->plans, plans->count, arena, &tides, err);

    *count = 0;
    *charts = arena_take(arena, (most + 1) * sizeof **charts);
    if (rc == 0 && !*charts)
        rc = no_memory(err);
    if (rc == 0)
        rc = study_init(&study, engine, err);
    if (rc < 0)
        return rc;
    if (has_drives)
        rc = drive_init(&drives, engine, err);
    if (rc == 0)
        rc = draw_rows(&painter, has_drives ? &drives : NULL, most, *charts, count, err);
    drive_release(&drives);
    study_release(&study);
    return rc;
}
