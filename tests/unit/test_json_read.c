#include "ingest/json_read.h"

#include <stdlib.h>

#include "ingest/json_pairs.h"
#include "tests/unit/reading.h"

#define TRAPS "tests/data/traps/"

extern const struct importer importer_prometheus;

/* Expected outcome of each trap as the list of traps has it; counts by counting the files. */
static const struct {
    const char *file;
    int         rc;
    uint64_t    put, missing, infinite, rejected;
    const char *says;       /* part of the error or of a note */
} traps[] = {
    { "prom_nan_inf.json",             0, 1, 2, 2, 1, NULL },
    { "prom_warnings.json",            0, 12, 0, 0, 0, "warning of the server: x" },
    { "prom_key_order.json",           0, 1, 0, 0, 0, NULL },
    { "prom_duplicate_keys.json",      0, 1, 0, 0, 0, NULL },
    { "prom_native_histogram.json",    0, 0, 0, 0, 0, "1 native histogram(s) left out" },
    { "concatenated.json",             0, 24, 0, 0, 0, NULL },
    { "json_comment_docs_first.json",  0, 12, 0, 0, 0, NULL },
    { "jsonp.json",                    0, 12, 0, 0, 0, "JSONP" },
    { "jsonl_crlf_blank.jsonl",        0, 2, 0, 0, 0, NULL },
    { "jsonl_last_truncated.jsonl",    0, 1, 0, 0, 0, "line 2 is cut off" },
    { "dup_series.json",               0, 2, 0, 0, 0, NULL },
    { "error_document.json",           ERR_DATA, 0, 0, 0, 0, "bad_data: parse error" },
};

static void traps_do_what_their_list_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(traps); i++) {
        char path[256];
        struct reading *r;

        snprintf(path, sizeof path, TRAPS "%s", traps[i].file);
        r = reading_of_file(path, NULL);
        if (r->rc != traps[i].rc || r->tally.put != traps[i].put ||
            r->tally.missing != traps[i].missing || r->tally.infinite != traps[i].infinite ||
            r->tally.rejected != traps[i].rejected || (traps[i].says && !reading_says(r, traps[i].says)))
            fail_msg("%s: rc %d '%s', put %llu", traps[i].file, r->rc, r->err.text,
                     (unsigned long long)r->tally.put);
        reading_free(r);
    }
}

static void the_last_of_two_equal_keys_wins(void **state)
{
    struct reading *r = reading_of_file(TRAPS "prom_duplicate_keys.json", NULL);

    (void)state;
    assert_string_equal(r->line[0].name, "prometheus//up{a=\"2\"}");
    reading_free(r);
}

#define HEAD "{\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"__name__\":\"a\"},"
#define VALUES HEAD "\"values\":["

/* Places counted by hand in an editor that counts from 1. */
static const struct {
    const char *text;
    long        line, column;
    const char *says;
} broken[] = {
    { "{\"data\":{\"resultType\":\n  \"matrix\",,}}", 2, 12, "not JSON" },
    { VALUES "[1761436800,\"1\"]]}]}", 0, 0, "premature end after byte 98, inside data" },
    { VALUES "[1761436800,\"1\"],[1761", 0, 0, "inside data.result[0].values[1]" },
    { HEAD "\n'values':1}]}}", 2, 1, "invalid char" },
    { VALUES "[1761436800,\"1\"]]}]}} xyz", 1, 101, "not JSON" },
};

static void broken_text_is_refused_with_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(broken); i++) {
        struct reading *r = reading_of_bytes(broken[i].text, strlen(broken[i].text),
                                             &importer_prometheus, 0, 0);

        assert_int_equal(r->rc, ERR_DATA);
        if (!strstr(r->err.text, broken[i].says) ||
            (broken[i].line && (r->err.line != broken[i].line || r->err.column != broken[i].column)))
            fail_msg("%zu: '%s' line %ld column %ld", i, r->err.text, r->err.line, r->err.column);
        reading_free(r);
    }
}

static void single_quotes_get_a_hint(void **state)
{
    static const char text[] = "{'status': 'success'}";
    struct reading *r = reading_of_bytes(text, sizeof text - 1, &importer_prometheus, 0, 0);

    (void)state;
    assert_int_equal(r->rc, ERR_DATA);
    assert_non_null(strstr(r->err.hint, "json.dumps()"));
    reading_free(r);
}

static void nan_and_infinity_are_missing(void **state)
{
    static const char text[] = VALUES "[1761436800,NaN],[1761436860,-Infinity],[1761436920,2.385],"
                               "[1761436980,-NaN],[1761437040,Infinity]]}]}}";

    (void)state;
    for (size_t piece = 0; piece < 12; piece++) {
        struct reading *r = reading_of_bytes(text, sizeof text - 1, &importer_prometheus, piece, 0);

        assert_ok(r->rc, &r->err);
        assert_int_equal(r->tally.missing, 4);
        assert_true(reading_value(&r->line[0], INT64_C(1761436920000)) == 2.385);
        reading_free(r);
    }
}

