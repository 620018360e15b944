/*
 * Zabbix, history.get and trend.get: everything is a text, items are numbers without names. A
 * trend is an hour with minimum, average and maximum; its time is the start.
 * https://www.zabbix.com/documentation/current/en/manual/api/reference/history/get
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/json_import.h"

enum { STATS = 4 };

static const struct { const char *key, *stat; } stats[STATS] = {
    { "value", NULL }, { "value_min", "min" }, { "value_avg", "avg" }, { "value_max", "max" },
};

struct row {
    char    item[64];
    int64_t seconds, nanoseconds;
    double  value[STATS];
    int     has[STATS], timed;
};

static void put_row(struct json_job *job, const struct row *row)
{
    struct draft draft = { .source = "zabbix", .metric = "item", .tags = &job->tags };
    int64_t at = row->seconds * 1000 + row->nanoseconds / 1000000;
    char text[24];
    int64_t checked;

    snprintf(text, sizeof text, "%lld", (long long)row->seconds);
    if (!row->timed || !row->item[0] ||
        !json_time_text(text, strlen(text), job->options, job->out, &checked)) {
        json_reject(job, "clock", "a value without an itemid or a time between 1990 and 2200");
        return;
    }
    tags_clear(&job->tags);
    tags_add(&job->tags, "itemid", row->item);
    draft.period_ms = row->has[1] || row->has[2] || row->has[3] ? INT64_C(3600000) : 0;
    for (int i = 0; i < STATS; i++) {
        draft.stat = stats[i].stat;
        if (row->has[i])
            json_put_drafted(job, &draft, at, row->value[i]);
    }
}

static void read_row(struct json_job *job)
{
    struct row row = { .item = "" };
    const char *key;

    if (!json_object(job->json))
        return;
    job->found = 1;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "itemid") == 0)
            json_copy(job->json, row.item, sizeof row.item);
        else if (strcmp(key, "clock") == 0)
            row.timed = json_integer(job->json, &row.seconds);
        else if (strcmp(key, "ns") == 0 && !json_integer(job->json, &row.nanoseconds))
            row.nanoseconds = 0;
        for (int i = 0; i < STATS; i++)
            if (strcmp(key, stats[i].key) == 0) {
                row.has[i] = json_value(job, key, &row.value[i]);
                break;
            }
    }
    put_row(job, &row);
}

static void read_rows(struct json_job *job)
{
    if (!json_array(job->json))
        return;
    while (json_element(job->json))
        read_row(job);
}

static void read_problem(struct json_job *job)
{
    const char *key;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key))
        if (strcmp(key, "data") == 0)
            json_problem(job);
}

static void read_document(struct json_job *job, void *self)
{
    const char *key;

    (void)self;
    if (json_next(job->json) == JSON_ARRAY) {
        read_rows(job);
        return;
    }
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "result") == 0)
            read_rows(job);
        else if (strcmp(key, "error") == 0)
            read_problem(job);
    }
}

static int zabbix_read(struct input *in, const struct ingest_options *options, struct intake *out,
                       struct error *err)
{
    int rc = json_import(in, options, out, JSON_DOCUMENTS, read_document, NULL, "values", err);

    if (rc == 0 && !options->metric)
        intake_note(out, "the export knows its items by number only (label itemid); export one item "
                    "a file and say --resource, --metric and --unit");
    return rc;
}

static int zabbix_sniff(const char *head, size_t length)
{
    static const char *const paths[] = {
        "result[].itemid", "result[].clock", "[].itemid", "[].clock", NULL,
    };
    unsigned found = json_sniff(head, length, paths);

    return (found & 3) == 3 || (found & 12) == 12 ? 100 : 0;
}

const struct importer importer_zabbix_json = {
    .name = "zabbix",
    .title = "Zabbix history.get and trend.get, JSON",
    .recognised = "result[] with itemid and clock",
    .command = "curl -H 'Content-Type: application/json-rpc' -d '{\"jsonrpc\":\"2.0\",\"method\":"
               "\"trend.get\",\"params\":{\"itemids\":[ID]},\"id\":1}' http://HOST/api_jsonrpc.php",
    .example = "{\"jsonrpc\":\"2.0\",\"result\":[{\"itemid\":\"23296\",\"clock\":\"1763856007\","
               "\"value\":\"17.4313\",\"ns\":\"563157632\"}],\"id\":1}\n",
    .sniff = zabbix_sniff,
    .read = zabbix_read,
};
