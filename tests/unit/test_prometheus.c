#include "tests/unit/reading.h"

#define DATA "tests/data/prometheus/"

/*
 * Counts and values by python3: json.load(), len() and the pair as written. The files are
 * what Prometheus 2.42 and promtool answered, the longer ones cut to their first points.
 */
static const struct {
    const char *file;
    uint64_t put, infinite;
    size_t   series;
    const char *name, *unit;
    enum series_kind kind;
    int64_t  at;
    double   value;
} files[] = {
    { "promtool_query_range_o_json", 27, 0, 3,
      "prometheus/web-01:9100/node_memory_MemUsed_bytes{job=\"node\"}", "B", SERIES_GAUGE,
      INT64_C(1761444000000), 6364724228 },
    { "query_instant_vector", 3, 0, 3,
      "prometheus/web-03:9100/node_filesystem_used_bytes"
      "{device=\"/dev/sda1\",fstype=\"ext4\",job=\"node\",mountpoint=\"/\"}", "B", SERIES_GAUGE,
      INT64_C(1763856000000), 74174833960 },
    { "query_range_cpu_counter_5m_1d", 120, 0, 2,
      "prometheus/web-01:9100/node_cpu_seconds_total{cpu=\"0\",job=\"node\",mode=\"idle\"}", "s",
      SERIES_COUNTER, INT64_C(1763769900000), 6499453.669494289 },
    { "query_range_cpu_rate_30m", 120, 0, 2, "prometheus/web-01:9100/query_range_cpu_rate_30m", "",
      SERIES_GAUGE, INT64_C(1761438600000), 0.1837508568285252 },
    { "query_range_mem_1h", 96, 0, 2,
      "prometheus/web-01:9100/node_memory_MemUsed_bytes{job=\"node\"}", "B", SERIES_GAUGE,
      INT64_C(1761508800000), 6324193071 },
    { "query_range_pg_conn_ratio_15m", 60, 0, 1,
      "prometheus/db-main:9187/query_range_pg_conn_ratio_15m{job=\"postgres\"}", "", SERIES_GAUGE,
      INT64_C(1761489900000), 0.3875 },
    { "query_range_scalar", 13, 0, 1, "prometheus//query_range_scalar", "", SERIES_GAUGE,
      INT64_C(1761440400000), 400 },
    { "query_range_up_live", 122, 0, 2, "prometheus/127.0.0.1:19090/up{job=\"prometheus\"}", "",
      SERIES_GAUGE, INT64_C(1795426000000), 1 },
    { "query_range_vpc_5m_4w", 120, 0, 1,
      "prometheus/vpc-conn-1/vpc_access_connector_cpu_utilization{job=\"gcp\"}", "ratio",
      SERIES_GAUGE, INT64_C(1761472500000), 0.36721429780338105 },
    { "query_range_inf", 0, 13, 0, NULL, NULL, SERIES_GAUGE, 0, 0 },
    { "query_range_empty", 0, 0, 0, NULL, NULL, SERIES_GAUGE, 0, 0 },
};

static void recorded_answers_give_their_samples(void **state)
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
        assert_int_equal(r->tally.infinite, files[i].infinite);
        assert_int_equal(r->tally.rejected, 0);
        assert_int_equal(r->series, files[i].series);
        if (files[i].name) {
            line = reading_find(r, files[i].name);
            assert_non_null(line);
            assert_string_equal(line->unit, files[i].unit);
            assert_int_equal(line->kind, files[i].kind);
            assert_true(reading_value(line, files[i].at) == files[i].value);
        }
        reading_free(r);
    }
}

#define MATRIX(metric, values)                                                             \
    "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":" \
    metric ",\"values\":" values "}]}}"

static struct reading *read_text(const char *text)
{
    return reading_of_bytes(text, strlen(text), NULL, 0, 0);
}

/* What the name says about kind and unit, and when the values say otherwise. */
static void names_and_values_tell_kind_and_unit(void **state)
{
    static const struct {
        const char *text, *unit;
        enum series_kind kind;
    } rows[] = {
        { MATRIX("{\"__name__\":\"rx_bytes_total\"}", "[[1761436800,\"5\"],[1761437100,\"9\"]]"),
          "B", SERIES_COUNTER },
        { MATRIX("{\"__name__\":\"rx_bytes_total\"}",    /* a reset is no objection */
                 "[[1761436800,\"905\"],[1761437100,\"3\"],[1761437400,\"90\"]]"),
          "B", SERIES_COUNTER },
        { MATRIX("{\"__name__\":\"session_count\"}",
                 "[[1761436800,\"5\"],[1761437100,\"4\"],[1761437400,\"6\"]]"),
          "", SERIES_GAUGE },
        { MATRIX("{\"__name__\":\"connector_utilization\"}",
                 "[[1761436800,\"45.5\"],[1761437100,\"0.4\"]]"),
          "%", SERIES_GAUGE },
        { MATRIX("{\"__name__\":\"queue_age_milliseconds\"}", "[[1761436800,\"2385\"]]"), "s",
          SERIES_GAUGE },
        { MATRIX("{}", "[[1761436800,\"5\"]]"), "", SERIES_GAUGE },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct reading *r = read_text(rows[i].text);

        assert_ok(r->rc, &r->err);
        assert_int_equal(r->series, 1);
        assert_string_equal(r->line[0].unit, rows[i].unit);
        assert_int_equal(r->line[0].kind, rows[i].kind);
        reading_free(r);
    }
}

static void milliseconds_become_base_seconds(void **state)
{
    struct reading *r = read_text(MATRIX("{\"__name__\":\"age_milliseconds\"}",
                                         "[[1761436800.250,\"2385\"]]"));

    (void)state;
    assert_ok(r->rc, &r->err);
    assert_close(reading_value(&r->line[0], INT64_C(1761436800250)), 2.385, 1e-15);
    reading_free(r);
}

/* What the user says goes before what the export says. */
static void the_user_names_series(void **state)
{
    static const char text[] = MATRIX("{\"__name__\":\"up\",\"instance\":\"a\"}",
                                      "[[1761436800,\"1\"]]");
    struct ingest_options options = reading_options("x.json");
    struct error err = ERROR_NONE;
    struct input *in;
    struct reading *r;

    (void)state;
    options.source = "staging";
    options.resource = "db";
    options.metric = "alive";
    options.unit = "%";
    options.kind = SERIES_DELTA;
    assert_ok(input_open_memory(&in, text, strlen(text), &err), &err);
    r = reading_of(in, NULL, &options);
    assert_ok(r->rc, &r->err);
    assert_string_equal(r->line[0].name, "staging/db/alive{instance=\"a\"}");
    assert_string_equal(r->line[0].unit, "%");
    assert_int_equal(r->line[0].kind, SERIES_DELTA);
    reading_free(r);
    input_close(in);
}

static void answers_without_samples_say_why(void **state)
{
    static const struct { const char *text, *says; } rows[] = {
        { "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error\"}",
          "the server answered with an error: bad_data: parse error" },
        { "{\"status\":\"success\",\"data\":[\"up\",\"node_load1\"]}",
          "no result of a query in it" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct reading *r = read_text(rows[i].text);

        assert_int_equal(r->rc, ERR_DATA);
        assert_string_equal(r->err.text, rows[i].says);
        reading_free(r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recorded_answers_give_their_samples),
        cmocka_unit_test(names_and_values_tell_kind_and_unit),
        cmocka_unit_test(milliseconds_become_base_seconds),
        cmocka_unit_test(the_user_names_series),
        cmocka_unit_test(answers_without_samples_say_why),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
