/*
 * The models one by one. Expected paths are from R 4.2.2 with forecast 8.20 unless they say
 * otherwise; made is the series of made.h.
 *
 *     library(forecast); t <- 0:119; made <- 50 + 0.37*t + 8*sin(2*pi*t/7) + ((t*37) %% 23)/2.385
 *     forecast(ets(Nile, model="ANN"), h=1)$mean              # ses
 *     forecast(ets(LakeHuron, model="AAN", damped=TRUE), h=5)$mean    # damped-holt
 *     thetaf(Nile, h=5)$mean; thetaf(ts(made, frequency=7), h=9)$mean
 *     snaive(ts(made, frequency=7), h=9)$mean; rwf(Nile, h=3, drift=TRUE)$mean
 *     w <- factor(t %% 7); predict(lm(made ~ t + w), data.frame(t=120:128, w=factor((120:128) %% 7)))
 *     x <- Nile[1:60]; p <- combn(60, 2); b <- median((x[p[2,]] - x[p[1,]]) / (p[2,] - p[1,]))
 *     median(x - b*(0:59)) + b*(60:62)                        # robust-line
 */
#include "tests/unit/unit.h"

#include <float.h>
#include <stdlib.h>

#include "models/model.h"
#include "tests/unit/made.h"

enum { MADE = 120, HOURS = 504, LONGEST = 1344, HORIZON = 60 };

/* Annual flow of the Nile at Aswan 1871-1970, 10^8 m^3 (R's Nile; Cobb 1978). */
static const double nile[] = {
    1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180,
    799, 958, 1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833,
    701, 916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845,
    864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649,
    846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815,
    1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740
};

/* Level of Lake Huron 1875-1972, feet (R's LakeHuron; Brockwell and Davis 1991). */
static const double huron[] = {
    580.38, 581.86, 580.97, 580.8, 579.79, 580.39, 580.42, 580.82, 581.4, 581.32, 581.44, 581.68,
    581.17, 580.53, 580.01, 579.91, 579.14, 579.16, 579.55, 579.67, 578.44, 578.24, 579.1, 579.09,
    579.35, 578.82, 579.32, 579.01, 579, 579.8, 579.83, 579.72, 579.89, 580.01, 579.37, 578.69,
    578.19, 578.67, 579.55, 578.92, 578.09, 579.37, 580.13, 580.14, 579.51, 579.24, 578.66, 578.86,
    578.05, 577.79, 576.75, 576.75, 577.82, 578.64, 580.58, 579.48, 577.38, 576.9, 576.94, 576.24,
    576.84, 576.85, 576.9, 577.79, 578.18, 577.51, 577.23, 578.42, 579.61, 579.05, 579.26, 579.22,
    579.38, 579.1, 577.95, 578.12, 579.75, 580.85, 580.41, 579.96, 579.61, 578.76, 578.18, 577.21,
    577.13, 579.1, 578.25, 577.91, 576.89, 575.96, 576.8, 577.68, 578.38, 578.52, 579.74, 579.31,
    579.89, 579.96
};

static double made[LONGEST];
static struct scratch scratch;

static int set_up(void **state)
{
    (void)state;
    for (size_t t = 0; t < LONGEST; t++)
        made[t] = made_value(t);
    return scratch_init(&scratch, model_room(LONGEST, HORIZON));
}

static int tear_down(void **state)
{
    (void)state;
    scratch_release(&scratch);
    return 0;
}

static int forecast(const char *name, const struct history *history, size_t horizon, double *path)
{
    struct error err = ERROR_NONE;

    return model_path(model_find(name), history, horizon, &scratch, path, NULL, &err);
}

