#include "data/base/number.h"
#include "tests/unit/reading.h"

/* The files of tests/data/traps hold one defect each; what must come of them was said with them. */
#define AT_OCT_26 INT64_C(1761436800000)    /* date -ud 2025-10-26 +%s */
#define HOURS_11  (AT_OCT_26 + 11 * HOUR_MS)

static const struct trap {
    const char *file, *zone;
    uint64_t    put, missing, rejected;
    const char *name, *unit;         /* a series, and … */
    int64_t     at;
    double      value;               /* … its value at an instant */
    const char *says;                /* part of a note, of the first reject, or of the error */
} traps[] = {
    { "ok_utf8.csv", NULL, 12, 0, 0, "/ok_utf8/cpu", "", HOURS_11, 15.5, NULL },
    { "bom_utf8.csv", NULL, 12, 0, 0, "/bom_utf8/cpu", "", HOURS_11, 15.5, NULL },
    { "bom_utf8_quoted.csv", NULL, 12, 0, 0, "/bom_utf8_quoted/cpu", "", HOURS_11, 15.5, NULL },
    { "utf16le_bom.csv", NULL, 12, 0, 0, "/utf16le_bom/cpu", "", HOURS_11, 15.5, NULL },
    { "latin1_header.csv", NULL, 12, 0, 0, "/latin1_header/Auslastung f\xc3\xbcr B\xc3\xbcro", "%",
      HOURS_11, 15.5, NULL },
    { "crlf.csv", NULL, 12, 0, 0, "/crlf/cpu", "", HOURS_11, 15.5, NULL },
    { "lone_cr.csv", NULL, 12, 0, 0, "/lone_cr/cpu", "", HOURS_11, 15.5, NULL },
    { "sep_line_excel.csv", NULL, 12, 0, 0, "/sep_line_excel/cpu", "", HOURS_11, 15.5, NULL },
    { "semicolon_decimal_comma.csv", NULL, 24, 0, 0, "/semicolon_decimal_comma/mem", "", AT_OCT_26,
      1000250.5, NULL },
    { "thousands.csv", NULL, 12, 0, 0, "/thousands/bytes", "", AT_OCT_26, 1234567.5, NULL },
    { "thousands_ambiguous.csv", NULL, 0, 0, 0, NULL, NULL, 0, 0, "about one or about a thousand" },
    { "thousands_nbsp_apostrophe.csv", NULL, 36, 0, 0, "/thousands_nbsp_apostrophe/a", "", AT_OCT_26,
      1234.5, NULL },
    { "thousands_nbsp_apostrophe.csv", NULL, 36, 0, 0, "/thousands_nbsp_apostrophe/b", "", AT_OCT_26,
      1234.5, NULL },
    { "thousands_nbsp_apostrophe.csv", NULL, 36, 0, 0, "/thousands_nbsp_apostrophe/c", "", AT_OCT_26,
      1234.5, NULL },
    { "units_in_values.csv", NULL, 72, 0, 0, "/units_in_values/cpu", "%", AT_OCT_26, 10, "--timezone" },
    { "units_in_values.csv", NULL, 72, 0, 0, "/units_in_values/mem", "B", AT_OCT_26, 36.0 * 0x1p30,
      "--timezone" },
    { "units_in_values.csv", NULL, 72, 0, 0, "/units_in_values/net", "B/s", AT_OCT_26 + HOUR_MS,
      980e3, "--timezone" },
    { "units_in_values.csv", NULL, 72, 0, 0, "/units_in_values/lat", "s", AT_OCT_26 + 2 * HOUR_MS, 150,
      "--timezone" },
    { "units_in_values.csv", NULL, 72, 0, 0, "/units_in_values/count", "", AT_OCT_26 + HOUR_MS, 1.2e6,
      "--timezone" },
    { "null_tokens.csv", NULL, 0, 12, 0, NULL, NULL, 0, 0, NULL },
    { "epoch_ms.csv", NULL, 12, 0, 0, "/epoch_ms/v", "", HOURS_11, 15.5, NULL },
    { "epoch_us.csv", NULL, 12, 0, 0, "/epoch_us/v", "", HOURS_11, 15.5, NULL },
    { "excel_serial.csv", NULL, 0, 0, 0, NULL, NULL, 0, 0, "spreadsheet day numbers" },
    { "ts_iso_minutes.csv", NULL, 12, 0, 0, "/ts_iso_minutes/value", "", HOURS_11, 15.5, "--timezone" },
    { "ts_iso_basic.csv", NULL, 12, 0, 0, "/ts_iso_basic/value", "", HOURS_11, 15.5, NULL },
    { "ts_iso_offset_nocolon.csv", NULL, 12, 0, 0, "/ts_iso_offset_nocolon/value", "", HOURS_11, 15.5,
      NULL },
    { "ts_iso_offset_hh.csv", NULL, 12, 0, 0, "/ts_iso_offset_hh/value", "", HOURS_11, 15.5, NULL },
    { "ts_iso_comma_frac.csv", NULL, 0, 0, 0, NULL, NULL, 0, 0, "3 cells, the header in line 1 names 2" },
    { "ts_month_name_ampm.csv", NULL, 12, 0, 0, "/ts_month_name_ampm/value", "", HOURS_11, 15.5,
      "--timezone" },
    { "ts_js_date.csv", NULL, 12, 0, 0, "/ts_js_date/value", "", HOURS_11, 15.5, NULL },
    { "ts_ctime.csv", NULL, 12, 0, 0, "/ts_ctime/value", "", HOURS_11, 15.5, "--timezone" },
    { "ts_ctime_zone.csv", NULL, 12, 0, 0, "/ts_ctime_zone/value", "", HOURS_11, 15.5, NULL },
    { "ts_slash_ymd.csv", NULL, 12, 0, 0, "/ts_slash_ymd/value", "", HOURS_11, 15.5, "--timezone" },
    { "ts_eu_dmy.csv", NULL, 12, 0, 0, "/ts_eu_dmy/value", "", HOURS_11, 15.5, "--timezone" },
    { "ts_pdh.csv", NULL, 12, 0, 0, "/ts_pdh/value", "", HOURS_11 + 123, 15.5, "--timezone" },
    { "ts_dstat_noyear.csv", NULL, 0, 0, 0, NULL, NULL, 0, 0, "no year" },
    { "ts_nmon.csv", NULL, 0, 0, 0, NULL, NULL, 0, 0, "3 cells, the header in line 1 names 2" },
    { "ts_time_only.csv", NULL, 0, 0, 0, NULL, NULL, 0, 0, "a time of day without a date" },
    { "ts_dmy_mdy_undecidable.csv", NULL, 3, 0, 0, "/ts_dmy_mdy_undecidable/value", "",
      INT64_C(1762819200000), 2, "--timezone" },    /* date -ud 2025-11-11 +%s */
    { "dst_gap_naive_berlin.csv", "Europe/Berlin", 16, 0, 4, "/dst_gap_naive_berlin/value", "",
      INT64_C(1743296400000), 12, "does not exist in Europe/Berlin" },    /* 03:00 there */
    { "dst_gap_naive_berlin.csv", NULL, 20, 0, 0, NULL, NULL, 0, 0, "taken as UTC" },
    { "tz_in_header.csv", NULL, 12, 0, 0, "/tz_in_header/value", "", HOURS_11, 15.5, NULL },
    { "comments_hash.csv", NULL, 12, 0, 0, "/comments_hash/cpu", "", HOURS_11, 15.5, NULL },
    { "preamble_keyvalue.csv", NULL, 12, 0, 0, "/preamble_keyvalue/cpu", "", HOURS_11, 15.5,
      "--timezone" },
    { "two_header_rows.csv", NULL, 48, 0, 0, "/two_header_rows/total cpu usage:sys", "", HOURS_11, 7.75,
      NULL },
    { "repeated_header.csv", NULL, 24, 0, 0, "/repeated_header/cpu", "", HOURS_11, 15.5,
      "1 repeated header row" },
    { "trailing_text.csv", NULL, 12, 0, 0, "/trailing_text/cpu", "", HOURS_11, 15.5,
      "2 lines of text behind" },
    { "ragged_long.csv", NULL, 11, 0, 1, "/ragged_long/a", "", HOURS_11, 15.5, "3 cells, not 2" },
    { "unclosed_quote.csv", NULL, 11, 0, 1, NULL, NULL, 0, 0, "a quote is not closed" },
    { "raw_quotes_in_header.csv", NULL, 12, 0, 0, "gcp/p/a%2Fb", "", HOURS_11, 15.5, NULL },
    { "out_of_order.csv", NULL, 12, 0, 0, "/out_of_order/cpu", "", HOURS_11, 15.5, NULL },
    { "mixed_interval.csv", NULL, 60, 0, 0, "/mixed_interval/cpu", "", AT_OCT_26, 0, NULL },
    { "jitter.csv", NULL, 12, 0, 0, NULL, NULL, 0, 0, NULL },    /* as collectd writes, and named so */
    { "counter_reset.csv", NULL, 60, 0, 0, "/counter_reset/node_network_receive_bytes_total", "B",
      AT_OCT_26 + MINUTE_MS, 1000, NULL },
    { "counter_wrap32.csv", NULL, 60, 0, 0, "/counter_wrap32/ifInOctets", "B", AT_OCT_26, 4294000000.0,
      NULL },
    { "nul_bytes.csv", NULL, 11, 0, 1, "/nul_bytes/cpu", "", HOURS_11, 15.5, "not a time" },
    { "formula_injection.csv", NULL, 24, 0, 0, "/formula_injection/=cmd|' %2FC calc'!A0", "", HOURS_11,
      1, NULL },
    { "truncated_midrow.csv", NULL, 11, 0, 1, "/truncated_midrow/cpu", "", AT_OCT_26, 10,
      "the last line has no end" },
    { "ok.csv.gz", NULL, 12, 0, 0, "/ok/cpu", "", HOURS_11, 15.5, NULL },
    { "gzip_trailing_garbage.csv.gz", NULL, 12, 0, 0, "/gzip_trailing_garbage/cpu", "", HOURS_11, 15.5,
      NULL },
    { "html_login_page.json", NULL, 0, 0, 0, NULL, NULL, 0, 0, "web page" },
};

