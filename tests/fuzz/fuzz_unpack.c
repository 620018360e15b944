/*
 * Unpacking: however few bytes come in and are asked for at once, gzip, zstd and UTF-16 give the
 * same text, the same note, or fail alike. The first byte picks the wrapping, the second how the
 * bytes are cut; the third packs the rest first, when it is odd, and then what was packed must come
 * out, or a failure where the end was cut off.
 */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "data/base/buf.h"
#include "ingest/stage.h"
#include "tests/fuzz/target.h"

enum { MOST_TEXT = 1 << 18, MOST_PACKED = 1 << 14, ROOM = 1 << 14, WITH_GZIP_HEADER = 16 };

struct cuts { size_t in, out; uint64_t dice; };

/* --- where the bytes come from ------------------------------------------------ */

struct source {
    const uint8_t *at;
    size_t   left, most;
    uint64_t dice;
};

/* xorshift64 (Marsaglia 2003) */
static size_t next_piece(uint64_t *dice, size_t most)
{
    if (*dice == 0)
        return most;
    *dice ^= *dice << 13;
    *dice ^= *dice >> 7;
    *dice ^= *dice << 17;
    return 1 + (size_t)(*dice % most);
}

static int source_pull(struct stage *stage, unsigned char *out, size_t room, size_t *got,
                       struct error *err)
{
    struct source *source = stage->self;
    size_t count = next_piece(&source->dice, source->most);

    (void)err;
    count = count < room ? count : room;
    count = count < source->left ? count : source->left;
    memcpy(out, source->at, count);
    source->at += count;
    source->left -= count;
    *got = count;
    return 0;
}

static const struct stage_kind kind_source = { source_pull, free };

/* Buffers are kept from run to run. */
static void empty(struct buf *buf)
{
    if (!buf->most)
        buf_init(buf, MOST_TEXT + ROOM + 200);
    buf_clear(buf);
}

/* --- unpacking ------------------------------------------------------------------ */

static int open_kind(unsigned kind, struct stage **out, struct stage *inner, struct error *err)
{
    switch (kind % 4) {
    case 0:  return stage_gzip(out, inner, err);
    case 1:  return stage_zstd(out, inner, err);
    default: return stage_utf16(out, inner, kind % 4 == 3, err);
    }
}

static int read_all(struct stage *stage, struct cuts cuts, struct buf *out, struct error *err)
{
    static unsigned char piece[ROOM];
    size_t got = 1;
    int rc = 0;

    while (rc == 0 && got && out->used < MOST_TEXT) {
        rc = stage_read(stage, piece, next_piece(&cuts.dice, cuts.out), &got, err);
        if (rc == 0)
            buf_addn(out, (const char *)piece, got);
    }
    return rc;
}

/* Appends the text, and behind it, at the end of the file, the note. */
static int unpack(unsigned kind, const uint8_t *data, size_t size, struct cuts cuts, struct buf *out)
{
    struct source *source = malloc(sizeof *source);
    struct stage *inner = NULL, *stage = NULL;
    struct error err = ERROR_NONE;
    int rc;

    empty(out);
    if (!source)
        abort();
    *source = (struct source){ data, size, cuts.in, cuts.dice };
    rc = stage_new(&inner, &kind_source, source, NULL, &err);
    if (rc == 0)
        rc = open_kind(kind, &stage, inner, &err);
    if (rc == 0)
        rc = read_all(stage, cuts, out, &err);
    if (rc == 0 && out->used < MOST_TEXT)
        buf_add(out, stage->note);
    if (rc < 0 && !err.text[0])
        abort();
    stage_free(stage);
    return rc;
}

/* --- packing ------------------------------------------------------------------------ */

