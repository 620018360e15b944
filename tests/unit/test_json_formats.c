#include <dirent.h>

#include "tests/unit/reading.h"

#define DATA "tests/data/json/"
#define VM(metric) "sysstat/vm/" metric

/*
 * Counts and values were taken from the files by python3's json, without any of this code; the
 * files are what the programs wrote or their vendors document, cut to their first samples.
 */
static const struct {
    const char *file, *format;
    uint64_t    put, missing;
    size_t      series;
    const char *name, *unit;
    enum series_kind kind;
    int64_t     at;
    double      value;
} files[] = {
    { "azure.json", "azure", 34, 2, 3, "azure/db-main/cpu_percent{stat=\"avg\"}", "%",
      SERIES_GAUGE, INT64_C(1763686800000), 24.8295 },
    { "datadog_v1.json", "datadog-v1", 38, 2, 2,
      "datadog/db-main/postgresql.connections{env=\"prod\",stat=\"avg\"}", "connection",
      SERIES_GAUGE, INT64_C(1763769900000), 100 },
    { "datadog_v2.json", "datadog-v2", 97, 1, 2, "datadog/web-02/datadog_v2", "", SERIES_GAUGE,
      INT64_C(1763701200000), 26.32497158773925 },
    { "datadog_v2.json", "datadog-v2", 97, 1, 2, "datadog/web-01/datadog_v2", "%", SERIES_GAUGE,
      INT64_C(1763683200000), 25.849394313216884 },
    { "grafana_frames.json", "grafana-json", 80, 0, 2,
      "grafana/web-02:9100/cpu web-02{job=\"node\"}", "%", SERIES_GAUGE,
      INT64_C(1761462000000), 24.451486309859707 },
    { "graphite_render.json", "graphite-json", 48, 0, 2, "graphite//servers.web-02.cpu", "",
      SERIES_GAUGE, INT64_C(1763850000000), 17.40835657681116 },
    { "graphite_render_alias.json", "graphite-json", 24, 0, 1,
      "graphite//disk GB, web-01{scale=\"1e-09\"}", "", SERIES_GAUGE, INT64_C(1763850000000),
      63.99569330168713 },
    { "graphite_render_rickshaw.json", "graphite-json", 48, 0, 2, "graphite//servers.web-02.cpu",
      "", SERIES_GAUGE, INT64_C(1763850000000), 17.40835657681116 },
    { "graphite_dygraph.json", "netdata-json", 48, 0, 2, "graphite//servers.web-02.cpu", "",
      SERIES_GAUGE, INT64_C(1763850000000), 17.40835657681116 },
    { "influx_nulls.json", "influxdb1-json", 76, 15, 4, "influxdb/web-01/disk{stat=\"avg\"}", "",
      SERIES_GAUGE, INT64_C(1763773200000), 62898446853.416664 },
    { "influx_chunked.json", "influxdb1-json", 24, 0, 1, "influxdb/web-01/cpu{stat=\"avg\"}", "",
      SERIES_GAUGE, INT64_C(1762534800000), 27.69856083333333 },
    { "influx_cli_group_by_tag.json", "influxdb1-json", 18, 0, 3,
      "influxdb/web-01/cpu{stat=\"avg\"}", "", SERIES_GAUGE, INT64_C(1761440400000),
      15.489709583333335 },
    { "influx_http_query_epoch_ms.json", "influxdb1-json", 18, 0, 3,
      "influxdb/web-01/cpu{stat=\"avg\"}", "", SERIES_GAUGE, INT64_C(1761440400000),
      15.489709583333335 },
    { "influx_http_query_epoch_s_pretty.json", "influxdb1-json", 18, 0, 3,
      "influxdb/web-01/cpu{stat=\"avg\"}", "", SERIES_GAUGE, INT64_C(1761440400000),
      15.489709583333335 },
    { "netdata_data_ram_flip.json", "netdata-json", 40, 0, 4,
      "netdata//netdata_data_ram_flip{dimension=\"cached\"}", "", SERIES_GAUGE,
      INT64_C(1795426026000), 4244.6913333 },
    { "netdata_data_system_cpu.json", "netdata-json", 90, 0, 9,
      "netdata//netdata_data_system_cpu{dimension=\"system\"}", "", SERIES_GAUGE,
      INT64_C(1795426044000), 1.1725293 },
    { "netdata_data_system_cpu.jsonp", "netdata-json", 90, 0, 9,
      "netdata//netdata_data_system_cpu{dimension=\"nice\"}", "", SERIES_GAUGE,
      INT64_C(1795426044000), 0.6700168 },
    { "netdata_allmetrics.json", "netdata-metrics", 20, 0, 20,
      "netdata/netdata_allmetrics/system.ram{dimension=\"cached\"}", "B", SERIES_GAUGE,
      INT64_C(1795426049000), 4494.8242188 * 1048576 },
    { "netdata_allmetrics.json", "netdata-metrics", 20, 0, 20,
      "netdata/netdata_allmetrics/system.cpu{dimension=\"user\"}", "%", SERIES_GAUGE,
      INT64_C(1795426049000), 52.020202 },
    { "../zabbix/trend.json", "zabbix", 18, 0, 3, "zabbix/web-01/system.cpu.util{stat=\"max\"}", "%",
      SERIES_GAUGE, INT64_C(1761444000000), 16.8238 },    /* named by the items.json beside it */
    { "rrdtool_xport.json", "rrdtool-json", 90, 0, 3, "rrdtool//disk-web-01", "", SERIES_GAUGE,
      INT64_C(1763776800000), 62903492369.0 },
    { "victoria.jsonl", "victoriametrics", 180, 0, 6,
      "prometheus/db-main:9187/pg_stat_activity_count"
      "{datname=\"app\",job=\"postgres\",state=\"active\"}", "", SERIES_GAUGE,
      INT64_C(1761438000000), 99 },
    { "newrelic_array.json", "newrelic", 147, 0, 3, "newrelic//connections{stat=\"max\"}", "",
      SERIES_GAUGE, INT64_C(1763694000000), 149 },
    { "newrelic_array.json", "newrelic", 147, 0, 3, "newrelic//duration{stat=\"p99\"}", "",
      SERIES_GAUGE, INT64_C(1763694000000), 0.4 },
    { "newrelic_nerdgraph.json", "newrelic", 8, 0, 2, "newrelic/web-02/cpuPercent{stat=\"avg\"}",
      "", SERIES_GAUGE, INT64_C(1763848800000), 22.847105 },
    { "splunk.jsonl", "splunk", 49, 0, 1, "splunk/web-01/cpu{stat=\"avg\"}", "", SERIES_GAUGE,
      INT64_C(1763690400000), 25.530046 },
    { "telegraf.jsonl", "telegraf-json", 40, 0, 4,
      "telegraf/web-01/cpu_usage_idle{cpu=\"cpu-total\"}", "%", SERIES_GAUGE,
      INT64_C(1763686800000), 75.17051102228749 },
    { "telegraf_batch.json", "telegraf-json", 49, 0, 1,
      "telegraf/db-main/postgresql_numbackends{db=\"app\"}", "", SERIES_GAUGE,
      INT64_C(1763697600000), 157 },
    { "zabbix_history.json", "zabbix", 60, 0, 1, "zabbix//item{itemid=\"23296\"}", "",
      SERIES_GAUGE, INT64_C(1763855707563), 17.6868 },
    { "zabbix_trend.json", "zabbix", 60, 0, 3, "zabbix//item{itemid=\"23296\",stat=\"max\"}", "",
      SERIES_GAUGE, INT64_C(1761444000000), 16.8238 },
    { "sadf.json", "sysstat-json", 147, 0, 49, VM("memory.memused"), "B", SERIES_GAUGE,
      INT64_C(1795425949000), 471476 * 1024.0 },
    { "sadf.json", "sysstat-json", 147, 0, 49, VM("network.net-dev.rxkB{iface=\"lo\"}"), "B/s",
      SERIES_GAUGE, INT64_C(1795425947000), 17.92 * 1024 },
    { "sadf_restart.json", "sysstat-json", 18, 0, 6, VM("cpu-load.user{cpu=\"all\"}"), "%",
      SERIES_GAUGE, INT64_C(1795426174000), 79.90 },
    { "mpstat.json", "sysstat-json", 90, 0, 30, VM("cpu-load.usr{cpu=\"1\"}"), "%", SERIES_GAUGE,
      INT64_C(1795425947000), 28.57 },
    { "iostat.json", "sysstat-json", 56, 0, 28, VM("avg-cpu.user"), "%", SERIES_GAUGE,
      INT64_C(1795425947000), 40.45 },
    { "iostat_de_DE.json", "sysstat-json", 28, 0, 28, VM("disk.w%2Fs{disk_device=\"vda\"}"), "1/s",
      SERIES_GAUGE, INT64_C(1795426178000), 697 },
    { "pcp2json.json", "pcp-json", 28, 0, 8, "pcp/vm/mem.util.used", "B", SERIES_GAUGE,
      INT64_C(1795426378000), 5814060 * 1024.0 },
    { "otlp_collector.jsonl", "otlp-json", 10, 5, 2, "otlp/web-01/system.cpu.time{state=\"user\"}",
      "s", SERIES_COUNTER, INT64_C(1761436800000), 149.5392454833938 },
    /* 20 single values, and of each of 4 histograms sum and count */
    { "otlp_cumulative.jsonl", "otlp-json", 28, 0, 7,
      "otlp/web-01/http.server.requests"
      "{cloud.region=\"europe-west1\",route=\"/pay\",service.name=\"checkout\",status=\"200\"}",
      "", SERIES_COUNTER, INT64_C(1795426797163), 100 },
    /* 5 single values; count, sum, mean and three quantiles of one value of 42 ms in 25 … 50 */
    { "otlp_delta_pretty.json", "otlp-json", 11, 0, 11,
      "otlp/web-01/http.server.duration"
      "{cloud.region=\"europe-west1\",route=\"/pay\",service.name=\"checkout\",stat=\"p50\"}",
      "s", SERIES_GAUGE, INT64_C(1795426798704), 0.0375 },
    { "row_to_json.jsonl", "json-lines", 40, 0, 4,
      "/row_to_json/n{datname=\"app\",state=\"idle\"}", "", SERIES_GAUGE,
      INT64_C(1761437700000), 58 },
    { "pg_stat_database.jsonl", "json-lines", 92, 0, 92,
      "/pg_stat_database/blks_hit{datid=\"5\",datname=\"postgres\"}", "", SERIES_COUNTER,
      INT64_C(1795426592440), 41502 },
};

