#include "tests/unit/unit.h"

#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "data/base/buf.h"
#include "ingest/input.h"

static const char rows[] = "time,cpu\n2026-01-31T00:00:00Z,41.5\n2026-01-31T00:05:00Z,2.385\n";

/* Reads all of it into *out; the code of the first failure, or 0. */
static int read_all(const char *bytes, size_t length, size_t piece, uint64_t seed,
                    struct buf *out, uint64_t *hash, char *note, struct error *err)
{
    struct input *in = NULL;
    const char *block;
    size_t count;
    int rc = input_open_memory(&in, bytes, length, err);

    if (rc < 0)
        return rc;
    input_pieces(in, piece, seed);
    while ((rc = input_next(in, &block, &count, err)) > 0)
        buf_addn(out, block, count);
    if (hash)
        *hash = input_hash(in);
    if (note)
        snprintf(note, 200, "%s", input_note(in, 0) ? input_note(in, 0) : "");
    if (rc == 0)
        assert_int_equal(input_bytes(in), out->used);
    input_close(in);
    return rc;
}

static void gzip(struct buf *out, const char *bytes, size_t length)
{
    z_stream z = { 0 };
    unsigned char packed[4096];

    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (unsigned char *)(uintptr_t)bytes;
    z.avail_in = (uInt)length;
    do {
        z.next_out = packed;
        z.avail_out = sizeof packed;
        deflate(&z, Z_FINISH);
        buf_addn(out, (char *)packed, sizeof packed - z.avail_out);
    } while (z.avail_out == 0);
    deflateEnd(&z);
}

static void zstd(struct buf *out, const char *bytes, size_t length)
{
    size_t room = ZSTD_compressBound(length), used;
    char *packed = malloc(room);

    assert_non_null(packed);
    used = ZSTD_compress(packed, room, bytes, length, 3);
    buf_addn(out, packed, used);
    free(packed);
}

static void utf16(struct buf *out, const char *bytes, size_t length, int big, int mark)
{
    if (mark)
        buf_addn(out, big ? "\xfe\xff" : "\xff\xfe", 2);
    for (size_t i = 0; i < length; i++) {
        buf_addc(out, big ? '\0' : bytes[i]);
        buf_addc(out, big ? bytes[i] : '\0');
    }
}

static void wrap(struct buf *out, int how)
{
    struct buf once;
    size_t length = sizeof rows - 1;

    buf_init(&once, 1 << 20);
    switch (how) {
    case 0: buf_add(out, rows); break;
    case 1: buf_addf(out, "\xef\xbb\xbf%s", rows); break;
    case 2: gzip(out, rows, length); break;
    case 3: zstd(out, rows, length); break;
    case 4: utf16(out, rows, length, 0, 1); break;
    case 5: utf16(out, rows, length, 1, 1); break;
    case 6: utf16(out, rows, length, 0, 0); break;
    case 7: utf16(out, rows, length, 1, 0); break;
    case 8: gzip(out, rows, 10); gzip(out, rows + 10, length - 10); break;
    case 9: zstd(out, rows, 10); zstd(out, rows + 10, length - 10); break;
    case 10: utf16(&once, rows, length, 0, 1); gzip(out, once.text, once.used); break;
    default: gzip(&once, rows, length); zstd(out, once.text, once.used); break;
    }
    buf_release(&once);
}

static void every_wrapping_gives_the_same_text(void **state)
{
    (void)state;
    for (int how = 0; how <= 11; how++)
        for (size_t piece = 0; piece < 3; piece++) {
            struct error err = ERROR_NONE;
            struct buf packed, text;
            uint64_t hash, plain;

            buf_init(&packed, 1 << 20);
            buf_init(&text, 1 << 20);
            assert_ok(read_all(rows, sizeof rows - 1, 0, 0, &text, &plain, NULL, &err), &err);
            buf_clear(&text);
            wrap(&packed, how);
            assert_ok(read_all(packed.text, packed.used, piece == 2 ? 9 : piece,
                               piece == 2 ? 20263 : 0, &text, &hash, NULL, &err), &err);
            assert_string_equal(text.text, rows);
            assert_int_equal(hash, plain);
            buf_release(&packed);
            buf_release(&text);
        }
}

