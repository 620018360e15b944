/*
 * Amazon CloudWatch metric streams in JSON: a line for each metric and minute, with sum, count,
 * minimum and maximum; the mean is sum / count.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-metric-streams-formats-json.html
 */
#include <stdlib.h>
#include <string.h>

#include "ingest/cloudwatch.h"
#include "ingest/importer.h"
#include "ingest/json_pairs.h"
#include "ingest/json_read.h"
#include "ingest/json_sniff.h"

struct statistic {
    char   name[CLOUDWATCH_STAT_ROOM];
    double value;
};

struct reader {
    struct json *json;
    const struct ingest_options *options;
    struct intake *out;
    struct tags tags;
    char   metric[1024], unit[64];
    int64_t at;
    int    timed;
    struct statistic statistic[CLOUDWATCH_STATS];
    size_t statistics;
    double sum, count;
};

static void read_values(struct reader *r)
{
    const char *key;
    double value;

    if (!json_object(r->json))
        return;
    while (json_member(r->json, &key)) {
        struct statistic *s = &r->statistic[r->statistics];

        if (strlen(key) >= sizeof s->name || r->statistics + 1 == CLOUDWATCH_STATS)
            continue;
        strcpy(s->name, key);
        if (json_number(r->json, &value) != NUMBER_OK)
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

static void read_dimensions(struct reader *r)
{
    const char *name, *value;

    if (!json_object(r->json))
        return;
    while (json_member(r->json, &name))
        if ((value = json_text(r->json, NULL)) != NULL)
            tags_add(&r->tags, name, value);
}

static void read_time(struct reader *r)
{
    size_t length = 0;
    const char *text = json_text(r->json, &length);

    r->timed = text && json_epoch(text, length, PAIR_MILLISECONDS, &r->at);
}

static void put_statistic(struct reader *r, const char *resource, const struct statistic *s)
{
    struct draft draft = { .source = "cloudwatch", .resource = resource, .metric = r->metric,
                           .stat = s->name, .tags = &r->tags, .kind = cloudwatch_kind(s->name) };
    uint32_t series;
    double scale;
    int rc;

    draft.unit = strcmp(s->name, "count") == 0 ? "" : r->unit;
    rc = draft_series(&draft, r->options, r->out, &series, &scale, json_err(r->json));
    if (rc == 0)
        rc = intake_put(r->out, series, r->at, s->value * scale, json_err(r->json));
    json_check(r->json, rc);
}

static void put_record(struct reader *r)
{
    const char *resource = tags_take_first(&r->tags, cloudwatch_resources);

    for (size_t i = 0; i < r->statistics; i++)
        put_statistic(r, resource, &r->statistic[i]);
}

static void read_record(struct reader *r)
{
    static const char *const labels[] = { "namespace", "region", "account_id" };
    const char *key, *text;

    tags_clear(&r->tags);
    r->metric[0] = r->unit[0] = '\0';
    r->timed = 0;
    r->statistics = 0;
    r->sum = r->count = 0;
    if (!json_object(r->json))
        return;
    while (json_member(r->json, &key)) {
        size_t label = 0;

        while (label < 3 && strcmp(labels[label], key) != 0)
            label++;
        if (label < 3 && (text = json_text(r->json, NULL)) != NULL)
            tags_add(&r->tags, labels[label], text);
        else if (strcmp(key, "metric_name") == 0)
            json_copy(r->json, r->metric, sizeof r->metric);
        else if (strcmp(key, "unit") == 0)
            json_copy(r->json, r->unit, sizeof r->unit);
        else if (strcmp(key, "dimensions") == 0)
            read_dimensions(r);
        else if (strcmp(key, "timestamp") == 0)
            read_time(r);
        else if (strcmp(key, "value") == 0)
            read_values(r);
    }
    if (r->timed && r->metric[0])
        put_record(r);
    else
        json_check(r->json, intake_reject(r->out, json_line(r->json), "", json_err(r->json),
                                          "a record without metric_name or timestamp"));
}

static int stream_read(struct input *in, const struct ingest_options *options, struct intake *out,
                       struct error *err)
{
    struct reader *r = calloc(1, sizeof *r);
    int rc;

    if (!r)
        return error_set(err, ERR_NOMEM, "no memory for reading JSON");
    r->options = options;
    r->out = out;
    tags_init(&r->tags);
    rc = json_open(&r->json, in, out, JSON_LINES, err);
    if (rc == 0) {
        while (json_document(r->json))
            read_record(r);
        rc = json_finish(r->json, err);
        json_close(r->json);
    }
    tags_release(&r->tags);
    free(r);
    return rc;
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
