/*
 * What `headroom export` writes as csv: a sample a row with all that is known of its series.
 *
 *     source,resource,metric,labels,unit,kind,period_seconds,time,value,capacity
 *
 * An apostrophe in front of a text was put there by the export (analyzer/export/csv.c) and is taken off.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ingest/text_import.h"

static const char head_line[] =
    "source,resource,metric,labels,unit,kind,period_seconds,time,value,capacity";

enum { SOURCE, RESOURCE, METRIC, LABELS, UNIT, KIND, PERIOD, TIME, VALUE, CAPACITY, COLUMNS };
enum { KEY_MOST = 16 << 10 };    /* three parts of 1 KiB, labels of 8 KiB, and the rest */

struct reader {
    char key[KEY_MOST];      /* of the series: its cells, each with a NUL behind it */
    const char *text[TIME];
    size_t used;
};

/* Copies the cells that say what the row is about; 0 when they are too long. */
static int read_key(struct text_job *job, struct reader *r)
{
    r->used = 0;
    for (size_t i = SOURCE; i < TIME; i++) {
        struct cell cell = job->cell[i];

        if (cell.length && cell.text[0] == '\'') {
            cell.text++;
            cell.length--;
        }
        if (cell.length + 1 > sizeof r->key - r->used)
            return 0;
        r->text[i] = cell_copy(&cell, r->key + r->used, cell.length + 1);
        r->used += cell.length + 1;
    }
    return 1;
}

/* The series as it was; 0 after a failure or a reject. */
static int open_series(struct text_job *job, struct reader *r, struct text_series *series)
{
    struct draft draft = { .source = r->text[SOURCE], .resource = r->text[RESOURCE],
                           .metric = r->text[METRIC], .labels = r->text[LABELS],
                           .unit = r->text[UNIT] };
    double period;

    if (!draft.metric[0] || !series_kind_find(r->text[KIND], &draft.kind) ||
        number_parse(r->text[PERIOD], strlen(r->text[PERIOD]), &period) != NUMBER_OK ||
        period < 0 || period > 1e9) {
        text_reject(job, "metric", "no metric, kind or period: '%.40s', '%.20s', '%.20s'",
                    draft.metric, r->text[KIND], r->text[PERIOD]);
        return 0;
    }
    draft.period_ms = llround(period * (double)SECOND_MS);
    return text_open(job, series, &draft);
}

static void read_row(struct text_job *job, void *self)
{
    struct reader *r = self;
    struct text_series *series;
    int64_t at;
    double value, capacity;

    if (job->length == sizeof head_line - 1 && memcmp(job->line, head_line, job->length) == 0) {
        job->found = 1;
        return;
    }
    text_split(job, ',');
    if (job->failed)
        return;
    if (job->cells != COLUMNS || !read_key(job, r)) {
        text_reject(job, "", job->cells == COLUMNS ? "names that are too long"
                                                   : "not %d cells", COLUMNS);
        return;
    }
    series = text_series(job, r->key, r->used);
    if (!series || (!series->open && !open_series(job, r, series)) ||
        !text_time(job, &job->cell[TIME], "time", &at) ||
        !text_number(job, &job->cell[VALUE], '.', "value", &value))
        return;
    text_put(job, series, at, value);
    if (job->cell[CAPACITY].length && !job->failed &&
        text_number(job, &job->cell[CAPACITY], '.', "capacity", &capacity) && capacity > 0)
        job->failed = intake_capacity(job->out, series->series, at, capacity * series->scale, &job->err);
}

static int headroom_csv_read(struct input *in, const struct ingest_options *options,
                             struct intake *out, struct error *err)
{
    static const struct text_format format = { .what = "samples", .quotes = 1, .record = read_row };
    struct reader reader;

    return text_import(in, options, out, &format, &reader, err);
}

static int headroom_csv_sniff(const char *head, size_t length)
{
    return head_begins(head, length, head_line) ? 100 : 0;
}

extern const struct importer importer_headroom_csv;
const struct importer importer_headroom_csv = {
    .name       = "headroom-csv",
    .title      = "headroom's own export, CSV",
    .recognised = "its header, from source,resource,metric to time,value,capacity",
    .command    = "headroom export 'prod/*' -o prod.csv",
    .example    = "source,resource,metric,labels,unit,kind,period_seconds,time,value,capacity\n"
                  "prod,db-1,disk_used_bytes,\"mountpoint=\"\"/var\"\"\",B,gauge,0,"
                  "2026-01-31T00:00:00Z,385000000,1000000000\n"
                  "prod,web-1,cpu,,%,gauge,60,2026-01-31T00:00:00.250Z,2.385,\n",
    .sniff      = headroom_csv_sniff,
    .read       = headroom_csv_read,
};
