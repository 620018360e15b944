#include "analyzer/engine/pairs.h"

#include <string.h>
#include <strings.h>

#include "analyzer/engine/counterpart.h"

/*
 * Metric names that belong together, in any case: what ends in `part` has its capacity in the
 * same name ending in `capacity`. Whole names where the metric is a fixed one. Where labels tell the
 * two apart, `mine` is one of the part and `theirs` of the capacity; neither is compared then.
 * Names of node_exporter, kube-state-metrics, kubelet, JMX, postgres_exporter, mysqld_exporter, redis_exporter
 * and haproxy_exporter, and what people call their columns.
 */
static const struct {
    const char *part, *capacity;
    enum pair_part what;
    int whole;
    const char *mine, *theirs;
} built_in[] = {
    { "used_bytes",         "size_bytes",       PAIR_USED,      0, NULL, NULL },
    { "used_bytes",         "total_bytes",      PAIR_USED,      0, NULL, NULL },
    { "used_bytes",         "capacity_bytes",   PAIR_USED,      0, NULL, NULL },
    { "used_bytes",         "limit_bytes",      PAIR_USED,      0, NULL, NULL },
    { "used_bytes",         "max_bytes",        PAIR_USED,      0, NULL, NULL },
    { "usage_bytes",        "limit_bytes",      PAIR_USED,      0, NULL, NULL },
    { "MemUsed_bytes",      "MemTotal_bytes",   PAIR_USED,      0, NULL, NULL },
    { "used",               "size",             PAIR_USED,      0, NULL, NULL },
    { "used",               "total",            PAIR_USED,      0, NULL, NULL },
    { "used",               "max",              PAIR_USED,      0, NULL, NULL },
    { "used",               "limit",            PAIR_USED,      0, NULL, NULL },
    { "used",               "capacity",         PAIR_USED,      0, NULL, NULL },
    { "used",               "quota",            PAIR_USED,      0, NULL, NULL },
    { "usage",              "limit",            PAIR_USED,      0, NULL, NULL },
    { "usage",              "capacity",         PAIR_USED,      0, NULL, NULL },
    { "usage",              "quota",            PAIR_USED,      0, NULL, NULL },
    { "bytes_used",         "quota",            PAIR_USED,      0, NULL, NULL },
    { "bytes_used",         "bytes_total",      PAIR_USED,      0, NULL, NULL },
    { "allocated",          "total",            PAIR_USED,      0, NULL, NULL },
    { "allocated",          "capacity",         PAIR_USED,      0, NULL, NULL },
    { "allocated",          "maximum",          PAIR_USED,      0, NULL, NULL },
    { "active",             "max",              PAIR_USED,      0, NULL, NULL },
    { "current",            "max",              PAIR_USED,      0, NULL, NULL },
    { "current",            "limit",            PAIR_USED,      0, NULL, NULL },
    { "in_use",             "max",              PAIR_USED,      0, NULL, NULL },
    { "in_use",             "total",            PAIR_USED,      0, NULL, NULL },
    { "in_use",             "limit",            PAIR_USED,      0, NULL, NULL },
    { "inodes_used",        "inodes",           PAIR_USED,      0, NULL, NULL },
    { "open_fds",           "max_fds",          PAIR_USED,      0, NULL, NULL },
    { "entries",            "entries_limit",    PAIR_USED,      0, NULL, NULL },
    { "current_sessions",   "limit_sessions",   PAIR_USED,      0, NULL, NULL },
    { "connected_clients",  "config_maxclients", PAIR_USED,     0, NULL, NULL },
    { "connections",        "max_connections",  PAIR_USED,      0, NULL, NULL },
    { "connections",        "connections_max",  PAIR_USED,      0, NULL, NULL },
    { "connections",        "connection_limit", PAIR_USED,      0, NULL, NULL },
    { "num_backends",       "max_connections",  PAIR_USED,      0, NULL, NULL },
    { "numbackends",        "max_connections",  PAIR_USED,      0, NULL, NULL },
    { "threads_connected",  "max_connections",  PAIR_USED,      0, NULL, NULL },
    { "pg_stat_activity_count", "pg_settings_max_connections",  PAIR_USED, 1, NULL, NULL },
    { "pg_stat_database_numbackends", "pg_settings_max_connections", PAIR_USED, 1, NULL, NULL },
    { "mysql_global_status_threads_connected", "mysql_global_variables_max_connections",
      PAIR_USED, 1, NULL, NULL },
    { "kube_resourcequota", "kube_resourcequota", PAIR_USED, 1, "type=\"used\"", "type=\"hard\"" },
    { "container_memory_working_set_bytes", "kube_pod_container_resource_limits", PAIR_USED, 1,
      NULL, "resource=\"memory\"" },
    { "container_memory_usage_bytes", "kube_pod_container_resource_limits", PAIR_USED, 1, NULL,
      "resource=\"memory\"" },
    { "avail_bytes",        "size_bytes",       PAIR_AVAILABLE, 0, NULL, NULL },
    { "available_bytes",    "size_bytes",       PAIR_AVAILABLE, 0, NULL, NULL },
    { "available_bytes",    "capacity_bytes",   PAIR_AVAILABLE, 0, NULL, NULL },
    { "available_bytes",    "total_bytes",      PAIR_AVAILABLE, 0, NULL, NULL },
    { "free_bytes",         "size_bytes",       PAIR_AVAILABLE, 0, NULL, NULL },
    { "free_bytes",         "total_bytes",      PAIR_AVAILABLE, 0, NULL, NULL },
    { "free_bytes",         "capacity_bytes",   PAIR_AVAILABLE, 0, NULL, NULL },
    { "MemAvailable_bytes", "MemTotal_bytes",   PAIR_AVAILABLE, 0, NULL, NULL },
    { "MemFree_bytes",      "MemTotal_bytes",   PAIR_AVAILABLE, 0, NULL, NULL },
    { "files_free",         "files",            PAIR_AVAILABLE, 0, NULL, NULL },
    { "inodes_free",        "inodes",           PAIR_AVAILABLE, 0, NULL, NULL },
    { "avail",              "size",             PAIR_AVAILABLE, 0, NULL, NULL },
    { "available",          "total",            PAIR_AVAILABLE, 0, NULL, NULL },
    { "available",          "capacity",         PAIR_AVAILABLE, 0, NULL, NULL },
    { "free",               "size",             PAIR_AVAILABLE, 0, NULL, NULL },
    { "free",               "total",            PAIR_AVAILABLE, 0, NULL, NULL },
    { "free",               "capacity",         PAIR_AVAILABLE, 0, NULL, NULL },
    { "free",               "limit",            PAIR_AVAILABLE, 0, NULL, NULL },
    { "remaining",          "limit",            PAIR_AVAILABLE, 0, NULL, NULL },
    { "remaining",          "quota",            PAIR_AVAILABLE, 0, NULL, NULL },
};
enum { BUILT_IN = sizeof built_in / sizeof built_in[0], METRIC_ROOM = 1100 };

