#include "ingest/unknown.h"
#include "tests/unit/reading.h"

/*
 * What exports of any make come with, a defect a row: a table of a few lines, and what is to become of
 * it. Times and values stand in the text; sums of units by hand.
 */
#define T0 "2025-10-26T00:00:00Z"
#define T1 "2025-10-26T01:00:00Z"
#define T2 "2025-10-26T02:00:00Z"
#define AT INT64_C(1761436800000)    /* date -ud 2025-10-26 +%s */
#define H(n) (AT + (n) * HOUR_MS)

struct trap {
    const char *text, *zone;
    uint64_t    put, missing, infinite, rejected;
    const char *name, *unit;         /* a series of trap.csv, and … */
    int64_t     at;
    double      value;               /* … its value at an instant */
    const char *says;                /* part of a note, of the first reject, or of the error or its hint */
};

static const struct trap tables[] = {
    /* separators, quotes, line ends */
    { "time|cpu\n" T0 "|1.5\n" T1 "|2.5\n", NULL, 2, 0, 0, 0, "cpu", "", H(1), 2.5, NULL },
    { "zeit\tcpu\n" T0 "\t1,5\n" T1 "\t2,5\n", NULL, 2, 0, 0, 0, "cpu", "", H(1), 2.5, NULL },
    { "\"time\",\"cpu\"\n\"" T0 "\",\"1,5\"\n\"" T1 "\",\"2,5\"\n", NULL, 2, 0, 0, 0, "cpu", "", H(1),
      2.5, NULL },
    { "time, cpu\n" T0 ", 1.5\n" T1 ", 2.5\n", NULL, 2, 0, 0, 0, "cpu", "", H(1), 2.5, NULL },
    { "time,cpu\r\r\n" T0 ",1.5\r\r\n" T1 ",2.5\r\r\n", NULL, 2, 0, 0, 0, "cpu", "", H(1), 2.5, NULL },
    { "time,note,cpu\n" T0 ",\"a\nb\",1.5\n" T1 ",\"a\nb\",2.5\n", NULL, 2, 0, 0, 0,
      "cpu{note=\"a\\nb\"}", "", H(1), 2.5, NULL },
    { "time,cpu\n\"" T0 ",1.5\n" T1 ",2.5\n" T2 ",3.5\n", NULL, 2, 0, 0, 1, "cpu", "", H(2), 3.5,
      "a quote is not closed" },
    { "time,cpu\n" T0 ",1.5", NULL, 1, 0, 0, 0, "cpu", "", H(0), 1.5, "the last line has no end" },

    /* what stands above the rows */
    { "time,cpu,mem\n,%,MiB\n" T0 ",1.5,2\n", NULL, 2, 0, 0, 0, "mem", "B", H(0), 2097152, NULL },
    { "time,cpu,mem\n[s],[%],[MiB]\n" T0 ",1.5,2\n", NULL, 2, 0, 0, 0, "cpu", "%", H(0), 1.5, NULL },
    { "time,cpu\nTotal,4\n" T0 ",1.5\n" T1 ",2.5\n", NULL, 2, 0, 0, 0, "cpu", "", H(1), 2.5, NULL },
    { "Report of,2025-11-01 00:00:00\nRows,2\n\ntime,cpu\n" T0 ",1.5\n" T1 ",2.5\n", NULL, 2, 0, 0, 0,
      "cpu", "", H(1), 2.5, NULL },
    { "time,cpu,cpu\n" T0 ",1.5,7\n", NULL, 2, 0, 0, 0, "cpu #2", "", H(0), 7, "named 'cpu'" },
    { "time,value,value\n" T0 ",1.5,7\n", NULL, 2, 0, 0, 0, "value", "", H(0), 1.5, "named 'value'" },
    { "time,,b\n" T0 ",1.5,7\n", NULL, 2, 0, 0, 0, "column 2", "", H(0), 1.5, NULL },

    /* tables one behind the other */
    { "time,cpu\n" T0 ",1.5\ncpu,time\n2.5," T1 "\n", NULL, 2, 0, 0, 0, "cpu", "", H(1), 2.5, NULL },
    { "time,cpu\n" T0 ",1.5\ncpu,time\n2.5," T1 "\n", NULL, 2, 0, 0, 0, "cpu", "", H(0), 1.5, NULL },
    { "time,cpu\n" T0 ",1.5\ntime,cpu,mem\n" T1 ",2.5,9\n", NULL, 3, 0, 0, 0, "mem", "", H(1), 9, NULL },
    { "time,cpu\n" T0 ",1.5\ntimestamp,mem\n" T1 ",9\n", NULL, 2, 0, 0, 0, "mem", "", H(1), 9, NULL },

    /* totals, in any language */
    { "time,cpu\n" T0 ",1.5\n" T1 ",2.5\nGrand Total,4\n", NULL, 2, 0, 0, 0, "cpu", "", H(1), 2.5,
      "1 rows of totals" },
    { "time,cpu\n" T0 ",1.5\nSubtotal,1.5\n" T1 ",2.5\n", NULL, 2, 0, 0, 0, "cpu", "", H(1), 2.5,
      "1 rows of totals" },
    { "time,cpu\n" T0 ",1.5\n" T1 ",2.5\nŚrednia,2\n", NULL, 2, 0, 0, 0, "cpu", "", H(1), 2.5,
      "1 rows of totals" },
    { "time,cpu\n" T0 ",1.5\n" T1 ",2.5\nИтого,4\n", NULL, 2, 0, 0, 0, "cpu", "", H(1), 2.5,
      "1 rows of totals" },
    { "time,cpu\n" T0 ",1.5\n" T1 ",2.5\n合計,4\n", NULL, 2, 0, 0, 0, "cpu", "", H(1), 2.5,
      "1 rows of totals" },
    { "time,cpu\n" T0 ",1.5\n" T1 ",2.5\nGemiddelde,2\n", NULL, 2, 0, 0, 0, "cpu", "", H(1), 2.5,
      "1 rows of totals" },

    /* times */
    { "time,cpu\n2025-10-26T01:00:00+01:00[Europe/Berlin],1.5\n", NULL, 1, 0, 0, 0, "cpu", "", H(0), 1.5,
      NULL },
    { "time,cpu\n2025-10-26 05:30:00 +0530,1.5\n", NULL, 1, 0, 0, 0, "cpu", "", H(0), 1.5, NULL },
    { "time,cpu\n2025-10-26 02:00:00 UTC+02:00,1.5\n", NULL, 1, 0, 0, 0, "cpu", "", H(0), 1.5, NULL },
    { "\"Date (GMT+5:30)\",cpu\n2025-10-26 05:30:00,1.5\n", NULL, 1, 0, 0, 0, "cpu", "", H(0), 1.5,
      NULL },
    { "time,cpu\n2025-10-26 00:00:00 CEST,1.5\n", NULL, 0, 0, 0, 0, NULL, NULL, 0, 0, "numeric offset" },
    { "time,cpu\n10/26/2025 12:00 AM,1.5\n10/26/2025 12:00 PM,2.5\n", "UTC", 2, 0, 0, 0, "cpu", "",
      H(12), 2.5, NULL },
    { "time,cpu\n10/26/2025 1:00:00\u202fAM,1.5\n", "UTC", 1, 0, 0, 0, "cpu", "", H(1), 1.5, NULL },
    { "time,cpu\n26/10/2025 01:00:00 a.m.,1.5\n", "UTC", 1, 0, 0, 0, "cpu", "", H(1), 1.5, NULL },
    { "time,cpu\n10/26/2025 11:00 AM,1.5\n10/26/2025 13:00 PM,2.5\n10/26/2025 2:00 PM,3.5\n", "UTC",
      2, 0, 0, 1, "cpu", "", H(14), 3.5, "not a time" },
    { "time,cpu\n01/03/2025,1\n02/03/2025,2\n03/03/2025,3\n", "UTC", 3, 0, 0, 0, "cpu", "",
      INT64_C(1740873600000), 2, NULL },    /* 2025-03-02: daily, so the day comes first */
    { "time,cpu\n03/01/2025,1\n03/02/2025,2\n03/03/2025,3\n", "UTC", 3, 0, 0, 0, "cpu", "",
      INT64_C(1740873600000), 2, NULL },
    { "time,cpu\n05/10/2025 00:00,1\n05/10/2025 01:00,2\n", "UTC", 0, 0, 0, 0, NULL, NULL, 0, 0,
      "--date-order" },
    { "time,cpu\n1761436800.25,1.5\n1761440400.25,2.5\n", NULL, 2, 0, 0, 0, "cpu", "", H(1) + 250, 2.5,
      NULL },
    { "zeit;cpu\n1761436800,25;1,5\n1761440400,25;2,5\n", NULL, 2, 0, 0, 0, "cpu", "", H(1) + 250, 2.5,
      NULL },
    { "time,cpu\n1761436800000000000,1.5\n", NULL, 1, 0, 0, 0, "cpu", "", H(0), 1.5, NULL },
    { "time,cpu\n1761436800,1.5\n1761440400000,2.5\n", NULL, 0, 0, 0, 0, NULL, NULL, 0, 0, "mixes units" },
    { "time,cpu\n2025-04-06 01:45:00,1\n2025-04-06 01:30:00,2\n2025-04-06 01:45:00,3\n"
      "2025-04-06 02:00:00,4\n", "Australia/Lord_Howe", 4, 0, 0, 0, "cpu", "",
      INT64_C(1743865200000), 2, "had twice" },    /* +11 until 15:00 UTC, then +10:30: half an hour */
    { "time,cpu\n2025-04-06 02:45:00,1\n2025-04-06 02:00:00,2\n2025-04-06 02:45:00,3\n"
      "2025-04-06 03:00:00,4\n", "Australia/Sydney", 4, 0, 0, 0, "cpu", "", INT64_C(1743871500000), 3,
      "had twice" },
    { "time,cpu\n2025-03-09 01:45:00,1\n2025-03-09 02:15:00,2\n2025-03-09 03:00:00,3\n",
      "America/New_York", 2, 0, 0, 1, "cpu", "", INT64_C(1741503600000), 3,
      "does not exist in America/New_York" },
    { "stats_reset,blks_hit\n" T0 ",542\n", NULL, 0, 0, 0, 0, NULL, NULL, 0, 0, "SELECT now() AS time" },

    /* numbers and words for none */
    { "time,cpu\n" T0 ",#DIV/0!\n" T1 ",2.5\n", NULL, 1, 1, 0, 0, "cpu", "", H(1), 2.5, NULL },
    { "time,cpu\n" T0 ",\u2014\n" T1 ",2.5\n", NULL, 1, 1, 0, 0, "cpu", "", H(1), 2.5, NULL },
    { "time,cpu\n" T0 ",No data\n" T1 ",2.5\n", NULL, 1, 1, 0, 0, "cpu", "", H(1), 2.5, NULL },
    { "time,cpu\n" T0 ",U\n" T1 ",2.5\n", NULL, 1, 1, 0, 0, "cpu", "", H(1), 2.5, NULL },
    { "time,cpu\n" T0 ",-1.#INF\n" T1 ",2.5\n", NULL, 1, 0, 1, 0, "cpu", "", H(1), 2.5, NULL },
    { "time,cpu\n" T0 ",1e400\n" T1 ",2.5\n", NULL, 1, 0, 1, 0, "cpu", "", H(1), 2.5, NULL },
    { "time,cpu\n" T0 ",0x10\n" T1 ",2.5\n", NULL, 1, 0, 0, 1, "cpu", "", H(1), 2.5, "not a number" },
    { "time,cpu\n" T0 ",1_000\n" T1 ",2.5\n", NULL, 1, 0, 0, 1, "cpu", "", H(1), 2.5, "not a number" },
    { "time,cpu\n" T0 ",12abc\n" T1 ",2.5\n", NULL, 1, 0, 0, 1, "cpu", "", H(1), 2.5, "12abc" },
    { "time,cpu\n" T0 ",(5)\n" T1 ",+2.5\n", NULL, 1, 0, 0, 1, "cpu", "", H(1), 2.5, "not a number" },
    { "zeit;ram\n" T0 ";1,5 GB\n" T1 ";1500 MB\n" T2 ";1.500,0 MB\n", NULL, 3, 0, 0, 0, "ram", "B", H(2),
      1.5e9, NULL },
    { "zeit;b\n" T0 ";1\u202f234\u202f567,5\n", NULL, 1, 0, 0, 0, "b", "", H(0), 1234567.5, NULL },
    { "zeit;b\n" T0 ";1\xa0" "234\xa0" "567,5\n", NULL, 1, 0, 0, 0, "b", "", H(0), 1234567.5, NULL },
    { "zeit;x;y\n" T0 ";1.234;0,5\n", NULL, 2, 0, 0, 0, "x", "", H(0), 1234, NULL },

    { "Time,rate\n" T0 ",1.5 K req/s\n" T1 ",512 req/s\n", NULL, 2, 0, 0, 0, "rate", "1/s", H(0), 1500,
      NULL },
    { "\"(PDH-CSV 4.0) (UTC)(0)\";\"\\\\WEB\\Memory\\Free\"\n\"10/26/2025 01:00:00\";\"2,5\"\n", NULL, 1,
      0, 0, 0, NULL, NULL, 0, 0, NULL },

    /* JSON */
    { "cb([{\"time\":\"" T0 "\",\"cpu\":1.5}]);", NULL, 1, 0, 0, 0, "cpu", "", H(0), 1.5, "JSONP" },
    { "/**/ jQuery.cb_1([{\"time\":\"" T0 "\",\"cpu\":1.5}])", NULL, 1, 0, 0, 0, "cpu", "", H(0), 1.5,
      "JSONP" },
    { "{\"status\":\"ok\",\"data\":[{\"time\":\"" T0 "\",\"cpu\":1.5}]}", NULL, 1, 0, 0, 0, "cpu", "",
      H(0), 1.5, NULL },
};

