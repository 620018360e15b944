/*
 * InfluxDB 1: the JSON of its /query and of `influx -format json`, in one document or in chunks.
 * Times are RFC 3339 or a number in the unit that was asked for, which the answer does not
 * tell. https://docs.influxdata.com/influxdb/v1/guides/query_data/
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/json_import.h"
#include "ingest/naming.h"

enum { COLUMNS_MOST = 256, NAME_ROOM = 512 };

struct column {
    char name[NAME_ROOM];
    struct json_series series;
};

struct reader {
    char   name[NAME_ROOM];
    char   resource[1024];
    struct column column[COLUMNS_MOST];
    size_t columns, time;       /* the index of the time; COLUMNS_MOST: none */
    uint64_t texts;
};

static void read_columns(struct json_job *job, struct reader *r)
{
    r->columns = 0;
    r->time = COLUMNS_MOST;
    if (!json_array(job->json))
        return;
    while (json_element(job->json)) {
        struct column *column = &r->column[r->columns];

        if (r->columns == COLUMNS_MOST) {
            json_check(job->json, error_set(json_err(job->json), ERR_LIMIT,
                                            "a series with more than %d columns", COLUMNS_MOST));
            return;
        }
        json_copy(job->json, column->name, sizeof column->name);
        column->series.open = 0;
        if (strcmp(column->name, "time") == 0)
            r->time = r->columns;
        r->columns++;
    }
}

/* "mean" of cpu is cpu{stat="avg"}; any other column is cpu_column. */
static int open_series(struct json_job *job, struct reader *r, struct column *column)
{
    struct draft draft = { .source = "influxdb", .resource = r->resource, .metric = r->name,
                           .tags = &job->tags };
    struct stat_word word;
    char metric[2 * NAME_ROOM + 2];

    draft.stat = statistic_word(column->name, strlen(column->name), word.text);
    if (!draft.stat && strcmp(column->name, "value") != 0) {
        snprintf(metric, sizeof metric, "%s_%s", r->name, column->name);
        draft.metric = metric;
    }
    return json_series(job, &draft, &column->series);
}

static void put_cell(struct json_job *job, struct reader *r, struct column *column, int64_t at,
                     double value)
{
    if (column->series.open || open_series(job, r, column))
        json_put(job, &column->series, at, value);
}

/* Cells before the time are held back: the time is the first column but for odd clients. */
static void read_row(struct json_job *job, struct reader *r)
{
    double value[COLUMNS_MOST];
    char is_number[COLUMNS_MOST] = { 0 };
    size_t cells = 0;
    int timed = 0;
    int64_t at = 0;

    if (!json_array(job->json))
        return;
    for (; json_element(job->json); cells++) {
        if (cells >= r->columns)
            continue;
        if (cells == r->time) {
            timed = json_instant(job, "time", &at);
        } else if (json_next(job->json) == JSON_STRING) {
            r->texts++;
        } else {
            is_number[cells] = (char)json_value(job, r->column[cells].name, &value[cells]);
        }
    }
    if (cells != r->columns) {
        json_reject(job, "", "a row with another number of cells than there are columns");
        return;
    }
    for (size_t i = 0; timed && i < cells; i++)
        if (is_number[i])
            put_cell(job, r, &r->column[i], at, value[i]);
}

static void read_rows(struct json_job *job, struct reader *r)
{
    if (r->columns == 0 || r->time == COLUMNS_MOST) {
        json_skip(job->json);    /* SHOW …, or a query without times */
        intake_note(job->out, "a result without a time column was left out");
        return;
    }
    if (!json_array(job->json))
        return;
    while (json_element(job->json))
        read_row(job, r);
}

static void name_series(struct json_job *job, struct reader *r)
{
    static const char *const resources[] = { "host", "hostname", "server", "instance", "node", NULL };
    const char *resource = tags_take_first(&job->tags, resources);

    snprintf(r->resource, sizeof r->resource, "%s", resource ? resource : "");
}

static void read_series(struct json_job *job, struct reader *r)
{
    const char *key;

    tags_clear(&job->tags);
    r->name[0] = r->resource[0] = '\0';
    r->columns = 0;
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "name") == 0) {
            json_copy(job->json, r->name, sizeof r->name);
        } else if (strcmp(key, "tags") == 0) {
            json_tags(job);
            name_series(job, r);
        } else if (strcmp(key, "columns") == 0) {
            read_columns(job, r);
        } else if (strcmp(key, "values") == 0) {
            read_rows(job, r);
        }
    }
}

static void read_result(struct json_job *job, struct reader *r)
{
    const char *key;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "series") == 0 && json_array(job->json))
            while (json_element(job->json))
                read_series(job, r);
        else if (strcmp(key, "error") == 0)
            json_problem(job);
    }
}

static void read_document(struct json_job *job, void *self)
{
    const char *key;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "results") == 0 && json_array(job->json)) {
            job->found = 1;
            while (json_element(job->json))
                read_result(job, self);
        } else if (strcmp(key, "error") == 0) {
            json_problem(job);
        }
    }
}

static int influx1_read(struct input *in, const struct ingest_options *options,
                        struct intake *out, struct error *err)
{
    struct reader *r = calloc(1, sizeof *r);
    int rc;

    if (!r)
        return error_set(err, ERR_NOMEM, "no memory for reading JSON");
    rc = json_import(in, options, out, JSON_DOCUMENTS, read_document, r, "results", err);
    if (r->texts)
        intake_note(out, "%llu text cell(s) left out: they are no numbers",
                    (unsigned long long)r->texts);
    free(r);
    return rc;
}

static int influx1_sniff(const char *head, size_t length)
{
    static const char *const paths[] = {
        "results[].series[].columns", "results[].statement_id", "results[].series", "error=s", NULL,
    };
    unsigned found = json_sniff(head, length, paths);

    return (found & 7) ? 100 : found & 8 ? 30 : 0;
}

const struct importer importer_influx1_json = {
    .name = "influxdb1-json",
    .title = "InfluxDB 1 query results, JSON",
    .recognised = "results[].series[] with columns and values",
    .command = "curl -G 'http://HOST:8086/query?db=DB&epoch=ms' --data-urlencode 'q=SELECT …'",
    .example = "{\"results\":[{\"statement_id\":0,\"series\":[{\"name\":\"cpu\",\"tags\":{\"host\":"
               "\"web-01\"},\"columns\":[\"time\",\"mean\"],\"values\":[[\"2025-10-26T00:00:00Z\","
               "16.64],[\"2025-10-26T01:00:00Z\",null]]}]}]}\n",
    .sniff = influx1_sniff,
    .read = influx1_read,
};
