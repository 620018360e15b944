/*
 * Graphite's render API with format=raw: a line a target,
 *
 *     target,start,end,step|value,value,None,…
 *
 * start, end and step in seconds; value i is that of start + i * step, the start of its bucket.
 * https://graphite.readthedocs.io/en/latest/render_api.html
 */
#include <string.h>

#include "ingest/text_import.h"

/* What stands before the bar. */
struct span { struct cell target; int64_t start, step; };

/* Takes ",integer" off the end of the text. */
static int take_integer(struct cell *text, int64_t *out)
{
    const char *comma = memrchr(text->text, ',', text->length);
    size_t before;

    if (!comma)
        return 0;
    before = (size_t)(comma - text->text);
    if (!number_parse_int(comma + 1, text->length - before - 1, out))
        return 0;
    text->length = before;
    return 1;
}

static int read_span(const char *line, const char *bar, struct span *out)
{
    int64_t end;

    out->target = (struct cell){ line, (size_t)(bar - line) };
    return take_integer(&out->target, &out->step) && take_integer(&out->target, &end) &&
           take_integer(&out->target, &out->start) && out->target.length && out->step > 0 &&
           out->step <= 366 * DAY_MS / SECOND_MS && out->start >= INT64_C(631152000) &&
           out->start <= end && end < INT64_C(7258118400);
}

static void read_values(struct text_job *job, const struct span *span, const char *p,
                        struct text_series *series)
{
    const char *end = job->line + job->length;
    int64_t at = span->start * SECOND_MS;

    for (;; at += span->step * SECOND_MS) {
        const char *stop = memchr(p, ',', (size_t)(end - p));
        struct cell cell = { p, (size_t)((stop ? stop : end) - p) };
        double value;

        if (text_number(job, &cell, '.', "value", &value))
            text_put(job, series, at, value);
        if (!stop || job->failed)
            return;
        p = stop + 1;
    }
}

static void read_record(struct text_job *job, void *self)
{
    const char *bar = memrchr(job->line, '|', job->length);
    struct span span;
    struct text_series *series;

    (void)self;
    if (!bar || !read_span(job->line, bar, &span)) {
        text_reject(job, "", "not target,start,end,step|values");
        return;
    }
    job->found = 1;
    series = text_series(job, span.target.text, span.target.length);
    if (series && !series->open) {
        struct draft draft = { .source = "graphite", .metric = series->key,
                               .period_ms = span.step * SECOND_MS };

        text_open(job, series, &draft);
    }
    if (series && series->open)
        read_values(job, &span, bar + 1, series);
}

static int graphite_read(struct input *in, const struct ingest_options *options,
                         struct intake *out, struct error *err)
{
    static const struct text_format format = {
        .what = "line of target,start,end,step|values", .record = read_record,
    };

    return text_import(in, options, out, &format, NULL, err);
}

static int graphite_sniff(const char *head, size_t length)
{
    const char *end = memchr(head, '\n', length), *bar;
    struct span span;

    bar = memchr(head, '|', end ? (size_t)(end - head) : length);
    for (; bar; bar = memchr(bar + 1, '|', (size_t)((end ? end : head + length) - bar - 1)))
        if (read_span(head, bar, &span))
            return 95;
    return 0;
}

extern const struct importer importer_graphite_raw;
const struct importer importer_graphite_raw = {
    .name       = "graphite-raw",
    .title      = "Graphite render API, raw",
    .recognised = "lines of target,start,end,step|values",
    .command    = "curl 'http://HOST/render?target=…&from=-90d&format=raw'",
    .example    = "servers.web-01.cpu,1761436800,1761437700,300|14.6,None,16.375\n",
    .sniff      = graphite_sniff,
    .read       = graphite_read,
};
