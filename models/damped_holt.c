/*
 * models/damped_holt.c - a level and a trend that fades out.
 *
 *     l[t] = l[t-1] + phi b[t-1] + alpha e[t]      e[t] = y[t] - l[t-1] - phi b[t-1]
 *     b[t] = phi b[t-1] + beta e[t]                0 < beta <= alpha < 1, 0.8 <= phi <= 0.98
 *     y[n+h] = l[n] + (phi + phi^2 + … + phi^h) b[n]
 *
 * alpha, beta, phi and the first level and trend give the least sum of squared one-step
 * errors. The errors are linear in the first level and trend, so these two are exact for any
 * alpha, beta, phi; the three are found by pattern search with a bounded number of tries.
 *
 * A gap leaves the level to follow its trend and gives no error.
 *
 * Source: Gardner and McKenzie 1985, Management Science 31(10); Hyndman, Koehler, Ord and
 * Snyder 2008, chapter 2; Hooke and Jeeves 1961, J. ACM 8(2) for the search.
 */
#include <math.h>

#include "models/model.h"

/* What is older than this many samples hardly moves the state and is not fitted. */
enum { NEWEST = 128 };

/* The search: what it starts from, its first step, how often the step is halved. */
enum { ALPHA, SHARE, PHI, PARAMETERS, HALVINGS = 5, TRIES = 72 };
static const double least[PARAMETERS] = { 1e-4, 1e-4, 0.8 };
static const double most[PARAMETERS] = { 0.9999, 0.9999, 0.98 };
static const double starts[][PARAMETERS] = { { 0.5, 0.1, 0.9 }, { 0.1, 0.5, 0.95 } };
static const double first_step[PARAMETERS] = { 0.24, 0.24, 0.06 };

/* beta is a share of alpha, so that every point of the box is allowed. */
struct holt {
    double at[PARAMETERS];
    double level, trend;      /* after the last sample */
    double error;             /* sum of squared errors */
};

/*
 * The best first level and trend, the error and the last state, in one pass. With both first
 * values 0 the errors are e and the state (level, trend); a unit of first level takes u off
 * each error and a unit of first trend v, with states of their own.
 */
static void run(const double *y, size_t n, struct holt *holt)
{
    double alpha = holt->at[ALPHA], beta = alpha * holt->at[SHARE], phi = holt->at[PHI];
    double level = 0, trend = 0, lu = 1, tu = 0, lv = 0, tv = 1;
    double ee = 0, uu = 0, uv = 0, vv = 0, ue = 0, ve = 0, det, l0, b0;

    for (size_t t = 0; t < n; t++) {
        double ahead = level + phi * trend, u = lu + phi * tu, v = lv + phi * tv, e = y[t] - ahead;

        if (isnan(e)) {
            level = ahead, trend *= phi;
            lu = u, tu *= phi;
            lv = v, tv *= phi;
            continue;
        }
        ee += e * e, uu += u * u, uv += u * v, vv += v * v, ue += u * e, ve += v * e;
        level = ahead + alpha * e, trend = phi * trend + beta * e;
        lu = u - alpha * u, tu = phi * tu - beta * u;
        lv = v - alpha * v, tv = phi * tv - beta * v;
    }
    det = uu * vv - uv * uv;
    b0 = det > 1e-12 * uu * vv ? (uu * ve - uv * ue) / det : 0;
    l0 = uu > 0 ? (ue - uv * b0) / uu : 0;
    holt->error = fmax(ee - l0 * ue - b0 * ve, 0);
    holt->level = level + l0 * lu + b0 * lv;
    holt->trend = trend + l0 * tu + b0 * tv;
}

/* Moves one parameter by a step, where that stays inside the box and helps. */
static int move(const double *y, size_t n, struct holt *best, size_t parameter, double step)
{
    struct holt next = *best;

    next.at[parameter] = fmin(fmax(next.at[parameter] + step, least[parameter]), most[parameter]);
    if (next.at[parameter] == best->at[parameter])
        return 0;
    run(y, n, &next);
    if (!(next.error < best->error))
        return 0;
    *best = next;
    return 1;
}

static struct holt search(const double *y, size_t n, const double *start)
{
    struct holt best = { .at = { start[ALPHA], start[SHARE], start[PHI] } };
    double size = 1;
    int tries = 0, halvings = 0;

    run(y, n, &best);
    while (halvings < HALVINGS && tries < TRIES) {
        int moved = 0;

        for (size_t i = 0; i < PARAMETERS; i++, tries += 2)
            moved |= move(y, n, &best, i, size * first_step[i]) ||
                     move(y, n, &best, i, -size * first_step[i]);
        if (!moved) {
            size /= 2;
            halvings++;
        }
    }
    return best;
}

/* A daily cycle would be taken for a trend that keeps turning. */
static const char *lacks_calm(const struct history *history)
{
    return history->day > 1 ? "it knows no cycle of a day" : NULL;
}

static int damped_path(const struct history *history, size_t horizon, struct scratch *scratch,
                       double *path, struct figures *figures, struct error *err)
{
    size_t n = history->n < NEWEST ? history->n : NEWEST;
    const double *y = history->y + history->n - n;
    struct holt fit = search(y, n, starts[0]), other = search(y, n, starts[1]);
    double weight = 0, power = 1;

    (void)scratch;
    (void)err;
    if (other.error < fit.error)
        fit = other;
    for (size_t h = 0; h < horizon; h++) {
        power *= fit.at[PHI];
        weight += power;
        path[h] = fit.level + weight * fit.trend;
    }
    figures_add(figures, "alpha", fit.at[ALPHA], 0);
    figures_add(figures, "beta", fit.at[ALPHA] * fit.at[SHARE], 0);
    figures_add(figures, "phi", fit.at[PHI], 0);
    figures_add(figures, "slope per day", fit.trend / history->step_days, 1);
    return 0;
}

extern const struct model model_damped_holt;
const struct model model_damped_holt = {
    .name    = "damped-holt",
    .title   = "Damped trend",
    .formula = "y[n+h] = l[n] + (phi + … + phi^h) b[n]",
    .source  = "Gardner and McKenzie 1985",
    .least   = 6,
    .lacks   = lacks_calm,
    .path    = damped_path,
};
