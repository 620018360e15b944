/*
 * InfluxDB 2: annotated CSV, the answers of /api/v2/query and of `influx query --raw`.
 *
 *     #group,false,false,true,…          annotations, in any order, or none
 *     #datatype,string,long,dateTime:RFC3339,…
 *     #default,mean,,…
 *     ,result,table,_start,_stop,_time,_value,_field,_measurement,host
 *     ,,0,…
 *
 * The first cell is empty; an empty cell has the column's default; annotations or another
 * header begin the next table. A failed query is a table of error and reference.
 * https://docs.influxdata.com/influxdb/v2/reference/syntax/annotated-csv/
 */
#include <stdlib.h>
#include <string.h>

#include "ingest/influx_names.h"
#include "ingest/naming.h"

enum { COLUMNS_MOST = 256, NAME_ROOM = 256, ABSENT = COLUMNS_MOST };

struct reader {
    char     name[COLUMNS_MOST][NAME_ROOM];
    char     type[COLUMNS_MOST][32];
    char     standard[COLUMNS_MOST][NAME_ROOM];    /* the default */
    size_t   columns, types;
    size_t   time, value, field, measurement, result;    /* ABSENT where there is none */
    int      annotated;        /* annotations came and their header did not yet */
    uint64_t texts, untimed;
    struct buf key;
};

static void read_annotation(struct text_job *job, struct reader *r)
{
    int types = cell_is(&job->cell[0], "#datatype"), defaults = cell_is(&job->cell[0], "#default");

    if (!r->annotated) {
        memset(r->type, 0, sizeof r->type);
        memset(r->standard, 0, sizeof r->standard);
        r->types = 0;
    }
    r->annotated = 1;
    r->columns = 0;
    for (size_t i = 1; i < job->cells && i < COLUMNS_MOST; i++) {
        if (types)
            cell_copy(&job->cell[i], r->type[i], sizeof r->type[i]);
        else if (defaults)
            cell_copy(&job->cell[i], r->standard[i], NAME_ROOM);
    }
    if (types)
        r->types = job->cells;
}

static size_t find_column(const struct reader *r, const char *name)
{
    for (size_t i = 1; i < r->columns; i++)
        if (strcmp(r->name[i], name) == 0)
            return i;
    return ABSENT;
}

static void read_header(struct text_job *job, struct reader *r)
{
    if (job->cells > COLUMNS_MOST) {
        text_fail(job, ERR_LIMIT, "a table with more than %d columns", COLUMNS_MOST);
        return;
    }
    r->annotated = 0;
    r->columns = job->cells;
    for (size_t i = 0; i < job->cells; i++)
        cell_copy(&job->cell[i], r->name[i], NAME_ROOM);
    r->time = find_column(r, "_time");
    if (r->time == ABSENT)
        r->time = find_column(r, "_stop");
    r->value = find_column(r, "_value");
    r->field = find_column(r, "_field");
    r->measurement = find_column(r, "_measurement");
    r->result = find_column(r, "result");
}

/* The cell, or the default where it is empty. */
static struct cell cell_at(const struct text_job *job, const struct reader *r, size_t column)
{
    if (column == ABSENT)
        return (struct cell){ "", 0 };
    if (job->cell[column].length)
        return job->cell[column];
    return (struct cell){ r->standard[column], strlen(r->standard[column]) };
}

static int is_number_type(const char *type)
{
    static const char *const types[] = { "double", "long", "unsignedLong", "boolean" };

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (strcmp(type, types[i]) == 0)
            return 1;
    return 0;
}

/* A value: _value, or in a pivoted table any column of numbers. */
static int is_value(const struct reader *r, size_t column)
{
    if (r->value != ABSENT)
        return column == r->value;
    return r->name[column][0] != '_' && strcmp(r->name[column], "table") != 0 &&
           is_number_type(r->type[column]);
}

static int is_tag(const struct reader *r, size_t column)
{
    const char *name = r->name[column];

    return name[0] != '_' && name[0] && column != r->result && strcmp(name, "table") != 0 &&
           !is_value(r, column) && strncmp(r->type[column], "dateTime", 8) != 0 &&
           !is_number_type(r->type[column]);
}

static void open_series(struct text_job *job, const struct reader *r, struct text_series *series,
                        size_t column)
{
    char measurement[1024], field[1024], result[64], word[16], value[1024];
    struct cell cell = cell_at(job, r, r->measurement);

    tags_clear(&job->tags);
    for (size_t i = 1; i < r->columns; i++)
        if (is_tag(r, i)) {
            struct cell tag = cell_at(job, r, i);

            tags_add(&job->tags, r->name[i], cell_copy(&tag, value, sizeof value));
        }
    cell_copy(&cell, measurement, sizeof measurement);
    cell = cell_at(job, r, r->field);
    cell_copy(&cell, field, sizeof field);
    cell = cell_at(job, r, r->result);
    cell_copy(&cell, result, sizeof result);
    influx_open(job, series, measurement,
                column != r->value ? r->name[column] : field[0] ? field : "_value",
                statistic_word(result, strlen(result), word));
}

