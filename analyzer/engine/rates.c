#include "analyzer/engine/rates.h"

#include <stdio.h>

static const double WRAP_32 = 4294967296.0;

/* A gap longer than this many cadences has no rate: what happened inside is not known. */
enum { GAP_CADENCES = 3 };

/* What is plausible for one step, told by the series itself. */
struct plausible {
    double largest;     /* reading of all */
    double increment;   /* largest ordinary rise */
};

/* A step across the wrap may be this much larger than any ordinary one. */
static const double WRAP_SLACK = 4;

static struct plausible plausible_of(const struct samples *samples)
{
    struct plausible p = { 0, 0 };

    for (size_t i = 0; i < samples->count; i++) {
        if (samples->value[i] > p.largest)
            p.largest = samples->value[i];
        if (i && samples->value[i] - samples->value[i - 1] > p.increment)
            p.increment = samples->value[i] - samples->value[i - 1];
    }
    return p;
}

/* The amount between two readings, or -1 at a reset. */
static double amount(double before, double after, const struct plausible *p)
{
    double wrapped = after + WRAP_32 - before;

    if (after >= before)
        return after - before;
    if (p->largest < WRAP_32 && before > WRAP_32 / 2 && wrapped <= WRAP_SLACK * p->increment)
        return wrapped;
    return -1;
}

size_t rates_of_counter(struct samples *samples, int64_t cadence_ms)
{
    struct plausible plausible = plausible_of(samples);
    double before;
    size_t kept = 0, resets = 0;
    int64_t before_at;

    if (!samples->count)
        return 0;
    before = samples->value[0];
    before_at = samples->at[0];
    for (size_t i = 1; i < samples->count; i++) {
        int64_t at = samples->at[i], step = at - before_at;
        double value = samples->value[i], passed = amount(before, value, &plausible);

        if (passed < 0)
            resets++;
        else if (cadence_ms <= 0 || step <= GAP_CADENCES * cadence_ms) {
            samples->at[kept] = at;
            samples->value[kept++] = passed / ((double)step / 1000);
        }
        before = value;
        before_at = at;
    }
    samples->count = kept;
    return resets;
}

void rates_of_delta(struct samples *samples, int64_t period_ms)
{
    if (period_ms <= 0)
        return;
    for (size_t i = 0; i < samples->count; i++)
        samples->value[i] /= (double)period_ms / 1000;
}

const char *rates_unit(const char *unit, char *out, size_t room)
{
    snprintf(out, room, "%s/s", unit[0] ? unit : "1");
    return out;
}
