#include "data/base/number.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Powers of ten that a double holds exactly. */
static const double exact_power[] = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};
enum { MOST_POWER = 22, MOST_DECIMALS = 19 };

static enum number_kind word(const char *text, size_t length)
{
    static const char *const missing[] = {
        "", "null", "nan", "-nan", "+nan", "n/a", "na", "#n/a", "-", "--", "undefined", "none",
        "nil", "\\n", "missing", "1.#qnan", "-1.#ind",
    };
    static const char *const infinite[] = {
        "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "1.#inf", "-1.#inf",
    };

    for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++)
        if (strlen(missing[i]) == length && strncasecmp(missing[i], text, length) == 0)
            return NUMBER_MISSING;
    for (size_t i = 0; i < sizeof infinite / sizeof infinite[0]; i++)
        if (strlen(infinite[i]) == length && strncasecmp(infinite[i], text, length) == 0)
            return NUMBER_INFINITE;
    for (size_t i = 0; i < length; i++)
        if (text[i] != ' ' && text[i] != '\t')
            return NUMBER_BAD;
    return NUMBER_MISSING;
}

/* A decimal taken apart: value = (negative ? -1 : 1) * mantissa * 10^exponent. */
struct decimal {
    uint64_t mantissa;
    int      exponent;
    int      negative;
    int      whole;      /* every digit went into the mantissa */
};

static const char *read_digits(const char *at, const char *end, struct decimal *d, int *count,
                               int after_point)
{
    for (; at < end && *at >= '0' && *at <= '9'; at++) {
        if (d->mantissa <= (UINT64_MAX - 9) / 10) {
            d->mantissa = d->mantissa * 10 + (uint64_t)(*at - '0');
            d->exponent -= after_point;
        } else {
            d->whole = 0;
            d->exponent += !after_point;
        }
        (*count)++;
    }
    return at;
}

static const char *read_exponent(const char *at, const char *end, struct decimal *d)
{
    int sign = 1, value = 0, count = 0;

    at++;
    if (at < end && (*at == '+' || *at == '-'))
        sign = *at++ == '-' ? -1 : 1;
    for (; at < end && *at >= '0' && *at <= '9'; at++, count++)
        if (value < 100000)
            value = value * 10 + (*at - '0');
    d->exponent += sign * value;
    return count ? at : NULL;
}

/* Fills *d from the whole text; 0 when it does not follow the grammar. */
static int take_apart(const char *text, size_t length, struct decimal *d)
{
    const char *at = text, *end = text + length;
    int count = 0;

    *d = (struct decimal){ .whole = 1 };
    if (at < end && (*at == '+' || *at == '-'))
        d->negative = *at++ == '-';
    at = read_digits(at, end, d, &count, 0);
    if (at < end && *at == '.')
        at = read_digits(at + 1, end, d, &count, 1);
    if (count && at < end && (*at == 'e' || *at == 'E'))
        at = read_exponent(at, end, d);
    return count && at == end;
}

__extension__ typedef unsigned __int128 wide;

/*
 * Long division in whole numbers: mantissa and divisor are shifted until both fill 64 bits, so
 * the quotient of 128 by 64 bits has 63 or 64 bits, of which the double takes the upper 53. What
 * is cut off, with the remainder, decides the rounding. No result is subnormal: the least is 1e-19.
 */
static double divide(uint64_t mantissa, int decimals)
{
    static const uint64_t ten[MOST_DECIMALS + 1] = {
        1u, 10u, 100u, 1000u, 10000u, 100000u, 1000000u, 10000000u, 100000000u, 1000000000u,
        10000000000u, 100000000000u, 1000000000000u, 10000000000000u, 100000000000000u,
        1000000000000000u, 10000000000000000u, 100000000000000000u, 1000000000000000000u,
        10000000000000000000u,
    };
    int up = __builtin_clzll(mantissa), down = __builtin_clzll(ten[decimals]), more;
    uint64_t divisor = ten[decimals] << down, high = mantissa << up >> 1, quotient, cut, half;
    wide numerator = (wide)high << 64 | (wide)(mantissa << up << 63);
    int sticky;

    quotient = (uint64_t)(numerator / divisor);
    sticky = numerator % divisor != 0;
    more = 11 - __builtin_clzll(quotient);    /* bits that a double has no room for */
    cut = quotient & ((UINT64_C(1) << more) - 1);
    half = UINT64_C(1) << (more - 1);
    quotient >>= more;
    quotient += cut > half || (cut == half && (sticky || (quotient & 1)));
    return ldexp((double)quotient, more + down - up - 63);
}

double number_of_digits(uint64_t mantissa, int decimals)
{
    /* Clinger 1990: both operands exact, so one IEEE operation rounds once. */
    if (mantissa <= UINT64_C(1) << 53)
        return (double)mantissa / exact_power[decimals];
    return divide(mantissa, decimals);
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

enum number_kind number_parse(const char *text, size_t length, double *out)
{
    struct decimal d;
    double value;

    if (!take_apart(text, length, &d))
        return word(text, length);
    if (d.whole && d.exponent <= 0 && d.exponent >= -MOST_DECIMALS) {
        value = number_of_digits(d.mantissa, -d.exponent);
        *out = d.negative ? -value : value;
        return NUMBER_OK;
    }
    /* Clinger 1990: both operands exact, so one IEEE operation rounds once. */
    if (!d.whole || d.mantissa > (UINT64_C(1) << 53) || d.exponent < -MOST_POWER ||
        d.exponent > MOST_POWER)
        return parse_slowly(text, length, out);
    value = (double)d.mantissa;
    value = d.exponent < 0 ? value / exact_power[-d.exponent] : value * exact_power[d.exponent];
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
