/*
 * Slope by generalised least squares, averaged over what the noise may be.
 *
 * Model on the stretch since the last slope change: y = a + b t + known level steps
 * + noise, the noise one of the family of gls.h, from white to a random walk. Each noise m has a
 * slope b_m with variance v_m and a weight: its restricted likelihood (REML, Harville 1977,
 * JASA 72, 320-338), which does not favour forgetful noises on short series as the plain one does,
 *
 *     -2 log w_m = (n - p) log RSS_m + log det X'V^-1X + log det V
 *     b = sum w b_m,    v = sum w (v_m + (b_m - b)^2),    interval b -+ 1.15 t_{n-p}(0.95) sqrt(v)
 *
 * In white noise that is the ordinary interval; on a random walk it is that of the mean increment,
 * which is sqrt(n) times wider. `rho` and n (1 - rho) / (1 + rho), the effective number of bins
 * (Bayley and Hammersley 1946), are given for the explanation.
 */
#include "models/growth.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#include "models/bins.h"
#include "models/curve.h"
#include "models/gls.h"
#include "models/robust.h"

#define LEVEL 0.90                 /* of the interval */
#define NOISE_FACTOR 2.0           /* growth over the window must exceed so many noises */

/*
 * Short series look less like a random walk than they are: the walks get this log prior odds, scaled by
 * 1 - theta, the share of the noise that stays. By simulation: pure walks are called growing in at most 10 % of series.
 */
#define WALK_PRIOR 5.0

/* The interval is that much wider for what the choice of the noise costs; likewise by simulation. */
#define WIDENED 1.15

/* Residuals below these shares of the values' spread, and of their level, are rounding. */
#define ROUNDING       1e-9
#define ROUNDING_LEVEL 1e-4

/* An autocorrelation is not believed beyond this: the effective number of bins would be nothing. */
#define RHO_MOST 0.99

/* Standard errors of a bend that is looked into. */
#define CURVE_SCORE 3.0

enum { SHAPE_LEAST = 20 };      /* bins under which a bend is not looked for */

size_t growth_room(size_t n)
{
    return (GLS_COLUMNS + 9) * n + 64;
}

/* The stretch that is fitted. */
struct stretch {
    const double *t;
    double       *y;            /* saw-tooth and weekly pattern taken out */
    size_t        n;
    double        step;
    size_t        steps[CHANGES_MOST];    /* bins at which a level shift stands */
    size_t        step_count;
    int           curved;       /* with a column t^2 behind the steps */
    double        floor_rss;    /* of rounding */
    double       *filtered, *rest, *raw;
};

static size_t columns_of(const struct stretch *s)
{
    return 2 + s->step_count + (s->curved ? 1 : 0);
}

static double column_value(const struct stretch *s, size_t j, size_t i)
{
    double steps = (s->t[i] - s->t[0]) / s->step;

    if (j < 2)
        return j == 0 ? 1 : steps;
    if (j == 2 + s->step_count)
        return steps * steps / (double)s->n;
    return i >= s->steps[j - 2];
}

static double reml(const struct gls_fit *f, struct gls_noise noise, double floor_rss)
{
    double freedom = (double)f->n - (double)f->rank - (noise.phi < 1 ? 0 : 1);
    double spread = noise.phi < 1 ? log((1 + noise.theta * noise.theta - 2 * noise.phi * noise.theta) /
                                        (1 - noise.phi * noise.phi)) : 0;

    return freedom * log(f->rss + floor_rss) + gls_log_det(f) + spread;
}

static void fit(struct stretch *s, struct gls_noise noise, struct gls_fit *out)
{
    size_t n = s->n, columns = columns_of(s);

    for (size_t j = 0; j < columns; j++) {
        for (size_t i = 0; i < n; i++)
            s->raw[i] = column_value(s, j, i);
        gls_filter(noise, s->raw, n, s->filtered + j * n);
    }
    gls_filter(noise, s->y, n, s->rest);
    gls_solve(s->filtered, columns, s->rest, n, out);
}

/*
 * What the innovations remember of one another makes the slope less sure than they look. A day's mean or peak of
 * what walks by the hour is a walk whose steps correlate by 1/4 (Working 1960), which no noise of the family has:
 * their long-run variance is 1 + 2 rho times the other.
 */
static double long_run(const double *innovations, size_t n)
{
    return 1 + 2 * fmax(bins_lag_one(innovations, n) + 1 / (double)n, 0);
}

struct average {
    double beta[GLS_COLUMNS];       /* the weighted mean of the coefficients */
    double variance;                /* of the last column's with a curve, else of beta[1] */
    double freedom;
};