static void utf16_characters_become_utf8(void **state)
{
    static const struct { const char *bytes; size_t length; const char *text; } cases[] = {
        { "\xff\xfe" "f\0\xfc\0r\0", 8, "f\xc3\xbcr" },
        { "\xff\xfe\xac\x20", 4, "\xe2\x82\xac" },
        { "\xff\xfe\x3d\xd8\x00\xde", 6, "\xf0\x9f\x98\x80" },
        { "\xfe\xff\xd8\x3d\xde\x00", 6, "\xf0\x9f\x98\x80" },
        { "\xff\xfe\x3d\xd8" "a\0", 6, "\xef\xbf\xbd" "a" },
        { "\xff\xfe\x00\xde", 4, "\xef\xbf\xbd" },
        { "\xff\xfe\x3d\xd8", 4, "\xef\xbf\xbd" },
        { "\xff\xfe" "a\0b", 5, "a\xef\xbf\xbd" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = ERROR_NONE;
        struct buf text;

        buf_init(&text, 1000);
        assert_ok(read_all(cases[i].bytes, cases[i].length, 0, 0, &text, NULL, NULL, &err), &err);
        assert_string_equal(text.text, cases[i].text);
        buf_release(&text);
    }
}

/* Long and dull, so that much more comes out of each read than went in. */
static void much_text(struct buf *out)
{
    for (int i = 0; i < 400000; i++)
        buf_addf(out, "%d,0.0\n", i / 100);
}

static void a_cut_archive_is_refused_wherever_it_was_cut(void **state)
{
    struct buf plain, packed[2], text;

    (void)state;
    buf_init(&plain, 1 << 26);
    buf_init(&text, 1 << 26);
    much_text(&plain);
    for (int i = 0; i < 2; i++) {
        struct error err = ERROR_NONE;

        buf_init(&packed[i], 1 << 26);
        (i ? zstd : gzip)(&packed[i], plain.text, plain.used);
        buf_clear(&text);
        assert_ok(read_all(packed[i].text, packed[i].used, 0, 0, &text, NULL, NULL, &err), &err);
        assert_int_equal(text.used, plain.used);
        assert_memory_equal(text.text, plain.text, plain.used);
        for (size_t cut = 5; cut < packed[i].used; cut += packed[i].used / 40 + 1) {
            buf_clear(&text);
            assert_int_equal(read_all(packed[i].text, cut, 0, 0, &text, NULL, NULL, &err), ERR_DATA);
            assert_non_null(strstr(err.text, "ends early"));
            assert_true(err.hint[0] && err.where[0]);
        }
        packed[i].text[packed[i].used / 2] ^= 0x55;
        buf_clear(&text);
        assert_int_equal(read_all(packed[i].text, packed[i].used, 0, 0, &text, NULL, NULL, &err),
                         ERR_DATA);
        buf_release(&packed[i]);
    }
    buf_release(&plain);
    buf_release(&text);
}

static void what_follows_an_archive_is_noted(void **state)
{
    static const struct { const char *tail; size_t length; int noted; } cases[] = {
        { "garbage", 7, 1 }, { "\0\0\0\0", 4, 0 }, { "", 0, 0 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = ERROR_NONE;
        struct buf packed, text;
        char note[200];

        buf_init(&packed, 1 << 20);
        buf_init(&text, 1 << 20);
        gzip(&packed, rows, sizeof rows - 1);
        buf_addn(&packed, cases[i].tail, cases[i].length);
        assert_ok(read_all(packed.text, packed.used, 0, 0, &text, NULL, note, &err), &err);
        assert_string_equal(text.text, rows);
        assert_int_equal(note[0] != '\0', cases[i].noted);
        buf_release(&packed);
        buf_release(&text);
    }
}

static void what_is_no_export_is_refused_by_name(void **state)
{
    static const struct { const char *bytes; size_t length; const char *what; } cases[] = {
        { "PK\3\4\x14\0", 6, "Excel" },
        { "RRD\0" "0003", 8, "round-robin" },
        { "\x96\xd5\x75\x21", 4, "sysstat" },
        { "%PDF-1.7", 8, "PDF" },
        { "BZh91AY", 7, "bzip2" },
        { "SQLite format 3\0", 16, "SQLite" },
        { "  \n<!DOCTYPE html><html>", 24, "web page" },
        { "<HTML><head>", 12, "web page" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = ERROR_NONE;
        struct input *in = NULL;

        assert_int_equal(input_open_memory(&in, cases[i].bytes, cases[i].length, &err), ERR_DATA);
        assert_null(in);
        if (!strstr(err.text, cases[i].what) || !err.hint[0])
            fail_msg("'%s', hint '%s'", err.text, err.hint);
    }
}

static void missing_files_and_folders_are_told_apart(void **state)
{
    struct error err = ERROR_NONE;
    struct input *in;

    (void)state;
    assert_int_equal(input_open(&in, "/nonexistent/file.csv", 0, &err), ERR_NOINPUT);
    assert_string_equal(err.where, "/nonexistent/file.csv");
    assert_int_equal(input_open(&in, "/", 0, &err), ERR_NOINPUT);
    assert_non_null(strstr(err.text, "folder"));
    input_close(NULL);
}

static void a_bomb_stops_at_its_cap(void **state)
{
    char path[] = "/tmp/headroom-input-XXXXXX";
    struct error err = ERROR_NONE;
    struct buf plain, packed;
    struct input *in = NULL;
    const char *block;
    size_t count;
    int fd = mkstemp(path), rc;

    (void)state;
    buf_init(&plain, 1 << 26);
    buf_init(&packed, 1 << 26);
    much_text(&plain);
    gzip(&packed, plain.text, plain.used);
    assert_true(fd >= 0 && write(fd, packed.text, packed.used) == (ssize_t)packed.used);
    close(fd);
    assert_ok(input_open(&in, path, 2 << 20, &err), &err);
    while ((rc = input_next(in, &block, &count, &err)) > 0)
        ;
    assert_int_equal(rc, ERR_LIMIT);
    input_close(in);
    unlink(path);
    buf_release(&plain);
    buf_release(&packed);
}

static void text_that_is_no_utf8_is_noted(void **state)
{
    struct error err = ERROR_NONE;
    struct buf text;
    char note[200];

    (void)state;
    buf_init(&text, 1000);
    assert_ok(read_all("f\xfcr,1\n", 6, 0, 0, &text, NULL, note, &err), &err);
    assert_non_null(strstr(note, "1252"));
    buf_clear(&text);
    assert_ok(read_all("f\xc3\xbcr,1\xe2\x82", 9, 0, 0, &text, NULL, note, &err), &err);
    assert_string_equal(note, "");
    buf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_wrapping_gives_the_same_text),
        cmocka_unit_test(utf16_characters_become_utf8),
        cmocka_unit_test(a_cut_archive_is_refused_wherever_it_was_cut),
        cmocka_unit_test(what_follows_an_archive_is_noted),
        cmocka_unit_test(what_is_no_export_is_refused_by_name),
        cmocka_unit_test(missing_files_and_folders_are_told_apart),
        cmocka_unit_test(a_bomb_stops_at_its_cap),
        cmocka_unit_test(text_that_is_no_utf8_is_noted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
