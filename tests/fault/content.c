#include "tests/fault/content.h"

#include <string.h>
#include <xxhash.h>

#include "data/store/store.h"

enum { LOCK_WAIT_MS = 1000 };

static void mix(uint64_t *content, const void *bytes, size_t length)
{
    *content = XXH3_64bits_withSeed(bytes, length, *content);
}

static void mix_text(uint64_t *content, const char *text)
{
    mix(content, text, strlen(text));
}

static int mix_series(struct store *store, const struct store_series *series, uint64_t *content,
                      struct error *err)
{
    struct samples samples = { 0 };
    struct hourlies hours = { 0 };
    int rc = store_samples_read(store, series->id, TIME_FIRST, TIME_LAST, &samples, err);

    if (rc == 0)
        rc = store_hourly_read(store, series->id, TIME_FIRST, TIME_LAST, &hours, err);
    mix_text(content, series->name);
    mix(content, samples.at, samples.count * sizeof *samples.at);
    mix(content, samples.value, samples.count * sizeof *samples.value);
    for (size_t i = 0; i < hours.count; i++) {
        const struct hourly *h = &hours.row[i];
        const double figures[] = { (double)h->hour, h->count, h->sum, h->min, h->max, h->p95, h->last };

        mix(content, figures, sizeof figures);
    }
    hourlies_release(&hours);
    samples_release(&samples);
    return rc;
}

static int mix_capacities(struct store *store, struct arena *arena, uint64_t *content, struct error *err)
{
    struct store_capacity *row;
    size_t count = 0;
    int rc = store_capacity_list(store, 0, arena, &row, &count, err);

    for (size_t i = 0; rc == 0 && i < count; i++) {
        mix(content, &row[i].from, sizeof row[i].from);
        mix(content, &row[i].value, sizeof row[i].value);
    }
    return rc;
}

static int mix_imports(struct store *store, struct arena *arena, uint64_t *content, struct error *err)
{
    struct store_import *row;
    size_t count = 0;
    int rc = store_import_list(store, arena, &row, &count, err);

    for (size_t i = 0; rc == 0 && i < count; i++) {
        const uint64_t figures[] = { row[i].bytes, row[i].hash, row[i].put, row[i].counts.fresh,
                                     row[i].counts.duplicate, row[i].counts.replaced };

        mix_text(content, row[i].file);
        mix(content, figures, sizeof figures);
    }
    return rc;
}

static int mix_events(struct store *store, struct arena *arena, uint64_t *content, struct error *err)
{
    struct store_event *row;
    size_t count = 0;
    int rc = store_event_list(store, arena, &row, &count, err);

    for (size_t i = 0; rc == 0 && i < count; i++) {
        mix_text(content, row[i].selector);
        mix_text(content, row[i].kind);
        mix(content, &row[i].at, sizeof row[i].at);
    }
    return rc;
}

static int mix_runs(struct store *store, struct arena *arena, uint64_t *content, struct error *err)
{
    struct store_outlook *outlook;
    struct store_run *run;
    size_t runs = 0, rows = 0;
    int rc = store_run_list(store, arena, &run, &runs, err);

    for (size_t i = 0; rc == 0 && i < runs; i++) {
        rc = store_run_read(store, run[i].id, arena, &outlook, &rows, err);
        for (size_t k = 0; rc == 0 && k < rows; k++) {
            mix_text(content, outlook[k].series);
            mix_text(content, outlook[k].verdict);
        }
    }
    return rc;
}

static int mix_store(struct store *store, struct arena *arena, uint64_t *content, struct error *err)
{
    struct store_series *series;
    size_t count = 0;
    int rc = store_series_list(store, NULL, 0, arena, &series, &count, err);

    for (size_t i = 0; rc == 0 && i < count; i++)
        rc = mix_series(store, &series[i], content, err);
    if (rc == 0)
        rc = mix_capacities(store, arena, content, err);
    if (rc == 0)
        rc = mix_events(store, arena, content, err);
    if (rc == 0)
        rc = mix_runs(store, arena, content, err);
    return rc < 0 ? rc : mix_imports(store, arena, content, err);
}

int content_of(const char *path, uint64_t *out, struct error *err)
{
    struct store *store = NULL;
    struct store_check check;
    struct arena arena = { 0 };
    uint64_t content = 0;
    int rc = store_open(&store, path, STORE_READ, LOCK_WAIT_MS, err);

    if (rc == ERR_NOINPUT) {
        *out = 0;
        return 0;
    }
    if (rc == 0)
        rc = store_verify(store, &check, err);
    if (rc == 0 && check.faults)
        rc = error_set(err, ERR_STORE, "%s", check.first);
    if (rc == 0)
        rc = mix_store(store, &arena, &content, err);
    store_close(store);
    arena_release(&arena);
    if (rc == 0)
        *out = content;
    return rc;
}
