/*
 * The Theil-Sen slope by counting.
 *
 * Theil-Sen: the slopes of all pairs i, j with t_i < t_j, of which the median is
 * wanted. With the points in order of t, the slope of a pair is below m exactly
 * when y - m t is smaller at j than at i: the number of slopes below m is the number
 * of inversions of y - m t, and merge sort counts those in n log n (Cole, Salowe,
 * Steiger, Szemeredi 1989, SIAM J. Comput. 18, 792-810). Bisection of m brackets
 * the wanted rank; once few pairs are left between the bounds, the same merge sort lists
 * them, and the rank is selected among them.
 */
#include <float.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "models/robust.h"

struct point {
    double t, y;
};

/* One candidate slope's order of the points. */
struct ordered {
    double value;       /* y - m t */
    double t, y;
};

struct counting {
    const struct point *point;    /* by t, ties by y downwards, so that a tie in t is no pair */
    struct ordered     *row, *other;
    size_t              n;
};

static int by_time(const void *a, const void *b)
{
    const struct point *p = a, *q = b;

    return p->t != q->t ? (p->t > q->t) - (p->t < q->t) : (p->y > q->y) - (p->y < q->y);
}

static void place(struct counting *c, double m)
{
    for (size_t i = 0; i < c->n; i++)
        c->row[i] = (struct ordered){ c->point[i].y - m * c->point[i].t, c->point[i].t, c->point[i].y };
}

/* Merges two sorted halves and returns how many pairs stood the wrong way round. */
static size_t merge(struct ordered *row, struct ordered *other, size_t low, size_t middle, size_t high)
{
    size_t i = low, j = middle, k = low, inversions = 0;

    while (i < middle && j < high) {
        if (row[j].value < row[i].value) {
            inversions += middle - i;
            other[k++] = row[j++];
        } else {
            other[k++] = row[i++];
        }
    }
    while (i < middle)
        other[k++] = row[i++];
    while (j < high)
        other[k++] = row[j++];
    return inversions;
}

/* The number of pairs whose slope lies below m. */
static size_t slopes_below(struct counting *c, double m)
{
    size_t inversions = 0;

    place(c, m);
    for (size_t width = 1; width < c->n; width *= 2) {
        for (size_t low = 0; low < c->n; low += 2 * width) {
            size_t middle = low + width < c->n ? low + width : c->n;
            size_t high = low + 2 * width < c->n ? low + 2 * width : c->n;
            inversions += merge(c->row, c->other, low, middle, high);
        }
        struct ordered *keep = c->row;
        c->row = c->other;
        c->other = keep;
    }
    return inversions;
}

/* Like merge(), and appends the slope of every pair that stood the wrong way round. */
static size_t merge_listing(struct ordered *row, struct ordered *other, size_t low, size_t middle,
                            size_t high, double *slope, size_t listed, size_t room)
{
    size_t i = low, j = middle, k = low;

    while (i < middle && j < high) {
        if (row[j].value < row[i].value) {
            for (size_t p = i; p < middle; p++)
                if (row[p].t != row[j].t && listed < room)
                    slope[listed++] = (row[j].y - row[p].y) / (row[j].t - row[p].t);
            other[k++] = row[j++];
        } else {
            other[k++] = row[i++];
        }
    }
    while (i < middle)
        other[k++] = row[i++];
    while (j < high)
        other[k++] = row[j++];
    return listed;
}

/* Lists the slopes from `low` up to below `high` into slope[]; how many there are. */
static size_t slopes_between(struct counting *c, double low, double high, double *slope, size_t room)
{
    size_t listed = 0;

    slopes_below(c, low);
    for (size_t i = 0; i < c->n; i++)
        c->row[i].value = c->row[i].y - high * c->row[i].t;
    for (size_t width = 1; width < c->n; width *= 2) {
        for (size_t from = 0; from < c->n; from += 2 * width) {
            size_t middle = from + width < c->n ? from + width : c->n;
            size_t to = from + 2 * width < c->n ? from + 2 * width : c->n;
            listed = merge_listing(c->row, c->other, from, middle, to, slope, listed, room);
        }
        struct ordered *keep = c->row;
        c->row = c->other;
        c->other = keep;
    }
    return listed;
}

enum { TRIED_MOST = 160 };     /* slopes counted for one fit; bisection of doubles needs fewer */

/* Every slope that was counted, so that one rank's search helps the next. */
struct search {
    struct counting count;
    double          slope[TRIED_MOST];
    size_t          below[TRIED_MOST];
    size_t          tried;
    double         *list;           /* room for the slopes between two bounds */
    size_t          list_room;
};

static size_t try_slope(struct search *s, double m)
{
    size_t below = slopes_below(&s->count, m);

    if (s->tried < TRIED_MOST) {
        s->slope[s->tried] = m;
        s->below[s->tried++] = below;
    }
    return below;
}

/* The tightest tried bounds of rank k: below[low] <= k < below[high]. */
static void bounds(const struct search *s, size_t k, size_t *low, size_t *high)
{
    *low = *high = TRIED_MOST;
    for (size_t i = 0; i < s->tried; i++) {
        if (s->below[i] <= k && (*low == TRIED_MOST || s->slope[i] > s->slope[*low]))
            *low = i;
        if (s->below[i] > k && (*high == TRIED_MOST || s->slope[i] < s->slope[*high]))
            *high = i;
    }
}

/* A slope between the bounds: where the rank should be, kept off the ends; else the middle. */
static double between(const struct search *s, size_t low, size_t high, size_t k, int halve)
{
    double from = s->slope[low], to = s->slope[high];
    double share = ((double)k + 0.5 - (double)s->below[low]) / (double)(s->below[high] - s->below[low]);

    if (halve)
        return from + (to - from) / 2;
    return from + (to - from) * fmin(fmax(share, 0.02), 0.98);
}

