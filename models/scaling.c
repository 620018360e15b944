/*
 * models/scaling.c - the replay and its judgement.
 *
 *     served(i)  = min(demand(i), supply(i) full)
 *     u(i)       = 100 min(demand(i) / supply(i), 1)          what the policy sees
 *     unmet(i)   = demand(i) - served(i)                      in units, over the length of a step
 *     oracle(i)  = ceil(demand(i) / full) within the bounds
 *     surplus(i) = supply(i) - oracle(i), where it is positive
 */
#include "models/scaling.h"

#include <math.h>
#include <string.h>

static const double FLAP_S = 3600;      /* an action undone sooner than that was none */
static const double HOUR_S = 3600;
static const double ROUNDING = 1e-9;    /* of a unit: 3 x 0.7 / 0.7 is not to be four */

const struct scaling scaling_default = {
    .target_pct = 70, .up_pct = 70, .down_pct = 30, .tolerance_pct = 10, .step = 1,
    .steps = { { 0, -1 }, { 30, 0 }, { 70, 1 }, { 80, 2 }, { 90, 4 } }, .step_count = 5,
    .startup_s = 120, .cooldown_s = 300, .least = 1, .full = 1,
};

double scaling_within(const struct scaling *policy, double units)
{
    if (policy->most > 0)
        units = fmin(units, policy->most);
    return fmax(units, policy->least);
}

double scaling_units(const struct scaling *policy, double demand, double pct)
{
    return scaling_within(policy, ceil(100 * demand / pct - ROUNDING));
}

struct scaling_record scaling_part(const struct scaling_record *record, size_t first, size_t n)
{
    return (struct scaling_record){ record->demand + first, record->week + first, n,
                                    record->step_s };
}

void scaling_delays(const struct scaling *policy, struct buf *out)
{
    if (policy->startup_s > 0)
        buf_addf(out, ", %g s to start", policy->startup_s);
    if (policy->cooldown_s > 0)
        buf_addf(out, ", %g s of cooldown", policy->cooldown_s);
    if (policy->stabilise_s > 0)
        buf_addf(out, ", %g s of window", policy->stabilise_s);
}

/* --- the replay ---------------------------------------------------------------------- */

/* What holds between two steps. */
struct course {
    const struct scaling        *policy;
    const struct scaling_record *record;
    double *arrive;         /* [n + 1] units that come into force at the begin of a step */
    double *wanted;         /* [n] */
    double *seen, *sum;     /* [n], [n + 1] */
    double  in_force, coming;
    double  acted;          /* seconds from the beginning, of the last action */
    size_t  lead;
};

size_t scaling_room(size_t n)
{
    return 4 * n + 2;
}

static double first_units(const struct scaling *policy, const struct scaling_record *record)
{
    size_t i = 0;

    if (policy->start > 0)
        return scaling_within(policy, policy->start);
    while (i < record->n && isnan(record->demand[i]))
        i++;
    return scaling_units(policy, i < record->n ? record->demand[i] : 0, policy->target_pct);
}

/* Those that do not serve yet go first, the youngest of them before the others. */
static void stop(struct course *c, size_t i, double count)
{
    size_t last = i + c->lead < c->record->n ? i + c->lead : c->record->n;

    for (size_t at = last; at > i && count > 0; at--) {
        double cut = fmin(count, c->arrive[at]);

        c->arrive[at] -= cut;
        c->coming -= cut;
        count -= cut;
    }
    c->in_force -= count;
}

static void start(struct course *c, size_t i, double count)
{
    size_t at = i + c->lead;

    c->coming += count;
    c->arrive[at < c->record->n ? at : c->record->n] += count;
}

/* The most that was wanted within the window that ends with step i. */
static double stabilised(const struct course *c, size_t i)
{
    size_t window = (size_t)(c->policy->stabilise_s / c->record->step_s);
    double most = c->wanted[i];

    for (size_t back = 1; back <= window && back <= i; back++)
        most = fmax(most, c->wanted[i - back]);
    return most;
}

static void act(struct course *c, size_t i)
{
    double now = (double)(i + 1) * c->record->step_s, ordered = c->in_force + c->coming;
    double want = c->wanted[i];

    if (now - c->acted < c->policy->cooldown_s)
        return;
    if (want < ordered)
        want = fmin(ordered, stabilised(c, i));
    if (want > ordered)
        start(c, i, want - ordered);
    else if (want < ordered)
        stop(c, i, ordered - want);
    else
        return;
    c->acted = now;
}

static void see(struct course *c, const struct scaler *scaler, size_t i)
{
    double demand = c->record->demand[i], served = fmin(demand, c->in_force);
    struct scaling_view view = { i, c->in_force > 0 ? 100 * served / c->in_force : 100,
                                 c->in_force, c->in_force + c->coming, c->lead, c->seen, c->sum,
                                 c->record->week, c->record->n, c->record->step_s };

    c->seen[i] = isnan(demand) ? NAN : served;
    c->sum[i + 1] = c->sum[i] + (isnan(demand) ? 0 : served);
    c->wanted[i] = isnan(demand) ? view.ordered
                                 : scaling_within(c->policy, scaler->want(c->policy, &view));
    if (!isnan(demand))
        act(c, i);
}

