/*
 * analyzer/engine/odds.c - the odds of a limit: what the paths say, and what the past itself did.
 *
 * Dates and probabilities are read off one distribution, so they never contradict one another.
 */
#include <math.h>
#include <string.h>

#include "analyzer/engine/study.h"
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
}

/* Of a saw-tooth or of regular peaks the phase decides how far a window goes, and the paths know it. */
static int has_precedents(const struct study *study)
{
    return !study->changes.sawtooth && study->changes.pulses.count == 0;
}

static void pool(struct study *study, double limit, double *cdf)
{
    size_t  mark = scratch_mark(&study->scratch), n = study->fat[study->fn - 1] + 1;
    double *y = scratch_take(&study->scratch, n);
    struct precedent past = {
        .y = y,
        .n = n,
        .since = study->fat[change_since(&study->changes)],
        .logs = study->changes.exponential,
    };

    lay_past(study, y, n);
    precedent_pool(&past, y[n - 1], limit, study->direction, &study->scratch, cdf, study->horizon);
    scratch_reset(&study->scratch, mark);
}

void study_reach(struct study *study, double limit, double *cdf, struct passage_dates *out)
{
    size_t  mark = scratch_mark(&study->scratch);
    double *odds = cdf ? cdf : scratch_take(&study->scratch, study->horizon);
    double  share = study_share(study, 0);

    for (size_t step = 1; step <= study->horizon; step++)
        study->limits[step - 1] = limit / study_share(study, step);
    passage_reach(study->passage, study->limits, study->horizon, limit / share, study->direction, odds, out);
    if (!out->reached && has_precedents(study)) {
        pool(study, limit, odds);
        passage_date(odds, study->horizon, study->bins.days, out);
    }
    scratch_reset(&study->scratch, mark);
}
