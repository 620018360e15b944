/*
 * First passage by sample paths.
 *
 * The bins are a level that moves and noise about it (local level with drift,
 * Harvey 1989, section 2.3; its reduced form is ARIMA(0,1,1), simple exponential smoothing):
 *
 *     e_t = y_t - l_{t-1} - d        l_t = l_{t-1} + d + a e_t
 *
 * a in (0, 1] minimises the sum of e^2. A path k steps ahead is
 *
 *     y_{n+k} = l_n + k (s + z sqrt(u^2 + v^2 k / 3)) + a (e_1 + … + e_{k-1}) + e_k + jumps + spikes + seasons
 *
 * s  the drift: the mean slope of the level over one of several windows of w steps, because nobody
 *    knows how far back today's slope goes; shrunk by s^2 / (s^2 + c (u^2 + v^2 30)), since a past
 *    slope that is mostly luck foretells a smaller one (James and Stein 1961)
 * u  the standard error of that mean: sd(e) sqrt(a^2 / w + 2 a (1 - a) / w^2), the walk of the level
 *    between and what is not known of the level at both ends
 * v  how much the slope itself moves: the mean over k steps of a slope that walks at random
 *    with v a step has the deviation v sqrt(k / 3); z is normal, one a path
 * e  blocks of past innovations, so that bursts stay bursts (moving block bootstrap, Kuensch 1989,
 *    Ann. Statist. 17, 1217-1241; circular, Politis and Romano 1992), louder in some paths than in others
 *
 * Known changes are taken out of the past first: level steps, and bends, so that all of it has today's
 * slope. That of bends comes back through v, which is measured on the past as it was; level steps and
 * spikes come back beside the innovations they came with (shock.h).
 *
 * A share of the paths (memory.h) is not made like this but lives the levels of the past again, spikes and all, from
 * starts dealt out over it.
 *
 * With a = 1 this is a bootstrap of the increments. The date is the first passage of
 * each path, never a crossing of day-by-day quantiles, which says the date too late.
 * Windows and z are dealt out evenly over the paths (stratified), so that few paths do.
 */
#include "models/passage.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/bins.h"
#include "models/past.h"
#include "models/robust.h"
#include "models/shock.h"

enum {
    BLOCK = 28,              /* bins; a multiple of a week */
    BLOCK_SHORT = 7,         /* with less history than BLOCK_FROM */
    BLOCK_FROM = 180
};

/*
 * How far apart the paths' noises are, as the deviation of a logarithm, and how loud the middle one is: the noise of the
 * weeks to come is louder or quieter than that of the past, which gives the sum the long tails that real series have
 * (normal variance mixture: Clark 1973, Econometrica 41, 135-155). Of the pairs (0.45, 1), (0.5, 0.95), (0.55, 0.88),
 * (0.6, 0.82) and (0.7, 0.7): the wider ones hold 80 % better on real series, and hold too little of a walk. The middle
 * one narrows the 80 % band and leaves the 95 % band as it was; docs/methods-backtest.md.
 */
#define SCALE_SPREAD 0.55
#define SCALE_MEDIAN 0.88

/* No value shown is larger than exp of this; paths of logarithms can run away. */
#define LOG_MOST 300.0

struct passage {
    size_t          most_bins, most_horizon, most_paths;
    struct past     past;
    struct shocks   shocks;      /* [most_bins] each */
    double         *z;           /* [most_paths] normal quantiles, dealt out */
    double         *scale;       /* [most_paths] of the innovations */
    double         *way;         /* [most_paths] 1, or -1 where jumps go the other way */
    unsigned char  *window;      /* [most_paths] which drift the path has; past.windows: it lives the past again */
    double         *sum;         /* [most_paths] innovations so far, weighed by a */
    size_t         *place;       /* [most_paths] where in the innovations the path is */
    size_t         *first;       /* [most_paths] step of the first passage */
    float          *value;       /* [horizon][paths] less `origin`, in units of `unit` */
    double         *pick;        /* [most_paths] */

    size_t          horizon, paths;
    double          step_days, origin, unit, newest;
    int             logs;        /* value[] are logarithms */
    struct maybe    floor, ceiling;
};

/* --- a small generator --------------------------------------------------------- */

