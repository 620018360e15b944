#include "data/store/pack.h"

#include <endian.h>
#include <string.h>

enum { DIFFERENCES = 0x80, WIDEST_LOAD = 57 };

static void store64(uint8_t *out, uint64_t bits)
{
    bits = htole64(bits);
    memcpy(out, &bits, sizeof bits);
}

static uint64_t load64(const uint8_t *in)
{
    uint64_t bits;

    memcpy(&bits, in, sizeof bits);
    return le64toh(bits);
}

static unsigned bit_length(uint64_t number)
{
    return number ? 64u - (unsigned)__builtin_clzll(number) : 0;
}

uint8_t *pack_varint(uint8_t *out, uint64_t number)
{
    while (number >= 0x80) {
        *out++ = (uint8_t)(number | 0x80);
        number >>= 7;
    }
    *out++ = (uint8_t)number;
    return out;
}

uint8_t *pack_zigzag(uint8_t *out, int64_t number)
{
    return pack_varint(out, (uint64_t)number << 1 ^ (uint64_t)(number >> 63));
}

uint8_t unpack_byte(struct unpack *in)
{
    if (in->next >= in->end) {
        in->bad = 1;
        return 0;
    }
    return *in->next++;
}

uint64_t unpack_varint(struct unpack *in)
{
    uint64_t number = 0;

    for (unsigned shift = 0; shift < 64; shift += 7) {
        uint8_t byte = unpack_byte(in);

        number |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return in->bad ? 0 : number;
    }
    in->bad = 1;
    return 0;
}

int64_t unpack_zigzag(struct unpack *in)
{
    uint64_t number = unpack_varint(in);

    return (int64_t)(number >> 1 ^ (0 - (number & 1)));
}

/* --- bits ----------------------------------------------------------------- */

static uint8_t *put_bits(uint8_t *out, const uint64_t *number, size_t count, unsigned width,
                         unsigned shift)
{
    uint64_t bits = 0;
    unsigned used = 0;

    if (width == 0)
        return out;
    for (size_t i = 0; i < count; i++) {
        uint64_t now = number[i] >> shift;

        bits |= now << used;
        used += width;
        if (used >= 64) {
            store64(out, bits);
            out += 8;
            used -= 64;
            bits = used ? now >> (width - used) : 0;
        }
    }
    store64(out, bits);
    return out + (used + 7) / 8;
}

static uint64_t wide_bits(const uint8_t *in, size_t at, unsigned width)
{
    const uint8_t *byte = in + at / 8;
    unsigned skip = at % 8;
    uint64_t bits = load64(byte) >> skip;

    if (skip + width > 64)
        bits |= (uint64_t)byte[8] << (64 - skip);
    return width == 64 ? bits : bits & ((UINT64_C(1) << width) - 1);
}

/* number[i] = base + (bits << shift) */
static void get_bits(const uint8_t *in, int64_t *number, size_t count, unsigned width,
                     unsigned shift, uint64_t base)
{
    uint64_t mask = (UINT64_C(1) << (width & 63)) - 1;
    size_t at = 0;

    if (width > WIDEST_LOAD) {
        for (size_t i = 0; i < count; i++, at += width)
            number[i] = (int64_t)(base + (wide_bits(in, at, width) << shift));
        return;
    }
    for (size_t i = 0; i < count; i++, at += width)
        number[i] = (int64_t)(base + ((load64(in + at / 8) >> at % 8 & mask) << shift));
}

/* --- blocks ---------------------------------------------------------------- */

struct span { int64_t least, most; };

static struct span span_of(const int64_t *number, size_t count)
{
    struct span span = { number[0], number[0] };

    for (size_t i = 1; i < count; i++) {
        span.least = number[i] < span.least ? number[i] : span.least;
        span.most = number[i] > span.most ? number[i] : span.most;
    }
    return span;
}

static unsigned span_width(struct span span)
{
    return bit_length((uint64_t)span.most - (uint64_t)span.least);
}

/* The distances from the smallest, with the header that says how to undo it. */
static uint8_t *put_distances(uint8_t *out, const int64_t *number, size_t count, struct span span,
                              unsigned flag, const int64_t *first)
{
    uint64_t distance[PACK_BLOCK], seen = 0;
    unsigned shift, width;

    for (size_t i = 0; i < count; i++) {
        distance[i] = (uint64_t)number[i] - (uint64_t)span.least;
        seen |= distance[i];
    }
    shift = seen ? (unsigned)__builtin_ctzll(seen) : 0;
    width = bit_length(seen) - (seen ? shift : 0);
    *out++ = (uint8_t)(width | flag);
    *out++ = (uint8_t)shift;
    out = pack_zigzag(out, span.least);
    if (first)
        out = pack_zigzag(out, *first);
    return put_bits(out, distance, count, width, shift);
}

uint8_t *pack_block(uint8_t *out, const int64_t *number, size_t count)
{
    int64_t difference[PACK_BLOCK];
    struct span plain = span_of(number, count), change;

    for (size_t i = 1; i < count; i++)
        difference[i] = (int64_t)((uint64_t)number[i] - (uint64_t)number[i - 1]);
    if (count > 1) {
        change = span_of(difference + 1, count - 1);
        if (span_width(change) < span_width(plain))
            return put_distances(out, difference + 1, count - 1, change, DIFFERENCES, number);
    }
    return put_distances(out, number, count, plain, 0, NULL);
}

void unpack_block(struct unpack *in, int64_t *number, size_t count)
{
    unsigned head = unpack_byte(in), width = head & 0x7f, shift = unpack_byte(in);
    int64_t least = unpack_zigzag(in), first = head & DIFFERENCES ? unpack_zigzag(in) : 0;
    size_t packed = head & DIFFERENCES ? count - 1 : count, bytes = (packed * width + 7) / 8;

    if (in->bad || width + shift > 64 || shift > 63 || bytes > (size_t)(in->end - in->next)) {
        in->bad = 1;
        return;
    }
    if (!(head & DIFFERENCES)) {
        get_bits(in->next, number, count, width, shift, (uint64_t)least);
    } else {
        number[0] = first;
        get_bits(in->next, number + 1, packed, width, shift, (uint64_t)least);
        for (size_t i = 1; i < count; i++)
            number[i] = (int64_t)((uint64_t)number[i] + (uint64_t)number[i - 1]);
    }
    in->next += bytes;
}

/* --- columns ---------------------------------------------------------------- */

uint8_t *pack_column(uint8_t *out, const int64_t *number, size_t count)
{
    for (size_t done = 0; done < count; done += PACK_BLOCK) {
        size_t left = count - done;

        out = pack_block(out, number + done, left < PACK_BLOCK ? left : PACK_BLOCK);
    }
    return out;
}

void unpack_column(struct unpack *in, int64_t *number, size_t count)
{
    for (size_t done = 0; done < count && !in->bad; done += PACK_BLOCK) {
        size_t left = count - done;

        unpack_block(in, number + done, left < PACK_BLOCK ? left : PACK_BLOCK);
    }
}

size_t pack_bound(size_t count)
{
    return (count / PACK_BLOCK + 1) * PACK_MOST + PACK_SLACK;
}
