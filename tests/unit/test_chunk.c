#include "tests/unit/unit.h"

#include <stdlib.h>

#include "data/base/clock.h"
#include "data/store/chunk.h"
#include "data/store/decimal.h"

#define T0 INT64_C(1735689600000)

enum { MOST = 4096 };

struct column {
    int64_t at[MOST];
    double  value[MOST];
    uint8_t *bytes;
    struct samples back;
};

static int make_column(void **state)
{
    struct column *column = calloc(1, sizeof *column);

    assert_non_null(column);
    column->bytes = malloc(chunk_bound(MOST));
    assert_non_null(column->bytes);
    *state = column;
    return 0;
}

static int free_column(void **state)
{
    struct column *column = *state;

    samples_release(&column->back);
    free(column->bytes);
    free(column);
    return 0;
}

/* There and back, bit for bit; returns the length. */
static size_t round_trip(struct column *column, size_t count)
{
    struct error err = ERROR_NONE;
    size_t length = chunk_encode(column->at, column->value, count, column->bytes);

    assert_true(length <= chunk_bound(count));
    assert_ok(chunk_decode(column->bytes, length, &column->back, &err), &err);
    assert_int_equal(column->back.count, count);
    assert_memory_equal(column->back.at, column->at, count * sizeof(int64_t));
    assert_memory_equal(column->back.value, column->value, count * sizeof(double));
    return length;
}

static uint64_t random_bits(void)
{
    return (uint64_t)mrand48() << 42 ^ (uint64_t)mrand48() << 21 ^ (uint64_t)mrand48();
}

