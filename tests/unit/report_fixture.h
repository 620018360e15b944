/*
 * tests/unit/report_fixture.h - a made-up estate with every verdict, for the
 * renderers' tests and the demonstration page. Plain values, no engine: what is
 * tested here is how findings are shown, not how they are found.
 */
#ifndef TESTS_UNIT_REPORT_FIXTURE_H
#define TESTS_UNIT_REPORT_FIXTURE_H

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "data/base/arena.h"
#include "data/base/clock.h"
#include "data/base/unit.h"
#include "reports/renderer.h"
#include "reports/report.h"

#define GIB 0x1p30
/* 2026-07-27T06:00:00Z, a Monday */
#define FIXTURE_AS_OF INT64_C(1785132000000)

struct estate {
    struct arena    arena;
    struct analysis analysis;
    struct report   report;
    struct chart    charts[16];
};

struct resource {
    const char *source, *resource, *metric, *labels, *unit;
    enum verdict verdict;
    enum severity severity;
    double level, capacity;          /* capacity 0: unknown */
    double per_day;                  /* unit a day; 0: no growth */
    double early, median, late;      /* days; 0: unknown */
    int act_in;                      /* days; -1: none, 0: now */
    double add;
    const char *code, *text, *reason;
    char grade;
    int days;                        /* of history */
};

