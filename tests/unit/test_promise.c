#include "tests/unit/engine_fixture.h"

#include "analyzer/engine/study.h"

/*
 * What an 80 % interval promises, through the whole engine: series that drift and vary, known
 * to their middle, then compared with what came.
 */

#ifdef __SANITIZE_ADDRESS__
enum { SERIES = 40 };
#else
enum { SERIES = 300 };
#endif
enum { KNOWN_DAYS = 70, AFTER = 60, SEED = 20261123 };

struct dice { uint64_t state; };

static double even(struct dice *dice)
{
    uint64_t x = dice->state += UINT64_C(0x9e3779b97f4a7c15);

    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return ((double)((x ^ (x >> 31)) >> 11) + 0.5) / 9007199254740992.0;
}

/* Standard normal: Box and Muller 1958. */
static double normal(struct dice *dice)
{
    double r = sqrt(-2 * log(even(dice)));

    return r * cos(2 * 3.14159265358979323846 * even(dice));
}

/* One value a day: a line from 400 with a drift of its own, a walk round it, noise on it. */
static void roll(struct dice *dice, double *y)
{
    double drift = 1 + 4 * even(dice), level = 400;

    for (int day = 0; day < KNOWN_DAYS + AFTER; day++) {
        level += drift + 4 * normal(dice);
        y[day] = level + 5 * normal(dice);
    }
}

static void put_known(struct store *store, int number, const double *y)
{
    struct made made = { "s", "", "disk", "GB", 0, 0, 0, 0, 0, 0, 0, 0 };
    int64_t at[KNOWN_DAYS];
    char name[16];

    snprintf(name, sizeof name, "v%03d", number);
    made.resource = name;
    /* reached on some day of the 60 that follow, or on none */
    made.capacity = (y[KNOWN_DAYS - 1] + 90) / 0.95;
    for (int day = 0; day < KNOWN_DAYS; day++)
        at[day] = T0 + day * DAY_MS;
    put_samples(store, made_series(store, &made), at, y, KNOWN_DAYS);
}

/* The share should lie within 77 and 83 %, give or take three standard errors of the count. */
static void assert_held(const char *what, double held, double asked)
{
    double share = held / asked, slack = 3 * sqrt(0.8 * 0.2 / asked);

    print_message("%s: %.1f %% of %.0f (seed %d)\n", what, 100 * share, asked, SEED);
    if (share < 0.77 - slack || share > 0.83 + slack)
        fail_msg("%s held %.1f %% of %.0f", what, 100 * share, asked);
}

static void the_bands_hold_what_they_say(void **state)
{
    static double y[SERIES][KNOWN_DAYS + AFTER];
    struct dice dice = { SEED };
    double inside[2] = { 0, 0 }, answers[2] = { 0, 0 };
    double between = 0, dates = 0;
    struct engine_options options;
    struct error err = ERROR_NONE;
    struct answer answer;
    struct place place;
    struct store *store;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    assert_ok(store_begin(store, &err), &err);
    for (int i = 0; i < SERIES; i++) {
        roll(&dice, y[i]);
        put_known(store, i, y[i]);
    }
    assert_ok(store_commit(store, &err), &err);
    store_close(store);
    options = options_of(&place);
    options.jobs = 2;
    answer_make(&answer, &options);
    for (int i = 0; i < SERIES; i++) {
        const struct finding *f;
        double limit = y[i][KNOWN_DAYS - 1] + 90;
        char name[16];
        int reached = 1;

        snprintf(name, sizeof name, "v%03d", i);
        f = finding_of(&answer, name);
        for (int k = 0; k < 2; k++) {
            const struct outlook *at = &f->forecast.at[k];
            double came = y[i][KNOWN_DAYS - 1 + outlook_days[k]];

            assert_true(at->median.known);
            answers[k]++;
            inside[k] += came >= at->low.value && came <= at->high.value;
        }
        while (reached < AFTER && y[i][KNOWN_DAYS - 1 + reached] < limit)
            reached++;
        if (f->exhaustion.days_late.known && f->exhaustion.days_late.value < AFTER) {
            dates++;
            between += reached <= f->exhaustion.days_late.value &&
                       reached >= f->exhaustion.days_early.value;
        }
    }
    assert_held("the band 7 days ahead", inside[0], answers[0]);
    assert_held("the band 14 days ahead", inside[1], answers[1]);
    assert_held("the interval of the date", between, dates);
    answer_release(&answer);
    place_remove(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bands_hold_what_they_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
