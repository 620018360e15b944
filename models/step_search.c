/*
 * Level shifts and slope changes, one at a time, each by its likelihood ratio.
 *
 * Model: y = a + b t + steps H(t >= tau) + bends (t - tau)+ + noise, the noise one of
 * the family in gls.h, chosen anew with and without each candidate: a random walk is
 * not taken for steps, nor a step in white noise for a random walk. For every bin and
 * kind the gain is
 *
 *     LR = (n - 6) log RSS_0 / RSS_1    (the likelihood is conditional on the first bin)
 *
 * each RSS that of the noise which makes it least. The best candidate is taken where its LR
 * exceeds the penalty; where not, the best pair is tried (a rise and its fall hide one another).
 * Those that the later ones made needless are taken out again. Sources: Chen and Liu 1993 (JASA
 * 88, 284-297) for level shifts in ARMA noise; forward search with pairs in the place of PELT (Killick,
 * Fearnhead, Eckley 2012, JASA 107, 1590-1598), whose costs would need independent segments.
 *
 * A step at tau through the filter (1 - phi B) / (1 - theta B) is
 *     h_k = u + (1 - u) theta^k,  u = (1 - phi) / (1 - theta),  k = t - tau >= 0
 * so its products with a column, for every tau, are two backward sums, and those of the
 * bend are sums of those: one noise costs O(n) a column.
 */
#include "models/step_search.h"

#include <math.h>
#include <string.h>

/*
 * Penalties: each plus PENALTY_LOG log n. By simulation, such that at most 5 % of series of 30 to 365 bins of
 * white, weekly, AR(1) and random-walk noise have a change (the table in docs/methods-trend.md).
 */
#define LEVEL_PENALTY    7.0
#define SLOPE_PENALTY    11.0    /* a random walk bends sooner than it jumps */
#define PENALTY_LOG      2.0
#define PAIR_SHARE       1.9     /* of two penalties, that two changes together must exceed */

/* Noises whose criterion is this far from the best have no say in what a change is worth. */
#define NOISE_MARGIN 20.0

/* The part of a step's squared length that the columns before it must leave. */
#define OWN_LEAST 1e-8

static double penalty(enum step_kind kind, size_t n)
{
    return (kind == STEP_SLOPE ? SLOPE_PENALTY : LEVEL_PENALTY) + PENALTY_LOG * log((double)n);
}

double step_value(const struct step_search *s, const struct step_column *c, size_t i)
{
    if (i < c->at)
        return 0;
    return c->kind == STEP_SLOPE ? s->t[i] - s->t[c->at] : 1;
}

void step_fit(struct step_search *s, struct gls_noise noise, struct gls_fit *out)
{
    size_t n = s->n, columns = 2 + s->columns;

    for (size_t j = 0; j < columns; j++) {
        for (size_t i = 0; i < n; i++)
            s->raw[i] = j == 0 ? 1 : j == 1 ? (s->t[i] - s->t[0]) / s->step
                                            : step_value(s, &s->column[j - 2], i);
        gls_filter(noise, s->raw, n, s->filtered + j * n);
        s->filtered[j * n] = 0;
    }
    gls_filter(noise, s->y, n, s->rest);
    s->rest[0] = 0;
    gls_solve(s->filtered, columns, s->rest, n, out);
}

static double criterion(const struct step_search *s, double rss)
{
    return ((double)s->n - STEP_SPENT) * log(fmax(rss, 0) + s->floor_rss);
}

double step_fit_best(struct step_search *s, struct gls_noise *best)
{
    double least = INFINITY;
    struct gls_fit f;

    for (size_t m = 0; m < s->noises; m++) {
        step_fit(s, gls_noises[s->noise[m]], &f);
        double value = criterion(s, f.rss);
        if (value < least) {
            least = value;
            *best = gls_noises[s->noise[m]];
        }
    }
    return least;
}