static struct reading *read_file(const char *path, const char *zone_called)
{
    struct ingest_options options = reading_options(path);
    struct error err = ERROR_NONE;
    struct zone *zone = NULL;
    struct input *in = NULL;
    struct reading *r;
    int rc = zone_called ? zone_open(&zone, zone_called, &err) : 0;

    assert_ok(rc, &err);
    options.zone = zone;
    options.zone_given = zone != NULL;
    rc = input_open(&in, path, 0, &err);
    if (rc == 0) {
        r = reading_of(in, NULL, &options);
    } else {
        r = calloc(1, sizeof *r);
        r->rc = rc;
        r->err = err;
    }
    input_close(in);
    zone_free(zone);
    return r;
}

static int said(const struct reading *r, const char *text)
{
    if (r->rc < 0)
        return strstr(r->err.text, text) && r->err.hint[0];
    for (size_t i = 0; i < r->tally.notes; i++)
        if (strstr(r->tally.note[i], text))
            return 1;
    return r->tally.rejected > 0 && strstr(r->tally.reject[0].text, text) && r->tally.reject[0].line > 0;
}

static void every_trap_is_met_as_its_maker_expects(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(traps); i++) {
        const struct trap *trap = &traps[i];
        char path[256];
        struct reading *r;
        double value;

        snprintf(path, sizeof path, "tests/data/traps/%s", trap->file);
        r = read_file(path, trap->zone);
        value = reading_value(trap->name ? reading_find(r, trap->name) : NULL, trap->at);
        if (r->tally.put != trap->put || r->tally.missing != trap->missing ||
            r->tally.rejected != trap->rejected || (r->rc < 0) != (!trap->put && !trap->missing))
            fail_msg("%s: put %llu, missing %llu, rejected %llu, %s", trap->file,
                     (unsigned long long)r->tally.put, (unsigned long long)r->tally.missing,
                     (unsigned long long)r->tally.rejected, r->err.text);
        if (trap->name && (!reading_find(r, trap->name) || value != trap->value))
            fail_msg("%s: %s is %.17g", trap->file, trap->name, value);
        if (trap->name)
            assert_string_equal(reading_find(r, trap->name)->unit, trap->unit);
        if (trap->says && !said(r, trap->says))
            fail_msg("%s does not say '%s'", trap->file, trap->says);
        if (!trap->says && r->tally.notes)
            fail_msg("%s says '%s'", trap->file, r->tally.note[0]);
        reading_free(r);
    }
}

