#include "analyzer/engine/plan.h"

#include "data/base/text.h"

int scenario_selects(const struct scenario *scenario, const char *series)
{
    for (size_t i = 0; i < scenario->selector_count; i++)
        if (text_glob(scenario->selectors[i], series))
            return 1;
    return scenario->selector_count == 0;
}
