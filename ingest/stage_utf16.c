/*
 * ingest/stage_utf16.c - UTF-16 (RFC 2781) turned into UTF-8.
 *
 * Half a character at the end of a read waits for the next; a surrogate without
 * its other half becomes U+FFFD, as Unicode 15 section 3.9 recommends.
 */
#include <stdlib.h>

#include "ingest/stage.h"

/* A unit of two bytes gives at most three of UTF-8, a pair of units four. */
enum { IN_ROOM = 32 * 1024, OUT_ROOM = IN_ROOM / 2 * 3 + 6, BAD = 0xFFFD };

struct utf16 {
    int           big_endian;
    int           half;             /* a waiting first byte, or -1 */
    uint32_t      high;             /* a waiting first surrogate, or 0 */
    int           ended;
    size_t        at, end;          /* unread part of out[] */
    unsigned char in[IN_ROOM], out[OUT_ROOM];
};

static void put(struct utf16 *u, uint32_t code)
{
    unsigned char *p = u->out + u->end;

    if (code < 0x80) {
        p[0] = (unsigned char)code;
        u->end += 1;
    } else if (code < 0x800) {
        p[0] = (unsigned char)(0xc0 | code >> 6);
        p[1] = (unsigned char)(0x80 | (code & 0x3f));
        u->end += 2;
    } else if (code < 0x10000) {
        p[0] = (unsigned char)(0xe0 | code >> 12);
        p[1] = (unsigned char)(0x80 | (code >> 6 & 0x3f));
        p[2] = (unsigned char)(0x80 | (code & 0x3f));
        u->end += 3;
    } else {
        p[0] = (unsigned char)(0xf0 | code >> 18);
        p[1] = (unsigned char)(0x80 | (code >> 12 & 0x3f));
        p[2] = (unsigned char)(0x80 | (code >> 6 & 0x3f));
        p[3] = (unsigned char)(0x80 | (code & 0x3f));
        u->end += 4;
    }
}

static void take_unit(struct utf16 *u, uint32_t unit)
{
    int first = unit >= 0xd800 && unit <= 0xdbff, second = unit >= 0xdc00 && unit <= 0xdfff;

    if (u->high && second) {
        put(u, 0x10000 + ((u->high - 0xd800) << 10) + (unit - 0xdc00));
        u->high = 0;
        return;
    }
    if (u->high)
        put(u, BAD);
    u->high = first ? unit : 0;
    if (!first)
        put(u, second ? BAD : unit);
}

static void take_bytes(struct utf16 *u, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        unsigned byte = u->in[i];

        if (u->half < 0) {
            u->half = (int)byte;
            continue;
        }
        take_unit(u, u->big_endian ? (unsigned)u->half << 8 | byte : byte << 8 | (unsigned)u->half);
        u->half = -1;
    }
}

static int utf16_pull(struct stage *stage, unsigned char *out, size_t room, size_t *got,
                      struct error *err)
{
    struct utf16 *u = stage->self;

    while (u->at == u->end && !u->ended) {
        size_t count;
        int rc = stage_read(stage->inner, u->in, IN_ROOM, &count, err);

        if (rc < 0)
            return rc;
        u->at = u->end = 0;
        take_bytes(u, count);
        if (count == 0) {
            u->ended = 1;
            if (u->high || u->half >= 0)
                put(u, BAD);
        }
    }
    for (*got = 0; *got < room && u->at < u->end; (*got)++)
        out[*got] = u->out[u->at++];
    return 0;
}

static const struct stage_kind kind_utf16 = { utf16_pull, free };

int stage_utf16(struct stage **out, struct stage *inner, int big_endian, struct error *err)
{
    struct utf16 *u = malloc(sizeof *u);

    if (u) {
        u->big_endian = big_endian;
        u->half = -1;
        u->high = 0;
        u->ended = 0;
        u->at = u->end = 0;
    }
    return stage_new(out, &kind_utf16, u, inner, err);
}
