#include "analyzer/engine/rule.h"

#include <string.h>

const struct calendar *rules_calendar(const struct rules *rules, const char *name)
{
    const char *wanted = !name || strcmp(name, CALENDAR_DEFAULT) == 0 ? "" : name;

    for (size_t i = 0; i < rules->calendar_count; i++)
        if (strcmp(rules->calendars[i].name, wanted) == 0)
            return &rules->calendars[i];
    return NULL;
}
