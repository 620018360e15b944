#include <dirent.h>

#include "tests/unit/reading.h"

#define DATA "tests/data/text/"

/*
 * Counts and values were taken from the files by python3 (its csv module, split() and
 * datetime), without any of this code; the files are what the programs wrote or their vendors
 * document, cut to their first samples.
 */
static const struct {
    const char *file, *format;
    uint64_t    put, missing, rejected;
    size_t      series;
    const char *name, *unit;
    enum series_kind kind;
    int64_t     first_at;
    double      first;
    int64_t     last_at;
    double      last;
} files[] = {
    { "sadf_restart.csv", "sadf-csv", 84, 0, 0, 6, "sysstat/vm/%25user{cpu=\"all\"}", "%",
      SERIES_GAUGE, INT64_C(1795426043000), 0, INT64_C(1795426176000), 74.24 },
    { "sadf_de_DE.csv", "sadf-csv", 30, 0, 0, 6, "sysstat/vm/%25user{cpu=\"all\"}", "%",
      SERIES_GAUGE, INT64_C(1795425947000), 40.70, INT64_C(1795425955000), 43.72 },
    { "sadf_multi.csv", "sadf-csv", 98, 0, 0, 49, "sysstat/vm/kbmemused", "B", SERIES_GAUGE,
      INT64_C(1795425947000), 522812 * 1024.0, INT64_C(1795425949000), 471476 * 1024.0 },
    { "sadf_multi.csv", "sadf-csv", 98, 0, 0, 49, "sysstat/vm/rxkB%2Fs{iface=\"lo\"}", "B/s",
      SERIES_GAUGE, INT64_C(1795425947000), 17.92 * 1024, INT64_C(1795425949000), 17.93 * 1024 },
    { "tsdb_dump.txt", "prometheus-text", 80, 0, 0, 2,
      "prometheus/db-main:9187/pg_stat_activity_count"
      "{datname=\"app\",job=\"postgres\",state=\"active\"}", "", SERIES_GAUGE,
      INT64_C(1761436800000), 103, INT64_C(1761448500000), 99 },
    { "tsdb_dump.txt", "prometheus-text", 80, 0, 0, 2,
      "prometheus/vpc-conn-1/vpc_access_connector_cpu_utilization{job=\"gcp\"}", "ratio",
      SERIES_GAUGE, INT64_C(1761436800000), 0.2120336365810548, INT64_C(1761448500000),
      0.24457445180252682 },
    { "openmetrics.txt", "prometheus-text", 58, 0, 0, 1,
      "prometheus/db-main:9187/pg_stat_activity_count"
      "{datname=\"app\",job=\"postgres\",state=\"active\"}", "", SERIES_GAUGE,
      INT64_C(1761436800000), 103, INT64_C(1761453900000), 104 },
    { "federate.txt", "prometheus-text", 32, 0, 0, 32,
      "prometheus/127.0.0.1:19090/process_cpu_seconds_total{job=\"prometheus\"}", "s",
      SERIES_COUNTER, INT64_C(1795426008512), 5.49, INT64_C(1795426008512), 5.49 },
    { "promtool_query_instant.txt", "prometheus-text", 3, 0, 0, 3,
      "prometheus/web-03:9100/node_memory_MemUsed_bytes{job=\"node\"}", "B", SERIES_GAUGE,
      INT64_C(1763856000000), 6369089214, INT64_C(1763856000000), 6369089214 },
    { "promtool_query_range.txt", "prometheus-text", 27, 0, 0, 3,
      "prometheus/web-03:9100/node_memory_MemUsed_bytes{job=\"node\"}", "B", SERIES_GAUGE,
      INT64_C(1761436800000), 6397246219, INT64_C(1761444000000), 6343981822 },
    { "influx1.csv", "influxdb1-csv", 24, 0, 0, 2, "influxdb/web-02/cpu{stat=\"avg\"}", "",
      SERIES_GAUGE, INT64_C(1761436800000), 17.15733541666667, INT64_C(1761451200000),
      16.959211083333336 },
    { "influx1_rfc3339.csv", "influxdb1-csv", 9, 0, 0, 1, "influxdb/web-01/cpu{stat=\"avg\"}", "",
      SERIES_GAUGE, INT64_C(1761436800000), 16.642781916666667, INT64_C(1761465600000),
      24.545601666666666 },
    { "influx2.csv", "influxdb2-csv", 24, 0, 0, 3,
      "influxdb/web-01/cpu_usage_user{stat=\"avg\"}", "%", SERIES_GAUGE, INT64_C(1763683200000),
      25.849394313216884, INT64_C(1763856000000), 17.43134311089313 },
    { "influx2.csv", "influxdb2-csv", 24, 0, 0, 3,
      "influxdb/db-main/postgresql_numbackends{stat=\"avg\"}", "", SERIES_GAUGE,
      INT64_C(1763683200000), 146, INT64_C(1763708400000), 184 },
    { "graphite.csv", "graphite-csv", 40, 0, 0, 2, "graphite//servers.web-02.cpu", "",
      SERIES_GAUGE, INT64_C(1761437100000), 17.823049313510552, INT64_C(1761442800000),
      18.81579290029424 },
    { "graphite_calls.csv", "graphite-csv", 40, 0, 0, 2,
      "graphite//summarize(servers.web-01.disk, \"1d\", \"last\")", "", SERIES_GAUGE,
      INT64_C(1761436800000), 38284678735.0344, INT64_C(1763856000000), 64095550683.482765 },
    { "prtg.csv", "prtg", 36, 0, 0, 3, "prtg//Total", "%", SERIES_GAUGE, INT64_C(1763686800000),
      25.8494, INT64_C(1763859600000), 17.4313 },
    { "perfmon.csv", "pdh-csv", 32, 1, 0, 3, "perfmon/WEB-01/Processor(_Total)\\%25 Processor Time",
      "%", SERIES_GAUGE, INT64_C(1763683200123), 25.8493943132169, INT64_C(1763719200123),
      57.2013171295536 },
    { "typeperf.csv", "pdh-csv", 18, 0, 0, 3, "perfmon/WEB-01/LogicalDisk(C:)\\Free Megabytes", "B",
      SERIES_GAUGE, INT64_C(1763683200824), 61501155413.526787 * 1048576, INT64_C(1763701200824),
      61776108710.697067 * 1048576 },
    { "esxtop.csv", "pdh-csv", 10, 0, 0, 2,
      "perfmon/esx-01/Physical Cpu Load\\Cpu Load (1 Minute Avg)", "", SERIES_GAUGE,
      INT64_C(1763683200000), 0.65, INT64_C(1763697600000), 0.62 },
    { "get_stat_utf16.csv", "powercli-csv", 10, 0, 0, 1, "vmware/esx-01.example.com/cpu.usage.average",
      "%", SERIES_GAUGE, INT64_C(1763859600000), 17.43, INT64_C(1763827200000), 29.09 },
    { "cacti.csv", "cacti-csv", 13, 1, 0, 2, "cacti/web-01 - CPU Usage/System", "%", SERIES_GAUGE,
      INT64_C(1763683200000), 5.1698788626, INT64_C(1763704800000), 5.4670696484 },
    { "vmstat.txt", "vmstat", 90, 0, 0, 18, "vmstat//free", "B", SERIES_GAUGE,
      INT64_C(1795425947000), 19134988 * 1024.0, INT64_C(1795425955000), 19134988 * 1024.0 },
    { "vmstat.txt", "vmstat", 90, 0, 0, 18, "vmstat//us", "%", SERIES_GAUGE,
      INT64_C(1795425947000), 65, INT64_C(1795425955000), 45 },
    { "web-01/disk-vda/disk_octets-2026-11-23", "collectd-csv", 22, 0, 0, 2,
      "collectd/web-01/disk.disk_octets.write{instance=\"vda\"}", "B", SERIES_COUNTER,
      INT64_C(1795426002741), 15067594752, INT64_C(1795426012741), 15154348032 },
    { "web-01/cpu/percent-idle-2026-11-23", "collectd-csv", 11, 0, 0, 1,
      "collectd/web-01/cpu.percent{type=\"idle\"}", "%", SERIES_GAUGE, INT64_C(1795426002741),
      98.477157, INT64_C(1795426012740), 47.738693 },
    { "dstat074_epoch.csv", "dstat-csv", 36, 0, 0, 9, "dstat/vm/memory usage:used", "B", SERIES_GAUGE,
      INT64_C(1795426549774), 378748928, INT64_C(1795426552774), 400961536 },
    { "pcp-dstat.csv", "dstat-csv", 130, 0, 0, 13, "pcp/vm/dsk%2Ftotal:writ", "B/s", SERIES_GAUGE,
      INT64_C(1795426423000), 0, INT64_C(1795426432000), 375.997 * 1024 },
    { "pcp-dstat.csv", "dstat-csv", 130, 0, 0, 13, "pcp/vm/total usage:usr", "%", SERIES_GAUGE,
      INT64_C(1795426423000), 59.941, INT64_C(1795426432000), 61.999 },
    { "nagios.txt", "nagios-perfdata", 36, 0, 0, 6, "nagios/web-01/%2F{service=\"DISK /\"}", "B",
      SERIES_GAUGE, INT64_C(1763683200000), 58652 * 1048576.0, INT64_C(1763701200000),
      58914 * 1048576.0 },
    { "nagios.txt", "nagios-perfdata", 36, 0, 0, 6, "nagios/web-01/rx{service=\"Load\"}", "",
      SERIES_COUNTER, INT64_C(1763683200000), 102844575750184, INT64_C(1763701200000),
      103497201921594 },
    { "nmon.txt", "nmon", 291, 18, 0, 97, "nmon/vm/MEM.memfree", "B", SERIES_GAUGE,
      INT64_C(1795425946000), 18890.1 * 1048576, INT64_C(1795425951000), 18801.4 * 1048576 },
    { "nmon.txt", "nmon", 291, 18, 0, 97, "nmon/vm/NET.read-KB%2Fs{iface=\"lo\"}", "B/s",
      SERIES_GAUGE, INT64_C(1795425946000), 14.3 * 1024, INT64_C(1795425951000), 20.7 * 1024 },
    { "nmon_sorted.txt", "nmon", 291, 18, 0, 97, "nmon/vm/DISKBUSY{disk=\"vda\"}", "%",
      SERIES_GAUGE, INT64_C(1795425946000), 15.9, INT64_C(1795425951000), 15.9 },

    { "sar_de_DE.txt", "sar-text", 36, 0, 0, 6, "sysstat/vm/%25user{cpu=\"all\"}", "%", SERIES_GAUGE,
      INT64_C(1795425947000), 40.70, INT64_C(1795425957000), 1.50 },
    { "sar_iso.txt", "sar-text", 172, 0, 0, 86, "sysstat/vm/rkB%2Fs{dev=\"vda\"}", "B/s", SERIES_GAUGE,
      INT64_C(1795425947000), 1658 * 1024.0, INT64_C(1795425949000), 1024 * 1024.0 },
    { "sar_iso.txt", "sar-text", 172, 0, 0, 86, "sysstat/vm/%25usr{cpu=\"1\"}", "%", SERIES_GAUGE,
      INT64_C(1795425947000), 28.71, INT64_C(1795425949000), 14.36 },
    { "sadf_p.txt", "sadf-pairs", 98, 0, 0, 49, "sysstat/vm/rxkB%2Fs{iface=\"lo\"}", "B/s", SERIES_GAUGE,
      INT64_C(1795425947000), 17.92 * 1024, INT64_C(1795425949000), 17.93 * 1024 },
    { "rrd_fetch.txt", "rrdtool-fetch", 24, 3, 0, 3, "rrdtool/rrd_fetch/cpu", "", SERIES_GAUGE,
      INT64_C(1761440400000), 20.053669, INT64_C(1763856000000), 19.807048 },
    { "rrd_fetch_de_DE.txt", "rrdtool-fetch", 12, 0, 0, 3, "rrdtool/rrd_fetch_de_DE/rx", "",
      SERIES_GAUGE, INT64_C(1761440400000), 1.7936106371e7, INT64_C(1761451200000), 1.7494974649e7 },
    { "rrd_xport.xml", "rrdtool-xml", 27, 0, 0, 3, "rrdtool//cpu-web-01", "", SERIES_GAUGE,
      INT64_C(1761440400000), 16.959727083, INT64_C(1761469200000), 17.606879917 },
    { "rrd_xport_t.xml", "rrdtool-xml", 21, 0, 0, 3, "rrdtool//disk-web-01", "", SERIES_GAUGE,
      INT64_C(1761440400000), 4.0026763212e10, INT64_C(1763856000000), 6.4067117832e10 },
    /* six rows of 5 minutes, three of an hour and three of a day that lie before them */
    { "rrd_dump.xml", "rrdtool-xml", 48, 0, 0, 6, "rrdtool/rrd_dump/cpu{stat=\"avg\"}", "",
      SERIES_GAUGE, INT64_C(1763854500000), 18.694202, INT64_C(1763769600000), 36.117755333 },
    { "rrd_dump.xml", "rrdtool-xml", 48, 0, 0, 6, "rrdtool/rrd_dump/rx{stat=\"max\"}", "",
      SERIES_GAUGE, INT64_C(1763845200000), 2.3427525853e7, INT64_C(1763856000000), 2.338466692e7 },
    { "influx_column.txt", "influxdb1-column", 6, 0, 0, 2, "influxdb/web-02/cpu{stat=\"avg\"}", "",
      SERIES_GAUGE, INT64_C(1763769600000), 18.328635583333334, INT64_C(1763776800000),
      18.11926216666667 },

    /* what the readers of any table make of exports that need no importer of their own */
    { "azure_logs.csv", "csv-wide", 9, 0, 0, 1,
      "/web-01/%25 Processor Time{InstanceName=\"_Total\",ObjectName=\"Processor\"}", "%",
      SERIES_GAUGE, INT64_C(1763683200000), 25.849394, INT64_C(1763712000000), 40.22429 },
    { "kibana_discover.csv", "csv-wide", 14, 0, 0, 2, "/web-01/system.memory.used.bytes", "B",
      SERIES_GAUGE, INT64_C(1763856000000), 6345953974, INT64_C(1763834400000), 6333712062 },
    { "kibana_lens_date_histogram.csv", "csv-wide", 7, 0, 0, 1,
      "/kibana_lens_date_histogram/Average of system.cpu.total.norm.pct", "%", SERIES_GAUGE,
      INT64_C(1763683200000), 25.8, INT64_C(1763704800000), 27.3 },
    { "pmrep_o.csv", "csv-wide", 130, 5, 0, 9, "/pmrep_o/network.interface.in.bytes-lo", "",
      SERIES_GAUGE, INT64_C(1795426423000), 21580.951, INT64_C(1795426436000), 19861.585 },
    { "netdata_ms.csv", "csv-wide", 90, 0, 0, 9, "/netdata_ms/user", "", SERIES_GAUGE,
      INT64_C(1795426047000), 3.1986533, INT64_C(1795426020000), 36.4693833 },
    { "pg_datestyle_german.csv", "csv-wide", 8, 0, 0, 2,
      "/pg_datestyle_german/n{datname=\"app\",state=\"idle\"}", "", SERIES_GAUGE,
      INT64_C(1761436800000), 62, INT64_C(1761439500000), 61 },
    { "pg_datestyle_sql_dmy.csv", "csv-wide", 8, 0, 0, 1, "/pg_datestyle_sql_dmy/n", "", SERIES_GAUGE,
      INT64_C(1761436800000), 41, INT64_C(1761439500000), 61 },
    { "pg_datestyle_sql_mdy.csv", "csv-wide", 8, 0, 0, 1, "/pg_datestyle_sql_mdy/n", "", SERIES_GAUGE,
      INT64_C(1761436800000), 41, INT64_C(1761439500000), 61 },
    { "pg_kolkata_offset_0530.csv", "csv-wide", 8, 0, 0, 2,
      "/pg_kolkata_offset_0530/n{datname=\"app\",state=\"idle\"}", "", SERIES_GAUGE,
      INT64_C(1761436800000), 62, INT64_C(1761439500000), 61 },
    { "influx.lp", "influx-lines", 59, 0, 0, 16, "influxdb/web-01/net_bytes_recv{interface=\"eth0\"}",
      "B", SERIES_COUNTER, INT64_C(1763850300000), 110454839803502, INT64_C(1763851200000), 110473906338941 },
};

