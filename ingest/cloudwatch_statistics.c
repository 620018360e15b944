/*
 * Amazon CloudWatch, get-metric-statistics: one metric, its data points in no order, each with
 * the statistics that were asked for. The time is the start of the period.
 * https://docs.aws.amazon.com/cli/latest/reference/cloudwatch/get-metric-statistics.html
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/cloudwatch.h"
#include "ingest/importer.h"
#include "ingest/json_read.h"
#include "ingest/json_sniff.h"
#include "ingest/json_time.h"
#include "ingest/naming.h"

struct statistic {
    char name[CLOUDWATCH_STAT_ROOM];
    struct points points;
};

struct reader {
    struct json *json;
    const struct ingest_options *options;
    struct intake *out;
    char   label[1024], unit[64];
    struct statistic statistic[CLOUDWATCH_STATS];
    size_t statistics;
    int    found;

    /* the data point being read: values by statistic, put aside until its time is known */
    double value[CLOUDWATCH_STATS];
    int    has[CLOUDWATCH_STATS];
};

/* The place of a statistic; CLOUDWATCH_STATS and a failure when there are too many. */
static size_t place_of(struct reader *r, const char *name)
{
    size_t i = 0;

    while (i < r->statistics && strcmp(r->statistic[i].name, name) != 0)
        i++;
    if (i == r->statistics && i < CLOUDWATCH_STATS) {
        snprintf(r->statistic[i].name, CLOUDWATCH_STAT_ROOM, "%s", name);
        r->statistics++;
    } else if (i == CLOUDWATCH_STATS) {
        json_check(r->json, error_set(json_err(r->json), ERR_LIMIT, "more than %d statistics",
                                      CLOUDWATCH_STATS));
    }
    return i;
}

static void read_statistic(struct reader *r, const char *key)
{
    char name[CLOUDWATCH_STAT_ROOM], word[16];
    const char *stat = statistic_word(key, strlen(key), word);
    size_t i;
    double value;

    snprintf(name, sizeof name, "%s", stat ? stat : key);    /* "tm99" is kept as it is */
    switch (json_number(r->json, &value)) {
    case NUMBER_OK:
        i = place_of(r, name);
        if (i < CLOUDWATCH_STATS) {
            r->value[i] = value;
            r->has[i] = 1;
        }
        break;
    case NUMBER_MISSING:
        intake_missing(r->out, 1);
        break;
    case NUMBER_INFINITE:
        intake_infinite(r->out, 1);
        break;
    case NUMBER_BAD:
        json_check(r->json, intake_reject(r->out, json_line(r->json), name, json_err(r->json),
                                          "not a number"));
        break;
    }
}

static void read_extended(struct reader *r)
{
    const char *key;

    if (!json_object(r->json))
        return;
    while (json_member(r->json, &key))
        read_statistic(r, key);
}

static void keep(struct reader *r, int64_t at)
{
    for (size_t i = 0; i < r->statistics; i++)
        if (r->has[i])
            json_check(r->json, points_add(&r->statistic[i].points, at, r->value[i],
                                           json_err(r->json)));
}

static void read_datapoint(struct reader *r)
{
    const char *key;
    int64_t at = 0;
    int timed = 0;

    memset(r->has, 0, sizeof r->has);
    if (!json_object(r->json))
        return;
    while (json_member(r->json, &key)) {
        if (strcmp(key, "Timestamp") == 0)
            timed = json_time(r->json, r->options, r->out, &at);
        else if (strcmp(key, "Unit") == 0)
            json_copy(r->json, r->unit, sizeof r->unit);
        else if (strcmp(key, "ExtendedStatistics") == 0)
            read_extended(r);
        else
            read_statistic(r, key);
    }
    if (timed)
        keep(r, at);
    else
        json_check(r->json, intake_reject(r->out, json_line(r->json), "Timestamp",
                                          json_err(r->json), "a data point without a time"));
}

static void put_statistics(struct reader *r)
{
    char stem[512];
    struct tags tags;

    tags_init(&tags);
    file_stem(r->options->file, stem, sizeof stem);
    for (size_t i = 0; i < r->statistics; i++) {
        struct held held = { 0 };
        struct draft draft = { .source = "cloudwatch", .resource = stem, .metric = r->label,
                               .stat = r->statistic[i].name, .tags = &tags };

        if (!r->options->resource && stem[0])
            intake_note(r->out, "the export does not say of what it is: the file's name was taken "
                        "as the resource; --resource names it");
        draft.kind = cloudwatch_kind(draft.stat);
        draft.unit = strcmp(draft.stat, "count") == 0 ? "" : r->unit;
        json_check(r->json, held_add(&held, &draft, &r->statistic[i].points, json_err(r->json)));
        json_check(r->json, held_put(&held, NULL, r->options, r->out, json_err(r->json)));
        held_release(&held);
    }
    tags_release(&tags);
}

static void read_document(struct reader *r)
{
    const char *key;

    r->label[0] = r->unit[0] = '\0';
    r->statistics = 0;
    if (!json_object(r->json))
        return;
    while (json_member(r->json, &key)) {
        if (strcmp(key, "Label") == 0) {
            json_copy(r->json, r->label, sizeof r->label);
        } else if (strcmp(key, "Datapoints") == 0 && json_array(r->json)) {
            r->found = 1;
            while (json_element(r->json))
                read_datapoint(r);
        }
    }
    put_statistics(r);
}

static int statistics_read(struct input *in, const struct ingest_options *options,
                           struct intake *out, struct error *err)
{
    struct reader *r = calloc(1, sizeof *r);
    int rc;

    if (!r)
        return error_set(err, ERR_NOMEM, "no memory for reading JSON");
    r->options = options;
    r->out = out;
    rc = json_open(&r->json, in, out, JSON_DOCUMENTS, err);
    if (rc == 0) {
        while (json_document(r->json))
            read_document(r);
        if (!r->found)
            json_check(r->json, error_set(json_err(r->json), ERR_DATA, "no Datapoints in it"));
        rc = json_finish(r->json, err);
        json_close(r->json);
    }
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
