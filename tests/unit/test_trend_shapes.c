#include "tests/unit/unit.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "models/change.h"
#include "models/clean.h"
#include "models/growth.h"
#include "models/passage.h"

/*
 * The shapes of real capacity series, made up with known truth: daily bins, noise of
 * deviation 1 unless said. Each is drawn with many seeds; the date is judged against the day on which
 * the shape itself, without noise, first reaches the limit.
 */
enum { DAYS = 90, SEEDS = 50, HORIZON = 365, PATHS = 400 };

struct shape_case {
    const char *name;
    double    (*at)(int day);         /* day 0 … 89 is history, later the truth */
    double      noise;
    double      limit;                /* a date is due where it is finite */
    double      tolerance;            /* of the median day */
    int         levels, slopes;       /* changes to be found in history; -1: any */
    int         growing;              /* 1 must be, 0 must not be, -1 either */
    int         first, last;          /* bins left out, a gap */
};

static double weekend(int day) { return day % 7 >= 5 ? -20 : 0; }

static double steady(int day) { return 500 + 0.5 * day; }
static double weekly(int day) { return 500 + 0.3 * day + weekend(day); }
static double weekly_purge(int day) { return 400 + 0.4 * day + 5 * (day % 7); }
static double sawtooth(int day) { return 400 + 0.4 * day + 3 * (day % 12); }
static double month_end(int day) { return 300 + 0.3 * day + (day % 30 == 29 ? 40 : 0); }
static double cleanup(int day) { return 300 + 2 * day - (day >= DAYS - 5 ? 80 : 0); }
static double bend(int day) { return 500 + 0.5 * day + (day > DAYS - 15 ? 2.5 * (day - (DAYS - 15)) : 0); }
static double launch(int day) { return 300 + 0.5 * day + (day >= 50 ? 40 : 0); }
static double exponential(int day) { return 50 * exp(0.02 * day); }
static double saturating(int day) { return 400 - 300 * exp(-0.02 * day); }
static double spiked(int day) { return 500 + 0.5 * day + (day == 60 ? 120 : 0); }
static double staircase(int day) { return floor((500 + 0.4 * day) / 5) * 5; }
static double constant(int day) { (void)day; return 42.5; }
static double enlarged(int day) { return 300 + 0.8 * day; }
static double shrinking(int day) { return 500 - 0.5 * day; }

static const struct shape_case cases[] = {
    { "steady growth",            steady,       1, 600, 0.10, 0, 0, 1, 0, 0 },
    { "weekly cycle",             weekly,       1, 560, 0.10, 0, 0, 1, 0, 0 },
    { "weekly purge",             weekly_purge, 1, 500, 0.10, 0, 0, 1, 0, 0 },
    { "saw-tooth of 12 days",     sawtooth,     1, 500, 0.10, 0, 0, 1, 0, 0 },
    { "month-end peak",           month_end,    1, 380, 0.10, 0, 0, 1, 0, 0 },
    { "clean-up 5 days ago",      cleanup,      2, 520, 0.10, 1, 0, 1, 0, 0 },
    { "slope change 14 days ago", bend,         1, 700, 0.10, 0, 1, 1, 0, 0 },
    { "launch, then old slope",   launch,       1, 430, 0.10, 1, 0, 1, 0, 0 },
    { "exponential",              exponential,  1, 800, 0.10, 0, 0, 1, 0, 0 },
    { "saturating",               saturating,   1, INFINITY, 0, -1, -1, -1, 0, 0 },
    { "one-off spike",            spiked,       1, 600, 0.10, 0, 0, 1, 0, 0 },
    { "gap of a week",            steady,       1, 600, 0.10, 0, 0, 1, 40, 47 },
    { "staircase sensor",         staircase,    0, 580, 0.10, 0, 0, -1, 0, 0 },
    { "enlarged, bytes go on",    enlarged,     1, 450, 0.10, 0, 0, 1, 0, 0 },
    { "constant",                 constant,     0, INFINITY, 0, 0, 0, 0, 0, 0 },
    { "pure noise",               constant,     3, INFINITY, 0, 0, 0, 0, 0, 0 },
    { "shrinking",                shrinking,    1, INFINITY, 0, 0, 0, 1, 0, 0 },
};

struct outcome {
    struct changes       changes;
    struct growth_fit    growth;
    struct passage_dates dates;
    int                  levels, slopes;
};

