#include "ingest/gcp_value.h"

#include <ctype.h>
#include <string.h>

#include "ingest/json_time.h"

const char *const gcp_stat_names[GCP_STATS] = { NULL, "avg", "p50", "p95", "p99" };

int gcp_key(const char *key, const char *name)
{
    for (; *key; key++) {
        if (*key == '_')
            continue;
        if (tolower((unsigned char)*key) != tolower((unsigned char)*name))
            return 0;
        name++;
    }
    return *name == '\0';
}

void gcp_read_interval(struct json *json, const struct ingest_options *options,
                       struct intake *intake, struct gcp_point *point)
{
    const char *key;

    if (!json_object(json))
        return;
    while (json_member(json, &key)) {
        if (gcp_key(key, "endTime") && !json_time(json, options, intake, &point->end))
            point->end = 0;
        else if (gcp_key(key, "startTime") && !json_time(json, options, intake, &point->start))
            point->start = 0;
    }
}

static double number_or_zero(struct json *json)
{
    double value = 0;

    return json_number(json, &value) == NUMBER_OK ? value : 0;
}

static size_t read_numbers(struct json *json, double *out, size_t room)
{
    size_t count = 0;

    if (!json_array(json))
        return 0;
    while (json_element(json))
        if (count < room)
            out[count++] = number_or_zero(json);
    return count;
}

static void read_shape(struct json *json, enum bucket_form form, struct buckets *b)
{
    const char *key;

    b->form = form;
    if (!json_object(json))
        return;
    while (json_member(json, &key)) {
        if (gcp_key(key, "numFiniteBuckets")) {
            double count = number_or_zero(json);

            b->finite = count > 0 && count < BUCKETS_MOST ? (size_t)count : 0;
        } else if (gcp_key(key, "width")) {
            b->width = number_or_zero(json);
        } else if (gcp_key(key, "offset")) {
            b->offset = number_or_zero(json);
        } else if (gcp_key(key, "growthFactor")) {
            b->growth = number_or_zero(json);
        } else if (gcp_key(key, "scale")) {
            b->scale = number_or_zero(json);
        } else if (gcp_key(key, "bounds")) {
            b->bounds = read_numbers(json, b->bound, BUCKETS_MOST);
        }
    }
    if (form == BUCKETS_EXPLICIT && b->bounds == 0)
        b->form = BUCKETS_NONE;
}

static void read_options(struct json *json, struct buckets *b)
{
    const char *key;

    if (!json_object(json))
        return;
    while (json_member(json, &key)) {
        if (gcp_key(key, "linearBuckets"))
            read_shape(json, BUCKETS_LINEAR, b);
        else if (gcp_key(key, "exponentialBuckets"))
            read_shape(json, BUCKETS_EXPONENTIAL, b);
        else if (gcp_key(key, "explicitBuckets"))
            read_shape(json, BUCKETS_EXPLICIT, b);
    }
}

static void read_range(struct json *json, struct buckets *b)
{
    const char *key;
    int low = 0, high = 0;

    if (!json_object(json))
        return;
    while (json_member(json, &key)) {
        if (gcp_key(key, "min"))
            low = json_number(json, &b->least) == NUMBER_OK;
        else if (gcp_key(key, "max"))
            high = json_number(json, &b->most) == NUMBER_OK;
    }
    b->has_range = low && high;
}

static void set(struct gcp_point *point, enum gcp_stat stat, int known, double value)
{
    if (!known)
        return;
    point->kind[stat] = NUMBER_OK;
    point->value[stat] = value;
}

/* A member that is 0 is left out by the API, also the mean. */
static void read_distribution(struct json *json, struct buckets *b, struct gcp_point *point)
{
    static const struct { enum gcp_stat stat; double q; } quantiles[] = {
        { GCP_P50, 0.50 }, { GCP_P95, 0.95 }, { GCP_P99, 0.99 },
    };
    const char *key;
    double count = 0, mean = 0, value = 0;

    *b = (struct buckets){ .form = BUCKETS_NONE };
    if (!json_object(json))
        return;
    while (json_member(json, &key)) {
        if (gcp_key(key, "count"))
            count = number_or_zero(json);
        else if (gcp_key(key, "mean"))
            mean = number_or_zero(json);
        else if (gcp_key(key, "bucketOptions"))
            read_options(json, b);
        else if (gcp_key(key, "bucketCounts"))
            b->counts = read_numbers(json, b->count, BUCKETS_MOST);
        else if (gcp_key(key, "range"))
            read_range(json, b);
    }
    if (!(count > 0))
        return;
    set(point, GCP_MEAN, 1, mean);
    for (size_t i = 0; i < sizeof quantiles / sizeof quantiles[0]; i++) {
        int known = buckets_quantile(b, quantiles[i].q, &value);

        set(point, quantiles[i].stat, known, value);
    }
}

void gcp_read_value(struct json *json, struct buckets *buckets, struct gcp_point *point)
{
    const char *key;

    for (int i = 0; i < GCP_STATS; i++)
        point->kind[i] = NUMBER_MISSING;
    if (!json_object(json))
        return;
    while (json_member(json, &key)) {
        if (gcp_key(key, "doubleValue") || gcp_key(key, "int64Value") || gcp_key(key, "boolValue"))
            point->kind[GCP_PLAIN] = json_number(json, &point->value[GCP_PLAIN]);
        else if (gcp_key(key, "distributionValue"))
            read_distribution(json, buckets, point);
        else if (gcp_key(key, "stringValue"))
            point->is_text = 1;
    }
}