static void paths_are_those_of_r(void **state)
{
    static const struct {
        const char *model;
        const double *y;
        size_t n, day, week;
        double tolerance;
        double want[9];
    } cases[] = {
        { "naive",               nile, 100, 0, 0, 1e-12, { 740, 740, 740 } },
        { "drift",               nile, 100, 0, 0, 1e-11, { 736.161616162, 732.323232323, 728.484848485 } },
        { "ses",                 nile, 100, 0, 0, 3e-4,  { 805.381282859, 805.381282859 } },
        { "ses",                 made, 120, 0, 0, 3e-4,  { 98.2225807334 } },
        { "damped-holt",         huron, 98, 0, 0, 1e-5,  { 579.960132631, 579.960260551, 579.960377746,
                                                           579.960485115, 579.960583482 } },
        { "theta",               nile, 100, 0, 0, 3e-4,  { 799.811996216, 798.454843501, 797.097690785,
                                                           795.74053807, 794.383385355 } },
        { "theta",               made, 120, 0, 7, 3e-4,  { 108.104544785, 109.180687509, 104.734659698,
                                                           95.1232960166, 89.5231982276, 92.0048813951,
                                                           100.25817058, 109.530924867, 110.618556432 } },
        { "seasonal-naive-week", made, 120, 0, 7, 1e-10, { 105.611821671, 103.753008203, 96.0210699129,
                                                           95.3189510514, 87.5870127612, 95.3718051633,
                                                           98.2228721174, 105.611821671, 103.753008203 } },
        { "calendar",            made, 120, 0, 7, 1e-8,  { 105.779821424, 106.757362624, 103.563591802,
                                                           96.6214926718, 92.8604509164, 94.9725339831,
                                                           100.984423617, 108.382975533, 109.360516733 } },
        { "calendar",            made, 504, 24, 168, 1e-8, { 241.532159957, 242.261548995,
                                                             242.531718707, 242.801888418 } },
        { "robust-line",         nile,  60, 0, 0, 1e-11, { 761.078191489, 754.779255319, 748.480319149 } },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct history history = made_history(cases[i].y, cases[i].n, cases[i].day, cases[i].week);
        double path[9];

        assert_int_equal(forecast(cases[i].model, &history, 9, path), 0);
        for (size_t h = 0; h < 9 && cases[i].want[h] > 0; h++)
            if (fabs(path[h] / cases[i].want[h] - 1) > cases[i].tolerance)
                fail_msg("%s, case %zu, step %zu: %.12g, R says %.12g", cases[i].model, i, h, path[h],
                         cases[i].want[h]);
    }
}

static double figure(const char *model, const struct history *history, const char *name)
{
    struct figures figures = { 0 };
    double path[1];

    assert_int_equal(model_path(model_find(model), history, 1, &scratch, path, &figures, NULL), 0);
    for (size_t i = 0; i < figures.count; i++)
        if (strcmp(figures.at[i].name, name) == 0)
            return figures.at[i].value;
    fail_msg("%s gives no '%s'", model, name);
    return 0;
}

/* coef(lm(made ~ t + w))["t"]; ets(Nile, model="ANN")$par["alpha"] */
static void figures_can_be_checked(void **state)
{
    struct history history = made_history(made, MADE, 0, 7), annual = made_history(nile, 100, 0, 0);

    (void)state;
    assert_close(figure("calendar", &history, "slope per day"), 0.371879158372, 1e-9);
    assert_close(figure("ses", &annual, "alpha"), 0.245533862697, 1e-2);
    annual.step_days = 2;
    annual.n = 60;
    assert_close(figure("robust-line", &annual, "slope per day"), -6.29893617021 / 2, 1e-10);
}

static void a_gap_is_no_evidence(void **state)
{
    double with_gap[MADE], path[9], filled[9];
    struct history history = made_history(with_gap, MADE, 0, 7);

    (void)state;
    memcpy(with_gap, made, sizeof with_gap);
    for (size_t t = 40; t < 47; t++)
        with_gap[t] = NAN;
    assert_int_equal(forecast("calendar", &history, 9, path), 0);
    for (size_t t = 40; t < 47; t++)
        with_gap[t] = 1e6;    /* what fills the gap must not be what the first fit saw */
    assert_int_equal(forecast("calendar", &history, 9, filled), 0);
    for (size_t h = 0; h < 9; h++) {
        assert_true(fabs(path[h] - made_value(MADE + h)) < 8);
        assert_true(fabs(filled[h] - made_value(MADE + h)) > 1000);
    }
}

