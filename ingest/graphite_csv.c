/*
 * Graphite's render API with format=csv: no header, the target, the time by the clocks of the
 * server (or of tz=) and the value, empty where there is none. The time is the start of the
 * bucket. https://graphite.readthedocs.io/en/latest/render_api.html
 */
#include <string.h>

#include "ingest/text_import.h"

struct reader { const struct text_series *before; };

static void read_record(struct text_job *job, void *self)
{
    struct reader *r = self;
    struct text_series *series;
    int64_t at;
    double value;

    text_split(job, ',');
    if (job->failed)
        return;
    if (job->cells != 3) {
        text_reject(job, "", "%zu cells, not 3", job->cells);
        return;
    }
    series = text_series(job, job->cell[0].text, job->cell[0].length);
    if (series != r->before)
        job->clock.last = 0;
    r->before = series;
    if (!series || !text_time(job, &job->cell[1], "", &at))
        return;
    job->found = 1;
    if (!text_number(job, &job->cell[2], '.', "value", &value))
        return;
    if (!series->open) {
        struct draft draft = { .source = "graphite", .metric = series->key };

        text_open(job, series, &draft);
    }
    if (series->open)
        text_put(job, series, at, value);
}

static int graphite_read(struct input *in, const struct ingest_options *options,
                         struct intake *out, struct error *err)
{
    static const struct text_format format = {
        .what = "rows of target, time and value", .quotes = 1, .record = read_record,
    };
    struct reader r = { NULL };

    return text_import(in, options, out, &format, &r, err);
}

/* Where the first cell ends: a target is a path or a call. NULL when it looks like no target. */
static const char *target_end(const char *p, const char *end)
{
    const char *from = p;

    if (p < end && *p == '"') {
        for (p++; p < end && !(p[0] == '"' && (p + 1 == end || p[1] != '"')); p++)
            p += *p == '"';
        p += p < end;
    } else {
        p = memchr(p, ',', (size_t)(end - p));
    }
    if (!p || p >= end || *p != ',' || time_shape(from, (size_t)(p - from)) != TIME_SHAPE_NONE)
        return NULL;
    return memchr(from, '.', (size_t)(p - from)) || memchr(from, '(', (size_t)(p - from)) ? p : NULL;
}

static int graphite_sniff(const char *head, size_t length)
{
    const char *end = memchr(head, '\n', length), *time, *value;
    double number;

    if (!end)
        end = head + length;
    if (end > head && end[-1] == '\r')
        end--;
    time = target_end(head, end);
    if (!time)
        return 0;
    time++;
    value = memchr(time, ',', (size_t)(end - time));
    if (!value || time_shape(time, (size_t)(value - time)) != TIME_SHAPE_FULL)
        return 0;
    value++;
    return number_parse(value, (size_t)(end - value), &number) == NUMBER_BAD ? 0 : 80;
}

extern const struct importer importer_graphite_csv;
const struct importer importer_graphite_csv = {
    .name       = "graphite-csv",
    .title      = "Graphite render API, CSV",
    .recognised = "three cells without a header: target, time, value",
    .command    = "curl 'http://HOST/render?target=…&from=-90d&format=csv&tz=UTC'",
    .example    = "servers.web-01.cpu,2025-10-26 00:05:00,14.635237039332285\r\n"
                  "servers.web-01.cpu,2025-10-26 00:10:00,\r\n",
    .sniff      = graphite_sniff,
    .read       = graphite_read,
};