/* Two members, or frames, where there is more than a byte: [0, cut) and [cut, size). */
static size_t gzip_member(const uint8_t *data, size_t size, uint8_t *out, size_t room)
{
    static z_stream stream;
    static int ready;

    if (!ready && deflateInit2(&stream, 1, Z_DEFLATED, 9 + WITH_GZIP_HEADER, 1,
                               Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    ready = 1;
    deflateReset(&stream);
    stream.next_in = (uint8_t *)(uintptr_t)data;
    stream.avail_in = (uInt)size;
    stream.next_out = out;
    stream.avail_out = (uInt)room;
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END)
        abort();
    return room - stream.avail_out;
}

static size_t zstd_frame(const uint8_t *data, size_t size, uint8_t *out, size_t room)
{
    static ZSTD_CCtx *context;

    if (!context) {
        context = ZSTD_createCCtx();
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, 1);
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    }
    return ZSTD_compress2(context, out, room, data, size);
}

/* Each byte as the character of that number; *text is the same in UTF-8. */
static size_t utf16_text(const uint8_t *data, size_t size, int big_endian, uint8_t *out,
                         struct buf *text)
{
    for (size_t i = 0; i < size; i++) {
        out[2 * i + (big_endian ? 1 : 0)] = data[i];
        out[2 * i + (big_endian ? 0 : 1)] = 0;
        if (data[i] >= 0x80)
            buf_addc(text, (char)(0xc0 | data[i] >> 6));
        buf_addc(text, (char)(data[i] < 0x80 ? data[i] : 0x80 | (data[i] & 0x3f)));
    }
    return 2 * size;
}

static size_t pack(unsigned kind, const uint8_t *data, size_t size, uint8_t *out, struct buf *text)
{
    size_t cut = size / 3, used = 0;

    if (kind % 4 >= 2)
        return utf16_text(data, size, kind % 4 == 3, out, text);
    buf_addn(text, (const char *)data, size);
    for (int part = 0; part < 2; part++) {
        const uint8_t *from = data + (part ? cut : 0);
        size_t length = part ? size - cut : cut;

        used += kind % 4 == 0 ? gzip_member(from, length, out + used, MOST_PACKED - used)
                              : zstd_frame(from, length, out + used, MOST_PACKED - used);
    }
    return used;
}

/* Packs, cuts `missing` bytes off, unpacks: all or a failure. */
static void check_packed(unsigned kind, const uint8_t *data, size_t size, struct cuts cuts,
                         size_t missing)
{
    static struct buf text, back;
    uint8_t *packed = malloc(MOST_PACKED);
    size_t length;
    int rc;

    if (!packed)
        abort();
    empty(&text);
    length = pack(kind, data, size, packed, &text);
    if (missing >= length || size == 0)
        missing = 0;
    rc = unpack(kind, packed, length - missing, cuts, &back);
    if (missing == 0 && (rc < 0 || back.used != text.used || memcmp(back.text, text.text, text.used)))
        abort();
    if (missing && kind % 4 < 2 && rc == 0 && back.used >= text.used)
        abort();
    free(packed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct { size_t in, out; int diced; } ways[] = {
        { 1, ROOM, 0 }, { ROOM, 1, 0 }, { 1, 1, 0 }, { 7, 5, 1 }, { 200, 90, 1 },
    };
    static struct buf whole, cut;
    struct cuts none = { ROOM, ROOM, 0 }, cuts;
    unsigned way;
    int a, b;

    if (size < 3)
        return 0;
    way = data[1] % (sizeof ways / sizeof ways[0]);
    cuts = (struct cuts){ ways[way].in, ways[way].out, ways[way].diced ? size << 8 | data[1] | 1 : 0 };
    if (data[2] & 1) {
        if (size < 2048)
            check_packed(data[0], data + 3, size - 3, cuts, data[2] >> 1);
        return 0;
    }
    a = unpack(data[0], data + 3, size - 3, none, &whole);
    b = unpack(data[0], data + 3, size - 3, cuts, &cut);
    if (whole.used < MOST_TEXT && cut.used < MOST_TEXT &&
        (a != b || (a == 0 && (whole.used != cut.used ||
                               memcmp(whole.text, cut.text, whole.used) != 0))))
        abort();
    return 0;
}
