#include "ingest/gcp_buckets.h"
#include "tests/unit/reading.h"

#define DATA "tests/data/gcp/"
#define SQL "gcp/acme-prod-1:db-main/cloudsql.googleapis.com%2Fdatabase%2F"
#define CPU "gcp/vpc-conn-1/vpcaccess.googleapis.com%2Fconnector%2Fcpu%2Futilizations"
#define AT INT64_C(1763856000000)    /* 2025-11-23T00:00:00Z: date -d … +%s */

/* Values as they stand in the files; quantiles by hand from the bucket counts, in python3. */
static const struct {
    const char *file;
    uint64_t    put;
    size_t      series;
    const char *name, *unit;
    int64_t     at;
    double      value;
} files[] = {
    { "timeSeries_list_cloudsql", 48, 4, SQL "postgresql%2Fnum_backends"
      "{database=\"app\",project_id=\"acme-prod-1\",region=\"europe-west1\"}", "", AT, 111 },
    { "timeSeries_list_cloudsql", 48, 4, SQL "cpu%2Futilization"
      "{project_id=\"acme-prod-1\",region=\"europe-west1\"}", "ratio", AT, 0.1743134311089313 },
    { "timeSeries_list_cloudsql", 48, 4, SQL "disk%2Fbytes_used"
      "{project_id=\"acme-prod-1\",region=\"europe-west1\"}", "B", AT, 64095550683 },
    { "timeSeries_list_vpc_connector", 48, 4,
      CPU "{location=\"europe-west1\",project_id=\"acme-prod-1\",stat=\"avg\"}", "ratio", AT,
      0.24209115531833478 },
    { "timeSeries_list_vpc_connector", 48, 4,
      CPU "{location=\"europe-west1\",project_id=\"acme-prod-1\",stat=\"p50\"}", "ratio", AT,
      0.2 + 0.05 * 28 / 38 },
    { "timeSeries_list_vpc_connector", 48, 4,
      CPU "{location=\"europe-west1\",project_id=\"acme-prod-1\",stat=\"p95\"}", "ratio", AT,
      0.25 + 0.05 * 17 / 18 },
    { "timeSeries_list_vpc_connector", 48, 4,
      CPU "{location=\"europe-west1\",project_id=\"acme-prod-1\",stat=\"p99\"}", "ratio", AT,
      0.335 },
    { "timeSeries_list_vpc_connector_aligned_p99", 12, 1,
      CPU "{location=\"europe-west1\",project_id=\"acme-prod-1\"}", "ratio", AT,
      0.28142521091856115 },
};

static void answers_give_their_samples(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(files); i++) {
        char path[256];
        struct reading *r;
        const struct reading_line *line;

        snprintf(path, sizeof path, DATA "%s.json", files[i].file);
        r = reading_of_file(path, NULL);
        assert_ok(r->rc, &r->err);
        assert_int_equal(r->tally.put, files[i].put);
        assert_int_equal(r->series, files[i].series);
        line = reading_find(r, files[i].name);
        assert_non_null(line);
        assert_string_equal(line->unit, files[i].unit);
        assert_int_equal(line->count, 12);
        assert_close(reading_value(line, files[i].at), files[i].value, 1e-14);
        reading_free(r);
    }
}

static void a_page_token_says_that_more_follows(void **state)
{
    struct reading *r = reading_of_file(DATA "timeSeries_list_cloudsql.json", NULL);

    (void)state;
    assert_int_equal(r->tally.notes, 1);
    assert_non_null(strstr(r->tally.note[0], "incomplete"));
    reading_free(r);
}

static struct reading *read_text(const char *text)
{
    return reading_of_bytes(text, strlen(text), NULL, 0, 0);
}

#define LATENCY "{\"metric\":{\"type\":\"loadbalancing.googleapis.com/https/rtt\"},\"resource\":" \
                "{\"type\":\"u\",\"labels\":{\"project_id\":\"p\"}},\"metricKind\":\"DELTA\","    \
                "\"points\":[{\"interval\":{\"startTime\":\"2025-11-22T23:59:00Z\",\"endTime\":"  \
                "\"2025-11-23T00:00:00Z\"},\"value\":{\"doubleValue\":2385}}]}"

/* The unit stands behind the points, and belongs to its own page. */
static void the_unit_may_come_last(void **state)
{
    struct reading *r = read_text("{\"timeSeries\":[" LATENCY "],\"unit\":\"ms\"}"
                                  "{\"timeSeries\":[" LATENCY "],\"nextPageToken\":\"\"}");

    (void)state;
    assert_ok(r->rc, &r->err);
    assert_int_equal(r->tally.put, 2);
    assert_int_equal(r->tally.notes, 0);
    assert_string_equal(r->line[0].unit, "s");
    assert_int_equal(r->line[0].kind, SERIES_DELTA);
    assert_close(r->line[0].value[0], 2.385, 1e-15);
    reading_free(r);
}