static const struct resource resources[] = {
    { "prod", "db-main:/var/lib/postgresql", "disk_used_bytes", "device=\"/dev/sdb1\"", "B",
      VERDICT_EXHAUSTED, SEVERITY_CRITICAL, 478 * GIB, 500 * GIB, 2.4 * GIB, 0, 0, 0, 0, 200 * GIB,
      "EXHAUSTED", "Add 200 GiB to db-main:/var/lib/postgresql now: it passed its usable capacity "
      "on 25 Jul 2026.", "The newest daily maximum, 478 GiB, is above the usable 475 GiB since "
      "25 Jul 2026.", 'A', 84 },
    { "staging", "staging-connector", "utilization", "stat=\"Maximum\"", "%", VERDICT_FORECAST,
      SEVERITY_CRITICAL, 83, 100, 0.41, 12, 19.5, 41, 1, 20, "EXHAUSTION_IMMINENT",
      "Raise the connector's maximum by one instance (20 %) by 28 Jul 2026.",
      "Daily peaks grow by 0.41 %-points a day and reach 95 % around 15 Aug 2026.", 'A', 84 },
    { "prod", "orders-pool", "connections_used", "", "", VERDICT_FORECAST, SEVERITY_CRITICAL, 171, 200,
      0.62, 18, 30.4, 52, 4, 80, "EXHAUSTION_IMMINENT", "Add 80 connections to orders-pool by 31 Jul "
      "2026, or shorten how long they are held.", "Connections in use grow by 0.62 a day; 190 of "
      "200 may be used.", 'A', 84 },
    { "prod", "kafka-3", "log_dir_bytes", "topic=\"orders\"", "B", VERDICT_FORECAST,
      SEVERITY_WARNING, 1.21 * 1024 * GIB, 2048 * GIB, 9.1 * GIB, 58, 77.2, 0, 24, 512 * GIB,
      "PLAN_CAPACITY", "Add 512 GiB to kafka-3 by 20 Aug 2026, or keep 10 days instead of 14.",
      "Growth of 9.1 GiB a day since the retention was raised on 12 May 2026.", 'B', 75 },
    { "prod", "web-01", "cpu_utilization", "", "%", VERDICT_NO_SIGNIFICANT_GROWTH, SEVERITY_WARNING,
      86, 100, 0, 0, 0, 0, -1, 0, "PEAK_HIGH", "web-01 runs at 86 % in its busiest hours: scale it, "
      "or move work out of 13:00 to 15:00.", "The trend of 0.01 %-points a day is not real: its 90 % "
      "interval contains 0.", 'A', 84 },
    { "prod", "uploads-bucket", "stored_bytes", "", "B", VERDICT_NO_CAPACITY, SEVERITY_NOTICE,
      812 * GIB, 0, 3.9 * GIB, 0, 0, 0, -1, 0, "NO_CAPACITY", "Say how large uploads-bucket may get: "
      "headroom capacity set 'prod/uploads-bucket/*' 2TiB.", "Growth is known, a limit is not.",
      'A', 84 },
    { "prod", "legacy-vm", "cpu_utilization", "", "%", VERDICT_STALE, SEVERITY_NOTICE, 31, 100, 0, 0, 0,
      0, -1, 0, "DATA_STOPPED", "Look why legacy-vm sends no data since 9 Jul 2026.",
      "The newest sample is 18 days old; one every 5 minutes is usual.", 'D', 62 },
    { "prod", "cache-7", "memory_used_bytes", "", "B", VERDICT_INSUFFICIENT_DATA, SEVERITY_NOTICE,
      5.2 * GIB, 16 * GIB, 0, 0, 0, 0, -1, 0, "TOO_SHORT", "Wait: cache-7 has 4 of the 7 days that a "
      "date needs.", "4 valid days; a date needs 7.", 'D', 4 },
    { "lab", "empty", "requests", "", "1/s", VERDICT_NO_DATA, SEVERITY_NONE, 0, 0, 0, 0, 0, 0, -1, 0,
      NULL, NULL, "No sample lies in the time looked at.", 0, 0 },
    { "prod", "archive:/data", "disk_used_bytes", "", "B", VERDICT_SHRINKING, SEVERITY_INFO,
      3.1 * 1024 * GIB, 8192 * GIB, -6.5 * GIB, 0, 0, 0, -1, 0, "ADEQUATE", "Capacity is adequate.",
      "It falls by 6.5 GiB a day.", 'A', 84 },
    { "prod", "batch-04", "cpu_utilization", "", "%", VERDICT_NO_SIGNIFICANT_GROWTH, SEVERITY_NOTICE,
      11, 100, 0, 0, 0, 0, -1, -60, "OVER_PROVISIONED", "batch-04 uses 9 % at most times: a third of "
      "it would do.", "No growth in 84 days.", 'A', 84 },
    { "prod", "api-latency", "request_seconds", "stat=\"p95\"", "s", VERDICT_BEYOND_HORIZON,
      SEVERITY_INFO, 0.184, 0.5, 0.0002, 0, 0, 0, -1, 0, "ADEQUATE", "Capacity is adequate for the "
      "next 84 days.", "At +0.2 ms a day, 475 ms lies beyond the 84 days that the history supports.",
      'B', 84 },
    { "prod", "<script>alert(1)</script>", "=cmd|'/c calc'!A0", "a=\"\\\"><img src=x onerror=alert(1)>\"",
      "widgets\"`rm -rf`", VERDICT_BEYOND_HORIZON, SEVERITY_NONE, 123456, 400000, 11, 0, 0, 0, -1, 0,
      NULL, NULL, "A hostile name must be shown, not run.", 'C', 30 },
    { "prod", "\xd8\xae\xd8\xa7\xd8\xaf\xd9\x85-\xd9\xa1", "\xd8\xa7\xd9\x84\xd9\x82\xd8\xb1\xd8\xb5",
      "", "B", VERDICT_BEYOND_HORIZON, SEVERITY_NONE, 80 * GIB, 256 * GIB, 0.1 * GIB, 0, 0, 0, -1, 0,
      NULL, NULL, "Right-to-left names stay in their own cell.", 'A', 84 },
    { "eu-central-1/prod", "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/"
      "checkout-frontend-with-a-very-long-name/50dc6c495c0c9188", "ActiveConnectionCount",
      "availability_zone=\"eu-central-1a\",stat=\"Sum\",target_group=\"checkout\"", "",
      VERDICT_BEYOND_HORIZON, SEVERITY_NONE, 3120, 10000, 2, 0, 0, 0, -1, 0, NULL, NULL,
      "Beyond the horizon.", 'A', 84 },
    { "prod", "web-02", "cpu_utilization", "", "%", VERDICT_NO_SIGNIFICANT_GROWTH, SEVERITY_NONE, 54,
      100, 0, 0, 0, 0, -1, 0, NULL, NULL, "No real growth.", 'A', 84 },
};
enum { RESOURCES = sizeof resources / sizeof resources[0] };

static inline struct maybe known(double value)
{
    return (struct maybe){ value, 1 };
}

/* A repeatable wobble in -1 … 1. */
static inline double wobble(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return (double)(*seed >> 16 & 0x7fff) / 16383.5 - 1;
}