/* Real and documented exports; counts by python3's csv module, values as they stand in the files. */
static const struct {
    const char *file, *zone;
    uint64_t    put, missing;
    size_t      series;
    const char *name, *unit;
    int64_t     at;
    double      value;
} exports[] = {
    { "csv/excel_de.csv", "Europe/Berlin", 507, 0, 3, "/excel_de/Speicher web-01", "B",
      INT64_C(1763251200000), 6.343e9 },    /* 2025-11-16 01:00 there */
    { "csv/long.csv", NULL, 98, 0, 2, "/web-02/cpu.utilization", "%", INT64_C(1763683200000), 30.2251 },
    { "csv/wide_per_host.csv", NULL, 507, 0, 3, "/wide_per_host/web-03", "", INT64_C(1763251200000),
      18.19 },
    { "csv/full_header_style.csv", NULL, 1, 2, 1, "/full_header_style/Value", "%", AT_OCT_26, 12.5 },
    { "csv/inspect_single_frame_raw.csv", NULL, 336, 0, 1, "/inspect_single_frame_raw/cpu web-01", "",
      AT_OCT_26, 12.461603790282819 },
    /* 02:00 stands there twice: 00:00 and 01:00 UTC */
    { "csv/inspect_single_frame_formatted.csv", "Europe/Berlin", 336, 0, 1,
      "/inspect_single_frame_formatted/cpu web-01", "%", AT_OCT_26 + HOUR_MS, 16.3 },
    { "csv/series_joined_by_time_formatted.csv", "Europe/Berlin", 668, 4, 2,
      "/series_joined_by_time_formatted/cpu web-02", "%", AT_OCT_26, 17.3 },
    { "csv/series_joined_excel_header.csv", "Europe/Berlin", 668, 4, 2,
      "/series_joined_excel_header/cpu web-02", "%", AT_OCT_26, 17.3 },
    { "csv/series_joined_by_time_mixed_units_formatted.csv", "Europe/Berlin", 3020, 4, 9,
      "/series_joined_by_time_mixed_units_formatted/conns", "", AT_OCT_26, 1271604.834 },
    { "csv/series_joined_by_time_mixed_units_formatted.csv", "Europe/Berlin", 3020, 4, 9,
      "/series_joined_by_time_mixed_units_formatted/rx", "B/s", AT_OCT_26, 5.15e6 },
    /* newest first: of the two 02:00 the later comes first */
    { "csv/series_to_rows_formatted.csv", "Europe/Berlin", 668, 4, 2,
      "/series_to_rows_formatted/cpu web-01", "%", AT_OCT_26 + HOUR_MS, 16.3 },
    { "csv/nulls_formatted.csv", "Europe/Berlin", 1, 2, 1,
      "/web-01:9100/nulls_formatted{job=\"node\"}", "%", AT_OCT_26 - 2 * HOUR_MS, 12.5 },
    { "csv/labels_display_name_formatted.csv", "Europe/Berlin", 2, 4, 1,
      "/web-01:9100/labels_display_name_formatted{job=\"node\"}", "%", AT_OCT_26 - 2 * HOUR_MS, 12.5 },
    { "gcp/Cloud_SQL_Database_-_PostgreSQL_Connections_[MEAN].csv", NULL, 418, 89, 3,
      "gcp/acme-prod-1:db-main/cloudsql.googleapis.com%2Fdatabase%2Fpostgresql%2Fnum_backends"
      "{database=\"app\",project_id=\"acme-prod-1\",stat=\"avg\"}", "", INT64_C(1763251200000), 107 },
    { "gcp/dst_fold_Europe_Berlin_VPC_instances_[MAX].csv", NULL, 24, 0, 1,
      "gcp/vpc-conn-1/vpcaccess.googleapis.com%2Fconnector%2Finstances"
      "{location=\"europe-west1\",project_id=\"acme-prod-1\",stat=\"max\"}", "",
      AT_OCT_26 - 2 * HOUR_MS, 3 },
    { "gcp/filter_with_unquoted_commas.csv", NULL, 60, 0, 2,
      "gcp/acme-prod-1:db-replica/cloudsql.googleapis.com%2Fdatabase%2Fcpu%2Futilization"
      "{stat=\"avg\"}", "ratio", AT_OCT_26, 0.1727282592113356 },
};

