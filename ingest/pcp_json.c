/*
 * pcp2json of Performance Co-Pilot: remarks as documents of their own, then hosts with a list of
 * samples, the metrics in a tree of their names. Every value is a text.
 * https://man7.org/linux/man-pages/man1/pcp2json.1.html
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/json_import.h"
#include "ingest/record_clock.h"
#include "ingest/json_record.h"

/* A value, its unit and its instance's name are neighbours in an object of up to so many. */
enum { NEIGHBOURS = 4, NAME_ROOM = 600 };

struct reader {
    struct json_record record;
    struct record_clock  clock;
    char     host[256], zone[64];
    uint64_t cut;
};

static int ends_with(const char *text, const char *ending, size_t *before)
{
    size_t length = strlen(text), n = strlen(ending);

    *before = length - n;
    return length >= n && strcmp(text + length - n, ending) == 0;
}

/* The text of the field "PREFIX.name" near an index; NULL when there is none. */
static const char *neighbour(const struct json_record *record, size_t index, size_t prefix,
                             const char *name)
{
    const char *at = json_field_name(record, index);
    size_t from = index > NEIGHBOURS ? index - NEIGHBOURS : 0, before;

    for (size_t i = from; i < record->count && i <= index + NEIGHBOURS; i++) {
        const char *other = json_field_name(record, i);

        if (ends_with(other, name, &before) && before == prefix && memcmp(at, other, prefix) == 0)
            return json_field_text(record, i);
    }
    return NULL;
}

/* PCP's kbyte is 1024 bytes; "count / sec" has blanks. */
static const char *unit_of(const char *text)
{
    static const struct { const char *text, *unit; } units[] = {
        { "Kbyte", "KiB" },   { "Mbyte", "MiB" },     { "Gbyte", "GiB" },       { "byte", "B" },
        { "byte/s", "B/s" },  { "Kbyte/s", "KiB/s" }, { "byte / sec", "B/s" },  { "millisec", "ms" },
        { "Kbyte / sec", "KiB/s" }, { "count / sec", "1/s" }, { "count/s", "1/s" },
        { "microsec", "us" }, { "nanosec", "ns" },    { "none", "" },           { "count", "" },
    };

    for (size_t i = 0; text && i < sizeof units / sizeof units[0]; i++)
        if (strcmp(units[i].text, text) == 0)
            return units[i].unit;
    return text ? text : "";
}

/* "kernel.all.load.@instances.0" is the metric kernel.all.load. */
static void metric_of(const char *name, size_t prefix, char out[NAME_ROOM])
{
    const char *instances;

    snprintf(out, NAME_ROOM, "%.*s", (int)prefix, name);
    instances = strstr(out, ".@instances.");
    if (instances)
        out[instances - out] = '\0';
}

static void put_value(struct json_job *job, struct reader *r, size_t index, size_t prefix,
                      int64_t at)
{
    const struct json_record *record = &r->record;
    const char *instance = neighbour(record, index, prefix, ".name");
    char metric[NAME_ROOM];
    struct draft draft = { .source = "pcp", .resource = r->host, .metric = metric,
                           .unit = unit_of(neighbour(record, index, prefix, ".@unit")),
                           .tags = &job->tags };
    double value;

    metric_of(json_field_name(record, index), prefix, metric);
    tags_clear(&job->tags);
    if (instance)
        tags_add(&job->tags, "instance", instance);
    if (json_count(job, json_field_number(record, index, &value), metric))
        json_put_drafted(job, &draft, at, value);
}

static void put_sample(struct json_job *job, struct reader *r)
{
    const struct json_record *record = &r->record;
    size_t time = json_field_find(record, "@timestamp"), prefix;
    int64_t at;

    r->cut += (uint64_t)record->too_many;
    if (time == record->count ||
        !record_clock_read(&r->clock, job->options, json_field_text(record, time), record->field[time].length,
                         "", &at)) {
        json_reject(job, "@timestamp", "a sample without a time that can be read");
        return;
    }
    for (size_t i = 0; i < record->count; i++)
        if (ends_with(json_field_name(record, i), ".value", &prefix))
            put_value(job, r, i, prefix, at);
}

static void read_host(struct json_job *job, struct reader *r)
{
    const char *key;

    r->host[0] = '\0';
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "@host") == 0) {
            json_copy(job->json, r->host, sizeof r->host);
        } else if (strcmp(key, "@timezone") == 0) {
            json_copy(job->json, r->zone, sizeof r->zone);
        } else if (strcmp(key, "@metrics") == 0 && json_array(job->json)) {
            job->found = 1;
            while (json_element(job->json))
                if (json_record_read(job->json, &r->record))
                    put_sample(job, r);
        }
    }
}

static void read_document(struct json_job *job, void *self)
{
    const char *key, *part;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key))
        if (strcmp(key, "@pcp") == 0 && json_object(job->json))
            while (json_member(job->json, &part))
                if (strcmp(part, "@hosts") == 0 && json_array(job->json))
                    while (json_element(job->json))
                        read_host(job, self);
}

/* The zone stands behind the samples: too late to use, so it is only said. */
static void remark(const struct reader *r, const struct ingest_options *options,
                   struct intake *out)
{
    if (r->zone[0] && strncmp(r->zone, "UTC", 3) != 0 && !options->zone_given)
        intake_note(out, "the file says that its times are in %.40s: say --timezone", r->zone);
    else if (strcmp(r->zone, "UTC+0") != 0 && strcmp(r->zone, "UTC") != 0)
        record_clock_note(&r->clock, options, out);
    if (r->cut)
        intake_note(out, "%llu samples have more than %d values; the rest was left out",
                    (unsigned long long)r->cut, RECORD_FIELDS);
}

static int pcp_read(struct input *in, const struct ingest_options *options, struct intake *out,
                    struct error *err)
{
    struct reader *r = calloc(1, sizeof *r);
    int rc;

    if (!r)
        return error_set(err, ERR_NOMEM, "no memory for reading JSON");
    json_record_init(&r->record);
    rc = json_import(in, options, out, JSON_DOCUMENTS, read_document, r, "metrics", err);
    remark(r, options, out);
    json_record_release(&r->record);
    free(r);
    return rc;
}

static int pcp_sniff(const char *head, size_t length)
{
    static const char *const paths[] = { "@pcp.@hosts", NULL };

    return json_sniff_all(head, length, paths, 100);
}

const struct importer importer_pcp_json = {
    .name = "pcp-json",
    .title = "Performance Co-Pilot pcp2json",
    .recognised = "@pcp.@hosts[]",
    .command = "pcp2json -a ARCHIVE -t 5min -I kernel.all.load mem.util.used",
    .example = "{\"@pcp\":{\"@hosts\":[{\"@host\":\"web-01\",\"@metrics\":[{\"@interval\":\"60\","
               "\"@timestamp\":\"2026-11-23 09:32:00\",\"mem\":{\"util\":{\"used\":{\"@unit\":"
               "\"Kbyte\",\"value\":\"5836336\"}}}}],\"@timezone\":\"UTC+0\"}]}}\n",
    .sniff = pcp_sniff,
    .read = pcp_read,
};