static const struct importer *detected(const char *path)
{
    struct input *in;
    struct error err = ERROR_NONE;
    const struct importer *found;
    size_t length;
    const char *head;
    int sure;

    assert_ok(input_open(&in, path, 0, &err), &err);
    head = input_head(in, &length);
    found = importer_sniff(head, length, &sure);
    input_close(in);
    return found;
}

static void exports_give_their_samples(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(files); i++) {
        char path[256];
        struct reading *r;
        const struct reading_line *line;
        const struct importer *found;

        snprintf(path, sizeof path, DATA "%s", files[i].file);
        found = detected(path);
        if (!found || strcmp(found->name, files[i].format) != 0)
            fail_msg("%s was taken for %s", files[i].file, found ? found->name : "nothing");
        r = reading_of_file(path, NULL);
        if (r->rc < 0)
            fail_msg("%s: %s", files[i].file, r->err.text);
        line = reading_find(r, files[i].name);
        if (!line || r->tally.put != files[i].put || r->tally.missing != files[i].missing ||
            r->tally.rejected != files[i].rejected || r->series != files[i].series)
            fail_msg("%s: put %llu, missing %llu, rejected %llu (%s), series %zu, %s", files[i].file,
                     (unsigned long long)r->tally.put, (unsigned long long)r->tally.missing,
                     (unsigned long long)r->tally.rejected, r->tally.reject[0].text, r->series,
                     line ? "" : "name not found");
        assert_string_equal(line->unit, files[i].unit);
        assert_int_equal(line->kind, files[i].kind);
        assert_int_equal(line->at[0], files[i].first_at);
        assert_close(line->value[0], files[i].first, 1e-15);
        assert_int_equal(line->at[line->count - 1], files[i].last_at);
        assert_close(line->value[line->count - 1], files[i].last, 1e-15);
        reading_free(r);
    }
}

