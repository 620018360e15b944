/*
 * netdata's /api/v1/allmetrics?format=json: every chart at one moment.
 *
 *     {"system.cpu":{"name":"system.cpu","units":"percentage","last_updated":1795426049,
 *                    "dimensions":{"user":{"name":"user","value":3.2}}}}
 *
 * A snapshot an hour, one behind the other, makes a history.
 * https://learn.netdata.cloud/docs/netdata-agent/api
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/json_import.h"

enum { NAME_ROOM = 256, DIMENSIONS_MOST = 1024 };

struct dimension { char name[NAME_ROOM]; double value; };

struct reader {
    char    stem[512];             /* the file's name: the host */
    char    chart[NAME_ROOM], unit[64];
    int64_t at;
    int     timed;
    struct dimension dimension[DIMENSIONS_MOST];
    size_t  dimensions;
};

static void read_dimension(struct json_job *job, struct reader *r, const char *id)
{
    struct dimension *d = r->dimensions < DIMENSIONS_MOST ? &r->dimension[r->dimensions] : NULL;
    const char *key;
    int valued = 0;

    if (!d || !json_object(job->json)) {
        json_reject(job, "dimensions", "more dimensions than are read, or none");
        return;
    }
    snprintf(d->name, sizeof d->name, "%s", id);
    while (json_member(job->json, &key)) {
        if (strcmp(key, "name") == 0)
            json_copy(job->json, d->name, sizeof d->name);
        else if (strcmp(key, "value") == 0)
            valued = json_value(job, "value", &d->value);
    }
    r->dimensions += (size_t)valued;
}

static void put_chart(struct json_job *job, const struct reader *r)
{
    struct draft draft = { .source = "netdata", .resource = r->stem, .metric = r->chart,
                           .tags = &job->tags,
                           .unit = strcmp(r->unit, "percentage") == 0 ? "%" : r->unit };

    if (r->dimensions && !r->timed) {
        json_reject(job, "last_updated", "a chart without its time");
        return;
    }
    for (size_t i = 0; i < r->dimensions; i++) {
        tags_clear(&job->tags);
        tags_add(&job->tags, "dimension", r->dimension[i].name);
        json_put_drafted(job, &draft, r->at, r->dimension[i].value);
    }
}

static void read_chart(struct json_job *job, struct reader *r, const char *id)
{
    const char *key;

    if (!json_object(job->json))
        return;
    snprintf(r->chart, sizeof r->chart, "%s", id);
    r->unit[0] = '\0';
    r->timed = 0;
    r->dimensions = 0;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "units") == 0) {
            json_copy(job->json, r->unit, sizeof r->unit);
        } else if (strcmp(key, "last_updated") == 0) {
            r->timed = json_instant(job, key, &r->at);
        } else if (strcmp(key, "dimensions") == 0 && json_object(job->json)) {
            job->found = 1;
            while (json_member(job->json, &key)) {
                char name[NAME_ROOM];

                snprintf(name, sizeof name, "%s", key);
                read_dimension(job, r, name);
            }
        }
    }
    put_chart(job, r);
}

static void read_document(struct json_job *job, void *self)
{
    const char *key;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        char id[NAME_ROOM];

        snprintf(id, sizeof id, "%s", key);
        read_chart(job, self, id);
    }
}

static int metrics_read(struct input *in, const struct ingest_options *options, struct intake *out,
                        struct error *err)
{
    struct reader *r = calloc(1, sizeof *r);
    int rc;

    if (!r)
        return error_set(err, ERR_NOMEM, "no memory for reading JSON");
    file_stem(options->file, r->stem, sizeof r->stem);
    rc = json_import(in, options, out, JSON_DOCUMENTS, read_document, r, "charts with dimensions", err);
    free(r);
    return rc;
}

/* Charts go by any name: what stands in them, in this order, nobody else has. */
static int metrics_sniff(const char *head, size_t length)
{
    static const char *const members[] = {
        "\"context\":", "\"units\":", "\"last_updated\":", "\"dimensions\":",
    };
    const char *end = head + length, *at = head;

    while (at < end && *at && strchr(" \t\r\n", *at))
        at++;
    if (at == end || *at != '{')
        return 0;
    for (size_t i = 0; at && i < sizeof members / sizeof members[0]; i++)
        at = memmem(at, (size_t)(end - at), members[i], strlen(members[i]));
    return at ? 95 : 0;
}

const struct importer importer_netdata_metrics = {
    .name = "netdata-metrics",
    .title = "netdata /api/v1/allmetrics, JSON",
    .recognised = "charts with context, units, last_updated and dimensions",
    .command = "curl 'http://HOST:19999/api/v1/allmetrics?format=json' >> HOST.json, once an interval",
    .example = "{\"system.cpu\":{\"name\":\"system.cpu\",\"family\":\"cpu\",\"context\":\"system.cpu\","
               "\"units\":\"percentage\",\"last_updated\":1795426049,\"dimensions\":{\"user\":"
               "{\"name\":\"user\",\"value\":3.25},\"system\":{\"name\":\"system\",\"value\":1.5}}}}\n",
    .sniff = metrics_sniff,
    .read = metrics_read,
};
