#include "data/base/number.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const double number_power[NUMBER_POWERS] = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};
enum { MOST_POWER = NUMBER_POWERS - 1 };

enum { LONGEST_WORD = 9 };    /* "undefined", "+infinity" */

static int only_blanks(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] != ' ' && text[i] != '\t')
            return 0;
    return 1;
}

static enum number_kind word(const char *text, size_t length)
{
    static const char *const missing[] = {
        "", "null", "nan", "-nan", "+nan", "n/a", "na", "#n/a", "-", "--", "undefined", "none",
        "nil", "\\n", "missing", "1.#qnan", "-1.#ind", "unknown", "u", "no data", "nodata",
        "#div/0!", "#value!", "#ref!", "#num!", "#name?", "#null!",    /* spreadsheets */
        "\xe2\x80\x93", "\xe2\x80\x94",                              /* dashes: U+2013, U+2014 */
    };
    static const char *const infinite[] = {
        "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "1.#inf", "-1.#inf",
    };

    if (length > LONGEST_WORD)
        return only_blanks(text, length) ? NUMBER_MISSING : NUMBER_BAD;
    for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++)
        if (strlen(missing[i]) == length && strncasecmp(missing[i], text, length) == 0)
            return NUMBER_MISSING;
    for (size_t i = 0; i < sizeof infinite / sizeof infinite[0]; i++)
        if (strlen(infinite[i]) == length && strncasecmp(infinite[i], text, length) == 0)
            return NUMBER_INFINITE;
    return only_blanks(text, length) ? NUMBER_MISSING : NUMBER_BAD;
}

/* A decimal taken apart: value = (negative ? -1 : 1) * mantissa * 10^exponent. */
struct decimal {
    uint64_t mantissa;
    int      exponent;
    int      negative;
    int      whole;      /* every digit went into the mantissa */
};

static int is_digit(char c)
{
    return (unsigned)(unsigned char)c - '0' <= 9;
}

/* So many digits always fit a uint64_t. */
enum { SAFE_DIGITS = 19 };

static const char *read_exponent(const char *at, const char *end, int *exponent)
{
    int sign = 1, value = 0, count = 0;

    at++;
    if (at < end && (*at == '+' || *at == '-'))
        sign = *at++ == '-' ? -1 : 1;
    for (; at < end && is_digit(*at); at++, count++)
        if (value < 100000)
            value = value * 10 + (*at - '0');
    *exponent += sign * value;
    return count ? at : NULL;
}

/* Fills *d from the whole text; 0 when it does not follow the grammar. */
static int take_apart(const char *text, size_t length, struct decimal *d)
{
    const char *at = text, *end = text + length, *first;
    uint64_t mantissa = 0;    /* a local: the compiler keeps it in a register */
    ptrdiff_t digits;

    d->negative = 0;
    d->exponent = 0;
    if (at < end && (*at == '+' || *at == '-'))
        d->negative = *at++ == '-';
    for (first = at; at < end && is_digit(*at); at++)
        mantissa = mantissa * 10 + (uint64_t)(*at - '0');
    digits = at - first;
    if (at < end && *at == '.') {
        for (first = ++at; at < end && is_digit(*at); at++)
            mantissa = mantissa * 10 + (uint64_t)(*at - '0');
        digits += at - first;
        d->exponent = (int)(first - at);
    }
    d->mantissa = mantissa;
    d->whole = digits <= SAFE_DIGITS;
    if (digits && at < end && (*at == 'e' || *at == 'E'))
        at = read_exponent(at, end, &d->exponent);
    return digits && at == end;
}

/* Correct for every decimal, but slow: the C library does the rounding. */
static enum number_kind parse_slowly(const char *text, size_t length, double *out)
{
    char copy[128], *large = length < sizeof copy ? copy : malloc(length + 1);
    double value;

    if (!large)
        return NUMBER_BAD;
    memcpy(large, text, length);
    large[length] = '\0';
    value = strtod(large, NULL);
    if (large != copy)
        free(large);
    if (!isfinite(value))
        return NUMBER_INFINITE;
    *out = value;
    return NUMBER_OK;
}

/* 5^27 is the last that fits 63 bits. */
static const uint64_t power_of_five[] = {
    1, 5, 25, 125, 625, 3125, 15625, 78125, 390625, 1953125, 9765625, 48828125, 244140625,
    1220703125, 6103515625, 30517578125, 152587890625, 762939453125, 3814697265625,
    19073486328125, 95367431640625, 476837158203125, 2384185791015625, 11920928955078125,
    59604644775390625, 298023223876953125, 1490116119384765625, 7450580596923828125,
};
enum { MOST_FIVES = 27 };