static size_t draw_bins(const struct shape_case *c, gsl_rng *r, double *t, double *y)
{
    size_t n = 0;

    for (int day = 0; day < DAYS; day++) {
        double noise = gsl_ran_gaussian(r, 1) * c->noise;
        if (day >= c->first && day < c->last)
            continue;
        t[n] = day;
        y[n++] = c->at(day) + noise;
    }
    return n;
}

static size_t without_spikes(double *t, double *y, size_t n, struct scratch *scratch)
{
    unsigned char spike[DAYS];
    struct spike  list[DAYS];
    struct error  err = ERROR_NONE;
    size_t        count, kept = 0;

    assert_ok(clean_spikes(t, y, n, scratch, spike, list, DAYS, &count, &err), &err);
    for (size_t i = 0; i < n; i++)
        if (!spike[i]) {
            t[kept] = t[i];
            y[kept++] = y[i];
        }
    return kept;
}

/* The whole chain, as the analysis runs it. */
static void analyse(const struct shape_case *c, gsl_rng *r, struct scratch *scratch, struct passage *passage,
                    struct outcome *out)
{
    double t[DAYS], y[DAYS];
    struct error err = ERROR_NONE;
    size_t n = draw_bins(c, r, t, y);
    struct passage_options options = { .step_days = 1, .horizon = HORIZON, .paths = PATHS, .seed = 7 };

    *out = (struct outcome){ 0 };
    n = without_spikes(t, y, n, scratch);
    assert_ok(change_find(t, y, n, NULL, 0, scratch, &out->changes, &err), &err);
    assert_ok(growth_measure(t, y, n, &out->changes, scratch, &out->growth, &err), &err);
    for (size_t i = 0; i < out->changes.count; i++) {
        out->slopes += out->changes.at[i].kind == STEP_SLOPE;
        out->levels += out->changes.at[i].kind != STEP_SLOPE;
    }
    assert_ok(passage_simulate(passage, t, y, n, &out->changes, &options, &err), &err);
    passage_reach(passage, &c->limit, 1, c->limit, DIRECTION_RISING, NULL, &out->dates);
}

static double true_day(const struct shape_case *c)
{
    int k = 1;

    while (k < 10 * HORIZON && c->at(DAYS - 1 + k) < c->limit)
        k++;
    return k;
}

/* Of 50 draws, by how many a claim may fail: an honest one of 95 % fails 5 times in 1 of 20 such lots. */
enum { MAY_FAIL = 5 };

struct score {
    int dated, changes, growing, alarms;
};

static void count_outcome(const struct shape_case *c, const struct outcome *o, double truth, struct score *score)
{
    score->dated += o->dates.median.known &&
                    fabs(o->dates.median.value - truth) <= fmax(c->tolerance * truth, 1);
    score->changes += (c->levels < 0 || o->levels == c->levels) && (c->slopes < 0 || o->slopes == c->slopes);
    score->growing += o->growth.significant;
    score->alarms += o->dates.early.known && o->dates.early.value < 0.5 * truth;
}

static void judge(const struct shape_case *c, const struct score *score)
{
    int least = SEEDS - MAY_FAIL;

    if (isfinite(c->limit) && score->dated < least)
        fail_msg("%s: the date is right in %d of %d", c->name, score->dated, SEEDS);
    if (score->changes < least)
        fail_msg("%s: the changes are right in %d of %d", c->name, score->changes, SEEDS);
    if (c->growing == 1 ? score->growing < least : c->growing == 0 && score->growing > MAY_FAIL)
        fail_msg("%s: growth is significant in %d of %d", c->name, score->growing, SEEDS);
    if (score->alarms > 2)
        fail_msg("%s: false alarm in %d of %d", c->name, score->alarms, SEEDS);
}

static void each_shape_gets_its_date_and_its_changes(void **state)
{
    struct scratch scratch;
    struct passage *passage = passage_new(DAYS, HORIZON, PATHS);
    gsl_rng *r = gsl_rng_alloc(gsl_rng_mt19937);

    (void)state;
    assert_int_equal(scratch_init(&scratch, change_room(DAYS) + growth_room(DAYS) + clean_room(DAYS)), 0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        double truth = isfinite(cases[i].limit) ? true_day(&cases[i]) : 0;
        struct score score = { 0 };
        for (unsigned long seed = 0; seed < SEEDS; seed++) {
            struct outcome o;
            gsl_rng_set(r, 1000 + seed);
            analyse(&cases[i], r, &scratch, passage, &o);
            count_outcome(&cases[i], &o, truth, &score);
        }
        judge(&cases[i], &score);
    }
    gsl_rng_free(r);
    passage_free(passage);
    scratch_release(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_shape_gets_its_date_and_its_changes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
