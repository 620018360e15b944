#include "data/waiver.h"

#include "data/base/text.h"

int waiver_covers(const struct waiver *waiver, const char *series)
{
    for (size_t i = 0; i < waiver->selector_count; i++)
        if (text_glob(waiver->selectors[i], series))
            return 1;
    return 0;
}

int waiver_in_force(const struct waiver *waiver, int64_t now)
{
    return now <= waiver->until;
}

int waiver_days_left(const struct waiver *waiver, const struct zone *zone, int64_t now)
{
    int64_t days = zone_day(zone, waiver->until) - zone_day(zone, now);

    return days == 0 && now > waiver->until ? -1 : (int)days;
}
