/*
 * What change detection and growth say of series in which nothing happens, and of steps that are there.
 *
 *     bench_steps [SERIES]     series a row of the table (400)
 *
 * False: share of series with any change found (level or slope), and with significant growth. Found: share of
 * series whose one step of the given size (in noises) is found within a day.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "models/change.h"
#include "models/clean.h"
#include "models/growth.h"

enum { MOST = 365 };

static double at_white(gsl_rng *r, double *state, size_t i)
{
    (void)state, (void)i;
    return gsl_ran_gaussian(r, 1);
}

static double at_walk(gsl_rng *r, double *state, size_t i)
{
    (void)i;
    return *state += gsl_ran_gaussian(r, 1);
}

static double at_ar(gsl_rng *r, double *state, size_t i, double phi)
{
    if (i == 0)
        return *state = gsl_ran_gaussian(r, 1 / sqrt(1 - phi * phi));
    return *state = phi * *state + gsl_ran_gaussian(r, 1);
}

static double at_ar5(gsl_rng *r, double *state, size_t i) { return at_ar(r, state, i, 0.5); }
static double at_ar8(gsl_rng *r, double *state, size_t i) { return at_ar(r, state, i, 0.8); }
static double at_ar9(gsl_rng *r, double *state, size_t i) { return at_ar(r, state, i, 0.9); }

static double at_weekly(gsl_rng *r, double *state, size_t i)
{
    (void)state;
    return (i % 7 >= 5 ? -10 : 0) + 2 * (double)(i % 7 == 0) + gsl_ran_gaussian(r, 1);
}

static double at_walk_noise(gsl_rng *r, double *state, size_t i)
{
    (void)i;
    *state += gsl_ran_gaussian(r, 0.3);
    return *state + gsl_ran_gaussian(r, 1);
}

static double at_heavy(gsl_rng *r, double *state, size_t i)
{
    (void)state, (void)i;
    return gsl_ran_tdist(r, 4);
}

static double at_trend(gsl_rng *r, double *state, size_t i)
{
    (void)state;
    return 0.2 * (double)i + gsl_ran_gaussian(r, 1);
}

struct kind {
    const char *name;
    double    (*at)(gsl_rng *r, double *state, size_t i);
};

static const struct kind kinds[] = {
    { "white noise", at_white }, { "AR(1) 0.5", at_ar5 }, { "AR(1) 0.8", at_ar8 }, { "AR(1) 0.9", at_ar9 },
    { "random walk", at_walk }, { "walk and noise", at_walk_noise }, { "weekly, white", at_weekly },
    { "trend, white", at_trend }, { "Student t, 4 df", at_heavy },
};

static const size_t lengths[] = { 30, 60, 90, 180, 365 };

/* Makes bins without their spikes, as the analysis does. */
static size_t clean(double *t, double *y, size_t n, struct scratch *scratch)
{
    unsigned char spike[MOST];
    struct spike  list[MOST];
    size_t        count, kept = 0;
    struct error  err = ERROR_NONE;

    clean_spikes(t, y, n, scratch, spike, list, MOST, &count, &err);
    for (size_t i = 0; i < n; i++)
        if (!spike[i]) {
            t[kept] = t[i];
            y[kept++] = y[i];
        }
    return kept;
}

static void false_rates(const struct kind *kind, size_t n, size_t series, gsl_rng *r, struct scratch *scratch)
{
    double t[MOST], y[MOST];
    size_t level = 0, slope = 0, any = 0, growing = 0, spiky = 0;
    struct error err = ERROR_NONE;
    clock_t start = clock();

    for (size_t k = 0; k < series; k++) {
        double state = 0;
        int    levels = 0, slopes = 0;
        struct changes changes;
        struct growth_fit growth;
        for (size_t i = 0; i < n; i++) {
            t[i] = (double)i;
            y[i] = 100 + kind->at(r, &state, i);
        }
        size_t kept = clean(t, y, n, scratch);
        spiky += kept < n;
        if (change_find(t, y, kept, NULL, 0, scratch, &changes, &err) < 0 ||
            growth_measure(t, y, kept, &changes, scratch, &growth, &err) < 0)
            continue;
        for (size_t c = 0; c < changes.count; c++) {
            slopes += changes.at[c].kind == STEP_SLOPE;
            levels += changes.at[c].kind != STEP_SLOPE;
        }
        level += levels > 0;
        slope += slopes > 0;
        any += changes.count > 0;
        growing += growth.significant != 0;
    }
    double all = (double)series, spent = (double)(clock() - start) / CLOCKS_PER_SEC;
    printf("%-16s %4zu   %5.1f %5.1f %5.1f   %5.1f   %5.1f   %6.0f\n", kind->name, n, 100 * (double)level / all,
           100 * (double)slope / all, 100 * (double)any / all, 100 * (double)growing / all,
           100 * (double)spiky / all, 1e6 * spent / all);
}

static void found_rates(double size, size_t n, size_t at, double trend, size_t series, gsl_rng *r, struct scratch *scratch)
{
    double t[MOST], y[MOST];
    size_t found = 0, more = 0;
    struct error err = ERROR_NONE;

    for (size_t k = 0; k < series; k++) {
        struct changes changes;
        int hit = 0;
        for (size_t i = 0; i < n; i++) {
            t[i] = (double)i;
            y[i] = 100 + trend * (double)i + (i >= at ? size : 0) + gsl_ran_gaussian(r, 1);
        }
        size_t kept = clean(t, y, n, scratch);
        if (change_find(t, y, kept, NULL, 0, scratch, &changes, &err) < 0)
            continue;
        for (size_t c = 0; c < changes.count; c++)
            hit |= changes.at[c].kind != STEP_SLOPE && fabs(changes.at[c].t - (double)at) <= 1;
        found += hit != 0;
        more += changes.count > 1;
    }
    printf("step of %5.1f noises, n %3zu at %3zu, slope %5.2f: found within a day %5.1f %%, something else too %5.1f %%\n", size, n,
           at, trend, 100 * (double)found / (double)series, 100 * (double)more / (double)series);
}

int main(int argc, char **argv)
{
    size_t series = argc > 1 ? (size_t)atol(argv[1]) : 400;
    struct scratch scratch;
    gsl_rng *r = gsl_rng_alloc(gsl_rng_mt19937);

    if (!r || scratch_init(&scratch, change_room(MOST) + growth_room(MOST) + clean_room(MOST)) < 0)
        return 71;
    printf("false, %% of series    level slope  any  growth   spike   us\n");
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++)
            false_rates(&kinds[k], lengths[l], series, r, &scratch);
    static const double sizes[] = { 3, -4, 6, -10 };
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        found_rates(sizes[s], 90, 45, 0, series, r, &scratch);
        found_rates(sizes[s], 90, 85, 0.5, series, r, &scratch);
        found_rates(sizes[s], 60, 30, 0.2, series, r, &scratch);
        found_rates(sizes[s], 180, 150, 0.2, series, r, &scratch);
    }
    gsl_rng_free(r);
    scratch_release(&scratch);
    return 0;
}
