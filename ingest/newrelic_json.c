/*
 * New Relic: the results of an NRQL query with TIMESERIES, as NerdGraph answers or as the bare
 * array. Every number but the times is a metric; percentiles are nested. The time is the begin.
 * https://docs.newrelic.com/docs/apis/nerdgraph/examples/nerdgraph-nrql-tutorial/
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/json_import.h"
#include "ingest/json_record.h"

enum { RESULT_DEPTH = 16 };

struct reader {
    struct json_record record;
    char problem[256];          /* what the server said beside or instead of results */
};

static int is_time(const char *name)
{
    return strcmp(name, "beginTimeSeconds") == 0 || strcmp(name, "endTimeSeconds") == 0 ||
           strcmp(name, "timestamp") == 0;
}

static const char *take_resource(struct json_job *job)
{
    static const char *const resources[] = {
        "containerName", "podName", "hostname", "host", "entityName", "entity.name", "appName",
        "facet", "facet.0", NULL,
    };
    const char *resource = tags_take_first(&job->tags, resources);
    const char *facet = tags_get(&job->tags, "facet");

    /* one facet repeats the attribute that it is by */
    if (resource && facet && strcmp(resource, facet) == 0)
        (void)tags_take(&job->tags, "facet");
    return resource;
}

static void collect_tags(struct json_job *job, const struct json_record *record)
{
    tags_clear(&job->tags);
    for (size_t i = 0; i < record->count; i++)
        if (record->field[i].type == JSON_STRING)
            tags_add(&job->tags, json_field_name(record, i), json_field_text(record, i));
}

/* "percentile.duration.95" is p95 of duration. */
static const char *percentile(const char *name, char *field, size_t room, struct stat_word *word)
{
    const char *last = strrchr(name, '.');

    if (strncmp(name, "percentile.", 11) != 0 || !last || last <= name + 11)
        return NULL;
    snprintf(field, room, "%.*s", (int)(last - name - 11), name + 11);
    snprintf(word->text, sizeof word->text, "p%.6s", last + 1);
    return word->text;
}

static void put_field(struct json_job *job, const struct json_record *record, size_t index,
                      const char *resource, int64_t at)
{
    const char *name = json_field_name(record, index);
    struct draft draft = { .source = "newrelic", .resource = resource, .metric = name,
                           .tags = &job->tags };
    struct stat_word word;
    char field[1024];
    double value;

    if (!json_count(job, json_field_number(record, index, &value), name))
        return;
    draft.stat = percentile(name, field, sizeof field, &word);
    if (!draft.stat)
        draft.stat = stat_of_call(name, field, sizeof field, &word);
    if (draft.stat)
        draft.metric = field;
    json_put_drafted(job, &draft, at, value);
}

static void put_record(struct json_job *job, const struct json_record *record)
{
    size_t time = json_field_find(record, "beginTimeSeconds");
    const char *resource;
    int64_t at;

    if (time == record->count)
        time = json_field_find(record, "timestamp");
    if (time == record->count ||
        !json_time_text(json_field_text(record, time), record->field[time].length, job->options,
                        job->out, &at)) {
        json_reject(job, "beginTimeSeconds", "a result without a time; add TIMESERIES to the query");
        return;
    }
    collect_tags(job, record);
    resource = take_resource(job);
    for (size_t i = 0; i < record->count; i++)
        if (record->field[i].type != JSON_STRING && !is_time(json_field_name(record, i)))
            put_field(job, record, i, resource, at);
}

static void read_results(struct json_job *job, struct reader *r)
{
    if (!json_array(job->json))
        return;
    job->found = 1;
    while (json_element(job->json))
        if (json_record_read(job->json, &r->record))
            put_record(job, &r->record);
}

/* [{"message":"NRQL Syntax Error","locations":…}] */
static void read_errors(struct json_job *job, struct reader *r)
{
    const char *key;

    json_array(job->json);
    while (json_element(job->json)) {
        if (!json_object(job->json))
            continue;
        while (json_member(job->json, &key))
            if (strcmp(key, "message") == 0 && !r->problem[0])
                json_copy(job->json, r->problem, sizeof r->problem);
    }
}

/* Down to "results", under names of the user's choice. */
static void find_results(struct json_job *job, struct reader *r, int depth)
{
    const char *key;

    if (depth == RESULT_DEPTH || !json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "results") == 0)
            read_results(job, r);
        else if (strcmp(key, "errors") == 0 && json_next(job->json) == JSON_ARRAY)
            read_errors(job, r);
        else
            find_results(job, r, depth + 1);
    }
}

static void read_document(struct json_job *job, void *self)
{
    struct reader *r = self;

    if (json_next(job->json) == JSON_ARRAY)
        read_results(job, r);
    else
        find_results(job, r, 0);
    if (!job->found)
        snprintf(job->problem, sizeof job->problem, "%s", r->problem);
}

static int newrelic_read(struct input *in, const struct ingest_options *options,
                         struct intake *out, struct error *err)
{
    struct reader *r = calloc(1, sizeof *r);
    int rc;

    if (!r)
        return error_set(err, ERR_NOMEM, "no memory for reading JSON");
    json_record_init(&r->record);
    rc = json_import(in, options, out, JSON_DOCUMENTS, read_document, r, "results", err);
    if (rc == 0 && r->problem[0])
        intake_note(out, "the server answered with an error beside the results: %.200s", r->problem);
    json_record_release(&r->record);
    free(r);
    return rc;
}

static int newrelic_sniff(const char *head, size_t length)
{
    static const char *const paths[] = {
        "[].beginTimeSeconds", "results[].beginTimeSeconds", "data.actor", NULL,
    };
    unsigned found = json_sniff(head, length, paths);

    if (found & 3)
        return 95;
    return (found & 4) && memmem(head, length, "\"nrql\"", 6) ? 90 : 0;
}

const struct importer importer_newrelic_json = {
    .name = "newrelic",
    .title = "New Relic NRQL results, JSON",
    .recognised = "results with beginTimeSeconds",
    .command = "NerdGraph: { actor { account(id: ID) { nrql(query: \"SELECT … TIMESERIES 1 hour\") "
               "{ results } } } }",
    .example = "{\"data\":{\"actor\":{\"account\":{\"nrql\":{\"results\":[{\"facet\":\"web-01\","
               "\"hostname\":\"web-01\",\"average.cpuPercent\":25.85,\"beginTimeSeconds\":"
               "1763683200,\"endTimeSeconds\":1763686800}]}}}}}\n",
    .sniff = newrelic_sniff,
    .read = newrelic_read,
};
