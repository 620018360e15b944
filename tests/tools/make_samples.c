/*
 * make_samples.c - writes the sample exports of data/samples/.
 *
 *     make_samples DIRECTORY
 *
 * One small company, ten weeks (Monday 15 September to Sunday 23 November 2025, Berlin time),
 * told in the formats its monitoring systems export. What is planted in each series stands in
 * the tables below; data/samples/README.md says what should be found again. The exports are the
 * same bytes on every machine; only their gzip wrapping may differ between versions of zlib.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "data/base/buf.h"
#include "data/base/clock.h"
#include "data/base/number.h"
#include "tests/tools/samples/track.h"

#define GIB 0x1p30

enum { FILE_MOST = 64 << 20, FIVE_MINUTES = 300 };

static double whole(double value) { return (double)(int64_t)(value + 0.5); }

/* --- Google Cloud -------------------------------------------------------------- */

static const char *const weekdays[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
static const char *const months[] = { "", "", "", "", "", "", "", "", "", "Sep", "Oct", "Nov" };

/* p99 of the connectors' CPU: the one that takes the shop's traffic will not last the year. */
static const struct track connectors[] = {
    { .name = "prod-connector", .level = 0.10, .peak = 0.455, .peak_a_day = 0.0043, .weekend = 0.3,
      .jitter = 0.02, .memory = 0.3, .most = 1 },
    { .name = "staging-connector", .level = 0.06, .peak = 0.09, .weekend = 0.15, .jitter = 0.006,
      .memory = 0.3, .most = 1, .gap_day = 24, .gap_days = 1 },
};

/* As a browser in Berlin downloads it: JavaScript dates, no quoting, CRLF, no last line end. */
static void write_connector_cpu(struct buf *out, struct run *run)
{
    enum { COUNT = sizeof connectors / sizeof connectors[0] };
    const char *metric = "vpcaccess.googleapis.com/connector/cpu/utilizations";

    buf_add(out, "TimeSeries ID");
    for (int i = 0; i < COUNT; i++) {
        run_make(&run[i], &connectors[i], START, END, FIVE_MINUTES);
        buf_addf(out, ",connector/cpu/utilizations.vpc_access_connector.ALIGN_PERCENTILE_99."
                 "REDUCE_MAX.metric.type=\"%s\" resource.type=\"vpc_access_connector\" AND "
                 "resource.labels.\"project_id\"=\"acme-shop\".300s.connector_name:%s."
                 "project_id:acme-shop", metric, connectors[i].name);
    }
    buf_addf(out, "\r\nconnector_name,%s,%s\r\nproject_id,acme-shop,acme-shop", connectors[0].name,
             connectors[1].name);
    for (size_t row = 0; row < run[0].count; row++) {
        int64_t at = run[0].at[row];
        struct civil civil;
        char text[NUMBER_ROOM];

        zone_civil(NULL, local_time(at), &civil);
        buf_addf(out, "\r\n%s %s %02d %d %02d:%02d:00 GMT+0%d00 (Central European %s Time)",
                 weekdays[civil.weekday], months[civil.month], civil.day, civil.year, civil.hour,
                 civil.minute, at < FOLD ? 2 : 1, at < FOLD ? "Summer" : "Standard");
        for (int i = 0; i < COUNT; i++)
            buf_addf(out, ",%s", run[i].there[row] ? number_exact(text, run[i].value[row])
                                                   : "undefined");
    }
}

/* Far below the connector's 1000 Mbit/s, and rising slowly. */
static const struct track received = {
    .name = "prod-connector", .level = 6e6, .peak = 48e6, .peak_a_day = 12e4, .weekend = 0.3,
    .jitter = 9e5, .memory = 0.4,
};

/* projects.timeSeries.list: newest first, one object a point. */
static void write_connector_received(struct buf *out, struct run *run)
{
    run_make(run, &received, START, END, FIVE_MINUTES);
    buf_addf(out, "{\n  \"timeSeries\": [\n    {\n      \"metric\": {\n        \"type\": "
             "\"vpcaccess.googleapis.com/connector/received_bytes_count\"\n      },\n"
             "      \"resource\": {\n        \"type\": \"vpc_access_connector\",\n"
             "        \"labels\": {\n          \"project_id\": \"acme-shop\",\n"
             "          \"location\": \"europe-west1\",\n          \"connector_name\": \"%s\"\n"
             "        }\n      },\n      \"metricKind\": \"GAUGE\",\n"
             "      \"valueType\": \"DOUBLE\",\n      \"points\": [\n", received.name);
    for (size_t row = run->count; row-- > 0;) {
        char time[TIME_ROOM];

        time_iso(time, run->at[row]);
        buf_addf(out, "        {\n          \"interval\": {\n            \"startTime\": \"%s\",\n"
                 "            \"endTime\": \"%s\"\n          },\n          \"value\": {\n"
                 "            \"doubleValue\": %.3f\n          }\n        }%s\n",
                 time, time, run->value[row], row ? "," : "");
    }
    buf_add(out, "      ]\n    }\n  ],\n  \"unit\": \"By/s\"\n}\n");
}

/* --- Prometheus ---------------------------------------------------------------- */

enum { PROMETHEUS_MOST = 11000 };    /* points a series in one answer */

/* Appends one series of a matrix; instants at which there is nothing have no point. */
static void add_matrix(struct buf *out, const char *metric, const char *labels, const struct run *run,
                       size_t from, size_t until)
{
    int first = 1;

    buf_addf(out, "%s{\"metric\":{\"__name__\":\"%s\",%s},\"values\":[",
             out->text[out->used - 1] == '[' ? "" : ",", metric, labels);
    for (size_t row = from; row < until; row++) {
        char text[NUMBER_ROOM];

        if (!run->there[row])
            continue;
        buf_addf(out, "%s[%lld,\"%s\"]", first ? "" : ",", (long long)(run->at[row] / SECOND_MS),
                 number_exact(text, whole(run->value[row])));
        first = 0;
    }
    buf_add(out, "]}");
}

static const struct { struct track used, limit; } servers[] = {
    { { .name = "db-main", .level = 70, .peak = 145, .peak_a_day = 1.3, .weekend = 0.25, .jitter = 5,
        .memory = 0.5, .jump = { .day = 28, .hour = 9, .peak = 45 } },
      { .name = "db-main", .level = 400 } },
    { { .name = "db-reports", .level = 18, .peak = 34, .weekend = 0.1, .jitter = 2, .memory = 0.5 },
      { .name = "db-reports", .level = 100 } },
};

static void write_connections(struct buf *out, struct run *run, size_t from, size_t until)
{
    buf_add(out, "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[");
    for (size_t i = 0; i < sizeof servers / sizeof servers[0]; i++) {
        struct buf labels;

        buf_init(&labels, 256);
        buf_addf(&labels, "\"instance\":\"%s:9187\",\"job\":\"postgres\"", servers[i].used.name);
        run_make(run, &servers[i].limit, START, END, FIVE_MINUTES);
        add_matrix(out, "pg_settings_max_connections", labels.text, run, from, until);
        run_make(run, &servers[i].used, START, END, FIVE_MINUTES);
        add_matrix(out, "pg_stat_activity_count", labels.text, run, from, until);
        buf_release(&labels);
    }
    buf_add(out, "]}}");
}

static void write_connections_1(struct buf *out, struct run *run)
{
    write_connections(out, run, 0, PROMETHEUS_MOST);
}

/* The second answer begins with the instant the first ended with, as date arithmetic has it. */
static void write_connections_2(struct buf *out, struct run *run)
{
    write_connections(out, run, PROMETHEUS_MOST - 1, RUN_MOST);
}

/* Bytes a second on a gigabit interface; web-02 was booted on 29 October at 04:20. */
static const struct track senders[] = {
    { .name = "web-01", .level = 3e6, .peak = 52e6, .weekend = 0.3, .jitter = 15e5, .memory = 0.4 },
    { .name = "web-02", .level = 3e6, .peak = 38e6, .peak_a_day = 25e4, .weekend = 0.3,
      .jitter = 15e5, .memory = 0.4 },
};

static void write_transmit(struct buf *out, struct run *run)
{
    enum { STEP_S = 600 };
    const int64_t boot = INT64_C(1761708000000);

    buf_add(out, "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[");
    for (size_t i = 0; i < sizeof senders / sizeof senders[0]; i++) {
        double counter = 1.2e13 * (double)(i + 1);
        struct buf labels;

        run_make(run, &senders[i], START, END, STEP_S);
        for (size_t row = 0; row < run->count; row++) {
            counter = i == 1 && run->at[row] == boot ? 2.4e6 : counter + run->value[row] * STEP_S;
            run->value[row] = counter;
        }
        buf_init(&labels, 256);
        buf_addf(&labels, "\"device\":\"eth0\",\"instance\":\"%s:9100\",\"job\":\"node\"",
                 senders[i].name);
        add_matrix(out, "node_network_transmit_bytes_total", labels.text, run, 0, run->count);
        buf_release(&labels);
    }
    buf_add(out, "]}}");
}

/* --- CSV ----------------------------------------------------------------------- */

/* GiB. The size of a disk is a track of its own, so that it may jump too. */
static const struct { const char *mount; struct track used, size; } disks[] = {
    { "/var/log", { .name = "web-01", .level = 20, .level_a_day = 1.2, .jitter = 0.04, .memory = 0.9985,
      .jump = { .day = 49, .hour = 22, .level = -45 } }, { .level = 100 } },
    { "/var/lib/postgresql", { .name = "db-main", .level = 296, .level_a_day = 3.2, .jitter = 0.15,
      .memory = 0.999 }, { .level = 500, .jump = { .day = 50, .hour = 6, .level = 250 } } },
    { "/srv/archive", { .name = "files-01", .level = 1480, .level_a_day = -4, .jitter = 0.25,
      .memory = 0.999 }, { .level = 2000 } },
    { "/var/cache", { .name = "build-01", .level = 178, .level_a_day = 0.2, .jitter = 0.01,
      .memory = 0.999 }, { .level = 200 } },
    { "/backup", { .name = "backup-01", .level = 540, .jitter = 0.3, .memory = 0.999, .fill = 35 },
      { .level = 1000 } },
};

/* One row a measurement, as a nightly job appends the output of df. */
static void write_disks(struct buf *out, struct run *run)
{
    enum { DISKS = sizeof disks / sizeof disks[0], STEP_S = 900, BLOCK = 4096 };

    for (int i = 0; i < DISKS; i++) {
        struct track size = disks[i].size;

        size.name = disks[i].used.name;
        run_make(&run[2 * i], &disks[i].used, START, END, STEP_S);
        run_make(&run[2 * i + 1], &size, START, END, STEP_S);
    }
    buf_add(out, "timestamp,host,mountpoint,metric,value,unit\n");
    for (size_t row = 0; row < run[0].count; row++) {
        char time[TIME_ROOM];

        time_iso(time, run[0].at[row]);
        for (int i = 0; i < DISKS; i++) {
            double used = whole(run[2 * i].value[row] * GIB / BLOCK) * BLOCK;

            buf_addf(out, "%s,%s,%s,disk_used_bytes,%.0f,bytes\n", time, disks[i].used.name,
                     disks[i].mount, used);
            buf_addf(out, "%s,%s,%s,disk_size_bytes,%.0f,bytes\n", time, disks[i].used.name,
                     disks[i].mount, run[2 * i + 1].value[row] * GIB);
        }
    }
}

/* Percent. */
static const struct track hosts[] = {
    { .name = "web-01", .level = 9, .peak = 46, .weekend = 0.3, .jitter = 2.5, .memory = 0.4,
      .most = 100 },
    { .name = "web-02", .level = 9, .peak = 44, .weekend = 0.3, .jitter = 2.5, .memory = 0.4,
      .most = 100 },
    { .name = "web-03", .level = 9, .peak = 45, .weekend = 0.3, .jitter = 2.5, .memory = 0.4,
      .most = 100, .first_day = 65 },
    { .name = "api-01", .level = 12, .peak = 38, .weekend = 0.2, .jitter = 2, .memory = 0.4,
      .most = 100, .gap_day = 21, .gap_days = 7 },
    { .name = "batch-01", .level = 12, .peak = 8, .weekend = 0.5, .jitter = 1.5, .memory = 0.4,
      .burst = 72, .most = 100 },
    { .name = "cache-01", .level = 22, .peak = 20, .weekend = 0.4, .jitter = 1.5, .memory = 0.4,
      .most = 100, .end_day = 60 },
    { .name = "legacy-01", .level = 3, .peak = 1, .weekend = 0.6, .jitter = 0.4, .most = 100 },
    { .name = "mail-01", .level = 40, .jitter = 6, .most = 100 },
};

/* One column a host, in local time without an offset: 02:00 to 02:55 of 26 October comes twice. */
static void write_hosts(struct buf *out, struct run *run)
{
    enum { HOSTS = sizeof hosts / sizeof hosts[0] };

    buf_add(out, "time");
    for (int i = 0; i < HOSTS; i++) {
        run_make(&run[i], &hosts[i], START, END, FIVE_MINUTES);
        buf_addf(out, ",%s (%%)", hosts[i].name);
    }
    for (size_t row = 0; row < run[0].count; row++) {
        char time[TIME_ROOM];

        buf_addf(out, "\n%s:00", time_minute(time, NULL, local_time(run[0].at[row])));
        for (int i = 0; i < HOSTS; i++)
            run[i].there[row] ? buf_addf(out, ",%.2f", run[i].value[row]) : buf_addc(out, ',');
    }
    buf_addc(out, '\n');
}

/* --- CloudWatch ----------------------------------------------------------------- */

/* Five-minute periods are kept for 63 days, so both exports begin on 25 September. */
#define AWS_START INT64_C(1758758400000)    /* 2025-09-25T00:00Z */

/* Requests in five minutes, growing by 1 % a day. */
static const struct track requests = {
    .name = "shop-lb", .level = 900, .peak = 9000, .weekend = 0.4, .jitter = 120, .memory = 0.5,
    .growth = 0.01,
};

static void aws_time(char out[TIME_ROOM], int64_t at)
{
    time_iso(out, at);
    memcpy(out + strlen(out) - 1, "+00:00", 7);
}

/* get-metric-data: parallel arrays, newest first. */
static void write_requests(struct buf *out, struct run *run)
{
    char time[TIME_ROOM];

    run_make(run, &requests, AWS_START, END, FIVE_MINUTES);
    buf_add(out, "{\n    \"MetricDataResults\": [\n        {\n            \"Id\": \"requests\",\n"
            "            \"Label\": \"shop-lb RequestCount\",\n            \"Timestamps\": [\n");
    for (size_t row = run->count; row-- > 0;) {
        aws_time(time, run->at[row]);
        buf_addf(out, "                \"%s\"%s\n", time, row ? "," : "");
    }
    buf_add(out, "            ],\n            \"Values\": [\n");
    for (size_t row = run->count; row-- > 0;)
        buf_addf(out, "                %.1f%s\n", whole(run->value[row]), row ? "," : "");
    buf_add(out, "            ],\n            \"StatusCode\": \"Complete\"\n        }\n    ],\n"
            "    \"Messages\": []\n}\n");
}

/* GiB free of 250. */
static const struct track orders = {
    .name = "orders-rds", .level = 156, .level_a_day = -1.2, .jitter = 0.1, .memory = 0.995,
};

/* get-metric-statistics: at most 1440 points, in no order. */
static void write_orders(struct buf *out, struct run *run)
{
    uint64_t state = random_seed("order of the data points");
    char time[TIME_ROOM];

    run_make(run, &orders, END - 60 * DAY_MS, END, 3600);
    for (size_t left = run->count; left > 1; left--) {    /* Fisher and Yates */
        size_t other = (size_t)(random_next(&state) % left);
        int64_t at = run->at[left - 1];
        double value = run->value[left - 1];

        run->at[left - 1] = run->at[other], run->value[left - 1] = run->value[other];
        run->at[other] = at, run->value[other] = value;
    }
    buf_add(out, "{\n    \"Label\": \"FreeStorageSpace\",\n    \"Datapoints\": [\n");
    for (size_t row = 0; row < run->count; row++) {
        aws_time(time, run->at[row]);
        buf_addf(out, "        {\n            \"Timestamp\": \"%s\",\n            \"Minimum\": %.1f,\n"
                 "            \"Unit\": \"Bytes\"\n        }%s\n", time,
                 whole(run->value[row] * GIB / 4096) * 4096, row + 1 < run->count ? "," : "");
    }
    buf_add(out, "    ]\n}\n");
}

/* --- files ------------------------------------------------------------------------ */

enum { RUNS = 10 };    /* the most that one file needs at once */

static const struct { const char *name; void (*write)(struct buf *out, struct run *run); } files[] = {
    { "connector-cpu.csv.gz",        write_connector_cpu },
    { "connector-received.json.gz",  write_connector_received },
    { "db-connections-1.json.gz",    write_connections_1 },
    { "db-connections-2.json.gz",    write_connections_2 },
    { "disks.csv.gz",                write_disks },
    { "hosts-cpu.csv.gz",            write_hosts },
    { "network-transmit.json.gz",    write_transmit },
    { "shop-lb-requests.json.gz",    write_requests },
    { "orders-rds.json.gz",          write_orders },
};

static int save(const char *directory, const char *name, const struct buf *text)
{
    char path[4096];
    gzFile file;
    int good;

    if ((size_t)snprintf(path, sizeof path, "%s/%s", directory, name) >= sizeof path)
        return -1;
    file = gzopen(path, "wb9");
    if (!file)
        return -1;
    good = gzwrite(file, text->text, (unsigned)text->used) == (int)text->used;
    return gzclose(file) == Z_OK && good ? 0 : -1;
}

int main(int argc, char **argv)
{
    struct run *runs = calloc(RUNS, sizeof *runs);
    struct buf text;
    int rc = argc == 2 && runs ? 0 : -1;

    buf_init(&text, FILE_MOST);
    for (size_t i = 0; rc == 0 && i < sizeof files / sizeof files[0]; i++) {
        buf_clear(&text);
        files[i].write(&text, runs);
        rc = text.failed ? -1 : save(argv[1], files[i].name, &text);
        if (rc < 0)
            fprintf(stderr, "make_samples: cannot write %s/%s\n", argv[1], files[i].name);
    }
    if (argc != 2)
        fprintf(stderr, "usage: make_samples DIRECTORY\n");
    buf_release(&text);
    free(runs);
    return rc < 0;
}
