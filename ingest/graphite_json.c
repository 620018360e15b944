/*
 * Graphite's render API with format=json ([value, time] pairs) or rickshaw ({x, y} objects). The
 * time is the start of the bucket. https://graphite.readthedocs.io/en/latest/render_api.html
 */
#include <stdlib.h>
#include <string.h>

#include "ingest/json_import.h"

struct reader {
    struct pairs  pairs;
    struct points points;
    char target[1024];
};

static void keep(struct json_job *job, struct reader *r)
{
    json_check(job->json, points_add_many(&r->points, r->pairs.at, r->pairs.value, r->pairs.count,
                                          json_err(job->json)));
}

static void read_xy(struct json_job *job, struct reader *r)
{
    const char *key;
    int64_t at = 0;
    double value = 0;
    int timed = 0, valued = 0;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "x") == 0)
            timed = json_instant(job, "x", &at);
        else if (strcmp(key, "y") == 0)
            valued = json_value(job, "y", &value);
    }
    if (timed && valued)
        json_check(job->json, points_add(&r->points, at, value, json_err(job->json)));
}

/* Both forms are arrays; the first element shows which. */
static void read_datapoints(struct json_job *job, struct reader *r)
{
    int more;

    if (!json_array(job->json))
        return;
    if (json_next(job->json) == JSON_OBJECT) {
        while (json_element(job->json))
            read_xy(job, r);
        return;
    }
    do {
        more = json_pairs(job->json, PAIR_VALUE_FIRST, PAIR_SECONDS, &r->pairs);
        keep(job, r);
    } while (more);
}

static void read_target(struct json_job *job, struct reader *r)
{
    struct draft draft = { .source = "graphite", .metric = r->target, .tags = &job->tags };
    const char *key;

    tags_clear(&job->tags);
    r->target[0] = '\0';
    r->points.count = 0;
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "target") == 0) {
            json_copy(job->json, r->target, sizeof r->target);
        } else if (strcmp(key, "tags") == 0) {
            json_tags(job);
        } else if (strcmp(key, "datapoints") == 0) {
            job->found = 1;
            read_datapoints(job, r);
        }
    }
    (void)tags_take(&job->tags, "name");    /* the target once more */
    (void)tags_take(&job->tags, "aggregatedBy");
    json_put_points(job, &draft, &r->points);
}

static void read_document(struct json_job *job, void *self)
{
    size_t targets = 0;

    if (!json_array(job->json))
        return;
    for (; json_element(job->json); targets++)
        read_target(job, self);
    if (targets == 0) {
        job->found = 1;
        intake_note(job->out, "the query found no series");
    }
}

static int graphite_read(struct input *in, const struct ingest_options *options,
                         struct intake *out, struct error *err)
{
    struct reader *r = calloc(1, sizeof *r);
    int rc;

    if (!r)
        return error_set(err, ERR_NOMEM, "no memory for reading JSON");
    rc = json_import(in, options, out, JSON_DOCUMENTS, read_document, r, "datapoints", err);
    points_release(&r->points);
    free(r);
    return rc;
}

static int graphite_sniff(const char *head, size_t length)
{
    static const char *const paths[] = { "[].datapoints", NULL };

    return json_sniff_all(head, length, paths, 100);
}

const struct importer importer_graphite_json = {
    .name = "graphite-json",
    .title = "Graphite render API, JSON",
    .recognised = "an array of objects with target and datapoints",
    .command = "curl 'http://HOST/render?target=…&from=-90d&format=json'",
    .example = "[{\"target\":\"servers.web-01.cpu\",\"tags\":{\"name\":\"servers.web-01.cpu\"},"
               "\"datapoints\":[[14.6,1761437100],[null,1761437400]]}]\n",
    .sniff = graphite_sniff,
    .read = graphite_read,
};
