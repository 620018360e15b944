/*
 * analyzer/engine/size_pool.c - how many connections a pool needs, in rows and words.
 */
#include <math.h>

#include "analyzer/engine/pool.h"
#include "data/base/number.h"
#include "models/queueing.h"

static const double TIMEOUT_LEVEL  = 0.999;    /* of requests that a time-out should never meet … */
static const double TIMEOUT_MARGIN = 3;        /* … by this factor, as hold times have longer tails */
static const double TIMEOUT_LEAST  = 1;        /* s: a shorter one meets a pause of garbage collection */
static const double TIMEOUT_FAR    = 10;       /* times that wait is far above it */
static const double RECYCLE_USUAL  = 1800;     /* s: HikariCP's maxLifetime */
static const double RECYCLE_EARLY  = 30;       /* s before the connection would be dropped */
static const double LIMIT_SHARE    = 0.01;     /* of busy hours at the limit, above which the load is cut */

static struct queue queue_of(const struct pool *pool, double connections)
{
    return (struct queue){ pool->load, (size_t)connections,
                           pool->hold.known ? pool->hold.value : 1 };
}

/* The share that waits longer than is allowed, or is refused. */
static double late_share(const struct pool *pool, double connections)
{
    struct queue queue = queue_of(pool, connections);

    return pool->q->refuse ? erlang_b(pool->load, queue.servers)
                           : queue_wait_share(&queue, pool->q->wait);
}

/* --- rows ------------------------------------------------------------------------------- */

/* One, two or five times a power of ten: what people set. */
static double round_up(double value)
{
    static const double steps[] = { 1, 2, 5, 10 };
    double power = pow(10, floor(log10(value)));

    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        if (steps[i] * power >= value * (1 - 1e-12))
            return steps[i] * power;
    return value;
}

static struct maybe wanted_timeout(const struct pool *pool)
{
    struct queue queue = queue_of(pool, pool->size);
    double wait = queue_wait_quantile(&queue, TIMEOUT_LEVEL);

    if (!pool->hold.known || pool->q->refuse || !isfinite(wait))
        return (struct maybe){ 0, 0 };
    return known_number(fmax(TIMEOUT_LEAST, wait > 0 ? round_up(TIMEOUT_MARGIN * wait) : 0));
}

static struct maybe wanted_recycle(const struct pool_question *q)
{
    double usual = q->recycle.known && q->recycle.value > 0 ? q->recycle.value : RECYCLE_USUAL;

    return known_number(q->idle.known ? fmax(1, fmin(usual, q->idle.value - RECYCLE_EARLY))
                                      : usual);
}

static const char *share_words(const struct pool *pool)
{
    const struct pool_question *q = pool->q;
    char share[NUMBER_ROOM];

    number_short(share, 100 * q->share, 3);
    if (q->refuse)
        return arena_format(pool->arena, "at most %s %% of requests refused", share);
    if (q->wait > 0)
        return arena_format(pool->arena, "at most %s %% of requests wait longer than %s", share,
                            finding_quantity(pool->arena, q->wait, "s"));
    return arena_format(pool->arena, "at most %s %% of requests wait", share);
}

static const char *const AS_FAR = "as far as the server allows";

static void setting_rows(const struct pool *pool, struct sizing *out)
{
    const struct pool_question *q = pool->q;

    size_row(out, (struct size_row){ "pool_size", "Pool size", SIZE_COUNT, "", 1, q->size,
                                     known_number(pool->size),
                                     pool->size < pool->wish ? AS_FAR : share_words(pool) });
    size_row(out, (struct size_row){ "max_overflow", "Overflow", SIZE_COUNT, "", 1, q->overflow,
                                     known_number(pool->most - pool->size),
                                     pool->most < pool->need ? AS_FAR
                                     : pool->is_late ? "the load at the end of the planned life"
                                                     : "no forecast: today's load" });
    size_row(out, (struct size_row){ "pool_timeout", "Time-out", SIZE_QUANTITY, "s", 1, q->timeout,
                                     wanted_timeout(pool),
                                     pool->hold.known ? "three times what 999 in 1000 wait, "
                                                        "and at least 1 s"
                                                      : "needs the hold time" });
    size_row(out, (struct size_row){ "pool_recycle", "Recycle", SIZE_QUANTITY, "s", 1, q->recycle,
                                     wanted_recycle(q),
                                     q->idle.known ? "before an idle connection is dropped"
                                                   : "no idle time-out given" });
}