/* Python's to_dict(): an array, snake_case, numbers for enums; keys in another order. */
static void python_spelling_is_read(void **state)
{
    struct reading *r = read_text(
        "[{\"points\":[{\"value\":{\"int64_value\":\"7\"},\"interval\":{\"end_time\":"
        "\"2025-11-23T00:00:00.5Z\"}}, {\"value\":{\"bool_value\":true},\"interval\":{\"end_time\":"
        "\"2025-11-23T00:01:00Z\"}}],\"metric_kind\":3,\"resource\":{\"labels\":{\"instance_id\":"
        "\"42\"}},\"metric\":{\"type\":\"a/b\",\"labels\":{\"instance_id\":\"43\"}}}]");

    (void)state;
    assert_ok(r->rc, &r->err);
    assert_string_equal(r->line[0].name, "gcp/42/a%2Fb{metric_instance_id=\"43\"}");
    assert_int_equal(r->line[0].kind, SERIES_COUNTER);
    assert_true(reading_value(&r->line[0], AT + 500) == 7);
    assert_true(reading_value(&r->line[0], AT + 60000) == 1);
    reading_free(r);
}

/* timeSeries.query: labels and values stand by position, several values are several metrics. */
static void answers_to_mql_are_read_by_position(void **state)
{
    struct reading *r = read_text(
        "{\"timeSeriesDescriptor\":{\"labelDescriptors\":[{\"key\":\"resource.zone\"},{\"key\":"
        "\"metric.response_code\",\"valueType\":\"INT64\"},{\"key\":\"resource.instance_id\"}],"
        "\"pointDescriptors\":[{\"key\":\"value.used\",\"metricKind\":\"GAUGE\",\"unit\":\"KiBy\"},"
        "{\"key\":\"value.requests\",\"metricKind\":\"DELTA\",\"unit\":\"1\"}]},"
        "\"timeSeriesData\":[{\"labelValues\":[{\"stringValue\":\"b\"},{\"int64Value\":\"200\"},"
        "{\"stringValue\":\"42\"}],\"pointData\":[{\"values\":[{\"doubleValue\":1.5},"
        "{\"int64Value\":\"7\"}],\"timeInterval\":{\"startTime\":\"2025-11-22T23:59:00Z\","
        "\"endTime\":\"2025-11-23T00:00:00Z\"}}]}],\"nextPageToken\":\"x\"}");

    (void)state;
    assert_ok(r->rc, &r->err);
    assert_int_equal(r->series, 2);
    assert_int_equal(r->tally.notes, 1);
    assert_string_equal(r->line[0].name, "gcp/42/used{response_code=\"200\",zone=\"b\"}");
    assert_string_equal(r->line[0].unit, "B");
    assert_true(reading_value(&r->line[0], AT) == 1536);
    assert_int_equal(r->line[1].kind, SERIES_DELTA);
    assert_true(reading_value(&r->line[1], AT) == 7);
    reading_free(r);
}

static void an_error_of_the_server_is_shown(void **state)
{
    struct reading *r = read_text("{\"error\":{\"code\":403,\"message\":\"Permission denied\","
                                  "\"status\":\"PERMISSION_DENIED\"}}");

    (void)state;
    assert_int_equal(r->rc, ERR_DATA);
    assert_non_null(strstr(r->err.text, "Permission denied"));
    reading_free(r);
}

/*
 * Expected: python3, walking the cumulated counts. Linear: bounds 10 … 20 by 2.5; exponential:
 * 0.5 … 128 by doubling.
 */
static void quantiles_lie_within_their_bucket(void **state)
{
    static const struct {
        struct buckets buckets;
        double p50, p95, p99;
    } rows[] = {
        { { .form = BUCKETS_LINEAR, .finite = 4, .offset = 10, .width = 2.5, .counts = 6,
            .count = { 3, 7, 11, 0, 5, 2 } },
          13.409090909090908, 20, 20 },
        { { .form = BUCKETS_EXPONENTIAL, .finite = 8, .growth = 2, .scale = 0.5, .counts = 6,
            .count = { 0, 0, 4, 9, 13, 6 } },
          4.923076923076923, 13.866666666666665, 15.573333333333334 },
        { { .form = BUCKETS_EXPLICIT, .bounds = 2, .bound = { 1, 3 }, .counts = 3,
            .count = { 4, 0, 4 }, .has_range = 1, .least = 0, .most = 5 },
          1, 4.8, 4.96 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        double value;

        assert_true(buckets_quantile(&rows[i].buckets, 0.5, &value));
        assert_close(value, rows[i].p50, 1e-14);
        assert_true(buckets_quantile(&rows[i].buckets, 0.95, &value));
        assert_close(value, rows[i].p95, 1e-14);
        assert_true(buckets_quantile(&rows[i].buckets, 0.99, &value));
        assert_close(value, rows[i].p99, 1e-14);
    }
}

static void empty_distributions_have_no_quantile(void **state)
{
    struct buckets none = { .form = BUCKETS_NONE, .counts = 1, .count = { 3 } };
    struct buckets empty = { .form = BUCKETS_LINEAR, .finite = 2, .width = 1 };
    double value;

    (void)state;
    assert_false(buckets_quantile(&none, 0.5, &value));
    assert_false(buckets_quantile(&empty, 0.5, &value));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_give_their_samples),
        cmocka_unit_test(a_page_token_says_that_more_follows),
        cmocka_unit_test(the_unit_may_come_last),
        cmocka_unit_test(python_spelling_is_read),
        cmocka_unit_test(answers_to_mql_are_read_by_position),
        cmocka_unit_test(an_error_of_the_server_is_shown),
        cmocka_unit_test(quantiles_lie_within_their_bucket),
        cmocka_unit_test(empty_distributions_have_no_quantile),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
