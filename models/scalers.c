/* models/scalers.c - the scaling policies there are: one line each, the default first. */
#include <string.h>

#include "models/scaling.h"

extern const struct scaler scaler_threshold, scaler_target, scaler_step, scaler_scheduled,
    scaler_predictive;

const struct scaler *const scalers[] = {
    &scaler_threshold,
    &scaler_target,
    &scaler_step,
    &scaler_scheduled,
    &scaler_predictive,
    NULL,
};

const struct scaler *scaler_find(const char *name)
{
    for (size_t i = 0; scalers[i]; i++)
        if (strcmp(scalers[i]->name, name) == 0)
            return scalers[i];
    return NULL;
}
