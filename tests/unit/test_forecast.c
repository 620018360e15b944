/* The competition, the bands and the forecast they make together. */
#include "tests/unit/unit.h"

#include <float.h>
#include <stdlib.h>

#include "models/forecast.h"
#include "models/roll.h"
#include "tests/unit/made.h"

enum { LONGEST = 1344, HORIZON = 60, LEVELS = 5 };
static const double levels[LEVELS] = { 0.025, 0.1, 0.5, 0.9, 0.975 };
static struct scratch scratch;

static int set_up(void **state)
{
    (void)state;
    return scratch_init(&scratch, forecast_room(LONGEST, HORIZON, LEVELS));
}

static int tear_down(void **state)
{
    (void)state;
    scratch_release(&scratch);
    return 0;
}

static int forecast(const struct history *history, size_t horizon, const char *model,
                    const char *previous, struct forecast *out, struct error *err)
{
    struct forecast_request request = { horizon, levels, LEVELS, model, previous, CONTEST_WINS };

    return forecast_make(history, &request, &scratch, out, err);
}

enum course { WHITE, WALK, CYCLE, TREND, SHAPES };

static void make(enum course shape, uint64_t *seed, double *y, size_t n)
{
    double walk = 0;

    for (size_t t = 0; t < n; t++) {
        double noise = made_normal(seed);

        walk += noise;
        y[t] = shape == WHITE ? 100 + 2.385 * noise
             : shape == WALK  ? 500 + walk
             : shape == CYCLE ? 100 + 10 * sin(2 * 3.14159265358979 * (double)t / 7) + 2 * noise
                              : 200 + 0.8 * (double)t + 5 * noise;
    }
}

/* An 80 % band holds about 80 %, a 95 % band about 95 %, over many made series of every shape. */
static void bands_hold_what_they_say(void **state)
{
    enum { SERIES = 150, AHEAD = 14 };
    static const size_t lengths[] = { 84, 200 };
    double y[200 + AHEAD];

    (void)state;
    for (size_t l = 0; l < COUNT(lengths); l++)
        for (int shape = 0; shape < SHAPES; shape++) {
            uint64_t seed = 20263 + (uint64_t)shape;
            double inside80 = 0, inside95 = 0, points = SERIES * AHEAD;

            for (int i = 0; i < SERIES; i++) {
                struct history history = made_history(y, lengths[l], 0, 7);
                struct forecast out;
                struct error err = ERROR_NONE;

                make((enum course)shape, &seed, y, lengths[l] + AHEAD);
                assert_ok(forecast(&history, AHEAD, NULL, NULL, &out, &err), &err);
                for (size_t h = 0; h < AHEAD; h++) {
                    double came = y[history.n + h];

                    inside80 += came >= forecast_quantile(&out, 1, h) && came <= forecast_quantile(&out, 3, h);
                    inside95 += came >= forecast_quantile(&out, 0, h) && came <= forecast_quantile(&out, 4, h);
                }
                scratch_reset(&scratch, 0);
            }
            print_message("shape %d of %zu: 80 %% holds %.3f, 95 %% holds %.3f\n", shape, lengths[l],
                          inside80 / points, inside95 / points);
            assert_true(inside80 / points > 0.72 && inside80 / points < 0.90);
            assert_true(inside95 / points > 0.89 && inside95 / points < 0.995);
        }
}

static void quantiles_ascend_and_stay_in_bounds(void **state)
{
    double y[400];
    uint64_t seed = 1;

    (void)state;
    for (int shape = 0; shape < SHAPES; shape++)
        for (size_t m = 0; models[m]; m++) {
            struct history history = made_history(y, COUNT(y), 0, 7);
            struct forecast out;

            make((enum course)shape, &seed, y, COUNT(y));
            history.floor = 90;
            history.ceiling = 510;
            history.since = 300;
            if (model_lacks(models[m], &history))
                continue;
            assert_int_equal(forecast(&history, 30, models[m]->name, NULL, &out, NULL), 0);
            for (size_t h = 0; h < 30; h++)
                for (size_t i = 0; i < LEVELS; i++) {
                    double q = forecast_quantile(&out, i, h);

                    assert_true(isfinite(q) && q >= 90 && q <= 510);
                    assert_true(i == 0 || q >= forecast_quantile(&out, i - 1, h));
                }
            scratch_reset(&scratch, 0);
        }
}

