/*
 * models/roll.h - forecasts made again from past origins, with what was known then.
 *
 * The competition and the intervals both live on these.
 *
 * Source: Tashman 2000, Int. J. Forecasting 16(4).
 */
#ifndef MODELS_ROLL_H
#define MODELS_ROLL_H

#include <stddef.h>

#include "models/model.h"
#include "models/scratch.h"

/* What bounds the work and the memory of a back-test, however long the series. */
enum { ROLL_ORIGINS = 128, ROLL_STEPS = 48 };

struct roll {
    size_t origins[ROLL_ORIGINS];    /* ascending: samples known then, below history->n */
    size_t origin_count;
    size_t steps[ROLL_STEPS];        /* ascending steps ahead, from 0 */
    size_t step_count;
    size_t horizon;                  /* the last step plus 1 */
};

/*
 * Chooses up to `most` origins that know first … last samples (last < history->n), each on a
 * known sample, and up to ROLL_STEPS steps of the horizon, the first and the last among
 * them. Origins closer to the end than the horizon see only part of it.
 */
struct roll roll_plan(const struct history *history, size_t first, size_t last, size_t horizon,
                      size_t most);

/*
 * The courses `model` would have forecast at each origin, into
 * paths[origin_count][step_count]: NaN where it could not be fitted.
 */
void roll_paths(const struct roll *plan, const struct model *model,
                const struct history *history, struct scratch *scratch, double *paths);

#endif
