#include "data/base/clock.h"
#include "tests/unit/reading.h"

#define AT INT64_C(1761436800000)    /* 2025-10-26T00:00:00Z: date -d … +%s */

static struct reading *read_text(const char *text)
{
    return reading_of_bytes(text, strlen(text), NULL, 0, 0);
}

/* What a field is for follows from its name and from what it holds. */
static void fields_get_their_roles(void **state)
{
    static const struct { const char *text, *name, *unit; double value; } rows[] = {
        /* long: one value, the others say of what */
        { "{\"time\":\"2025-10-26T00:00:00Z\",\"host\":\"db\",\"metric\":\"used\",\"value\":\"1.5\","
          "\"unit\":\"KiB\",\"env\":\"prod\"}\n", "prod/db/used", "B", 1536 },
        { "{\"ts\":1761436800,\"name\":\"cpu\",\"val\":2.385,\"stat\":\"p95\",\"zone\":\"a\"}\n",
          "//cpu{stat=\"p95\",zone=\"a\"}", "", 2.385 },
        /* wide: each number, by its name */
        { "{\"@timestamp\":1761436800000,\"host\":\"web\",\"cpu (%)\":41.5}\n", "/web/cpu", "%", 41.5 },
        { "{\"date\":\"2025-10-26\",\"free_bytes\":7,\"disk\":\"sda\"}\n",
          "/export/free_bytes{disk=\"sda\"}", "B", 7 },
        { "{\"meta\":{\"timestamp\":\"2025-10-26 00:00:00+00\"},\"pool\":{\"size\":40}}\n",
          "/export/pool.size", "", 40 },
        { "{\"t\":\"2025-10-26T02:00:00+02:00\",\"load\":\"2.385\",\"up\":true}\n", "/export/load", "",
          2.385 },
        /* arrays, also inside of other objects */
        { "[{\"time\":\"2025-10-26T00:00:00Z\",\"n\":41},{\"time\":\"2025-10-26T00:05:00Z\",\"n\":42}]",
          "/export/n", "", 41 },
        { "{\"rows\":{\"data\":[{\"time\":\"2025-10-26T00:00:00Z\",\"n\":43}]}}", "/export/n", "", 43 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct reading *r = read_text(rows[i].text);
        const struct reading_line *line;

        assert_ok(r->rc, &r->err);
        assert_int_equal(r->tally.rejected, 0);
        line = reading_find(r, rows[i].name);
        if (!line)
            fail_msg("%zu: %s is not there but %s", i, rows[i].name, r->line[0].name);
        assert_string_equal(line->unit, rows[i].unit);
        assert_true(reading_value(line, AT) == rows[i].value);
        reading_free(r);
    }
}

static void what_is_left_out_is_said(void **state)
{
    struct buf text;
    struct reading *r;

    (void)state;
    buf_init(&text, 1 << 20);
    for (int i = 0; i < 60; i++)
        buf_addf(&text, "{\"time\":\"2025-10-26T00:%02d:00Z\",\"id\":\"x%d\",\"seen\":\"2025-10-25T"
                 "00:00:00Z\",\"n\":%d}\n", i, i, i);
    r = reading_of_bytes(text.text, text.used, NULL, 0, 0);
    assert_ok(r->rc, &r->err);
    assert_int_equal(r->series, 1);
    assert_int_equal(r->tally.put, 60);
    assert_true(reading_says(r, "'id' (it differs in nearly every record)"));
    assert_true(reading_says(r, "'seen' (a second time)"));
    reading_free(r);
    buf_release(&text);
}

static void records_without_a_time_are_rejects(void **state)
{
    struct reading *r = read_text("{\"time\":\"2025-10-26T00:00:00Z\",\"n\":1}\n"
                                  "{\"time\":\"never\",\"n\":2}\n{\"n\":3}\n"
                                  "{\"time\":\"2025-10-26T00:05:00Z\",\"n\":\"many\"}\n");

    (void)state;
    assert_ok(r->rc, &r->err);
    assert_int_equal(r->tally.put, 1);
    assert_int_equal(r->tally.rejected, 3);
    assert_int_equal(r->tally.reject[0].line, 2);
    assert_int_equal(r->tally.reject[1].line, 3);
    assert_int_equal(r->tally.reject[2].line, 4);
    reading_free(r);
}

static void nothing_to_measure_is_no_export(void **state)
{
    static const char *const texts[] = {
        "{\"name\":\"x\",\"n\":1}\n", "{\"time\":\"2025-10-26T00:00:00Z\",\"text\":\"a\"}\n", "{}", "[]",
        "[1,2,3]", "{\"a\":{\"b\":{\"c\":{}}}}",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct reading *r = read_text(texts[i]);

        assert_int_equal(r->rc, ERR_DATA);
        assert_string_equal(r->err.text, "not recognised");
        reading_free(r);
    }
}

/* Berlin had 02:00 to 03:00 twice on 2025-10-26; the offsets are those of tzdata 2025b. */
static void the_hour_that_comes_twice_goes_by_order(void **state)
{
    static const char text[] =
        "{\"time\":\"2025-10-26 01:30:00\",\"n\":1}\n{\"time\":\"2025-10-26 02:00:00\",\"n\":2}\n"
        "{\"time\":\"2025-10-26 02:30:00\",\"n\":3}\n{\"time\":\"2025-10-26 02:00:00\",\"n\":4}\n"
        "{\"time\":\"2025-10-26 02:30:00\",\"n\":5}\n{\"time\":\"2025-10-26 03:00:00\",\"n\":6}\n";
    struct ingest_options options = reading_options("export.json");
    struct error err = ERROR_NONE;
    struct zone *zone;
    struct input *in;
    struct reading *r;

    (void)state;
    assert_ok(zone_open(&zone, "Europe/Berlin", &err), &err);
    options.zone = zone;
    options.zone_given = 1;
    assert_ok(input_open_memory(&in, text, strlen(text), &err), &err);
    r = reading_of(in, NULL, &options);
    assert_ok(r->rc, &r->err);
    for (int i = 0; i < 6; i++) {    /* 23:30Z the day before, then every half hour */
        assert_int_equal(r->line[0].at[i], AT - INT64_C(1800000) + i * INT64_C(1800000));
        assert_true(r->line[0].value[i] == i + 1);
    }
    assert_true(reading_says(r, "4 times in an hour that Europe/Berlin had twice"));
    reading_free(r);
    input_close(in);
    zone_free(zone);
}

static int keep_nothing(void *self, uint32_t series, const struct series_info *info,
                        const int64_t *at, const double *value, size_t count, struct error *err)
{
    (void)self, (void)series, (void)info, (void)at, (void)value, (void)count, (void)err;
    return 0;
}

static int keep_capacity(void *self, uint32_t series, const struct series_info *info, int64_t at,
                         double capacity, struct error *err)
{
    (void)series, (void)info, (void)at, (void)err;
    *(double *)self = capacity;
    return 0;
}

static void a_capacity_is_one_in_the_unit_of_the_value(void **state)
{
    static const char text[] = "{\"time\":\"2025-10-26T00:00:00Z\",\"resource\":\"db\",\"metric\":\"disk\","
                               "\"value\":3,\"unit\":\"GiB\",\"capacity\":10}\n";
    double capacity = 0;
    struct drain drain = { .self = &capacity, .samples = keep_nothing, .capacity = keep_capacity };
    struct ingest_options options = reading_options("export.json");
    struct error err = ERROR_NONE;
    struct intake *intake;
    struct input *in;

    (void)state;
    assert_ok(intake_new(&intake, &drain, NULL, &err), &err);
    assert_ok(input_open_memory(&in, text, strlen(text), &err), &err);
    assert_ok(importer_find("json-lines")->read(in, &options, intake, &err), &err);
    assert_ok(intake_finish(intake, &err), &err);
    assert_true(capacity == 10 * 1073741824.0);
    intake_free(intake);
    input_close(in);
}

static void inspect_is_told_the_roles(void **state)
{
    static const char text[] = "{\"time\":\"2025-10-26T00:00:00Z\",\"host\":\"web\",\"cpu\":1,\"zone\":\"a\"}\n";
    struct ingest_options options = reading_options("export.json");
    struct error err = ERROR_NONE;
    struct buf out;

    (void)state;
    buf_init(&out, 1 << 12);
    assert_ok(importer_find("json-lines")->describe(text, sizeof text - 1, &options, &out, &err),
              &err);
    assert_string_equal(out.text, "time\ttime\nhost\tresource\ncpu\tvalue\nzone\tlabel\n");
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_get_their_roles),
        cmocka_unit_test(what_is_left_out_is_said),
        cmocka_unit_test(records_without_a_time_are_rejects),
        cmocka_unit_test(nothing_to_measure_is_no_export),
        cmocka_unit_test(the_hour_that_comes_twice_goes_by_order),
        cmocka_unit_test(a_capacity_is_one_in_the_unit_of_the_value),
        cmocka_unit_test(inspect_is_told_the_roles),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
