/* analyzer/engine/maintenance.c - the next quiet window in which something may be changed. */
#include "analyzer/engine/finding.h"

enum { MAINTENANCE_DAYS = 60 };    /* a freeze may be long; further ahead nobody plans a window */

void finding_maintenance(const struct study *study, struct finding *out)
{
    const struct zone *zone = study->engine->options.zone;
    const struct window *quiet = &out->quiet_window;

    for (int ahead = 1; quiet->known && ahead <= MAINTENANCE_DAYS; ahead++) {
        int64_t start = zone_day_start(zone, study->as_of, ahead), begin[2];
        struct civil local;

        zone_civil(zone, start, &local);
        if (local.weekday != quiet->first_day || calendar_is_frozen(study->calendar, zone_day(zone, start)))
            continue;
        local.hour = quiet->from_hour;
        if (zone_instants(zone, &local, begin) == 0)
            continue;    /* the hour that summer time takes away */
        out->has_maintenance = 1;
        out->maintenance_at = begin[0];
        return;
    }
}
