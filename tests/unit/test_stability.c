#include "tests/unit/engine_fixture.h"

#include <math.h>

/*
 * A week of data that brings nothing new must not move the date: series go on as they always went, and are
 * analysed on one day and a week later. In nine of ten the median day moves by less than 15 % of its distance.
 */

enum { KNOWN = 84, WEEK = 7, KINDS = 4, SEEDS = 10, SERIES = KINDS * SEEDS, SEED = 20261125 };

static const double MOST_MOVED = 0.15, MOST_RESTLESS = 0.1;

/* SplitMix64 (Steele, Lea and Flood 2014), 0 … 1. */
static double even(uint64_t *seed)
{
    uint64_t x = *seed += UINT64_C(0x9e3779b97f4a7c15);

    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return ((double)((x ^ (x >> 31)) >> 11) + 0.5) / 9007199254740992.0;
}

/* Standard normal: Box and Muller 1958. */
static double normal(uint64_t *seed)
{
    double r = sqrt(-2 * log(even(seed)));

    return r * cos(2 * M_PI * even(seed));
}

static double line(double day, uint64_t *seed) { return 400 + 3 * day + 6 * normal(seed); }

static double slow_line(double day, uint64_t *seed) { return 400 + 0.6 * day + 5 * normal(seed); }

static double working_week(double day, uint64_t *seed)
{
    return 400 + 2 * day + (fmod(day, 7) >= 5 ? -60 : 0) + 5 * normal(seed);
}

static double by_a_factor(double day, uint64_t *seed) { return 200 * exp(0.01 * day + 0.01 * normal(seed)); }

static double (*const kinds[KINDS])(double day, uint64_t *seed) = { line, slow_line, working_week, by_a_factor };

/* Each limit is what its series reaches, without noise, `AHEAD` days after the first look. */
enum { AHEAD = 45 };
static const double limits[KINDS] = { 400 + 3 * (KNOWN + AHEAD), 400 + 0.6 * (KNOWN + AHEAD),
                                      400 + 2 * (KNOWN + AHEAD), 726.0 };

static void put(struct store *store, int number, uint64_t *seed)
{
    struct made made = { "s", "", "disk", "GB", 0, 0, 0, 0, 0, 0, 0, 0 };
    int64_t at[KNOWN + WEEK];
    double y[KNOWN + WEEK];
    char name[16];

    snprintf(name, sizeof name, "v%03d", number);
    made.resource = name;
    made.capacity = limits[number % KINDS] / 0.95;
    for (int day = 0; day < KNOWN + WEEK; day++) {
        at[day] = T0 + day * DAY_MS;
        y[day] = kinds[number % KINDS](day, seed);
    }
    put_samples(store, made_series(store, &made), at, y, KNOWN + WEEK);
}

/* The median day of every series, counted from the first one, as it is seen with `known` days of data. */
static void look(const struct place *place, int known, double median[SERIES])
{
    struct engine_options options = options_of(place);
    struct answer answer;

    options.has_as_of = 1;
    options.as_of = T0 + known * DAY_MS - 1;
    answer_make(&answer, &options);
    for (int i = 0; i < SERIES; i++) {
        char name[16];
        struct maybe days;

        snprintf(name, sizeof name, "v%03d", i);
        days = finding_of(&answer, name)->exhaustion.days_median;
        assert_true(days.known);
        median[i] = known + days.value;
    }
    answer_release(&answer);
}

static void a_week_of_the_same_moves_no_date(void **state)
{
    double before[SERIES], after[SERIES];
    struct error err = ERROR_NONE;
    uint64_t seed = SEED;
    struct place place;
    struct store *store;
    int restless = 0;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    assert_ok(store_begin(store, &err), &err);
    for (int i = 0; i < SERIES; i++)
        put(store, i, &seed);
    assert_ok(store_commit(store, &err), &err);
    store_close(store);
    look(&place, KNOWN, before);
    look(&place, KNOWN + WEEK, after);
    for (int i = 0; i < SERIES; i++) {
        double moved = fabs(after[i] - before[i]) / (before[i] - KNOWN);

        if (moved >= MOST_MOVED)
            print_message("v%03d: day %.0f becomes day %.0f\n", i, before[i], after[i]);
        restless += moved >= MOST_MOVED;
    }
    print_message("%d of %d dates moved by %.0f %% or more (seed %d)\n", restless, SERIES, 100 * MOST_MOVED, SEED);
    assert_true(restless <= MOST_RESTLESS * SERIES);
    place_remove(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_week_of_the_same_moves_no_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
