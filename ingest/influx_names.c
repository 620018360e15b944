#include "ingest/influx_names.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

#include "ingest/naming.h"

enum { NAME_ROOM = 1024 };

/* Fields of Telegraf's inputs that only rise. */
static int is_counter(const char *measurement, const char *field)
{
    static const struct { const char *measurement, *field; } counters[] = {
        { "net", "bytes_*" }, { "net", "packets_*" },  { "net", "err_*" },
        { "net", "drop_*" },  { "diskio", "read*" },   { "diskio", "write*" },
        { "diskio", "merged_*" }, { "diskio", "*_time" },
    };

    for (size_t i = 0; i < sizeof counters / sizeof counters[0]; i++)
        if (strcmp(counters[i].measurement, measurement) == 0 &&
            fnmatch(counters[i].field, field, 0) == 0)
            return 1;
    return 0;
}

static const char *unit_of(const char *measurement, const char *field, const char *metric)
{
    static const struct { const char *measurement, *field, *unit; } units[] = {
        { "cpu*", "usage_*", "%" },  { "net", "bytes_*", "B" },    { "diskio", "*_bytes", "B" },
        { "diskio", "*_time", "ms" }, { "disk", "used", "B" },     { "disk", "free", "B" },
        { "disk", "total", "B" },    { "mem", "used", "B" },       { "mem", "free", "B" },
        { "mem", "total", "B" },     { "mem", "available", "B" },  { "swap", "used", "B" },
        { "swap", "total", "B" },    { "swap", "free", "B" },
    };

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (fnmatch(units[i].measurement, measurement, 0) == 0 &&
            fnmatch(units[i].field, field, 0) == 0)
            return units[i].unit;
    return metric_unit(metric);
}

int influx_open(struct text_job *job, struct text_series *series, const char *measurement,
                const char *field, const char *stat)
{
    static const char *const resources[] = { "host", "hostname", "server", "instance", "node", NULL };
    char metric[NAME_ROOM], word[16];
    struct draft draft = { .source = "influxdb", .tags = &job->tags, .metric = measurement };

    draft.stat = statistic_word(field, strlen(field), word);
    if (!draft.stat) {
        draft.stat = stat;
        if (strcmp(field, "value") != 0 && strcmp(field, "_value") != 0) {
            snprintf(metric, sizeof metric, "%s%s%s", measurement, *measurement ? "_" : "", field);
            draft.metric = metric;
        }
    }
    draft.resource = tags_take_first(&job->tags, resources);
    draft.usual_unit = unit_of(measurement, field, draft.metric);
    if (!draft.stat)
        draft.kind = is_counter(measurement, field) ? SERIES_COUNTER : metric_kind(draft.metric);
    return text_open(job, series, &draft);
}

void influx_tags(struct text_job *job, const struct cell *tags)
{
    const char *p = tags->text, *end = p + tags->length;

    tags_clear(&job->tags);
    while (p < end) {
        const char *stop = memchr(p, ',', (size_t)(end - p)), *equal;
        char name[NAME_ROOM], value[NAME_ROOM];
        struct cell text;

        if (!stop)
            stop = end;
        while (p < stop && *p == ' ')
            p++;
        equal = memchr(p, '=', (size_t)(stop - p));
        if (equal) {
            text = (struct cell){ p, (size_t)(equal - p) };
            cell_copy(&text, name, sizeof name);
            text = (struct cell){ equal + 1, (size_t)(stop - equal - 1) };
            tags_add(&job->tags, name, cell_copy(&text, value, sizeof value));
        }
        p = stop + 1;
    }
}
