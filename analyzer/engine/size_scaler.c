/*
 * analyzer/engine/size_scaler.c - bounds and thresholds of a group of instances that is scaled.
 *
 * In units of one instance, with target T and usable share F:
 *
 *     rise  = 99.9 % quantile of d(t + delay) - d(t): what comes before a started instance serves
 *     low   = 10 % quantile of the demand d
 *     late  = largest d of the last week, grown as the series is foretold to grow (nine in ten below)
 *     min   = max(ceil(low / T), ceil((low + rise) / F))
 *     max   = ceil(late / T)
 *     up    = min(T, F - rise / min): a jump from there still fits
 *     down  = up min / (min + 1), less a margin: with one less it is not at once to be started again
 */
#include <math.h>

#include "analyzer/engine/size.h"
#include "data/base/number.h"
#include "models/robust.h"

enum { PEAK_DAYS = 7 };

static const double LOW_LEVEL   = 0.1;      /* of the steps: the night, and not its quietest minute */
static const double RISE_LEVEL  = 0.999;    /* of the steps: at five minutes, a jump of every third day or so passes it */
static const double DOWN_MARGIN = 5;        /* percentage points between starting and stopping again */
static const double UP_LEAST    = 10;       /* %: below, the threshold says that the group is too small to jump */

struct scaler {
    const struct scaler_question *q;
    struct arena  *arena;
    struct demand  demand;
    double         now;                 /* instances in force */
    double         low, peak, late;     /* demand, in instances */
    struct maybe   rise;
    double         target, full;        /* shares of an instance */
    double         least, most;         /* wanted */
    double         up, down;            /* % */
    size_t         lead;                /* steps until a started instance serves */
};

/* --- figures of the demand ---------------------------------------------------------------- */

static int figures(const struct study *study, const struct finding *finding, struct maybe late,
                   struct scaler *s, struct error *err)
{
    const struct demand *d = &s->demand;
    double *sorted = arena_take(s->arena, (d->n + 1) * sizeof *sorted);
    int64_t recent = study->as_of - PEAK_DAYS * DAY_MS;
    size_t count = 0, rises = 0;

    if (!sorted)
        return error_set(err, ERR_NOMEM, "no memory for a sizing");
    for (size_t i = 0; i < d->n; i++) {
        if (isnan(d->units[i]))
            continue;
        sorted[count++] = d->units[i];
        if (d->from + (int64_t)i * d->step_ms > recent)
            s->peak = fmax(s->peak, d->units[i]);
    }
    robust_sort(sorted, count);
    s->low = robust_nearest(sorted, count, LOW_LEVEL);
    for (size_t i = 0; i + s->lead < d->n; i++)
        if (!isnan(d->units[i]) && !isnan(d->units[i + s->lead]))
            sorted[rises++] = d->units[i + s->lead] - d->units[i];
    robust_sort(sorted, rises);
    if (rises)
        s->rise = known_number(fmax(0, robust_nearest(sorted, rises, RISE_LEVEL)));
    s->late = s->peak;
    if (late.known && finding->level.known && finding->level.value > 0)
        s->late = s->peak * fmax(1, late.value / finding->level.value);
    return 0;
}

/* Rounded down, but not by what a sum of decimals lacks. */
static double whole(double percent)
{
    return floor(percent + 1e-9);
}

static void bounds(struct scaler *s)
{
    const struct scaler_question *q = s->q;
    double rise = s->rise.known ? s->rise.value : 0;

    s->least = fmax(ceil(s->low / s->target), ceil((s->low + rise) / s->full));
    s->least = fmax(s->least, q->fewest);
    s->most = fmax(s->least, ceil(s->late / s->target));
    if (q->limit > 0) {
        s->most = fmin(s->most, q->limit);
        s->least = fmin(s->least, s->most);
    }
    s->up = whole(100 * fmin(s->target, s->full - rise / s->least));
    s->up = fmax(s->up, UP_LEAST);
    s->down = fmax(0, whole(s->up * s->least / (s->least + 1)) - DOWN_MARGIN);
}

/* --- rows and notes ------------------------------------------------------------------------ */