/*
 * Courses from past origins made all at once are, but for the sharing that models/regressor.h
 * tells of, those made one by one from the past alone: nearer than the noise, which is 1 a step.
 */
static void rolling_is_refitting(void **state)
{
    static const struct { size_t day, week, n; } kinds[] = { { 24, 168, 900 }, { 0, 7, 365 }, { 0, 0, 300 } };
    static double y[LONGEST], paths[ROLL_ORIGINS * ROLL_STEPS];

    (void)state;
    for (size_t k = 0; k < COUNT(kinds); k++) {
        struct history history = made_history(y, kinds[k].n, kinds[k].day, kinds[k].week);
        struct roll plan = roll_plan(&history, 3 * history.n / 4, history.n - 20, 20, 4);
        uint64_t seed = 7;
        double walk = 300;

        for (size_t t = 0; t < LONGEST; t++) {
            walk += made_normal(&seed);
            y[t] = walk + 10 * sin((double)t / (kinds[k].day ? 24 : 7) * 6.283) + made_normal(&seed);
        }
        assert_true(plan.origin_count >= 3);
        for (size_t m = 0; models[m]; m++) {
            if (model_lacks(models[m], &history))
                continue;
            double apart = 0, count = 0;

            roll_paths(&plan, models[m], &history, &scratch, paths);
            for (size_t o = 0; o < plan.origin_count; o++) {
                struct history then = history_until(&history, plan.origins[o]);
                double path[20];

                assert_int_equal(model_path(models[m], &then, 20, &scratch, path, NULL, NULL), 0);
                for (size_t s = 0; s < plan.step_count; s++, count++)
                    apart += fabs(paths[o * plan.step_count + s] - path[plan.steps[s]]);
            }
            if (apart / count > (models[m]->roll ? 0.8 : 1e-9))
                fail_msg("%s, kind %zu: %g apart", models[m]->name, k, apart / count);
        }
    }
}

static const struct trial *trial_of(const struct contest *contest, const char *model)
{
    for (size_t i = 0; i < contest->count; i++)
        if (strcmp(contest->trials[i].model, model) == 0)
            return &contest->trials[i];
    fail_msg("%s took no part", model);
    return NULL;
}

static void every_trial_says_how_it_went(void **state)
{
    double y[200];
    struct history history = made_history(y, COUNT(y), 0, 7);
    struct contest contest;
    uint64_t seed = 3;
    size_t chosen = 0;

    (void)state;
    make(CYCLE, &seed, y, COUNT(y));
    assert_int_equal(compete(&history, 14, NULL, CONTEST_WINS, &scratch, &contest, NULL), 0);
    for (size_t i = 0; i < contest.count; i++) {
        assert_non_null(contest.trials[i].verdict);
        if (strcmp(contest.trials[i].verdict, "chosen") == 0)
            chosen++;
    }
    assert_int_equal(chosen, 1);
    assert_string_equal(trial_of(&contest, contest.model->name)->verdict, "chosen");
    assert_true(contest.mase.known && contest.mase.value < 1);
    assert_string_equal(trial_of(&contest, "naive")->verdict, "not better than the seasonal naive");
    assert_string_equal(trial_of(&contest, "last-stretch")->verdict,
                        "no change of level or slope in the history");
    assert_false(trial_of(&contest, "last-stretch")->mase.known);
}

/* What was chosen last time stays while nothing is clearly better, and goes when something is. */
static void a_choice_is_kept_unless_clearly_beaten(void **state)
{
    double y[200];
    struct history history = made_history(y, COUNT(y), 0, 7);
    struct contest contest;
    uint64_t seed = 11;

    (void)state;
    make(CYCLE, &seed, y, COUNT(y));
    assert_int_equal(compete(&history, 14, "calendar", CONTEST_WINS, &scratch, &contest, NULL), 0);
    assert_string_equal(contest.model->name, "calendar");
    assert_int_equal(compete(&history, 14, "drift", CONTEST_WINS, &scratch, &contest, NULL), 0);
    assert_string_not_equal(contest.model->name, "drift");
    assert_int_equal(compete(&history, 14, "no such model", CONTEST_WINS, &scratch, &contest, NULL), 0);
    assert_non_null(contest.model);
}

