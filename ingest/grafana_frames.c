/*
 * Grafana data frames: the answer of /api/ds/query, or the array that a panel's "Panel JSON"
 * and query inspector give. Columns of values; the schema names them.
 * https://grafana.com/developers/dataplane/
 */
#include <stdlib.h>
#include <string.h>

#include "ingest/json_import.h"

enum { COLUMNS_MOST = 4096, NAME_ROOM = 512 };

struct column {
    char   name[NAME_ROOM], shown[NAME_ROOM], unit[64];
    char   type;              /* 't' time, 'n' number, 0 other */
    char  *labels;            /* canonical text, own; NULL: none */
    char  *resource;          /* own */
    struct points points;     /* .value, and in .at its kind or, for a time, the instant */
};

struct frame {
    char   name[NAME_ROOM];
    struct column *column;    /* [room] */
    size_t room;
    size_t fields, columns;   /* described; with values */
};

/* Grafana's ids of units where data/base/unit.h has another spelling. */
static const char *unit_of(const char *id)
{
    static const struct { const char *id, *unit; } units[] = {
        { "decbytes", "B" },   { "kbytes", "KiB" }, { "deckbytes", "kB" }, { "mbytes", "MiB" },
        { "decmbytes", "MB" }, { "gbytes", "GiB" }, { "decgbytes", "GB" }, { "binBps", "B/s" },
        { "binbps", "bits/s" }, { "KiBs", "KiB/s" }, { "MiBs", "MiB/s" },  { "KBs", "kB/s" },
        { "MBs", "MB/s" },     { "reqps", "1/s" },  { "ops", "1/s" },      { "cps", "1/s" },
        { "none", "" },        { "short", "" },     { "dtdurations", "s" }, { "dtdurationms", "ms" },
    };

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strcmp(units[i].id, id) == 0)
            return units[i].unit;
    return id;
}

static void release_column(struct column *column)
{
    free(column->labels);
    free(column->resource);
    points_release(&column->points);
    *column = (struct column){ .type = 0 };
}

static void release_columns(struct frame *frame)
{
    size_t used = frame->fields > frame->columns ? frame->fields : frame->columns;

    for (size_t i = 0; i < used; i++)
        release_column(&frame->column[i]);
    frame->fields = frame->columns = 0;
}

/* The column of an index, made at first sight; NULL when there are too many. */
static struct column *column_at(struct json_job *job, struct frame *frame, size_t index)
{
    size_t room = frame->room ? frame->room * 2 : 8;
    struct column *column;

    if (index < frame->room)
        return &frame->column[index];
    column = room <= COLUMNS_MOST ? realloc(frame->column, room * sizeof *column) : NULL;
    if (!column) {
        json_check(job->json, error_set(json_err(job->json), ERR_LIMIT,
                                        "a frame with more than %d fields", COLUMNS_MOST));
        return NULL;
    }
    memset(column + frame->room, 0, (room - frame->room) * sizeof *column);
    frame->column = column;
    frame->room = room;
    return &column[index];
}

static void read_config(struct json_job *job, struct column *column)
{
    const char *key;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "unit") == 0)
            json_copy(job->json, column->unit, sizeof column->unit);
        else if (strcmp(key, "displayName") == 0 ||
                 (strcmp(key, "displayNameFromDS") == 0 && !column->shown[0]))
            json_copy(job->json, column->shown, sizeof column->shown);
    }
}

static void keep_labels(struct json_job *job, struct column *column)
{
    static const char *const resources[] = { "instance", "host", "hostname", "pod", "node", NULL };
    const char *resource = tags_take_first(&job->tags, resources), *labels = "";

    if (!json_check(job->json, tags_labels(&job->tags, NULL, &labels, json_err(job->json))))
        return;
    free(column->labels);
    free(column->resource);
    column->labels = strdup(labels);
    column->resource = strdup(resource ? resource : "");
    if (!column->labels || !column->resource)
        json_check(job->json, error_set(json_err(job->json), ERR_NOMEM, "no memory for labels"));
}

static void read_field(struct json_job *job, struct frame *frame)
{
    struct column *column = column_at(job, frame, frame->fields);
    const char *key;
    char type[32] = "";

    if (!column)
        return;
    frame->fields++;
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "name") == 0)
            json_copy(job->json, column->name, sizeof column->name);
        else if (strcmp(key, "type") == 0)
            json_copy(job->json, type, sizeof type);
        else if (strcmp(key, "config") == 0)
            read_config(job, column);
        else if (strcmp(key, "labels") == 0) {
            tags_clear(&job->tags);
            json_tags(job);
            keep_labels(job, column);
        }
    }
    column->type = strcmp(type, "time") == 0 ? 't' : strcmp(type, "number") == 0 ? 'n' : 0;
}

static void read_schema(struct json_job *job, struct frame *frame)
{
    const char *key;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "name") == 0)
            json_copy(job->json, frame->name, sizeof frame->name);
        else if (strcmp(key, "fields") == 0 && json_array(job->json))
            while (json_element(job->json))
                read_field(job, frame);
    }
}