static void exports_give_their_samples(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(exports); i++) {
        char path[256];
        struct reading *r;
        const struct reading_line *line;

        snprintf(path, sizeof path, "tests/data/%s", exports[i].file);
        r = read_file(path, exports[i].zone);
        assert_ok(r->rc, &r->err);
        line = reading_find(r, exports[i].name);
        if (!line || r->tally.put != exports[i].put || r->tally.missing != exports[i].missing ||
            r->series != exports[i].series || r->tally.rejected)
            fail_msg("%s: put %llu, missing %llu, %zu series, first '%s'", exports[i].file,
                     (unsigned long long)r->tally.put, (unsigned long long)r->tally.missing, r->series,
                     r->line[0].name);
        assert_string_equal(line->unit, exports[i].unit);
        if (reading_value(line, exports[i].at) != exports[i].value)
            fail_msg("%s: %s is %.17g", exports[i].file, line->name,
                     reading_value(line, exports[i].at));
        reading_free(r);
    }
}

/* Small tables: what they are read into. `want` lists series and rejects as print_short() does. */
#define L "time,host,metric,value\n"
#define A "2026-01-31T00:00:00Z"
#define B "2026-01-31T00:05:00Z"

static const struct {
    const char *text, *want;
} tables[] = {
    /* roles by name, however they are spelt */
    { L A ",db-1,cpu,2.385\n", "/db-1/cpu=2.385;" },
    { "Time Stamp,HOST_NAME,Metric-Name,Val\n" A ",db-1,cpu,2.385\n", "/db-1/cpu=2.385;" },
    { "ts,env,instance,counter,_value\n" A ",prod,db-1,cpu,2.385\n", "prod/db-1/cpu=2.385;" },
    { "timestamp,resource,metric,unit,value\n" A ",db-1,mem,GiB,1.5\n" A ",db-2,mem,MiB,512\n",
      "/db-1/mem=1610612736 B;/db-2/mem=536870912 B;" },
    /* the statistic is a label */
    { "time,host,metric,average\n" A ",a,cpu,1.5\n", "/a/cpu{stat=\"avg\"}=1.5;" },
    { "time,host,metric,avg,max,p95\n" A ",a,cpu,1.5,9,7\n",
      "/a/cpu{stat=\"avg\"}=1.5;/a/cpu{stat=\"max\"}=9;/a/cpu{stat=\"p95\"}=7;" },
    { "time,host,metric,value,count\n" A ",a,cpu,1.5,7\n" B ",a,cpu,2.5,8\n",
      "/a/cpu=1.5,2.5;note left out: 'count' (it changes, but is not the value);" },
    /* other columns: labels where they repeat */
    { "time,host,zone,value\n" A ",a,east,1.5\n" B ",a,east,2.5\n" A ",b,west,3.5\n" B ",b,west,4.5\n",
      "/a/value{zone=\"east\"}=1.5,2.5;/b/value{zone=\"west\"}=3.5,4.5;" },
    { "time,host,note,value\n" A ",a,alpha,1.5\n" B ",a,beta,2.5\n",
      "/a/value=1.5,2.5;note left out: 'note' (its text hardly repeats);" },
    { "time,host,core,value\n" A ",a,0,1.5\n" A ",a,1,2.5\n",
      "/a/value{core=\"0\"}=1.5;/a/value{core=\"1\"}=2.5;" },
    /* a table of measurements by host has a series for each */
    { "time,host,cpu (%),used [GiB]\n" A ",a,41.5,2\n" A ",b,42.5,3\n",
      "/a/cpu=41.5 %;/a/used=2147483648 B;/b/cpu=42.5 %;/b/used=3221225472 B;" },
    { "date,time,cpu\n2026-01-31,00:00:00,1.5\n2026-01-31,00:05:00,2.5\n",
      "/t/cpu=1.5,2.5;note times without an offset were taken as UTC; say --timezone ZONE if the "
      "clocks showed another;" },
    /* no header: the words name the metric; the times are those that run on, not the large numbers */
    { "web-1;" A ";14.5\nweb-1;" B ";15.5\n", "/t/web-1=14.5,15.5;" },
    { "web-1," A ",14.5,7\nweb-1," B ",15.5,8\n",
      "/t/column 3{column 1=\"web-1\"}=14.5,15.5;/t/column 4{column 1=\"web-1\"}=7,8;" },
    { "time,name,cpu,mem\n" A ",nginx,1.5,7\n" B ",nginx,2.5,8\n",
      "/t/cpu{name=\"nginx\"}=1.5,2.5;/t/mem{name=\"nginx\"}=7,8;" },
    { "mem,3362322935,1769817600\nmem,3462322935,1769817900\nmem,3362322936,1769818200\n",
      "/t/mem=3362322935,3462322935,3362322936;" },
    { "\"_time\",\"web-1\",\"_span\"\n2026-01-31T00:00:00.000+0000,1.5,300\n",
      "/t/web-1=1.5;note left out: '_span' (it is the length of Splunk's buckets);" },
    { "@timestamp,host.name,system.cpu.total.norm.pct,system.memory.used.bytes\n"
      "\"Jan 31, 2026 @ 00:00:00.000\",a,0.25,\"6,345,953,974\"\n",
      "/a/system.cpu.total.norm.pct=0.25 ratio;/a/system.memory.used.bytes=6345953974 B;note times without an offset were taken "
      "as UTC; say --timezone ZONE if the clocks showed another;" },
    /* label sets and counters as headers */
    { "Time,\"cpu{instance=\"\"web-1\"\", job=\"\"node\"\"}\"\n" A ",1.5\n",
      "/web-1/cpu{job=\"node\"}=1.5;" },
    { "\"(PDH-CSV 4.0) (W. Europe Standard Time)(-60)\",\"\\\\WEB\\Processor(_Total)\\% Processor Time\"\n"
      "\"01/31/2026 01:00:00.000\",\"2.385\"\n\"01/31/2026 01:05:00.000\",\" \"\n",
      "/WEB/Processor(_Total)\\%25 Processor Time=2.385 %;" },
    /* totals, empty rows and other headers below */
    { "time,a\n" A ",1.5\n,\n\nTotal,99\n", "/t/a=1.5;note 1 rows of totals or averages left out;" },
    { "time,a\n" A ",1.5\ntime,b\n" B ",2.5\n", "/t/a=1.5;/t/b=2.5;" },
    { "time,a\n" A ",1.5\nsomething broke\n" B ",2.5\n",
      "/t/a=1.5,2.5;line 3: no samples, but words: 'something broke';" },
    { "time,a\n" A ",1.5\n" B ",n/a?\n", "/t/a=1.5;line 3: not a number: 'n/a?';" },
    { "time,a\n" A ",45%\n" B ",46 %\n", "/t/a=45,46 %;" },
    { "time,a\n" A ",45%\n" B ",1.2 GiB\n", "/t/a=45 %;line 3: '1.2 GiB' is no amount of %;" },
    /* a separator at the end of each row */
    { "time;a;\n" A ";1,5;\n" B ";2,5;\n", "/t/a=1.5,2.5;" },
    { "time;a\n" A ";1,5;\n" B ";2,5;\n", "/t/a=1.5,2.5;" },
    { "time\ta\n" A "\t1.5\n" B "\t\n", "/t/a=1.5;" },
    { "# time|a\n" A "|1.5\n" B "|2.5\n", "/t/a=1.5,2.5;" },
    { "sep=|\ntime|a\n" A "|1.5\n", "/t/a=1.5;" },
    /* a time only where most rows have no cell any more */
    { "a,b,c,d,e,f," A "\na,b,c,d,e,f," A ",x\na,b,c,d,e,f," A ",x,y\n1,2,3\n4,5,6\n",
      "error no column of times was found;" },
    /* infinities and text in gaps */
    { "time,a\n" A ",+Inf\n" B ",1.5\n", "/t/a=1.5;" },
};