struct search {
    const struct store_series *series;
    size_t       count;
    struct pairing *pairs;
};

/* 1 when the labels have this one, `name="value"`. */
static int has_label(const char *labels, const char *label, size_t length)
{
    for (const char *at = labels; (at = strstr(at, "=\"")) != NULL; at += 2) {
        const char *start = at;

        while (start > labels && start[-1] != ',')
            start--;
        if (strncmp(start, label, length) == 0 && (start[length] == ',' || start[length] == '\0'))
            return 1;
    }
    return 0;
}

/* 1 for the label that tells a capacity from its part, and for the unit that may stand beside it. */
static int tells_apart(const char *label, const char *theirs)
{
    return theirs && (strncmp(label, theirs, strcspn(theirs, "=") + 1) == 0 ||
                      strncmp(label, "unit=", 5) == 0);
}

/* Every label of `inner` stands in `outer` with the same value. */
static int labels_within(const char *inner, const char *outer, const char *theirs)
{
    while (*inner) {
        const char *end = strstr(inner, "\",");
        size_t length = end ? (size_t)(end - inner) + 1 : strlen(inner);

        if (!tells_apart(inner, theirs) && !has_label(outer, inner, length))
            return 0;
        inner += length + (end != NULL);
    }
    return 1;
}

static int same_place(const struct series_key *a, const struct series_key *b)
{
    return strcmp(a->source, b->source) == 0 && strcmp(a->resource, b->resource) == 0;
}

/* 1 when `candidate` is the capacity of series[of] by a rule whose other name is `metric`. */
static int is_capacity_of(const struct search *s, size_t candidate, size_t of, const char *metric,
                          const char *theirs)
{
    const struct series_key *key = &s->series[of].info.key;
    const struct series_key *other = &s->series[candidate].info.key;

    return strcasecmp(other->metric, metric) == 0 &&
           (!theirs || has_label(other->labels, theirs, strlen(theirs))) &&
           labels_within(other->labels, key->labels, theirs);
}

/* The capacity series named `metric` beside series[of]; the one with most labels in common. */
static size_t find_capacity(const struct search *s, size_t of, const char *metric,
                            const char *theirs)
{
    const struct series_key *key = &s->series[of].info.key;
    size_t found = PAIR_NONE;

    /* names are sorted, so what shares source and resource stands together */
    for (size_t i = of; i-- > 0 && same_place(&s->series[i].info.key, key);)
        if (is_capacity_of(s, i, of, metric, theirs))
            found = i;
    for (size_t i = of + 1; i < s->count && same_place(&s->series[i].info.key, key); i++)
        if (is_capacity_of(s, i, of, metric, theirs))
            found = i;
    return found;
}

/* metric with its ending `part` turned into `capacity`; 0 when it does not end so. */
static int other_name(const char *metric, size_t rule, char *out)
{
    const char *part = built_in[rule].part, *capacity = built_in[rule].capacity;
    size_t length = strlen(metric), tail = strlen(part);

    if (length < tail || strcasecmp(metric + length - tail, part) != 0 ||
        (built_in[rule].whole && length != tail) ||
        length - tail + strlen(capacity) >= METRIC_ROOM)
        return 0;
    memcpy(out, metric, length - tail);
    strcpy(out + length - tail, capacity);
    return 1;
}

static void match_built_in(const struct search *s, size_t at)
{
    const struct series_key *key = &s->series[at].info.key;
    char metric[METRIC_ROOM];

    for (size_t rule = 0; rule < BUILT_IN; rule++) {
        const char *mine = built_in[rule].mine;
        size_t capacity;

        if (!other_name(key->metric, rule, metric) ||
            (mine && !has_label(key->labels, mine, strlen(mine))))
            continue;
        capacity = find_capacity(s, at, metric, built_in[rule].theirs);
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
