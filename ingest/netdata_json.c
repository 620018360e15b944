/*
 * Tables with a row for each time: netdata's /api/v1/data (json, jsonwrap, jsonp), newest first,
 * and Graphite's format=dygraph. The first column is the time, the others are series.
 * https://learn.netdata.cloud/docs/netdata-agent/api
 */
#include <stdlib.h>
#include <string.h>

#include "ingest/json_import.h"

enum { COLUMNS_MOST = 1024, NAME_ROOM = 256 };

struct column {
    char name[NAME_ROOM];
    struct json_series series;
};

struct reader {
    struct column *column;        /* [COLUMNS_MOST], the first is the time */
    size_t columns;
    char   chart[NAME_ROOM];      /* jsonwrap alone tells it */
    uint64_t late;                /* rows before the labels were known */
};

static void read_labels(struct json_job *job, struct reader *r)
{
    r->columns = 0;
    if (!json_array(job->json))
        return;
    while (json_element(job->json) && r->columns < COLUMNS_MOST) {
        struct column *column = &r->column[r->columns++];

        column->series.open = 0;
        json_copy(job->json, column->name, sizeof column->name);
    }
}

/* netdata's labels are the dimensions of one chart; dygraph's are whole names. */
static int open_series(struct json_job *job, struct reader *r, struct column *column)
{
    int dygraph = strcmp(r->column[0].name, "Time") == 0;
    struct draft draft = { .source = dygraph ? "graphite" : "netdata", .tags = &job->tags,
                           .metric = dygraph ? column->name : r->chart };

    tags_clear(&job->tags);
    if (!dygraph)
        tags_add(&job->tags, "dimension", column->name);
    return json_series(job, &draft, &column->series);
}

static void read_row(struct json_job *job, struct reader *r)
{
    int64_t at = 0;
    int timed = 0;
    double value;

    if (!json_array(job->json))
        return;
    for (size_t i = 0; json_element(job->json); i++) {
        struct column *column = i < r->columns ? &r->column[i] : NULL;

        if (i == 0)
            timed = json_instant(job, "time", &at);
        else if (!column)
            json_reject(job, "", "a row with more cells than there are labels");
        else if (timed && json_value(job, column->name, &value) &&
                 (column->series.open || open_series(job, r, column)))
            json_put(job, &column->series, at, value);
    }
}

static void read_table(struct json_job *job, struct reader *r);

static void read_member(struct json_job *job, struct reader *r, const char *key)
{
    if (strcmp(key, "labels") == 0) {
        read_labels(job, r);
    } else if (strcmp(key, "data") == 0 && json_array(job->json)) {
        job->found = 1;
        while (json_element(job->json))
            if (r->columns)
                read_row(job, r);
            else
                r->late++;
    } else if (strcmp(key, "id") == 0 && json_next(job->json) == JSON_STRING) {
        json_copy(job->json, r->chart, sizeof r->chart);
    } else if (strcmp(key, "result") == 0 && json_next(job->json) == JSON_OBJECT) {
        read_table(job, r);
    }
}

static void read_table(struct json_job *job, struct reader *r)
{
    const char *key;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key))
        read_member(job, r, key);
}

static void read_document(struct json_job *job, void *self)
{
    struct reader *r = self;

    r->chart[0] = '\0';
    r->columns = 0;
    r->late = 0;
    read_table(job, r);
    if (r->late)
        json_check(job->json, error_set(json_err(job->json), ERR_DATA,
                                        "the data stands before its labels"));
}

static int netdata_read(struct input *in, const struct ingest_options *options,
                        struct intake *out, struct error *err)
{
    struct reader r = { .column = calloc(COLUMNS_MOST, sizeof *r.column) };
    int rc;

    if (!r.column)
        return error_set(err, ERR_NOMEM, "no memory for reading JSON");
    rc = json_import(in, options, out, JSON_DOCUMENTS, read_document, &r, "labels and data", err);
    free(r.column);
    return rc;
}

static int netdata_sniff(const char *head, size_t length)
{
    static const char *const plain[] = { "labels[]=s", "data[][]", NULL };
    static const char *const wrapped[] = { "result.labels[]=s", "result.data[][]", NULL };
    int sure = json_sniff_all(head, length, plain, 90);

    return sure ? sure : json_sniff_all(head, length, wrapped, 95);
}

const struct importer importer_netdata_json = {
    .name = "netdata-json",
    .title = "netdata /api/v1/data and Graphite dygraph, JSON",
    .recognised = "labels and data, an array of rows",
    .command = "curl 'http://HOST:19999/api/v1/data?chart=system.cpu&format=json&after=-86400' "
               "> system.cpu.json",
    .example = "{\"labels\":[\"time\",\"free\",\"used\"],\"data\":[[1795426023,19325.75,500.5],"
               "[1795426020,19497.5,null]]}\n",
    .sniff = netdata_sniff,
    .read = netdata_read,
};