/* The example that `headroom formats` shows is one, for every format. */
static void every_example_is_read_by_its_own_importer(void **state)
{
    (void)state;
    for (size_t i = 0; importers[i]; i++) {
        const char *text = importers[i]->example;
        const struct importer *found;
        struct reading *r;
        int sure;

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
    DIR *folder = opendir(DATA);
    struct dirent *entry;

    (void)state;
    while ((entry = readdir(folder)) != NULL) {
        static const size_t piece[] = { 0, 1, 700 };
        char path[600];
        struct buf text[3];
        char *bytes;
        size_t length;

        snprintf(path, sizeof path, DATA "%s", entry->d_name);
        if (entry->d_name[0] == '.' || entry->d_type == DT_DIR)
            continue;
        bytes = whole_file(path, &length);
        for (size_t way = 0; way < 3; way++) {
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

/* What is wrong with a text is said, with its line; the rest of it is read. */
static const struct {
    const char *text;
    uint64_t    put, missing, rejected;
    long        line;           /* of the first reject */
    const char *reason;         /* part of it; or of the error where nothing can be read */
    const char *name;           /* of a series that must be there, or NULL */
} texts[] = {
    /* sadf -h: the group with [...] is there for each processor */
    { "# hostname;interval;timestamp;CPU;%user;%idle[...]\n"
      "a;60;1795425947;-1;1;2;0;3;4;1;5;6\na;60;1795426007;-1;1;2;0;3\n", 6, 0, 1, 3,
      "8 cells, not 6", "sysstat/a/%25idle{cpu=\"1\"}" },
    { "# hostname;interval;timestamp;CPU;%user;%idle[...];kbmemfree\n"
      "a;60;1795425947;-1;1;2;0;3;4;512\n", 5, 0, 0, 0, NULL, "sysstat/a/kbmemfree" },
    { "# hostname;interval;timestamp;DEV;tps\na;60;1795425947;sda\na;60;1795425947;sda;2.385\n"
      "a;60;x;sda;2\na;60;1795426007;sda;nan\n", 1, 1, 2, 2, "4 cells, not 5",
      "sysstat/a/tps{dev=\"sda\"}" },
    { "# TYPE a gauge\na{b=\"x\\\"y\\\\\\n}\"} 2.385 1761436800.5\na{b=\"\"} NaN 1761436800000\n"
      "a{b= 1 1761436800\na{b=\"c\"} +Inf 1761436800\n", 1, 1, 1, 4, "", NULL },
    { "# TYPE a_total counter\na_total 5\n", 0, 0, 0, 0, "none of its 1 samples has a time", NULL },
    { "# TYPE level_count gauge\nlevel_count{x=\"y\"} 1 1761436800000\n"
      "level_count{x=\"y\"} 1 1761436800\nup 1 1761436800 # {t=\"1\"} 3\nlevel_count{x=\"y\"} 4 12\n",
      3, 0, 1, 5, "before 1990", "prometheus//level_count{x=\"y\"}" },
    { "name,tags,time,mean,max\ncpu,\"host=a,dc=b\",1761436800,1.5,\ncpu,host=a,1761436800,2\n"
      "name,time,value,on,who\nmem,1761436800,3,true,\"x,\ny\"\nmem,x,1,true,\n", 3, 1, 2, 3,
      "4 cells, not 5", "influxdb/a/cpu{dc=\"b\",stat=\"avg\"}" },
    /* annotations in another order, a default that fills in, a pivoted table */
    { "#default,max,,,7,web\n#datatype,string,long,dateTime:RFC3339,double,string\n"
      "#group,false,false,false,false,true\n,result,table,_time,cpu,host\n"
      ",,0,2025-11-21T00:00:00Z,,\n,,0,2025-11-21T01:00:00Z,2.385,db\n,,0,x,1,db\n", 2, 0, 1, 7,
      "not a time", "influxdb/db/cpu{stat=\"max\"}" },
    { "#datatype,string,string\n#group,true,true\n#default,,\n,error,reference\n,no such bucket,897\n",
      0, 0, 0, 0, "the server answered with an error: no such bucket", NULL },
    { "a.b,2025-10-26 00:05:00,1\na.b,2025-10-26 00:10:00,\na.b,2025-10-26 00:15:00\n"
      "a.c,2025-10-26 00:05:00,2.385\n", 2, 1, 1, 3, "2 cells, not 3", "graphite//a.c" },
    { "sum(a.b,a.c),1761436800,1761437700,300|14.6,None,16.375\nx,1,2|3\n", 2, 1, 1, 2,
      "not target,start,end,step", "graphite//sum(a.b,a.c)" },
    { "Not enough monitoring data", 0, 0, 0, 0, "PRTG answered: not enough monitoring data", NULL },
    { "\"Datum\";\"Datum(RAW)\";\"Last\";\"Last(RAW)\"\n\"x\";\"45982,0416666667\";\"2 %\";\"2,385\"\n"
      "\"x\";\"45982,0833333333\";\"\";\"\"\n\"Summe\";\"\";\"9\";\"9\"\n\"x\";\"4\";\"1\";\"1\"\n", 1, 1, 1, 5,
      "not a time: '4'", "prtg//Last" },
    { "epoch,value\n1795426002.741,nan\n1795426012.741,2.385,3\n1795426022.741,2.385\n", 1, 1, 1, 3,
      "3 cells, not 2", "collectd//export" },
    { "procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu-----\n"
      " r  b   swpd   free\n 1  0 0 19\n", 0, 0, 0, 0, "its lines have no times", NULL },
    { "procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu-----\n"
      " r free UTC\n 1 9 2026-11-23 09:25:45\n 2 8 2026-11-23 09:25:46\n 3 2026-11-23 09:25:47\n"
      " r free UTC\n 3 7 2026-11-23 09:25:48\n", 4, 0, 1, 5, "3 words, not 4", "vmstat//free" },
    /* the year is that of the Date, and the next one in January */
    { "\"Dstat 0.7.4 CSV output\"\n\"Host:\",\"h\"\n\"Cmdline:\",\"x\",\"Date:\",\"31 Dec 2025 23:59:58 UTC\"\n"
      "\"system\",\"net/eth0\",\n\"time\",\"recv\",\"send\"\n31-12 23:59:58,9,9\n31-12 23:59:59,1,2.385\n"
      "01-01 00:00:00,1\n01-01 00:00:01,3,\n", 3, 1, 1, 8, "2 cells, not 3", "dstat/h/net%2Feth0:recv" },
    { "1763683200\th\tPing\tOK\trta=2.385ms;~:80;@10:20;0 'a''b c'=U x=3foo\n1763683200\th\n"
      "DATATYPE::SERVICEPERFDATA\tTIMET::1763683200\tHOSTNAME::h\tSERVICEDESC::Ping\t"
      "SERVICEPERFDATA::'a''b c'=1,5%;;90\n", 2, 1, 2, 1, "not a value: '3foo'",
      "nagios/h/a''b c{service=\"Ping\"}" },
    { "# DDL\nCREATE DATABASE x\n# DML\nnet,host=a\\ b,if=e\\,0 bytes_recv=7i,up=t,"
      "s=\"x,y \\\" z=1\" 1763850300000000000\n"
      "cpu usage_idle=2.385 1763850300000000000\nm f=1\nm f= 1763850300000000000\nm,x 1\n", 3, 0, 3, 6,
      "", "influxdb/a b/net_bytes_recv{if=\"e,0\"}" },
    { "Linux 6.1.0 (h) \t23/11/2026 \t_x86_64_\t(2 CPU)\n\n09:25:45  DEV  tps  %util\n"
      "09:25:47  sda  2.385  nan\n09:25:49  sda  1\n09:25:51  LINUX RESTART\t(2 CPU)\nbroken\n"
      "Durchschn.:  sda  2  2\n", 1, 1, 2, 5, "2 words, not 3", "sysstat/h/tps{dev=\"sda\"}" },
    { "Linux 6.1.0 (h) \t05/11/26 \t_x86_64_\t(2 CPU)\n\n09:25:45  tps\n09:25:47  2\n", 0, 0, 0, 0,
      "can be a day of two months", NULL },
    { "h\t60\t2026-11-23 09:25:47 UTC\tcpu1\t%user\t2,385\nh\t60\t2026-11-23 09:25:47 UTC\tcpu1\t%user\n"
      "h\t-1\t2026-11-23 09:26:00 UTC\tLINUX-RESTART\t(2 CPU)\n", 1, 0, 1, 2, "5 cells, not 6",
      "sysstat/h/%25user{cpu=\"1\"}" },
    { "          a          b\n\n1761440400: 2.385e+00 -nan\n1761444000: 1.0e+00\n", 1, 1, 1, 4,
      "1 values, not 2", "rrdtool/export/a" },
    { "<xport><meta><start>1761440400</start><step>60</step><legend><entry>a</entry></legend></meta>"
      "<data><row><v>2.385</v><v>1</v></row>\n<row><v>x</v></row><row><v>NaN</v></row></data></xport>",
      1, 1, 2, 1, "more values than there are names", "rrdtool//a" },
    { "<rrd><ds><name> a </name></ds><!-- > not the end / x --><rra><cf>LAST</cf>"
      "<pdp_per_row>1</pdp_per_row><database><!-- 2025 / 1761440400 -->\n<row><v>2.385</v></row>"
      "</database></rra></rrd>", 1, 0, 0, 0, NULL, "rrdtool/export/a{stat=\"last\"}" },
    { "name: disk\ntags: host=a, path=/\ntime       used who\n----       ---- ---\n1761440400 2.38 x\n"
      "1761444000      y\nsoon       1\n", 1, 1, 1, 7, "not a time", "influxdb/a/disk_used{path=\"/\"}" },
};

static void odd_lines_are_said_and_the_rest_is_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct reading *r = reading_of_bytes(texts[i].text, strlen(texts[i].text), NULL, 0, 0);
        const char *said = r->rc < 0 ? r->err.text : r->tally.reject[0].text;

        if (r->tally.put != texts[i].put || r->tally.missing != texts[i].missing ||
            r->tally.rejected != texts[i].rejected || r->tally.reject[0].line != texts[i].line)
            fail_msg("text %zu: put %llu, missing %llu, rejected %llu, line %ld: %s", i,
                     (unsigned long long)r->tally.put, (unsigned long long)r->tally.missing,
                     (unsigned long long)r->tally.rejected, r->tally.reject[0].line, said);
        if (texts[i].reason && !strstr(said, texts[i].reason))
            fail_msg("text %zu said: %s", i, said);
        if (texts[i].name && !reading_find(r, texts[i].name))
            fail_msg("text %zu: no series %s", i, texts[i].name);
        reading_free(r);
    }
}

static struct reading *reading_in_zone(const char *path, const char *name, enum fold fold)
{
    struct ingest_options options = reading_options(path);
    struct error err = ERROR_NONE;
    struct zone *zone;
    struct input *in;
    struct reading *r;

    assert_ok(zone_open(&zone, name, &err), &err);
    assert_ok(input_open(&in, path, 0, &err), &err);
    options.zone = zone;
    options.zone_given = 1;
    options.fold = fold;
    r = reading_of(in, NULL, &options);
    input_close(in);
    zone_free(zone);
    return r;
}

/* 01:10 to 03:50 by the clocks of Berlin on the day of 25 hours: four hours but ten minutes. */
static void the_repeated_hour_is_told_apart_by_order(void **state)
{
    struct reading *r = reading_in_zone(DATA "sadf_fold_Berlin.csv", "Europe/Berlin", FOLD_ORDER);
    const struct reading_line *line = reading_find(r, "sysstat/vm/%25user{cpu=\"all\"}");

    (void)state;
    assert_ok(r->rc, &r->err);
    assert_non_null(line);
    assert_int_equal(line->count, 24);
    for (size_t i = 1; i < line->count; i++)
        assert_in_range(line->at[i] - line->at[i - 1], 599000, 601000);
    reading_free(r);
    r = reading_in_zone(DATA "sadf_fold_Berlin.csv", "Europe/Berlin", FOLD_ERROR);
    assert_int_equal(r->tally.rejected, 12);
    reading_free(r);
}

/* sar tells the date once, and the time with AM and PM in some locales. */
static void a_sar_text_goes_past_midnight(void **state)
{
    static const char text[] =
        "Linux 6.1.0 (h) \t11/23/26 \t_x86_64_\t(2 CPU)\n\n"
        "11:50:01 PM     CPU     %user     %idle\n11:55:01 PM     all      1.5       98.5\n"
        "12:05:01 AM     all      2.385     97\n\n"
        "11:50:01 PM  kbmemfree\n11:55:01 PM        512\n12:05:01 AM        513\n";
    struct reading *r = reading_of_bytes(text, strlen(text), NULL, 0, 0);
    const struct reading_line *user = reading_find(r, "sysstat/h/%25user{cpu=\"all\"}");
    const struct reading_line *freed = reading_find(r, "sysstat/h/kbmemfree");

    (void)state;
    assert_ok(r->rc, &r->err);
    assert_int_equal(r->tally.put, 6);
    assert_close(reading_value(user, INT64_C(1795478101000)), 1.5, 1e-15);     /* 23 Nov 23:55:01 UTC */
    assert_close(reading_value(user, INT64_C(1795478701000)), 2.385, 1e-15);   /* 24 Nov 00:05:01 UTC */
    assert_close(reading_value(freed, INT64_C(1795478101000)), 512 * 1024.0, 1e-15);
    assert_close(reading_value(freed, INT64_C(1795478701000)), 513 * 1024.0, 1e-15);
    reading_free(r);
}

/* The capacity of a series, as the last one told of it. */
struct told { char metric[64]; double capacity; };

static int keep_capacity(void *self, uint32_t series, const struct series_info *info, int64_t at,
                         double capacity, struct error *err)
{
    struct told *told = self;

    (void)series;
    (void)at;
    (void)err;
    if (strcmp(info->key.metric, told->metric) == 0)
        told->capacity = capacity;
    return 0;
}

static int forget_samples(void *self, uint32_t series, const struct series_info *info,
                          const int64_t *at, const double *value, size_t count, struct error *err)
{
    (void)self;
    (void)series;
    (void)info;
    (void)at;
    (void)value;
    (void)count;
    (void)err;
    return 0;
}

/* max, else the bound at which it is critical: of the disk 190734 MB, of load1 8, of the rest none. */
static void nagios_tells_capacities(void **state)
{
    struct told rows[] = { { "/", 190734 * 1048576.0 }, { "load1", 8 }, { "cpu busy", 100 },
                           { "rx", 0 }, { "time", 0 } };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct told told = rows[i];
        struct drain drain = { .self = &told, .samples = forget_samples, .capacity = keep_capacity };
        struct ingest_options options = reading_options(DATA "nagios.txt");
        struct error err = ERROR_NONE;
        struct intake *intake;
        struct input *in;

        told.capacity = 0;
        assert_ok(input_open(&in, options.file, 0, &err), &err);
        assert_ok(intake_new(&intake, &drain, &intake_limits_default, &err), &err);
        assert_ok(importer_find("nagios-perfdata")->read(in, &options, intake, &err), &err);
        assert_ok(intake_finish(intake, &err), &err);
        assert_close(told.capacity, rows[i].capacity, 1e-15);
        intake_free(intake);
        input_close(in);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exports_give_their_samples),
        cmocka_unit_test(every_example_is_read_by_its_own_importer),
        cmocka_unit_test(blocks_may_end_anywhere),
        cmocka_unit_test(odd_lines_are_said_and_the_rest_is_read),
        cmocka_unit_test(the_repeated_hour_is_told_apart_by_order),
        cmocka_unit_test(a_sar_text_goes_past_midnight),
        cmocka_unit_test(nagios_tells_capacities),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
