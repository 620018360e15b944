#include "models/driver.h"

#include <math.h>
#include <string.h>

#include "models/gls.h"
#include "models/hac.h"

/* The least variation, standard deviation over mean: from 1 % up and down nobody tells what doubling costs. */
#define VARIATION_LEAST 0.01

/* Less of the variance of y than this is no driver, however sure it is. */
#define EXPLAINED_LEAST 0.1

/* A lag is taken where it leaves this share of the sum of squares or less: two weeks follow many things by chance. */
#define LAG_WORTH 0.9

/* A drift counts from so many standard deviations of what is left: as growth does (models/growth.h). */
#define DRIFT_NOISES 2

/* Bins that have both, side by side, and what a regression on them needs. */
struct pairs {
    size_t  n;
    double *t, *x, *y;     /* [n] */
    double *column;        /* [HAC_COLUMNS * n] */
    double *left;          /* [n] */
};

struct line {
    struct gls_fit fit;
    struct hac     hac;
    double         beta[HAC_COLUMNS];
};

size_t driver_room(size_t n)
{
    return (3 + HAC_COLUMNS + 1) * n;
}

static int has_both(const double *y, const double *x, size_t i, size_t lag)
{
    return i >= lag && isfinite(y[i]) && isfinite(x[i - lag]);
}

/* Bins that have both at this lag; from_lags: only those that have x at every lag that is tried. */
static void collect(const double *y, const double *x, size_t n, size_t lag, int from_lags, struct pairs *out)
{
    out->n = 0;
    for (size_t i = 0; i < n; i++) {
        int both = has_both(y, x, i, lag);
        for (size_t k = 0; from_lags && both && k <= DRIVER_LAGS; k++)
            both = has_both(y, x, i, k);
        if (!both)
            continue;
        out->t[out->n] = (double)i;
        out->x[out->n] = x[i - lag];
        out->y[out->n++] = y[i];
    }
}

/* y on 1, x and, with three columns, t. Residuals stand in p->left afterwards. */
static void regress(struct pairs *p, size_t columns, struct line *out)
{
    for (size_t i = 0; i < p->n; i++)
        p->column[i] = 1;
    memcpy(p->column + p->n, p->x, p->n * sizeof *p->x);
    if (columns > 2)
        memcpy(p->column + 2 * p->n, p->t, p->n * sizeof *p->t);
    memcpy(p->left, p->y, p->n * sizeof *p->y);
    gls_solve(p->column, columns, p->left, p->n, &out->fit);
    gls_coefficients(&out->fit, out->beta);
}

static double error_of(const struct line *line, size_t j)
{
    return sqrt(fmax(hac_covariance(&line->hac, &line->fit, j, j), 0));
}

static double left_over(const struct line *line)
{
    return sqrt(line->fit.rss / (double)(line->fit.n - line->fit.columns));
}

/* The lag that leaves least unexplained, where it is worth it; all on the same bins. */
static size_t best_lag(const double *y, const double *x, size_t n, struct pairs *p)
{
    double none = 0, least = INFINITY;
    size_t best = 0;

    for (size_t lag = 0; lag <= DRIVER_LAGS; lag++) {
        struct line line;
        collect(y, x, n, lag, 1, p);
        if (p->n < DRIVER_LEAST)
            return 0;
        regress(p, 2, &line);
        if (lag == 0)
            none = line.fit.rss;
        if (line.fit.rss < least) {
            least = line.fit.rss;
            best = lag;
        }
    }
    return least <= LAG_WORTH * none ? best : 0;
}

static int stands_still(const struct pairs *p, struct driver_fit *out)
{
    double mean = 0, squares = 0;

    out->lowest = INFINITY;
    out->highest = -INFINITY;
    for (size_t i = 0; i < p->n; i++) {
        mean += p->x[i] / (double)p->n;
        out->lowest = fmin(out->lowest, p->x[i]);
        out->highest = fmax(out->highest, p->x[i]);
    }
    for (size_t i = 0; i < p->n; i++)
        squares += (p->x[i] - mean) * (p->x[i] - mean);
    return sqrt(squares / (double)(p->n - 1)) <= VARIATION_LEAST * fabs(mean);
}

static double total_squares(const struct pairs *p)
{
    double mean = 0, sum = 0;

    for (size_t i = 0; i < p->n; i++)
        mean += p->y[i] / (double)p->n;
    for (size_t i = 0; i < p->n; i++)
        sum += (p->y[i] - mean) * (p->y[i] - mean);
    return sum;
}

/* Cost, base and their errors. */
static void put_line(struct pairs *p, struct driver_fit *out, int *explains)
{
    double total = total_squares(p);
    struct line line;

    regress(p, 2, &line);
    hac_measure(&line.fit, p->column, p->left, p->t, &line.hac);
    out->base = line.beta[0];
    out->cost = line.beta[1];
    out->base_error = error_of(&line, 0);
    out->cost_error = error_of(&line, 1);
    out->covariance = hac_covariance(&line.hac, &line.fit, 0, 1);
    out->cost_low = out->cost - hac_reach_90(&line.hac) * out->cost_error;
    out->cost_high = out->cost + hac_reach_90(&line.hac) * out->cost_error;
    out->r2 = total > 0 ? fmax(0, 1 - line.fit.rss / total) : 0;
    out->noise = left_over(&line);
    out->width = line.hac.width;
    *explains = total > 0 && out->r2 >= EXPLAINED_LEAST &&
                fabs(out->cost) > hac_reach_95(&line.hac) * out->cost_error;
}

