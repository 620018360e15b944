#include "analyzer/engine/drivers.h"

static void apply(const struct store_series *series, size_t count, size_t at,
                  const struct driver_rule *rule, struct driving *out)
{
    struct driving *mine = &out[at];

    if (!counterpart_matches(rule->series, series[at].name))
        return;
    mine->rule = rule;
    mine->driver = counterpart_find(series, count, at, rule->series, rule->driver);
    mine->plan = rule->plan ? counterpart_find(series, count, at, rule->series, rule->plan)
                            : COUNTERPART_NONE;
}

int drivers_find(const struct store_series *series, size_t count, const struct driver_rule *rules,
                 size_t rule_count, struct arena *arena, struct driving **out, struct error *err)
{
    struct driving *list = arena_take(arena, (count + 1) * sizeof *list);

    if (!list)
        return error_set(err, ERR_NOMEM, "no memory for %zu drivers", count);
    for (size_t i = 0; i < count; i++) {
        list[i].driver = list[i].plan = COUNTERPART_NONE;
        for (size_t r = 0; r < rule_count; r++)
            apply(series, count, i, &rules[r], list);
    }
    for (size_t i = 0; i < count; i++) {
        if (list[i].driver != COUNTERPART_NONE)
            list[list[i].driver].is_driver = 1;
        if (list[i].plan != COUNTERPART_NONE)
            list[list[i].plan].is_plan = 1;
    }
    *out = list;
    return 0;
}
