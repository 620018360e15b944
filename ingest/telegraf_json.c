/*
 * Telegraf's file and http outputs with data_format = "json": a metric a line, or batches. The
 * unit of the time is a setting (json_timestamp_units); it shows in the number's size.
 * https://docs.influxdata.com/telegraf/v1/data_formats/output/json/
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/json_import.h"
#include "ingest/json_record.h"
#include "ingest/naming.h"

struct reader {
    struct json_record record;
    uint64_t texts;
};

static void collect_tags(struct json_job *job, const struct json_record *record)
{
    tags_clear(&job->tags);
    for (size_t i = 0; i < record->count; i++) {
        const char *name = json_field_name(record, i);

        if (strncmp(name, "tags.", 5) == 0)
            tags_add(&job->tags, name + 5, json_field_text(record, i));
    }
}

static void put_field(struct json_job *job, struct reader *r, const char *measurement,
                      const char *resource, int64_t at, size_t index)
{
    const char *field = json_field_name(&r->record, index) + strlen("fields.");
    struct draft draft = { .source = "telegraf", .resource = resource, .tags = &job->tags };
    char metric[1200];
    double value;

    if (r->record.field[index].type == JSON_STRING) {
        r->texts++;
        return;
    }
    if (!json_count(job, json_field_number(&r->record, index, &value), field))
        return;
    snprintf(metric, sizeof metric, "%.500s_%.500s", measurement, field);
    draft.metric = strcmp(field, "value") == 0 ? measurement : metric;
    /* the cpu, docker and procstat plugins call their percentages usage_… */
    draft.usual_unit = strncmp(field, "usage_", 6) == 0 ? "%" : metric_unit(draft.metric);
    draft.kind = metric_kind(draft.metric);
    json_put_drafted(job, &draft, at, value);
}

static void put_record(struct json_job *job, struct reader *r)
{
    static const char *const resources[] = { "host", "server", "instance", "hostname", NULL };
    const struct json_record *record = &r->record;
    size_t name = json_field_find(record, "name"), time = json_field_find(record, "timestamp");
    const char *resource;
    int64_t at;

    if (name == record->count || time == record->count ||
        !json_time_text(json_field_text(record, time), record->field[time].length, job->options,
                        job->out, &at)) {
        json_reject(job, "timestamp", "a metric without a name or a time between 1990 and 2200");
        return;
    }
    job->found = 1;
    collect_tags(job, record);
    resource = tags_take_first(&job->tags, resources);
    for (size_t i = 0; i < record->count; i++)
        if (strncmp(json_field_name(record, i), "fields.", 7) == 0)
            put_field(job, r, json_field_text(record, name), resource, at, i);
}

/* {"metrics":[…]} or one metric: the record is read whole, so a batch is asked for first. */
static void read_batch(struct json_job *job, void *self)
{
    struct reader *r = self;
    const char *key;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key))
        if (strcmp(key, "metrics") == 0 && json_array(job->json))
            while (json_element(job->json))
                if (json_record_read(job->json, &r->record))
                    put_record(job, r);
}

static void read_line(struct json_job *job, void *self)
{
    struct reader *r = self;

    if (json_record_read(job->json, &r->record))
        put_record(job, r);
}

static int read_with(struct input *in, const struct ingest_options *options, struct intake *out,
                     enum json_shape shape, struct error *err)
{
    struct reader *r = calloc(1, sizeof *r);
    int rc;

    if (!r)
        return error_set(err, ERR_NOMEM, "no memory for reading JSON");
    json_record_init(&r->record);
    rc = json_import(in, options, out, shape, shape == JSON_LINES ? read_line : read_batch, r,
                     "metrics", err);
    if (r->texts)
        intake_note(out, "%llu text field(s) left out: they are no numbers",
                    (unsigned long long)r->texts);
    json_record_release(&r->record);
    free(r);
    return rc;
}

static unsigned found_in(const char *head, size_t length)
{
    static const char *const paths[] = {
        "metrics[].fields", "fields=o", "tags=o", "timestamp=n", "name=s", NULL,
    };

    return json_sniff(head, length, paths);
}

static int telegraf_read(struct input *in, const struct ingest_options *options,
                         struct intake *out, struct error *err)
{
    size_t length;
    const char *head = input_head(in, &length);

    return read_with(in, options, out, found_in(head, length) & 1 ? JSON_DOCUMENTS : JSON_LINES, err);
}

static int telegraf_sniff(const char *head, size_t length)
{
    unsigned found = found_in(head, length);

    return (found & 1) || (found & 0x1e) == 0x1e ? 95 : 0;
}

const struct importer importer_telegraf_json = {
    .name = "telegraf-json",
    .title = "Telegraf output, JSON or JSON Lines",
    .recognised = "fields, name, tags and timestamp",
    .command = "[[outputs.file]] files = [\"metrics.json\"] data_format = \"json\"",
    .example = "{\"fields\":{\"usage_user\":25.85,\"usage_idle\":74.15},\"name\":\"cpu\",\"tags\":"
               "{\"cpu\":\"cpu-total\",\"host\":\"web-01\"},\"timestamp\":1763683200}\n",
    .sniff = telegraf_sniff,
    .read = telegraf_read,
};
