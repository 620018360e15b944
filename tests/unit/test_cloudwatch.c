#include "tests/unit/reading.h"

#define DATA "tests/data/aws/"
#define STREAM "cloudwatch/i-0a1b2c3d4e5f60001/CPUUtilization" \
               "{account_id=\"123456789012\",namespace=\"AWS/EC2\",region=\"eu-west-1\",stat="

/* Counts by python3's json; values as they stand in the files, the mean as 62.3… / 5. */
static const struct {
    const char *file;
    uint64_t    put;
    size_t      series;
    const char *name, *unit;
    enum series_kind kind;
    int64_t     at;
    double      value;
} files[] = {
    { "boto3-default-str.json", 6, 1, "cloudwatch/boto3-default-str/CPUUtilization{stat=\"avg\"}",
      "%", SERIES_GAUGE, INT64_C(1763683200000), 25.849394313216884 },
    { "get-metric-statistics-extended.json", 98, 2,
      "cloudwatch/get-metric-statistics-extended/Latency{stat=\"p99\"}", "s", SERIES_GAUGE,
      INT64_C(1763686800000), 0.099659 },
    { "get-metric-statistics-plus0000.json", 49, 1,
      "cloudwatch/get-metric-statistics-plus0000/FreeStorageSpace{stat=\"min\"}", "B", SERIES_GAUGE,
      INT64_C(1763686800000), 138445679738.42938 },
    { "metric-stream.jsonl", 200, 5, STREAM "\"avg\"}", "%", SERIES_GAUGE,
      INT64_C(1761436800000), 62.3080189514141 / 5 },
    { "metric-stream.jsonl", 200, 5, STREAM "\"max\"}", "%", SERIES_GAUGE,
      INT64_C(1761437100000), 17.562284447198742 },
    { "metric-stream.jsonl", 200, 5, STREAM "\"count\"}", "", SERIES_DELTA,
      INT64_C(1761437100000), 5 },
};

static void answers_give_their_samples(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(files); i++) {
        char path[256];
        struct reading *r;
        const struct reading_line *line;

        snprintf(path, sizeof path, DATA "%s", files[i].file);
        r = reading_of_file(path, NULL);
        assert_ok(r->rc, &r->err);
        assert_int_equal(r->tally.put, files[i].put);
        assert_int_equal(r->tally.rejected, 0);
        assert_int_equal(r->series, files[i].series);
        line = reading_find(r, files[i].name);
        assert_non_null(line);
        assert_string_equal(line->unit, files[i].unit);
        assert_int_equal(line->kind, files[i].kind);
        assert_true(reading_value(line, files[i].at) == files[i].value);
        reading_free(r);
    }
}

static struct reading *read_text(const char *text)
{
    return reading_of_bytes(text, strlen(text), NULL, 0, 0);
}

static void parallel_arrays_are_joined(void **state)
{
    struct reading *r = read_text(
        "{\"MetricDataResults\":[{\"Id\":\"m1\",\"Label\":\"db CPUUtilization\",\"Timestamps\":["
        "\"2025-11-23T00:05:00+00:00\",\"2025-11-23 00:00:00+00:00\"],\"Values\":[2.385,1.5],"
        "\"StatusCode\":\"PartialData\"},{\"Id\":\"m2\",\"Label\":\"db CPUUtilization\",\"Values\":"
        "[7,null],\"Timestamps\":[1763856000,1763856300]}],\"NextToken\":\"x\",\"Messages\":"
        "[{\"Code\":\"c\",\"Value\":\"too many\"}]}");

    (void)state;
    assert_ok(r->rc, &r->err);
    assert_int_equal(r->tally.put, 3);
    assert_int_equal(r->tally.missing, 1);
    assert_int_equal(r->tally.notes, 3);
    assert_true(reading_value(reading_find(r, "cloudwatch//db CPUUtilization{id=\"m1\"}"),
                              INT64_C(1763856300000)) == 2.385);
    assert_true(reading_value(reading_find(r, "cloudwatch//db CPUUtilization{id=\"m2\"}"),
                              INT64_C(1763856000000)) == 7);
    reading_free(r);
}