/* Averages the fits over the noises. */
static void average_fits(struct stretch *s, struct average *out)
{
    double value[GLS_NOISES], beta[GLS_NOISES][GLS_COLUMNS], variance[GLS_NOISES], least = INFINITY;
    size_t columns = columns_of(s), wanted = s->curved ? columns - 1 : 1;
    double total = 0;

    *out = (struct average){ 0 };
    for (size_t m = 0; m < GLS_NOISES; m++) {
        struct gls_fit f;
        fit(s, gls_noises[m], &f);
        double freedom = fmax((double)s->n - (double)f.rank - (gls_noises[m].phi < 1 ? 0 : 1), 1);
        value[m] = reml(&f, gls_noises[m], s->floor_rss) - (gls_noises[m].phi < 1 ? 0 : 2 * WALK_PRIOR * (1 - gls_noises[m].theta));
        least = fmin(least, value[m]);
        gls_coefficients(&f, beta[m]);
        variance[m] = (f.rss + s->floor_rss) / freedom * gls_variance(&f, wanted) * long_run(s->rest, s->n);
    }
    for (size_t m = 0; m < GLS_NOISES; m++) {
        value[m] = exp(-(value[m] - least) / 2);
        total += value[m];
    }
    for (size_t m = 0; m < GLS_NOISES; m++)
        for (size_t j = 0; j < columns; j++)
            out->beta[j] += value[m] / total * beta[m][j];
    for (size_t m = 0; m < GLS_NOISES; m++) {
        double off = beta[m][wanted] - out->beta[wanted];
        out->variance += value[m] / total * (variance[m] + off * off);
    }
    out->freedom = fmax((double)s->n - (double)columns, 1);
}

/* Residuals about the line, steps included, into s->raw. */
static void residuals(struct stretch *s, const struct average *fit)
{
    for (size_t i = 0; i < s->n; i++) {
        s->raw[i] = s->y[i] - fit->beta[1] * (s->t[i] - s->t[0]) / s->step;
        for (size_t c = 0; c < s->step_count; c++)
            s->raw[i] -= i >= s->steps[c] ? fit->beta[2 + c] : 0;
    }
}

/* The stretch since the last slope change, all of it where that leaves too little. */
static void take_stretch(const double *t, const double *y, size_t n, const struct changes *changes,
                         struct scratch *scratch, struct stretch *s, size_t *first)
{
    double pattern[BINS_PER_WEEK];
    double *flat = scratch_take(scratch, n);

    *first = changes ? change_since(changes) : 0;
    if (n - *first < GROWTH_LEAST)
        *first = 0;
    for (size_t i = 0; i < n; i++)
        flat[i] = y[i] - (changes ? change_season(changes, t[i]) : 0);
    bins_weekly(t, flat, n, scratch, pattern);
    for (size_t i = 0; i < n; i++)
        flat[i] -= pattern[bins_weekday(t[i])];
    *s = (struct stretch){ .t = t + *first, .y = flat + *first, .n = n - *first,
                           .step = bins_step(t, n, scratch) };
    for (size_t c = 0; changes && c < changes->count; c++)
        if (changes->at[c].kind != STEP_SLOPE && changes->at[c].index > *first &&
            s->step_count + 3 < GLS_COLUMNS)
            s->steps[s->step_count++] = changes->at[c].index - *first;
    s->filtered = scratch_take(scratch, s->n * (3 + s->step_count));
    s->rest = scratch_take(scratch, s->n);
    s->raw = scratch_take(scratch, s->n);
}

/* Level steps up to the newest bin. */
static double steps_sum(const struct stretch *s, const struct average *fit)
{
    double sum = 0;

    for (size_t c = 0; c < s->step_count; c++)
        sum += fit->beta[2 + c];
    return sum;
}

/* The interval, the noise and the line of the stretch, whose values are in the unit or logarithms of it. */
static void fit_line(struct stretch *s, struct scratch *scratch, struct average *fit, struct growth_fit *out)
{
    double base = s->y[0], scale = 0, span = s->t[s->n - 1] - s->t[0];

    for (size_t i = 0; i < s->n; i++) {
        s->y[i] -= base;
        scale = fmax(scale, fabs(s->y[i]));
    }
    double tiny = ROUNDING * (scale + fabs(base) * ROUNDING_LEVEL) + 1e-150;
    s->floor_rss = (double)s->n * tiny * tiny;
    average_fits(s, fit);
    residuals(s, fit);
    memcpy(s->rest, s->raw, s->n * sizeof *s->raw);
    double centre = robust_median(s->rest, s->n), reach = sqrt(fit->variance) / s->step;
    reach *= WIDENED * gsl_cdf_tdist_Pinv((1 + LEVEL) / 2, fit->freedom);
    out->noise = robust_mad(s->raw, s->n, centre, scratch);
    out->rho = fmin(fmax(bins_lag_one(s->raw, s->n), 0), RHO_MOST);
    out->effective = (double)s->n * (1 - out->rho) / (1 + out->rho);
    out->slope = fit->beta[1] / s->step;
    out->low = out->slope - reach;
    out->high = out->slope + reach;
    out->level = base + centre + steps_sum(s, fit) + out->slope * span;
    out->significant = scale > 0 && (out->low > 0 || out->high < 0) &&
                       fabs(out->slope) * span > NOISE_FACTOR * out->noise;
    for (size_t i = 0; i < s->n; i++)
        s->y[i] += base;
}