static void exports_give_their_samples(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(files); i++) {
        char path[256];
        struct reading *r;
        const struct reading_line *line;

        snprintf(path, sizeof path, DATA "%s", files[i].file);
        r = reading_of_file(path, NULL);
        if (r->rc < 0)
            fail_msg("%s: %s", files[i].file, r->err.text);
        line = reading_find(r, files[i].name);
        if (!line || r->tally.put != files[i].put || r->tally.missing != files[i].missing ||
            r->tally.rejected || r->series != files[i].series)
            fail_msg("%s: put %llu, missing %llu, rejected %llu, series %zu, %s", files[i].file,
                     (unsigned long long)r->tally.put, (unsigned long long)r->tally.missing,
                     (unsigned long long)r->tally.rejected, r->series, line ? "" : "name not found");
        assert_string_equal(line->unit, files[i].unit);
        assert_int_equal(line->kind, files[i].kind);
        assert_close(reading_value(line, files[i].at), files[i].value, 1e-15);
        reading_free(r);
    }
}

static void each_is_known_for_what_it_is(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(files); i++) {
        char path[256];
        struct input *in;
        struct error err = ERROR_NONE;
        size_t length;
        const char *head;
        int sure;

        snprintf(path, sizeof path, DATA "%s", files[i].file);
        assert_ok(input_open(&in, path, 0, &err), &err);
        head = input_head(in, &length);
        assert_string_equal(importer_sniff(head, length, &sure)->name, files[i].format);
        input_close(in);
    }
}

