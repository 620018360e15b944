/*
 * Records of any make: JSON Lines, an array of objects, or an object that holds such an array.
 * What the fields are for is decided by the beginning of the file (record_plan.h).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/json_import.h"
#include "ingest/json_path.h"
#include "ingest/record_clock.h"
#include "ingest/record_plan.h"

enum { WRAPPERS_MOST = 4 };      /* objects around the array of records */

struct reader {
    struct record_plan plan;
    struct json_record record;
    struct record_clock  clock;
    char     stem[512];          /* the file's name: the resource of what names none */
    int      looking;            /* the plan is being made */
    char     path[256];          /* to the array at hand, by json_path.h */
    char     records[256];       /* likewise, of the first array with records */
    uint64_t late;               /* fields that the plan does not know */
    char     late_name[64];
};

/* --- finding records ------------------------------------------------------------------ */

static void put_record(struct json_job *job, struct reader *r);

static void read_record(struct json_job *job, struct reader *r)
{
    if (!json_record_read(job->json, &r->record))
        return;
    job->found = 1;
    if (!r->records[0])
        snprintf(r->records, sizeof r->records, "%s", r->path);
    if (!r->looking)
        put_record(job, r);
    else if (!record_plan_look(&r->plan, &r->record))
        json_check(job->json, error_set(json_err(job->json), ERR_NOMEM, "no memory for records"));
}

static void read_array(struct json_job *job, struct reader *r)
{
    size_t used = strlen(r->path);

    snprintf(r->path + used, sizeof r->path - used, "[]");
    json_array(job->json);
    while (json_element(job->json))
        read_record(job, r);
    r->path[used] = '\0';
}

static void find_array(struct json_job *job, struct reader *r, int depth);

static void find_array_under(struct json_job *job, struct reader *r, int depth, const char *key)
{
    size_t used = strlen(r->path);
    struct buf name;

    buf_init(&name, sizeof r->path);
    json_path_name(&name, key);
    snprintf(r->path + used, sizeof r->path - used, "%s%s", used ? "." : "", name.text);
    buf_release(&name);
    find_array(job, r, depth);
    r->path[used] = '\0';
}

static void find_array(struct json_job *job, struct reader *r, int depth)
{
    const char *key;

    if (json_next(job->json) == JSON_ARRAY) {
        read_array(job, r);
        return;
    }
    if (depth == WRAPPERS_MOST || !json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        enum json_type type = json_next(job->json);

        if (type == JSON_ARRAY || type == JSON_OBJECT)
            find_array_under(job, r, depth + 1, key);
    }
}

static void read_wrapped(struct json_job *job, void *self)
{
    find_array(job, self, 0);
}

static void read_line(struct json_job *job, void *self)
{
    read_record(job, self);
}

/* --- one record ------------------------------------------------------------------------ */

static int time_of(struct json_job *job, struct reader *r, size_t index, int64_t *out)
{
    const struct json_field *field = &r->record.field[index];
    const char *text = json_field_text(&r->record, index);

    if (field->type == JSON_STRING && r->plan.styled)
        return record_clock_read(&r->clock, job->options, text, field->length, "", out);
    return json_time_text(text, field->length, job->options, job->out, out);
}

struct parts { const char *resource, *metric, *source, *unit, *stat; double capacity; };

/* Collects what the record is about; its values are looked at afterwards. */
static void collect(struct json_job *job, struct reader *r, struct parts *parts)
{
    *parts = (struct parts){ .capacity = 0 };
    tags_clear(&job->tags);
    for (size_t i = 0; i < r->record.count; i++) {
        const struct record_field *field =
            record_plan_find(&r->plan, json_field_name(&r->record, i), i);
        const char *text = json_field_text(&r->record, i);

        if (r->record.field[i].type == JSON_NULL || !field)
            continue;
        switch (field->role) {
        case FIELD_RESOURCE: parts->resource = text; break;
        case FIELD_METRIC:   parts->metric = text; break;
        case FIELD_SOURCE:   parts->source = text; break;
        case FIELD_UNIT:     parts->unit = text; break;
        case FIELD_STAT:     parts->stat = text; break;
        case FIELD_LABEL:    tags_add(&job->tags, field->name, text); break;
        case FIELD_CAPACITY:
            if (json_field_number(&r->record, i, &parts->capacity) != NUMBER_OK)
                parts->capacity = 0;
            break;
        case FIELD_TIME: case FIELD_VALUE: case FIELD_LEFT_OUT: break;
        }
    }
}

