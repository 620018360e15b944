/*
 * analyzer/engine/pool.c - the load of a connection pool, and the size it asks for.
 *
 * The load is Little's law on the busiest hour of the last week: arrivals a second times seconds
 * held, hour by hour, or the mean of the connections that were busy, which is the same. It is
 * shared evenly by the instances. The pool is what Erlang C (or B, where nothing waits) asks
 * for at that load; the overflow what it asks for at the load of the end of the planned life.
 * Formulas: models/queueing.c and docs/methods-queues.md.
 */
#include "analyzer/engine/pool.h"

#include <math.h>

#include "data/base/text.h"
#include "models/queueing.h"

/* --- the load ------------------------------------------------------------------------- */

struct hours {
    struct hourlies of;
    double          fixed;           /* where there is no series */
};

static int read_hours(struct study *study, const struct measured *measured, int64_t from,
                      struct hours *out, struct error *err)
{
    const struct engine *engine = study->engine;

    out->fixed = measured->value.value;
    for (size_t i = 0; measured->series && i < engine->series_count; i++)
        if (text_glob(measured->series, engine->series[i].name))
            return store_hourly_read(study->store, engine->series[i].id, from, study->as_of + 1,
                                     &out->of, err);
    if (measured->series)
        return error_set(err, ERR_NOTFOUND, "no series is called '%.200s'", measured->series);
    return 0;
}

static const struct hourly *hour_at(const struct hourlies *hours, int64_t hour)
{
    for (size_t i = 0; i < hours->count; i++)
        if (hours->row[i].hour == hour)
            return &hours->row[i];
    return NULL;
}

static struct maybe mean_at(const struct hours *hours, const struct measured *measured,
                            int64_t hour)
{
    const struct hourly *row = measured->series ? hour_at(&hours->of, hour) : NULL;

    if (!measured->series)
        return (struct maybe){ hours->fixed, measured->value.known };
    return (struct maybe){ row ? row->sum / row->count : 0, row != NULL };
}

/*
 * The busiest hour: of arrivals times hold where both are known, else of the connections that
 * were busy. An hour in which one of the two was not recorded does not count.
 */
static void find_busiest(const struct study *study, struct pool *pool, const struct hours *arrivals,
                         const struct hours *hold)
{
    const struct pool_question *q = pool->q;
    int by_arrivals = q->arrivals.series || q->arrivals.value.known;
    int64_t from = study->as_of - POOL_BUSY_DAYS * DAY_MS;
    double most = -1;

    for (size_t i = 0; i < study->hours.count; i++) {
        const struct hourly *row = &study->hours.row[i];
        struct maybe rate = mean_at(arrivals, &q->arrivals, row->hour);
        struct maybe held = mean_at(hold, &q->hold, row->hour);
        double load = by_arrivals ? rate.value * held.value : row->sum / row->count;

        if (row->hour < from || (by_arrivals && (!rate.known || !held.known)) || load <= most)
            continue;
        most = load;
        pool->busy_at = row->hour;
        pool->hold = held;
    }
    pool->load = most / q->instances;
}

static int find_load(struct study *study, const struct finding *finding, struct pool *pool,
                     struct error *err)
{
    const struct pool_question *q = pool->q;
    int64_t from = study->as_of - POOL_BUSY_DAYS * DAY_MS;
    struct hours arrivals = { { 0 }, 0 }, hold = { { 0 }, 0 };
    struct maybe late = finding_late_level(study);
    int rc = read_hours(study, &q->arrivals, from, &arrivals, err);

    if (rc == 0)
        rc = read_hours(study, &q->hold, from, &hold, err);
    if (rc == 0)
        find_busiest(study, pool, &arrivals, &hold);
    hourlies_release(&hold.of);
    hourlies_release(&arrivals.of);
    if (rc < 0)
        return rc;
    if (pool->load < 0) {
        error_set(err, ERR_TOOFEW, "no hour of the last %d days shows a load", POOL_BUSY_DAYS);
        error_hint(err, "Arrivals and hold times must be recorded in the same hours.");
        return ERR_TOOFEW;
    }
    pool->is_late = late.known && finding->level.known && finding->level.value > 0;
    pool->late = pool->is_late ? pool->load * fmax(1, late.value / finding->level.value)
                               : pool->load;
    return 0;
}

/* --- the size -------------------------------------------------------------------------- */

static double connections_for(const struct pool *pool, double load)
{
    const struct pool_question *q = pool->q;
    double hold = pool->hold.known ? pool->hold.value : 1;
    size_t count = q->refuse ? erlang_b_servers(load, q->share)
                             : queue_servers(load, hold, q->wait, q->share);

    return count ? (double)count : INFINITY;
}

static int find_size(const struct study *study, const struct finding *finding, struct pool *pool,
                     struct error *err)
{
    const struct pool_question *q = pool->q;
    struct maybe server = q->ceiling;
    double floor_at = (double)queue_deadlock_floor((size_t)q->threads, (size_t)q->held);

    if (!server.known && finding->capacity.value.known)
        server = known_number(finding->capacity.value.value - study->rule.policy.reserve);
    if (server.known)
        pool->ceiling = known_number(floor(server.value / q->instances));
    if (q->size.known)
        pool->now = known_number(q->size.value + (q->overflow.known ? q->overflow.value : 0));
    pool->size = pool->wish = connections_for(pool, pool->load);
    pool->need = pool->most = fmax(fmax(pool->size, connections_for(pool, pool->late)), floor_at);
    if (pool->ceiling.known) {
        pool->most = fmin(pool->most, pool->ceiling.value);
        pool->size = fmin(pool->size, pool->ceiling.value);
    }
    if (!isfinite(pool->most))
        return error_set(err, ERR_LIMIT, "a load of %.3g erlang is more than any pool carries",
                         pool->late);
    if (pool->most < 1) {
        error_set(err, ERR_USAGE, "the server leaves each of %.0f pools no connection",
                  q->instances);
        error_hint(err, "Give fewer --instances, or the server's --max-connections.");
        return ERR_USAGE;
    }
    return 0;
}

int pool_make(struct study *study, const struct finding *finding, struct pool *pool,
              struct error *err)
{
    int rc = find_load(study, finding, pool, err);

    return rc < 0 ? rc : find_size(study, finding, pool, err);
}
