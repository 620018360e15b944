#include "tests/unit/unit.h"

#include "analyzer/engine/capacity.h"
#include "analyzer/engine/classify.h"
#include "analyzer/engine/pairs.h"
#include "analyzer/engine/rates.h"

#define NAMED(s, r, m, l) { .name = s "/" r "/" m l, .info = { { s, r, m, l }, "B", SERIES_GAUGE, 0 } }

static void usage_finds_its_capacity(void **state)
{
    static const struct store_series series[] = {
        NAMED("", "db", "pg_settings_max_connections", ""),
        NAMED("", "db", "pg_stat_activity_count", "datname=\"app\",state=\"active\""),
        NAMED("", "web", "node_filesystem_avail_bytes", "device=\"sda1\""),
        NAMED("", "web", "node_filesystem_avail_bytes", "device=\"sdb1\""),
        NAMED("", "web", "node_filesystem_size_bytes", "device=\"sda1\""),
        NAMED("", "web", "node_filesystem_used_bytes", "device=\"sda1\""),
        NAMED("", "x", "disk_size", ""),
        NAMED("", "y", "disk_used", ""),
    };
    struct arena arena = { 0 };
    struct error err = ERROR_NONE;
    struct pairing *pairs = NULL;

    (void)state;
    assert_ok(pairs_find(series, COUNT(series), NULL, 0, &arena, &pairs, &err), &err);
    assert_int_equal(pairs[1].capacity, 0);
    assert_true(pairs[0].is_capacity);
    assert_int_equal(pairs[2].capacity, 4);
    assert_int_equal(pairs[2].part, PAIR_AVAILABLE);
    assert_true(pairs[2].is_spare);                     /* used of the same device is there */
    assert_true(pairs[3].capacity == PAIR_NONE);        /* no size of sdb1 */
    assert_int_equal(pairs[5].capacity, 4);
    assert_int_equal(pairs[5].part, PAIR_USED);
    assert_true(pairs[7].capacity == PAIR_NONE);        /* another resource */
    arena_release(&arena);
}

/* Names as exporters and people write them; each pair beside the other in one resource. */
static void usual_names_find_their_capacity(void **state)
{
    static const struct { const char *part, *labels, *capacity, *others; enum pair_part what; } cases[] = {
        { "disk used", "", "disk size", "", PAIR_USED },
        { "Used", "", "Total", "", PAIR_USED },
        { "Memory.free", "", "Memory.total", "", PAIR_AVAILABLE },
        { "connections", "", "max_connections", "", PAIR_USED },
        { "kubelet_volume_stats_available_bytes", "pvc=\"a\"", "kubelet_volume_stats_capacity_bytes",
          "pvc=\"a\"", PAIR_AVAILABLE },
        { "node_filesystem_files_free", "device=\"sda\"", "node_filesystem_files", "device=\"sda\"",
          PAIR_AVAILABLE },
        { "process_open_fds", "", "process_max_fds", "", PAIR_USED },
        { "node_nf_conntrack_entries", "", "node_nf_conntrack_entries_limit", "", PAIR_USED },
        { "jvm_memory_used_bytes", "area=\"heap\"", "jvm_memory_max_bytes", "area=\"heap\"", PAIR_USED },
        { "redis_connected_clients", "", "redis_config_maxclients", "", PAIR_USED },
        { "api/quota_remaining", "", "api/quota_limit", "", PAIR_AVAILABLE },
        { "container_memory_working_set_bytes", "container=\"c\",pod=\"p\"",
          "kube_pod_container_resource_limits",
          "container=\"c\",pod=\"p\",resource=\"memory\",unit=\"byte\"", PAIR_USED },
        { "kube_resourcequota", "namespace=\"n\",resource=\"pods\",type=\"used\"",
          "kube_resourcequota", "namespace=\"n\",resource=\"pods\",type=\"hard\"", PAIR_USED },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct store_series series[] = {
            { .name = "a", .info = { { "", "r", cases[i].part, cases[i].labels }, "B", SERIES_GAUGE, 0 } },
            { .name = "b", .info = { { "", "r", cases[i].capacity, cases[i].others }, "B", SERIES_GAUGE, 0 } },
        };
        struct arena arena = { 0 };
        struct error err = ERROR_NONE;
        struct pairing *pairs = NULL;

        assert_ok(pairs_find(series, 2, NULL, 0, &arena, &pairs, &err), &err);
        if (pairs[0].capacity != 1 || pairs[0].part != cases[i].what || !pairs[1].is_capacity ||
            pairs[1].capacity != PAIR_NONE)
            fail_msg("%s and %s are no pair", cases[i].part, cases[i].capacity);
        arena_release(&arena);
    }
}

