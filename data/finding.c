#include "data/finding.h"

#include <string.h>

const int outlook_days[OUTLOOKS] = { 7, 14, 30, 90 };
const int probability_days[PROBABILITIES] = { 7, 14, 30, 60, 90 };

const char *verdict_name(enum verdict verdict)
{
    static const char *const names[] = {
        "NO_DATA", "STALE", "EXHAUSTED", "NO_CAPACITY", "INSUFFICIENT_DATA", "FORECAST",
        "SHRINKING", "NO_SIGNIFICANT_GROWTH", "BEYOND_HORIZON",
    };

    return names[verdict];
}

const char *verdict_words(enum verdict verdict)
{
    static const char *const words[] = {
        "no data",
        "data stopped",
        "already full",
        "no capacity known",
        "too little history",
        "runs out",
        "shrinking",
        "no real growth",
        "beyond the horizon",
    };

    return words[verdict];
}

const char *pressure_name(enum pressure pressure)
{
    static const char *const names[] = { "UNKNOWN", "LOW", "MEDIUM", "HIGH", "CRITICAL" };

    return names[pressure];
}

const char *pressure_mode(enum pressure pressure)
{
    static const char *const names[] = { "unknown", "full", "reduced", "minimal", "emergency" };

    return names[pressure];
}

const char *severity_name(enum severity severity)
{
    static const char *const names[] = { "none", "info", "notice", "warning", "critical" };

    return names[severity];
}

const char *capacity_origin_name(enum capacity_origin origin)
{
    static const char *const names[] = { "none", "unit", "config", "column", "series", "set",
                                         "members" };

    return names[origin];
}

const char *step_kind_name(enum step_kind kind)
{
    static const char *const names[] = { "shift", "cleanup", "resize", "slope", "spike", "gap" };

    return names[kind];
}

const char *shape_name(enum shape shape)
{
    static const char *const names[] = { "none", "linear", "exponential", "saturating" };

    return names[shape];
}

/* Findings in memory at a time: a few MiB, as the system wakes 64 KiB around what is looked at. */
enum { AWAKE = 64 };

const struct finding *analysis_finding(const struct analysis *analysis, size_t index)
{
    if (index % AWAKE == 0 && analysis->arena)
        arena_rest(analysis->arena);
    return &analysis->findings[index];
}

const char *group_holds(const struct finding *finding, int outlook)
{
    double sign = finding->capacity.direction == DIRECTION_FALLING ? -1 : 1, usable = finding->capacity.usable.value;
    const struct outlook *at = outlook == GROUP_NOW ? NULL : &finding->forecast.at[outlook];
    struct maybe middle = at ? at->median : finding->level;
    double late = at ? (sign > 0 ? at->high : at->low).value : middle.value;

    if (!middle.known || !finding->capacity.usable.known)
        return NULL;
    if (!at && finding->verdict == VERDICT_EXHAUSTED)
        return "no";
    return sign * late < sign * usable ? "yes" : sign * middle.value < sign * usable ? "likely" : "no";
}
