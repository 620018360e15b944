#include "data/store/pack.h"

#include <endian.h>
#include <string.h>

enum { DIFFERENCES = 0x80, EXCEPTIONS = 0x40, WIDEST_LOAD = 57 };

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

/* --- what a block is written as -------------------------------------------------- */

enum {
    WITNESSES  = 16,     /* numbers looked at for the usual span */
    WORTH_FROM = 5       /* bits; narrower blocks are left alone */
};

/* A frame: numbers in [base, base + 2^width) are packed, all others are exceptions. */
struct frame {
    int64_t  base;
    unsigned width, exception_width;
    size_t   exceptions;
    size_t   bytes;            /* of the bits, with the exceptions */
};

static uint64_t zigzag(uint64_t distance)
{
    return distance << 1 ^ (0 - (distance >> 63));
}

static struct frame whole_frame(const int64_t *number, size_t count)
{
    int64_t least = number[0], most = number[0];
    struct frame frame = { 0 };

    for (size_t i = 1; i < count; i++) {
        least = number[i] < least ? number[i] : least;
        most = number[i] > most ? number[i] : most;
    }
    frame.base = least;
    frame.width = bit_length((uint64_t)most - (uint64_t)least);
    frame.bytes = (count * frame.width + 7) / 8;
    return frame;
}

/* Where most numbers of the block lie: a sample of them, without its smallest and its largest. */
static struct span { int64_t low; uint64_t reach; } usual_span(const int64_t *number, size_t count)
{
    int64_t low[2] = { INT64_MAX, INT64_MAX }, high[2] = { INT64_MIN, INT64_MIN };

    for (size_t i = 0; i < WITNESSES; i++) {
        int64_t now = number[i * count / WITNESSES];

        if (now < low[1]) {
            low[1] = now < low[0] ? low[0] : now;
            low[0] = now < low[0] ? now : low[0];
        }
        if (now > high[1]) {
            high[1] = now > high[0] ? high[0] : now;
            high[0] = now > high[0] ? now : high[0];
        }
    }
    return (struct span){ low[1], high[1] <= low[1] ? 0 : (uint64_t)high[1] - (uint64_t)low[1] };
}

/*
 * True when exceptions promise to pay: the numbers outside of the usual span, made twice as
 * wide, cost less than they cost all others. A cheap look that spares most blocks the sorting.
 */
static int worth_exceptions(const int64_t *number, size_t count, size_t whole_bits)
{
    struct span usual = usual_span(number, count);
    uint64_t low = (uint64_t)usual.low - usual.reach / 2, wide = usual.reach * 2;
    size_t width = bit_length(wide), outside = 0;

    if (usual.reach >> 62 || (width + 1) * count > whole_bits)
        return 0;
    for (size_t i = 0; i < count; i++)
        outside += (uint64_t)number[i] - low > wide;
    return width * count + outside * (8 + whole_bits / count) < whole_bits;
}

/* Shell's sort: short, and quick on so few. */
static void sort_numbers(int64_t *number, size_t count)
{
    static const size_t gaps[] = { 57, 23, 10, 4, 1 };    /* Ciura 2001 */

    for (size_t g = 0; g < sizeof gaps / sizeof gaps[0]; g++)
        for (size_t i = gaps[g]; i < count; i++) {
            int64_t now = number[i];
            size_t place = i;

            for (; place >= gaps[g] && number[place - gaps[g]] > now; place -= gaps[g])
                number[place] = number[place - gaps[g]];
            number[place] = now;
        }
}

/* Bits that the farthest of some numbers needs as an exception. */
static unsigned far_width(const int64_t *number, size_t count, int64_t base)
{
    uint64_t seen = 0;

    for (size_t i = 0; i < count; i++)
        seen |= zigzag((uint64_t)number[i] - (uint64_t)base);
    return bit_length(seen);
}

/* The narrowest frame that leaves so many of the sorted numbers, the lowest and the highest, out. */
static struct frame frame_without(const int64_t *sorted, size_t count, size_t exceptions)
{
    struct frame frame = { .exceptions = exceptions };
    size_t within = count - exceptions, start = 0;
    uint64_t narrowest = UINT64_MAX;
    unsigned low, high;

    for (size_t i = 0; i <= exceptions; i++) {
        uint64_t reach = (uint64_t)sorted[i + within - 1] - (uint64_t)sorted[i];

        if (reach < narrowest) {
            narrowest = reach;
            start = i;
        }
    }
    frame.base = sorted[start];
    frame.width = bit_length(narrowest);
    low = far_width(sorted, start, frame.base);
    high = far_width(sorted + start + within, exceptions - start, frame.base);
    frame.exception_width = low > high ? low : high;
    frame.bytes = (count * frame.width + 7) / 8 + 2 + exceptions +
                  (exceptions * frame.exception_width + 7) / 8;
    return frame;
}

/*
 * The frame that takes least. Exceptions are tried where numbers far from the others seem to
 * make the frame wide, and only if it could get narrower than the `beat` bits a number that
 * another way of writing takes already.
 */