static void bridges_of_a_gap_move_nothing_much(void **state)
{
    double whole[HORIZON], path[HORIZON], with_gap[HOURS];
    struct history history = made_history(with_gap, HOURS, 24, 168);

    (void)state;
    for (size_t m = 0; models[m]; m++) {
        memcpy(with_gap, made, sizeof with_gap);
        if (model_lacks(models[m], &history))
            continue;
        assert_int_equal(model_path(models[m], &history, 9, &scratch, whole, NULL, NULL), 0);
        with_gap[300] = with_gap[301] = with_gap[77] = NAN;
        assert_int_equal(model_path(models[m], &history, 9, &scratch, path, NULL, NULL), 0);
        for (size_t h = 0; h < 9; h++)
            if (fabs(path[h] - whole[h]) > 4)
                fail_msg("%s moves from %g to %g", models[m]->name, whole[h], path[h]);
    }
}

/* Bytes into megabytes changes nothing but the numbers; so does another zero point, where the model
 * knows no logarithm. */
static void units_change_nothing_but_the_numbers(void **state)
{
    static const double factors[] = { 1024, 1.0 / 1048576, 1e-3, 2.385e7 };
    double moved[HOURS], path[9], want[9];

    (void)state;
    for (size_t m = 0; models[m]; m++)
        for (size_t f = 0; f < COUNT(factors); f++) {
            struct history history = made_history(made, HOURS, 24, 168);
            struct history other = made_history(moved, HOURS, 24, 168);

            history.since = other.since = 400;
            for (size_t t = 0; t < HOURS; t++)
                moved[t] = made[t] * factors[f];
            if (model_lacks(models[m], &history))
                continue;
            assert_int_equal(model_path(models[m], &history, 9, &scratch, want, NULL, NULL), 0);
            assert_int_equal(model_path(models[m], &other, 9, &scratch, path, NULL, NULL), 0);
            for (size_t h = 0; h < 9; h++)
                if (fabs(path[h] / factors[f] / want[h] - 1) > 1e-6)
                    fail_msg("%s, factor %g: %.12g is not %.12g", models[m]->name, factors[f],
                             path[h] / factors[f], want[h]);
        }
}

static void another_zero_moves_the_path_with_it(void **state)
{
    static const char *const names[] = { "naive", "drift", "ses", "damped-holt", "robust-line",
                                         "calendar", "seasonal-naive-week" };
    double moved[MADE], path[9], want[9];

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        struct history history = made_history(made, MADE, 0, 7), other = made_history(moved, MADE, 0, 7);

        for (size_t t = 0; t < MADE; t++)
            moved[t] = made[t] - 238.5;
        assert_int_equal(forecast(names[i], &history, 9, want), 0);
        assert_int_equal(forecast(names[i], &other, 9, path), 0);
        for (size_t h = 0; h < 9; h++)
            assert_true(fabs(path[h] + 238.5 - want[h]) < 1e-3);
    }
}