static void load_rows(const struct study *study, const struct pool *pool, struct sizing *out)
{
    char minute[TIME_ROOM];

    time_minute(minute, study->engine->options.zone, pool->busy_at);
    size_row(out, (struct size_row){ "load", "Load of one pool, erlang", SIZE_NUMBER, "", 0,
                                     known_number(pool->load), { 0, 0 },
                                     arena_format(pool->arena, "the busiest hour of %d days, "
                                                  "from %s", POOL_BUSY_DAYS, minute) });
    size_row(out, (struct size_row){ "load_late", "The same, nine in ten below", SIZE_NUMBER, "", 0,
                                     { pool->late, pool->is_late }, { 0, 0 },
                                     arena_format(pool->arena, "in %.0f days",
                                                  finding_life_days(study)) });
}

static void wait_rows(const struct pool *pool, struct sizing *out)
{
    static const struct { const char *key, *title; double level; } rows[] = {
        { "wait_p50",  "Half wait at most",         0.5   },
        { "wait_p95",  "95 in 100 wait at most",    0.95  },
        { "wait_p99",  "99 in 100 wait at most",    0.99  },
        { "wait_p999", "999 in 1000 wait at most",  0.999 },
    };
    struct queue now = queue_of(pool, pool->now.value), then = queue_of(pool, pool->size);
    int refuse = pool->q->refuse;

    size_row(out, (struct size_row){
        refuse ? "refused" : "waiting", refuse ? "Requests refused" : "Requests that wait",
        SIZE_SHARE, "", 0,
        { refuse ? erlang_b(pool->load, now.servers) : erlang_c(pool->load, now.servers),
          pool->now.known },
        known_number(refuse ? erlang_b(pool->load, then.servers)
                            : erlang_c(pool->load, then.servers)),
        refuse ? "Erlang B" : "Erlang C" });
    for (size_t i = 0; !refuse && pool->hold.known && i < sizeof rows / sizeof rows[0]; i++) {
        double before = queue_wait_quantile(&now, rows[i].level);
        double after = queue_wait_quantile(&then, rows[i].level);

        size_row(out, (struct size_row){ rows[i].key, rows[i].title, SIZE_QUANTITY, "s", 0,
                                         { before, pool->now.known && isfinite(before) },
                                         { after, isfinite(after) }, NULL });
    }
}

static void limit_rows(const struct pool *pool, struct sizing *out)
{
    const struct pool_question *q = pool->q;

    size_row(out, (struct size_row){ "connections", "Connections of all instances", SIZE_COUNT, "",
                                     0, { pool->now.value * q->instances, pool->now.known },
                                     known_number(pool->most * q->instances),
                                     arena_format(pool->arena, "%.0f with a pool each",
                                                  q->instances) });
    size_row(out, (struct size_row){ "ceiling", "The server allows a pool", SIZE_COUNT, "", 0,
                                     pool->ceiling, { 0, 0 },
                                     "its connections less the reserve, over the instances" });
    if (q->threads > 0)
        size_row(out, (struct size_row){
            "deadlock_floor", "Least against deadlock", SIZE_COUNT, "", 0, { 0, 0 },
            known_number((double)queue_deadlock_floor((size_t)q->threads, (size_t)q->held)),
            arena_format(pool->arena, "%.0f x (%.0f - 1) + 1", q->threads, q->held) });
}

/* --- notes -------------------------------------------------------------------------------- */

static const char *count_text(const struct pool *pool, double count)
{
    return isfinite(count) ? arena_format(pool->arena, "%.0f", count) : "a million or more";
}

static void size_notes(const struct pool *pool, struct sizing *out)
{
    const struct pool_question *q = pool->q;

    if (pool->ceiling.known && pool->need > pool->ceiling.value)
        size_note(out, SEVERITY_WARNING, "DATABASE_IS_LIMIT",
                  arena_format(pool->arena, "The database, not the pool, is the limit: %s"
                               "%s connections are wanted in the end, the server allows %.0f.",
                               q->instances > 1 ? "in each pool " : "",
                               count_text(pool, pool->need), pool->ceiling.value));
    if (pool->ceiling.known && pool->load >= pool->ceiling.value)
        size_note(out, SEVERITY_CRITICAL, "DATABASE_OVERLOADED",
                  arena_format(pool->arena, "No pool that the server allows carries the busiest "
                               "hour: %.3g connections are wanted at a time.", pool->load));
    if (pool->now.known && pool->ceiling.known && pool->now.value > pool->ceiling.value)
        size_note(out, SEVERITY_WARNING, "POOLS_EXCEED_SERVER",
                  arena_format(pool->arena, "The pools may open %.0f connections now, more than "
                               "the server's %.0f: it will refuse some before a pool is full.",
                               pool->now.value * q->instances,
                               pool->ceiling.value * q->instances));
    if (pool->now.known && pool->load >= pool->now.value)
        size_note(out, SEVERITY_CRITICAL, "POOL_OVERLOADED",
                  arena_format(pool->arena, "The pool is overloaded: %.3g connections are wanted "
                               "at a time, %.0f are there, and the queue grows all hour.",
                               pool->load, pool->now.value));
    else if (pool->now.known && late_share(pool, pool->now.value) <= q->share)
        size_note(out, SEVERITY_INFO, "POOL_NOT_BOTTLENECK",
                  arena_format(pool->arena, "The pool is not the bottleneck: with %.0f connections "
                               "%s now.", pool->now.value, share_words(pool)));
}