/* What nobody reads, and why not. */
static const struct { const char *text, *says; long line; } refused[] = {
    { "", "the file is empty", 0 },
    { " \n\n", "the file is empty", 0 },
    { "[]", "the file is empty", 0 },
    { "{}\n", "the file is empty", 0 },
    { "timestamp,cpu\n", "a header, but no row of data", 1 },
    { "relid,relname,n_live_tup\n1,t,5\n", "none of its columns holds times: 'relid', 'relname'", 1 },
    { "{\"message\":\"rate limit exceeded\"}", "with an error: rate limit exceeded", 0 },
    { "{\"errors\":[\"Forbidden\"]}", "with an error: Forbidden", 0 },
    { "{\"errors\":[{\"code\":7,\"detail\":\"no such org\"}]}", "with an error: no such org", 0 },
    { "{\"__type\":\"AccessDenied\",\"Message\":\"not yours\"}", "with an error: not yours", 0 },
    { "{\"error\":{\"message\":\"Invalid params.\",\"data\":\"No rights.\"}}",
      "with an error: Invalid params.; No rights.", 0 },
    { "{\"status\":\"ok\",\"series\":[]}", "the lists of this JSON are empty", 0 },
    { "{\"id\":\"system.cpu\",\"title\":\"CPU\"}", "JSON with 'id', 'title'", 1 },
    { "[{\"time\":\"" T0 "\",\"cpu\":1},]", "not JSON", 1 },
    { "[{'time':'" T0 "','cpu':1}]", "Single quotes are Python", 1 },
    { "[{\"a\":1,", "premature end", 1 },
    { "<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code></Error>", "XML of <Error>", 1 },
    { "upstream connect error\n", "no format is known that looks like this text", 1 },
};

