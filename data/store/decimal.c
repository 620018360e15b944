#include "data/store/decimal.h"

#include <math.h>
#include <string.h>

/*
 * Adding 1.5 * 2^52 leaves no bits behind the point: x + shifter - shifter is x
 * rounded to a whole number, and the sum's low bits are that number. Holds for
 * |x| < 2^51, with plain double arithmetic (no fused multiply-add).
 */
static const double shifter = 0x1.8p52;
static const double most = 0x1p51;

static int64_t bits_of(double value)
{
    int64_t bits;

    memcpy(&bits, &value, sizeof bits);
    return bits;
}

int decimal_scale(double value, int least)
{
    for (int e = least; e < DECIMAL_SCALES; e++) {
        double x = value * number_power[e];

        if (!(fabs(x) < most))
            return DECIMAL_NONE;
        if (bits_of((x + shifter - shifter) / number_power[e]) == bits_of(value))
            return e;
    }
    return DECIMAL_NONE;
}

enum { STEP = 16 };    /* values at once; DECIMAL_BLOCK is a multiple */

/*
 * True when STEP values have the scale. Without branches and with a fixed count, so that
 * the compiler makes vectors of it: `wrong` gathers differing bits, `inside` keeps its sign
 * while every |x| lies below the bound, since doubles without sign order like their bits.
 */
static int scale_step(const double *restrict value, double power, int64_t *restrict out)
{
    const int64_t zero = bits_of(shifter), bound = bits_of(most);
    uint64_t wrong = 0, inside = UINT64_MAX;

    for (size_t i = 0; i < STEP; i++) {
        double x = value[i] * power, sum = x + shifter;

        wrong |= (uint64_t)bits_of((sum - shifter) / power) ^ (uint64_t)bits_of(value[i]);
        inside &= ((uint64_t)bits_of(x) & INT64_MAX) - (uint64_t)bound;
        out[i] = (int64_t)((uint64_t)bits_of(sum) - (uint64_t)zero);
    }
    return wrong == 0 && inside >> 63;
}

static int scale_block(const double *value, size_t count, double power, int64_t *out)
{
    size_t i = 0;

    while (i < count && scale_step(value + i, power, out + i))
        i += STEP;
    return i >= count;
}

int decimal_block(const double *value, size_t count, int64_t *out)
{
    double padded[DECIMAL_BLOCK];
    int e = decimal_scale(value[0], 0);

    memcpy(padded, value, count * sizeof *value);
    for (size_t i = count; i % STEP; i++)
        padded[i] = value[0];
    while (e >= 0 && !scale_block(padded, count, number_power[e], out)) {
        size_t i = 0;

        while (i < count && decimal_scale(value[i], e) == e)
            i++;
        if (i == count)
            return DECIMAL_NONE;
        e = decimal_scale(value[i], e);
    }
    return e;
}

int64_t double_rank(double value)
{
    int64_t bits = bits_of(value);

    return bits ^ ((bits >> 63) & INT64_MAX);
}

double double_of_rank(int64_t rank)
{
    double value;

    rank ^= (rank >> 63) & INT64_MAX;
    memcpy(&value, &rank, sizeof value);
    return value;
}

int decimal_near(double value)
{
    for (int e = 0; e < DECIMAL_SCALES; e++) {
        double x = value * number_power[e];
        int64_t above;

        if (!(fabs(x) < 0x1p43))
            return DECIMAL_NONE;
        above = double_rank(value) - double_rank((x + shifter - shifter) / number_power[e]);
        if (above >= -DECIMAL_NEAR && above <= DECIMAL_NEAR)
            return e;
    }
    return DECIMAL_NONE;
}

void decimal_split(const double *value, size_t count, int scale, int64_t *number, int64_t *above)
{
    for (size_t i = 0; i < count; i++) {
        double x = value[i] * number_power[scale];

        number[i] = fabs(x) < most ? (int64_t)(x + shifter - shifter) : 0;
        above[i] = (int64_t)((uint64_t)double_rank(value[i]) -
                             (uint64_t)double_rank((double)number[i] / number_power[scale]));
    }
}
