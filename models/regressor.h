/*
 * models/regressor.h - one autoregression of a series: on which scale, of what, with which lags.
 *
 * Fitted on a growing part of the series: courses from later and later origins cost little
 * more than the one from the end.
 *
 * The scale of a logarithm's offset and of the ridge is taken from the whole history, so a
 * course from a past origin differs by a trifle from one that knew the past alone.
 */
#ifndef MODELS_REGRESSOR_H
#define MODELS_REGRESSOR_H

#include <stddef.h>

#include "models/autoreg.h"
#include "models/model.h"
#include "models/scratch.h"

enum regressor_scale { VALUES, LOGARITHMS };
enum regressor_lags { FEW, MANY };
enum regressor_target { LEVELS, STEP, DAY, WEEK };    /* y itself, or its change since then */

struct regressor_view {
    enum regressor_scale  scale;
    enum regressor_lags   lags;
    enum regressor_target target;
    size_t                newest;    /* use only so many newest samples; 0 all */
};

/* What all regressions of a series share. Lent. */
struct regressor_frame {
    const struct history *history;
    unsigned char *known;            /* [n] 0 at a gap */
    unsigned char *cls;              /* [n + horizon] hour, or day of week */
    size_t         classes;
    double         ridge;
    double         half_life_days;   /* of a sample's weight */
};

struct regressor {
    const struct regressor_frame *frame;
    struct regressor_view view;
    struct autoreg_shape  shape;
    struct autoreg_data   data;
    struct autoreg        fit;
    double *z;                  /* [n] the series on its scale, gaps bridged */
    size_t  apart;              /* samples between the two of a difference, 0 for levels */
    double  offset;             /* added before the logarithm is taken */
    double  centre, spread;     /* w = (z - centre) / spread, or of its differences */
    double  low, high;          /* of w, over the samples before `seen` */
    size_t  seen;
    size_t  solved;             /* samples known at the last solve; 0 none */
    int     usable;
};

/* Fills known, cls and classes; known and cls are taken from the scratch. */
void regressor_frame_init(struct regressor_frame *frame, size_t horizon, struct scratch *scratch);

/* Prepares *r, which must stay where it is. */
void regressor_init(struct regressor *r, const struct regressor_view *view,
                    const struct regressor_frame *frame, struct scratch *scratch);

/*
 * The course from the first n samples into path[horizon], NaN where it can not be had: a series
 * that does not vary, has no logarithm, or is too short. n must not descend from call to call.
 */
void regressor_course(struct regressor *r, size_t n, size_t horizon, struct scratch *scratch,
                      double *path);

#endif