static struct frame choose_frame(const int64_t *number, size_t count, size_t beat)
{
    struct frame best = whole_frame(number, count);
    size_t bits = count * (best.width < beat ? best.width : beat);
    int64_t sorted[PACK_BLOCK];

    if (count < 2 * WITNESSES || best.width < WORTH_FROM || !worth_exceptions(number, count, bits))
        return best;
    memcpy(sorted, number, count * sizeof *sorted);
    sort_numbers(sorted, count);
    for (size_t exceptions = 1; exceptions <= count / 4; exceptions++) {
        struct frame frame = frame_without(sorted, count, exceptions);

        if (frame.bytes < best.bytes)
            best = frame;
    }
    return best;
}

/* --- blocks ---------------------------------------------------------------- */

static uint8_t *put_exceptions(uint8_t *out, const uint8_t *place, const uint64_t *distance,
                               size_t count, unsigned width)
{
    *out++ = (uint8_t)count;
    *out++ = (uint8_t)width;
    memcpy(out, place, count);
    return put_bits(out + count, distance, count, width, 0);
}

static uint8_t *put_frame(uint8_t *out, const int64_t *number, size_t count,
                          const struct frame *frame, unsigned flag, const int64_t *first)
{
    uint64_t distance[PACK_BLOCK], apart[PACK_BLOCK], seen = 0;
    uint64_t reach = frame->width == 64 ? UINT64_MAX : (UINT64_C(1) << frame->width) - 1;
    uint8_t place[PACK_BLOCK];
    unsigned shift, width;
    size_t exceptions = 0;

    for (size_t i = 0; i < count; i++) {
        distance[i] = (uint64_t)number[i] - (uint64_t)frame->base;
        if (distance[i] > reach) {
            place[exceptions] = (uint8_t)i;
            apart[exceptions++] = zigzag(distance[i]);
            distance[i] = 0;
        }
        seen |= distance[i];
    }
    shift = seen ? (unsigned)__builtin_ctzll(seen) : 0;
    width = bit_length(seen) - shift;
    *out++ = (uint8_t)(width | flag);
    *out++ = (uint8_t)(shift | (exceptions ? EXCEPTIONS : 0));
    out = pack_zigzag(out, frame->base);
    if (first)
        out = pack_zigzag(out, *first);
    out = put_bits(out, distance, count, width, shift);
    return exceptions ? put_exceptions(out, place, apart, exceptions, frame->exception_width) : out;
}

uint8_t *pack_block(uint8_t *out, const int64_t *number, size_t count)
{
    int64_t difference[PACK_BLOCK];
    struct frame plain = choose_frame(number, count, 64), change;

    if (count == 1 || plain.width == 0)
        return put_frame(out, number, count, &plain, 0, NULL);
    for (size_t i = 1; i < count; i++)
        difference[i] = (int64_t)((uint64_t)number[i] - (uint64_t)number[i - 1]);
    change = choose_frame(difference + 1, count - 1, plain.bytes * 8 / count);
    if (change.bytes < plain.bytes)
        return put_frame(out, difference + 1, count - 1, &change, DIFFERENCES, number);
    return put_frame(out, number, count, &plain, 0, NULL);
}

static void get_exceptions(struct unpack *in, int64_t *number, size_t count, uint64_t base)
{
    size_t exceptions = unpack_byte(in), width = unpack_byte(in), bytes = (exceptions * width + 7) / 8;
    const uint8_t *place = in->next;
    int64_t distance[PACK_BLOCK];

    if (in->bad || exceptions > count || width > 64 || exceptions + bytes > (size_t)(in->end - in->next)) {
        in->bad = 1;
        return;
    }
    get_bits(in->next + exceptions, distance, exceptions, (unsigned)width, 0, 0);
    for (size_t i = 0; i < exceptions; i++) {
        uint64_t far = (uint64_t)distance[i];

        if (place[i] >= count)
            in->bad = 1;
        else
            number[place[i]] = (int64_t)(base + (far >> 1 ^ (0 - (far & 1))));
    }
    in->next += exceptions + bytes;
}

void unpack_block(struct unpack *in, int64_t *number, size_t count)
{
    unsigned head = unpack_byte(in), tail = unpack_byte(in), width = head & 0x7f, shift = tail & 0x3f;
    int64_t base = unpack_zigzag(in), first = head & DIFFERENCES ? unpack_zigzag(in) : 0;
    size_t skip = head & DIFFERENCES ? 1 : 0, packed = count - skip, bytes = (packed * width + 7) / 8;

    if (in->bad || width + shift > 64 || tail & 0x80 || bytes > (size_t)(in->end - in->next)) {
        in->bad = 1;
        return;
    }
    get_bits(in->next, number + skip, packed, width, shift, (uint64_t)base);
    in->next += bytes;
    if (tail & EXCEPTIONS)
        get_exceptions(in, number + skip, packed, (uint64_t)base);
    if (!skip)
        return;
    number[0] = first;
    for (size_t i = 1; i < count; i++)
        number[i] = (int64_t)((uint64_t)number[i] + (uint64_t)number[i - 1]);
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