static void deadlock_note(const struct pool *pool, struct sizing *out)
{
    const struct pool_question *q = pool->q;
    double least = (double)queue_deadlock_floor((size_t)q->threads, (size_t)q->held);

    if (q->threads <= 0 || q->held < 2)
        return;
    if (pool->now.known && pool->now.value < least)
        size_note(out, SEVERITY_CRITICAL, "DEADLOCK",
                  arena_format(pool->arena, "%.0f threads that hold %.0f connections each can wait "
                               "for one another for ever: below %.0f connections.", q->threads,
                               q->held, least));
    if (pool->ceiling.known && pool->ceiling.value < least)
        size_note(out, SEVERITY_CRITICAL, "DEADLOCK_UNAVOIDABLE",
                  "The server does not allow so many: use fewer threads, or fewer connections "
                  "in each.");
}

static void timeout_notes(const struct pool *pool, struct sizing *out)
{
    const struct pool_question *q = pool->q;
    struct queue queue = queue_of(pool, pool->now.known ? pool->now.value : pool->size);
    double wait = queue_wait_quantile(&queue, TIMEOUT_LEVEL);
    struct maybe wanted = wanted_timeout(pool);

    if (q->idle.known && q->recycle.known && q->recycle.value >= q->idle.value)
        size_note(out, SEVERITY_WARNING, "RECYCLE_TOO_LATE",
                  "Connections are recycled after they may have been dropped: the first request "
                  "on such a one fails.");
    if (!q->timeout.known || !pool->hold.known || q->refuse)
        return;
    if (isfinite(wait) && wanted.known && q->timeout.value > fmax(TIMEOUT_FAR * wait, wanted.value))
        size_note(out, SEVERITY_NOTICE, "TIMEOUT_FAR_ABOVE_WAIT",
                  arena_format(pool->arena, "The time-out of %s is far above what 999 in 1000 "
                               "requests wait (%s): one that waits so long has met a fault, and "
                               "holds its thread until then.",
                               finding_quantity(pool->arena, q->timeout.value, "s"),
                               finding_quantity(pool->arena, wait, "s")));
    if (pool->now.known && queue_wait_share(&queue, q->timeout.value) > 1 - TIMEOUT_LEVEL)
        size_note(out, SEVERITY_WARNING, "TIMEOUTS",
                  arena_format(pool->arena, "With the present pool %.3g %% of requests meet the "
                               "time-out in the busiest hour.",
                               100 * queue_wait_share(&queue, q->timeout.value)));
}

/* Hours in which every connection was taken hide how many more were wanted. */
static void limit_note(const struct study *study, const struct pool *pool, struct sizing *out)
{
    double all = pool->now.known ? pool->now.value * pool->q->instances : INFINITY;
    size_t hours = 0, full = 0;

    for (size_t i = 0; i < study->hours.count; i++) {
        const struct hourly *row = &study->hours.row[i];
        struct maybe capacity = study_capacity(study, row->hour);

        if (row->hour < study->as_of - POOL_BUSY_DAYS * DAY_MS)
            continue;
        hours++;
        full += row->max >= fmin(all, capacity.known ? capacity.value : INFINITY);
    }
    if ((double)full > LIMIT_SHARE * (double)hours)
        size_note(out, SEVERITY_WARNING, "LOAD_CUT",
                  arena_format(pool->arena, "All connections were taken in %zu of %zu hours: what "
                               "waited outside is not measured, and the load is larger than this.",
                               full, hours));
    if (!pool->q->arrivals.series && !pool->q->arrivals.value.known)
        size_note(out, SEVERITY_INFO, "BUSY_AS_LOAD",
                  "The load is taken from connections, all counted as busy; where idle ones are "
                  "among them it is smaller than this.");
}

int size_pool(struct study *study, const struct finding *finding, const void *question,
              struct arena *arena, struct sizing *out, struct error *err)
{
    struct pool pool = { .q = question, .arena = arena };
    int rc = pool_make(study, finding, &pool, err);

    if (rc < 0)
        return rc;
    setting_rows(&pool, out);
    load_rows(study, &pool, out);
    wait_rows(&pool, out);
    limit_rows(&pool, out);
    size_notes(&pool, out);
    deadlock_note(&pool, out);
    timeout_notes(&pool, out);
    limit_note(study, &pool, out);
    return 0;
}
