#include "ingest/otlp_point.h"

#include <string.h>

/* {"key":"host.name","value":{"stringValue":"web-01"}} */
static void read_attribute(struct json_job *job, struct tags *tags)
{
    const char *key, *type, *text;
    char name[256] = "", value[1024] = "";

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "key") == 0) {
            json_copy(job->json, name, sizeof name);
        } else if (strcmp(key, "value") == 0 && json_object(job->json)) {
            while (json_member(job->json, &type)) {
                double truth;

                if (json_next(job->json) == JSON_BOOLEAN)
                    strcpy(value, json_number(job->json, &truth) == NUMBER_OK && truth != 0
                                  ? "true" : "false");
                else if ((text = json_text(job->json, NULL)) != NULL && strlen(text) < sizeof value)
                    strcpy(value, text);
            }
        }
    }
    if (name[0] && value[0])
        tags_add(tags, name, value);
}

void otlp_read_attributes(struct json_job *job, struct tags *tags)
{
    if (!json_array(job->json))
        return;
    while (json_element(job->json))
        read_attribute(job, tags);
}

static void read_counts(struct json_job *job, struct buckets *b)
{
    b->counts = 0;
    if (!json_array(job->json))
        return;
    while (json_element(job->json))
        if (b->counts < BUCKETS_MOST && json_number(job->json, &b->count[b->counts]) == NUMBER_OK)
            b->counts++;
}

static void read_bounds(struct json_job *job, struct buckets *b)
{
    b->form = BUCKETS_EXPLICIT;
    b->bounds = 0;
    if (!json_array(job->json))
        return;
    while (json_element(job->json))
        if (b->bounds < BUCKETS_MOST && json_number(job->json, &b->bound[b->bounds]) == NUMBER_OK)
            b->bounds++;
}

/* {"quantile":0.99,"value":1.5} */
static void read_quantile(struct json_job *job, struct otlp_point *p)
{
    const char *key;
    double q = -1, value = 0;
    int has = 0;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "quantile") == 0)
            (void)json_number(job->json, &q);
        else if (strcmp(key, "value") == 0)
            has = json_number(job->json, &value) == NUMBER_OK;
    }
    if (!has || !(q >= 0 && q <= 1) || p->quantiles == OTLP_QUANTILES)
        return;
    p->quantile[p->quantiles].q = q;
    p->quantile[p->quantiles++].value = value;
}

void otlp_read_point(struct json_job *job, struct otlp_point *p)
{
    const char *key;
    int64_t flags;

    *p = (struct otlp_point){ .value_kind = NUMBER_MISSING, .sum_kind = NUMBER_MISSING,
                              .count_kind = NUMBER_MISSING };
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "timeUnixNano") == 0)
            p->timed = json_time(job->json, job->options, job->out, &p->at);
        else if (strcmp(key, "asDouble") == 0 || strcmp(key, "asInt") == 0)
            p->value_kind = json_number(job->json, &p->value);
        else if (strcmp(key, "attributes") == 0)
            otlp_read_attributes(job, &job->tags);
        else if (strcmp(key, "flags") == 0)
            p->no_value = json_integer(job->json, &flags) && (flags & 1);
        else if (strcmp(key, "sum") == 0)
            p->sum_kind = json_number(job->json, &p->sum);
        else if (strcmp(key, "count") == 0)
            p->count_kind = json_number(job->json, &p->count);
        else if (strcmp(key, "bucketCounts") == 0)
            read_counts(job, &p->buckets);
        else if (strcmp(key, "explicitBounds") == 0)
            read_bounds(job, &p->buckets);
        else if (strcmp(key, "quantileValues") == 0 && json_array(job->json))
            while (json_element(job->json))
                read_quantile(job, p);
    }
}