static void print_short(const struct reading *r, struct buf *out)
{
    char text[NUMBER_ROOM];

    if (r->rc < 0)
        buf_addf(out, "error %s;", r->err.text);
    for (size_t i = 0; i < r->series; i++) {
        const struct reading_line *line = &r->line[i];

        buf_addf(out, "%s=", line->name);
        for (size_t j = 0; j < line->count; j++)
            buf_addf(out, "%s%s", j ? "," : "", number_exact(text, line->value[j]));
        buf_addf(out, "%s%s;", line->unit[0] ? " " : "", line->unit);
    }
    for (size_t i = 0; i < r->tally.rejected && i < INTAKE_REJECTS; i++)
        buf_addf(out, "line %ld: %s;", r->tally.reject[i].line, r->tally.reject[i].text);
    for (size_t i = 0; i < r->tally.notes; i++)
        buf_addf(out, "note %s;", r->tally.note[i]);
}

/* The reader of tables that takes a text, whatever special format it may look like besides. */
static const struct importer *table_reader(const char *text)
{
    const struct importer *is_long = importer_find("csv-long");

    return is_long->sniff(text, strlen(text)) ? is_long : importer_find("csv-wide");
}

static void small_tables_read_as_they_should(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(tables); i++)
        for (size_t piece = 0; piece < 8; piece += 7) {
            struct ingest_options options = reading_options("/x/t.csv");
            struct error err = ERROR_NONE;
            struct input *in;
            struct reading *r;
            struct buf got;

            assert_ok(input_open_memory(&in, tables[i].text, strlen(tables[i].text), &err), &err);
            input_pieces(in, piece, 20264);
            r = reading_of(in, table_reader(tables[i].text), &options);
            buf_init(&got, 1 << 16);
            print_short(r, &got);
            if (strcmp(got.text, tables[i].want) != 0)
                fail_msg("%s gives\n%s not\n%s", tables[i].text, got.text, tables[i].want);
            buf_release(&got);
            reading_free(r);
            input_close(in);
        }
}

/* Cut anywhere, a table gives the same: the readers must not care where a block ends. */
static void pieces_do_not_matter(void **state)
{
    static const char *const files[] = {
        "tests/data/csv/series_joined_by_time_mixed_units_formatted.csv",
        "tests/data/traps/repeated_header.csv", "tests/data/traps/lone_cr.csv",
        "tests/data/traps/unclosed_quote.csv",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(files); i++) {
        struct buf whole;

        buf_init(&whole, 1 << 24);
        for (uint64_t seed = 0; seed < 4; seed++) {
            struct ingest_options options = reading_options(files[i]);
            struct error err = ERROR_NONE;
            struct input *in;
            struct reading *r;
            struct buf text;

            assert_ok(input_open(&in, files[i], 0, &err), &err);
            input_pieces(in, seed ? 40 : 0, seed);
            r = reading_of(in, NULL, &options);
            buf_init(&text, 1 << 24);
            reading_print(r, seed ? &text : &whole);
            if (seed)
                assert_string_equal(text.text, whole.text);
            buf_release(&text);
            reading_free(r);
            input_close(in);
        }
        buf_release(&whole);
    }
}

