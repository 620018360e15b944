#include "data/policy.h"

#include "data/base/clock.h"

const struct policy policy_default = {
    .exhaustion_pct = 95,
    .reserve = 0,
    .warning_pct = 80,
    .growth_warning = 2,
    .idle_pct = 20,
    .pressure_pct = { 50, 70, 85 },
    .target_pct = 70,
    .action_probability = 0.5,
    .validity = 0.5,
    .lead_time_ms = 14 * DAY_MS,
    .review_ms = 7 * DAY_MS,
    .life_ms = 90 * DAY_MS,
    .horizon_ms = 365 * DAY_MS,
    .stale_ms = 26 * HOUR_MS,
};

const char *statistic_name(enum statistic statistic)
{
    static const char *const names[] = { "auto", "daily-max", "daily-peak", "daily-p95",
                                         "daily-mean" };

    return names[statistic];
}
