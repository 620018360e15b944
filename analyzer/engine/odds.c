/*
 * analyzer/engine/odds.c - the odds of a limit: what the paths say, and what the past itself did.
 *
 * Dates and probabilities are read off one distribution, so they never contradict one another.
 */
#include <math.h>
#include <string.h>

#include "analyzer/engine/study.h"
#include "models/bins.h"
#include "models/precedent.h"
#include "models/shock.h"

static double days_of(const struct study *study)
{
    return study->ft[study->fn - 1] - study->ft[0];
}

/* A launch is no precedent; level shifts that are a habit are. */
static int shifts_stay(const struct study *study)
{
    size_t count = 0;

    for (size_t c = 0; c < study->changes.count; c++)
        count += study->changes.at[c].kind == STEP_SHIFT;
    return shock_is_habit(count, days_of(study));
}

/* Clean-ups and resizes are taken out: nobody may count on the one, and the other is no demand. */
static double level_offset(const struct study *study, double t, int shifts)
{
    double offset = 0;

    for (size_t c = 0; c < study->changes.count; c++) {
        const struct change *change = &study->changes.at[c];

        if (change->kind != STEP_SLOPE && (change->kind != STEP_SHIFT || !shifts) && t < change->t)
            offset += change->size;
    }
    return study->changes.exponential ? 0 : offset;
}

/* What weekdays have besides the level is taken out, the busiest one's put in: on a Sunday no limit is farther away. */
static void level_weekdays(const struct study *study, double *y, size_t n)
{
    double sign = study->direction == DIRECTION_FALLING ? -1 : 1, busiest = -INFINITY;

    for (size_t i = 0; i < BINS_PER_WEEK; i++)
        busiest = fmax(busiest, sign * passage_weekday(study->passage, (double)i));
    for (size_t i = 0; i < n; i++) {
        double more = sign * busiest - passage_weekday(study->passage, (double)i * study->bins.days);

        y[i] = study->changes.exponential ? y[i] * exp(more) : y[i] + more;
    }
}

/*
 * The past as the paths are: at the busiest weekday's level. Spikes are in it, since they reach limits too,
 * but only where they are a habit.
 */
static void lay_past(const struct study *study, double *y, size_t n)
{
    int shifts = shifts_stay(study), spikes = shock_is_habit(study->spike_count, days_of(study));

    for (size_t i = 0; i < n; i++)
        y[i] = NAN;
    for (size_t i = 0; i < study->n && study->at[i] < n; i++)
        if (study->is_spike[i] && spikes)
            y[study->at[i]] = study->y[i] / study->share[study->at[i] % 7] +
                                level_offset(study, study->t[i], shifts);
    for (size_t i = 0; i < study->fn; i++)
        y[study->fat[i]] = study->fy[i] + level_offset(study, study->ft[i], shifts);
    level_weekdays(study, y, n);
}

/* Of a saw-tooth or of regular peaks the phase decides how far a window goes, and the paths know it. */
static int has_precedents(const struct study *study)
{
    return !study->changes.sawtooth && study->changes.pulses.count == 0;
}

/* What the paths must reach for the limit to be reached at that step, on a day with this share of the busiest. */
static double before_assumptions(const struct study *study, size_t step, double share)
{
    double limit = study->limits[step] / share;
    double scale = study->assumed ? study->assumed->scale[step] : 1;
    double above = study->assumed ? limit - study->assumed->shift[step] : limit;
    int    there = study->direction == DIRECTION_FALLING ? above >= 0 : above <= 0;

    if (scale > 0)
        return above / scale;
    return there == (study->direction == DIRECTION_FALLING) ? INFINITY : -INFINITY;
}

static void pool(struct study *study, double *cdf)
{
    size_t  mark = scratch_mark(&study->scratch), n = study->fat[study->fn - 1] + 1;
    double *y = scratch_take(&study->scratch, n);
    double *limit = scratch_take(&study->scratch, study->horizon);
    struct precedent past = {
        .y = y,
        .n = n,
        .since = study->fat[change_since(&study->changes)],
        .logs = study->changes.exponential,
    };

    lay_past(study, y, n);
    for (size_t step = 1; step <= study->horizon; step++)
        limit[step - 1] = before_assumptions(study, step, 1);
    precedent_pool(&past, y[n - 1], limit, study->direction, &study->scratch, cdf, study->horizon);
    scratch_reset(&study->scratch, mark);
}

/* The first passage of study->limits. */
static void reach(struct study *study, double *cdf, struct passage_dates *out)
{
    size_t  mark = scratch_mark(&study->scratch);
    double *odds = cdf ? cdf : scratch_take(&study->scratch, study->horizon);
    double *limit = scratch_take(&study->scratch, study->horizon);

    for (size_t step = 1; step <= study->horizon; step++)
        limit[step - 1] = before_assumptions(study, step, study_share(study, step));
    passage_reach(study->passage, limit, study->horizon, before_assumptions(study, 0, study_share(study, 0)),
                  study->direction, odds, out);
    if (!out->reached && has_precedents(study)) {
        pool(study, odds);
        passage_date(odds, study->horizon, study->bins.days, out);
    }
    scratch_reset(&study->scratch, mark);
}

void study_reach(struct study *study, double limit, double *cdf, struct passage_dates *out)
{
    for (size_t step = 0; step <= study->horizon; step++)
        study->limits[step] = limit;
    reach(study, cdf, out);
}

void study_exhaust(struct study *study, double more, double *cdf, struct passage_dates *out)
{
    for (size_t step = 0; step <= study->horizon; step++)
        study->limits[step] = study_usable_with(study, study_step_at(study, step), more).value;
    reach(study, cdf, out);
}
