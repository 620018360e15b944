#include "analyzer/engine/pairs.h"

#include <string.h>

#include "analyzer/engine/counterpart.h"

/*
 * Metric names that belong together: what ends in `part` has its capacity in the
 * same name ending in `capacity`. Whole names where the metric is a fixed one.
 */
static const struct { const char *part, *capacity; enum pair_part what; int whole; } built_in[] = {
    { "used_bytes",               "size_bytes",               PAIR_USED,      0 },
    { "used_bytes",               "total_bytes",              PAIR_USED,      0 },
    { "used_bytes",               "capacity_bytes",           PAIR_USED,      0 },
    { "used_bytes",               "limit_bytes",              PAIR_USED,      0 },
    { "usage_bytes",              "limit_bytes",              PAIR_USED,      0 },
    { "MemUsed_bytes",            "MemTotal_bytes",           PAIR_USED,      0 },
    { "used",                     "size",                     PAIR_USED,      0 },
    { "used",                     "total",                    PAIR_USED,      0 },
    { "used",                     "max",                      PAIR_USED,      0 },
    { "used",                     "limit",                    PAIR_USED,      0 },
    { "used",                     "capacity",                 PAIR_USED,      0 },
    { "used",                     "quota",                    PAIR_USED,      0 },
    { "usage",                    "limit",                    PAIR_USED,      0 },
    { "usage",                    "capacity",                 PAIR_USED,      0 },
    { "bytes_used",               "quota",                    PAIR_USED,      0 },
    { "bytes_used",               "bytes_total",              PAIR_USED,      0 },
    { "active",                   "max",                      PAIR_USED,      0 },
    { "in_use",                   "max",                      PAIR_USED,      0 },
    { "connections",              "max_connections",          PAIR_USED,      0 },
    { "connections",              "connections_max",          PAIR_USED,      0 },
    { "num_backends",             "max_connections",          PAIR_USED,      0 },
    { "threads_connected",        "max_connections",          PAIR_USED,      0 },
    { "pg_stat_activity_count",   "pg_settings_max_connections", PAIR_USED,   1 },
    { "pg_stat_database_numbackends", "pg_settings_max_connections", PAIR_USED, 1 },
    { "mysql_global_status_threads_connected", "mysql_global_variables_max_connections",
                                                              PAIR_USED,      1 },
    { "avail_bytes",              "size_bytes",               PAIR_AVAILABLE, 0 },
    { "free_bytes",               "size_bytes",               PAIR_AVAILABLE, 0 },
    { "free_bytes",               "total_bytes",              PAIR_AVAILABLE, 0 },
    { "MemAvailable_bytes",       "MemTotal_bytes",           PAIR_AVAILABLE, 0 },
    { "MemFree_bytes",            "MemTotal_bytes",           PAIR_AVAILABLE, 0 },
    { "avail",                    "size",                     PAIR_AVAILABLE, 0 },
    { "available",                "total",                    PAIR_AVAILABLE, 0 },
    { "free",                     "size",                     PAIR_AVAILABLE, 0 },
    { "free",                     "total",                    PAIR_AVAILABLE, 0 },
};
enum { BUILT_IN = sizeof built_in / sizeof built_in[0], METRIC_ROOM = 1100 };

struct search {
    const struct store_series *series;
    size_t       count;
    struct pairing *pairs;
};

/* Every label of `inner` stands in `outer` with the same value. */
static int labels_within(const char *inner, const char *outer)
{
    while (*inner) {
        const char *end = strstr(inner, "\",");
        size_t length = end ? (size_t)(end - inner) + 1 : strlen(inner);
        int found = 0;

        for (const char *at = outer; (at = strstr(at, "=\"")) != NULL; at += 2) {
            const char *start = at;

            while (start > outer && start[-1] != ',')
                start--;
            found |= strncmp(start, inner, length) == 0 &&
                     (start[length] == ',' || start[length] == '\0');
        }
        if (!found)
            return 0;
        inner += length + (end != NULL);
    }
    return 1;
}

static int same_place(const struct series_key *a, const struct series_key *b)
{
    return strcmp(a->source, b->source) == 0 && strcmp(a->resource, b->resource) == 0;
}