void step_all_noises(struct step_search *s)
{
    for (s->noises = 0; s->noises < GLS_NOISES; s->noises++)
        s->noise[s->noises] = s->noises;
}

/* Leaves in play the noises that suit the present columns nearly as well as the best. */
static void near_noises(struct step_search *s)
{
    double value[GLS_NOISES], least = INFINITY;
    struct gls_fit f;

    for (size_t m = 0; m < GLS_NOISES; m++) {
        step_fit(s, gls_noises[m], &f);
        value[m] = criterion(s, f.rss);
        least = fmin(least, value[m]);
    }
    s->noises = 0;
    for (size_t m = 0; m < GLS_NOISES; m++)
        if (value[m] <= least + NOISE_MARGIN)
            s->noise[s->noises++] = m;
}

/* For every place the products of a column with the filtered step and bend that begin there. */
static void products(const struct step_search *s, struct gls_noise noise, const double *x, double *level, double *bend)
{
    double u = (1 - noise.phi) / (1 - noise.theta), sum = 0, decayed = 0, bends = 0;

    for (size_t i = s->n; i-- > 0; ) {
        bend[i] = bends;            /* (t - tau)+ is the sum of the steps after tau */
        sum += x[i];
        decayed = x[i] + noise.theta * decayed;
        level[i] = u * sum + (1 - u) * decayed;
        bends += level[i];
    }
}

/* The squared lengths of the filtered step and bend for every place. */
static void lengths(struct step_search *s, struct gls_noise noise)
{
    double u = (1 - noise.phi) / (1 - noise.theta), power = 1, ramp = 0, levels = 0, bends = 0;

    for (size_t k = 0; k < s->n; k++) {
        double h = u + (1 - u) * power;
        size_t place = s->n - 1 - k;
        bends += ramp * ramp;       /* the bend after k steps: h_0 + … + h_{k-1} */
        levels += h * h;
        s->norm_level[place] = levels;
        s->norm_bend[place] = bends;
        ramp += h;
        power *= noise.theta;
    }
}

/* Tries a step and a bend at every place, in one noise; the criterion without either. */
static double scan(struct step_search *s, struct gls_noise noise)
{
    size_t n = s->n;
    struct gls_fit base;

    step_fit(s, noise, &base);
    lengths(s, noise);
    double *level = s->sum_level, *bend = s->sum_bend;
    for (size_t j = 0; j < base.columns; j++) {
        products(s, noise, s->filtered + j * n, level, bend);
        for (size_t i = 0; i < n; i++) {
            s->norm_level[i] -= level[i] * level[i];
            s->norm_bend[i] -= bend[i] * bend[i];
        }
    }
    products(s, noise, s->rest, level, bend);
    for (size_t i = 1; i < n; i++) {
        if (s->norm_level[i] > OWN_LEAST)
            s->level[i] = fmin(s->level[i], base.rss - level[i] * level[i] / s->norm_level[i]);
        if (s->norm_bend[i] > OWN_LEAST)
            s->bend[i] = fmin(s->bend[i], base.rss - bend[i] * bend[i] / s->norm_bend[i]);
    }
    return criterion(s, base.rss);
}

static int forbidden(const struct step_search *s, size_t i)
{
    for (size_t m = 0; m < s->mark_count; m++)
        if (s->marks[m].kind == MARK_FORBID && s->t[i] >= s->marks[m].t && s->t[i] <= s->marks[m].until)
            return 1;
    return 0;
}

int step_taken(const struct step_search *s, size_t i, enum step_kind kind)
{
    for (size_t c = 0; c < s->columns; c++) {
        size_t apart = s->column[c].at > i ? s->column[c].at - i : i - s->column[c].at;
        int    bends = s->column[c].kind == STEP_SLOPE;
        if (bends == (kind == STEP_SLOPE) && apart < (size_t)(bends ? SLOPE_EDGE : LEVEL_EDGE - 1))
            return 1;
    }
    return 0;
}

