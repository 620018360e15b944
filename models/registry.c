#include <string.h>

#include "models/model.h"

extern const struct model model_ensemble, model_robust_line, model_last_stretch, model_calendar,
                          model_damped_holt, model_theta, model_ses, model_drift, model_naive,
                          model_same_day, model_same_week;

const struct model *const models[] = {
    &model_ensemble,
    &model_robust_line,
    &model_last_stretch,
    &model_calendar,
    &model_damped_holt,
    &model_theta,
    &model_ses,
    &model_drift,
    &model_same_week,
    &model_same_day,
    &model_naive,
    NULL,
};

const struct model *model_find(const char *name)
{
    for (size_t i = 0; models[i]; i++)
        if (strcmp(models[i]->name, name) == 0)
            return models[i];
    return NULL;
}
