/*
 * tests/bench/bench_forecast.c - how good and how fast the forecasts are on public data.
 *
 *     bench_forecast FOLDER [MODEL [validate]]
 *
 * FOLDER holds the data sets (m4/, bitbrains/, …); what is missing is left out. MODEL is
 * a model's name, or auto. With `validate` the end of what may be known is held back
 * and forecast, so that a choice can be made without looking at the test.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "models/forecast.h"
#include "tests/bench/m4.h"
#include "tests/bench/table.h"

static const double levels[] = { 0.025, 0.1, 0.5, 0.9, 0.975 };
enum { LEVELS = sizeof levels / sizeof levels[0], LOW95 = 0, LOW80 = 1, HIGH80 = 3, HIGH95 = 4 };
enum { LONGEST = 4096, HORIZON = 60 };

struct job {
    const char     *model;
    int             validate;
    const char     *dump;      /* per-series output */
    struct scratch *scratch;
};

struct tally {
    size_t series, points, inside80, inside95, failed;
    double smape, mase, smape2, mase2, msis, seconds;
};

static double now(void)
{
    struct timespec at;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
    return (double)at.tv_sec + 1e-9 * (double)at.tv_nsec;
}

static int run(const struct job *job, const struct history *history, size_t h, struct forecast *out)
{
    struct forecast_request request = { .horizon = h, .levels = levels, .level_count = LEVELS, .model = job->model };
    struct error err = ERROR_NONE;
    int rc = forecast_make(history, &request, job->scratch, out, &err);

    return rc;
}

static void score(const struct job *job, struct history history, const double *y, size_t h,
                  size_t period, const char *name, struct tally *tally)
{
    size_t mark = scratch_mark(job->scratch);
    double scale = m4_scale(history.y, history.n, period), reference[HORIZON], start = now(), sm, ma, is;
    struct forecast forecast;

    if (!(scale > 0) || run(job, &history, h, &forecast) < 0) {
        tally->failed++;
        return;
    }
    tally->seconds += now() - start;
    m4_naive2(history.y, history.n, period, h, reference);
    tally->series++;
    tally->points += h;
    sm = m4_smape(y, forecast.path, h);
    ma = 0;
    for (size_t i = 0; i < h; i++) {
        ma += fabs(y[i] - forecast.path[i]) / scale / (double)h;
        tally->mase2 += fabs(y[i] - reference[i]) / scale / (double)h;
    }
    tally->smape += sm; tally->mase += ma;
    tally->smape2 += m4_smape(y, reference, h);
    is = m4_interval_score(y, forecast.quantile + LOW95 * h, forecast.quantile + HIGH95 * h,
                                     h, 0.05, &tally->inside95) / scale;
    tally->msis += is;
    m4_interval_score(y, forecast.quantile + LOW80 * h, forecast.quantile + HIGH80 * h, h, 0.2,
                      &tally->inside80);
    if (job->dump) printf("%s %s n=%zu smape=%.3f mase=%.3f msis=%.3f %s cov=%.2f\n", job->dump, name, history.n, sm, ma, is, forecast.contest.model->name, forecast.coverage.value);
    scratch_reset(job->scratch, mark);
}

static void report(const char *set, const struct tally *t)
{
    double n = (double)t->series, points = (double)t->points;

    printf("%-8s %5zu  sMAPE %7.3f  MASE %6.3f  OWA %.4f  MSIS %7.3f  80%% %.3f  95%% %.3f  %.2f ms  failed %zu\n",
           set, t->series, t->smape / n, t->mase / n,
           0.5 * (t->smape / t->smape2 + t->mase / t->mase2), t->msis / n,
           (double)t->inside80 / points, (double)t->inside95 / points, 1e3 * t->seconds / n, t->failed);
    fflush(stdout);
}

static void m4(const struct job *job, const char *folder, const char *set, struct history shape,
               size_t h, size_t period)
{
    char path[512];
    struct table train, test;
    struct tally tally = { 0 };

    snprintf(path, sizeof path, "%s/m4/%s-train.csv.gz", folder, set);
    if (table_read(path, TABLE_ROWS, &train) < 0)
        return;
    snprintf(path, sizeof path, "%s/m4/%s-test.csv.gz", folder, set);
    if (table_read(path, TABLE_ROWS, &test) < 0)
        return;
    for (size_t i = 0; i < train.count; i++) {
        struct history history = shape;

        history.y = train.columns[i].y;
        history.n = train.columns[i].n - (job->validate ? h : 0);
        score(job, history, job->validate ? history.y + history.n : test.columns[i].y, h, period,
              train.columns[i].name, &tally);
    }
    report(set, &tally);
    table_free(&train);
    table_free(&test);
}

