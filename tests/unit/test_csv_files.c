/* Tables as they are found: traps, and exports of real systems. */
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
        if (trap->says && (!reading_says(r, trap->says) || (r->rc < 0 && !r->err.hint[0])))
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
int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_trap_is_met_as_its_maker_expects),
        cmocka_unit_test(exports_give_their_samples),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