void scaling_run(const struct scaler *scaler, const struct scaling *policy,
                 const struct scaling_record *record, struct scratch *scratch, double *supply)
{
    size_t mark = scratch_mark(scratch), n = record->n;
    struct course c = { .policy = policy, .record = record, .acted = -INFINITY };

    c.arrive = scratch_take(scratch, n + 1);
    c.wanted = scratch_take(scratch, n);
    c.seen = scratch_take(scratch, n);
    c.sum = scratch_take(scratch, n + 1);
    memset(c.arrive, 0, (n + 1) * sizeof *c.arrive);
    c.sum[0] = 0;
    c.lead = 1 + (size_t)ceil(policy->startup_s / record->step_s - ROUNDING);
    c.in_force = first_units(policy, record);
    for (size_t i = 0; i < n; i++) {
        c.in_force += c.arrive[i];
        c.coming -= c.arrive[i];
        supply[i] = c.in_force;
        see(&c, scaler, i);
    }
    scratch_reset(scratch, mark);
}

/* --- what it is set beside -------------------------------------------------------------- */

void scaling_oracle(const struct scaling *policy, const struct scaling_record *record,
                    double *supply)
{
    double last = scaling_within(policy, 0);

    for (size_t i = 0; i < record->n; i++) {
        if (!isnan(record->demand[i]))
            last = scaling_units(policy, record->demand[i], 100 * policy->full);
        supply[i] = last;
    }
}

void scaling_static(const struct scaling *policy, const struct scaling_record *record,
                    double *supply)
{
    double most = 0;

    for (size_t i = 0; i < record->n; i++)
        most = fmax(most, record->demand[i]);    /* fmax() passes over NAN */
    for (size_t i = 0; i < record->n; i++)
        supply[i] = scaling_units(policy, most, 100 * policy->full);
}

/* --- the judgement ------------------------------------------------------------------------ */

/* In steps; scaling_judge() turns them into hours once, so that nothing adds up to 1680.9999. */
static void judge_step(const struct scaling *policy, const struct scaling_record *record,
                       const double *supply, size_t i, struct scaling_score *out)
{
    double demand = record->demand[i], lack = demand - supply[i] * policy->full;
    double extra = supply[i] - scaling_units(policy, demand, 100 * policy->full);

    out->hours++;
    out->unit_hours += supply[i];
    if (lack > ROUNDING) {
        out->under_hours++;
        out->unmet += lack;
        out->under_depth += lack / demand;
        out->under_worst = fmax(out->under_worst, lack / demand);
        if (out->first_unmet == record->n)
            out->first_unmet = i;
    }
    if (extra > ROUNDING) {
        out->over_hours++;
        out->surplus += extra;
    }
}

static void in_hours(struct scaling_score *score, double step_s)
{
    double *const sums[] = { &score->hours, &score->unit_hours, &score->under_hours, &score->unmet,
                             &score->over_hours, &score->surplus, &score->worst_unmet };

    if (score->under_hours > 0)
        score->under_depth /= score->under_hours;
    for (size_t i = 0; i < sizeof sums / sizeof sums[0]; i++)
        *sums[i] = *sums[i] * step_s / HOUR_S;
}

/* Hours are counted from the first step; a longer step is an hour of its own. */
static void find_worst_hour(const struct scaling *policy, const struct scaling_record *record,
                            const double *supply, struct scaling_score *out)
{
    size_t length = record->step_s < HOUR_S ? (size_t)(HOUR_S / record->step_s) : 1;

    for (size_t first = 0; first < record->n; first += length) {
        double lack = 0;

        for (size_t i = first; i < first + length && i < record->n; i++)
            if (record->demand[i] - supply[i] * policy->full > ROUNDING)
                lack += record->demand[i] - supply[i] * policy->full;
        if (lack > out->worst_unmet) {
            out->worst_unmet = lack;
            out->worst_hour = first;
        }
    }
}

static void count_changes(const struct scaling_record *record, const double *supply,
                          struct scaling_score *out)
{
    double last = 0;         /* size of the last change */
    size_t changed = 0;

    out->fewest = out->most = record->n ? supply[0] : 0;
    for (size_t i = 1; i < record->n; i++) {
        double change = supply[i] - supply[i - 1];

        out->fewest = fmin(out->fewest, supply[i]);
        out->most = fmax(out->most, supply[i]);
        if (fabs(change) <= ROUNDING)
            continue;
        out->changes++;
        out->flaps += change * last < 0 && (double)(i - changed) * record->step_s < FLAP_S;
        last = change;
        changed = i;
    }
}

void scaling_judge(const struct scaling *policy, const struct scaling_record *record,
                   const double *supply, struct scaling_score *out)
{
    *out = (struct scaling_score){ .first_unmet = record->n, .worst_hour = record->n };
    for (size_t i = 0; i < record->n; i++)
        if (!isnan(record->demand[i]))
            judge_step(policy, record, supply, i, out);
    find_worst_hour(policy, record, supply, out);
    count_changes(record, supply, out);
    in_hours(out, record->step_s);
}