/* The capacity series named `metric` beside series[of]; the one with most labels in common. */
static size_t find_capacity(const struct search *s, size_t of, const char *metric)
{
    const struct series_key *key = &s->series[of].info.key;
    size_t found = PAIR_NONE;

    /* names are sorted, so what shares source and resource stands together */
    for (size_t i = of; i-- > 0 && same_place(&s->series[i].info.key, key);)
        if (strcmp(s->series[i].info.key.metric, metric) == 0 &&
            labels_within(s->series[i].info.key.labels, key->labels))
            found = i;
    for (size_t i = of + 1; i < s->count && same_place(&s->series[i].info.key, key); i++)
        if (strcmp(s->series[i].info.key.metric, metric) == 0 &&
            labels_within(s->series[i].info.key.labels, key->labels))
            found = i;
    return found;
}

/* metric with its ending `part` turned into `capacity`; 0 when it does not end so. */
static int other_name(const char *metric, size_t rule, char *out)
{
    const char *part = built_in[rule].part, *capacity = built_in[rule].capacity;
    size_t length = strlen(metric), tail = strlen(part);

    if (length < tail || strcmp(metric + length - tail, part) != 0 ||
        (built_in[rule].whole && length != tail) ||
        length - tail + strlen(capacity) >= METRIC_ROOM)
        return 0;
    memcpy(out, metric, length - tail);
    strcpy(out + length - tail, capacity);
    return 1;
}

static void match_built_in(const struct search *s, size_t at)
{
    char metric[METRIC_ROOM];

    for (size_t rule = 0; rule < BUILT_IN; rule++) {
        size_t capacity;

        if (!other_name(s->series[at].info.key.metric, rule, metric))
            continue;
        capacity = find_capacity(s, at, metric);
        if (capacity == PAIR_NONE)
            continue;
        s->pairs[at].capacity = capacity;
        s->pairs[at].part = built_in[rule].what;
        s->pairs[capacity].is_capacity = 1;
        return;
    }
}

/* A [pair]: what each * stands for in the used name stands in the capacity's name as well. */
static void match_rule(const struct search *s, size_t at, const struct pair_rule *rule)
{
    size_t capacity = counterpart_find(s->series, s->count, at, rule->used, rule->capacity);

    if (capacity == COUNTERPART_NONE)
        return;
    s->pairs[at].capacity = capacity;
    s->pairs[at].part = PAIR_USED;
    s->pairs[capacity].is_capacity = 1;
}

/* Where used and what is left are both stored, the latter says nothing new. */
static void mark_spares(const struct search *s)
{
    for (size_t i = 0; i < s->count; i++) {
        size_t j = i;

        if (s->pairs[i].capacity == PAIR_NONE || s->pairs[i].part != PAIR_AVAILABLE)
            continue;
        while (j > 0 && same_place(&s->series[j - 1].info.key, &s->series[i].info.key))
            j--;
        for (; j < s->count && same_place(&s->series[j].info.key, &s->series[i].info.key); j++)
            s->pairs[i].is_spare |= s->pairs[j].capacity == s->pairs[i].capacity &&
                                    s->pairs[j].part == PAIR_USED &&
                                    strcmp(s->series[i].info.key.labels,
                                           s->series[j].info.key.labels) == 0;
    }
}

int pairs_find(const struct store_series *series, size_t count, const struct pair_rule *rules,
               size_t rule_count, struct arena *arena, struct pairing **out, struct error *err)
{
    struct search s = { series, count, arena_take(arena, (count + 1) * sizeof(struct pairing)) };

    if (!s.pairs)
        return error_set(err, ERR_NOMEM, "no memory for %zu pairs", count);
    for (size_t i = 0; i < count; i++)
        s.pairs[i].capacity = PAIR_NONE;
    for (size_t i = 0; i < count; i++) {
        for (size_t r = 0; r < rule_count && s.pairs[i].capacity == PAIR_NONE; r++)
            match_rule(&s, i, &rules[r]);
        if (s.pairs[i].capacity == PAIR_NONE)
            match_built_in(&s, i);
    }
    mark_spares(&s);
    *out = s.pairs;
    return 0;
}