static inline double fixture_value(const struct resource *r, double day, unsigned *seed)
{
    double hour = 24 * (day - floor(day)), weekday = fmod(floor(day) + 700, 7);
    int storage = strcmp(r->unit, "B") == 0;
    double season = storage ? 0 : 0.18 * cos((hour - 14) / 24 * 2 * 3.14159265) - 0.18 -
                                  (weekday >= 5 ? 0.12 : 0);
    double value = r->level * (1 + season) + r->per_day * day;

    if (storage && r->verdict == VERDICT_FORECAST && day < -76 + 10 * (double)(r->days > 80))
        value -= 0.08 * r->level;
    return fmax(0, value * (1 + 0.012 * wobble(seed)));
}

static inline void fill_exhaustion(struct finding *f, const struct resource *r)
{
    static const double share[PROBABILITIES] = { 0.02, 0.21, 0.83, 0.97, 0.995 };
    struct exhaustion *e = &f->exhaustion;

    e->lead_time_days = 14;
    if (r->capacity > 0)
        e->threshold = f->capacity.usable;
    if (r->early > 0)
        e->days_early = known(r->early);
    if (r->median > 0)
        e->days_median = known(r->median);
    if (r->late > 0)
        e->days_late = known(r->late);
    for (int i = 0; r->median > 0 && i < PROBABILITIES; i++)
        e->probability[i] = known(share[i]);
    e->has_act_by = r->act_in >= 0;
    e->act_by = f->as_of + r->act_in * DAY_MS;
    e->action_required = r->act_in >= 0 && r->act_in <= 14;
    e->exhausted_known = r->verdict == VERDICT_EXHAUSTED;
    e->exhausted_since = f->as_of - 2 * DAY_MS;
}

static inline void fill_recommendation(struct estate *estate, struct finding *f,
                                       const struct resource *r)
{
    static const char *because[] = {
        "Lead time to buy: 14 days, on working days.",
        "In 12 back-tests on this series the date was off by 3 days in the middle.",
    };
    struct recommendation *rec;

    if (!r->code)
        return;
    rec = arena_take(&estate->arena, sizeof *rec);
    *rec = (struct recommendation){ .severity = r->severity, .code = r->code, .text = r->text,
                                    .because = because, .because_count = 2,
                                    .has_act_by = r->act_in >= 0, .act_by = f->exhaustion.act_by };
    if (r->add != 0)
        rec->amount = (struct amount){ 1, r->add, r->capacity + r->add, known(210) };
    f->recommendations = rec;
    f->recommendation_count = 1;
}

static inline void fill_forecast(struct finding *f, const struct resource *r)
{
    if (r->days < 7)
        return;
    f->forecast.statistic = strcmp(r->unit, "B") == 0 ? STATISTIC_DAILY_MAX : STATISTIC_DAILY_PEAK;
    f->forecast.model = "ridge-median";
    f->forecast.mase = known(0.81);
    f->forecast.coverage = known(0.82);
    f->forecast.trusted_days = r->days / 2.0;
    f->forecast.shown_days = r->days;
    for (int i = 0; i < OUTLOOKS && outlook_days[i] <= r->days; i++) {
        double middle = r->level + r->per_day * outlook_days[i];
        double half = r->level * 0.015 * sqrt(outlook_days[i]);

        f->forecast.at[i] = (struct outlook){ known(middle - half), known(middle),
                                              known(middle + half) };
    }
}

static inline void fill_hours(struct finding *f, const struct resource *r)
{
    static const int hours[PEAK_HOURS] = { 14, 13, 15 };

    if (strcmp(r->unit, "B") == 0 || r->days < 7)
        return;
    f->peak_count = PEAK_HOURS;
    for (int i = 0; i < PEAK_HOURS; i++)
        f->peak_hours[i] = (struct peak_hour){ hours[i], r->level * (0.98 - 0.03 * i),
                                               r->level * 1.02, 0.92 - 0.1 * i };
    f->peak_window = (struct window){ 1, 0, 4, 13, 16 };
    f->quiet_window = (struct window){ 1, 6, 6, 3, 5 };
}