__extension__ typedef unsigned __int128 wide;

/* 2^exponent, for exponents of normal doubles. */
static double power_of_two(int exponent)
{
    uint64_t bits = (uint64_t)(exponent + 1023) << 52;
    double value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

/*
 * mantissa * 10^exponent for 15 to 19 digits, |exponent| <= MOST_FIVES, mantissa not 0, rounded
 * once: 10^e = 5^e 2^e, and the product with or quotient by 5^|e| is computed to 62 bits or
 * more. What is lost below them is kept as a lowest bit that is set (a sticky bit), which
 * is all that rounding to 53 bits can tell; scaling by a power of two is exact.
 */
static double scale_exactly(uint64_t mantissa, int exponent)
{
    uint64_t top;
    int shift;

    if (exponent < 0) {
        uint64_t five = power_of_five[-exponent];
        int up = __builtin_clzll(mantissa), down = __builtin_clzll(five);
        wide numerator = (wide)(mantissa << up) << 63;
        uint64_t divisor = five << down;

        top = (uint64_t)(numerator / divisor);
        top |= numerator != (wide)top * divisor;
        shift = down - up - 63;
    } else {
        wide product = (wide)mantissa * power_of_five[exponent];
        uint64_t high = (uint64_t)(product >> 64);

        shift = high ? 64 - __builtin_clzll(high) : 0;
        top = (uint64_t)(product >> shift);
        top |= (wide)top << shift != product;
    }
    return (double)top * power_of_two(shift + exponent);
}

double number_of_digits(uint64_t mantissa, int decimals)
{
    /* Clinger 1990: both operands exact, so one IEEE operation rounds once */
    if (mantissa <= UINT64_C(1) << 53)
        return (double)mantissa / number_power[decimals];
    return scale_exactly(mantissa, -decimals);
}

enum number_kind number_parse(const char *text, size_t length, double *out)
{
    struct decimal d;
    double value;

    if (!take_apart(text, length, &d))
        return word(text, length);
    if (d.whole && d.mantissa <= (UINT64_C(1) << 53) && d.exponent >= -MOST_POWER &&
        d.exponent <= MOST_POWER) {
        /* Clinger 1990: both operands exact, so one IEEE operation rounds once */
        value = (double)d.mantissa;
        value = d.exponent < 0 ? value / number_power[-d.exponent]
                               : value * number_power[d.exponent];
    } else if (d.whole && d.mantissa && d.exponent >= -MOST_FIVES && d.exponent <= MOST_FIVES) {
        value = scale_exactly(d.mantissa, d.exponent);
    } else {
        return parse_slowly(text, length, out);
    }
    *out = d.negative ? -value : value;
    return NUMBER_OK;
}

int number_parse_int(const char *text, size_t length, int64_t *out)
{
    int negative = length && text[0] == '-';
    int64_t value = 0;
    size_t i = negative || (length && text[0] == '+');

    if (i == length)
        return 0;
    for (; i < length; i++) {
        if (text[i] < '0' || text[i] > '9' || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, text[i] - '0', &value))
            return 0;
    }
    if (!negative && value == INT64_MIN)
        return 0;
    *out = negative ? value : -value;
    return 1;
}

const char *number_exact(char out[NUMBER_ROOM], double value)
{
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, NUMBER_ROOM, "%.*g", digits, value);
        if (strtod(out, NULL) == value)
            break;
    }
    return out;
}

const char *number_short(char out[NUMBER_ROOM], double value, int digits)
{
    double size = fabs(value);
    int places;

    if (size >= 1e15) {
        snprintf(out, NUMBER_ROOM, "%.*e", digits - 1, value);
        return out;
    }
    places = size > 0 ? digits - 1 - (int)floor(log10(size)) : 0;
    places = places < 0 ? 0 : places > 12 ? 12 : places;
    snprintf(out, NUMBER_ROOM, "%.*f", places, value);
    if (strchr(out, '.')) {
        size_t used = strlen(out);

        while (out[used - 1] == '0')
            out[--used] = '\0';
        if (out[used - 1] == '.')
            out[--used] = '\0';
    }
    return strcmp(out, "-0") == 0 ? strcpy(out, "0") : out;
}