/* A long table with all that makes threads stumble: quoted line ends, mistakes, another header. */
static void write_difficult_table(struct buf *out)
{
    char time[TIME_ROOM];

    buf_add(out, "time,host,metric,note,value,capacity\n");
    for (int i = 0; i < 60000; i++) {
        time_iso(time, AT_OCT_26 + i / 50 * MINUTE_MS);
        if (i == 30000)
            buf_add(out, "time,host,cpu\n");
        if (i >= 30000) {
            buf_addf(out, "%s,host-%d,%d.25\n", time, i % 50, i % 977);
            continue;
        }
        buf_addf(out, "%s,host-%d,cpu,%s,%d.%02d,%d\n", time, i % 50,
                 i % 5000 == 77 ? "\"two\nlines\"" : "x", i % 977, i % 100, 1000 + i / 7000);
        if (i % 4001 == 4000)
            buf_add(out, "2026-02-30T00:00:00Z,host-1,cpu,x,1,1\n");
        if (i % 6007 == 6006)
            buf_add(out, "words,in,between,,,\n");
    }
}

static void any_number_of_threads_reads_the_same(void **state)
{
    struct buf text, want;

    (void)state;
    buf_init(&text, 1 << 24);
    buf_init(&want, 1 << 26);
    write_difficult_table(&text);
    for (unsigned jobs = 1; jobs <= 4; jobs++) {
        struct ingest_options options = reading_options("t.csv");
        struct error err = ERROR_NONE;
        struct input *in;
        struct reading *r;
        struct buf got;

        options.jobs = jobs;
        assert_ok(input_open_memory(&in, text.text, text.used, &err), &err);
        r = reading_of(in, NULL, &options);
        assert_ok(r->rc, &r->err);
        assert_int_equal(r->tally.put, 60000);
        assert_int_equal(r->tally.rejected, 7 + 4);
        buf_init(&got, 1 << 26);
        reading_print(r, jobs == 1 ? &want : &got);
        if (jobs > 1)
            assert_string_equal(got.text, want.text);
        buf_release(&got);
        reading_free(r);
        input_close(in);
    }
    buf_release(&text);
    buf_release(&want);
}

/* --- rows in one pass -------------------------------------------------------------------------- */

/* A layout that csv_straight.c knows, in which rows now and then are otherwise. */
struct layout {
    const char *name, *header;
    int names, values;         /* columns behind the time */
    int hosts, by_host;        /* rows of one host lie together, or those of one time */
    const char *time;          /* what stands behind the time of day */
    const char *line_end;
    int odd_per_mille;
};

static void add_value(struct buf *out, int odd_per_mille)
{
    static const char *const odd[] = {
        "", "NaN", "1e3", "-0", "+5", " 7", "8 ", "0x10", "12345678901234567890123", ".5", "5.", "007",
        "0.1234567890123456789", "1234567890123456789", "abc", "-", "5,5", "1.2.3", "45%",
    };
    double draw = drand48();

    if (drand48() * 1000 < odd_per_mille)
        buf_add(out, odd[(size_t)(drand48() * COUNT(odd))]);
    else if (draw < 0.5)
        buf_addf(out, "%.2f", drand48() * 200 - 100);
    else
        buf_addf(out, draw < 0.75 ? "%.0f" : "%.15g", drand48() * 1e5);
}

/* The same rows twice; in *quoted the times stand in quotes, so that every row is cut into cells. */
static void write_layout(const struct layout *layout, struct buf *plain, struct buf *quoted)
{
    struct buf rest;
    char time[TIME_ROOM];

    buf_init(&rest, 1 << 12);
    buf_addf(plain, "%s%s", layout->header, layout->line_end);
    buf_addf(quoted, "%s%s", layout->header, layout->line_end);
    for (int i = 0; i < 3000; i++) {
        int host = layout->by_host ? i / (3000 / layout->hosts) : i % layout->hosts;
        int step = layout->by_host ? i % (3000 / layout->hosts) : i / layout->hosts;

        if (drand48() * 1000 < layout->odd_per_mille)
            host = (int)(drand48() * layout->hosts);
        time_iso(time, AT_OCT_26 - HOUR_MS + step * MINUTE_MS);
        time[19] = '\0';
        buf_clear(&rest);
        for (int k = 0; k < layout->names; k++)
            buf_addf(&rest, ",%s-%d", k ? "metric" : "host", k ? host % 3 : host);
        for (int k = 0; k < layout->values; k++) {
            buf_add(&rest, ",");
            add_value(&rest, layout->odd_per_mille);
        }
        if (drand48() * 1000 < layout->odd_per_mille / 10)
            buf_add(&rest, ",1");
        if (i < 2999)
            buf_add(&rest, layout->line_end);
        snprintf(time + 19, sizeof time - 19, "%s%s",
                 drand48() * 1000 < layout->odd_per_mille ? ".250" : "", layout->time);
        buf_addf(plain, "%s%s", time, rest.text);
        buf_addf(quoted, "\"%s\"%s", time, rest.text);
    }
    buf_release(&rest);
}

static void read_layout(const struct buf *text, struct buf *out)
{
    struct ingest_options options = reading_options("t.csv");
    struct error err = ERROR_NONE;
    struct zone *zone = NULL;
    struct input *in;
    struct reading *r;

    assert_ok(zone_open(&zone, "Europe/Berlin", &err), &err);
    options.zone = zone;
    assert_ok(input_open_memory(&in, text->text, text->used, &err), &err);
    r = reading_of(in, NULL, &options);
    assert_ok(r->rc, &r->err);
    assert_true(r->tally.put > 2500);
    reading_print(r, out);
    reading_free(r);
    input_close(in);
    zone_free(zone);
}

