/*
 * analyzer/engine/laying_demand.c - load and growth as a line of scale and shift.
 *
 * With r_k in [0, 1] how much of an assumption is in force at step k, and r what of it the data have seen:
 *
 *     +15%      scale, shift times (1 + 0.15 r_k) / (1 + 0.15 r)
 *     +40       shift plus 40 (r_k - r)
 *     growth    with n_k days of it at step k and s the slope of the paths' middle (assume_slope):
 *               x g          shift plus scale (g - 1) s n_k;  of paths that grow by a factor: scale times e^((g - 1) s n_k)
 *               + v a day    shift plus v n_k
 *               + p a month  scale, shift times (1 + p)^(n_k / 30.4375)
 *               = …          x 0 first, then +
 *
 * Amounts are on every day alike, so on a quiet weekday they are divided by its share of the busiest.
 */
#include "analyzer/engine/laying.h"

#include <float.h>
#include <math.h>

static void scale_all(struct assumed *assumed, size_t step, double factor)
{
    assumed->scale[step] *= factor;
    assumed->shift[step] *= factor;
}

void laying_add(struct laying *l, size_t step, double amount)
{
    l->room->assumed.shift[step] += amount / study_share(l->study, step);
}

void laying_scale(struct laying *l, const struct period *when, double factor)
{
    double known = 1 + (factor - 1) * laying_seen(l, when);

    if (known <= 0) {
        laying_remark(l, "all of it is gone already");
        return;
    }
    l->room->applies = 1;
    for (size_t step = 0; step <= l->study->horizon; step++)
        scale_all(&l->room->assumed, step, (1 + (factor - 1) * laying_at(l, when, step)) / known);
}

void laying_amount(struct laying *l, const struct period *when, double amount)
{
    double known = laying_seen(l, when);

    l->room->applies = 1;
    for (size_t step = 0; step <= l->study->horizon; step++)
        laying_add(l, step, amount * (laying_at(l, when, step) - known));
}

/* Demand that is set: what there was fades as the new one comes in force. */
static void lay_level(struct laying *l, const struct period *when, double level)
{
    if (laying_seen(l, when) > 0) {
        laying_remark(l, "it began in the past and is in the data");
        return;
    }
    l->room->applies = 1;
    for (size_t step = 0; step <= l->study->horizon; step++) {
        double share = laying_at(l, when, step);

        scale_all(&l->room->assumed, step, 1 - share);
        laying_add(l, step, share * level);
    }
}

/* A limit that is approached from above: what is added to the load is taken from what is left. */
static double towards_limit(const struct laying *l, double amount)
{
    return l->study->direction == DIRECTION_FALLING ? -amount : amount;
}

void laying_load(struct laying *l)
{
    const struct assumption *a = l->a;

    if (l->study->direction == DIRECTION_FALLING && a->how != CHANGE_ADD)
        laying_remark(l, "what is left shows no share of a load; say an amount, or the capacity of the series");
    else if (a->how == CHANGE_SCALE)
        laying_scale(l, &a->when, a->value);
    else if (a->how == CHANGE_ADD)
        laying_amount(l, &a->when, towards_limit(l, a->value));
    else
        lay_level(l, &a->when, a->value);
}

/* --- growth ------------------------------------------------------------------------- */

double assume_slope(struct study *study)
{
    static const double middle = 0.5;
    size_t week = (size_t)(7 / study->bins.days), every = study->horizon < 3 * week ? 1 : week;
    double n = 0, sum_t = 0, sum_y = 0, sum_tt = 0, sum_ty = 0;

    for (size_t step = every; step <= study->horizon; step += every) {
        double t = (double)step * study->bins.days, y;

        passage_fan(study->passage, step, &middle, 1, &y);
        y = study->changes.exponential ? log(fmax(y, DBL_MIN)) : y;
        n++;
        sum_t += t;
        sum_y += y;
        sum_tt += t * t;
        sum_ty += t * y;
    }
    return n < 2 ? 0 : (sum_ty - sum_t * sum_y / n) / (sum_tt - sum_t * sum_t / n);
}

/* The growth there is, times a factor. */
static void lay_faster(struct laying *l, double factor)
{
    double slope = assume_slope(l->study);

    for (size_t step = 0; step <= l->study->horizon; step++) {
        double more = (factor - 1) * slope * laying_grown(l, &l->a->when, step);

        if (l->study->changes.exponential)
            l->room->assumed.scale[step] *= exp(more);
        else
            l->room->assumed.shift[step] += l->room->assumed.scale[step] * more;
    }
}

/* Demand on the last day before growth begins, at the busiest weekday's level. */
static double level_before(struct laying *l)
{
    static const double middle = 0.5;
    size_t step = 1;
    double level;

    while (step < l->study->horizon && laying_grown(l, &l->a->when, step + 1) <= 0)
        step++;
    passage_fan(l->study->passage, step, &middle, 1, &level);
    return l->room->assumed.scale[step] * level + l->room->assumed.shift[step];
}

static void lay_rate(struct laying *l)
{
    const struct assumption *a = l->a;
    double a_day = towards_limit(l, a->value) / a->per_days;

    if (a->relative)
        a_day = a->linear ? a_day * level_before(l) : 0;
    for (size_t step = 0; step <= l->study->horizon; step++) {
        double days = laying_grown(l, &a->when, step);

        if (a->relative && !a->linear)
            scale_all(&l->room->assumed, step, pow(1 + a->value, days / a->per_days));
        else
            l->room->assumed.shift[step] += a_day * days;
    }
}

void laying_growth(struct laying *l)
{
    const struct assumption *a = l->a;

    if (a->when.kind == PERIOD_FROM && a->when.from <= l->study->as_of) {
        laying_remark(l, "it began in the past and is in the data");
    } else if (a->relative && l->study->direction == DIRECTION_FALLING) {
        laying_remark(l, "what is left shows no share of a load; say an amount, or the capacity of the series");
    } else {
        l->room->applies = 1;
        if (a->per_days <= 0 || a->how == CHANGE_SET)
            lay_faster(l, a->per_days <= 0 ? a->value : 0);
        if (a->per_days > 0)
            lay_rate(l);
    }
}
