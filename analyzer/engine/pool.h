/*
 * analyzer/engine/pool.h - what the sizing of a connection pool works with; used by pool.c and size_pool.c.
 */
#ifndef ANALYZER_ENGINE_POOL_H
#define ANALYZER_ENGINE_POOL_H

#include "analyzer/engine/size.h"

enum { POOL_BUSY_DAYS = 7 };

struct pool {
    const struct pool_question *q;
    struct arena *arena;
    int64_t       busy_at;           /* begin of the busiest hour */
    double        load, late;        /* erlang a pool: in that hour; at the end of the planned life */
    int           is_late;           /* the second is known */
    struct maybe  hold;              /* seconds */
    struct maybe  now;               /* connections of one pool, overflow included */
    struct maybe  ceiling;           /* of one pool */
    double        size, most;        /* wanted: the pool, and with its overflow */
    double        wish, need;        /* the same if there were no ceiling; may be INFINITY */
};

/*
 * Fills *pool, whose q and arena are set. ERR_TOOFEW where no hour shows a load, ERR_NOTFOUND for a
 * series that is not there, ERR_LIMIT for a load that no pool carries.
 */
int pool_make(struct study *study, const struct finding *finding, struct pool *pool,
              struct error *err);

#endif
