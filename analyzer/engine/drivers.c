#include "analyzer/engine/drivers.h"

#include "data/base/text.h"

/* A rule, and the series that its selectors match alone. */
struct only {
    const struct driver_rule *rule;
    size_t driver, plan;
};

static size_t other(const struct store_series *series, size_t count, size_t at, const char *pattern,
                    const char *name, size_t only)
{
    size_t found = counterpart_find(series, count, at, pattern, name);

    return found != COUNTERPART_NONE ? found : only != at ? only : COUNTERPART_NONE;
}

static void apply(const struct store_series *series, size_t count, size_t at,
                  const struct only *only, struct driving *out)
{
    const struct driver_rule *rule = only->rule;

    if (!text_glob(rule->series, series[at].name))
        return;
    out->rule = rule;
    out->driver = other(series, count, at, rule->series, rule->driver, only->driver);
    out->plan = rule->plan ? other(series, count, at, rule->series, rule->plan, only->plan)
                           : COUNTERPART_NONE;
}

static void apply_all(const struct store_series *series, size_t count,
                      const struct driver_rule *rule, struct driving *list)
{
    struct only only = { rule, counterpart_only(series, count, rule->driver),
                         rule->plan ? counterpart_only(series, count, rule->plan)
                                    : COUNTERPART_NONE };

    for (size_t i = 0; i < count; i++)
        if (i != only.driver && i != only.plan)
            apply(series, count, i, &only, &list[i]);
}

int drivers_find(const struct store_series *series, size_t count, const struct driver_rule *rules,
                 size_t rule_count, struct arena *arena, struct driving **out, struct error *err)
{
    struct driving *list = arena_take(arena, (count + 1) * sizeof *list);

    if (!list)
        return error_set(err, ERR_NOMEM, "no memory for %zu drivers", count);
    for (size_t i = 0; i < count; i++)
        list[i].driver = list[i].plan = COUNTERPART_NONE;
    for (size_t r = 0; r < rule_count; r++)
        apply_all(series, count, &rules[r], list);
    for (size_t i = 0; i < count; i++) {
        if (list[i].driver != COUNTERPART_NONE)
            list[list[i].driver].is_driver = 1;
        if (list[i].plan != COUNTERPART_NONE)
            list[list[i].plan].is_plan = 1;
    }
    *out = list;
    return 0;
}
