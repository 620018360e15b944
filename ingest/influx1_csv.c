/*
 * InfluxDB 1: the CSV of its /query (Accept: application/csv) and of `influx -format csv`.
 *
 *     name,tags,time,mean
 *     cpu,host=web-01,1761436800000000000,16.64
 *
 * Without GROUP BY there are no tags; a new header begins the next statement.
 * https://docs.influxdata.com/influxdb/v1/tools/influx-cli/
 */
#include <stdlib.h>
#include <string.h>

#include "ingest/influx_names.h"

enum { COLUMNS_MOST = 256, NAME_ROOM = 512 };

struct reader {
    char     column[COLUMNS_MOST][NAME_ROOM];
    size_t   columns, first;        /* the first column of values, behind the time */
    int      timed;
    uint64_t texts, untimed;
    struct buf key;
};

static int is_header(const struct text_job *job)
{
    return job->cells >= 2 && cell_is(&job->cell[0], "name") &&
           (cell_is(&job->cell[1], "tags") || cell_is(&job->cell[1], "time"));
}

static void read_header(struct text_job *job, struct reader *r)
{
    if (job->cells > COLUMNS_MOST) {
        text_fail(job, ERR_LIMIT, "a table with more than %d columns", COLUMNS_MOST);
        return;
    }
    r->columns = job->cells;
    r->first = cell_is(&job->cell[1], "tags") ? 3 : 2;
    r->timed = job->cells >= r->first && cell_is(&job->cell[r->first - 1], "time");
    for (size_t i = 0; i < job->cells; i++)
        cell_copy(&job->cell[i], r->column[i], NAME_ROOM);
}

static struct text_series *find_series(struct text_job *job, struct reader *r, size_t column)
{
    char measurement[NAME_ROOM];
    struct text_series *series;

    buf_clear(&r->key);
    for (size_t i = 0; i + 1 < r->first; i++) {
        buf_addn(&r->key, job->cell[i].text, job->cell[i].length);
        buf_addc(&r->key, '\n');
    }
    buf_add(&r->key, r->column[column]);
    series = text_series(job, r->key.text, r->key.used);
    if (series && !series->open) {
        struct cell none = { "", 0 };

        influx_tags(job, r->first == 3 ? &job->cell[1] : &none);
        influx_open(job, series, cell_copy(&job->cell[0], measurement, sizeof measurement),
                    r->column[column], NULL);
    }
    return series && series->open ? series : NULL;
}

static void put_cell(struct text_job *job, struct reader *r, size_t column, int64_t at)
{
    const struct cell *cell = &job->cell[column];
    struct text_series *series;
    double value;

    if (cell_is(cell, "true") || cell_is(cell, "false")) {
        value = cell_is(cell, "true");
    } else if (number_parse(cell->text, cell->length, &value) == NUMBER_BAD) {
        r->texts++;
        return;
    } else if (!text_number(job, cell, '.', r->column[column], &value)) {
        return;
    }
    series = find_series(job, r, column);
    if (series)
        text_put(job, series, at, value);
}

static void read_record(struct text_job *job, void *self)
{
    struct reader *r = self;
    int64_t at;

    text_split(job, ',');
    if (job->failed)
        return;
    if (is_header(job)) {
        read_header(job, r);
    } else if (job->cells != r->columns) {
        text_reject(job, "", "%zu cells, not %zu", job->cells, r->columns);
    } else if (!r->timed) {
        r->untimed++;
    } else if (text_time(job, &job->cell[r->first - 1], "time", &at)) {
        job->found = 1;
        for (size_t i = r->first; i < job->cells && !job->failed; i++)
            put_cell(job, r, i, at);
    }
}

static void finish(struct text_job *job, void *self)
{
    const struct reader *r = self;

    if (r->untimed)
        intake_note(job->out, "a result without a time column was left out");
    if (r->texts)
        intake_note(job->out, "%llu values that are no numbers left out", (unsigned long long)r->texts);
}

static int influx_read(struct input *in, const struct ingest_options *options, struct intake *out,
                       struct error *err)
{
    static const struct text_format format = {
        .what = "rows with a time", .quotes = 1, .record = read_record, .finish = finish,
    };
    struct reader *r = calloc(1, sizeof *r);
    int rc;

    if (!r)
        return error_set(err, ERR_NOMEM, "no memory to read a table");
    buf_init(&r->key, 64 << 10);
    rc = text_import(in, options, out, &format, r, err);
    buf_release(&r->key);
    free(r);
    return rc;
}

static int influx_sniff(const char *head, size_t length)
{
    return head_begins(head, length, "name,tags,time,") ? 95
           : head_begins(head, length, "name,time,")    ? 80 : 0;
}

extern const struct importer importer_influx1_csv;
const struct importer importer_influx1_csv = {
    .name       = "influxdb1-csv",
    .title      = "InfluxDB 1 query results, CSV",
    .recognised = "a header name,tags,time,… or name,time,…",
    .command    = "influx -database DB -format csv -execute 'SELECT mean(usage_user) FROM cpu "
                  "WHERE time > now() - 90d GROUP BY time(1h), host'",
    .example    = "name,tags,time,mean\n"
                  "cpu,host=web-01,1761436800000000000,16.642781916666667\n"
                  "cpu,host=web-01,1761440400000000000,15.489709583333335\n",
    .sniff      = influx_sniff,
    .read       = influx_read,
};
