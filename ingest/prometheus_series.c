#include "ingest/prometheus_series.h"

#include <string.h>

#include "ingest/naming.h"

/*
 * A reset throws a counter back to (nearly) nothing, a gauge falls by a part. More than one
 * step in fifty that falls, but not by half, is no counter.
 */
static int falls_like_a_gauge(const double *value, size_t count)
{
    size_t falls = 0;

    for (size_t i = 1; i < count; i++)
        falls += value[i] < value[i - 1] && value[i] > value[i - 1] / 2;
    return falls > count / 50;
}

static enum series_kind kind_of(const char *metric, const double *value, size_t count,
                                struct intake *intake)
{
    if (!metric || metric_kind(metric) != SERIES_COUNTER)
        return SERIES_GAUGE;
    if (!falls_like_a_gauge(value, count))
        return SERIES_COUNTER;
    intake_note(intake, "%.80s is named as a counter but falls like a gauge: taken as a gauge",
                metric);
    return SERIES_GAUGE;
}

static int within(const double *value, size_t count, double least, double most)
{
    for (size_t i = 0; i < count; i++)
        if (value[i] < least || value[i] > most)
            return 0;
    return count > 0;
}

static const char *unit_of(const char *metric, const double *value, size_t count)
{
    const char *unit = metric ? metric_unit(metric) : NULL;

    if (unit || !metric)
        return unit;
    if (strstr(metric, "utilization") || strstr(metric, "utilisation"))
        return within(value, count, 0, 1) ? "ratio" : within(value, count, 0, 100) ? "%" : NULL;
    return NULL;
}

int prometheus_series(struct tags *tags, const double *value, size_t count,
                      const struct ingest_options *options, struct intake *intake,
                      uint32_t *series, double *scale, struct error *err)
{
    static const char *const resources[] = { "instance", "pod", "node", "host", "hostname", NULL };
    const char *name = tags_take(tags, "__name__");
    const char *known = options->metric ? options->metric : name;
    struct draft draft = {
        .source = "prometheus", .metric = name, .tags = tags,
        .kind = options->kind >= 0 ? (enum series_kind)options->kind
                                   : kind_of(name, value, count, intake),
        .unit = unit_of(known, value, count),
    };

    /* A resource said by the user must not make one series of two instances. */
    if (!options->resource)
        draft.resource = tags_take_first(tags, resources);
    return draft_series(&draft, options, intake, series, scale, err);
}
