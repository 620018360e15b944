/*
 * The terms of the paths in passage.c: the level and its noise by least squares, the drifts and how far they may be
 * off. The formulas stand at the top of that file.
 */
#include "models/past.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/memory.h"
#include "models/passage.h"

enum {
    INCREMENTS_MOST = 365,   /* innovations drawn from: the last year */
    VOLATILITY_STEPS = 90    /* over which slopes are compared, or a quarter of a shorter past */
};

/* Steps; the longest twice, since the long run says most about a date far out. */
static const size_t window_steps[PAST_WINDOWS] = { 60, 120, 240, 364, 364 };

/* Share of the measured slope volatility that is applied. */
#define SLOPE_VOLATILITY 0.5

/*
 * What the fit took from the residuals, in degrees of freedom: first level, drift, gain, and about two for the pattern of
 * the week and the bends; the innovations are made larger by it (Stine 1985, JASA 80, 1026-1031). Never by more than
 * 1 / sqrt(LEFT_LEAST), for the shortest pasts.
 */
#define FITTED     5.0
#define LEFT_LEAST 0.4

/* How strongly a drift of doubtful size is shrunk (c), and over what stretch v counts as doubt, steps. */
#define SHRINKAGE      0.3
#define SHRINKAGE_SPAN 30.0

int past_init(struct past *past, size_t most_bins)
{
    *past = (struct past){ .most = most_bins };
    past->grid = malloc((most_bins + 1) * sizeof *past->grid);
    past->measured = malloc((most_bins + 1) * sizeof *past->measured);
    past->level = malloc((most_bins + 1) * sizeof *past->level);
    past->innovation = malloc((most_bins + 1) * sizeof *past->innovation);
    if (past->grid && past->measured && past->level && past->innovation && scratch_init(&past->scratch, 8 * most_bins + 64) == 0)
        return 0;
    past_release(past);
    return -1;
}

void past_release(struct past *past)
{
    free(past->grid);
    free(past->measured);
    free(past->level);
    free(past->innovation);
    scratch_release(&past->scratch);
    *past = (struct past){ 0 };
}

/* What else is taken out of a grid. */
enum lay { AS_MEASURED, LEVELLED, STRAIGHT };

/* What bin i, on day t, is moved by. */
static double moved(const struct past *past, size_t i, double t, enum lay lay)
{
    if (!past->changes || lay == AS_MEASURED)
        return 0;
    return lay == STRAIGHT || past->logs ? change_straight(past->changes, i, t) : change_offset(past->changes, i);
}

/* One value a step in grid[], gaps bridged by a line, saw-tooth and weekly pattern taken out. */
static void lay_grid(struct past *past, const double *t, const double *y, size_t n, double step, enum lay lay)
{
    const struct changes *changes = past->changes;
    double last = t[n - 1], before = 0;
    size_t from = 0, placed = 0, mark = scratch_mark(&past->scratch);

    while (last - t[from] > step * ((double)past->most - 1.5))
        from++;
    double *flat = scratch_take(&past->scratch, n);
    for (size_t i = from; i < n; i++)
        flat[i] = past->logs ? log(y[i]) : y[i] - (changes ? change_season(changes, t[i]) : 0);
    bins_weekly(t + from, flat + from, n - from, &past->scratch, past->pattern);
    for (size_t i = from; i < n; i++) {
        double value = flat[i] - past->pattern[bins_weekday(t[i])] + moved(past, i, t[i], lay);
        size_t at = (size_t)((t[i] - t[from]) / step + 0.5);
        if (placed > 0 && at < placed)
            continue;                    /* two bins in one step: the first stays */
        for (size_t k = placed; k < at; k++)
            past->grid[k] = before + (value - before) * (double)(k - placed + 1) / (double)(at - placed + 1);
        past->grid[at] = value;
        placed = at + 1;
        before = value;
    }
    past->n = placed;
    past->last_t = last;
    past->step = step;
    scratch_reset(&past->scratch, mark);
}

/* Levels and innovations of the grid by the recursion at the top. */
static void smooth(struct past *past, double first, double drift, double a)
{
    double level = first;

    past->level[0] = first;
    for (size_t i = 1; i < past->n; i++) {
        double e = past->grid[i] - level - drift;
        level += drift + a * e;
        past->level[i] = level;
        past->innovation[i - 1] = e;
    }
}

/*
 * The first level and the drift that make the sum of e^2 least for gain a, and that sum. The e are linear
 * in both: e_i = e_i(0, 0) - f (1 - a)^{i-1} - d g_i,  g_i = 1 + (1 - a) g_{i-1}; the first bin is f plus a noise.
 */
static double fit_start(const double *grid, size_t n, double a, double *first, double *drift)
{
    double keep = 1 - a, power = 1, g = 0, level = 0, base = grid[0];
    double ff = 0, fg = 0, gg = 0, fe = 0, ge = 0, ee = 0;

    if (keep > 0)
        ff = 1;                     /* without noise on top the first bin is the first level */
    for (size_t i = 1; i < n; i++) {
        double e = grid[i] - base - level;
        level += a * e;
        g = 1 + keep * g;
        ff += power * power;
        fg += power * g;
        gg += g * g;
        fe += power * e;
        ge += g * e;
        ee += e * e;
        power *= keep;
    }
    if (keep <= 0) {
        *first = base;
        *drift = ge / gg;
        return ee - ge * ge / gg;
    }
    double det = ff * gg - fg * fg;
    double f = (fe * gg - ge * fg) / det, d = (ge * ff - fe * fg) / det;
    *first = base + f;
    *drift = d;
    return ee - f * fe - d * ge;
}

