/*
 * data/base/number.h - numbers to text and back, the same in every locale.
 *
 * Reading takes one grammar, [+-]digits[.digits][e[+-]digits], and nothing
 * else: no hexadecimal, no blanks, no trailing text. Writing for machines gives
 * the shortest text that reads back as the same double; writing for people
 * rounds.
 */
#ifndef DATA_BASE_NUMBER_H
#define DATA_BASE_NUMBER_H

#include <stddef.h>
#include <stdint.h>

enum { NUMBER_ROOM = 32 };

/* What a cell that should hold a number turned out to be. */
enum number_kind {
    NUMBER_OK,
    NUMBER_MISSING,     /* empty, null, NaN, N/A, -, undefined … : a gap, not a mistake */
    NUMBER_INFINITE,    /* Inf, +Inf, or too large for a double: not a sample */
    NUMBER_BAD          /* anything else */
};

/*
 * Reads exactly text[0..length-1]. *out is written for NUMBER_OK only, and is
 * the double nearest to the decimal text (ties to even).
 */
enum number_kind number_parse(const char *text, size_t length, double *out);

/* 10^0 to 10^22, which doubles hold exactly. */
enum { NUMBER_POWERS = 23 };
extern const double number_power[NUMBER_POWERS];

/*
 * The double nearest to mantissa / 10^decimals (ties to even), 0 <= decimals <= 19: what the digits
 * of most written numbers come to.
 */
double number_of_digits(uint64_t mantissa, int decimals);

/* Reads a whole decimal integer that fits int64_t; 1 when it is one, else 0. */
int number_parse_int(const char *text, size_t length, int64_t *out);

/*
 * Writes a finite number with the fewest digits that read back as the very
 * same number: 0.1 gives "0.1", not "0.10000000000000001". Returns `out`.
 */
const char *number_exact(char out[NUMBER_ROOM], double value);

/*
 * Writes a number for people: `digits` significant digits, no exponent below
 * 1e15, trailing zeros after the point removed. 1234.56 with 3 gives "1235"
 * (digits before the point are never dropped). Returns `out`.
 */
const char *number_short(char out[NUMBER_ROOM], double value, int digits);

#endif