static void put_value(struct json_job *job, struct reader *r, size_t index,
                      const struct record_field *field, const struct parts *parts, int64_t at)
{
    const struct csv_column *column = &field->column;
    struct draft draft = { .source = parts->source, .resource = parts->resource,
                           .metric = parts->metric ? parts->metric : column->name,
                           .unit = parts->unit ? parts->unit : column->unit, .stat = parts->stat,
                           .kind = column->kind, .tags = &job->tags };
    struct json_series series;
    double value;

    if (r->plan.is_long && !parts->metric)
        draft.metric = NULL;    /* "value" names nothing: the file's name does */
    if (!parts->resource)
        draft.resource = column->resource ? column->resource : r->plan.is_long ? NULL : r->stem;
    if (!json_count(job, json_field_number(&r->record, index, &value), field->name) ||
        !json_series(job, &draft, &series) || !json_put(job, &series, at, value))
        return;
    if (parts->capacity > 0)
        json_check(job->json, intake_capacity(job->out, series.series, at,
                                              parts->capacity * series.scale, json_err(job->json)));
}

static void note_late(struct reader *r, const char *name)
{
    if (r->late++ == 0)
        snprintf(r->late_name, sizeof r->late_name, "%.60s", name);
}

static void put_record(struct json_job *job, struct reader *r)
{
    size_t time = json_field_find(&r->record, r->plan.field[r->plan.time].name);
    struct parts parts;
    int64_t at;

    if (time == r->record.count || !time_of(job, r, time, &at)) {
        json_reject(job, r->plan.field[r->plan.time].name,
                    "no time, or not one between 1990 and 2200");
        return;
    }
    collect(job, r, &parts);
    for (size_t i = 0; i < r->record.count; i++) {
        const char *name = json_field_name(&r->record, i);
        const struct record_field *field = record_plan_find(&r->plan, name, i);

        if (!field)
            note_late(r, name);
        else if (field->role == FIELD_VALUE)
            put_value(job, r, i, field, &parts, at);
    }
}

/* --- the plan --------------------------------------------------------------------------- */

static int nothing(void *self, uint32_t series, const struct series_info *info,
                   const int64_t *at, const double *value, size_t count, struct error *err)
{
    (void)self, (void)series, (void)info, (void)at, (void)value, (void)count, (void)err;
    return 0;
}

/* Looks at the records of the first bytes, whose last one is mostly cut; 1 with the plan decided. */
static int look(struct reader *r, const char *head, size_t length, enum json_shape shape,
                const struct ingest_options *options, struct error *err)
{
    struct drain drain = { .samples = nothing };
    struct intake *intake = NULL;
    struct input *in = NULL;
    struct error cut = ERROR_NONE;
    int rc = intake_new(&intake, &drain, NULL, err);

    if (rc == 0)
        rc = input_open_memory(&in, head, length, err);
    if (rc == 0) {
        r->looking = 1;
        rc = json_import(in, options, intake, shape, shape == JSON_LINES ? read_line : read_wrapped, r,
                         "records", &cut);
        r->looking = 0;
        /* any other error is that of the cut, or reading the whole file will meet it */
        rc = rc == ERR_NOMEM ? error_set(err, rc, "no memory for reading JSON")
                             : record_plan_decide(&r->plan, options, err);
    }
    input_close(in);
    intake_free(intake);
    return rc;
}

static struct reader *new_reader(void)
{
    struct reader *r = calloc(1, sizeof *r);

    if (r)
        json_record_init(&r->record);
    return r;
}

static void free_reader(struct reader *r)
{
    if (!r)
        return;
    record_plan_release(&r->plan);
    json_record_release(&r->record);
    free(r);
}

static void remark(const struct reader *r, const struct ingest_options *options,
                   struct intake *out)
{
    struct buf list;

    buf_init(&list, 200);
    for (size_t i = 0; i < r->plan.fields; i++)
        if (r->plan.field[i].role == FIELD_LEFT_OUT)
            buf_addf(&list, "%s'%.60s' (%s)", list.used ? ", " : "", r->plan.field[i].name,
                     r->plan.field[i].why);
    if (list.used)
        intake_note(out, "left out: %s", list.text);
    if (r->late)
        intake_note(out, "fields that the first records do not have were left out: '%s'",
                    r->late_name);
    record_clock_note(&r->clock, options, out);
    buf_release(&list);
}

static int no_plan(struct error *err)
{
    error_set(err, ERR_DATA, "no records with a time and a number were found");
    error_hint(err, "Each record needs a time, best ISO 8601, in a field such as timestamp.");
    return ERR_DATA;
}

static int read_records(struct input *in, const struct ingest_options *options,
                        struct intake *out, enum json_shape shape, struct error *err)
{
    struct reader *r = new_reader();
    size_t length;
    const char *head = input_head(in, &length);
    int rc;

