/*
 * How good are the dates? Real growth series, cut at many days in their past: how far was the
 * foretold day of reaching a limit from the day it was reached, and did the 80 % interval hold it?
 * Beside it the straight lines that monitoring systems draw.
 *
 *     bench_passage FOLDER     FOLDER/growth_daily/growth_daily.csv.gz: series,date,value
 *
 * Limits: the level of the day plus 0.35 and 1.2 times the growth of the 90 days before it. The day is
 * counted up to 365; later is "never". The error is |ln(median day / true day)| over the cases whose day came.
 * Series are split by turns into two halves, so that what was tuned on one is seen on the other.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zlib.h>

#include "models/change.h"
#include "models/passage.h"
#include "models/robust.h"

enum {
    FIRST_ORIGIN = 500,
    ORIGINS = 8,             /* spread evenly over each series, so that long ones don't outweigh */
    HORIZON = 365,
    GROWTH_DAYS = 90,
    HISTORY = 730,
    PATHS = 400,
    SERIES_MOST = 1000,
    LENGTH_MOST = 20000,
    CASES_MOST = 20000
};

static const double reaches[] = { 0.35, 1.2 };

struct daily {
    char   name[128];
    double value[LENGTH_MOST];
    size_t n;
};

struct method {
    const char *name;
    size_t      line_days;       /* of the straight line; 0: the paths */
    double      error[2][CASES_MOST];
    size_t      errors[2], held[2], below[2], above[2], cases[2];
};

static struct method methods[] = {
    { .name = "first passage of sample paths" },
    { .name = "line, last 7 days", .line_days = 7 },
    { .name = "line, last 30 days (predict_linear)", .line_days = 30 },
    { .name = "line, last 90 days", .line_days = 90 },
    { .name = "line, last 365 days", .line_days = 365 },
    { .name = "line, whole history", .line_days = HISTORY },
};

/* The next series of the file; 0 at its end. `pending` carries the first line of the one after. */
static int next_series(gzFile file, char pending[256], struct daily *out)
{
    char line[256];

    out->n = 0;
    for (;;) {
        if (pending[0]) {
            strcpy(line, pending);
            pending[0] = 0;
        } else if (!gzgets(file, line, sizeof line)) {
            return out->n > 0;
        }
        char *name = strtok(line, ","), *date = strtok(NULL, ","), *value = strtok(NULL, "\n");
        if (!value || strcmp(name, "series") == 0)
            continue;
        if (out->n > 0 && strcmp(name, out->name) != 0) {
            snprintf(pending, 256, "%s,%s,%s\n", name, date, value);
            return 1;
        }
        snprintf(out->name, sizeof out->name, "%s", name);
        if (out->n < LENGTH_MOST)
            out->value[out->n++] = atof(value);
    }
}

static size_t true_day(const double *y, size_t origin, size_t n, double limit)
{
    for (size_t k = 1; k <= HORIZON && origin + k < n; k++)
        if (y[origin + k] >= limit)
            return k;
    return 0;
}

/* Ordinary least squares: the day of the line's crossing, and of its residual band's. */
static struct passage_dates line_dates(const double *y, size_t origin, size_t days, double limit)
{
    size_t n = days < origin + 1 ? days : origin + 1;
    const double *from = y + origin + 1 - n;
    double mx = (double)(n - 1) / 2, my = 0, xx = 0, xy = 0, yy = 0;
    struct passage_dates out = { 0 };

    for (size_t i = 0; i < n; i++)
        my += from[i] / (double)n;
    for (size_t i = 0; i < n; i++) {
        double x = (double)i - mx;
        xx += x * x;
        xy += x * (from[i] - my);
        yy += (from[i] - my) * (from[i] - my);
    }
    double slope = xy / xx, fitted = my + slope * mx;
    double sd = sqrt(fmax(yy - slope * xy, 0) / (double)(n > 2 ? n - 2 : 1));
    const double z[] = { 1.2816, 0, -1.2816 };
    struct maybe *to[] = { &out.early, &out.median, &out.late };
    for (int i = 0; i < 3; i++) {
        double day = (limit - fitted - z[i] * sd) / slope;
        if (slope > 0 && day <= HORIZON)
            *to[i] = (struct maybe){ fmax(ceil(day), 1), 1 };
    }
    return out;
}

