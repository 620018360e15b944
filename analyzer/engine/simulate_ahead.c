/*
 * analyzer/engine/simulate_ahead.c - demand that has not come yet.
 *
 *     d(t) = d(t - 7 k days) F_q(day of t) / bin(day of t - 7 k days)
 *
 * with the fewest weeks k that lead into the record, F_q the q-quantile of the planning statistic's
 * forecast, or one of its paths, and bin what that statistic was on the recorded day. So a day keeps the shape
 * it had, jumps included, and takes the level foretold.
 */
#include <math.h>

#include "analyzer/engine/simulate.h"

/* The bin a local day is; the count when it has none with a value. */
static size_t bin_of(const struct study *study, int64_t day)
{
    const struct zone *zone = study->engine->options.zone;

    for (size_t i = study->bins.count; i-- > 0;) {
        int64_t begin = zone_day(zone, study->bins.start[i]);

        if (day >= begin + study->bins.days)
            break;
        if (day >= begin)
            return isnan(study->bins.y[i]) ? study->bins.count : i;
    }
    return study->bins.count;
}

/* What is foretold: a quantile of all paths, or one of them. */
struct foretold { double quantile; size_t path; };
#define ALL_PATHS ((size_t)-1)

static double level_at(struct study *study, const struct foretold *what, size_t step)
{
    double level;

    if (what->path != ALL_PATHS)
        return passage_path(study->passage, what->path, step);
    passage_fan(study->passage, step, &what->quantile, 1, &level);
    return level;
}

/* How much higher the foretold day is than the recorded one; unknown where either is. */
static struct maybe level_ratio(struct study *study, int64_t at, int64_t donor, const struct foretold *what)
{
    const struct zone *zone = study->engine->options.zone;
    size_t bin = bin_of(study, zone_day(zone, donor));
    int64_t newest = zone_day(zone, study->bins.start[study->fat[study->fn - 1]]);
    int64_t step = (zone_day(zone, at) - newest) / study->bins.days;
    double past;

    if (bin == study->bins.count || step < 1 || step > (int64_t)study->horizon)
        return (struct maybe){ 0, 0 };
    past = study->bins.y[bin];
    return (struct maybe){ level_at(study, what, (size_t)step) * study_share(study, (size_t)step) / past, past > 0 };
}

static int lay(struct study *study, const struct demand *demand, const struct foretold *what,
               struct demand *out)
{
    const struct zone *zone = study->engine->options.zone;
    size_t week = (size_t)(7 * DAY_MS / demand->step_ms);
    struct maybe ratio = { 0, 0 };
    int64_t day = INT64_MIN;
    int known = 0;

    for (size_t i = 0; i < out->n; i++) {
        int64_t at = out->from + (int64_t)i * out->step_ms;
        size_t donor = demand->n - week + i % week;
        struct civil local;

        if (zone_day(zone, at) != day) {
            day = zone_day(zone, at);
            ratio = level_ratio(study, at, demand->from + (int64_t)donor * demand->step_ms, what);
        }
        out->units[i] = ratio.known ? demand->units[donor] * fmax(0, ratio.value) : NAN;
        known += !isnan(out->units[i]);
        zone_civil(zone, at, &local);
        out->week[i] = (unsigned char)(local.weekday * DAY_HOURS + local.hour);
        out->in_force[i] = demand->in_force[demand->n - 1];
    }
    return known;
}

int simulate_ahead(struct study *study, const struct demand *demand, double quantile,
                   int64_t ahead_ms, struct arena *arena, struct demand *out, struct error *err)
{
    const struct foretold what = { quantile, ALL_PATHS };
    struct demand ahead = { .from = demand->from + (int64_t)demand->n * demand->step_ms,
                            .step_ms = demand->step_ms, .unit = demand->unit };

    if (!study->has_odds || study->direction == DIRECTION_FALLING)
        return error_set(err, ERR_TOOFEW, "there is no forecast: %s",
                         study->why.text[0] ? study->why.text : "too little history");
    if ((int64_t)demand->n * demand->step_ms < 7 * DAY_MS)
        return error_set(err, ERR_TOOFEW, "less than a week of demand is recorded");
    ahead.n = (size_t)(ahead_ms / demand->step_ms);
    ahead.units = arena_take(arena, (ahead.n + 1) * sizeof *ahead.units);
    ahead.in_force = arena_take(arena, (ahead.n + 1) * sizeof *ahead.in_force);
    ahead.week = arena_take(arena, ahead.n + 1);
    if (!ahead.units || !ahead.in_force || !ahead.week)
        return error_set(err, ERR_NOMEM, "no memory for a forecast of demand");
    if (!lay(study, demand, &what, &ahead))
        return error_set(err, ERR_TOOFEW, "no day of the last week has a planning value");
    *out = ahead;
    return 0;
}

void simulate_along(struct study *study, const struct demand *demand, size_t path, struct demand *ahead)
{
    const struct foretold what = { 0, path };

    lay(study, demand, &what, ahead);
}
