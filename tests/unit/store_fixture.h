/* tests/unit/store_fixture.h - a store in a folder of its own, for one test. */
#ifndef TESTS_UNIT_STORE_FIXTURE_H
#define TESTS_UNIT_STORE_FIXTURE_H

#include "tests/unit/unit.h"

#include <stdlib.h>
#include <unistd.h>

#include "data/store/handle.h"

#define T0 INT64_C(1735689600000)    /* 2025-01-01T00:00:00Z */

struct place {
    char folder[64], path[96];
};

static inline void place_make(struct place *place)
{
    snprintf(place->folder, sizeof place->folder, "/tmp/headroom-test-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    snprintf(place->path, sizeof place->path, "%s/t.db", place->folder);
}

static inline void place_remove(const struct place *place)
{
    static const char *const names[] = { "t.db", "t.db-journal", "t.db.lock", "copy.db",
                                         "copy.db-journal", "copy.db.lock" };
    char path[160];

    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(path, sizeof path, "%s/%s", place->folder, names[i]);
        unlink(path);
    }
    rmdir(place->folder);
}

static inline struct store *place_open(const struct place *place, enum store_mode mode)
{
    struct error err = ERROR_NONE;
    struct store *store = NULL;

    assert_ok(store_open(&store, place->path, mode, 1000, &err), &err);
    return store;
}

static inline int64_t put_series(struct store *store, const char *resource)
{
    struct series_info info = { .key = { "src", resource, "cpu", "" }, .unit = "%" };
    struct error err = ERROR_NONE;
    int64_t id = 0;

    assert_ok(store_series_put(store, &info, &id, &err), &err);
    return id;
}

static inline struct merge_counts put_samples(struct store *store, int64_t series,
                                              const int64_t *at, const double *value, size_t count)
{
    struct merge_counts counts = { 0 };
    struct error err = ERROR_NONE;

    assert_ok(store_samples_merge(store, series, at, value, count, &counts, &err), &err);
    return counts;
}

/* The only series of the store. */
static inline struct store_series only_series(struct store *store, struct arena *arena)
{
    struct error err = ERROR_NONE;
    struct store_series *rows = NULL;
    size_t count = 0;

    assert_ok(store_series_list(store, NULL, 0, arena, &rows, &count, &err), &err);
    assert_int_equal(count, 1);
    return rows[0];
}

#endif
