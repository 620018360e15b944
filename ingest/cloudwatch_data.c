/*
 * Amazon CloudWatch, get-metric-data: for each query an array of times and one of values,
 * newest first unless asked otherwise. The time is the start of the period.
 * https://docs.aws.amazon.com/cli/latest/reference/cloudwatch/get-metric-data.html
 */
#include <stdlib.h>
#include <string.h>

#include "ingest/cloudwatch.h"
#include "ingest/importer.h"
#include "ingest/json_read.h"
#include "ingest/json_sniff.h"
#include "ingest/json_time.h"

struct reader {
    struct json *json;
    const struct ingest_options *options;
    struct intake *out;
    struct tags   tags;
    char          label[1024], id[256];
    struct points times, values;      /* .at of the one, .value of the other are used */
    struct points points;
    uint64_t      partial;
    int           more, found;
};

/* A time or value that cannot be read keeps its place, so that the arrays stay parallel. */
static const int64_t no_time = INT64_MIN;

static void read_times(struct reader *r)
{
    r->times.count = 0;
    if (!json_array(r->json))
        return;
    while (json_element(r->json)) {
        int64_t at = no_time;

        if (!json_time(r->json, r->options, r->out, &at))
            at = no_time;
        json_check(r->json, points_add(&r->times, at, 0, json_err(r->json)));
    }
}

/* In .at stands the kind of the number. */
static void read_values(struct reader *r)
{
    r->values.count = 0;
    if (!json_array(r->json))
        return;
    while (json_element(r->json)) {
        double value = 0;
        enum number_kind kind = json_number(r->json, &value);

        json_check(r->json, points_add(&r->values, kind, value, json_err(r->json)));
    }
}

static void join(struct reader *r, size_t i)
{
    switch ((enum number_kind)r->values.at[i]) {
    case NUMBER_MISSING:
        intake_missing(r->out, 1);
        break;
    case NUMBER_INFINITE:
        intake_infinite(r->out, 1);
        break;
    case NUMBER_BAD:
        json_check(r->json, intake_reject(r->out, json_line(r->json), "Values", json_err(r->json),
                                          "value %zu of '%.80s' is not a number", i + 1, r->label));
        break;
    case NUMBER_OK:
        if (r->times.at[i] == no_time)
            json_check(r->json, intake_reject(r->out, json_line(r->json), "Timestamps",
                                              json_err(r->json),
                                              "time %zu of '%.80s' is not one between 1990 and 2200",
                                              i + 1, r->label));
        else
            json_check(r->json, points_add(&r->points, r->times.at[i], r->values.value[i],
                                           json_err(r->json)));
        break;
    }
}

static void put(struct reader *r)
{
    struct held held = { 0 };
    struct draft draft = { .source = "cloudwatch", .metric = r->label, .tags = &r->tags };

    tags_clear(&r->tags);
    if (r->label[0])
        tags_add(&r->tags, "id", r->id);
    else
        draft.metric = r->id;
    json_check(r->json, held_add(&held, &draft, &r->points, json_err(r->json)));
    json_check(r->json, held_put(&held, NULL, r->options, r->out, json_err(r->json)));
    held_release(&held);
}

static void join_all(struct reader *r)
{
    size_t both = r->times.count < r->values.count ? r->times.count : r->values.count;

    r->points.count = 0;
    for (size_t i = 0; i < both; i++)
        join(r, i);
    if (r->times.count != r->values.count)
        json_check(r->json, intake_reject(r->out, json_line(r->json), "Values", json_err(r->json),
                                          "'%.80s' has %zu times but %zu values", r->label,
                                          r->times.count, r->values.count));
    put(r);
}

static void read_result(struct reader *r)
{
    const char *key, *text;

    r->label[0] = r->id[0] = '\0';
    r->times.count = r->values.count = 0;
    if (!json_object(r->json))
        return;
    while (json_member(r->json, &key)) {
        if (strcmp(key, "Label") == 0)
            json_copy(r->json, r->label, sizeof r->label);
        else if (strcmp(key, "Id") == 0)
            json_copy(r->json, r->id, sizeof r->id);
        else if (strcmp(key, "Timestamps") == 0)
            read_times(r);
        else if (strcmp(key, "Values") == 0)
            read_values(r);
        else if (strcmp(key, "StatusCode") == 0 && (text = json_text(r->json, NULL)) != NULL)
            r->partial += strcmp(text, "Complete") != 0;
    }
    join_all(r);
}

static void read_messages(struct reader *r)
{
    const char *key, *text;

    if (!json_array(r->json))
        return;
    while (json_element(r->json))
        if (json_object(r->json))
            while (json_member(r->json, &key))
                if (strcmp(key, "Value") == 0 && (text = json_text(r->json, NULL)) != NULL)
                    intake_note(r->out, "message of the server: %.200s", text);
}

static void read_document(struct reader *r)
{
    const char *key;

    r->more = 0;
    if (!json_object(r->json))
        return;
    while (json_member(r->json, &key)) {
        if (strcmp(key, "MetricDataResults") == 0 && json_array(r->json)) {
            r->found = 1;
            while (json_element(r->json))
                read_result(r);
        } else if (strcmp(key, "NextToken") == 0) {
            r->more = json_next(r->json) == JSON_STRING;
        } else if (strcmp(key, "Messages") == 0) {
            read_messages(r);
        }
    }
}

static void remark(const struct reader *r)
{
    if (r->more)
        intake_note(r->out, "the export is incomplete: it ends with a NextToken, "
                    "so fetch the pages that follow as well");
    if (r->partial)
        intake_note(r->out, "%llu result(s) are only part of the data (PartialData)",
                    (unsigned long long)r->partial);
}

static int data_read(struct input *in, const struct ingest_options *options, struct intake *out,
                     struct error *err)
{
    struct reader *r = calloc(1, sizeof *r);
    int rc;

    if (!r)
        return error_set(err, ERR_NOMEM, "no memory for reading JSON");
    r->options = options;
    r->out = out;
    tags_init(&r->tags);
    rc = json_open(&r->json, in, out, JSON_DOCUMENTS, err);
    if (rc == 0) {
        while (json_document(r->json))
            read_document(r);
        if (!r->found)
            json_check(r->json, error_set(json_err(r->json), ERR_DATA,
                                          "no MetricDataResults in it"));
        rc = json_finish(r->json, err);
        remark(r);
        json_close(r->json);
    }
    points_release(&r->times);
    points_release(&r->values);
    points_release(&r->points);
    tags_release(&r->tags);
    free(r);
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
