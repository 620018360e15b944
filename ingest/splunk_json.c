/*
 * Splunk, search/jobs/export with output_mode=json: a result a line. Every value is a text; those
 * that are numbers are values, the others labels. Preview results come again and are skipped.
 * https://help.splunk.com/en/splunk-enterprise/rest-api-reference (search/v2/jobs/export)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/json_import.h"
#include "ingest/json_record.h"

struct reader {
    struct json_record record;
    uint64_t previews;
};

/* What is kept of a field's name: "result." before it, and "_…" that Splunk adds, are none. */
static const char *field_name(const struct json_record *record, size_t index)
{
    const char *name = json_field_name(record, index);

    return strncmp(name, "result.", 7) == 0 && name[7] != '_' && name[7] ? name + 7 : NULL;
}

static int is_value(const struct json_record *record, size_t index)
{
    double value;

    return json_field_number(record, index, &value) != NUMBER_BAD;
}

static void collect_tags(struct json_job *job, const struct json_record *record)
{
    tags_clear(&job->tags);
    for (size_t i = 0; i < record->count; i++) {
        const char *name = field_name(record, i);

        if (name && !is_value(record, i))
            tags_add(&job->tags, name, json_field_text(record, i));
    }
}

static void put_field(struct json_job *job, const struct json_record *record, size_t index,
                      const char *resource, int64_t at)
{
    const char *name = field_name(record, index);
    struct draft draft = { .source = "splunk", .resource = resource, .metric = name,
                           .tags = &job->tags };
    struct stat_word word;
    char field[1024];
    double value;

    if (!json_count(job, json_field_number(record, index, &value), name))
        return;
    draft.stat = stat_of_call(name, field, sizeof field, &word);
    if (draft.stat)
        draft.metric = field;
    json_put_drafted(job, &draft, at, value);
}

static void put_record(struct json_job *job, struct reader *r)
{
    const struct json_record *record = &r->record;
    size_t preview = json_field_find(record, "preview"), time = json_field_find(record, "result._time");
    const char *resource;
    int64_t at;

    if (preview < record->count && strcmp(json_field_text(record, preview), "true") == 0) {
        r->previews++;
        return;
    }
    job->found = 1;
    if (json_field_find(record, "result") < record->count || time == record->count) {
        if (json_field_find(record, "lastrow") == record->count)
            json_reject(job, "_time", "a result without _time");
        return;    /* the last line may hold no result */
    }
    if (!json_time_text(json_field_text(record, time), record->field[time].length, job->options,
                        job->out, &at)) {
        json_reject(job, "_time", "not a time between 1990 and 2200");
        return;
    }
    collect_tags(job, record);
    resource = tags_take(&job->tags, "host");
    for (size_t i = 0; i < record->count; i++)
        if (field_name(record, i) && is_value(record, i))
            put_field(job, record, i, resource, at);
}

static void read_line(struct json_job *job, void *self)
{
    struct reader *r = self;

    if (json_record_read(job->json, &r->record))
        put_record(job, r);
}

static int splunk_read(struct input *in, const struct ingest_options *options,
                       struct intake *out, struct error *err)
{
    struct reader *r = calloc(1, sizeof *r);
    int rc;

    if (!r)
        return error_set(err, ERR_NOMEM, "no memory for reading JSON");
    json_record_init(&r->record);
    rc = json_import(in, options, out, JSON_LINES, read_line, r, "final results", err);
    if (r->previews)
        intake_note(out, "%llu preview result(s) skipped", (unsigned long long)r->previews);
    json_record_release(&r->record);
    free(r);
    return rc;
}

static int splunk_sniff(const char *head, size_t length)
{
    static const char *const paths[] = { "preview=b", "result=o", NULL };

    return json_sniff_all(head, length, paths, 95);
}

const struct importer importer_splunk_json = {
    .name = "splunk",
    .title = "Splunk search export, JSON Lines",
    .recognised = "preview and result in each line",
    .command = "curl -k -u USER https://HOST:8089/services/search/v2/jobs/export "
               "-d search='search … | timechart span=1h avg(cpu) by host' -d output_mode=json",
    .example = "{\"preview\":false,\"offset\":0,\"result\":{\"_time\":"
               "\"2025-11-21T00:00:00.000+00:00\",\"host\":\"web-01\",\"avg(cpu)\":\"25.85\"}}\n",
    .sniff = splunk_sniff,
    .read = splunk_read,
};
