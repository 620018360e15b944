#include "tests/unit/unit.h"

#include <stdlib.h>

#include "data/base/number.h"
#include "data/base/number_scan.h"

static void cells_are_what_they_are(void **state)
{
    static const struct { const char *text; enum number_kind kind; double value; } cases[] = {
        { "0",        NUMBER_OK, 0 },         { "-0.5",   NUMBER_OK, -0.5 },
        { "+12.25",   NUMBER_OK, 12.25 },     { ".5",     NUMBER_OK, 0.5 },
        { "5.",       NUMBER_OK, 5 },         { "1e3",    NUMBER_OK, 1000 },
        { "1E-2",     NUMBER_OK, 0.01 },      { "1e400",  NUMBER_INFINITE, 0 },
        { "",         NUMBER_MISSING, 0 },    { "NaN",    NUMBER_MISSING, 0 },
        { "N/A",      NUMBER_MISSING, 0 },    { "\\N",    NUMBER_MISSING, 0 },
        { " ",        NUMBER_MISSING, 0 },    { "-",      NUMBER_MISSING, 0 },
        { "+Inf",     NUMBER_INFINITE, 0 },   { "1.#INF", NUMBER_INFINITE, 0 },
        { "0x10",     NUMBER_BAD, 0 },        { "1_000",  NUMBER_BAD, 0 },
        { "1e",       NUMBER_BAD, 0 },        { "1 2",    NUMBER_BAD, 0 },
        { ".",        NUMBER_BAD, 0 },        { "12abc",  NUMBER_BAD, 0 },
        { "0.1",      NUMBER_OK, 0.1 },       { "9007199254740993", NUMBER_OK, 9007199254740992.0 },
        { "4.9e-324", NUMBER_OK, 4.9e-324 },  { "1e-400", NUMBER_OK, 0 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        double value = 0;
        enum number_kind kind = number_parse(cases[i].text, strlen(cases[i].text), &value);

        if (kind != cases[i].kind || (kind == NUMBER_OK && value != cases[i].value))
            fail_msg("'%s' is %d, %.17g", cases[i].text, (int)kind, value);
    }
}

/* The C library is the oracle: every text reads as strtod reads it, bit for bit. */
static void reading_agrees_with_the_library(void **state)
{
    unsigned seed = 20261;

    (void)state;
    print_message("seed %u\n", seed);
    srand(seed);
    for (int i = 0; i < 300000; i++) {
        char text[64];
        double want, got = 0;

        snprintf(text, sizeof text, "%s%d%s%0*d%s%d", rand() % 2 ? "-" : "", rand() % 100000,
                 rand() % 4 ? "." : "", 1 + rand() % 14, rand(), rand() % 3 ? "e-" : "e",
                 rand() % 25);
        want = strtod(text, NULL);
        assert_int_equal(number_parse(text, strlen(text), &got), NUMBER_OK);
        if (memcmp(&want, &got, sizeof want) != 0)
            fail_msg("%s reads as %.17g, not %.17g", text, got, want);
    }
}

/* Of 64 bits over powers of ten, and of whole numbers that lie between two doubles. */
static void digits_give_the_nearest_double(void **state)
{
    uint64_t seed = 2385;

    (void)state;
    for (int i = 0; i < 200000; i++) {
        uint64_t mantissa, between = (UINT64_C(1) << 53) + 2 * (uint64_t)i + 1;
        int decimals;
        char text[40];

        seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
        mantissa = seed >> (seed >> 59);
        decimals = (int)((seed >> 40) % 20);
        snprintf(text, sizeof text, "%llue-%d", (unsigned long long)mantissa, decimals);
        if (number_of_digits(mantissa, decimals) != strtod(text, NULL))
            fail_msg("%s", text);
        snprintf(text, sizeof text, "%llu", (unsigned long long)between);
        if (number_of_digits(between, 0) != strtod(text, NULL))
            fail_msg("%s", text);
    }
}

/* Doubles print with 17 digits in many exports; all the decimals of up to 19 digits near the middle too. */
static void long_decimals_round_once(void **state)
{
    unsigned seed = 20267;

    (void)state;
    print_message("seed %u\n", seed);
    srand(seed);
    for (int i = 0; i < 300000; i++) {
        uint64_t bits = (uint64_t)rand() << 42 ^ (uint64_t)rand() << 21 ^ (uint64_t)rand();
        int exponent = rand() % 120 - 60;
        char text[80];
        double value = ldexp((double)(bits >> 11), exponent - 40), want, got = 0;

        if (i % 3 == 0)
            snprintf(text, sizeof text, "%.17g", value);
        else if (i % 3 == 1)    /* halfway between two doubles, or next to it */
            snprintf(text, sizeof text, "%llu", (unsigned long long)((bits >> 11) * 4 + 2 +
                                                                     (uint64_t)(rand() % 3) - 1));
        else
            snprintf(text, sizeof text, "%llue%d", (unsigned long long)(bits >> (rand() % 12)),
                     rand() % 60 - 30);
        want = strtod(text, NULL);
        assert_int_equal(number_parse(text, strlen(text), &got), NUMBER_OK);
        if (memcmp(&want, &got, sizeof want) != 0)
            fail_msg("%s reads as %.17g, not %.17g", text, got, want);
    }
}

static void exact_text_reads_back(void **state)
{
    unsigned seed = 20262;
    char text[NUMBER_ROOM];

    (void)state;
    srand(seed);
    assert_string_equal(number_exact(text, 0.1), "0.1");
    assert_string_equal(number_exact(text, 1e22), "1e+22");
    for (int i = 0; i < 100000; i++) {
        double value = (rand() - RAND_MAX / 2) * pow(10, rand() % 40 - 20) / 7, back = 0;

        number_exact(text, value);
        assert_int_equal(number_parse(text, strlen(text), &back), NUMBER_OK);
        assert_memory_equal(&value, &back, sizeof value);
    }
}

static void people_get_rounded_numbers(void **state)
{
    static const struct { double value; int digits; const char *want; } cases[] = {
        { 1234.56, 3, "1235" }, { 12.345, 3, "12.3" }, { 0.00123456, 3, "0.00123" },
        { 5, 3, "5" },          { -0.0, 3, "0" },      { 99.96, 3, "100" },
        { 1e20, 3, "1.00e+20" },
    };
    char text[NUMBER_ROOM];

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(number_short(text, cases[i].value, cases[i].digits), cases[i].want);
}

static void whole_numbers_keep_all_bits(void **state)
{
    int64_t value = 0;

    (void)state;
    assert_int_equal(number_parse_int("9223372036854775807", 19, &value), 1);
    assert_true(value == INT64_MAX);
    assert_int_equal(number_parse_int("-9223372036854775808", 20, &value), 1);
    assert_true(value == INT64_MIN);
    assert_int_equal(number_parse_int("9223372036854775808", 19, &value), 0);
    assert_int_equal(number_parse_int("1.5", 3, &value), 0);
    assert_int_equal(number_parse_int("-", 1, &value), 0);
}

/* Random digits, points and signs with any bytes behind them, against number_parse(), which is against strtod(). */
static void a_number_is_scanned_to_its_end(void **state)
{
    static const char letters[] = "0123456789012345678901234567890.-";
    uint64_t random = 88172645463325252u;
    int scanned = 0;

    (void)state;
    for (int i = 0; i < 300000; i++) {
        char text[NUMBER_SCAN_MOST + 32], *point;
        size_t length, digits;
        double scan, parse;
        const char *end;
        int plain;

        for (size_t k = 0; k < sizeof text; k++) {
            random ^= random << 13, random ^= random >> 7, random ^= random << 17;
            text[k] = k < (random >> 60) + (size_t)i % 8 ? letters[(random >> 20) % (sizeof letters - 1)]
                                                  : (char)(random >> 40);
        }
        length = text[0] == '-';
        digits = strspn(text + length, "0123456789");
        plain = digits > 0 && (text[length] != '0' || digits == 1);
        point = text + length + digits;
        length += digits;
        if (*point == '.') {
            size_t decimals = strspn(point + 1, "0123456789");

            plain &= decimals > 0;
            digits += decimals;
            length += decimals + 1;
        }
        plain &= digits <= 19;
        end = number_scan(text, &scan);
        assert_int_equal(end != NULL, plain);
        if (!end)
            continue;
        scanned++;
        assert_int_equal(end - text, length);
        assert_int_equal(number_parse(text, length, &parse), NUMBER_OK);
        assert_memory_equal(&scan, &parse, sizeof scan);
    }
    assert_true(scanned > 50000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_what_they_are),
        cmocka_unit_test(reading_agrees_with_the_library),
        cmocka_unit_test(digits_give_the_nearest_double),
        cmocka_unit_test(long_decimals_round_once),
        cmocka_unit_test(exact_text_reads_back),
        cmocka_unit_test(people_get_rounded_numbers),
        cmocka_unit_test(whole_numbers_keep_all_bits),
        cmocka_unit_test(a_number_is_scanned_to_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
