#include "tests/unit/unit.h"

#include <stdlib.h>

#include "data/store/pack.h"

enum { MOST = 1000 };

static int64_t any(void)
{
    return (int64_t)((uint64_t)mrand48() << 42 ^ (uint64_t)mrand48() << 21 ^ (uint64_t)mrand48());
}

static int64_t constant(void)  { return -7; }
static int64_t small(void)     { return (int64_t)(drand48() * 100) - 50; }
static int64_t multiples(void) { return (int64_t)(drand48() * 1000) * 4096; }
static int64_t ends(void)
{
    static const int64_t ends[] = { INT64_MIN, INT64_MAX, 0, -1, 1, INT64_MIN + 1, INT64_MAX - 1 };

    return ends[(size_t)(drand48() * (double)COUNT(ends))];
}
static int64_t one_far(void)   { return drand48() < 0.02 ? any() : small(); }
static int64_t some_ends(void) { return drand48() < 0.1 ? ends() : small(); }
static int64_t low_or_high(void)
{
    return drand48() < 0.02 ? (drand48() < 0.5 ? -1000000 : 1000000) : small();
}

/* Numbers to their columns: as they are, summed up (a counter), or falling. */
static void fill(int64_t *number, size_t count, int64_t (*kind)(void), int shape)
{
    for (size_t i = 0; i < count; i++) {
        number[i] = kind();
        if (shape == 1 && i)
            number[i] = (int64_t)((uint64_t)number[i] + (uint64_t)number[i - 1] + 1000);
        if (shape == 2)
            number[i] = (int64_t)((uint64_t)number[i] - i * 1000);
    }
}

static void every_column_comes_back(void **state)
{
    static int64_t (*const kinds[])(void) = { any, constant, small, multiples, ends, one_far, some_ends,
                                              low_or_high };
    static int64_t number[MOST], back[MOST];
    uint8_t *bytes = malloc(pack_bound(MOST) + 8);

    (void)state;
    assert_non_null(bytes);
    srand48(41);
    print_message("seed 41\n");
    for (int round = 0; round < 6000; round++) {
        size_t count = 1 + (size_t)(drand48() * (round % 4 ? 140 : MOST - 1));
        struct unpack in = { bytes, NULL, 0 };

        fill(number, count, kinds[(size_t)round % COUNT(kinds)], round / 8 % 3);
        in.end = pack_column(bytes, number, count);
        assert_true((size_t)(in.end - bytes) + PACK_SLACK <= pack_bound(count));
        unpack_column(&in, back, count);
        assert_int_equal(in.bad, 0);
        assert_ptr_equal(in.next, in.end);
        assert_memory_equal(back, number, count * sizeof *number);
    }
    free(bytes);
}

/* Bytes of a block of 128 at most, on the mean; with the header of 3 to 12 bytes. */
static void blocks_are_as_short_as_their_pattern(void **state)
{
    static const struct { const char *what; int64_t (*kind)(void); int shape; size_t most; } cases[] = {
        { "a constant",            constant,    0, 3 },
        { "a constant rise",       constant,    1, 7 },
        { "below 100",             small,       0, 4 + 128 * 7 / 8 },
        { "multiples of 4096",     multiples,   0, 6 + 128 * 10 / 8 },
        { "a counter",             small,       1, 8 + 128 * 7 / 8 },
        { "outliers to both sides", low_or_high, 0, 10 + 128 * 8 / 8 + 10 * 4 },
        { "anything",              any,         0, PACK_MOST },
    };
    int64_t number[PACK_BLOCK];
    uint8_t bytes[PACK_MOST + PACK_SLACK];

    (void)state;
    srand48(43);
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t length = 0;

        for (int round = 0; round < 50; round++) {
            fill(number, PACK_BLOCK, cases[i].kind, cases[i].shape);
            length += (size_t)(pack_block(bytes, number, PACK_BLOCK) - bytes);
        }
        if (length > 50 * cases[i].most)
            fail_msg("%s: %.1f bytes a block", cases[i].what, (double)length / 50);
    }
}

static void varints_come_back_and_end(void **state)
{
    static const uint64_t numbers[] = { 0, 1, 127, 128, 300, UINT32_MAX, UINT64_MAX - 1, UINT64_MAX };
    static const int64_t signed_numbers[] = { 0, -1, 1, INT64_MIN, INT64_MAX };
    uint8_t bytes[16];

    (void)state;
    for (size_t i = 0; i < COUNT(numbers); i++) {
        struct unpack in = { bytes, pack_varint(bytes, numbers[i]), 0 };
        struct unpack cut = { bytes, in.end - 1, 0 };

        assert_true(unpack_varint(&in) == numbers[i] && !in.bad && in.next == in.end);
        unpack_varint(&cut);
        assert_true(cut.bad);
    }
    for (size_t i = 0; i < COUNT(signed_numbers); i++) {
        struct unpack in = { bytes, pack_zigzag(bytes, signed_numbers[i]), 0 };

        assert_true(unpack_zigzag(&in) == signed_numbers[i] && !in.bad);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_column_comes_back),
        cmocka_unit_test(blocks_are_as_short_as_their_pattern),
        cmocka_unit_test(varints_come_back_and_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
