/*
 * analyzer/engine/drivers.h - which series drives which: what the config's [driver] sections say.
 *
 * A driver is a load or business series (requests, users, orders) that a resource's demand
 * follows. What is expected of it may be stored as a plan: a series of its own, or samples of
 * the driver that are later than the day the analysis is made for.
 */
#ifndef ANALYZER_ENGINE_DRIVERS_H
#define ANALYZER_ENGINE_DRIVERS_H

#include <stddef.h>

#include "analyzer/engine/counterpart.h"
#include "data/base/arena.h"
#include "data/store/store.h"

/*
 * One [driver NAME]. In driver and plan each * stands for the text that it stands for in series;
 * where no series is called so, they are selectors of the only one that matches.
 */
struct driver_rule {
    const char *name;
    const char *series;      /* the resources */
    const char *driver;      /* what drives them */
    const char *plan;        /* what is expected of it; NULL: its own later samples, if any */
};

struct driving {
    const struct driver_rule *rule;    /* NULL: nothing is said to drive it */
    size_t driver, plan;               /* indices, COUNTERPART_NONE where there is no such series */
    int    is_driver, is_plan;         /* it drives another, it is another's plan */
};

/*
 * Fills out[count], one for each series, taken from the arena; the last rule that matches holds.
 * series in bytewise order of name.
 */
int drivers_find(const struct store_series *series, size_t count, const struct driver_rule *rules,
                 size_t rule_count, struct arena *arena, struct driving **out, struct error *err);

#endif
