/*
 * Level shifts and spikes beside the innovations. The reasons stand in the header.
 */
#include "models/shock.h"

#include <math.h>
#include <string.h>

/*
 * What happened once is no habit: a single spike or launch does not come back. But in a past of under two
 * months it is not known to be rare: servers with such pasts jump on.
 */
enum { HABIT = 2 };
#define RARE_DAYS 60.0

int shock_is_habit(size_t count, double days)
{
    return count >= HABIT || (count > 0 && days < RARE_DAYS);
}

/* Where day t lies among the innovations; past->innovations when it is before them or after. */
static size_t place_of(const struct past *past, double t)
{
    double back = (past->last_t - t) / past->step;

    if (back < -0.5 || back > (double)past->innovations - 0.5)
        return past->innovations;
    return past->innovations - 1 - (size_t)(back + 0.5);
}

/*
 * Few jumps that went one way do not tell which way the next one goes: like one more that went the other way,
 * one path in count + 1 sees them turned round. Clean-ups are not counted on, and a resize is known.
 */
static void lay_jumps(const struct past *past, struct shocks *out)
{
    const struct changes *changes = past->changes;
    size_t count = 0;

    for (size_t c = 0; changes && c < changes->count; c++) {
        const struct change *change = &changes->at[c];
        size_t at = place_of(past, change->t);
        if (change->kind != STEP_SHIFT || at == past->innovations)
            continue;
        out->jump[at] += past->logs ? change->log_size : change->size;
        count++;
    }
    if (!shock_is_habit(count, (double)past->innovations * past->step))
        memset(out->jump, 0, past->innovations * sizeof *out->jump);
    out->turned = 1 / (double)(count + 1);
}

void shock_lay(const struct past *past, const double *t, const double *y,
               const struct spike *spikes, size_t spike_count, struct shocks *out)
{
    memset(out->jump, 0, past->innovations * sizeof *out->jump);
    memset(out->spike, 0, past->innovations * sizeof *out->spike);
    memcpy(out->again, past->measured + past->n - past->innovations, past->innovations * sizeof *out->again);
    lay_jumps(past, out);
    for (size_t i = 0; i < spike_count; i++) {
        double value = y[spikes[i].index];
        size_t at = place_of(past, t[spikes[i].index]);
        if (at == past->innovations)
            continue;
        out->again[at] += spikes[i].size;
        if (!shock_is_habit(spike_count, (double)past->innovations * past->step))
            continue;
        if (!past->logs)
            out->spike[at] = spikes[i].size;
        else if (value > 0 && value > spikes[i].size)
            out->spike[at] = log(value / (value - spikes[i].size));
    }
}