/*
 * Data sets of measured series against the plain rules: MASE over `h` steps, from `origins`
 * origins a series, spread over what there is after the history.
 */
struct set {
    const char      *file;
    enum table_shape shape;
    size_t           day, week, history, h, origins;
};

static const struct set sets[] = {
    { "bitbrains/cpu_pct_hourly",         TABLE_WIDE, 24, 168,  576, 48,  3 },
    { "bitbrains/diskw_kbs_hourly",       TABLE_WIDE, 24, 168,  576, 48,  3 },
    { "bitbrains/mem_mb_hourly",          TABLE_WIDE, 24, 168,  576, 48,  3 },
    { "bitbrains/netrx_kbs_hourly",       TABLE_WIDE, 24, 168,  576, 48,  3 },
    { "isp_traffic/ukacad_hourly",        TABLE_WIDE, 24, 168, 1008, 48, 12 },
    { "pjm/AEP_hourly",                   TABLE_WIDE, 24, 168, 1344, 48, 60 },
    { "pjm/DAYTON_hourly",                TABLE_WIDE, 24, 168, 1344, 48, 60 },
    { "pjm/DOM_hourly",                   TABLE_WIDE, 24, 168, 1344, 48, 60 },
    { "pjm/EKPC_hourly",                  TABLE_WIDE, 24, 168, 1344, 48, 60 },
    { "pjm/NI_hourly",                    TABLE_WIDE, 24, 168, 1344, 48, 60 },
    { "pjm/PJMW_hourly",                  TABLE_WIDE, 24, 168, 1344, 48, 60 },
    { "misc_hourly/ercot_multiple_ts",    TABLE_LONG, 24, 168,  760, 48,  5 },
    { "misc_hourly/hourly_electricity",   TABLE_WIDE, 24, 168, 1344, 48, 40 },
    { "misc_hourly/hourly_sf_traffic",    TABLE_WIDE, 24, 168, 1344, 48, 40 },
    { "misc_hourly/pjm_in_zone_2023_24",  TABLE_LONG, 24, 168, 1344, 48, 20 },
    { "ett/ETTh1",                        TABLE_WIDE, 24, 168, 1344, 48, 20 },
    { "nn5/nn5_daily",                    TABLE_LONG,  0,   7,  365, 30,  3 },
    { "misc_daily/wp_log_R",              TABLE_WIDE,  0,   7,  365, 30, 20 },
    { "misc_daily/daily_bitcoin_transactions", TABLE_WIDE, 0, 7, 365, 30, 20 },
    { "github_ranking/stars_daily",       TABLE_WIDE,  0,   7,  365, 30,  3 },
    { "github_ranking/open_issues_daily", TABLE_WIDE,  0,   7,  365, 30,  3 },
    { "growth_daily/growth_daily",        TABLE_LONG,  0,   7,  365, 30,  3 },
    { "growth_daily/growth_daily",        TABLE_LONG,  0,   7,   84, 14,  3 },
};

static const char *const rivals[] = { NULL, "naive", "ses", "seasonal-naive-day", "seasonal-naive-week" };
enum { RIVALS = sizeof rivals / sizeof rivals[0] };

struct match {
    double error[RIVALS], seconds;
    size_t count, points, inside80, inside95;
};

/* Scale of MASE without the gaps; 0 where a tenth of the history or of the test is missing. */
static double known_scale(const double *y, size_t n, size_t h, size_t period)
{
    double sum = 0;
    size_t count = 0, missing = 0, unseen = 0;

    for (size_t t = 0; t < n + h; t++) {
        missing += t < n && isnan(y[t]);
        unseen += t >= n && isnan(y[t]);
        if (t >= period && t < n && !isnan(y[t]) && !isnan(y[t - period])) {
            sum += fabs(y[t] - y[t - period]);
            count++;
        }
    }
    return 10 * missing > n || 10 * unseen > h || count == 0 ? 0 : sum / (double)count;
}

static double mean_error(const double *y, const double *f, size_t h)
{
    double sum = 0;
    size_t count = 0;

    for (size_t i = 0; i < h; i++)
        if (!isnan(y[i])) {
            sum += fabs(y[i] - f[i]);
            count++;
        }
    return sum / (double)count;
}

