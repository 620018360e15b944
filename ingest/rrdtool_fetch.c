/*
 * RRDtool's fetch: a line of data sources, then a line for each interval, whose end it names.
 *
 *                                 cpu                  rx
 *
 *     1761440400: 2.0053669000e+01 1.9267443493e+07
 *     1761444000: -nan -nan
 *
 * In some locales the decimal sign is a comma. Counters are rates already. The database is not
 * named: the file's name is the resource. https://oss.oetiker.ch/rrdtool/doc/rrdfetch.en.html
 */
#include <ctype.h>
#include <string.h>

#include "ingest/text_import.h"

enum { NAMES_MOST = 512, NAME_ROOM = 20 };    /* RRDtool's names have up to 19 characters */

struct reader {
    char   name[NAMES_MOST][NAME_ROOM];
    size_t names;
    char   stem[512];
};

static void read_names(struct text_job *job, struct reader *r)
{
    if (job->cells > NAMES_MOST) {
        text_fail(job, ERR_LIMIT, "more than %d data sources", NAMES_MOST);
        return;
    }
    r->names = job->cells;
    for (size_t i = 0; i < r->names; i++)
        cell_copy(&job->cell[i], r->name[i], NAME_ROOM);
}

static void read_values(struct text_job *job, const struct reader *r)
{
    struct cell time = { job->cell[0].text, job->cell[0].length - 1 };
    int64_t at;

    if (job->cells != r->names + 1) {
        text_reject(job, "", "%zu values, not %zu", job->cells - 1, r->names);
        return;
    }
    if (!text_time(job, &time, "time", &at))
        return;
    job->found = 1;
    for (size_t i = 0; i < r->names && !job->failed; i++) {
        const struct cell *cell = &job->cell[i + 1];
        struct text_series *series;
        double value;

        if (!text_number(job, cell, memchr(cell->text, ',', cell->length) ? ',' : '.', r->name[i],
                         &value))
            continue;
        series = text_series(job, r->name[i], strlen(r->name[i]));
        if (series && !series->open) {
            struct draft draft = { .source = "rrdtool", .resource = r->stem, .metric = r->name[i] };

            text_open(job, series, &draft);
        }
        if (series && series->open)
            text_put(job, series, at, value);
    }
}

static void read_record(struct text_job *job, void *self)
{
    text_words(job);
    if (job->failed)
        return;
    if (job->cell[0].text[job->cell[0].length - 1] == ':')
        read_values(job, self);
    else
        read_names(job, self);
}

static int fetch_read(struct input *in, const struct ingest_options *options, struct intake *out,
                      struct error *err)
{
    static const struct text_format format = { .what = "rows of fetch", .record = read_record };
    struct reader r = { .names = 0 };

    file_stem(options->file, r.stem, sizeof r.stem);
    return text_import(in, options, out, &format, &r, err);
}

/* The first value behind "1761440400: " is written with an exponent, or not a number. */
static int is_row(const char *p, const char *end)
{
    const char *from = p;

    while (p < end && isdigit((unsigned char)*p))
        p++;
    if (p - from < 9 || end - p < 4 || memcmp(p, ": ", 2) != 0)
        return 0;
    for (p += 2; p < end && !isspace((unsigned char)*p); p++)
        if (*p == 'e' || *p == 'n')
            return 1;
    return 0;
}

static int fetch_sniff(const char *head, size_t length)
{
    const char *end = head + length, *line = memchr(head, '\n', length);

    if (!length || (head[0] != ' ' && !isalpha((unsigned char)head[0])))
        return 0;
    while (line && line < end && isspace((unsigned char)*line))
        line++;
    return line && is_row(line, end) ? 90 : 0;
}

extern const struct importer importer_rrdtool_fetch;
const struct importer importer_rrdtool_fetch = {
    .name       = "rrdtool-fetch",
    .title      = "RRDtool fetch",
    .recognised = "a line of names, then lines of epoch: values",
    .command    = "rrdtool fetch web-01.rrd AVERAGE -r 3600 -s -90d > web-01.txt",
    .example    = "                            cpu                  rx\n\n"
                  "1761440400: 2.0053669000e+01 1.9267443493e+07\n"
                  "1761444000: 1.8265461000e+01 -nan\n",
    .sniff      = fetch_sniff,
    .read       = fetch_read,
};