/* SplitMix64: Steele, Lea and Flood 2014 (OOPSLA), passes BigCrush; the same on every machine. */
static uint64_t draw(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* 0 … below-1, by the high half of a product (Lemire 2019); its bias is under below / 2^32. */
static size_t draw_below(uint64_t *state, size_t below)
{
    return (size_t)(((draw(state) >> 32) * (uint64_t)below) >> 32);
}

/* --- making and freeing -------------------------------------------------------- */

struct passage *passage_new(size_t most_bins, size_t most_horizon, size_t most_paths)
{
    struct passage *p = calloc(1, sizeof *p);

    if (!p)
        return NULL;
    p->most_bins = most_bins;
    p->most_horizon = most_horizon;
    p->most_paths = most_paths;
    p->z = malloc((most_paths + 1) * sizeof *p->z);
    p->scale = malloc((most_paths + 1) * sizeof *p->scale);
    p->way = malloc((most_paths + 1) * sizeof *p->way);
    p->shocks.jump = malloc((most_bins + 1) * sizeof *p->shocks.jump);
    p->shocks.again = malloc((most_bins + 1) * sizeof *p->shocks.again);
    p->shocks.spike = malloc((most_bins + 1) * sizeof *p->shocks.spike);
    p->window = malloc(most_paths + 1);
    p->sum = malloc((most_paths + most_horizon + 1) * sizeof *p->sum);
    p->place = malloc((most_paths + 1) * sizeof *p->place);
    p->first = malloc((most_paths + 1) * sizeof *p->first);
    p->value = malloc((most_horizon * most_paths + 1) * sizeof *p->value);
    p->pick = malloc((most_paths + 1) * sizeof *p->pick);
    if (!p->z || !p->scale || !p->way || !p->shocks.jump || !p->shocks.spike || !p->shocks.again || !p->window || !p->sum || !p->place ||
        !p->first || !p->value || !p->pick || past_init(&p->past, most_bins) < 0) {
        passage_free(p);
        return NULL;
    }
    return p;
}

void passage_free(struct passage *p)
{
    if (!p)
        return;
    past_release(&p->past);
    free(p->z);
    free(p->scale);
    free(p->way);
    free(p->shocks.jump);
    free(p->shocks.spike);
    free(p->shocks.again);
    free(p->window);
    free(p->sum);
    free(p->place);
    free(p->first);
    free(p->value);
    free(p->pick);
    free(p);
}

/* --- the paths ----------------------------------------------------------------- */

static void shuffle(double *x, size_t n, uint64_t *state)
{
    for (size_t i = n; i > 1; i--) {
        size_t j = draw_below(state, i);
        double keep = x[i - 1];
        x[i - 1] = x[j];
        x[j] = keep;
    }
}

/* Normal quantiles and windows, one to a path, each as often as the other, in random order. */
static void deal(struct passage *p, const struct past *past, uint64_t *state)
{
    for (size_t i = 0; i < p->paths; i++)
        p->z[i] = gsl_cdf_ugaussian_Pinv(((double)i + 0.5) / (double)p->paths);
    shuffle(p->z, p->paths, state);
    for (size_t i = 0; i < p->paths; i++)
        p->scale[i] = SCALE_MEDIAN * exp(SCALE_SPREAD * p->z[i]);
    shuffle(p->scale, p->paths, state);
    size_t again = (size_t)(past->forgotten * (double)p->paths);
    for (size_t i = 0; i < p->paths; i++)
        p->window[i] = (unsigned char)(i < again ? past->windows : i % past->windows);
    for (size_t i = 0; i < again; i++)
        p->place[i] = i * past->innovations / again;
    for (size_t i = 0; i < p->paths; i++)
        p->way[i] = (double)i < p->shocks.turned * (double)p->paths ? -1 : 1;
    shuffle(p->way, p->paths, state);
    memset(p->sum, 0, p->paths * sizeof *p->sum);
}

static int goes_on(const struct passage *p, size_t i)
{
    return p->window[i] < p->past.windows;
}

/* A new block for every path that goes on from today. */
static void new_blocks(struct passage *p, const struct past *past, uint64_t *state)
{
    for (size_t i = 0; i < p->paths; i++)
        if (goes_on(p, i))
            p->place[i] = draw_below(state, past->innovations);
}

/* What is known of step k: where the seasons lead, and how far the drift may be off. */
static double outlook(const struct passage *p, const struct past *past, double ahead, double off[PAST_WINDOWS])
{
    double at = past->last_t + ahead * p->step_days;
    double wander = past->volatility * past->volatility * ahead / 3;

    for (size_t w = 0; w < past->windows; w++)
        off[w] = ahead * sqrt(past->slope_sd[w] * past->slope_sd[w] + wander);
    return past->pattern[bins_weekday(at)] - p->origin +
           (past->changes && !past->logs ? change_season(past->changes, at) : 0);
}

/* A step of a path that goes on from today's level. */
static double go_on(struct passage *p, const struct past *past, size_t i, double ahead, const double off[PAST_WINDOWS])
{
    size_t place = p->place[i], w = p->window[i];
    double e = p->scale[i] * past->innovation[place], jump = p->way[i] * p->shocks.jump[place];
    double value = past->level[past->n - 1] + ahead * past->slopes[w] + off[w] * p->z[i] + p->sum[i] + e + jump +
                   p->shocks.spike[place];

    p->sum[i] += past->gain * e + jump;
    return value;
}

static void walk(struct passage *p, const struct past *past, uint64_t *state)
{
    size_t block = past->innovations < BLOCK_FROM ? BLOCK_SHORT : BLOCK;
    double off[PAST_WINDOWS];

    for (size_t k = 1; k <= p->horizon; k++) {
        float *row = p->value + (k - 1) * p->paths;
        double ahead = (double)k, season = outlook(p, past, ahead, off);
        if ((k - 1) % block == 0)
            new_blocks(p, past, state);
        for (size_t i = 0; i < p->paths; i++) {
            size_t place = p->place[i];
            double value = goes_on(p, i) ? go_on(p, past, i, ahead, off) : p->shocks.again[place];
            row[i] = (float)((season + value) / p->unit);
            p->place[i] = place + 1 < past->innovations ? place + 1 : 0;
        }
    }
}

/* The quantile q of the paths of one step. */
static double step_quantile(struct passage *p, size_t step, double q)
{
    const float *row = p->value + (step - 1) * p->paths;
    double place = q * (double)(p->paths - 1);
    size_t below = (size_t)place;
    double share = place - (double)below, low, next = INFINITY;

    for (size_t i = 0; i < p->paths; i++)
        p->pick[i] = (double)row[i];
    low = robust_select(p->pick, p->paths, below);
    if (share <= 0)
        return low;
    for (size_t i = below + 1; i < p->paths; i++)
        next = fmin(next, p->pick[i]);
    return (1 - share) * low + share * next;
}

/* A value in the series' unit as the paths hold it, and back. Of logarithms, nothing is the lowest there is. */
static double inward(const struct passage *p, double value)
{
    double plain = !p->logs ? value : value > 0 ? log(value) : -INFINITY;

    return (plain - p->origin) / p->unit;
}

static double outward(const struct passage *p, double held)
{
    double plain = p->origin + p->unit * held;

    return p->logs ? exp(fmin(plain, LOG_MOST)) : plain;
}

double passage_weekday(const struct passage *p, double t)
{
    return p->past.pattern[bins_weekday(t)];
}

void passage_recentre(struct passage *p, const double *centre, size_t count)
{
    double shift = 0;

    for (size_t k = 1; k <= p->horizon; k++) {
        float *row = p->value + (k - 1) * p->paths;
        if (k <= count) {
            double moved = inward(p, centre[k - 1]) - step_quantile(p, k, 0.5);
            if (isfinite(moved))     /* else a centre that no such path can have */
                shift = moved;
        }
        for (size_t i = 0; i < p->paths; i++)
            if (goes_on(p, i))
                row[i] += (float)shift;
    }
}

int passage_simulate(struct passage *p, const double *t, const double *y, size_t n,
                     const struct changes *changes, const struct passage_options *options,
                     struct error *err)
{
    uint64_t    state = options->seed;
    int         rc = bins_check(t, y, n, err);

    if (rc < 0)
        return rc;
    if (n < PASSAGE_LEAST)
        return error_set(err, ERR_TOOFEW, "%zu bins are too few for the odds of a date", n);
    if (n > p->most_bins || options->horizon > p->most_horizon || options->paths > p->most_paths)
        return error_set(err, ERR_LIMIT, "%zu bins and %zu steps are more than was made room for", n,
                         options->horizon);
    rc = past_read(&p->past, t, y, n, changes, options->step_days, err);
    if (rc < 0)
        return rc;
    const struct past *past = &p->past;
    p->horizon = options->horizon;
    p->paths = options->paths;
    p->step_days = options->step_days;
    p->newest = y[n - 1];
    p->origin = past->logs ? log(y[n - 1]) : y[n - 1];
    p->logs = past->logs;
    p->floor = options->floor;
    p->ceiling = options->ceiling;
    p->unit = fabs(past->drift);
    for (size_t i = 0; i < past->innovations; i++)
        p->unit = fmax(p->unit, fabs(past->innovation[i]));
    if (p->unit <= 0)
        p->unit = 1;
    shock_lay(past, options->spike_t, options->spike_y, options->spikes, options->spike_count, &p->shocks);
    deal(p, past, &state);
    walk(p, past, &state);
    return 0;
}

/* --- what the paths say -------------------------------------------------------- */

void passage_fan(struct passage *p, size_t step, const double *q, size_t count, double *out)
{
    for (size_t i = 0; i < count; i++) {
        out[i] = outward(p, step_quantile(p, step, q[i]));
        if (p->floor.known)
            out[i] = fmax(out[i], p->floor.value);
        if (p->ceiling.known)
            out[i] = fmin(out[i], p->ceiling.value);
    }
}

double passage_path(const struct passage *p, size_t path, size_t step)
{
    double value = outward(p, (double)p->value[(step - 1) * p->paths + path]);

    return p->floor.known ? fmax(value, p->floor.value) : value;
}

static int is_there(double value, double limit, enum direction direction)
{
    return direction == DIRECTION_FALLING ? value <= limit : value >= limit;
}

/* The day by which `share` of the odds are in; unknown where they never are. */
static struct maybe passed_by(const double *cdf, size_t horizon, double step_days, double share)
{
    for (size_t k = 0; k < horizon; k++)
        if (cdf[k] >= share)
            return (struct maybe){ (double)(k + 1) * step_days, 1 };
    return (struct maybe){ 0, 0 };
}

void passage_date(const double *cdf, size_t horizon, double step_days, struct passage_dates *out)
{
    *out = (struct passage_dates){
        .early = passed_by(cdf, horizon, step_days, 0.1),
        .median = passed_by(cdf, horizon, step_days, 0.5),
        .late = passed_by(cdf, horizon, step_days, 0.9),
        .within = horizon > 0 ? cdf[horizon - 1] : 0,
    };
}

/* Counts, step by step, the paths that have reached the limit. */
static void count_passed(struct passage *p, const double *limit, size_t limits,
                         enum direction direction, double *cdf)
{
    size_t passed = 0;

    memset(p->first, 0, p->paths * sizeof *p->first);
    for (size_t k = 0; k < p->horizon; k++) {
        const float *row = p->value + k * p->paths;
        double line = inward(p, limit[limits == 1 ? 0 : k]);
        for (size_t i = 0; i < p->paths; i++)
            if (p->first[i] == 0 && is_there((double)row[i], line, direction)) {
                p->first[i] = k + 1;
                passed++;
            }
        cdf[k] = (double)passed / (double)p->paths;
    }
}

void passage_reach(struct passage *p, const double *limit, size_t limits, double now,
                   enum direction direction, double *cdf, struct passage_dates *out)
{
    double *share = cdf ? cdf : p->sum;

    *out = (struct passage_dates){ 0 };
    out->reached = is_there(p->newest, now, direction);
    if (out->reached) {
        for (size_t k = 0; cdf && k < p->horizon; k++)
            cdf[k] = 1;
        out->early = out->median = out->late = (struct maybe){ 0, 1 };
        out->within = 1;
        return;
    }
    count_passed(p, limit, limits, direction, share);
    passage_date(share, p->horizon, p->step_days, out);
}