/* The k-th smallest slope. The search starts with bounds that hold every slope. */
static double slope_of_rank(struct search *s, size_t k)
{
    size_t low, high;

    for (int turn = 0; ; turn++) {
        bounds(s, k, &low, &high);
        double from = s->slope[low], to = s->slope[high];
        double m = between(s, low, high, k, turn % 3 == 2);
        int    done = !(m > from && m < to) || s->tried == TRIED_MOST;
        if (s->below[high] - s->below[low] <= s->list_room) {
            size_t listed = slopes_between(&s->count, from, to, s->list, s->list_room);
            size_t rank = k - s->below[low];
            return listed > 0 ? robust_select(s->list, listed, rank < listed ? rank : listed - 1) : from;
        }
        if (done)       /* more equal slopes than the list takes: this is their value */
            return from;
        try_slope(s, m);
    }
}

/*
 * Starts a search: bounds that no slope reaches, 0 (where staircases have all
 * their ties), and the quantiles of a sample of pairs that should enclose the ranks wanted.
 */
static void open_search(struct search *s, size_t pairs, size_t low, size_t high)
{
    const struct point *p = s->count.point;
    size_t n = s->count.n, sampled = 0, most = s->list_room / 2;
    uint32_t draw = 1;      /* the pairs need be no better than spread out: Numerical Recipes' ranqd1 */
    double reach = 0;

    for (size_t i = 0; i < 4 * most && sampled < most; i++) {
        draw = 1664525u * draw + 1013904223u;
        size_t a = (size_t)(((uint64_t)draw * n) >> 32);
        draw = 1664525u * draw + 1013904223u;
        size_t b = (size_t)(((uint64_t)draw * n) >> 32);
        if (p[a].t != p[b].t)
            s->list[sampled++] = (p[b].y - p[a].y) / (p[b].t - p[a].t);
    }
    double least = p[n - 1].t - p[0].t, bottom = p[0].y, top = p[0].y;
    for (size_t i = 1; i < n; i++) {
        if (p[i].t > p[i - 1].t)
            least = fmin(least, p[i].t - p[i - 1].t);
        bottom = fmin(bottom, p[i].y);
        top = fmax(top, p[i].y);
    }
    reach = 2 * (top - bottom) / least + DBL_MIN;
    s->slope[0] = -reach, s->below[0] = 0;
    s->slope[1] = reach, s->below[1] = pairs;
    s->tried = 2;
    try_slope(s, 0);
    if (sampled == 0)
        return;
    double slack = 1.5 / sqrt((double)sampled), all = (double)pairs;    /* three standard errors of a share */
    robust_sort(s->list, sampled);
    try_slope(s, robust_quantile(s->list, sampled, (double)low / all - slack));
    try_slope(s, robust_quantile(s->list, sampled, (double)high / all + slack));
}

static size_t pairs_of(const struct point *point, size_t n)
{
    size_t pairs = n * (n - 1) / 2, run = 1;

    for (size_t i = 1; i <= n; i++) {
        if (i < n && point[i].t == point[i - 1].t) {
            run++;
            continue;
        }
        pairs -= run * (run - 1) / 2;
        run = 1;
    }
    return pairs;
}

enum { POINT_CELLS = sizeof(struct point) / sizeof(double),
       ORDERED_CELLS = sizeof(struct ordered) / sizeof(double),
       LIST_PER_POINT = 6 };

size_t robust_theil_sen_room(size_t n)
{
    return n * (POINT_CELLS + 2 * ORDERED_CELLS + LIST_PER_POINT) + 64;
}

/* Ranks of Sen's interval: the normal approximation of Kendall's S without ties. */
static void interval_ranks(size_t n, size_t pairs, double level, size_t *low, size_t *high)
{
    double count = (double)n, all = (double)pairs;
    double sd = sqrt(count * (count - 1) * (2 * count + 5) / 18);
    double reach = gsl_cdf_ugaussian_Pinv((1 + level) / 2) * sd;
    double from = floor((all - reach) / 2), to = ceil((all + reach) / 2);

    *low = from < 0 ? 0 : (size_t)from;
    *high = to > all - 1 ? pairs - 1 : (size_t)to;
}

int robust_theil_sen(const double *t, const double *y, size_t n, double level,
                     struct scratch *scratch, struct slope *out)
{
    size_t mark = scratch_mark(scratch), low, high;
    struct point *point = (struct point *)scratch_take(scratch, n * POINT_CELLS);
    struct search search = { .list_room = n * LIST_PER_POINT + 32 };

    for (size_t i = 0; i < n; i++)
        point[i] = (struct point){ t[i], y[i] };
    qsort(point, n, sizeof *point, by_time);
    size_t pairs = n < 2 ? 0 : pairs_of(point, n);
    if (pairs == 0) {
        scratch_reset(scratch, mark);
        return -1;
    }
    search.count = (struct counting){ point, (struct ordered *)scratch_take(scratch, n * ORDERED_CELLS),
                                      (struct ordered *)scratch_take(scratch, n * ORDERED_CELLS), n };
    search.list = scratch_take(scratch, search.list_room);
    interval_ranks(n, pairs, level, &low, &high);
    open_search(&search, pairs, low, high);
    out->slope = slope_of_rank(&search, pairs / 2);
    if (pairs % 2 == 0)
        out->slope = out->slope / 2 + slope_of_rank(&search, pairs / 2 - 1) / 2;
    out->low = slope_of_rank(&search, low);
    out->high = slope_of_rank(&search, high);
    for (size_t i = 0; i < n; i++)
        search.list[i] = y[i] - out->slope * t[i];
    out->intercept = robust_median(search.list, n);
    scratch_reset(scratch, mark);
    return 0;
}