static void fit_level(struct past *past)
{
    static const double gains[] = { 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1 };
    double least = INFINITY, best_first = past->grid[0];

    past->drift = 0;
    past->gain = 1;
    for (size_t i = 0; i < sizeof gains / sizeof *gains; i++) {
        double first, drift, sum = fit_start(past->grid, past->n, gains[i], &first, &drift);
        if (sum <= least) {
            least = sum;
            best_first = first;
            past->drift = drift;
            past->gain = gains[i];
        }
    }
    smooth(past, best_first, past->drift, past->gain);
    past->innovations = past->n - 1;
    if (past->innovations > INCREMENTS_MOST) {
        size_t cut = past->innovations - INCREMENTS_MOST;
        memmove(past->innovation, past->innovation + cut, INCREMENTS_MOST * sizeof *past->innovation);
        past->innovations = INCREMENTS_MOST;
    }
    past->mean = past->sd = 0;
    for (size_t i = 0; i < past->innovations; i++)
        past->mean += past->innovation[i] / (double)past->innovations;
    for (size_t i = 0; i < past->innovations; i++)
        past->sd += (past->innovation[i] - past->mean) * (past->innovation[i] - past->mean);
    double count = (double)past->innovations;
    double larger = 1 / sqrt(fmax(LEFT_LEAST, 1 - FITTED / count));
    past->sd = larger * sqrt(past->sd / (count - 1));
    for (size_t i = 0; i < past->innovations; i++)
        past->innovation[i] = larger * (past->innovation[i] - past->mean);
}

/* Least-squares slope of w + 1 equally spaced values. */
static double slope_of(const double *y, size_t w)
{
    double middle = (double)w / 2, sum = 0, squares = 0;

    for (size_t i = 0; i <= w; i++) {
        sum += ((double)i - middle) * y[i];
        squares += ((double)i - middle) * ((double)i - middle);
    }
    return sum / squares;
}

/*
 * How much the slope moves, v: the root mean square change between the slopes of consecutive stretches of w steps,
 * less what the noise on top of the level does to it (each slope has 12 (1 - a) var(e) / w^3), per square root of w.
 */
static double slope_volatility(const struct past *past)
{
    size_t n = past->n, w = (n - 1) / 4 < VOLATILITY_STEPS ? (n - 1) / 4 : VOLATILITY_STEPS, count = 0;
    double sum = 0, steps = (double)w;

    if (w == 0)
        return 0;
    for (size_t end = n - 1; end >= 2 * w; end -= w) {
        double change = slope_of(past->grid + end - w, w) - slope_of(past->grid + end - 2 * w, w);
        sum += change * change;
        count++;
    }
    double noise = 2 * 12 * (1 - past->gain) * past->sd * past->sd / (steps * steps * steps);
    return SLOPE_VOLATILITY * sqrt(fmax(sum / (double)count - noise, 0) / steps);
}

/* A slope that its own error could have made is mostly luck. */
static double shrink(double slope, double doubt)
{
    double square = slope * slope;

    return square > 0 ? slope / (1 + SHRINKAGE * doubt / square) : 0;
}

static void fit_drift(struct past *past)
{
    size_t most = past->n - 1;
    double wander = past->volatility * past->volatility;

    past->windows = 0;
    for (int i = 0; i < PAST_WINDOWS; i++) {
        size_t w = window_steps[i];
        if (w > most && past->windows > 0)
            break;
        w = w < most ? w : most;
        double slope = (past->level[most] - past->level[most - w]) / (double)w;
        double a = past->gain, steps = (double)w;
        double error = past->sd * sqrt(a * a / steps + 2 * a * (1 - a) / (steps * steps));
        past->slope_sd[past->windows] = error;
        past->slopes[past->windows++] = shrink(slope, error * error + wander * SHRINKAGE_SPAN);
    }
}

int past_read(struct past *past, const double *t, const double *y, size_t n, const struct changes *changes,
              double step, struct error *err)
{
    past->changes = changes;
    past->logs = changes && changes->exponential;
    lay_grid(past, t, y, n, step, AS_MEASURED);
    if (past->n < PASSAGE_LEAST)
        return error_set(err, ERR_TOOFEW, "%zu bins are too few for the odds of a date", past->n);
    memcpy(past->measured, past->grid, past->n * sizeof *past->grid);
    lay_grid(past, t, y, n, step, LEVELLED);
    fit_level(past);
    past->volatility = slope_volatility(past);
    /* asked of the past without its steps: a clean-up of a disk that grows is no level to come back to */
    past->forgotten = past->logs ? 0 : memory_forgotten(past->grid + past->n - past->innovations,
                                                        past->innovations, step);
    if (changes && changes->count > 0) {
        lay_grid(past, t, y, n, step, STRAIGHT);
        fit_level(past);
    }
    fit_drift(past);
    return 0;
}