static void what_only_sounds_alike_is_no_pair(void **state)
{
    static const struct store_series series[] = {
        NAMED("", "r", "container_memory_usage_bytes", "pod=\"p\""),
        NAMED("", "r", "kube_pod_container_resource_limits", "pod=\"p\",resource=\"cpu\""),
        NAMED("", "r", "kube_resourcequota", "resource=\"pods\",type=\"used\""),
        NAMED("", "r", "kube_resourcequota", "resource=\"services\",type=\"hard\""),
        NAMED("", "r", "unused", ""), NAMED("", "r", "up_size", ""),
    };
    struct arena arena = { 0 };
    struct error err = ERROR_NONE;
    struct pairing *pairs = NULL;

    (void)state;
    assert_ok(pairs_find(series, COUNT(series), NULL, 0, &arena, &pairs, &err), &err);
    for (size_t i = 0; i < COUNT(series); i++)
        if (pairs[i].capacity != PAIR_NONE || pairs[i].is_capacity)
            fail_msg("%s was paired", series[i].info.key.metric);
    arena_release(&arena);
}

static void a_config_pair_carries_its_stars(void **state)
{
    static const struct store_series series[] = {
        NAMED("a", "p1", "busy", ""), NAMED("a", "p1", "slots", ""),
        NAMED("a", "p2", "busy", ""), NAMED("a", "p2", "slots", ""),
    };
    static const struct pair_rule rule = { "a/*/busy", "a/*/slots" };
    struct arena arena = { 0 };
    struct error err = ERROR_NONE;
    struct pairing *pairs = NULL;

    (void)state;
    assert_ok(pairs_find(series, COUNT(series), &rule, 1, &arena, &pairs, &err), &err);
    assert_int_equal(pairs[0].capacity, 1);
    assert_int_equal(pairs[2].capacity, 3);
    arena_release(&arena);
}

static void the_strongest_origin_wins(void **state)
{
    static const struct store_capacity rows[] = {
        { 1, 100, 500, "column" }, { 1, 200, 500.2, "column" }, { 1, 300, 800, "column" },
    };
    struct capacity_sources sources = { .rows = rows, .row_count = 3, .config = 9, .unit = "%",
                                        .from = 0, .as_of = 1000 };
    struct capacity_line line = { 0 };
    struct error err = ERROR_NONE;

    (void)state;
    assert_ok(capacity_make(&sources, &line, &err), &err);
    assert_int_equal(line.origin, CAPACITY_COLUMN);
    assert_int_equal(line.count, 2);                     /* 0.04 % is no resize */
    assert_close(capacity_at(&line, 50), 500, 0);        /* before the first: the first */
    assert_close(capacity_at(&line, 299), 500, 0);
    assert_close(capacity_at(&line, 300), 800, 0);
    sources.row_count = 0;
    assert_ok(capacity_make(&sources, &line, &err), &err);
    assert_int_equal(line.origin, CAPACITY_CONFIG);
    sources.config = 0;
    assert_ok(capacity_make(&sources, &line, &err), &err);
    assert_close(capacity_at(&line, 0), 100, 0);
    sources.unit = "B";
    assert_ok(capacity_make(&sources, &line, &err), &err);
    assert_int_equal(line.origin, CAPACITY_NONE);
    capacity_release(&line);
}

