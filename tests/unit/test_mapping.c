#include "tests/unit/unit.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/config/config.h"
#include "ingest/mapping.h"
#include "ingest/timeformat.h"
#include "tests/unit/reading.h"

/* --- reading by a mapping ------------------------------------------------------------------ */

static struct config *config_of(const char *text)
{
    struct config *config = NULL;
    struct error err = ERROR_NONE;
    const struct error *mistake;
    size_t mistakes;

    assert_ok(config_read_text(&config, "mapping.ini", text, &err), &err);
    mistake = config_mistakes(config, &mistakes);
    if (mistakes)
        fail_msg("line %ld: %s\n%s", mistake->line, mistake->text, text);
    return config;
}

/* Reads bytes by the settings of a mapping, which may have a zone. */
static struct reading *read_by(const char *settings, const char *bytes, size_t pieces)
{
    struct ingest_options options = reading_options("export.txt");
    struct error err = ERROR_NONE;
    struct config *config;
    const struct mapping *mapping;
    struct zone *zone = NULL;
    struct input *in;
    struct reading *r;
    char text[2048];

    snprintf(text, sizeof text, "[mapping m]\n%s", settings);
    config = config_of(text);
    mapping = config_mapping(config, "m");
    mapping_settle(mapping, &options);
    if (mapping->timezone) {
        assert_ok(zone_open(&zone, mapping->timezone, &err), &err);
        options.zone = zone;
        options.zone_given = 1;
    }
    assert_ok(input_open_memory(&in, bytes, strlen(bytes), &err), &err);
    if (pieces)
        input_pieces(in, pieces, 7);
    r = reading_of(in, mapping_importer(mapping), &options);
    input_close(in);
    zone_free(zone);
    config_free(config);
    return r;
}

struct wanted { const char *series; int64_t at; double value; };

/* 2026-01-31T00:00:00Z, by date -d '2026-01-31 UTC' +%s */
#define JAN31 INT64_C(1769817600000)
#define H     INT64_C(3600000)

enum { WANTED = 4 };
struct example {
    const char   *what, *mapping, *file;
    struct wanted want[WANTED];
    size_t        samples, rejected;
};