static void rows_in_one_pass_equal_rows_cut_into_cells(void **state)
{
    static const struct layout layouts[] = {
        { "by time",        "time,host,metric,value", 2, 1, 50, 0, "Z", "\n",   0 },
        { "by host",        "time,host,metric,value", 2, 1, 10, 1, "Z", "\n",   0 },
        { "odd, by time",   "time,host,metric,value", 2, 1, 50, 0, "Z", "\n",   30 },
        { "odd, by host",   "time,host,metric,value", 2, 1, 10, 1, "Z", "\r\n", 30 },
        { "local times",    "time,host,value",        1, 1,  7, 0, "",  "\n",   20 },
        { "wide",           "time,a,b,c,d",           0, 4,  1, 0, "Z", "\n",   0 },
        { "odd, wide",      "time,a,b,c,d",           0, 4,  1, 0, "Z", "\r\n", 20 },
        { "names and wide", "time,host,a,b,c",        1, 3, 30, 0, "Z", "\n",   20 },
        { "mostly odd",     "time,host,a,b,c",        1, 3, 30, 0, "Z", "\n",   400 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(layouts); i++) {
        struct buf plain, quoted, got, want;

        print_message("%s, seed %zu\n", layouts[i].name, i + 1);
        srand48((long)i + 1);
        buf_init(&plain, 1 << 20);
        buf_init(&quoted, 1 << 20);
        buf_init(&got, 1 << 24);
        buf_init(&want, 1 << 24);
        write_layout(&layouts[i], &plain, &quoted);
        read_layout(&plain, &got);
        read_layout(&quoted, &want);
        assert_string_equal(got.text, want.text);
        buf_release(&plain);
        buf_release(&quoted);
        buf_release(&got);
        buf_release(&want);
    }
}

struct totals { size_t series, samples; double last; };

static int add_up(void *self, uint32_t series, const struct series_info *info, const int64_t *at,
                  const double *value, size_t count, struct error *err)
{
    struct totals *totals = self;

    (void)info, (void)at, (void)err;
    totals->series = series + 1u > totals->series ? series + 1u : totals->series;
    totals->samples += count;
    totals->last = value[count - 1];
    return 0;
}

/* Many columns, and a header longer than what is first looked at. */
static void thousands_of_columns_are_series(void **state)
{
    enum { COLUMNS = 4000, ROWS = 5 };
    struct totals totals = { 0 };
    struct drain drain = { .self = &totals, .samples = add_up };
    struct ingest_options options = reading_options("t.csv");
    struct error err = ERROR_NONE;
    struct intake *intake;
    struct input *in;
    struct buf text;
    const char *head;
    size_t length;
    int sure;

    (void)state;
    buf_init(&text, 1 << 24);
    buf_add(&text, "timestamp");
    for (int i = 0; i < COLUMNS; i++)
        buf_addf(&text, ",a-host-with-a-long-name-%04d", i);
    for (int row = 0; row < ROWS; row++) {
        buf_addf(&text, "\n2026-01-31T00:%02d:00Z", row);
        for (int i = 0; i < COLUMNS; i++)
            buf_addf(&text, ",%d.25", i + row);
    }
    buf_add(&text, "\n");
    assert_ok(input_open_memory(&in, text.text, text.used, &err), &err);
    assert_ok(intake_new(&intake, &drain, NULL, &err), &err);
    head = input_head(in, &length);
    assert_ok(importer_sniff(head, length, &sure)->read(in, &options, intake, &err), &err);
    assert_ok(intake_finish(intake, &err), &err);
    assert_int_equal(totals.series, COLUMNS);
    assert_int_equal(totals.samples, COLUMNS * ROWS);
    assert_true(totals.last == 4003.25);
    intake_free(intake);
    input_close(in);
    buf_release(&text);
}

/* A year of hours in a zone: each of the 8760 instants once, through both changes of the clocks. */
static void a_year_of_local_hours_is_a_year_of_hours(void **state)
{
    struct error err = ERROR_NONE;
    struct ingest_options options = reading_options("year.csv");
    struct zone *zone;

    (void)state;
    assert_ok(zone_open(&zone, "Europe/Berlin", &err), &err);
    for (int down = 0; down < 2; down++) {
        int64_t first = INT64_C(1735686000000);    /* 2025-01-01 00:00 there */
        struct buf text;
        struct input *in;
        struct reading *r;

        buf_init(&text, 1 << 20);
        buf_add(&text, "time,value\n");
        for (int i = 0; i < 8760; i++) {
            int64_t at = first + (down ? 8759 - i : i) * HOUR_MS;
            char minute[TIME_ROOM];

            buf_addf(&text, "%s,%d\n", time_minute(minute, zone, at), i);
        }
        options.zone = zone;
        options.zone_given = 1;
        assert_ok(input_open_memory(&in, text.text, text.used, &err), &err);
        r = reading_of(in, NULL, &options);
        assert_ok(r->rc, &r->err);
        assert_int_equal(r->samples, 8760);
        for (int i = 0; i < 8760; i++)
            assert_int_equal(r->line[0].at[i], first + (down ? 8759 - i : i) * HOUR_MS);
        assert_non_null(strstr(r->tally.note[0], "2 times in an hour"));
        reading_free(r);
        input_close(in);
        buf_release(&text);
    }
    zone_free(zone);
}

static int keep_capacity(void *self, uint32_t series, const struct series_info *info, int64_t at,
                         double capacity, struct error *err)
{
    struct buf *out = self;

    (void)series;
    (void)err;
    buf_addf(out, "%s %lld %g;", info->key.resource, (long long)at, capacity);
    return 0;
}

static int ignore_samples(void *self, uint32_t series, const struct series_info *info,
                          const int64_t *at, const double *value, size_t count, struct error *err)
{
    (void)self, (void)series, (void)info, (void)at, (void)value, (void)count, (void)err;
    return 0;
}

static void a_capacity_column_is_handed_on_in_the_unit_of_the_values(void **state)
{
    static const char text[] = "time,host,metric,unit,value,capacity\n"
                               A ",a,disk,GiB,1,4\n" B ",a,disk,GiB,1,8\n";
    struct buf got;
    struct drain drain = { .self = &got, .samples = ignore_samples, .capacity = keep_capacity };
    struct ingest_options options = reading_options("t.csv");
    struct error err = ERROR_NONE;
    struct intake *intake;
    struct input *in;

    (void)state;
    buf_init(&got, 1000);
    assert_ok(intake_new(&intake, &drain, NULL, &err), &err);
    assert_ok(input_open_memory(&in, text, sizeof text - 1, &err), &err);
    assert_ok(importer_find("csv-long")->read(in, &options, intake, &err), &err);
    assert_ok(intake_finish(intake, &err), &err);
    assert_string_equal(got.text, "a 1769817600000 4.29497e+09;a 1769817900000 8.58993e+09;");
    intake_free(intake);
    input_close(in);
    buf_release(&got);
}

static void what_could_be_about_one_or_a_thousand_is_asked_about(void **state)
{
    static const struct { const char *file; char decimal; double first; } cases[] = {
        { "t;x\n2025-10-26;1.234\n2025-10-27;27\n", 0, NAN },       /* asked about */
        { "t;x\n2025-10-26;1.234\n2025-10-27;27\n", '.', 1.234 },
        { "t;x\n2025-10-26;1.234\n2025-10-27;27\n", ',', 1234 },
        { "t,x\n2025-10-26,\"1,234\"\n2025-10-27,27\n", 0, NAN },
        { "t,x\n2025-10-26,\"1,234\"\n2025-10-27,27\n", ',', 1.234 },
        { "t,x\n2025-10-26,\"1,234\"\n2025-10-27,27\n", '.', 1234 },
        { "t,x\n2025-10-26,1.234\n2025-10-27,27\n", 0, 1.234 },     /* , parts cells, not decimals */
        { "t;x\n2025-10-26;1.234\n2025-10-27;2.5\n", 0, 1.234 },    /* the next tells */
        { "t;x;y\n2025-10-26;1.234;0,5\n2025-10-27;27;1\n", 0, 1234 },    /* the other column tells */
        { "t;x;host\n2025-10-26;1;1.234\n2025-10-27;2;1.235\n", '.', 1 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct ingest_options options = reading_options("f.csv");
        struct error err = ERROR_NONE;
        struct input *in;
        struct reading *r;

        options.decimal = cases[i].decimal;
        assert_ok(input_open_memory(&in, cases[i].file, strlen(cases[i].file), &err), &err);
        r = reading_of(in, NULL, &options);
        if (isnan(cases[i].first) ? r->rc != ERR_DATA || !strstr(r->err.hint, "--decimal comma")
                                  : reading_value(&r->line[0], AT_OCT_26) != cases[i].first)
            fail_msg("case %zu: %g, %s", i, reading_value(&r->line[0], AT_OCT_26), r->err.text);
        input_close(in);
        reading_free(r);
    }
}

/* A table whose header alone is longer than what is looked at of other files. */
static void a_table_may_be_as_wide_as_the_limits_allow(void **state)
{
    static const struct { const char *first, *time; } heads[] = {
        { "time", "2025-10-26T00:00:00Z" }, { "# made by hand\nZeitpunkt", "2025-10-26" },
        { "\"(PDH-CSV 4.0) (UTC)(0)\"", "\"10/26/2025 00:00:00.000\"" },
    };
    enum { COLUMNS = 65534 };

    (void)state;
    for (size_t k = 0; k < COUNT(heads); k++) {
        struct reading *r;
        struct buf text;

        buf_init(&text, 16 << 20);
        buf_add(&text, heads[k].first);
        for (int i = 0; i < COLUMNS; i++)
            buf_addf(&text, ",resource number %d", i);
        buf_addf(&text, "\n%s", heads[k].time);
        for (int i = 0; i < COLUMNS; i++)
            buf_addf(&text, ",%d.5", i % 90);
        buf_addc(&text, '\n');
        r = reading_of_bytes(text.text, text.used, NULL, 0, 0);
        /* a test keeps the first series alone and fails at the next: that there are more is shown */
        if (r->rc != ERR_LIMIT || r->series != READING_SERIES)
            fail_msg("%s: %zu series, %s", heads[k].first, r->series, r->err.text);
        assert_true(r->line[89].value[0] == 89.5);
        reading_free(r);
        buf_release(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_may_be_as_wide_as_the_limits_allow),
        cmocka_unit_test(what_could_be_about_one_or_a_thousand_is_asked_about),
        cmocka_unit_test(every_trap_is_met_as_its_maker_expects),
        cmocka_unit_test(exports_give_their_samples),
        cmocka_unit_test(small_tables_read_as_they_should),
        cmocka_unit_test(pieces_do_not_matter),
        cmocka_unit_test(any_number_of_threads_reads_the_same),
        cmocka_unit_test(rows_in_one_pass_equal_rows_cut_into_cells),
        cmocka_unit_test(thousands_of_columns_are_series),
        cmocka_unit_test(a_year_of_local_hours_is_a_year_of_hours),
        cmocka_unit_test(a_capacity_column_is_handed_on_in_the_unit_of_the_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