/* The example that `headroom formats` shows is one, for every JSON format. */
static void every_example_is_read_by_its_own_importer(void **state)
{
    (void)state;
    for (size_t i = 0; importers[i]; i++) {
        const char *text = importers[i]->example;
        const struct importer *found;
        struct reading *r;
        int sure;

        if (*text != '{' && *text != '[')
            continue;
        found = importer_sniff(text, strlen(text), &sure);
        if (found != importers[i])
            fail_msg("%s was taken for %s", importers[i]->name, found ? found->name : "nothing");
        r = reading_of_bytes(text, strlen(text), NULL, 0, 0);
        if (r->rc < 0 || r->tally.put == 0 || r->tally.rejected)
            fail_msg("%s: put %llu, %s", importers[i]->name, (unsigned long long)r->tally.put,
                     r->err.text);
        reading_free(r);
    }
}

static char *whole_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *text = malloc(1 << 20);

    assert_non_null(file);
    *length = fread(text, 1, 1 << 20, file);
    fclose(file);
    return text;
}

static void blocks_may_end_anywhere(void **state)
{
    static const char *const folders[] = {
        "tests/data/json/", "tests/data/aws/", "tests/data/gcp/", "tests/data/prometheus/",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(folders); i++) {
        DIR *folder = opendir(folders[i]);
        struct dirent *entry;

        while ((entry = readdir(folder)) != NULL) {
            char path[600];
            struct buf text[3];
            char *bytes;
            size_t length;

            snprintf(path, sizeof path, "%s%s", folders[i], entry->d_name);
            if (!strstr(entry->d_name, ".json"))
                continue;
            bytes = whole_file(path, &length);
            for (size_t way = 0; way < 3; way++) {
                static const size_t piece[] = { 0, 1, 1500 };
                struct reading *r = reading_of_bytes(bytes, length, NULL, piece[way], way == 2);

                buf_init(&text[way], 64 << 20);
                reading_print(r, &text[way]);
                reading_free(r);
            }
            if (strcmp(text[0].text, text[1].text) != 0 || strcmp(text[0].text, text[2].text) != 0)
                fail_msg("%s is read differently in pieces", path);
            for (size_t way = 0; way < 3; way++)
                buf_release(&text[way]);
            free(bytes);
        }
        closedir(folder);
    }
}

