/*
 * data/base/number_scan.h - plain numbers where a text goes on behind them, for the innermost loops.
 *
 * Numbers of at most 19 digits, which number_of_digits() rounds correctly; whatever is less plain is
 * left to number_parse(). Eight digits are turned at once (Lemire, Quickly parsing eight digits, 2022).
 */
#ifndef DATA_BASE_NUMBER_SCAN_H
#define DATA_BASE_NUMBER_SCAN_H

#include <stdint.h>
#include <string.h>

#include "data/base/number.h"

/* Bytes from the start of a number on that may be looked at, whatever they are. */
enum { NUMBER_SCAN_MOST = 57 };

/* 1 and *out, when all eight bytes at p are digits. */
static inline int number_eight_digits(const char *p, uint64_t *out)
{
    uint64_t v;

    memcpy(&v, p, sizeof v);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    v = __builtin_bswap64(v);
#endif
    if (((v & 0xf0f0f0f0f0f0f0f0u) | (((v + 0x0606060606060606u) & 0xf0f0f0f0f0f0f0f0u) >> 4)) !=
        0x3333333333333333u)
        return 0;
    v -= 0x3030303030303030u;
    v = v * 10 + (v >> 8);
    *out = ((v & 0x000000ff000000ffu) * 0x000f424000000064u +
            ((v >> 16) & 0x000000ff000000ffu) * 0x0000271000000001u) >> 32;
    return 1;
}

/* Adds a run of digits, of which at most 24 are looked at, to *mantissa (modulo 2^64). */
static inline const char *number_digits(const char *p, uint64_t *mantissa)
{
    const char *end = p + 24;
    uint64_t eight;

    while (p < end && number_eight_digits(p, &eight)) {
        *mantissa = *mantissa * 100000000 + eight;
        p += 8;
    }
    while (p < end && *p >= '0' && *p <= '9')
        *mantissa = *mantissa * 10 + (uint64_t)(*p++ - '0');
    return p;
}

/*
 * A number that ends within eight bytes, as most do: the digits before and behind the point are moved together
 * and turned at once. Where it ends, or NULL where it is longer or not that plain.
 */
static inline const char *number_scan_short(const char *p, double *out)
{
    uint64_t v, other, digits;
    unsigned point, end, count;

    memcpy(&v, p, sizeof v);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    v = __builtin_bswap64(v);
#endif
    v ^= 0x3030303030303030u;                           /* digits are 0 to 9 now */
    other = ((v + 0x7676767676767676u) | v) & 0x8080808080808080u;    /* right up to the second of them */
    if (!other)
        return NULL;
    point = end = (unsigned)__builtin_ctzll(other) / 8;
    digits = v;
    if (p[point] == '.') {
        uint64_t before = (UINT64_C(1) << 8 * point) - 1;

        other &= other - 1;
        if (!other)
            return NULL;
        end = (unsigned)__builtin_ctzll(other) / 8;
        digits = (v & before) | (v >> 8 & ~before);
    }
    count = end - (end > point);
    if (!point || count == 0 || end == point + 1 || (!(v & 0xff) && point > 1))
        return NULL;
    digits <<= 64 - 8 * count;
    digits = digits * 10 + (digits >> 8);
    digits = ((digits & 0x000000ff000000ffu) * 0x000f424000000064u +
              ((digits >> 16) & 0x000000ff000000ffu) * 0x0000271000000001u) >> 32;
    *out = (double)digits / number_power[count - point];
    return p + end;
}

/* A number as JSON writes it, without exponent: where it ends, or NULL where it is not that plain. */
static inline const char *number_scan(const char *p, double *out)
{
    int negative = *p == '-', decimals = 0;
    const char *first = p + negative, *point = number_scan_short(first, out);
    uint64_t mantissa = 0;

    if (point) {
        *out = negative ? -*out : *out;
        return point;
    }
    point = number_digits(first, &mantissa);
    if (point == first || (*first == '0' && point - first > 1))
        return NULL;
    p = point;
    if (*p == '.') {
        p = number_digits(point + 1, &mantissa);
        decimals = (int)(p - point - 1);
        if (decimals == 0)
            return NULL;
    }
    if (p - first - (decimals > 0) > 19)    /* more might not fit the mantissa */
        return NULL;
    *out = number_of_digits(mantissa, decimals);
    if (negative)
        *out = -*out;
    return p;
}

#endif
