/*
 * data/store/decimal.h - doubles that are short decimals, as whole numbers.
 *
 * What monitoring systems export was nearly always rounded: 45.21 is a double, but
 * it is also 4521 / 10^2, and the whole number packs into far fewer bits. A double v
 * has scale e when the whole number m nearest to v * 10^e gives v back bit for bit as
 * m / 10^e. Both m (|m| < 2^51) and 10^e (e <= 22) are exact doubles, so that the
 * division is the correctly rounded value of the decimal (Clinger 1990), and a value
 * of scale e is one of scale e + 1 too, as far as m stays in range.
 *
 * -0.0, infinities and NaN have no scale.
 */
#ifndef DATA_STORE_DECIMAL_H
#define DATA_STORE_DECIMAL_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/number.h"

enum { DECIMAL_BLOCK = 128, DECIMAL_SCALES = NUMBER_POWERS, DECIMAL_NONE = -1 };

/* The smallest scale >= `least` of one value, or DECIMAL_NONE. */
int decimal_scale(double value, int least);

/*
 * The smallest scale that all `count` (1 to DECIMAL_BLOCK) values share, and their
 * whole numbers in out[DECIMAL_BLOCK]; DECIMAL_NONE when there is none.
 */
int decimal_block(const double *value, size_t count, int64_t *out);

/*
 * A double's place among all doubles: greater for a greater one, 0 for 0.0, -1 for -0.0,
 * next to each other for neighbours. NaNs have places beyond the infinities.
 */
int64_t double_rank(double value);
double double_of_rank(int64_t rank);

/*
 * The smallest scale of which a number lies within DECIMAL_NEAR doubles of the value, where
 * that spares a fifth of its bits (|m| < 2^43); else DECIMAL_NONE.
 */
enum { DECIMAL_NEAR = 8 };
int decimal_near(double value);

/* For each value the whole number of this scale nearest to it, and how many doubles it lies above that. */
void decimal_split(const double *value, size_t count, int scale, int64_t *number, int64_t *above);

#endif
