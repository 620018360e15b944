/*
 * Azure Monitor metrics, as the REST API and `az monitor metrics list` answer. The command prints
 * all five aggregates with null for those not asked for. The time is the start of the bucket.
 * https://learn.microsoft.com/rest/api/monitor/metrics/list
 */
#include <string.h>

#include "ingest/json_import.h"

enum { AGGREGATES = 5 };

static const struct { const char *key, *stat; enum series_kind kind; } aggregates[AGGREGATES] = {
    { "average", "avg", SERIES_GAUGE }, { "maximum", "max", SERIES_GAUGE },
    { "minimum", "min", SERIES_GAUGE }, { "total", "sum", SERIES_DELTA },
    { "count", "count", SERIES_DELTA },
};

struct metric {
    char   resource[1024], name[1024], unit[64];
    struct points points[AGGREGATES];
    struct held   held;
};

/* Azure's names of units where data/base/unit.h has another spelling. */
static const char *unit_of(const char *text)
{
    static const struct { const char *text, *unit; } units[] = {
        { "BytesPerSecond", "B/s" },    { "BitsPerSecond", "bits/s" }, { "CountPerSecond", "1/s" },
        { "MilliSeconds", "ms" },       { "Unspecified", "" },
    };

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strcmp(units[i].text, text) == 0)
            return units[i].unit;
    return text;
}

static void read_datum(struct json_job *job, struct metric *m)
{
    const char *key;
    double value[AGGREGATES];
    int has[AGGREGATES] = { 0 }, any = 0, timed = 0;
    int64_t at = 0;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "timeStamp") == 0)
            timed = json_instant(job, "timeStamp", &at);
        for (size_t i = 0; i < AGGREGATES; i++)
            if (strcmp(key, aggregates[i].key) == 0) {
                has[i] = json_next(job->json) != JSON_NULL &&
                         json_value(job, aggregates[i].key, &value[i]);
                any |= has[i];
                break;
            }
    }
    if (timed && !any)
        intake_missing(job->out, 1);
    for (size_t i = 0; timed && i < AGGREGATES; i++)
        if (has[i])
            json_check(job->json, points_add(&m->points[i], at, value[i], json_err(job->json)));
}

/* {"name":{"value":"tier"},"value":"Hot"} */
static void read_dimension(struct json_job *job)
{
    const char *key, *part;
    char name[256] = "", value[1024] = "";

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "value") == 0) {
            json_copy(job->json, value, sizeof value);
        } else if (strcmp(key, "name") == 0 && json_object(job->json)) {
            while (json_member(job->json, &part))
                if (strcmp(part, "value") == 0)
                    json_copy(job->json, name, sizeof name);
        }
    }
    if (name[0])
        tags_add(&job->tags, name, value);
}

static void keep_series(struct json_job *job, struct metric *m)
{
    for (size_t i = 0; i < AGGREGATES; i++) {
        struct draft draft = { .source = "azure", .stat = aggregates[i].stat,
                               .kind = aggregates[i].kind, .tags = &job->tags };

        if (i + 1 == AGGREGATES)
            draft.unit = "count";
        if (m->points[i].count)
            json_check(job->json, held_add(&m->held, &draft, &m->points[i], json_err(job->json)));
    }
}

static void read_series(struct json_job *job, struct metric *m)
{
    const char *key;

    tags_clear(&job->tags);
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "metadatavalues") == 0 && json_array(job->json))
            while (json_element(job->json))
                read_dimension(job);
        else if (strcmp(key, "data") == 0 && json_array(job->json))
            while (json_element(job->json))
                read_datum(job, m);
    }
    keep_series(job, m);
}

/* The last part of ".../flexibleServers/db-main/providers/Microsoft.Insights/metrics/cpu". */
static void resource_of(const char *id, char *out, size_t room)
{
    const char *end = strcasestr(id, "/providers/Microsoft.Insights");
    const char *start = end ? end : id + strlen(id);
    size_t length;

    while (start > id && start[-1] != '/')
        start--;
    length = end ? (size_t)(end - start) : strlen(start);
    if (length < room) {
        memcpy(out, start, length);
        out[length] = '\0';
    }
}

static void read_metric(struct json_job *job, struct metric *m)
{
    struct draft late = { .resource = m->resource, .metric = m->name, .unit = m->unit };
    const char *key, *part, *text;

    m->resource[0] = m->name[0] = m->unit[0] = '\0';
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "id") == 0 && (text = json_text(job->json, NULL)) != NULL) {
            resource_of(text, m->resource, sizeof m->resource);
        } else if (strcmp(key, "name") == 0 && json_object(job->json)) {
            while (json_member(job->json, &part))
                if (strcmp(part, "value") == 0)
                    json_copy(job->json, m->name, sizeof m->name);
        } else if (strcmp(key, "unit") == 0) {
            json_copy(job->json, m->unit, sizeof m->unit);
        } else if (strcmp(key, "timeseries") == 0 && json_array(job->json)) {
            while (json_element(job->json))
                read_series(job, m);
        }
    }
    late.unit = unit_of(m->unit);
    json_check(job->json, held_put(&m->held, &late, job->options, job->out, json_err(job->json)));
}

static void read_document(struct json_job *job, void *self)
{
    const char *key, *part;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "value") == 0 && json_array(job->json)) {
            job->found = 1;
            while (json_element(job->json))
                read_metric(job, self);
        } else if (strcmp(key, "error") == 0 && json_object(job->json)) {
            while (json_member(job->json, &part))
                if (strcmp(part, "message") == 0)
                    json_problem(job);
        }
    }
}

static int azure_read(struct input *in, const struct ingest_options *options, struct intake *out,
                      struct error *err)
{
    struct metric m = { .name = "" };
    int rc = json_import(in, options, out, JSON_DOCUMENTS, read_document, &m, "metrics", err);

    held_release(&m.held);
    for (size_t i = 0; i < AGGREGATES; i++)
        points_release(&m.points[i]);
    return rc;
}

static int azure_sniff(const char *head, size_t length)
{
    static const char *const paths[] = { "value[].timeseries", NULL };

    return json_sniff_all(head, length, paths, 100);
}

const struct importer importer_azure_json = {
    .name = "azure",
    .title = "Azure Monitor metrics, JSON",
    .recognised = "value[] with timeseries[]",
    .command = "az monitor metrics list --resource ID --metric cpu_percent --interval PT1H "
               "--start-time … --end-time … -o json",
    .example = "{\"interval\":\"PT1H\",\"value\":[{\"id\":\"/subscriptions/0/resourceGroups/rg/"
               "providers/Microsoft.DBforPostgreSQL/flexibleServers/db-main/providers/"
               "Microsoft.Insights/metrics/cpu_percent\",\"name\":{\"value\":\"cpu_percent\"},"
               "\"timeseries\":[{\"metadatavalues\":[],\"data\":[{\"timeStamp\":"
               "\"2025-11-21T00:00:00Z\",\"average\":25.85},{\"timeStamp\":"
               "\"2025-11-21T01:00:00Z\",\"average\":null}]}],\"unit\":\"Percent\"}]}\n",
    .sniff = azure_sniff,
    .read = azure_read,
};