static inline void fill_finding(struct estate *estate, struct finding *f, const struct resource *r)
{
    struct buf name;
    unsigned seed = (unsigned)(f - estate->analysis.findings) + 7;

    f->as_of = FIXTURE_AS_OF;
    f->info = (struct series_info){ { r->source, r->resource, r->metric, r->labels }, r->unit,
                                    SERIES_GAUGE, 0 };
    buf_init(&name, 10000);
    series_name(&name, &f->info.key);
    f->name = arena_copy(&estate->arena, name.text);
    buf_release(&name);
    f->verdict = r->verdict;
    f->severity = r->severity;
    f->reason = r->reason;
    f->data.grade = r->grade;
    f->data.from = FIXTURE_AS_OF - r->days * DAY_MS;
    f->data.to = r->days ? FIXTURE_AS_OF : f->data.from - 1;
    f->data.samples = (uint64_t)r->days * 288;
    f->data.cadence_s = 300;
    f->data.coverage = r->grade == 'A' ? 0.998 : r->grade == 'B' ? 0.93 : 0.61;
    if (r->capacity > 0) {
        f->capacity.value = known(r->capacity);
        f->capacity.usable = known(0.95 * r->capacity);
        f->capacity.origin = unit_capacity(r->unit) > 0 ? CAPACITY_UNIT : CAPACITY_COLUMN;
    }
    if (r->days) {
        f->latest = f->level = known(r->level);
        f->growth.per_day = known(r->per_day != 0 ? r->per_day : 0.01);
        f->growth.low = known(f->growth.per_day.value * 0.8);
        f->growth.high = known(f->growth.per_day.value * 1.2);
        f->growth.significant = r->per_day != 0;
        f->growth.percent_per_month = known(100 * r->per_day * 30.4375 / r->level);
        f->growth.shape = SHAPE_LINEAR;
        f->growth.since = f->data.from;
        f->spark_count = SPARK;
    }
    if (r->days && r->capacity > 0) {
        f->peak_pct = known(100 * r->level / r->capacity);
        f->average_pct = known(60 * r->level / r->capacity);
        f->p95_pct = known(92 * r->level / r->capacity);
        f->pressure = r->level / r->capacity > 0.85 ? PRESSURE_CRITICAL
                      : r->level / r->capacity > 0.7 ? PRESSURE_HIGH : PRESSURE_LOW;
    }
    for (int i = 0; i < SPARK && r->days; i++)
        f->spark[i] = i % 17 == 11 ? (struct maybe){ 0, 0 }
                                   : known(fixture_value(r, i - SPARK + 0.6, &seed));
    fill_exhaustion(f, r);
    fill_recommendation(estate, f, r);
    fill_forecast(f, r);
    fill_hours(f, r);
}

/* History by the hour, bins by the day and a fan, as the engine gives them. */
static inline void fill_chart(struct estate *estate, struct chart *chart, struct finding *f,
                              const struct resource *r)
{
    size_t hours = (size_t)r->days * 24, days = (size_t)r->days;
    struct chart_range *history = arena_take(&estate->arena, (hours + 1) * sizeof *history);
    struct chart_bin *bins = arena_take(&estate->arena, (days + 1) * sizeof *bins);
    struct chart_band *fan = arena_take(&estate->arena, (days + 2) * sizeof *fan);
    unsigned seed = 11;

    chart_init(chart, CHART_FORECAST, f, &estate->analysis, NULL);
    for (size_t i = 0; i < hours; i++) {
        double day = (double)i / 24 - r->days, value = fixture_value(r, day, &seed);

        if (day > -40 && day < -38.2)
            continue;
        history[chart->history_count++] = (struct chart_range){
            f->data.from + (int64_t)i * HOUR_MS, value * 0.985, value * 1.01 };
        if (i % 24 == 14)
            bins[chart->bin_count++] = (struct chart_bin){ f->data.from + (int64_t)i * HOUR_MS,
                                                           value, i % 24 * 9 != 0 };
    }
    for (size_t i = 0; i <= days; i++) {
        double middle = r->level + r->per_day * (double)i, half = r->level * 0.015 * sqrt((double)i);

        fan[i] = (struct chart_band){ f->as_of + (int64_t)i * DAY_MS, middle - half, middle,
                                      middle + half };
    }
    chart->history = history;
    chart->bins = bins;
    chart->fan = fan;
    chart->fan_count = days + 1;
    chart->trusted_until = f->as_of + (int64_t)(days / 2) * DAY_MS;
}

