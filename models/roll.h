/*
 * models/roll.h - forecasts made again from past origins, with what was known then.
 *
 * The competition and the intervals both live on these.
 */
#ifndef MODELS_ROLL_H
#define MODELS_ROLL_H

#include <stddef.h>

#include "data/base/error.h"
#include "models/model.h"
#include "models/workspace.h"

/*
 * The courses `model` would have forecast at each of origins[count]: ascending counts
 * of samples known then, each below history->n.
 *
 * paths  [count][horizon], in the series' unit; NaN where the model could not be fitted
 *
 * Returns the number of origins at which it could.
 */
size_t roll(const struct model *model, const struct history *history, const size_t *origins,
            size_t count, size_t horizon, struct workspace *work, double *paths);

#endif