/*
 * The best candidate given the columns so far, by its likelihood ratio over its penalty; that share,
 * 0 where there is none.
 */
static double best_candidate(struct step_search *s, struct step_column *out)
{
    double base = INFINITY, best = 0;
    double for_level = penalty(STEP_SHIFT, s->n), for_slope = penalty(STEP_SLOPE, s->n);

    for (size_t i = 0; i < s->n; i++)
        s->level[i] = s->bend[i] = INFINITY;
    for (size_t m = 0; m < s->noises; m++)
        base = fmin(base, scan(s, gls_noises[s->noise[m]]));
    for (size_t i = 0; i < s->n; i++) {
        s->level[i] = criterion(s, s->level[i]);
        s->bend[i] = criterion(s, s->bend[i]);
    }
    for (size_t i = LEVEL_EDGE; i + LEVEL_EDGE <= s->n; i++) {
        if (forbidden(s, i))
            continue;
        double bins = fmax((s->t[i] - s->t[i - 1]) / s->step, 1);    /* over a gap a walk goes further */
        double level = (base - s->level[i]) / bins / for_level, bend = (base - s->bend[i]) / for_slope;
        if (level > best && !step_taken(s, i, STEP_SHIFT)) {
            best = level;
            *out = (struct step_column){ STEP_SHIFT, i, 0 };
        }
        if (bend > best && i >= SLOPE_EDGE && i + SLOPE_EDGE <= s->n && !step_taken(s, i, STEP_SLOPE)) {
            best = bend;
            *out = (struct step_column){ STEP_SLOPE, i, 0 };
        }
    }
    return best;
}

static void drop_column(struct step_search *s, size_t c)
{
    memmove(&s->column[c], &s->column[c + 1], (s->columns - c - 1) * sizeof *s->column);
    s->columns--;
}

/* Takes out, the least first, every change whose likelihood ratio is under the penalty. */
static void prune(struct step_search *s)
{
    struct gls_noise noise;

    for (;;) {
        double full, least = 1;
        near_noises(s);
        full = step_fit_best(s, &noise);
        size_t weakest = s->columns;
        for (size_t c = 0; c < s->columns; c++) {
            struct step_column keep = s->column[c];
            if (keep.keep)
                continue;
            drop_column(s, c);
            double gain = (step_fit_best(s, &noise) - full) / penalty(keep.kind, s->n);
            memmove(&s->column[c + 1], &s->column[c], (s->columns - c) * sizeof *s->column);
            s->column[c] = keep;
            s->columns++;
            if (gain < least) {
                least = gain;
                weakest = c;
            }
        }
        if (weakest == s->columns)
            return;
        drop_column(s, weakest);
    }
}

/* Each change in turn is taken out and looked for again, now that the others are known. */
static void refine(struct step_search *s)
{
    for (size_t c = 0; c < s->columns; c++) {
        struct step_column old = s->column[0], found = old;
        drop_column(s, 0);
        if (!old.keep && best_candidate(s, &found) <= 0)
            found = old;
        s->column[s->columns++] = found;
    }
}

void step_search(struct step_search *s)
{
    struct step_column one, two;

    while (s->columns < FOUND_MOST) {
        double gain = best_candidate(s, &one);
        if (gain <= 0)
            break;
        s->column[s->columns++] = one;
        if (gain >= 1)
            continue;
        double more = s->columns < FOUND_MOST ? best_candidate(s, &two) : 0;
        if (gain + more < PAIR_SHARE) {
            s->columns--;
            break;
        }
        s->column[s->columns++] = two;
    }
    if (s->columns > 1) {
        near_noises(s);
        refine(s);
    }
    prune(s);
}

double step_description(struct step_search *s)
{
    struct gls_noise noise;
    double sum = 0;

    for (size_t c = 0; c < s->columns; c++)
        sum += s->column[c].keep ? 0 : penalty(s->column[c].kind, s->n);
    step_all_noises(s);
    return sum + step_fit_best(s, &noise);
}