static void judge(struct method *m, int half, const struct passage_dates *dates, size_t truth)
{
    double day = truth > 0 ? (double)truth : INFINITY;
    double early = dates->early.known ? dates->early.value : INFINITY;
    double late = dates->late.known ? dates->late.value : INFINITY;
    double median = dates->median.known ? dates->median.value : HORIZON;

    m->cases[half]++;
    m->below[half] += day < early;
    m->above[half] += day > late;
    m->held[half] += day >= early && day <= late;
    if (truth > 0 && m->errors[half] < CASES_MOST)
        m->error[half][m->errors[half]++] = fabs(log(fmax(median, 1) / day));
}

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void one_origin(const struct daily *s, size_t origin, int half, struct passage *passage,
                       struct scratch *scratch, double *spent, size_t *runs)
{
    static double t[HISTORY];
    size_t n = origin + 1 < HISTORY ? origin + 1 : HISTORY;
    double growth = s->value[origin] - s->value[origin - GROWTH_DAYS], now = s->value[origin];
    struct passage_options options = { .step_days = 1, .horizon = HORIZON, .paths = PATHS, .seed = 1 };
    struct error err = ERROR_NONE;

    if (growth <= 0)
        return;
    for (size_t i = 0; i < n; i++)
        t[i] = (double)(origin + 1 - n + i);
    double start = seconds();
    struct changes changes;
    int rc = change_find(t, s->value + origin + 1 - n, n, NULL, 0, scratch, &changes, &err);
    if (rc == 0)
        rc = passage_simulate(passage, t, s->value + origin + 1 - n, n, &changes, &options, &err);
    *spent += seconds() - start;
    (*runs)++;
    for (size_t r = 0; r < sizeof reaches / sizeof *reaches; r++) {
        double limit = now + reaches[r] * growth;
        size_t truth = true_day(s->value, origin, s->n, limit);
        struct passage_dates dates = { 0 };
        if (rc == 0)
            passage_reach(passage, &limit, 1, limit, DIRECTION_RISING, NULL, &dates);
        judge(&methods[0], half, &dates, truth);
        for (size_t m = 1; m < sizeof methods / sizeof *methods; m++) {
            dates = line_dates(s->value, origin, methods[m].line_days, limit);
            judge(&methods[m], half, &dates, truth);
        }
    }
}

static void print_methods(void)
{
    printf("%-38s %6s  %-14s %-14s %s\n", "days to a limit, two halves", "cases", "median |ln|",
           "80 % holds", "early / late");
    for (size_t m = 0; m < sizeof methods / sizeof *methods; m++) {
        struct method *r = &methods[m];
        double median[2], held[2];
        for (int h = 0; h < 2; h++) {
            median[h] = robust_median(r->error[h], r->errors[h]);
            held[h] = (double)r->held[h] / (double)(r->cases[h] ? r->cases[h] : 1);
        }
        double all = (double)(r->cases[0] + r->cases[1]);
        printf("%-38s %6.0f  %.3f  %.3f   %.3f  %.3f   %.3f / %.3f\n", r->name, all, median[0], median[1],
               held[0], held[1], (double)(r->below[0] + r->below[1]) / all,
               (double)(r->above[0] + r->above[1]) / all);
    }
}

int main(int argc, char **argv)
{
    static struct daily series;
    char   path[4096], pending[256] = "";
    size_t count = 0, runs = 0;
    double spent = 0;

    if (argc < 2) {
        fprintf(stderr, "usage: bench_passage FOLDER\n");
        return 64;
    }
    snprintf(path, sizeof path, "%s/growth_daily/growth_daily.csv.gz", argv[1]);
    gzFile file = gzopen(path, "rb");
    struct passage *passage = passage_new(HISTORY, HORIZON, PATHS);
    struct scratch scratch;
    if (!file || !passage || scratch_init(&scratch, change_room(HISTORY)) < 0) {
        fprintf(stderr, "no %s\n", path);
        return 66;
    }
    while (next_series(file, pending, &series)) {
        for (size_t o = 0; o < ORIGINS && series.n > FIRST_ORIGIN + HORIZON; o++)
            one_origin(&series, FIRST_ORIGIN + o * (series.n - FIRST_ORIGIN - HORIZON - 1) / (ORIGINS - 1),
                       (int)(count % 2), passage, &scratch, &spent, &runs);
        count++;
    }
    gzclose(file);
    printf("%zu series, %zu origins, %.0f us of change detection and simulation each\n", count, runs, 1e6 * spent / (double)runs);
    print_methods();
    scratch_release(&scratch);
    passage_free(passage);
    return 0;
}