static void arrays_of_unequal_length_are_rejected(void **state)
{
    struct reading *r = read_text(
        "{\"MetricDataResults\":[{\"Id\":\"m1\",\"Label\":\"x\",\"Timestamps\":"
        "[\"2025-11-23T00:05:00Z\",\"yesterday\"],\"Values\":[1,2,3]}]}");

    (void)state;
    assert_ok(r->rc, &r->err);
    assert_int_equal(r->tally.put, 1);
    assert_int_equal(r->tally.rejected, 2);
    assert_non_null(strstr(r->tally.reject[1].text, "2 times but 3 values"));
    reading_free(r);
}

/* Each statistic of a data point is a series; sums are amounts, and may have come in any order. */
static void each_statistic_is_a_series(void **state)
{
    struct reading *r = read_text(
        "{\"Datapoints\":[{\"Sum\":10,\"SampleCount\":4,\"Unit\":\"Kilobytes\",\"Timestamp\":"
        "\"2025-11-23T00:05:00Z\"},{\"Timestamp\":\"2025-11-23T00:00:00Z\",\"Sum\":2.5,"
        "\"Unit\":\"Kilobytes\"},{\"Sum\":3}],\"Label\":\"NetworkIn\"}");

    (void)state;
    assert_ok(r->rc, &r->err);
    assert_int_equal(r->series, 2);
    assert_int_equal(r->tally.rejected, 1);
    assert_string_equal(r->line[0].name, "cloudwatch/export/NetworkIn{stat=\"sum\"}");
    assert_string_equal(r->line[0].unit, "B");
    assert_int_equal(r->line[0].kind, SERIES_DELTA);
    assert_true(reading_value(&r->line[0], INT64_C(1763856000000)) == 2500);
    assert_string_equal(r->line[1].unit, "");
    assert_int_equal(r->line[1].count, 1);
    reading_free(r);
}

/* A record that a crash cut costs itself alone. */
static void a_broken_line_of_a_stream_is_a_reject(void **state)
{
    static const char *const texts[] = {
        "A\n{\"namespace\":\"n\",\"metr\nB\n",      "A\n{\"namespace\":\"n\",\nB\n",
        "A\nnonsense\nB\n",                         "A\n{\"value\":{\"sum\":\nA\nB\n",
    };
    static const char a[] = "{\"namespace\":\"n\",\"metric_name\":\"m\",\"timestamp\":1763856000000,"
                            "\"value\":{\"sum\":6,\"count\":4},\"unit\":\"None\"}";
    static const char b[] = "{\"namespace\":\"n\",\"metric_name\":\"m\",\"timestamp\":1763856300000,"
                            "\"value\":{\"sum\":7,\"count\":4},\"unit\":\"None\"}";

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        for (size_t piece = 0; piece < 3; piece++) {
            struct buf text;
            struct reading *r;

            buf_init(&text, 1 << 16);
            for (const char *at = texts[i]; *at; at++)
                if (*at == 'A' || *at == 'B')
                    buf_add(&text, *at == 'A' ? a : b);
                else
                    buf_addc(&text, *at);
            r = reading_of_bytes(text.text, text.used, NULL, piece, 0);
            assert_ok(r->rc, &r->err);
            assert_int_equal(r->tally.rejected, 1);
            assert_int_equal(r->tally.reject[0].line, 2);
            assert_int_equal(r->tally.put, 2 * 3);
            reading_free(r);
            buf_release(&text);
        }
}

static void a_cut_last_line_is_noted(void **state)
{
    struct reading *r = read_text(
        "{\"namespace\":\"n\",\"metric_name\":\"m\",\"timestamp\":1763856000000,"
        "\"value\":{\"sum\":6,\"count\":4},\"unit\":\"None\"}\r\n\r\n{\"namespace\":\"n\",\"met");

    (void)state;
    assert_ok(r->rc, &r->err);
    assert_int_equal(r->tally.put, 3);
    assert_int_equal(r->tally.notes, 1);
    assert_non_null(strstr(r->tally.note[0], "line 3 is cut off"));
    reading_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_give_their_samples),
        cmocka_unit_test(parallel_arrays_are_joined),
        cmocka_unit_test(arrays_of_unequal_length_are_rejected),
        cmocka_unit_test(each_statistic_is_a_series),
        cmocka_unit_test(a_broken_line_of_a_stream_is_a_reject),
        cmocka_unit_test(a_cut_last_line_is_noted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