/* Takes the level steps out of the stretch: all of it stands at the present level. */
static void level_out(struct stretch *s, const struct average *fit)
{
    for (size_t i = 0; i < s->n; i++)
        for (size_t c = 0; c < s->step_count; c++)
            s->y[i] += i < s->steps[c] ? fit->beta[2 + c] : 0;
}

/* What was fitted to logarithms, in the unit at the newest bin. */
static void from_logs(struct growth_fit *out, double last)
{
    double level = exp(out->level);

    out->shape = SHAPE_EXPONENTIAL;
    out->b = out->slope;
    out->a = out->level - out->slope * (last - out->since);
    out->doubling_days = out->slope > 0 ? log(2) / out->slope : 0;
    out->slope *= level;
    out->low *= level;
    out->high *= level;
    out->noise *= level;
    out->level = level;
}

static int to_logs(struct stretch *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (!(s->y[i] > 0))
            return 0;
    for (size_t i = 0; i < s->n; i++)
        s->y[i] = log(s->y[i]);
    return 1;
}

/* A saturating curve's slope is that of today, not of the line through its past. */
static void from_curve(const struct curve *curve, double days, struct growth_fit *out)
{
    double slope = -curve->b * curve->c * exp(-curve->c * days);

    out->shape = SHAPE_SATURATING;
    out->low += slope - out->slope;
    out->high += slope - out->slope;
    out->slope = slope;
    out->level = curve_at(curve, days);
    out->a = curve->a;
    out->b = curve->b;
    out->c = curve->c;
}

/* Whether the stretch bends by more than its noise, a walk's included, would: a t test of a square of t. */
static int is_curved(struct stretch *s)
{
    struct average fit;
    double base = s->y[0];

    s->curved = 1;
    for (size_t i = 0; i < s->n; i++)
        s->y[i] -= base;
    average_fits(s, &fit);
    for (size_t i = 0; i < s->n; i++)
        s->y[i] += base;
    s->curved = 0;
    return fabs(fit.beta[columns_of(s)]) > CURVE_SCORE * sqrt(fit.variance);
}

/* Decides on the shape, and fits the logarithms where it is exponential. */
static void settle_shape(struct stretch *s, struct scratch *scratch, struct average *fit, struct growth_fit *out)
{
    struct curve curve;
    double *days = s->filtered, last = s->t[s->n - 1];

    out->shape = SHAPE_LINEAR;
    if (s->n < SHAPE_LEAST || !is_curved(s))
        return;
    level_out(s, fit);
    s->step_count = 0;
    for (size_t i = 0; i < s->n; i++)
        days[i] = s->t[i] - s->t[0];
    curve_choose(days, s->y, s->n, s->rest, &curve);
    if (curve.shape == SHAPE_EXPONENTIAL && to_logs(s)) {
        fit_line(s, scratch, fit, out);
        from_logs(out, last);
    } else if (curve.shape == SHAPE_SATURATING) {
        from_curve(&curve, last - out->since, out);
    }
}

int growth_measure(const double *t, const double *y, size_t n, const struct changes *changes,
                   struct scratch *scratch, struct growth_fit *out, struct error *err)
{
    size_t mark = scratch_mark(scratch), first;
    struct average fit;
    struct stretch s;
    int    rc = bins_check(t, y, n, err);

    if (rc < 0)
        return rc;
    if (n < GROWTH_LEAST)
        return error_set(err, ERR_TOOFEW, "%zu bins are too few for a growth rate", n);
    take_stretch(t, y, n, changes, scratch, &s, &first);
    *out = (struct growth_fit){ .first = first, .since = s.t[0], .bins = s.n };
    if (changes && changes->exponential && to_logs(&s)) {
        fit_line(&s, scratch, &fit, out);
        from_logs(out, t[n - 1]);
    } else {
        fit_line(&s, scratch, &fit, out);
        if (out->significant)
            settle_shape(&s, scratch, &fit, out);
    }
    out->intercept = out->level - out->slope * t[n - 1];
    scratch_reset(scratch, mark);
    return 0;
}

double growth_at(const struct growth_fit *fit, double t)
{
    struct curve curve = { fit->shape, fit->a, fit->b, fit->c };

    if (fit->shape != SHAPE_EXPONENTIAL && fit->shape != SHAPE_SATURATING)
        return fit->intercept + fit->slope * t;
    return curve_at(&curve, t - fit->since);
}
