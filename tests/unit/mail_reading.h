/*
 * tests/unit/mail_reading.h - a mail taken apart again, by the RFCs and not by what wrote it.
 *
 * Strict where programs on the way are: RFC 5322 section 2.2 (folded headers), RFC 2046 section 5.1.1
 * (boundaries), RFC 2045 section 6.7 and 6.8 (encodings), RFC 2047 (words). Whatever does not fit fails the test.
 */
#ifndef TESTS_UNIT_MAIL_READING_H
#define TESTS_UNIT_MAIL_READING_H

#include <stdlib.h>
#include <string.h>

#include "data/base/buf.h"
#include "tests/unit/unit.h"

enum { PARTS_MOST = 24, HEADERS_MOST = 16 };

struct mail_part {
    struct { char name[40]; struct buf value; } header[HEADERS_MOST];
    size_t     headers;
    int        depth;
    struct buf body;          /* decoded; of a multipart: nothing */
};

struct mail_parts { struct mail_part part[PARTS_MOST]; size_t count; };

static inline const char *mail_header(const struct mail_part *part, const char *name)
{
    for (size_t i = 0; i < part->headers; i++)
        if (strcasecmp(part->header[i].name, name) == 0)
            return part->header[i].value.text;
    return "";
}

/* A parameter of a header: `boundary="…"`, `name=…`. */
static inline void mail_parameter(const char *header, const char *name, char out[120])
{
    const char *at = header, *end;
    size_t length = strlen(name);

    out[0] = '\0';
    while ((at = strchr(at, ';'))) {
        at += 1 + strspn(at + 1, " ");
        if (strncmp(at, name, length) != 0 || at[length] != '=')
            continue;
        at += length + 1;
        end = *at == '"' ? strchr(at + 1, '"') : at + strcspn(at, "; ");
        at += *at == '"';
        assert_non_null(end);
        snprintf(out, 120, "%.*s", (int)(end - at), at);
        return;
    }
}

static inline int base64_value(char digit)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = digit ? strchr(digits, digit) : NULL;

    return at ? (int)(at - digits) : -1;
}

static inline void read_base64(const char *text, size_t length, struct buf *out)
{
    unsigned bits = 0, held = 0;
    size_t count = 0, pads = 0;

    for (size_t i = 0; i < length; i++) {
        int value = base64_value(text[i]);

        if (text[i] == '\n')
            continue;
        count++;
        if (text[i] == '=') {
            pads++;
            continue;
        }
        if (value < 0 || pads)
            fail_msg("no base64: %.40s", text + i);
        bits = bits << 6 | (unsigned)value;
        held += 6;
        if (held >= 8) {
            held -= 8;
            buf_addc(out, (char)(bits >> held & 255));
        }
    }
    assert_true(count % 4 == 0 && pads <= 2);
}

static inline int hex_value(char digit)
{
    static const char digits[] = "0123456789ABCDEF";
    const char *at = digit ? strchr(digits, digit) : NULL;

    return at ? (int)(at - digits) : -1;
}

static inline void read_quoted(const char *text, size_t length, struct buf *out)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] != '=') {
            assert_true(text[i] == '\n' || (text[i] >= ' ' && text[i] <= '~'));
            assert_false(text[i] == '\n' && i && text[i - 1] == ' ');
            buf_addc(out, text[i]);
        } else if (i + 1 < length && text[i + 1] == '\n') {
            i++;
        } else {
            assert_true(i + 2 < length && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0);
            buf_addc(out, (char)(16 * hex_value(text[i + 1]) + hex_value(text[i + 2])));
            i += 2;
        }
    }
}

/* The text of a header: encoded words decoded, blanks between two of them gone. */
static inline void read_words(const char *text, struct buf *out)
{
    int after_word = 0;

    while (*text) {
        const char *blank = text + strspn(text, " "), *end;

        if (strncmp(blank, "=?UTF-8?B?", 10) == 0 && (end = strstr(blank, "?="))) {
            assert_true(end + 2 - blank <= 75);
            if (!after_word)
                buf_addn(out, text, (size_t)(blank - text));
            read_base64(blank + 10, (size_t)(end - blank) - 10, out);
            text = end + 2;
            after_word = 1;
            continue;
        }
        end = blank + strcspn(blank, " ");
        buf_addn(out, text, (size_t)(end - text));
        text = end;
        after_word = 0;
    }
}