    if (!r)
        return error_set(err, ERR_NOMEM, "no memory for reading JSON");
    file_stem(options->file, r->stem, sizeof r->stem);
    rc = look(r, head, length, shape, options, err);
    if (rc > 0 && r->plan.styled) {
        time_reader_init(&r->clock.reader, &r->plan.style, options->zone);
        r->clock.styled = 1;
    }
    if (rc > 0)
        rc = json_import(in, options, out, shape, shape == JSON_LINES ? read_line : read_wrapped, r,
                         "records", err);
    else if (rc == 0)
        rc = no_plan(err);
    if (rc == 0)
        remark(r, options, out);
    free_reader(r);
    return rc;
}

static int sniff_records(const char *head, size_t length, enum json_shape shape, int sure)
{
    const struct ingest_options options = { .kind = -1 };
    size_t start = json_wrapper(head, length);
    struct reader *r;
    int found;

    while (start < length && head[start] && strchr(" \t\r\n", head[start]))
        start++;
    if (start == length || (head[start] != '{' && head[start] != '['))
        return 0;
    r = new_reader();
    found = r && look(r, head, length, shape, &options, NULL) != 0;
    free_reader(r);
    return found ? sure : 0;
}

static int describe_records(const char *head, size_t length, enum json_shape shape,
                            const struct ingest_options *options, struct buf *out,
                            struct error *err)
{
    struct reader *r = new_reader();
    int rc = r ? look(r, head, length, shape, options, err)
               : error_set(err, ERR_NOMEM, "no memory for reading JSON");

    for (size_t i = 0; rc > 0 && i < r->plan.fields; i++) {
        const struct record_field *field = &r->plan.field[i];

        buf_addf(out, "%s\t%s%s%s\n", field->name, field_role_name(field->role),
                 field->why ? ": " : "", field->why ? field->why : "");
    }
    free_reader(r);
    return rc > 0 ? 0 : rc < 0 ? rc : no_plan(err);
}

static int write_records(const char *head, size_t length, enum json_shape shape,
                         const struct ingest_options *options, struct buf *out, struct error *err)
{
    struct reader *r = new_reader();
    int rc = r ? look(r, head, length, shape, options, err)
               : error_set(err, ERR_NOMEM, "no memory for reading JSON");

    if (rc > 0)
        record_plan_write(&r->plan, r->records, options, out);
    free_reader(r);
    return rc > 0 ? 0 : rc < 0 ? rc : no_plan(err);
}

static int lines_write(const char *head, size_t length, const struct ingest_options *options,
                       struct buf *out, struct error *err)
{
    return write_records(head, length, JSON_LINES, options, out, err);
}

static int records_write(const char *head, size_t length, const struct ingest_options *options,
                         struct buf *out, struct error *err)
{
    return write_records(head, length, JSON_DOCUMENTS, options, out, err);
}

static int lines_sniff(const char *head, size_t length)
{
    return sniff_records(head, length, JSON_LINES, 60);
}

static int lines_read(struct input *in, const struct ingest_options *options,
                      struct intake *out, struct error *err)
{
    return read_records(in, options, out, JSON_LINES, err);
}

static int lines_describe(const char *head, size_t length, const struct ingest_options *options,
                          struct buf *out, struct error *err)
{
    return describe_records(head, length, JSON_LINES, options, out, err);
}

static int records_sniff(const char *head, size_t length)
{
    return sniff_records(head, length, JSON_DOCUMENTS, 50);
}

static int records_read(struct input *in, const struct ingest_options *options,
                        struct intake *out, struct error *err)
{
    return read_records(in, options, out, JSON_DOCUMENTS, err);
}

static int records_describe(const char *head, size_t length, const struct ingest_options *options,
                            struct buf *out, struct error *err)
{
    return describe_records(head, length, JSON_DOCUMENTS, options, out, err);
}

const struct importer importer_json_lines = {
    .name = "json-lines",
    .title = "JSON Lines, a record a line",
    .recognised = "objects with a time and numbers",
    .command = "psql -Atc 'SELECT row_to_json(t) FROM (SELECT …) t'; jq -c",
    .example = "{\"timestamp\":\"2025-10-26T00:00:00Z\",\"host\":\"web-01\",\"cpu\":41.5}\n"
               "{\"timestamp\":\"2025-10-26T00:05:00Z\",\"host\":\"web-01\",\"cpu\":42.25}\n",
    .sniff = lines_sniff,
    .read = lines_read,
    .describe = lines_describe,
    .write_mapping = lines_write,
};

const struct importer importer_json_records = {
    .name = "json-records",
    .title = "an array of JSON records",
    .recognised = "an array of objects with a time and numbers",
    .command = "any API that answers with an array of objects",
    .example = "[{\"time\":\"2025-10-26T00:00:00Z\",\"resource\":\"db-01\",\"metric\":"
               "\"connections\",\"value\":41},\n {\"time\":\"2025-10-26T00:05:00Z\",\"resource\":\"db-01\","
               "\"metric\":\"connections\",\"value\":42}]\n",
    .sniff = records_sniff,
    .read = records_read,
    .describe = records_describe,
    .write_mapping = records_write,
};
