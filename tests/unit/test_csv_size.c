/* Tables of any size and make: threads, rows in one pass, columns by the thousand. */
#include "tests/unit/reading.h"

#define T0 INT64_C(1761436800000)    /* date -ud 2025-10-26 +%s */

/* A long table with all that makes threads stumble: quoted line ends, mistakes, another header. */
static void write_difficult_table(struct buf *out)
{
    char time[TIME_ROOM];

    buf_add(out, "time,host,metric,note,value,capacity\n");
    for (int i = 0; i < 60000; i++) {
        time_iso(time, T0 + i / 50 * MINUTE_MS);
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
        time_iso(time, T0 - HOUR_MS + step * MINUTE_MS);
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
        cmocka_unit_test(any_number_of_threads_reads_the_same),
        cmocka_unit_test(rows_in_one_pass_equal_rows_cut_into_cells),
        cmocka_unit_test(thousands_of_columns_are_series),
        cmocka_unit_test(a_table_may_be_as_wide_as_the_limits_allow),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
