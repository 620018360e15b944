/*
 *     V = var(y_{t+k} - y_t) / (2 var(y))        k: two weeks
 *
 * is 1 - rho_k, what the autocorrelation at k leaves: near 1 where a level is forgotten within k, near 0 where it
 * stays or grows (variance ratio: Cochrane 1988, J. Political Economy 96, 893-920). R^2 is the part of var(y) that a
 * straight line explains: what grows does not come back. The share is
 *
 *     S V^2 (1 - R^2)
 */
#include "models/memory.h"

#include <math.h>

#define WINDOW_DAYS 14.0

/* S; of 0.4, 0.5 and 0.6 tried on real series, which do alike (docs/methods-backtest.md). */
#define SHARE 0.5

struct sums { double count, x, y, xx, xy, yy; };

static void add(struct sums *s, double x, double y)
{
    s->count += 1;
    s->x += x;
    s->y += y;
    s->xx += x * x;
    s->xy += x * y;
    s->yy += y * y;
}

static double variance(const struct sums *s)
{
    return fmax(0, s->yy / s->count - s->y * s->y / (s->count * s->count));
}

/* R^2 */
static double straightness(const struct sums *s)
{
    double xx = s->xx - s->x * s->x / s->count, xy = s->xy - s->x * s->y / s->count;

    return xy * xy / (xx * s->count * variance(s));
}

double memory_forgotten(const double *y, size_t n, double step)
{
    struct sums levels = { 0 }, moves = { 0 };
    size_t apart = (size_t)(WINDOW_DAYS / step);

    if (apart > n / 2)
        apart = n / 2;
    for (size_t i = 0; i < n; i++) {
        add(&levels, (double)i, y[i] - y[0]);
        if (i >= apart)
            add(&moves, 0, y[i] - y[i - apart]);
    }
    if (apart == 0 || !(variance(&levels) > 0))
        return 0;
    double ratio = fmin(1, variance(&moves) / (2 * variance(&levels)));
    return SHARE * ratio * ratio * fmax(0, 1 - straightness(&levels));
}