static const struct example examples[] = {
    { "columns by number, no header, a separator of its own",
      "separator = ~\nheader = no\ntime = #2\ntime_format = %Y%m%d-%H%M\nvalue = #3 -> cpu, unit=%\n"
      "resource_from = #1\n",
      "db-1~20260131-0000~41.5\ndb-2~20260131-0100~2.385\n",
      { { "/db-1/cpu", JAN31, 41.5 }, { "/db-2/cpu", JAN31 + H, 2.385 } }, 2, 0 },
    { "lines before the table, quotes, a comment of its own, decimal comma",
      "separator = semicolon\nquote = '\ncomment = !\nskip = 2\ndecimal = comma\ntime = Zeit\n"
      "value = belegt\nignore = frei\n",
      "Report; of today\nmade by hand\n!a remark\nZeit;belegt;frei\n"
      "2026-01-31 00:00;'1.234,5';7\n2026-01-31 01:00;2,385;8\n",
      { { "/export/belegt", JAN31, 1234.5 }, { "/export/belegt", JAN31 + H, 2.385 } }, 2, 0 },
    { "a preamble is no header: the row that has all names is",
      "time = when\ntime_format = %d %b %y %I:%M %p\nvalue = load\n",
      "exported,by,me\nwhen,load\n31 Jan 26 12:00 AM,1.5\n31 Jan 26 01:00 PM,2.5\n",
      { { "/export/load", JAN31, 1.5 }, { "/export/load", JAN31 + 13 * H, 2.5 } }, 2, 0 },
    { "date and time in two columns, a zone",
      "time = Datum\ntime_of_day = Uhr\ntime_format = %d.%m.%Y %H.%M\ntimezone = Europe/Berlin\n"
      "value = Last\n",
      "Datum;Uhr;Last\n31.01.2026;01.00;4.25\n31.01.2026;02.00;4.5\n",    /* CET is UTC+1 */
      { { "/export/Last", JAN31, 4.25 }, { "/export/Last", JAN31 + H, 4.5 } }, 2, 0 },
    { "a spreadsheet's day numbers",    /* 46053 is 2026-01-31: 25569 + 20484 days */
      "time = t\ntime_format = excel\nvalue = v\n",
      "t,v\n46053,1.5\n\"46053,5\",2.5\n",
      { { "/export/v", JAN31, 1.5 }, { "/export/v", JAN31 + 12 * H, 2.5 } }, 2, 0 },
    { "seconds of an epoch too small to be known as one",    /* 1990-01-02 */
      "time = t\ntime_format = s\nvalue = v\n", "t,v\n631238400,1.5\n",
      { { "/export/v", INT64_C(631238400000), 1.5 } }, 1, 0 },
    { "names, unit, scale, kind and labels for the whole file",
      "time = t\nvalue = v\nscale = 0.5\nunit = KiB\nkind = counter\nsource = prod\n"
      "resource = db\nmetric = written\nfixed_label = site=ber\nlabel = disk -> dev\n",
      "t,v,disk,more\n2026-01-31T00:00:00Z,3,sda,x\n2026-01-31T01:00:00Z,5,sda,y\n",
      { { "prod/db/written{dev=\"sda\",site=\"ber\"}", JAN31, 1536 },
        { "prod/db/written{dev=\"sda\",site=\"ber\"}", JAN31 + H, 2560 } }, 2, 0 },
    { "unit, scale and name of single columns, and all others",
      "time = t\nvalue = a -> used, unit=MiB, scale=10\nvalue = *\nignore = c\n",
      "t,a,b,c\n2026-01-31T00:00:00Z,1.5,2.5,3.5\n2026-01-31T01:00:00Z,1.5,2.5,3.5\n",
      { { "/export/used", JAN31, 15728640 }, { "/export/b", JAN31, 2.5 } }, 4, 0 },
    { "what the mapping leaves open is found by looking",
      "timezone = Asia/Kolkata\n", "time,cpu (%)\n2026-01-31 05:30,41.5\n2026-01-31 06:30,42.5\n",
      { { "/export/cpu", JAN31, 41.5 } }, 2, 0 },
    { "a bad row is a reject",
      "time = t\ntime_format = %Y.%m.%d\nvalue = v\n", "t,v\n2026.01.31,1.5\n31.01.2026,2\n",
      { { "/export/v", JAN31, 1.5 } }, 1, 1 },

    { "JSON: pairs in an array, names around it",
      "records = data.items[].points[]\ntime = 0\nvalue = 1 -> used, unit=GiB\n"
      "resource_from = /data.items[].host\nlabel = /data.region\n",
      "{\"data\":{\"region\":\"eu\",\"items\":[{\"host\":\"a\",\"points\":[[1769817600,1.5],[1769821200,2.5]]},"
      "{\"host\":\"b\",\"points\":[[1769817600,3.5]]}]}}",
      { { "/a/used{region=\"eu\"}", JAN31, 1.5 * 1073741824 },
        { "/a/used{region=\"eu\"}", JAN31 + H, 2.5 * 1073741824 },
        { "/b/used{region=\"eu\"}", JAN31, 3.5 * 1073741824 } }, 3, 0 },
    { "JSON: names that come behind the records are waited for",
      "records = data[].points[]\ntime = 1\nvalue = 0\nresource_from = /data[].host\n"
      "source_from = /meta.env\nmetric_from = /data[].name\n",
      "{\"data\":[{\"points\":[[1.5,1769817600]],\"host\":\"a\",\"name\":\"cpu\"},"
      "{\"name\":\"mem\",\"points\":[[2.5,1769817600]],\"host\":\"b\"}],\"meta\":{\"env\":\"prod\"}}",
      { { "prod/a/cpu", JAN31, 1.5 }, { "prod/b/mem", JAN31, 2.5 } }, 2, 0 },
    { "JSON: objects keyed by name, and by time",
      "records = hosts.*.*\ntime = ~\nvalue = .\nresource_from = /hosts.*~\nmetric = cpu\n",
      "{\"hosts\":{\"a\":{\"2026-01-31T00:00:00Z\":1.5,\"2026-01-31T01:00:00Z\":2.5},"
      "\"b\":{\"2026-01-31T00:00:00Z\":3.5}}}",
      { { "/a/cpu", JAN31, 1.5 }, { "/a/cpu", JAN31 + H, 2.5 }, { "/b/cpu", JAN31, 3.5 } }, 3, 0 },
    { "JSON: arrays side by side, a null among them",
      "records = series[]\ntime = ts[]\nvalue = val[]\nresource_from = tags.host\nlabel = tags.*\n",
      "{\"series\":[{\"tags\":{\"host\":\"a\",\"rack\":\"r1\"},\"ts\":[1769817600000,1769821200000,1769824800000],"
      "\"val\":[1.5,null,2.5]}]}",
      { { "/a/export{host=\"a\",rack=\"r1\"}", JAN31, 1.5 },
        { "/a/export{host=\"a\",rack=\"r1\"}", JAN31 + 2 * H, 2.5 } }, 2, 0 },
    { "JSON Lines, nested fields, a name with a dot, a pattern of times",
      "records = .\ntime = at\ntime_format = %d/%m/%Y %H:%M\nvalue = m.used -> used\n"
      "value = 'm.free' -> free\ncapacity = m.size\n",
      "{\"at\":\"31/01/2026 00:00\",\"m\":{\"used\":1.5,\"size\":10},\"m.free\":\"8.5\"}\n"
      "{\"at\":\"31/01/2026 01:00\",\"m\":{\"used\":\"x\",\"size\":10},\"m.free\":7.5}\n",
      { { "/export/used", JAN31, 1.5 }, { "/export/free", JAN31, 8.5 },
        { "/export/free", JAN31 + H, 7.5 } }, 3, 1 },
    { "JSON: a name with a quote and a dot in it",
      "records = .\ntime = at\nvalue = 'it''s.used' -> used\n",
      "{\"at\":\"2026-01-31T00:00:00Z\",\"it's.used\":1.5}\n", { { "/export/used", JAN31, 1.5 } }, 1, 0 },
    { "JSON: an array of arrays",
      "records = [][]\ntime = t\nvalue = v\nlabel = ~ -> place\n",
      "[[{\"t\":\"2026-01-31T00:00:00Z\",\"v\":1.5},{\"t\":\"2026-01-31T00:00:00Z\",\"v\":2.5}]]",
      { { "/export/v{place=\"0\"}", JAN31, 1.5 }, { "/export/v{place=\"1\"}", JAN31, 2.5 } }, 2, 0 },
};

