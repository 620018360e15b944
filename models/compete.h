/*
 * models/compete.h - which model to trust for this series: the one that was best
 * at forecasting its own past.
 *
 * Every candidate forecasts from the same past origins, at the horizon asked for.
 * The score is MASE: the mean absolute error over the mean absolute difference of samples
 * one season (a week, a day, a step) apart. The bar is the seasonal naive's own score.
 *
 * Source: Tashman 2000, Int. J. Forecasting 16(4) (rolling origins); Hyndman and Koehler
 * 2006, Int. J. Forecasting 22(4) (MASE).
 */
#ifndef MODELS_COMPETE_H
#define MODELS_COMPETE_H

#include <stddef.h>

#include "data/base/error.h"
#include "data/finding.h"
#include "models/model.h"
#include "models/scratch.h"

enum { TRIALS = 16 };    /* room for one of each model */

struct contest {
    const struct model *model;      /* the choice */
    struct maybe        mase;       /* its score; unknown when the history is too short to tell */
    struct trial        trials[TRIALS];   /* one of each model, in registry order; static texts */
    size_t              count;
    size_t              origins;    /* past origins that were compared */
};

/* When a challenger is clearly better than the incumbent: by 5 % over all origins, and … */
enum contest_rule {
    CONTEST_WINS,    /* at seven of eight of them, too */
    CONTEST_MEAN     /* no more: bins of a day are few, their origins overlap, and their count would hold on to anything */
};

/*
 * Lets all models compete and chooses.
 *
 * previous  name of the last recorded choice, or NULL. It is kept unless another is clearly
 *           better by the rule. Without one the first of the registry has this privilege.
 *
 * A model that is worse than the seasonal naive can not become the choice, and one that
 * is clearly worse can not stay it.
 *
 * ERR_TOOFEW when no model can be fitted.
 */
int compete(const struct history *history, size_t horizon, const char *previous, enum contest_rule rule,
            struct scratch *scratch, struct contest *out, struct error *err);

#endif