static void count_inside(const struct forecast *forecast, const double *y, struct match *match)
{
    for (size_t h = 0; h < forecast->horizon; h++) {
        if (isnan(y[h]))
            continue;
        match->points++;
        match->inside95 += y[h] >= forecast_quantile(forecast, LOW95, h) &&
                           y[h] <= forecast_quantile(forecast, HIGH95, h);
        match->inside80 += y[h] >= forecast_quantile(forecast, LOW80, h) &&
                           y[h] <= forecast_quantile(forecast, HIGH80, h);
    }
}

/* One history: ours and each rival's scaled error, added up where ours could be made. */
static void play(const struct job *job, const struct set *set, const double *y, struct match *match)
{
    struct history history = { .y = y, .n = set->history, .day = set->day, .week = set->week,
                               .step_days = set->day ? 1.0 / (double)set->day : 1,
                               .floor = -INFINITY, .ceiling = INFINITY };
    double scale = known_scale(y, history.n, set->h, set->day ? set->day : set->week), start;

    if (!(scale > 0))
        return;
    for (size_t r = 0; r < RIVALS; r++) {
        struct forecast_request request = { .horizon = set->h, .levels = levels, .level_count = r ? 0 : LEVELS,
                                            .model = r ? rivals[r] : job->model };
        size_t mark = scratch_mark(job->scratch);
        struct forecast forecast;

        start = now();
        if (forecast_make(&history, &request, job->scratch, &forecast, NULL) < 0) {
            match->error[r] = (double)NAN;
            continue;
        }
        match->error[r] += mean_error(y + history.n, forecast.path, set->h) / scale;
        if (r == 0) {
            match->seconds += now() - start;
            count_inside(&forecast, y + history.n, match);
        }
        scratch_reset(job->scratch, mark);
    }
    match->count++;
}

static void measured(const struct job *job, const char *folder, const struct set *set)
{
    size_t whole = set->history + set->h;
    struct match match = { .count = 0 };
    struct table table;
    char file[512];

    snprintf(file, sizeof file, "%s/%s.csv.gz", folder, set->file);
    if (table_read(file, set->shape, &table) < 0)
        return;
    for (size_t i = 0; i < table.count; i++) {
        struct column *column = &table.columns[i];

        while (column->n && isnan(column->y[column->n - 1]))
            column->n--;
        for (size_t o = 0; o < set->origins && column->n >= whole; o++) {
            size_t room = column->n - whole, step = room / set->origins;

            play(job, set, column->y + room - o * (step < set->h && room / set->h >= set->origins ? set->h : step), &match);
        }
    }
    printf("%-34s %5zu ", set->file, match.count);
    for (size_t r = 0; r < RIVALS; r++)
        printf(" %s %.3f", rivals[r] ? rivals[r] : "ours", match.error[r] / (double)match.count);
    printf("  80%% %.3f  95%% %.3f  %.2f ms\n", (double)match.inside80 / (double)match.points,
           (double)match.inside95 / (double)match.points, 1e3 * match.seconds / (double)match.count);
    fflush(stdout);
    table_free(&table);
}

int main(int argc, char **argv)
{
    struct scratch scratch = { 0 };
    struct job job = { .scratch = &scratch };
    struct history hour = { .step_days = 1 / 24.0, .day = 24, .week = 168,
                            .floor = -INFINITY, .ceiling = INFINITY };
    struct history week = { .step_days = 7, .floor = -INFINITY, .ceiling = INFINITY };
    const char *which = getenv("SETS");

    if (argc < 2) {
        fputs("usage: bench_forecast FOLDER [MODEL [validate]]\n", stderr);
        return 64;
    }
    if (argc > 2 && strcmp(argv[2], "auto") != 0)
        job.model = argv[2];
    job.validate = argc > 3 && strcmp(argv[3], "validate") == 0;
    job.dump = getenv("DUMP");
    if (scratch_init(&scratch, forecast_room(LONGEST, HORIZON, LEVELS)) < 0)
        return 71;
    if (!which || strstr(which, "hourly"))
        m4(&job, argv[1], "Hourly", hour, 48, 24);
    if (!which || strstr(which, "weekly"))
        m4(&job, argv[1], "Weekly", week, 13, 1);
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++)
        if (!which || strstr(which, "real"))
            measured(&job, argv[1], &sets[i]);
    scratch_release(&scratch);
    return 0;
}