static void setting_rows(const struct scaler *s, struct sizing *out)
{
    const struct scaler_question *q = s->q;
    double rise = s->rise.known ? s->rise.value : 0;

    size_row(out, (struct size_row){ "min_instances", "Instances, at least", SIZE_COUNT, "", 1,
                                     q->least, known_number(s->least),
                                     arena_format(s->arena, "a quiet demand of %.2f, and a jump of "
                                                  "%.2f in %s", s->low, rise,
                                                  finding_quantity(s->arena, q->startup_s, "s")) });
    size_row(out, (struct size_row){ "max_instances", "Instances, at most", SIZE_COUNT, "", 1,
                                     q->most, known_number(s->most),
                                     arena_format(s->arena, "a demand of %.2f at %.0f %%", s->late,
                                                  100 * s->target) });
    if (q->throughput.known) {
        double one = q->throughput.value;

        size_row(out, (struct size_row){ "min_throughput", "Throughput, at least", SIZE_NUMBER, "",
                                         1, { q->least.value * one, q->least.known },
                                         known_number(s->least * one), "of the instances above" });
        size_row(out, (struct size_row){ "max_throughput", "Throughput, at most", SIZE_NUMBER, "",
                                         1, { q->most.value * one, q->most.known },
                                         known_number(s->most * one), "of the instances above" });
    }
    size_row(out, (struct size_row){ "scale_up_at", "Start one above", SIZE_SHARE, "", 1, { 0, 0 },
                                     known_number(s->up / 100), "a jump from there still fits" });
    size_row(out, (struct size_row){ "scale_down_at", "Stop one below", SIZE_SHARE, "", 1, { 0, 0 },
                                     known_number(s->down / 100),
                                     "with one less it is not at once to be started again" });
}

static void demand_rows(const struct study *study, const struct scaler *s, struct sizing *out)
{
    size_row(out, (struct size_row){ "in_force", "Instances in force", SIZE_NUMBER, "", 0,
                                     known_number(s->now), { 0, 0 },
                                     arena_format(s->arena, "one carries %s",
                                         finding_quantity(s->arena, s->demand.unit,
                                                          study->info.unit)) });
    size_row(out, (struct size_row){ "demand_low", "Demand when quiet", SIZE_NUMBER, "", 0,
                                     known_number(s->low), { 0, 0 }, "one step in ten is below" });
    size_row(out, (struct size_row){ "demand_peak", "Demand at the peak", SIZE_NUMBER, "", 0,
                                     known_number(s->peak), { 0, 0 },
                                     arena_format(s->arena, "the largest of %d days", PEAK_DAYS) });
    size_row(out, (struct size_row){ "demand_late", "The same, nine in ten below", SIZE_NUMBER, "",
                                     0, known_number(s->late), { 0, 0 },
                                     arena_format(s->arena, "in %.0f days",
                                                  finding_life_days(study)) });
    size_row(out, (struct size_row){ "rise", "Jump before help comes", SIZE_NUMBER, "", 0, s->rise,
                                     { 0, 0 },
                                     arena_format(s->arena, "999 in 1000 are smaller, over %zu "
                                                  "steps of %s", s->lead,
                                                  finding_quantity(s->arena,
                                                      (double)s->demand.step_ms / 1000, "s")) });
}

static void notes(const struct scaler *s, struct sizing *out)
{
    const struct scaler_question *q = s->q;
    double rise = s->rise.known ? s->rise.value : 0;

    if (q->limit > 0 && s->late / s->target > q->limit)
        size_note(out, SEVERITY_WARNING, "LARGER_MACHINE",
                  arena_format(s->arena, "%.0f instances are the most there can be, and %.1f are "
                               "wanted: take a machine type that carries %.1f times as much.",
                               q->limit, s->late / s->target,
                               s->late / s->target / q->limit));
    if (q->most.known && s->peak > q->most.value * s->full)
        size_note(out, SEVERITY_CRITICAL, "MAXIMUM_TOO_SMALL",
                  arena_format(s->arena, "The peak of the last week wants %.1f instances, at most "
                               "%.0f are allowed.", s->peak / s->full, q->most.value));
    if (q->least.known && (s->low + rise) / s->full > q->least.value)
        size_note(out, SEVERITY_WARNING, "MINIMUM_TOO_SMALL",
                  arena_format(s->arena, "From %.0f instances a jump of %.2f at a quiet time is not "
                               "carried: a new one takes %s to serve.", q->least.value, rise,
                               finding_quantity(s->arena, q->startup_s, "s")));
    if (s->most == s->least)
        size_note(out, SEVERITY_INFO, "NO_SCALING_NEEDED",
                  "Least and most are the same: a fixed number does it.");
    size_note(out, SEVERITY_INFO, "DEMAND_ASSUMED",
              "Demand is utilisation times instances in force: load spreads evenly, and what was "
              "turned away is not in it.");
}

int size_scaler(struct study *study, const struct finding *finding, const void *question,
                struct arena *arena, struct sizing *out, struct error *err)
{
    struct scaler s = { .q = question, .arena = arena };
    struct maybe late = finding_late_level(study);
    int rc = demand_make(study, s.q->demand, arena, &s.demand, err);

    if (rc < 0)
        return rc;
    s.target = study->rule.policy.target_pct / 100;
    s.full = study->rule.policy.exhaustion_pct / 100;
    s.now = s.demand.in_force[s.demand.n - 1];
    s.lead = 1 + (size_t)ceil(s.q->startup_s * 1000 / (double)s.demand.step_ms);
    rc = figures(study, finding, late, &s, err);
    if (rc < 0)
        return rc;
    bounds(&s);
    setting_rows(&s, out);
    demand_rows(study, &s, out);
    notes(&s, out);
    return 0;
}
