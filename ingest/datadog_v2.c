/*
 * Datadog, /api/v2/query/timeseries: one array of times, an array of values for each series. The
 * metric is not in the answer.
 * https://docs.datadoghq.com/api/latest/metrics/#query-timeseries-data-across-multiple-products
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/datadog_names.h"
#include "ingest/json_arrays.h"

enum { SERIES_MOST = 10000 };

struct reader {
    struct json_arrays arrays; /* the times hold for all series */
    struct points points;
    struct draft *draft;       /* of each series, in the order of the answer */
    size_t        drafts, room;
    struct arena  texts;
    size_t        columns;     /* series of values read so far */
};

static int copy_texts(struct json_job *job, struct reader *r, struct draft *draft,
                      const char *unit)
{
    const char *labels = "";
    const char *resource = tags_take_first(&job->tags, datadog_resources);

    if (!json_check(job->json, tags_labels(&job->tags, NULL, &labels, json_err(job->json))))
        return 0;
    draft->source = "datadog";
    draft->resource = arena_copy(&r->texts, resource ? resource : "");
    draft->labels = arena_copy(&r->texts, labels);
    draft->unit = arena_copy(&r->texts, unit);
    return draft->resource && draft->labels && draft->unit
           ? 1 : json_check(job->json, error_set(json_err(job->json), ERR_NOMEM, "no memory"));
}

static struct draft *new_draft(struct json_job *job, struct reader *r)
{
    if (r->drafts == r->room) {
        size_t room = r->room ? r->room * 2 : 64;
        struct draft *draft = NULL;

        if (room <= SERIES_MOST * 2)
            draft = realloc(r->draft, room * sizeof *draft);
        if (!draft) {
            json_check(job->json, error_set(json_err(job->json), ERR_LIMIT, "too many series"));
            return NULL;
        }
        r->draft = draft;
        r->room = room;
    }
    r->draft[r->drafts] = (struct draft){ .kind = SERIES_GAUGE };
    return &r->draft[r->drafts++];
}

static void read_series(struct json_job *job, struct reader *r)
{
    const char *key;
    char unit[80] = "", query[24];
    int64_t index = 0;
    struct draft *draft;

    tags_clear(&job->tags);
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "group_tags") == 0)
            datadog_tags(job);
        else if (strcmp(key, "query_index") == 0)
            (void)json_integer(job->json, &index);
        else if (strcmp(key, "unit") == 0)
            datadog_unit(job, unit, sizeof unit);
    }
    snprintf(query, sizeof query, "%d", (int)index);
    if (index > 0)    /* several queries in one answer */
        tags_add(&job->tags, "query", query);
    draft = new_draft(job, r);
    if (draft)
        copy_texts(job, r, draft, unit);
}

static void read_values(struct json_job *job, struct reader *r)
{
    size_t column = r->columns++;

    if (column >= r->drafts) {
        json_reject(job, "values", "values without a series before them");
        json_skip(job->json);
        return;
    }
    json_read_values(job, &r->arrays);
    json_join(job, &r->arrays, "values", &r->points);
    json_put_points(job, &r->draft[column], &r->points);
}

static void read_attributes(struct json_job *job, struct reader *r)
{
    const char *key;

    r->drafts = r->columns = 0;
    r->arrays.times.count = 0;
    if (!json_object(job->json))
        return;
    job->found = 1;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "series") == 0 && json_array(job->json))
            while (json_element(job->json))
                read_series(job, r);
        else if (strcmp(key, "times") == 0)
            json_read_times(job, &r->arrays);
        else if (strcmp(key, "values") == 0 && json_array(job->json))
            while (json_element(job->json))
                read_values(job, r);
    }
}

static void read_document(struct json_job *job, void *self)
{
    const char *key, *part;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "data") == 0 && json_object(job->json)) {
            while (json_member(job->json, &part))
                if (strcmp(part, "attributes") == 0)
                    read_attributes(job, self);
        } else if (strcmp(key, "errors") == 0 && json_next(job->json) == JSON_STRING) {
            json_problem(job);
        }
    }
}

static int datadog_v2_read(struct input *in, const struct ingest_options *options,
                           struct intake *out, struct error *err)
{
    struct reader r = { .drafts = 0 };
    int rc = json_import(in, options, out, JSON_DOCUMENTS, read_document, &r, "series", err);

    json_arrays_release(&r.arrays);
    points_release(&r.points);
    free(r.draft);
    arena_release(&r.texts);
    return rc;
}

static int datadog_v2_sniff(const char *head, size_t length)
{
    static const char *const paths[] = { "data.attributes.times", "data.attributes.series", NULL };

    return json_sniff_all(head, length, paths, 100);
}

const struct importer importer_datadog_v2 = {
    .name = "datadog-v2",
    .title = "Datadog /api/v2/query/timeseries, JSON",
    .recognised = "data.attributes with series and times",
    .command = "curl -X POST -H \"DD-API-KEY: …\" -H \"DD-APPLICATION-KEY: …\" -d @query.json "
               "https://api.datadoghq.com/api/v2/query/timeseries > METRIC.json",
    .example = "{\"data\":{\"type\":\"timeseries_response\",\"attributes\":{\"series\":"
               "[{\"group_tags\":[\"host:web-01\"],\"query_index\":0,\"unit\":[{\"family\":"
               "\"percentage\",\"name\":\"percent\"},null]}],\"times\":[1763683200000,"
               "1763686800000],\"values\":[[25.85,null]]}}}\n",
    .sniff = datadog_v2_sniff,
    .read = datadog_v2_read,
};
