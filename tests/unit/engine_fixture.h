/* tests/unit/engine_fixture.h - series made by a formula, in a store, analysed. */
#ifndef TESTS_UNIT_ENGINE_FIXTURE_H
#define TESTS_UNIT_ENGINE_FIXTURE_H

#include "tests/unit/store_fixture.h"

#include "analyzer/engine/engine.h"
#include "reports/renderer.h"

/* One series: level + slope a day + noise, from one day after T0 (a Wednesday) to another. */
struct made {
    const char *source, *resource, *metric, *unit;
    double from, until;           /* days after T0 */
    double level, slope, noise;   /* noise: half of its range */
    double capacity;              /* a row of a capacity column; 0 for none */
    int64_t step;                 /* 0: an hour */
    enum series_kind kind;
};

/* Even in [-1, 1), by the instant and the name: the same in every run and every stretch. */
static inline double noise_at(const char *name, int64_t at)
{
    uint64_t x = (uint64_t)at * UINT64_C(0x9e3779b97f4a7c15);

    for (; *name; name++)
        x = (x ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
    x ^= x >> 31;
    x *= UINT64_C(0xbf58476d1ce4e5b9);
    x ^= x >> 29;
    return (double)(x >> 11) / 4503599627370496.0 - 1;
}

static inline double made_value(const struct made *made, int64_t at)
{
    double day = (double)(at - T0) / (double)DAY_MS;

    return made->level + made->slope * day + made->noise * noise_at(made->resource, at);
}

static inline int64_t made_series(struct store *store, const struct made *made)
{
    struct series_info info = { .key = { made->source, made->resource, made->metric, "" },
                                .unit = made->unit, .kind = made->kind };
    struct error err = ERROR_NONE;
    int64_t id = 0;

    assert_ok(store_series_put(store, &info, &id, &err), &err);
    if (made->capacity > 0) {
        struct store_capacity row = { id, T0, made->capacity, "column" };

        assert_ok(store_capacity_put(store, &row, &err), &err);
    }
    return id;
}

/* Puts the samples of [from, until] with `value`; NULL: the formula. */
static inline void put_made(struct store *store, const struct made *made,
                            double (*value)(const struct made *, int64_t))
{
    int64_t step = made->step ? made->step : HOUR_MS, id = made_series(store, made);
    int64_t first = T0 + (int64_t)(made->from * (double)DAY_MS);
    int64_t last = T0 + (int64_t)(made->until * (double)DAY_MS);
    size_t count = last >= first ? (size_t)((last - first) / step) + 1 : 0;
    int64_t *at = calloc(count + 1, sizeof *at);
    double *values = calloc(count + 1, sizeof *values);

    assert_non_null(at);
    assert_non_null(values);
    for (size_t i = 0; i < count; i++) {
        at[i] = first + (int64_t)i * step;
        values[i] = value ? value(made, at[i]) : made_value(made, at[i]);
    }
    if (count)
        put_samples(store, id, at, values, count);
    free(values);
    free(at);
}

static inline void put_all(const struct place *place, const struct made *made, size_t count)
{
    struct store *store = place_open(place, STORE_CREATE);
    struct error err = ERROR_NONE;

    assert_ok(store_begin(store, &err), &err);
    for (size_t i = 0; i < count; i++)
        put_made(store, &made[i], NULL);
    assert_ok(store_commit(store, &err), &err);
    store_close(store);
}

static inline struct engine_options options_of(const struct place *place)
{
    return (struct engine_options){ .store = place->path, .timezone = "UTC",
                                    .policy = policy_default, .jobs = 1 };
}

struct answer {
    struct engine   engine;
    struct arena    arena;
    struct analysis analysis;
};

static inline void answer_make(struct answer *answer, const struct engine_options *options)
{
    struct error err = ERROR_NONE;

    *answer = (struct answer){ 0 };
    assert_ok(engine_open(&answer->engine, options, &err), &err);
    assert_ok(engine_analyze(&answer->engine, &answer->arena, &answer->analysis, &err), &err);
}

static inline void answer_release(struct answer *answer)
{
    engine_close(&answer->engine);
    arena_release(&answer->arena);
}

static inline const struct finding *finding_of(const struct answer *answer, const char *resource)
{
    for (size_t i = 0; i < answer->analysis.count; i++)
        if (strcmp(answer->analysis.findings[i].info.key.resource, resource) == 0)
            return &answer->analysis.findings[i];
    fail_msg("nothing was found out about %s", resource);
    return NULL;
}

static inline const struct recommendation *advice_of(const struct finding *f, const char *code)
{
    for (size_t i = 0; i < f->recommendation_count; i++)
        if (strcmp(f->recommendations[i].code, code) == 0)
            return &f->recommendations[i];
    return NULL;
}

/* The answer as JSON; free it. */
static inline char *json_of(const struct answer *answer)
{
    struct buf out;
    char *copy;

    buf_init(&out, (size_t)1 << 30);
    analysis_json(&answer->analysis, answer->engine.options.zone, &out);
    copy = strdup(out.text);
    assert_non_null(copy);
    buf_release(&out);
    return copy;
}

#endif