/* Every value keeps its place; what it is counts when the rows are put. */
static void read_column(struct json_job *job, struct frame *frame)
{
    struct column *column = column_at(job, frame, frame->columns);

    if (!column)
        return;
    frame->columns++;
    if (!json_array(job->json))
        return;
    while (json_element(job->json)) {
        double value = 0;
        enum number_kind kind = json_number(job->json, &value);

        json_check(job->json, points_add(&column->points, kind, value, json_err(job->json)));
    }
}

static void read_data(struct json_job *job, struct frame *frame)
{
    const char *key;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key))
        if (strcmp(key, "values") == 0 && json_array(job->json))
            while (json_element(job->json))
                read_column(job, frame);
}

static int time_allowed(double ms)
{
    return ms >= 631152e6 && ms <= 7258118400e3;    /* 1990 to 2200 */
}

static void put_column(struct json_job *job, const struct frame *frame,
                       const struct column *time, const struct column *column)
{
    int unnamed = !column->name[0] || strcmp(column->name, "Value") == 0;
    const char *plain = unnamed ? frame->name : column->name;
    struct draft draft = { .source = "grafana", .resource = column->resource,
                           .labels = column->labels, .unit = unit_of(column->unit),
                           .metric = column->shown[0] ? column->shown : plain };
    struct json_series series = { 0 };

    for (size_t i = 0; i < column->points.count; i++) {
        if (!json_count(job, (enum number_kind)column->points.at[i], column->name))
            continue;
        if (i >= time->points.count || time->points.at[i] != NUMBER_OK ||
            !time_allowed(time->points.value[i])) {
            json_reject(job, time->name, "not a time between 1990 and 2200");
            continue;
        }
        if (!series.open && !json_series(job, &draft, &series))
            return;
        json_put(job, &series, (int64_t)time->points.value[i], column->points.value[i]);
    }
}

static void put_frame(struct json_job *job, struct frame *frame)
{
    const struct column *time = NULL;
    size_t left_out = 0;

    for (size_t i = 0; i < frame->fields && !time; i++)
        if (frame->column[i].type == 't')
            time = &frame->column[i];
    for (size_t i = 0; i < frame->fields; i++) {
        if (time && frame->column[i].type == 'n')
            put_column(job, frame, time, &frame->column[i]);
        else if (&frame->column[i] != time)
            left_out++;
    }
    if (left_out)
        intake_note(job->out, "fields that are no numbers, or have no time, were left out");
}

static void read_frame(struct json_job *job, struct frame *frame)
{
    const char *key;

    frame->name[0] = '\0';
    if (!json_object(job->json))
        return;
    job->found = 1;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "schema") == 0)
            read_schema(job, frame);
        else if (strcmp(key, "data") == 0)
            read_data(job, frame);
    }
    put_frame(job, frame);
    release_columns(frame);
}

static void read_frames(struct json_job *job, struct frame *frame)
{
    if (!json_array(job->json))
        return;
    while (json_element(job->json))
        read_frame(job, frame);
}

static void read_result(struct json_job *job, struct frame *frame)
{
    const char *key;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "frames") == 0)
            read_frames(job, frame);
        else if (strcmp(key, "error") == 0 && json_next(job->json) == JSON_STRING)
            json_problem(job);
    }
}

static void read_document(struct json_job *job, void *self)
{
    const char *key, *query;

    if (json_next(job->json) == JSON_ARRAY) {
        read_frames(job, self);
        return;
    }
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key))
        if (strcmp(key, "results") == 0 && json_object(job->json))
            while (json_member(job->json, &query))
                read_result(job, self);
}

static int frames_read(struct input *in, const struct ingest_options *options, struct intake *out,
                       struct error *err)
{
    struct frame frame = { .column = NULL };
    int rc = json_import(in, options, out, JSON_DOCUMENTS, read_document, &frame, "data frames",
                         err);
    release_columns(&frame);
    free(frame.column);
    return rc;
}

static int frames_sniff(const char *head, size_t length)
{
    static const char *const paths[] = { "[].schema.fields", "results", NULL };
    unsigned found = json_sniff(head, length, paths);

    if (found & 1)
        return 100;
    /* results.<refId>.frames: the id is any text */
    if (!(found & 2) || !memmem(head, length, "\"frames\"", 8))
        return 0;
    return memmem(head, length, "\"schema\"", 8) ? 90 : 0;
}

const struct importer importer_grafana_frames = {
    .name = "grafana-json",
    .title = "Grafana data frames, JSON",
    .recognised = "schema.fields and data.values, in an array or under results",
    .command = "Panel > Inspect > Query > Copy to clipboard; or POST /api/ds/query",
    .example = "[{\"schema\":{\"refId\":\"A\",\"name\":\"cpu web-01\",\"fields\":[{\"name\":"
               "\"Time\",\"type\":\"time\"},{\"name\":\"Value\",\"type\":\"number\",\"labels\":"
               "{\"instance\":\"web-01:9100\"},\"config\":{\"unit\":\"percent\"}}]},\"data\":"
               "{\"values\":[[1761436800000,1761440400000],[12.46,null]]}}]\n",
    .sniff = frames_sniff,
    .read = frames_read,
};