/* Reads headers up to the empty line; returns where the body begins. */
static inline const char *read_headers(struct mail_part *part, const char *at)
{
    while (*at && *at != '\n') {
        size_t length = strcspn(at, "\n"), name = strcspn(at, ":");

        assert_true(part->headers < HEADERS_MOST && name && name < length && name < 40);
        for (size_t i = 0; i < name; i++)
            assert_true(at[i] > ' ' && at[i] <= '~');
        snprintf(part->header[part->headers].name, 40, "%.*s", (int)name, at);
        buf_init(&part->header[part->headers].value, 1 << 20);
        name += 1 + (size_t)(at[name + 1] == ' ');
        buf_addn(&part->header[part->headers].value, at + name, length - name);
        for (at += length + 1; *at == ' ' || *at == '\t'; at += length + 1) {
            length = strcspn(at, "\n");
            assert_true(strspn(at, " \t") < length);
            buf_addc(&part->header[part->headers].value, ' ');
            buf_addn(&part->header[part->headers].value, at + 1, length - 1);
        }
        part->headers++;
    }
    return *at ? at + 1 : at;
}

static inline const char *line_after(const char *at, const char *end)
{
    const char *newline = memchr(at, '\n', (size_t)(end - at));

    return newline ? newline + 1 : end;
}

static inline void read_part(struct mail_parts *parts, const char *at, const char *end, int depth);

/* The parts between the lines of a boundary; what stands before the first has to be nothing. */
static inline void read_multipart(struct mail_parts *parts, const char *at, const char *end, const char *boundary,
                                  int depth)
{
    const char *begin = NULL;
    size_t length = strlen(boundary);

    assert_true(length > 0 && length <= 70);
    for (const char *line = at; line < end; line = line_after(line, end)) {
        if (line + length + 2 > end || strncmp(line, "--", 2) != 0 || strncmp(line + 2, boundary, length) != 0) {
            assert_non_null(begin);
            continue;
        }
        if (begin)    /* the line break before a boundary belongs to it */
            read_part(parts, begin, line - 1, depth + 1);
        begin = line_after(line, end);
        if (strncmp(line + 2 + length, "--", 2) == 0) {
            assert_true(begin >= end);
            return;
        }
        assert_true(line[2 + length] == '\n');
    }
    fail_msg("no end of %s", boundary);
}

static inline void read_part(struct mail_parts *parts, const char *at, const char *end, int depth)
{
    struct mail_part *part = &parts->part[parts->count++];
    const char *type, *encoding;
    char boundary[120];

    assert_true(parts->count < PARTS_MOST && depth < 5);
    part->depth = depth;
    buf_init(&part->body, 64u << 20);
    at = read_headers(part, at);
    type = mail_header(part, "Content-Type");
    encoding = mail_header(part, "Content-Transfer-Encoding");
    if (strncmp(type, "multipart/", 10) == 0) {
        mail_parameter(type, "boundary", boundary);
        read_multipart(parts, at, end, boundary, depth);
    } else if (strcmp(encoding, "base64") == 0) {
        read_base64(at, (size_t)(end - at), &part->body);
    } else {
        assert_string_equal(encoding, "quoted-printable");
        read_quoted(at, (size_t)(end - at), &part->body);
    }
}

static inline void mail_read(struct mail_parts *parts, const struct buf *mail)
{
    memset(parts, 0, sizeof *parts);
    read_part(parts, mail->text, mail->text + mail->used, 0);
}

static inline void mail_release(struct mail_parts *parts)
{
    for (size_t i = 0; i < parts->count; i++) {
        for (size_t k = 0; k < parts->part[i].headers; k++)
            buf_release(&parts->part[i].header[k].value);
        buf_release(&parts->part[i].body);
    }
}

#endif