static double double_of(uint64_t bits)
{
    double value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

/* --- values ------------------------------------------------------------------------- */

static double any_double(void)     { return double_of(random_bits()); }
static double denormal(void)       { return double_of(random_bits() >> 12); }
static double two_decimals(void)   { return round(drand48() * 10000) / 100; }
static double count(void)          { return floor(drand48() * 1e6) - 3e5; }
static double big_count(void)      { return floor(drand48() * 0x1p53); }
static double fifteen_digits(void) { return round(drand48() * 1e15) / 1e13; }
static double full_double(void)    { return drand48() * 100; }
static double near_zero(void)      { return drand48() < 0.5 ? -0.0 : 0.0; }
static double tiny_decimal(void)   { return floor(drand48() * 1000) / 1e22; }
static double huge(void)           { return (drand48() - 0.5) * 1e308; }
static double bytes(void)          { return floor(drand48() * 1e6) * 4096; }
static double ends_of_range(void)
{
    static const double ends[] = { 0x1p51, -0x1p51, 0x1p51 - 1, 0x1p53, 0x1p63, -0x1p63, 1e22, 1e23,
                                   1e-22, 5e-324, 1.7976931348623157e308, -1.7976931348623157e308,
                                   0.1, 0.30000000000000004, 123456789012345.6 };

    return ends[(size_t)(drand48() * (double)COUNT(ends))];
}
/* What an average of readings with three decimals looks like: 13.334000000000001. */
static double near_decimal(void)
{
    return double_of_rank(double_rank(round(drand48() * 1e5) / 1e3) + (int64_t)(drand48() * 5) - 2);
}
static double spikes(void)
{
    double chance = drand48();

    return chance < 0.97 ? floor(drand48() * 30) : chance < 0.98 ? 1e15 : chance < 0.99 ? -7e9 : any_double();
}
static double a_mix(void)
{
    static double (*const kinds[])(void) = { any_double, two_decimals, count, near_zero,
                                             ends_of_range, denormal };

    return drand48() < 0.95 ? two_decimals() : kinds[(size_t)(drand48() * (double)COUNT(kinds))]();
}

static void every_double_comes_back_bit_for_bit(void **state)
{
    static double (*const kinds[])(void) = {
        any_double, denormal, two_decimals, count, big_count, fifteen_digits, full_double,
        near_zero, tiny_decimal, huge, bytes, ends_of_range, near_decimal, spikes, a_mix
    };
    struct column *column = *state;
    size_t done = 0;

    srand48(20250101);
    print_message("seed 20250101\n");
    for (int round = 0; done < 1200000; round++) {
        size_t samples = 1 + (size_t)(drand48() * (round % 5 ? 300 : MOST - 1));

        for (size_t i = 0; i < samples; i++) {
            column->at[i] = T0 + (int64_t)i * MINUTE_MS;
            column->value[i] = kinds[(size_t)round % COUNT(kinds)]();
        }
        round_trip(column, samples);
        done += samples;
    }
}

static void equal_samples_give_equal_bytes(void **state)
{
    struct column *column = *state;
    uint8_t *again = malloc(chunk_bound(MOST));
    size_t length;

    assert_non_null(again);
    memset(again, 0xa5, chunk_bound(MOST));
    srand48(7);
    for (size_t i = 0; i < 2016; i++) {
        column->at[i] = T0 + (int64_t)i * 300000 + (i > 700 ? 17 : 0);
        column->value[i] = a_mix();
    }
    length = round_trip(column, 2016);
    assert_int_equal(chunk_encode(column->at, column->value, 2016, again), length);
    assert_memory_equal(again, column->bytes, length);
    free(again);
}

/* --- times ---------------------------------------------------------------------------- */

static void every_pattern_of_times_comes_back(void **state)
{
    static const struct { int64_t start, step, jitter; double gap; } cases[] = {
        { T0, 300000, 0, 0 },           { T0, 300000, 0, 0.01 },   { T0, 300000, 0, 0.3 },
        { T0 + 1, 300000, 4000, 0 },    { T0, 1, 0, 0 },           { T0, 1000, 500, 0.05 },
        { -T0, 60000, 0, 0.1 },         { -(INT64_C(1) << 52), INT64_C(1) << 39, 0, 0 },
        { T0, 86400000, 3600000, 0.5 }, { 0, 7, 3, 0.2 },
    };
    struct column *column = *state;

    srand48(3);
    for (size_t c = 0; c < COUNT(cases); c++)
        for (size_t samples = 1; samples <= MOST; samples = samples * 2 + samples % 3) {
            int64_t at = cases[c].start;

            for (size_t i = 0; i < samples; i++) {
                column->at[i] = at + (int64_t)(drand48() * (double)cases[c].jitter);
                column->value[i] = (double)i;
                at += cases[c].step * (drand48() < cases[c].gap ? 2 + (int64_t)(drand48() * 50) : 1);
            }
            round_trip(column, samples);
        }
}

/* --- size ------------------------------------------------------------------------------- */

static double walk_of(double *level, double scale)
{
    *level += drand48() - 0.5;
    *level = *level < 0 ? 0 : *level > 100 ? 100 : *level;
    return round(*level * scale) / scale;
}

/* Bytes a sample of a week at five minutes; the bounds are what storage is planned with. */
static void chunks_are_small(void **state)
{
    static const struct {
        const char *what;
        double (*value)(void);     /* NULL: a walk with so many parts of one */
        double scale;
        int64_t jitter;
        double most;
    } cases[] = {
        { "percent with two decimals",   NULL,           100, 0,    1.3 },
        { "counts",                      NULL,           1,   0,    0.6 },
        { "two decimals with jitter",    NULL,           100, 4000, 2.9 },
        { "15 digits",                   fifteen_digits, 0,   0,    7.1 },
        { "full doubles",                full_double,    0,   0,    7.2 },
        { "averages of three decimals",  near_decimal,   0,   0,    2.6 },
        { "small counts with spikes",    spikes,         0,   0,    1.1 },
    };
    struct column *column = *state;

    for (size_t c = 0; c < COUNT(cases); c++) {
        double level = 50, got;
        size_t length = 0;

        srand48(11);
        for (int week = 0; week < 20; week++) {
            for (int i = 0; i < 2016; i++) {
                column->at[i] = T0 + i * 300000 + (int64_t)(drand48() * (double)cases[c].jitter);
                column->value[i] = cases[c].value ? cases[c].value() : walk_of(&level, cases[c].scale);
            }
            length += round_trip(column, 2016);
        }
        got = (double)length / (20 * 2016);
        if (got > cases[c].most)
            fail_msg("%s: %.2f bytes a sample", cases[c].what, got);
    }
}

/* --- damage -------------------------------------------------------------------------------- */

static void any_flipped_bit_is_noticed(void **state)
{
    struct column *column = *state;
    struct error err = ERROR_NONE;
    size_t length;

    srand48(5);
    for (size_t i = 0; i < 300; i++)
        column->at[i] = T0 + (int64_t)i * 300000, column->value[i] = two_decimals();
    length = round_trip(column, 300);
    for (size_t bit = 0; bit < length * 8; bit++) {
        column->bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_int_equal(chunk_decode(column->bytes, length, &column->back, &err), ERR_STORE);
        column->bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    for (size_t cut = 0; cut < length; cut++)
        assert_int_equal(chunk_decode(column->bytes, cut, &column->back, &err), ERR_STORE);
}

/* Bytes that no encoder writes, under a right checksum. */
static void nonsense_with_a_right_checksum_is_refused(void **state)
{
    static const struct { const char *what; uint8_t bytes[24]; size_t length; } cases[] = {
        { "nothing",                   { 0 }, 0 },
        { "another version",           { 2, 1, 0, 0, 0, 0, 0 }, 7 },
        { "no samples",                { 1, 0 }, 2 },
        { "a count past the bound",    { 1, 0xff, 0xff, 0xff, 0x7f }, 5 },
        { "a varint without end",      { 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1 }, 12 },
        { "no values",                 { 1, 2, 0, 0, 1 }, 5 },
        { "times that stand still",    { 1, 2, 0, 0, 0, 0, 0, 0, 0 }, 9 },
        { "unknown kind of times",     { 1, 2, 0, 9, 1, 0, 0, 0, 0 }, 9 },
        { "unknown scale",             { 1, 1, 0, 23, 0, 0, 0 }, 7 },
        { "too wide",                  { 1, 1, 0, 0, 65, 0, 0 }, 7 },
        { "unknown kind of values",    { 1, 1, 0, 64, 0, 0, 0 }, 7 },
        { "no corrections",            { 1, 1, 0, 32, 0, 0, 0 }, 7 },
        { "unknown flag",              { 1, 1, 0, 0, 0, 128, 0 }, 7 },
        { "exceptions that are not there", { 1, 1, 0, 0, 0, 64, 0, 1, 8 }, 9 },
        { "more exceptions than numbers",  { 1, 1, 0, 0, 0, 64, 0, 2, 8, 0, 0, 5, 5 }, 13 },
        { "an exception out of place", { 1, 1, 0, 0, 0, 64, 0, 1, 8, 1, 5 }, 11 },
        { "exceptions too wide",       { 1, 1, 0, 0, 0, 64, 0, 1, 65, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1 }, 19 },
        { "width and shift over 64",   { 1, 1, 0, 0, 33, 32, 0, 0, 0, 0, 0, 0 }, 12 },
        { "bits that are not there",   { 1, 1, 0, 0, 64, 0, 0 }, 7 },
        { "bytes left over",           { 1, 1, 0, 0, 0, 0, 0, 0 }, 8 },
        { "a run of nothing",          { 1, 3, 0, 1, 1, 0, 0, 0, 0, 0 }, 10 },
        { "a run too long",            { 1, 3, 0, 1, 1, 9, 0, 0, 0, 0 }, 10 },
        { "unknown unit",              { 1, 3, 0, 2, 4, 0, 0, 2, 0, 0, 0, 0 }, 12 },
    };
    struct column *column = *state;
    struct error err = ERROR_NONE;

    for (size_t i = 0; i < COUNT(cases); i++) {
        uint8_t bytes[32 + 8];
        size_t length;

        memcpy(bytes, cases[i].bytes, cases[i].length);
        length = checksum_put(bytes, bytes + cases[i].length);
        if (chunk_decode(bytes, length, &column->back, &err) != ERR_STORE)
            fail_msg("%s", cases[i].what);
    }
}

/* --- decimals --------------------------------------------------------------------------------- */

static void scales_are_those_of_the_shortest_text(void **state)
{
    static const struct { double value; int want; } cases[] = {
        { 0, 0 },       { 1, 0 },         { -17, 0 },     { 0.5, 1 },       { 45.21, 2 },
        { -0.001, 3 },  { 2.385, 3 },     { 1e15, 0 },    { 1e16, -1 },     { 1e-22, 22 },
        { 1e-23, -1 },  { -0.0, -1 },     { 1.0 / 3, -1 }, { 0.1 + 0.2, -1 }, { 5e-324, -1 },
        { INFINITY, -1 }, { NAN, -1 },    { 1234567.891011, 6 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        if (decimal_scale(cases[i].value, 0) != cases[i].want)
            fail_msg("%.17g: %d", cases[i].value, decimal_scale(cases[i].value, 0));
}

/* Ranks count doubles; neighbours as C's nextafter() has them. */
static void ranks_follow_the_order_of_doubles(void **state)
{
    static const double rising[] = { -INFINITY, -1e308, -1, -5e-324, -0.0, 0.0, 5e-324, 0.1, 1e308, INFINITY };

    (void)state;
    for (size_t i = 0; i < COUNT(rising); i++) {
        double back = double_of_rank(double_rank(rising[i]));

        assert_memory_equal(&back, &rising[i], sizeof back);
        if (i)
            assert_true(double_rank(rising[i]) > double_rank(rising[i - 1]));
        if (isfinite(rising[i]) && rising[i] != 0)
            assert_int_equal(double_rank(nextafter(rising[i], INFINITY)), double_rank(rising[i]) + 1);
    }
    assert_int_equal(decimal_near(13.334000000000001), 3);
    assert_int_equal(decimal_near(0.1 + 0.2), 1);
    assert_int_equal(decimal_near(-0.0), 0);
    assert_int_equal(decimal_near(1.0 / 3), DECIMAL_NONE);
    assert_int_equal(decimal_near(NAN), DECIMAL_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_double_comes_back_bit_for_bit, make_column, free_column),
        cmocka_unit_test_setup_teardown(equal_samples_give_equal_bytes, make_column, free_column),
        cmocka_unit_test_setup_teardown(every_pattern_of_times_comes_back, make_column, free_column),
        cmocka_unit_test_setup_teardown(chunks_are_small, make_column, free_column),
        cmocka_unit_test_setup_teardown(any_flipped_bit_is_noticed, make_column, free_column),
        cmocka_unit_test_setup_teardown(nonsense_with_a_right_checksum_is_refused, make_column, free_column),
        cmocka_unit_test(scales_are_those_of_the_shortest_text),
        cmocka_unit_test(ranks_follow_the_order_of_doubles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
