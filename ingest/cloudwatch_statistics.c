/*
 * Amazon CloudWatch, get-metric-statistics: one metric, its data points in no order, each with
 * the statistics that were asked for. The time is the start of the period.
 * https://docs.aws.amazon.com/cli/latest/reference/cloudwatch/get-metric-statistics.html
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/cloudwatch.h"
#include "ingest/json_import.h"
#include "ingest/naming.h"

struct statistic {
    char name[CLOUDWATCH_STAT_ROOM];
    struct points points;
};

struct reader {
    char   label[1024], unit[64];
    struct statistic statistic[CLOUDWATCH_STATS];
    size_t statistics;

    /* the data point being read: values by statistic, put aside until its time is known */
    double value[CLOUDWATCH_STATS];
    int    has[CLOUDWATCH_STATS];
};

/* The place of a statistic; CLOUDWATCH_STATS and a failure when there are too many. */
static size_t place_of(struct json_job *job, struct reader *r, const char *name)
{
    size_t i = 0;

    while (i < r->statistics && strcmp(r->statistic[i].name, name) != 0)
        i++;
    if (i == r->statistics && i < CLOUDWATCH_STATS) {
        snprintf(r->statistic[i].name, CLOUDWATCH_STAT_ROOM, "%s", name);
        r->statistics++;
    } else if (i == CLOUDWATCH_STATS) {
        json_check(job->json, error_set(json_err(job->json), ERR_LIMIT, "more than %d statistics",
                                      CLOUDWATCH_STATS));
    }
    return i;
}

static void read_statistic(struct json_job *job, struct reader *r, const char *key)
{
    char name[CLOUDWATCH_STAT_ROOM], word[16];
    const char *stat = statistic_word(key, strlen(key), word);
    size_t i;
    double value;

    snprintf(name, sizeof name, "%s", stat ? stat : key);    /* "tm99" is kept as it is */
    if (!json_value(job, name, &value))
        return;
    i = place_of(job, r, name);
    if (i < CLOUDWATCH_STATS) {
        r->value[i] = value;
        r->has[i] = 1;
    }
}

static void read_extended(struct json_job *job, struct reader *r)
{
    const char *key;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key))
        read_statistic(job, r, key);
}

static void keep(struct json_job *job, struct reader *r, int64_t at)
{
    for (size_t i = 0; i < r->statistics; i++)
        if (r->has[i])
            json_check(job->json, points_add(&r->statistic[i].points, at, r->value[i],
                                           json_err(job->json)));
}

static void read_datapoint(struct json_job *job, struct reader *r)
{
    const char *key;
    int64_t at = 0;
    int timed = 0;

    memset(r->has, 0, sizeof r->has);
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "Timestamp") == 0)
            timed = json_time(job->json, job->options, job->out, &at);
        else if (strcmp(key, "Unit") == 0)
            json_copy(job->json, r->unit, sizeof r->unit);
        else if (strcmp(key, "ExtendedStatistics") == 0)
            read_extended(job, r);
        else
            read_statistic(job, r, key);
    }
    if (timed)
        keep(job, r, at);
    else
        json_reject(job, "Timestamp", "a data point without a time between 1990 and 2200");
}

static void put_statistics(struct json_job *job, struct reader *r)
{
    char stem[512];

    tags_clear(&job->tags);
    file_stem(job->options->file, stem, sizeof stem);
    if (r->statistics && stem[0] && !job->options->resource)
        intake_note(job->out, "the export does not say of what it is: the file's name was taken "
                    "as the resource; --resource names it");
    for (size_t i = 0; i < r->statistics; i++) {
        struct draft draft = { .source = "cloudwatch", .resource = stem, .metric = r->label,
                               .stat = r->statistic[i].name, .tags = &job->tags };

        draft.kind = cloudwatch_kind(draft.stat);
        draft.unit = strcmp(draft.stat, "count") == 0 ? "" : r->unit;
        json_put_points(job, &draft, &r->statistic[i].points);
        r->statistic[i].points.count = 0;
    }
}

static void read_document(struct json_job *job, void *self)
{
    struct reader *r = self;
    const char *key;

    r->label[0] = r->unit[0] = '\0';
    r->statistics = 0;
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "Label") == 0) {
            json_copy(job->json, r->label, sizeof r->label);
        } else if (strcmp(key, "Datapoints") == 0 && json_array(job->json)) {
            job->found = 1;
            while (json_element(job->json))
                read_datapoint(job, r);
        }
    }
    put_statistics(job, r);
}

static int statistics_read(struct input *in, const struct ingest_options *options,
                           struct intake *out, struct error *err)
{
    struct reader *r = calloc(1, sizeof *r);
    int rc;

    if (!r)
        return error_set(err, ERR_NOMEM, "no memory for reading JSON");
    rc = json_import(in, options, out, JSON_DOCUMENTS, read_document, r, "Datapoints", err);
    for (size_t i = 0; i < CLOUDWATCH_STATS; i++)
        points_release(&r->statistic[i].points);
    free(r);
    return rc;
}

static int statistics_sniff(const char *head, size_t length)
{
    static const char *const paths[] = { "Datapoints", NULL };

    return json_sniff_all(head, length, paths, 100);
}

const struct importer importer_cloudwatch_statistics = {
    .name = "cloudwatch-statistics",
    .title = "Amazon CloudWatch get-metric-statistics, JSON",
    .recognised = "Label and Datapoints[] with Timestamp",
    .command = "aws cloudwatch get-metric-statistics --namespace AWS/RDS --metric-name "
               "FreeStorageSpace --dimensions Name=DBInstanceIdentifier,Value=ID "
               "--statistics Minimum --period 3600 --start-time … --end-time … > ID.json",
    .example = "{\"Label\":\"FreeStorageSpace\",\"Datapoints\":[{\"Timestamp\":"
               "\"2025-11-21T01:00:00Z\",\"Minimum\":138445679738.5,\"Unit\":\"Bytes\"},"
               "{\"Timestamp\":\"2025-11-21T00:00:00Z\",\"Minimum\":138498844586.25,"
               "\"Unit\":\"Bytes\"}]}\n",
    .sniff = statistics_sniff,
    .read = statistics_read,
};