static struct reading *read_text(const struct trap *trap)
{
    struct ingest_options options = reading_options("trap.csv");
    struct error err = ERROR_NONE;
    struct zone *zone = NULL;
    struct input *in = NULL;
    struct reading *r;

    if (trap->zone)
        assert_ok(zone_open(&zone, trap->zone, &err), &err);
    options.zone = zone;
    options.zone_given = zone != NULL;
    assert_ok(input_open_memory(&in, trap->text, strlen(trap->text), &err), &err);
    r = reading_of(in, NULL, &options);
    if (r->rc < 0 && strcmp(r->err.text, "not recognised") == 0) {
        size_t length;
        const char *head = input_head(in, &length);

        r->rc = unknown_format(head, length, &r->err);
    }
    input_close(in);
    zone_free(zone);
    return r;
}

static void tables_are_read_for_what_they_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(tables); i++) {
        const struct trap *trap = &tables[i];
        struct reading *r = read_text(trap);
        const struct tally *t = &r->tally;
        const struct reading_line *line;
        char name[128];

        if (t->put != trap->put || t->missing != trap->missing || t->infinite != trap->infinite ||
            t->rejected != trap->rejected || (r->rc < 0) != !trap->put)
            fail_msg("%s\nput %llu, missing %llu, infinite %llu, rejected %llu %s %s", trap->text,
                     (unsigned long long)t->put, (unsigned long long)t->missing,
                     (unsigned long long)t->infinite, (unsigned long long)t->rejected,
                     t->reject[0].text, r->err.text);
        snprintf(name, sizeof name, "/trap/%s", trap->name ? trap->name : "");
        line = reading_find(r, name);
        if (trap->name && (!line || reading_value(line, trap->at) != trap->value ||
                           strcmp(line->unit, trap->unit) != 0))
            fail_msg("%s\nno %s, or it is %.17g %s", trap->text, name, reading_value(line, trap->at),
                     line ? line->unit : "");
        if (trap->says && !reading_says(r, trap->says))
            fail_msg("%s\ndoes not say '%s'", trap->text, trap->says);
        reading_free(r);
    }
}

static void what_nobody_reads_is_told_why(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct error err = ERROR_NONE;
        int sure, rc;

        if (importer_sniff(refused[i].text, strlen(refused[i].text), &sure))
            fail_msg("'%s' is recognised", refused[i].text);
        rc = unknown_format(refused[i].text, strlen(refused[i].text), &err);
        if (rc != ERR_DATA || !err.hint[0] || err.line != refused[i].line ||
            !(strstr(err.text, refused[i].says) || strstr(err.hint, refused[i].says)))
            fail_msg("'%s': %d line %ld: %s (%s)", refused[i].text, rc, err.line, err.text, err.hint);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_read_for_what_they_hold),
        cmocka_unit_test(what_nobody_reads_is_told_why),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