/* Every model, every odd history, every kind: a finite path within the bounds, or an error with a text. */
static void odd_histories_give_a_finite_path_or_a_reason(void **state)
{
    static double y[LONGEST];
    static const size_t lengths[] = { 0, 1, 2, 3, 4, 7, 15, 30, 170, 400, LONGEST };
    static const struct { size_t day, week; } kinds[] = { { 0, 0 }, { 0, 7 }, { 24, 168 }, { 288, 2016 } };
    enum { CONSTANT, ZERO, UNKNOWN, HUGE, TINY, TWO, HALF_KNOWN, ALTERNATE, EXPLODING, NEGATIVE, ODD };
    double path[HORIZON];

    (void)state;
    for (int odd = 0; odd < ODD; odd++)
        for (size_t l = 0; l < COUNT(lengths); l++)
            for (size_t k = 0; k < COUNT(kinds); k++)
                for (size_t m = 0; models[m]; m++) {
                    struct history history = made_history(y, lengths[l], kinds[k].day, kinds[k].week);
                    struct error err = ERROR_NONE;
                    int rc;

                    for (size_t t = 0; t < lengths[l]; t++)
                        switch (odd) {
                        case CONSTANT:   y[t] = 2.385; break;
                        case ZERO:       y[t] = 0; break;
                        case UNKNOWN:    y[t] = NAN; break;
                        case HUGE:       y[t] = t % 3 ? DBL_MAX : -DBL_MAX; break;
                        case TINY:       y[t] = (double)(t % 5) * 4.9e-324; break;
                        case TWO:        y[t] = t < lengths[l] / 2 ? 1 : 2; break;
                        case HALF_KNOWN: y[t] = t % 2 ? NAN : made_value(t); break;
                        case ALTERNATE:  y[t] = t % 2 ? -1e300 : 1e-300; break;
                        case EXPLODING:  y[t] = exp((double)t / 2); break;
                        default:         y[t] = -made_value(t); break;
                        }
                    history.since = lengths[l] / 2;
                    history.floor = odd == NEGATIVE ? -INFINITY : 0;
                    rc = model_path(models[m], &history, HORIZON, &scratch, path, NULL, &err);
                    assert_int_equal(scratch_mark(&scratch), 0);
                    if (rc < 0)
                        assert_true(err.text[0] != 0);
                    for (size_t h = 0; h < HORIZON && rc == 0; h++)
                        if (!isfinite(path[h]) || path[h] < history.floor)
                            fail_msg("%s, history %d of %zu: step %zu is %g", models[m]->name, odd,
                                     lengths[l], h, path[h]);
                }
}

static void an_infinite_sample_is_refused(void **state)
{
    double y[] = { 1, 2, 3, INFINITY, 5, 6, 7, 8, 9 }, path[2] = { -1, -1 };
    struct history history = made_history(y, COUNT(y), 0, 0);
    struct error err = ERROR_NONE;

    (void)state;
    assert_int_equal(model_path(model_find("naive"), &history, 2, &scratch, path, NULL, &err), ERR_NUMERIC);
    assert_string_equal(err.text, "sample 4 is not finite");
    assert_true(path[0] < 0 && path[1] < 0);
}

static void bounds_hold(void **state)
{
    struct history history = made_history(made, MADE, 0, 7);
    double path[HORIZON];

    (void)state;
    history.ceiling = 97;
    history.floor = 96;
    for (size_t m = 0; models[m]; m++) {
        if (model_lacks(models[m], &history))
            continue;
        assert_int_equal(model_path(models[m], &history, HORIZON, &scratch, path, NULL, NULL), 0);
        for (size_t h = 0; h < HORIZON; h++)
            assert_true(path[h] >= 96 && path[h] <= 97);
    }
}

static void descriptors_are_complete(void **state)
{
    (void)state;
    assert_string_equal(models[0]->name, "ensemble");
    assert_null(model_find("crystal ball"));
    for (size_t m = 0; models[m]; m++) {
        assert_ptr_equal(model_find(models[m]->name), models[m]);
        assert_true(models[m]->title[0] && models[m]->formula[0] && models[m]->source[0]);
        assert_true(models[m]->least >= 1 && models[m]->path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_those_of_r),
        cmocka_unit_test(figures_can_be_checked),
        cmocka_unit_test(a_gap_is_no_evidence),
        cmocka_unit_test(bridges_of_a_gap_move_nothing_much),
        cmocka_unit_test(units_change_nothing_but_the_numbers),
        cmocka_unit_test(another_zero_moves_the_path_with_it),
        cmocka_unit_test(odd_histories_give_a_finite_path_or_a_reason),
        cmocka_unit_test(an_infinite_sample_is_refused),
        cmocka_unit_test(bounds_hold),
        cmocka_unit_test(descriptors_are_complete),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