static void check_example(const struct example *e, size_t pieces)
{
    struct reading *r = read_by(e->mapping, e->file, pieces);

    if (r->rc < 0)
        fail_msg("%s: %s (%s)", e->what, r->err.text, r->err.hint);
    if (r->samples != e->samples || r->tally.rejected != e->rejected)
        fail_msg("%s: %zu samples, %llu rejected: %s; %s", e->what, r->samples,
                 (unsigned long long)r->tally.rejected, r->tally.reject[0].text,
                 r->series ? r->line[0].name : "");
    for (size_t i = 0; i < WANTED && e->want[i].series; i++) {
        const struct reading_line *line = reading_find(r, e->want[i].series);

        if (!line)
            fail_msg("%s: no series %s, but %s", e->what, e->want[i].series, r->line[0].name);
        if (reading_value(line, e->want[i].at) != e->want[i].value)
            fail_msg("%s: %s is %.17g", e->what, e->want[i].series,
                     reading_value(line, e->want[i].at));
    }
    reading_free(r);
}

static void odd_files_are_read_as_the_mapping_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(examples); i++) {
        check_example(&examples[i], 0);
        check_example(&examples[i], 1);
        check_example(&examples[i], 5);
    }
}

static void what_the_mapping_names_must_be_there(void **state)
{
    static const struct { const char *mapping, *file, *text; } cases[] = {
        { "time = t\nvalue = w\n", "t,v\n2026-01-31,1\n2026-02-01,2\n",
          "no row has all columns that the mapping names: 'w' is missing" },
        { "header = no\ntime = #1\nvalue = #9\n", "2026-01-31,1\n2026-02-01,2\n",
          "the mapping names a column '#9', which is not there" },
        { "time = t\nvalue = t\n", "t,v\n2026-01-31,1\n2026-02-01,2\n",
          "the mapping takes column 't' twice" },
        { "records = data[]\ntime = t\nvalue = v\n", "{\"rows\":[]}", "no records at data[] in it" },
        { "records = d[]\ntime = a[].t\nvalue = v\n", "{}",
          "the mapping's 'a[].t' goes through an array that the records do not" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct reading *r = read_by(cases[i].mapping, cases[i].file, 0);

        if (r->rc == 0 || strcmp(r->err.text, cases[i].text) != 0)
            fail_msg("%s: %s", cases[i].mapping, r->err.text);
        reading_free(r);
    }
}

/* --- what inspect writes ---------------------------------------------------------------------- */

/* Samples, units and kinds as one text; NULL where nothing was read. */
static char *print_samples(const struct reading *r)
{
    struct reading *bare = malloc(sizeof *bare);
    struct buf text;
    char *copy;

    *bare = *r;
    bare->tally.notes = 0;    /* they say how it was read */
    buf_init(&text, (size_t)1 << 30);
    reading_print(bare, &text);
    copy = strdup(text.text);
    buf_release(&text);
    free(bare);
    return copy;
}

/* Reads the file by looking, and by the mapping that was written of it: the samples are the same. */
static int check_round_trip(const char *path)
{
    struct ingest_options options = reading_options(path);
    struct error err = ERROR_NONE;
    const struct importer *importer;
    struct input *in;
    struct buf text;
    size_t length;
    const char *head;
    int sure;

    if (input_open(&in, path, 0, &err) < 0)
        return 0;
    head = input_head(in, &length);
    importer = importer_sniff(head, length, &sure);
    buf_init(&text, 1 << 20);
    buf_add(&text, "[mapping m]\n");
    if (!importer || !importer->write_mapping ||
        importer->write_mapping(head, length, &options, &text, &err) < 0) {
        buf_release(&text);
        input_close(in);
        return 0;
    }
    input_close(in);

    struct config *config = config_of(text.text);
    const struct mapping *mapping = config_mapping(config, "m");
    struct reading *looked = reading_of_file(path, importer), *mapped;
    char *want = print_samples(looked), *got;

    mapping_settle(mapping, &options);
    assert_ok(input_open(&in, path, 0, &err), &err);
    mapped = reading_of(in, mapping_importer(mapping), &options);
    input_close(in);
    got = print_samples(mapped);
    if (strcmp(want, got) != 0)
        fail_msg("%s is read otherwise by its mapping (%s):\n%s%.400s\n--- looked\n%.400s", path,
                 mapped->err.text, text.text, got, want);
    free(want);
    free(got);
    reading_free(looked);
    reading_free(mapped);
    config_free(config);
    buf_release(&text);
    return 1;
}

static int round_trips_of(const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    int count = 0;

    while (dir && (entry = readdir(dir)) != NULL) {
        char path[1024];

        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.')
            count += check_round_trip(path);
    }
    if (dir)
        closedir(dir);
    return count;
}

static void a_written_mapping_reads_the_same(void **state)
{
    static const char *const folders[] = {
        "tests/data/csv", "tests/data/json", "tests/data/text", "tests/data/traps", "data/samples",
    };
    int count = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(folders); i++)
        count += round_trips_of(folders[i]);
    assert_true(count >= 20);
}