/* 400 by the export; 900 set from 500 on, 1200 from 700 on */
static void a_capacity_is_in_force_from_its_day_on(void **state)
{
    static const struct store_capacity rows[] = {
        { 1, 0, 400, "column" }, { 1, 500, 900, "set" }, { 1, 600, 450, "column" },
        { 1, 700, 1200, "set" },
    };
    static const struct {
        int64_t from, as_of, at; double want; enum capacity_origin origin; size_t steps;
    } cases[] = {
        { 100, 499, 499, 400,  CAPACITY_COLUMN, 1 },     /* planned, not in force */
        { 100, 500, 499, 400,  CAPACITY_SET,    2 },     /* before it: what it was */
        { 100, 500, 500, 900,  CAPACITY_SET,    2 },
        { 100, 650, 650, 900,  CAPACITY_SET,    2 },     /* stands above the export's 450 */
        { 100, 700, 700, 1200, CAPACITY_SET,    3 },
        { 550, 700, 560, 900,  CAPACITY_SET,    2 },     /* history begins after the first change */
        { 700, 999, 800, 1200, CAPACITY_SET,    1 },
    };
    struct capacity_line line = { 0 };
    struct error err = ERROR_NONE;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct capacity_sources sources = { .rows = rows, .row_count = COUNT(rows), .unit = "",
                                            .from = cases[i].from, .as_of = cases[i].as_of };

        assert_ok(capacity_make(&sources, &line, &err), &err);
        assert_close(capacity_at(&line, cases[i].at), cases[i].want, 0);
        assert_int_equal(line.origin, cases[i].origin);
        assert_int_equal(line.count, cases[i].steps);
    }
    capacity_release(&line);
}

static void names_tell_what_a_series_is(void **state)
{
    static const struct { const char *metric, *unit; enum statistic statistic; enum direction direction; } cases[] = {
        { "node_filesystem_used_bytes",   "B",     STATISTIC_DAILY_MAX,  DIRECTION_RISING },
        { "FreeStorageSpace",             "B",     STATISTIC_DAILY_MAX,  DIRECTION_FALLING },
        { "pg_stat_activity_count",       "",      STATISTIC_DAILY_MAX,  DIRECTION_RISING },
        { "cpu.utilization",              "%",     STATISTIC_DAILY_PEAK, DIRECTION_RISING },
        { "node_network_receive_bytes",   "B/s",   STATISTIC_DAILY_PEAK, DIRECTION_RISING },
        { "TargetResponseTime",           "s",     STATISTIC_DAILY_P95,  DIRECTION_RISING },
        { "DatabaseConnections",          "",      STATISTIC_DAILY_MAX,  DIRECTION_RISING },
        { "connector/cpu/utilizations",   "ratio", STATISTIC_DAILY_PEAK, DIRECTION_RISING },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct series_info info = { { "", "", cases[i].metric, "" }, cases[i].unit, SERIES_GAUGE, 0 };

        if (classify_statistic(&info) != cases[i].statistic)
            fail_msg("%s is planned by %s", cases[i].metric,
                     statistic_name(classify_statistic(&info)));
        if (classify_direction(&info) != cases[i].direction)
            fail_msg("%s moves the wrong way", cases[i].metric);
    }
}

/* fixtures: a reset after four rises; a 32-bit counter that wraps; both by hand */
static void counters_become_rates(void **state)
{
    int64_t at[] = { 0, 60000, 120000, 180000, 240000, 900000, 960000 };
    double reset[] = { 1000, 2000, 3000, 4000, 500, 9000, 10000 };
    double wrap[] = { 4294900000.0, 4294920000.0, 4294940000.0, 4294960000.0, 12704, 32704, 52704 };
    struct samples a = { at, reset, 7, 7 };

    (void)state;
    assert_int_equal(rates_of_counter(&a, 60000), 1);
    assert_int_equal(a.count, 4);                /* no rate across the reset, none across the gap */
    for (size_t i = 0; i < a.count; i++)
        assert_close(a.value[i], 1000.0 / 60, 1e-12);
    {
        int64_t times[] = { 0, 60000, 120000, 180000, 240000, 300000, 360000 };
        struct samples b = { times, wrap, 7, 7 };

        assert_int_equal(rates_of_counter(&b, 60000), 0);
        assert_int_equal(b.count, 6);
        for (size_t i = 0; i < b.count; i++)
            assert_close(b.value[i], 20000.0 / 60, 1e-3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(usage_finds_its_capacity),
        cmocka_unit_test(usual_names_find_their_capacity),
        cmocka_unit_test(what_only_sounds_alike_is_no_pair),
        cmocka_unit_test(a_config_pair_carries_its_stars),
        cmocka_unit_test(the_strongest_origin_wins),
        cmocka_unit_test(a_capacity_is_in_force_from_its_day_on),
        cmocka_unit_test(names_tell_what_a_series_is),
        cmocka_unit_test(counters_become_rates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
