#include "models/curve.h"

#include <math.h>

/* A bent curve is said only where its back-test error is below this share of the line's. */
#define CLEARLY_BETTER 0.8

enum {
    ORIGINS = 4,      /* of the back-test */
    RATES = 12        /* of saturation that are tried */
};

/* y = a + b x by least squares; the sum of squares left. */
static double straight(const double *x, const double *y, size_t n, double *a, double *b)
{
    double mx = 0, my = 0, xx = 0, xy = 0, yy = 0;

    for (size_t i = 0; i < n; i++) {
        mx += x[i] / (double)n;
        my += y[i] / (double)n;
    }
    for (size_t i = 0; i < n; i++) {
        xx += (x[i] - mx) * (x[i] - mx);
        xy += (x[i] - mx) * (y[i] - my);
        yy += (y[i] - my) * (y[i] - my);
    }
    *b = xx > 0 ? xy / xx : 0;
    *a = my - *b * mx;
    return fmax(yy - *b * xy, 0);
}

double curve_at(const struct curve *curve, double t)
{
    switch (curve->shape) {
    case SHAPE_EXPONENTIAL:
        return exp(curve->a + curve->b * t);
    case SHAPE_SATURATING:
        return curve->a + curve->b * exp(-curve->c * t);
    default:
        return curve->a + curve->b * t;
    }
}

/*
 * Fits one shape to (t, y); 0 where it can not be: an exponential needs positive values, a
 * saturating curve a rate between a fifth of the span and five spans, on a grid.
 */
static int fit_curve(enum shape shape, const double *t, const double *y, size_t n, double *cell, struct curve *out)
{
    *out = (struct curve){ .shape = shape };
    if (shape == SHAPE_EXPONENTIAL) {
        for (size_t i = 0; i < n; i++) {
            if (!(y[i] > 0))
                return 0;
            cell[i] = log(y[i]);
        }
        straight(t, cell, n, &out->a, &out->b);
        return 1;
    }
    if (shape == SHAPE_LINEAR) {
        straight(t, y, n, &out->a, &out->b);
        return 1;
    }
    double span = t[n - 1] - t[0], least = INFINITY;
    for (int r = 0; r < RATES; r++) {
        double rate = 0.5 / span * pow(20, (double)r / (RATES - 1)), a, b;
        for (size_t i = 0; i < n; i++)
            cell[i] = exp(-rate * t[i]);
        double left = straight(cell, y, n, &a, &b);
        if (left < least && isfinite(a) && isfinite(b)) {
            least = left;
            *out = (struct curve){ shape, a, b, rate };
        }
    }
    return isfinite(least);
}

/* Mean absolute error of a shape on what followed each origin; infinite where it can not be fitted. */
static double back_test(enum shape shape, const double *t, const double *y, size_t n, double *cell)
{
    double sum = 0;
    size_t count = 0;

    for (int o = 0; o < ORIGINS; o++) {
        size_t known = n * (size_t)(5 + o) / 10;      /* half, then six, seven, eight tenths */
        struct curve curve;
        if (!fit_curve(shape, t, y, known, cell, &curve))
            return INFINITY;
        for (size_t i = known; i < n; i++) {
            sum += fabs(y[i] - curve_at(&curve, t[i]));
            count++;
        }
    }
    return count > 0 && isfinite(sum) ? sum / (double)count : INFINITY;
}

void curve_choose(const double *t, const double *y, size_t n, double *cell, struct curve *out)
{
    static const enum shape bent[] = { SHAPE_EXPONENTIAL, SHAPE_SATURATING };
    double line = back_test(SHAPE_LINEAR, t, y, n, cell), best = CLEARLY_BETTER * line;
    struct curve tried;

    fit_curve(SHAPE_LINEAR, t, y, n, cell, out);
    for (size_t i = 0; i < sizeof bent / sizeof *bent; i++) {
        double error = back_test(bent[i], t, y, n, cell);
        if (error < best && fit_curve(bent[i], t, y, n, cell, &tried)) {
            best = error;
            *out = tried;
        }
    }
}
