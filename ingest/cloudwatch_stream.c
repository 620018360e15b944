/*
 * Amazon CloudWatch metric streams in JSON: a line for each metric and minute, with sum, count,
 * minimum and maximum; the mean is sum / count.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-metric-streams-formats-json.html
 */
#include <string.h>

#include "ingest/cloudwatch.h"
#include "ingest/json_import.h"

struct statistic {
    char   name[CLOUDWATCH_STAT_ROOM];
    double value;
};

struct reader {
    char   metric[1024], unit[64];
    int64_t at;
    int    timed;
    struct statistic statistic[CLOUDWATCH_STATS];
    size_t statistics;
    double sum, count;
};

static void read_values(struct json_job *job, struct reader *r)
{
    const char *key;
    double value;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        struct statistic *s = &r->statistic[r->statistics];

        if (strlen(key) >= sizeof s->name || r->statistics + 1 == CLOUDWATCH_STATS)
            continue;
        strcpy(s->name, key);
        if (json_number(job->json, &value) != NUMBER_OK)
            continue;
        s->value = value;
        r->statistics++;
        if (strcmp(s->name, "sum") == 0)
            r->sum = value;
        else if (strcmp(s->name, "count") == 0)
            r->count = value;
    }
    if (r->count > 0) {
        strcpy(r->statistic[r->statistics].name, "avg");
        r->statistic[r->statistics++].value = r->sum / r->count;
    }
}

static void put_statistic(struct json_job *job, struct reader *r, const char *resource,
                          const struct statistic *s)
{
    struct draft draft = { .source = "cloudwatch", .resource = resource, .metric = r->metric,
                           .stat = s->name, .tags = &job->tags,
                           .kind = cloudwatch_kind(s->name) };

    draft.unit = strcmp(s->name, "count") == 0 ? "" : r->unit;
    json_put_drafted(job, &draft, r->at, s->value);
}

static void put_record(struct json_job *job, struct reader *r)
{
    const char *resource = tags_take_first(&job->tags, cloudwatch_resources);

    for (size_t i = 0; i < r->statistics; i++)
        put_statistic(job, r, resource, &r->statistic[i]);
}

static void read_record(struct json_job *job, void *self)
{
    struct reader *r = self;
    static const char *const labels[] = { "namespace", "region", "account_id" };
    const char *key, *text;

    tags_clear(&job->tags);
    r->metric[0] = r->unit[0] = '\0';
    r->timed = 0;
    r->statistics = 0;
    r->sum = r->count = 0;
    if (!json_object(job->json))
        return;
    job->found = 1;
    while (json_member(job->json, &key)) {
        size_t label = 0;

        while (label < 3 && strcmp(labels[label], key) != 0)
            label++;
        if (label < 3 && (text = json_text(job->json, NULL)) != NULL)
            tags_add(&job->tags, labels[label], text);
        else if (strcmp(key, "metric_name") == 0)
            json_copy(job->json, r->metric, sizeof r->metric);
        else if (strcmp(key, "unit") == 0)
            json_copy(job->json, r->unit, sizeof r->unit);
        else if (strcmp(key, "dimensions") == 0)
            json_tags(job);
        else if (strcmp(key, "timestamp") == 0)
            r->timed = json_time(job->json, job->options, job->out, &r->at);
        else if (strcmp(key, "value") == 0)
            read_values(job, r);
    }
    if (r->timed && r->metric[0])
        put_record(job, r);
    else
        json_reject(job, "", "a record without metric_name, or a time between 1990 and 2200");
}

static int stream_read(struct input *in, const struct ingest_options *options, struct intake *out,
                       struct error *err)
{
    struct reader r = { .metric = "" };

    return json_import(in, options, out, JSON_LINES, read_record, &r, "records", err);
}

static int stream_sniff(const char *head, size_t length)
{
    static const char *const paths[] = { "metric_name", "namespace", "value.sum", NULL };

    return json_sniff_all(head, length, paths, 100);
}

const struct importer importer_cloudwatch_stream = {
    .name = "cloudwatch-stream",
    .title = "Amazon CloudWatch metric stream, JSON Lines",
    .recognised = "metric_name, namespace and value.sum in each line",
    .command = "a CloudWatch metric stream with output format JSON to S3 by Firehose",
    .example = "{\"metric_stream_name\":\"all\",\"account_id\":\"123456789012\",\"region\":"
               "\"eu-west-1\",\"namespace\":\"AWS/EC2\",\"metric_name\":\"CPUUtilization\","
               "\"dimensions\":{\"InstanceId\":\"i-0a1b\"},\"timestamp\":1761436800000,\"value\":"
               "{\"max\":15,\"min\":10,\"sum\":62.5,\"count\":5},\"unit\":\"Percent\"}\n",
    .sniff = stream_sniff,
    .read = stream_read,
};
