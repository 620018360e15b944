/*
 * models/interval.h - how far a forecast may be off: from its own past errors.
 *
 * The forecast is made again from past origins of the same series, with what was
 * known then, and compared with what came. The quantiles of those errors at each
 * step ahead, widened for little data and smoothed over the steps, are the band.
 * Nothing is assumed about the shape of the errors.
 *
 * Source: Hyndman and Athanasopoulos 2021, Forecasting: Principles and Practice,
 * sections 5.5 and 5.10; Chatfield 1993, J. Business & Economic Statistics 11(2).
 */
#ifndef MODELS_INTERVAL_H
#define MODELS_INTERVAL_H

#include <stddef.h>

#include "data/base/error.h"
#include "data/finding.h"
#include "models/model.h"
#include "models/scratch.h"

/*
 * Quantiles of the forecast `path` of `model` for new observations.
 *
 * levels     [count] each 0 < level < 1, ascending
 * quantile   [count][horizon] filled, in the series' unit: ascending in level at
 *            each step, finite, within the history's bounds
 * coverage   share of held-out past observations that lay inside the 80 % band as
 *            it would have been drawn then; unknown when there are too few
 *
 * ERR_TOOFEW when the history has too little past to compare with. A series that was always
 * forecast without error has a band without width.
 */
int interval_make(const struct model *model, const struct history *history, size_t horizon,
                  const double *path, const double *levels, size_t count,
                  struct scratch *scratch, double *quantile, struct maybe *coverage,
                  struct error *err);

#endif