static void the_same_history_gives_the_same_bytes(void **state)
{
    static double y[LONGEST];
    struct history history = made_history(y, 700, 24, 168);
    double first[48], again[LEVELS * 48];
    struct forecast out;

    (void)state;
    for (size_t t = 0; t < 700; t++)
        y[t] = made_value(t) * (1 + 0.3 * sin((double)t / 24 * 6.283185307179586));
    assert_int_equal(forecast(&history, 48, NULL, NULL, &out, NULL), 0);
    memcpy(first, out.path, sizeof first);
    memcpy(again, out.quantile, sizeof again);
    scratch_reset(&scratch, 0);
    memset(scratch.cell, 0x7f, scratch.room * sizeof *scratch.cell);    /* nothing is read before it is written */
    assert_int_equal(forecast(&history, 48, NULL, NULL, &out, NULL), 0);
    assert_memory_equal(first, out.path, sizeof first);
    assert_memory_equal(again, out.quantile, sizeof again);
    scratch_reset(&scratch, 0);
}

static void wrong_requests_are_refused(void **state)
{
    static const double falling[] = { 0.9, 0.1 }, whole[] = { 0.5, 1.0 };
    static const struct {
        struct forecast_request request;
        int code;
        const char *text;
    } cases[] = {
        { { 0, NULL, 0, NULL, NULL, CONTEST_WINS },      ERR_USAGE,    "a forecast needs a horizon of at least one step" },
        { { 7, falling, 2, NULL, NULL, CONTEST_WINS },   ERR_USAGE,    "quantiles must ascend between 0 and 1, not 0.1" },
        { { 7, whole, 2, NULL, NULL, CONTEST_WINS },     ERR_USAGE,    "quantiles must ascend between 0 and 1, not 1" },
        { { 7, NULL, 0, "oracle", NULL, CONTEST_WINS },  ERR_NOTFOUND, "no model is called 'oracle'" },
        { { 7, NULL, 0, "seasonal-naive-day", NULL, CONTEST_WINS }, ERR_TOOFEW,
          "seasonal-naive-day can not be used: one sample a day or fewer" },
    };
    double y[50];
    struct history history = made_history(y, COUNT(y), 0, 7);

    (void)state;
    for (size_t t = 0; t < COUNT(y); t++)
        y[t] = made_value(t);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = ERROR_NONE;
        struct forecast out;

        assert_int_equal(forecast_make(&history, &cases[i].request, &scratch, &out, &err), cases[i].code);
        assert_string_equal(err.text, cases[i].text);
        assert_int_equal(scratch_mark(&scratch), 0);
    }
}

/* Short, constant, empty, enormous and minute histories: finite and ordered, or an error with a text. */
static void odd_histories_never_give_nonsense(void **state)
{
    static const size_t lengths[] = { 0, 1, 2, 3, 5, 6, 8, 14, 30, 200 };
    static const double sizes[] = { 0, 1, DBL_MAX, -DBL_MAX, 1e-310, (double)NAN };
    double y[200];

    (void)state;
    for (size_t l = 0; l < COUNT(lengths); l++)
        for (size_t s = 0; s < COUNT(sizes); s++)
            for (int varies = 0; varies < 2; varies++) {
                struct history history = made_history(y, lengths[l], 0, 7);
                struct error err = ERROR_NONE;
                struct forecast out;
                int rc;

                for (size_t t = 0; t < lengths[l]; t++)
                    y[t] = varies && t % 3 == 0 ? sizes[s] / 2.385 : sizes[s];
                rc = forecast(&history, 9, NULL, NULL, &out, &err);
                if (rc < 0)
                    assert_true(err.text[0] != 0);
                for (size_t h = 0; h < 9 && rc == 0; h++) {
                    assert_true(isfinite(out.path[h]));
                    for (size_t i = 0; i < LEVELS; i++)
                        assert_true(isfinite(forecast_quantile(&out, i, h)));
                }
                scratch_reset(&scratch, 0);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bands_hold_what_they_say),
        cmocka_unit_test(quantiles_ascend_and_stay_in_bounds),
        cmocka_unit_test(rolling_is_refitting),
        cmocka_unit_test(every_trial_says_how_it_went),
        cmocka_unit_test(a_choice_is_kept_unless_clearly_beaten),
        cmocka_unit_test(the_same_history_gives_the_same_bytes),
        cmocka_unit_test(wrong_requests_are_refused),
        cmocka_unit_test(odd_histories_never_give_nonsense),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