static void errors_of_servers_are_shown(void **state)
{
    static const struct { const char *text, *says; } rows[] = {
        { "{\"error\":\"error parsing query: found EOF\"}", "found EOF" },
        { "{\"results\":[{\"statement_id\":0,\"error\":\"database not found: x\"}]}", "not found: x" },
        { "{\"status\":\"error\",\"series\":[],\"error\":\"Rate limit\"}", "Rate limit" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct reading *r = reading_of_bytes(rows[i].text, strlen(rows[i].text), NULL, 0, 0);

        assert_int_equal(r->rc, ERR_DATA);
        if (!strstr(r->err.text, rows[i].says))
            fail_msg("%zu: %s", i, r->err.text);
        reading_free(r);
    }
}

/*
 * Records of the day of 25 hours, read back from their local times: any step, by time or by host,
 * either way round, every instant is there once with its own value.
 */
static void hours_that_come_twice_are_told_apart(void **state)
{
    static const int steps[] = { 900, 1800, 3600 };
    struct error err = ERROR_NONE;
    struct ingest_options options = reading_options("t.jsonl");
    struct zone *zone;

    (void)state;
    assert_ok(zone_open(&zone, "Europe/Berlin", &err), &err);
    options.zone = zone;
    options.zone_given = 1;
    for (int way = 0; way < 12; way++) {
        int step = steps[way % 3], by_host = way / 3 % 2, backwards = way / 6;
        int count = 8 * 3600 / step, hosts = 3;
        struct reading *r;
        struct input *in;
        struct buf text;

        buf_init(&text, 1 << 20);
        for (int i = 0; i < hosts * count; i++) {
            int host = by_host ? i / count : i % hosts, row = by_host ? i % count : i / hosts;
            struct civil c;

            row = backwards ? count - 1 - row : row;
            zone_civil(zone, INT64_C(1761422400000) + row * step * SECOND_MS, &c);    /* 25 Oct 20:00 UTC */
            buf_addf(&text, "{\"time\":\"%04d-%02d-%02d %02d:%02d:%02d\",\"host\":\"h%d\",\"cpu\":%d}\n",
                     c.year, c.month, c.day, c.hour, c.minute, c.second, host, row);
        }
        assert_ok(input_open_memory(&in, text.text, text.used, &err), &err);
        r = reading_of(in, NULL, &options);
        assert_ok(r->rc, &r->err);
        assert_int_equal(r->samples, hosts * count);
        for (int i = 0; i < hosts * count; i++) {
            int64_t at = INT64_C(1761422400000) + i / hosts * step * SECOND_MS;

            if (reading_value(&r->line[i % hosts], at) != i / hosts)
                fail_msg("way %d: %s has not %d at its time", way, r->line[i % hosts].name, i / hosts);
        }
        reading_free(r);
        input_close(in);
        buf_release(&text);
    }
    zone_free(zone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exports_give_their_samples),
        cmocka_unit_test(each_is_known_for_what_it_is),
        cmocka_unit_test(every_example_is_read_by_its_own_importer),
        cmocka_unit_test(blocks_may_end_anywhere),
        cmocka_unit_test(errors_of_servers_are_shown),
        cmocka_unit_test(hours_that_come_twice_are_told_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
