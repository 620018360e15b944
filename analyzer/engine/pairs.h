/*
 * analyzer/engine/pairs.h - which series is the capacity of which.
 *
 * Exports often hold usage and its limit side by side: used and size, avail and
 * size, connections and max_connections. A pair is found when source and
 * resource agree, the names differ only as a rule says, and every label of the
 * capacity series stands on the usage series as well.
 */
#ifndef ANALYZER_ENGINE_PAIRS_H
#define ANALYZER_ENGINE_PAIRS_H

#include <stddef.h>

#include "data/base/arena.h"
#include "data/store/store.h"

#define PAIR_NONE ((size_t)-1)

enum pair_part {
    PAIR_USED,        /* the series is usage */
    PAIR_AVAILABLE    /* the series is what is left: usage = capacity - series */
};

struct pairing {
    size_t         capacity;     /* index of the capacity series, or PAIR_NONE */
    enum pair_part part;
    int            is_capacity;  /* this series is the capacity of another */
    int            is_spare;     /* what is left, where the same pair's used part is stored too */
};

/*
 * One [pair] of the config, tried before the built-in rules: names in which * stands for any
 * text, the same in both.
 */
struct pair_rule {
    const char *used, *capacity;
};

/*
 * Fills out[count], one for each series, taken from the arena. series must be
 * in bytewise order of name, as store_series_list() gives them.
 */
int pairs_find(const struct store_series *series, size_t count, const struct pair_rule *rules,
               size_t rule_count, struct arena *arena, struct pairing **out, struct error *err);

#endif