/* --- the parts ----------------------------------------------------------------------------------- */

static void patterns_read_times(void **state)
{
    static const struct { const char *format, *text, *want; } cases[] = {
        { "%Y-%m-%d %H:%M:%S", "2026-01-31 13:05:09", "2026-01-31 13:05:09.000" },
        { "%F %T.%f", "2026-01-31 13:05:09.25", "2026-01-31 13:05:09.250" },
        { "%d. %B %Y", "3. March 2026", "2026-03-03 00:00:00.000" },
        { "%d%b%y", "03Mar26", "2026-03-03 00:00:00.000" },
        { "%a %b %e %H:%M:%S %Y", "Sat Jan  3 01:02:03 2026", "2026-01-03 01:02:03.000" },
        { "%m/%d/%Y %I:%M %p", "01/31/2026 12:30 am", "2026-01-31 00:30:00.000" },
        { "%m/%d/%Y %I:%M %p", "01/31/2026 12:30 PM", "2026-01-31 12:30:00.000" },
        { "%Y-%j", "2026-060", "2026-03-01 00:00:00.000" },    /* 31 + 28 + 1 */
        { "%Y-%j", "2026-366", NULL },                         /* 2026 has 365 days */
        { "%Y-%j", "2026-000", NULL },
        { "%Y-%m-%d %p %I:%M", "2026-01-31 PM 03:30", "2026-01-31 15:30:00.000" },
        { "%m/%e/%Y", "01/ 3/2026", "2026-01-03 00:00:00.000" },    /* as strftime(3) writes it */
        { "%Y%m%dT%H%M%S%z", "20260131T000000+0530", "2026-01-31 00:00:00.000+19800" },
        { "%Y week %%", "2026 week %", "2026-01-01 00:00:00.000" },
        { "%Y-%m-%d", "2026-01-31 x", NULL },
        { "%Y-%m-%d", "2026-1", NULL },
        { "%H:%M %Y", "7:05 2026", "2026-01-01 07:05:00.000" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct time_parts p;
        char got[80] = "";

        if (time_format_scan(cases[i].format, cases[i].text, strlen(cases[i].text), &p))
            snprintf(got, sizeof got, "%04d-%02d-%02d %02d:%02d:%02d.%03d", p.year, p.month, p.day,
                     p.hour, p.minute, p.second, p.ms);
        if (got[0] && p.has_offset)
            snprintf(got + strlen(got), 20, "%+d", (int)p.offset_s);
        if (strcmp(got, cases[i].want ? cases[i].want : "") != 0)
            fail_msg("'%s' by %s: '%s'", cases[i].text, cases[i].format, got);
    }
}

static void mistakes_in_a_mapping_are_named(void **state)
{
    static const struct { const char *line; long at; const char *text; } cases[] = {
        { "separator = ab", 13, "separator wants one character, not 'ab'" },
        { "separator = none", 13, "separator wants one character, not 'none'" },
        { "time_format = %d.%m", 15, "the time format '%d.%m' has no year" },
        { "time_format = %Y-%Q", 15, "the time format '%Y-%Q' has no meaning at '%Q'" },
        { "time_format = hours", 15, "'hours' is no format of times" },
        { "value = a -> b, unti=%", 9, "'unti' can not be said of a place" },
        { "value = a -> b, c", 9, "'c' is a second name of one place" },
        { "value = a -> scale=0", 9, "'0' is no scale: it wants a number that is not 0" },
        { "value = a -> kind=level", 9, "'level' is no kind of series" },
        { "fixed_label = site", 15, "'site' is no label" },
        { "records = a..b", 11, "'a..b' is no path: a name is missing" },
        { "records = a[3]", 11, "'a[3]' is no path: [] stands for every element, one can not be chosen" },
        { "records = a[]", 1, "[mapping m] has records, but no 'time'" },
        { "timezone = Berlin", 12, NULL },
        { "fold = both", 8, "fold does not know 'both'" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct config *config = NULL;
        struct error err = ERROR_NONE;
        const struct error *mistake;
        char text[200];
        size_t count;

        snprintf(text, sizeof text, "[mapping m]\n%s\n", cases[i].line);
        assert_ok(config_read_text(&config, "t.ini", text, &err), &err);
        mistake = config_mistakes(config, &count);
        if (count != 1 || mistake->column != cases[i].at ||
            (cases[i].text && strcmp(mistake->text, cases[i].text) != 0))
            fail_msg("%s: %zu: %ld: %s", cases[i].line, count, count ? mistake->column : 0,
                     count ? mistake->text : "");
        config_free(config);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(odd_files_are_read_as_the_mapping_says),
        cmocka_unit_test(what_the_mapping_names_must_be_there),
        cmocka_unit_test(a_written_mapping_reads_the_same),
        cmocka_unit_test(patterns_read_times),
        cmocka_unit_test(mistakes_in_a_mapping_are_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