static void literals_stand_only_where_values_do(void **state)
{
    static const char *const texts[] = {
        "{NaN:1}", "{\"a\" NaN}", VALUES "[1761436800,1-NaN]]}]}}", "{\"a\":- NaN}", VALUES "[1761436800 NaN]]}]}}",
        VALUES "[1761436800,NaX]]}]}}",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        for (size_t piece = 0; piece < 4; piece++) {
            struct reading *r = reading_of_bytes(texts[i], strlen(texts[i]), &importer_prometheus,
                                                 piece, 0);

            assert_int_equal(r->rc, ERR_DATA);
            reading_free(r);
        }
}

static void depth_and_texts_are_bounded(void **state)
{
    static const struct { char fill; size_t count; int rc; const char *before; } rows[] = {
        { '[', 100000,  ERR_LIMIT, "{\"data\":" },
        { '{', 3,       ERR_DATA,  "{\"data\":" },
        { 'x', 3000000, 0,         "{\"data\":{\"resultType\":\"matrix\",\"result\":[]},\"note\":\"" },
        { 'x', 70000,   ERR_LIMIT, "{\"data\":{\"result\":[{\"metric\":{\"a\":\"" },
        { 'x', 20 << 20, ERR_LIMIT, "{\"data\":{\"result\":[{\"metric\":{\"a\":\"" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t before = strlen(rows[i].before), length = before + rows[i].count;
        char *text = malloc(length + 16);
        struct reading *r;

        memcpy(text, rows[i].before, before);
        memset(text + before, rows[i].fill, rows[i].count);
        strcpy(text + length, rows[i].fill == 'x' ? "\"}" : "");
        r = reading_of_bytes(text, strlen(text), &importer_prometheus, 0, 0);
        if (r->rc != rows[i].rc)
            fail_msg("%zu: rc %d '%s'", i, r->rc, r->err.text);
        reading_free(r);
        free(text);
    }
}

/* A number as an exporter might write it: plain, long, signed, exponent, special. */
static void any_value(struct buf *out, uint64_t dice)
{
    static const char *const odd[] = {
        "NaN", "+Inf", "-Inf", "1e+06", "1.5e-7", "0", "-0", "12345678901234567890", "00.5", "5.",
        ".5", "", "abc", "9007199254740993", "0.1234567890123456789012", "1e400", "-17.25",
    };
    double scale = (double[]){ 1, 1e-3, 1e6, 1e12 }[dice >> 8 & 3];

    if (dice % 7 == 0)
        buf_addf(out, "%s", odd[(dice >> 12) % COUNT(odd)]);
    else
        buf_addf(out, "%.*g", (int)(1 + (dice >> 12) % 17), (double)(dice >> 32) / 65536 * scale);
}

/* A document of pairs in every form the scanner knows or leaves to yajl. */
static void any_document(struct buf *out, uint64_t *seed)
{
    buf_addf(out, VALUES);
    for (int i = 0; i < 400; i++) {
        uint64_t dice = *seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407u;

        buf_addf(out, "%s%s[%s%d%s", i ? "," : "", (dice >> 20) % 9 ? "" : " \n ",
                 (dice >> 24) % 11 ? "" : " ", 1761436800 + 60 * i,
                 (dice >> 28) % 5 ? "" : (dice >> 31) & 1 ? ".25" : ".0015");
        buf_addf(out, ",%s\"", (dice >> 36) % 9 ? "" : "  ");
        any_value(out, dice * UINT64_C(0x9e3779b97f4a7c15));
        buf_addf(out, "\"%s]", (dice >> 40) % 97 ? "" : ",1");
    }
    buf_addf(out, "]}]}}");
}

static void assert_same_in_pieces(const char *text, size_t length, const struct importer *importer,
                                  size_t piece, uint64_t seed)
{
    struct reading *whole = reading_of_bytes(text, length, importer, 0, 0);
    struct reading *cut = reading_of_bytes(text, length, importer, piece, seed);
    struct buf a, b;

    buf_init(&a, 64 << 20);
    buf_init(&b, 64 << 20);
    reading_print(whole, &a);
    reading_print(cut, &b);
    assert_string_equal(a.text, b.text);
    buf_release(&a);
    buf_release(&b);
    reading_free(whole);
    reading_free(cut);
}

/* In one-byte blocks the scanner never sees a pair, so all goes through yajl. */
static void the_fast_way_gives_the_samples_of_the_slow_one(void **state)
{
    uint64_t seed = 2385;

    (void)state;
    for (int round = 0; round < 60; round++) {
        struct buf text;

        buf_init(&text, 1 << 20);
        any_document(&text, &seed);
        assert_same_in_pieces(text.text, text.used, &importer_prometheus, 1, 0);
        assert_same_in_pieces(text.text, text.used, &importer_prometheus, 900, seed | 1);
        buf_release(&text);
    }
}

static void epochs_are_rounded_to_milliseconds(void **state)
{
    static const struct { const char *text; enum pair_clock clock; int64_t at; } rows[] = {
        { "1761436800", PAIR_SECONDS, INT64_C(1761436800000) },
        { "1761436800.2", PAIR_SECONDS, INT64_C(1761436800200) },
        { "1761436800.0015", PAIR_SECONDS, INT64_C(1761436800002) },
        { "1.7614368e9", PAIR_SECONDS, INT64_C(1761436800000) },
        { "1623846300000.0", PAIR_MILLISECONDS, INT64_C(1623846300000) },
        { "1623846300000", PAIR_SECONDS, 0 },
        { "86400", PAIR_SECONDS, 0 },
        { "1e300", PAIR_SECONDS, 0 },
        { "today", PAIR_SECONDS, 0 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t at = 0;
        int ok = json_epoch(rows[i].text, strlen(rows[i].text), rows[i].clock, &at);

        assert_int_equal(ok, rows[i].at != 0);
        if (ok)
            assert_int_equal(at, rows[i].at);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(traps_do_what_their_list_says),
        cmocka_unit_test(the_last_of_two_equal_keys_wins),
        cmocka_unit_test(broken_text_is_refused_with_its_place),
        cmocka_unit_test(single_quotes_get_a_hint),
        cmocka_unit_test(nan_and_infinity_are_missing),
        cmocka_unit_test(literals_stand_only_where_values_do),
        cmocka_unit_test(depth_and_texts_are_bounded),
        cmocka_unit_test(the_fast_way_gives_the_samples_of_the_slow_one),
        cmocka_unit_test(epochs_are_rounded_to_milliseconds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
