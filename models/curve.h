/*
 * models/curve.h - is growth a line, does it compound, does it level off?
 */
#ifndef MODELS_CURVE_H
#define MODELS_CURVE_H

#include <stddef.h>

#include "data/finding.h"

struct curve {
    enum shape shape;      /* linear a + b t, exponential exp(a + b t), saturating a + b exp(-c t) */
    double     a, b, c;
};

double curve_at(const struct curve *curve, double t);

/*
 * The shape that foretells clearly better than the line in a back-test from four origins, fitted on
 * all; else the line. t rises from 0, n >= 20; cell: [n] for work.
 */
void curve_choose(const double *t, const double *y, size_t n, double *cell, struct curve *out);

#endif
