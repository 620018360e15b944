/*
 * models/naive.c - it stays as it is.
 *
 *     y[n+h] = y[n]
 *
 * Source: Hyndman and Athanasopoulos 2021, section 5.2.
 */
#include "models/model.h"

static int naive_path(const struct history *history, size_t horizon, struct scratch *scratch,
                      double *path, struct figures *figures, struct error *err)
{
    double last = history_last(history);

    (void)scratch;
    (void)err;
    for (size_t h = 0; h < horizon; h++)
        path[h] = last;
    figures_add(figures, "last value", last, 1);
    return 0;
}

extern const struct model model_naive;
const struct model model_naive = {
    .name    = "naive",
    .title   = "Last value",
    .formula = "y[n+h] = y[n]",
    .source  = "Hyndman and Athanasopoulos 2021, section 5.2",
    .least   = 1,
    .path    = naive_path,
};
