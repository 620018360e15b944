/* What a table is read into. */
#include "data/base/number.h"
#include "tests/unit/reading.h"

#define AT_OCT_26 INT64_C(1761436800000)    /* date -ud 2025-10-26 +%s */

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
      "/a/system.cpu.total.norm.pct=0.25 ratio;"
      "/a/system.memory.used.bytes=6345953974 B;"
      "note times without an offset were taken as UTC; say --timezone ZONE if the clocks showed another;" },
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

/* Of the columns none holds numbers, in more rows than there is room for at first. */
static void a_table_without_a_series_has_no_samples(void **state)
{
    struct reading *r;
    struct buf text;

    (void)state;
    buf_init(&text, 1 << 14);
    buf_add(&text, "TimeSeries ID,a\nD,number\n");
    for (int i = 0; i < 300; i++)
        buf_add(&text, "2025-10-20\n");
    r = reading_of_bytes(text.text, text.used, importer_find("gcp-csv"), 0, 0);
    assert_int_equal(r->samples, 0);
    reading_free(r);
    buf_release(&text);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_tables_read_as_they_should),
        cmocka_unit_test(pieces_do_not_matter),
        cmocka_unit_test(a_year_of_local_hours_is_a_year_of_hours),
        cmocka_unit_test(a_capacity_column_is_handed_on_in_the_unit_of_the_values),
        cmocka_unit_test(what_could_be_about_one_or_a_thousand_is_asked_about),
        cmocka_unit_test(a_table_without_a_series_has_no_samples),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
