/*
 * Amazon CloudWatch, get-metric-data: for each query an array of times and one of values,
 * newest first unless asked otherwise. The time is the start of the period.
 * https://docs.aws.amazon.com/cli/latest/reference/cloudwatch/get-metric-data.html
 */
#include <string.h>

#include "ingest/cloudwatch.h"
#include "ingest/json_arrays.h"

struct reader {
    char     label[1024], id[256];
    struct json_arrays arrays;
    struct points points;
    uint64_t partial;
    int      more;
};

static void put(struct json_job *job, struct reader *r)
{
    struct draft draft = { .source = "cloudwatch", .metric = r->label[0] ? r->label : r->id,
                           .tags = &job->tags };

    tags_clear(&job->tags);
    if (r->label[0])
        tags_add(&job->tags, "id", r->id);
    json_join(job, &r->arrays, draft.metric, &r->points);
    json_put_points(job, &draft, &r->points);
}

static void read_result(struct json_job *job, struct reader *r)
{
    const char *key, *text;

    r->label[0] = r->id[0] = '\0';
    r->arrays.times.count = r->arrays.values.count = 0;
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "Label") == 0)
            json_copy(job->json, r->label, sizeof r->label);
        else if (strcmp(key, "Id") == 0)
            json_copy(job->json, r->id, sizeof r->id);
        else if (strcmp(key, "Timestamps") == 0)
            json_read_times(job, &r->arrays);
        else if (strcmp(key, "Values") == 0)
            json_read_values(job, &r->arrays);
        else if (strcmp(key, "StatusCode") == 0 && (text = json_text(job->json, NULL)) != NULL)
            r->partial += strcmp(text, "Complete") != 0;
    }
    put(job, r);
}

static void read_messages(struct json_job *job)
{
    const char *key, *text;

    if (!json_array(job->json))
        return;
    while (json_element(job->json))
        if (json_object(job->json))
            while (json_member(job->json, &key))
                if (strcmp(key, "Value") == 0 && (text = json_text(job->json, NULL)) != NULL)
                    intake_note(job->out, "message of the server: %.200s", text);
}

static void read_document(struct json_job *job, void *self)
{
    struct reader *r = self;
    const char *key;

    r->more = 0;
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "MetricDataResults") == 0 && json_array(job->json)) {
            job->found = 1;
            while (json_element(job->json))
                read_result(job, r);
        } else if (strcmp(key, "NextToken") == 0) {
            r->more = json_next(job->json) == JSON_STRING;
        } else if (strcmp(key, "Messages") == 0) {
            read_messages(job);
        }
    }
}

static int data_read(struct input *in, const struct ingest_options *options, struct intake *out,
                     struct error *err)
{
    struct reader r = { .label = "" };
    int rc = json_import(in, options, out, JSON_DOCUMENTS, read_document, &r, "MetricDataResults",
                         err);

    if (r.more)
        intake_note(out, "the export is incomplete: it ends with a NextToken, "
                    "so fetch the pages that follow as well");
    if (r.partial)
        intake_note(out, "%llu result(s) are only part of the data (PartialData)",
                    (unsigned long long)r.partial);
    json_arrays_release(&r.arrays);
    points_release(&r.points);
    return rc;
}

static int data_sniff(const char *head, size_t length)
{
    static const char *const paths[] = { "MetricDataResults", NULL };

    return json_sniff_all(head, length, paths, 100);
}

const struct importer importer_cloudwatch_data = {
    .name = "cloudwatch-data",
    .title = "Amazon CloudWatch get-metric-data, JSON",
    .recognised = "MetricDataResults[] with Timestamps and Values",
    .command = "aws cloudwatch get-metric-data --metric-data-queries file://queries.json "
               "--start-time … --end-time …",
    .example = "{\"MetricDataResults\":[{\"Id\":\"m1\",\"Label\":\"CPUUtilization\","
               "\"Timestamps\":[\"2025-11-21T01:00:00+00:00\",\"2025-11-21T00:00:00+00:00\"],"
               "\"Values\":[25.5,24.75],\"StatusCode\":\"Complete\"}],\"Messages\":[]}\n",
    .sniff = data_sniff,
    .read = data_read,
};
