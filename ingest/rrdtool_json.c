/*
 * RRDtool: xport --json and graph --imgformat JSON. Row i stands for start + i step, which is the
 * end of its interval; with -t the row itself begins with its time, as a text.
 * https://oss.oetiker.ch/rrdtool/doc/rrdxport.en.html
 */
#include <stdlib.h>
#include <string.h>

#include "ingest/json_import.h"

enum { COLUMNS_MOST = 512, NAME_ROOM = 512 };

struct reader {
    char   (*legend)[NAME_ROOM];
    struct json_series *series;
    size_t  columns;
    double  start, step;              /* seconds */
    uint64_t row;
};

static void read_legend(struct json_job *job, struct reader *r)
{
    r->columns = 0;
    if (!json_array(job->json))
        return;
    while (json_element(job->json) && r->columns < COLUMNS_MOST) {
        r->series[r->columns].open = 0;
        json_copy(job->json, r->legend[r->columns++], NAME_ROOM);
    }
}

static void read_meta(struct json_job *job, struct reader *r)
{
    const char *key;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "start") == 0)
            (void)json_number(job->json, &r->start);
        else if (strcmp(key, "step") == 0)
            (void)json_number(job->json, &r->step);
        else if (strcmp(key, "legend") == 0)
            read_legend(job, r);
    }
}

static void put(struct json_job *job, struct reader *r, size_t column, int64_t at, double value)
{
    struct draft draft = { .source = "rrdtool", .metric = r->legend[column],
                           .period_ms = (int64_t)(r->step * 1000) };

    if (r->series[column].open || json_series(job, &draft, &r->series[column]))
        json_put(job, &r->series[column], at, value);
}

/* The cell of a time is a text, that of a value never is. */
static void read_row(struct json_job *job, struct reader *r)
{
    int64_t at = (int64_t)((r->start + (double)r->row++ * r->step) * 1000);
    size_t column = 0;
    double value;

    if (!json_array(job->json))
        return;
    while (json_element(job->json)) {
        if (column == 0 && json_next(job->json) == JSON_STRING) {
            if (!json_instant(job, "time", &at))
                at = 0;
            continue;
        }
        if (column >= r->columns)
            json_reject(job, "", "a row with more cells than the legend has");
        else if (at <= 0)
            json_skip(job->json);
        else if (json_value(job, r->legend[column], &value))
            put(job, r, column, at, value);
        column++;
    }
}

static int usable(const struct reader *r)
{
    return r->columns > 0 && r->start >= 631152e3 && r->start <= 7258118400.0 &&
           r->step > 0 && r->step < 1e8;
}

static void read_document(struct json_job *job, void *self)
{
    struct reader *r = self;
    const char *key;

    r->start = r->step = 0;
    r->row = 0;
    r->columns = 0;
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "meta") == 0) {
            read_meta(job, r);
        } else if (strcmp(key, "data") == 0) {
            job->found = 1;
            if (!usable(r))
                json_check(job->json, error_set(json_err(job->json), ERR_DATA,
                                                "no start, step and legend before the data"));
            else if (json_array(job->json))
                while (json_element(job->json))
                    read_row(job, r);
        }
    }
}

static int rrdtool_read(struct input *in, const struct ingest_options *options,
                        struct intake *out, struct error *err)
{
    struct reader r = { .legend = calloc(COLUMNS_MOST, NAME_ROOM),
                        .series = calloc(COLUMNS_MOST, sizeof *r.series) };
    int rc = !r.legend || !r.series
             ? error_set(err, ERR_NOMEM, "no memory for reading JSON")
             : json_import(in, options, out, JSON_DOCUMENTS, read_document, &r, "data", err);

    free(r.legend);
    free(r.series);
    return rc;
}

static int rrdtool_sniff(const char *head, size_t length)
{
    static const char *const paths[] = { "meta.start", "meta.step", "meta.legend", NULL };

    return json_sniff_all(head, length, paths, 100);
}

const struct importer importer_rrdtool_json = {
    .name = "rrdtool-json",
    .title = "RRDtool xport, JSON",
    .recognised = "meta with start, step and legend, then data",
    .command = "rrdtool xport --json -s -90d DEF:a=FILE.rrd:NAME:AVERAGE XPORT:a:NAME",
    .example = "{\"about\":\"RRDtool graph JSON output\",\"meta\":{\"start\":1761440400,\"end\":"
               "1761447600,\"step\":3600,\"legend\":[\"cpu-web-01\",\"disk-web-01\"]},\"data\":"
               "[[16.5,4.0026e10],[15.25,null]]}\n",
    .sniff = rrdtool_sniff,
    .read = rrdtool_read,
};