/* Lag-1 autocorrelation of the residuals in p->left, and whether they are a walk. */
static void put_memory(const struct pairs *p, struct driver_fit *out)
{
    double squares = 0, before = 0, across = 0, moved = 0, n = (double)p->n - 1;

    for (size_t i = 0; i < p->n; i++)
        squares += p->left[i] * p->left[i];
    for (size_t i = 1; i < p->n; i++) {
        before += p->left[i - 1] * p->left[i - 1];
        across += p->left[i - 1] * p->left[i];
        moved += (p->left[i] - p->left[i - 1]) * (p->left[i] - p->left[i - 1]);
    }
    out->rho = squares > 0 ? across / squares : 0;
    out->wander_critical = -3.33613 - 6.1101 / n - 6.823 / (n * n);
    out->wander = -INFINITY;     /* nothing is left that could wander */
    if (before > 0) {
        double g = (across - before) / before;
        double rss = moved - g * g * before;
        out->wander = rss > 0 ? g / sqrt(rss / (n - 1) / before) : -INFINITY;
    }
}

static void put_trend(struct pairs *p, struct driver_fit *out)
{
    struct line line;

    regress(p, 3, &line);
    hac_measure(&line.fit, p->column, p->left, p->t, &line.hac);
    out->trend = line.beta[2];
    out->trend_error = error_of(&line, 2);
    out->trend_noise = left_over(&line);
    out->trending = fabs(out->trend) > hac_reach_95(&line.hac) * out->trend_error;
}

/* Changes between neighbouring bins take the place of the bins, which are not needed any more. */
static void take_changes(struct pairs *p)
{
    for (size_t i = 1; i < p->n; i++) {
        p->t[i - 1] = p->t[i];
        p->x[i - 1] = p->x[i] - p->x[i - 1];
        p->y[i - 1] = p->y[i] - p->y[i - 1];
    }
    p->n--;
}

static void put_changes(struct pairs *p, struct driver_fit *out)
{
    struct line line;

    take_changes(p);
    regress(p, 2, &line);
    hac_measure(&line.fit, p->column, p->left, p->t, &line.hac);
    out->change_cost = line.beta[1];
    out->change_error = error_of(&line, 1);
    out->changes_agree = fabs(out->change_cost) > hac_reach_95(&line.hac) * out->change_error &&
                         out->change_cost * out->cost > 0;
}

static enum driver_verdict judge(const struct driver_fit *fit, double span, int explains)
{
    double moved = fabs(fit->trend) * span;

    if (!explains)
        return DRIVER_EXPLAINS_NOTHING;
    if (fit->trending && moved > DRIFT_NOISES * fit->trend_noise)
        return DRIVER_DRIFTS;
    return fit->wander > fit->wander_critical && !fit->changes_agree ? DRIVER_WANDERS : DRIVER_USABLE;
}

static void measure(const double *y, const double *x, size_t n, struct pairs *p, struct driver_fit *out)
{
    double span;
    int explains;

    out->lag = best_lag(y, x, n, p);
    collect(y, x, n, out->lag, 0, p);
    out->n = p->n;
    out->verdict = DRIVER_TOO_SHORT;
    if (p->n < DRIVER_LEAST)
        return;
    out->verdict = DRIVER_STANDS_STILL;
    if (stands_still(p, out))
        return;
    put_line(p, out, &explains);
    put_memory(p, out);
    put_trend(p, out);
    span = p->t[p->n - 1] - p->t[0];
    put_changes(p, out);
    out->verdict = judge(out, span, explains);
}

void driver_measure(const double *y, const double *x, size_t n, struct scratch *scratch, struct driver_fit *out)
{
    size_t mark = scratch_mark(scratch);
    struct pairs p = { .t = scratch_take(scratch, n), .x = scratch_take(scratch, n),
                       .y = scratch_take(scratch, n),
                       .column = scratch_take(scratch, HAC_COLUMNS * n),
                       .left = scratch_take(scratch, n) };

    *out = (struct driver_fit){ 0 };
    measure(y, x, n, &p, out);
    scratch_reset(scratch, mark);
}

double driver_demand(const struct driver_fit *fit, double x)
{
    return fit->base + fit->cost * x;
}

double driver_spread(const struct driver_fit *fit, double x)
{
    double line = fit->base_error * fit->base_error + 2 * x * fit->covariance +
                  x * x * fit->cost_error * fit->cost_error;

    return sqrt(fmax(line, 0) + fit->noise * fit->noise);
}

const char *driver_verdict_words(enum driver_verdict verdict)
{
    switch (verdict) {
    case DRIVER_USABLE:           break;
    case DRIVER_TOO_SHORT:        return "too few bins have both";
    case DRIVER_STANDS_STILL:     return "the driver stands still, so what a unit costs can not be told";
    case DRIVER_EXPLAINS_NOTHING: return "the driver explains too little of it";
    case DRIVER_DRIFTS:           return "it moves away from its driver with time: something else drives it, too";
    case DRIVER_WANDERS:          return "what the driver leaves unexplained wanders: both may only have grown at the same time";
    }
    return "";
}