static inline void count_findings(struct analysis *a)
{
    a->nearest_act_by = INT64_MAX;
    for (size_t i = 0; i < a->count; i++) {
        const struct finding *f = &a->findings[i];

        a->verdicts[f->verdict]++;
        a->severities[f->severity]++;
        a->samples += f->data.samples;
        if (f->pressure > a->pressure)
            a->pressure = f->pressure;
        if (f->exhaustion.has_act_by && f->exhaustion.act_by < a->nearest_act_by)
            a->nearest_act_by = f->exhaustion.act_by;
    }
}

static inline void estate_init(struct estate *estate, const struct resource *rows, size_t count)
{
    static const struct fact versions[] = {
        { "SQLite", "3.40.1" }, { "GSL", "2.7.1" }, { "gnuplot", "5.4 patchlevel 4" },
    };
    struct analysis *a = &estate->analysis;

    *estate = (struct estate){ .analysis = { .as_of = FIXTURE_AS_OF, .timezone = "UTC",
                                             .newest = FIXTURE_AS_OF } };
    a->policy = policy_default;
    a->coverage = known(0.813);
    a->rejected = 12;
    a->findings = arena_take(&estate->arena, (count + 1) * sizeof *a->findings);
    a->count = count;
    for (size_t i = 0; i < count; i++)
        fill_finding(estate, &a->findings[i], &rows[i]);
    count_findings(a);
    estate->report = (struct report){ .analysis = a, .charts = estate->charts };
    estate->report.run = (struct run_facts){
        .run = 17, .generated_at = FIXTURE_AS_OF + 5 * MINUTE_MS, .version = "0.1.0",
        .command = "headroom report --format html -o report.html --record",
        .store = "/srv/capacity/headroom.db", .store_id = "5f3c9a7e0d214b6f8e1a2b3c4d5e6f70",
        .versions = versions, .version_count = 3,
    };
}

static inline void estate_charts(struct estate *estate, const struct resource *rows, size_t count)
{
    for (size_t i = 0; i < count && estate->report.chart_count < 16; i++)
        if (rows[i].days > 1)
            fill_chart(estate, &estate->charts[estate->report.chart_count++],
                       &estate->analysis.findings[i], &rows[i]);
}

static inline void estate_changes(struct estate *estate)
{
    static const struct change_row rows[] = {
        { CHANGE_ESCALATED, "prod/db-main:%2Fvar%2Flib%2Fpostgresql/disk_used_bytes{device=\"/dev/"
          "sdb1\"}", SEVERITY_WARNING, SEVERITY_CRITICAL, { 6, 1 }, { 0, 0 },
          "Was expected to be full on 2 Aug 2026, is full since 25 Jul 2026: a load of 18 GiB came "
          "on 24 Jul." },
        { CHANGE_EARLIER, "prod/kafka-3/log_dir_bytes{topic=\"orders\"}", SEVERITY_NOTICE,
          SEVERITY_WARNING, { 119, 1 }, { 77.2, 1 },
          "Runs out 6 weeks sooner: growth rose from 5.8 to 9.1 GiB a day." },
        { CHANGE_STOPPED, "prod/legacy-vm/cpu_utilization", SEVERITY_NONE, SEVERITY_NOTICE,
          { 0, 0 }, { 0, 0 }, "No data since 9 Jul 2026." },
        { CHANGE_RECOVERED, "prod/web-02/cpu_utilization", SEVERITY_WARNING, SEVERITY_NONE,
          { 22, 1 }, { 0, 0 }, "Peaks fell from 91 % to 54 % after two instances were added." },
    };

    static const char *const settled[] = { "prod/web-02/cpu_utilization" };
    static const struct track failed[] = { { "prod/kafka-3/log_dir_bytes{topic=\"orders\"}", 5, 4, 1, 2 } };

    estate->report.comparison = (struct comparison){
        .run = 16, .as_of = FIXTURE_AS_OF - 7 * DAY_MS, .rows = rows, .row_count = 4,
        .graded = 41, .inside = 34, .error_pct = known(2.6), .bias_pct = known(-0.4),
        .failed = failed, .failed_count = 1, .settled = settled, .settled_count = 1,
    };
}

#endif
