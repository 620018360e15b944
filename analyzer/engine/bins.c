#include "analyzer/engine/bins.h"

#include <math.h>
#include <stdlib.h>

#include "models/robust.h"

void bins_release(struct bins *bins)
{
    free(bins->y);
    free(bins->start);
    *bins = (struct bins){ 0 };
}

static int bins_room(struct bins *bins, size_t count, struct error *err)
{
    double *y;
    int64_t *start;

    if (count <= bins->room)
        return 0;
    y = realloc(bins->y, count * sizeof *y);
    if (y)
        bins->y = y;
    start = y ? realloc(bins->start, count * sizeof *start) : NULL;
    if (!start)
        return error_set(err, ERR_NOMEM, "no memory for %zu bins", count);
    bins->start = start;
    bins->room = count;
    return 0;
}

/* The largest mean of two hours that follow one another; of one where there are no two. */
static double busiest_two_hours(const struct hourly *hours, size_t count)
{
    double best = -INFINITY, single = -INFINITY;

    for (size_t i = 0; i < count; i++) {
        single = fmax(single, hours[i].sum / hours[i].count);
        if (i + 1 < count && hours[i + 1].hour - hours[i].hour == HOUR_MS)
            best = fmax(best, (hours[i].sum + hours[i + 1].sum) /
                                  ((double)hours[i].count + hours[i + 1].count));
    }
    return isfinite(best) ? best : single;
}

/*
 * The p95 of a day from its hours': nearest rank over the hours' p95. Hours keep
 * no finer distribution, so this errs upwards, to the safe side.
 */
static double p95_of_hours(const struct hourly *hours, size_t count)
{
    double p95[7 * 25];
    size_t n = count < sizeof p95 / sizeof p95[0] ? count : sizeof p95 / sizeof p95[0];

    for (size_t i = 0; i < n; i++)
        p95[i] = hours[i].p95;
    return robust_select(p95, n, (size_t)ceil(0.95 * (double)n) - 1);
}

static double reduce(const struct hourly *hours, size_t count, enum statistic statistic)
{
    double sum = 0, samples = 0, max = -INFINITY;

    for (size_t i = 0; i < count; i++) {
        sum += hours[i].sum;
        samples += hours[i].count;
        max = fmax(max, hours[i].max);
    }
    switch (statistic) {
    case STATISTIC_DAILY_PEAK: return busiest_two_hours(hours, count);
    case STATISTIC_DAILY_P95:  return p95_of_hours(hours, count);
    case STATISTIC_DAILY_MEAN: return sum / samples;
    case STATISTIC_DAILY_MAX:
    case STATISTIC_AUTO:       break;
    }
    return max;
}

/* A stretch of the grid and the hours in it. */
struct stretch {
    int64_t start, end;
    const struct hourly *hours;
    size_t count;
};

/* Hours count beside samples: a burst in one hour is no day. */
static int enough(const struct stretch *s, const struct bins_rule *rule)
{
    double share = rule->open ? rule->open(rule->self, s->start, s->end) : 1;
    double length = share * (double)(s->end - s->start), samples = 0;
    double expected = rule->cadence_ms > 0 ? fmax(1, floor(length / (double)rule->cadence_ms)) : 1;
    double expected_hours = fmin(length / (double)HOUR_MS, expected);

    for (size_t i = 0; i < s->count; i++)
        samples += s->hours[i].count;
    return s->count > 0 && samples >= rule->validity * expected &&
           (double)s->count >= rule->validity * expected_hours;
}

/* True when observation begins or ends inside the stretch, further than a cadence from its edge. */
static int is_cut(const struct stretch *s, int64_t first, int64_t until, int64_t cadence_ms)
{
    int64_t slack = cadence_ms + HOUR_MS;

    return cadence_ms < DAY_MS / 2 && (first > s->start + slack || until < s->end - slack);
}

int bins_make(const struct hourly *hours, size_t count, const struct bins_rule *rule,
              struct bins *out, struct error *err)
{
    int step = rule->cadence_ms > 2 * DAY_MS ? 7 : 1, rc;
    size_t at = 0, total;

    out->count = out->valid = 0;
    out->days = step;
    if (!count)
        return 0;
    total = (size_t)(zone_day(rule->zone, hours[count - 1].hour) -
                     zone_day(rule->zone, hours[0].hour)) / (size_t)step + 1;
    rc = bins_room(out, total, err);
    if (rc < 0)
        return rc;
    for (size_t bin = 0; bin < total; bin++) {
        struct stretch s = { .hours = &hours[at] };

        s.start = zone_day_start(rule->zone, hours[0].hour, (int)bin * step);
        s.end = zone_day_start(rule->zone, hours[0].hour, (int)(bin + 1) * step);
        for (; at < count && hours[at].hour < s.end; at++)
            s.count++;
        out->start[bin] = s.start;
        out->y[bin] = NAN;
        if (!enough(&s, rule) || is_cut(&s, rule->open ? rule->from : hours[0].hour, rule->until, rule->cadence_ms))
            continue;
        out->y[bin] = reduce(s.hours, s.count, rule->statistic);
        out->valid++;
    }
    out->count = total;
    return 0;
}
