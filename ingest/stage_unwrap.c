/*
 * ingest/stage_unwrap.c - what a file was wrapped in, and what is no export at all, by its first bytes.
 */
#include <string.h>
#include <strings.h>

#include "ingest/stage.h"

enum { MOST_WRAPS = 4 };

/* --- what is no export ---------------------------------------------------- */

static const struct foreign {
    size_t      offset, length;
    const char *magic, *what, *hint;
} foreign[] = {
    { 0, 4, "PK\3\4", "a zip archive or an Excel workbook",
      "Unzip it, or save the sheet as CSV, and ingest that." },
    { 0, 8, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or Office document",
      "Save the sheet as CSV and ingest that." },
    { 0, 4, "RRD", "a round-robin database",
      "Export it: rrdtool xport --json … DEF:a=FILE:NAME:AVERAGE XPORT:a." },
    { 0, 2, "\x96\xd5", "a binary sysstat file", "Export it: sadf -d FILE -- -A." },
    { 0, 2, "\xd5\x96", "a binary sysstat file", "Export it: sadf -d FILE -- -A." },
    { 0, 4, "%PDF", "a PDF document", "Export the figures themselves as CSV or JSON." },
    { 0, 6, "\xfd" "7zXZ", "an xz archive", "Unpack it first: xz -dc FILE | headroom ingest -." },
    { 0, 3, "BZh", "a bzip2 archive", "Unpack it first: bzip2 -dc FILE | headroom ingest -." },
    { 0, 4, "\x04\x22\x4d\x18", "an lz4 archive", "Unpack it first: lz4 -dc FILE | headroom ingest -." },
    { 0, 6, "7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it first." },
    { 257, 5, "ustar", "a tar archive", "Unpack it and ingest the files in it." },
    { 0, 16, "SQLite format 3", "an SQLite database",
      "Use it with --db if it is a store, or export a query of it as CSV." },
    { 0, 4, "PAR1", "a Parquet file", "Convert it to CSV." },
    { 0, 4, "\x84\x50\xed\x08", "a PCP archive", "Export it: pmrep -o csv -a FILE METRIC…." },
    { 0, 4, "\x89PNG", "a picture", "Export the figures themselves as CSV or JSON." },
    { 0, 4, "\x7f" "ELF", "a program", "Name the export instead." },
};

static int refuse(const char *what, const char *hint, struct error *err)
{
    error_set(err, ERR_DATA, "is %s, not an export", what);
    error_hint(err, "%s", hint);
    return ERR_DATA;
}

static int starts_with_word(const unsigned char *p, size_t length, const char *word)
{
    return length >= strlen(word) && strncasecmp((const char *)p, word, strlen(word)) == 0;
}

static int refuse_foreign(const unsigned char *p, size_t length, struct error *err)
{
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
        const struct foreign *f = &foreign[i];

        if (length >= f->offset + f->length && memcmp(p + f->offset, f->magic, f->length) == 0)
            return refuse(f->what, f->hint, err);
    }
    while (length && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n'))
        p++, length--;
    if (starts_with_word(p, length, "<!doctype html") || starts_with_word(p, length, "<html"))
        return refuse("a web page, probably a login form",
                      "Sign in and download the data itself; with curl, send the access token.", err);
    return 0;
}

/* --- wrappings -------------------------------------------------------------- */

/* 1 little, 2 big endian, 0 none: every second byte of ASCII text in UTF-16 is zero. */
static int utf16_by_zeros(const unsigned char *p, size_t length)
{
    size_t zeros[2] = { 0, 0 }, pairs = (length < 512 ? length : 512) / 2;

    for (size_t i = 0; i < 2 * pairs; i++)
        zeros[i % 2] += p[i] == 0;
    if (pairs < 4)
        return 0;
    return zeros[0] == 0 && zeros[1] * 10 >= pairs * 7 ? 1
           : zeros[1] == 0 && zeros[0] * 10 >= pairs * 7 ? 2 : 0;
}

static int is_zstd(const unsigned char *p, size_t length)
{
    return length >= 4 && ((p[0] == 0x28 && p[1] == 0xb5 && p[2] == 0x2f && p[3] == 0xfd) ||
                           ((p[0] & 0xf0) == 0x50 && p[1] == 0x2a && p[2] == 0x4d && p[3] == 0x18));
}

/* Takes one wrapping off. Returns 1 when there was one, 0 when the stage gives text. */
static int unwrap(struct stage **stage, struct error *err)
{
    struct stage *inner = *stage;
    const unsigned char *p;
    size_t length;
    int rc = stage_peek(inner, err), endian = 0;

    if (rc < 0)
        return rc;
    p = inner->peek;
    length = inner->peek_end;
    *stage = NULL;
    if (length >= 2 && p[0] == 0x1f && p[1] == 0x8b) {
        rc = stage_gzip(stage, inner, err);
    } else if (is_zstd(p, length)) {
        rc = stage_zstd(stage, inner, err);
    } else if (length >= 2 && ((p[0] == 0xff && p[1] == 0xfe) || (p[0] == 0xfe && p[1] == 0xff))) {
        endian = p[0] == 0xff ? 1 : 2;
        stage_skip(inner, 2);
        rc = stage_utf16(stage, inner, endian == 2, err);
    } else if ((endian = utf16_by_zeros(p, length)) != 0) {
        rc = stage_utf16(stage, inner, endian == 2, err);
    } else {
        *stage = inner;
        return refuse_foreign(p, length, err);
    }
    return rc < 0 ? rc : 1;
}

int stage_unwrap(struct stage **stage, struct error *err)
{
    int rc = 1;

    for (int i = 0; i < MOST_WRAPS && rc > 0; i++)
        rc = unwrap(stage, err);
    if (rc > 0)
        return refuse("packed over and over", "Unpack it by hand and look what is in it.", err);
    if (rc == 0 && (*stage)->peek_end >= 3 && memcmp((*stage)->peek, "\xef\xbb\xbf", 3) == 0)
        stage_skip(*stage, 3);
    return rc;
}