static struct text_series *find_series(struct text_job *job, struct reader *r, size_t column)
{
    struct text_series *series;

    buf_clear(&r->key);
    buf_add(&r->key, r->name[column]);
    for (size_t i = 1; i < r->columns; i++)
        if (i == r->result || i == r->field || i == r->measurement || is_tag(r, i)) {
            struct cell cell = cell_at(job, r, i);

            buf_addf(&r->key, "\n%s\n", r->name[i]);
            buf_addn(&r->key, cell.text, cell.length);
        }
    series = text_series(job, r->key.text, r->key.used);
    if (series && !series->open)
        open_series(job, r, series, column);
    return series && series->open ? series : NULL;
}

static void put_cell(struct text_job *job, struct reader *r, size_t column, int64_t at)
{
    struct cell cell = cell_at(job, r, column);
    struct text_series *series;
    double value;

    if (cell_is(&cell, "true") || cell_is(&cell, "false")) {
        value = cell_is(&cell, "true");
    } else if (r->types && !is_number_type(r->type[column])) {
        r->texts++;
        return;
    } else if (!text_number(job, &cell, '.', r->name[column], &value)) {
        return;
    }
    series = find_series(job, r, column);
    if (series)
        text_put(job, series, at, value);
}

static void read_error(struct text_job *job, const struct reader *r)
{
    char text[160];
    struct cell cell = cell_at(job, r, find_column(r, "error"));

    text_fail(job, ERR_DATA, "the server answered with an error: %s",
              cell_copy(&cell, text, sizeof text));
}

static void read_row(struct text_job *job, struct reader *r)
{
    struct cell time;
    int64_t at;

    if (r->columns == 0 || job->cells != r->columns) {
        text_reject(job, "", "%zu cells, not %zu", job->cells, r->columns);
    } else if (find_column(r, "error") != ABSENT && find_column(r, "reference") != ABSENT) {
        read_error(job, r);
    } else if (r->time == ABSENT) {
        r->untimed++;
    } else {
        time = cell_at(job, r, r->time);
        if (!text_time(job, &time, r->name[r->time], &at))
            return;
        job->found = 1;
        for (size_t i = 1; i < r->columns && !job->failed; i++)
            if (is_value(r, i))
                put_cell(job, r, i, at);
    }
}

static void read_record(struct text_job *job, void *self)
{
    struct reader *r = self;

    text_split(job, ',');
    if (job->failed)
        return;
    if (job->cell[0].length && job->cell[0].text[0] == '#')
        read_annotation(job, r);
    else if (r->annotated || (job->cells > 2 && cell_is(&job->cell[1], "result") &&
                              cell_is(&job->cell[2], "table")))
        read_header(job, r);
    else
        read_row(job, r);
}

static void finish(struct text_job *job, void *self)
{
    const struct reader *r = self;

    if (r->untimed)
        intake_note(job->out, "a table without _time was left out");
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
    r->time = r->value = r->field = r->measurement = r->result = ABSENT;
    buf_init(&r->key, 256 << 10);
    rc = text_import(in, options, out, &format, r, err);
    buf_release(&r->key);
    free(r);
    return rc;
}

static int influx_sniff(const char *head, size_t length)
{
    static const char *const magic[] = { "#group,", "#datatype,", "#default,", ",result,table," };

    for (size_t i = 0; i < sizeof magic / sizeof magic[0]; i++)
        if (head_begins(head, length, magic[i]))
            return 100;
    return 0;
}

extern const struct importer importer_influx2_csv;
const struct importer importer_influx2_csv = {
    .name       = "influxdb2-csv",
    .title      = "InfluxDB 2 query results, annotated CSV",
    .recognised = "a first line #group, #datatype, #default or ,result,table",
    .command    = "influx query --raw 'from(bucket: \"B\") |> range(start: -90d) |> "
                  "aggregateWindow(every: 1h, fn: mean)'",
    .example    = "#group,false,false,false,false,true,true,true\n"
                  "#datatype,string,long,dateTime:RFC3339,double,string,string,string\n"
                  "#default,mean,,,,,,\n"
                  ",result,table,_time,_value,_field,_measurement,host\n"
                  ",,0,2025-11-21T00:00:00Z,25.849394313216884,usage_user,cpu,web-01\n"
                  ",,0,2025-11-21T01:00:00Z,24.829488977712515,usage_user,cpu,web-01\n",
    .sniff      = influx_sniff,
    .read       = influx_read,
};
