#include "analyzer/engine/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/engine/bottleneck.h"
#include "analyzer/engine/driver_finding.h"
#include "analyzer/engine/finding.h"
#include "data/base/text.h"

enum {
    NEAR_SHARE    = 3,      /* a name is near when fewer than one letter in three differs */
    SELECTOR_ROOM = 256,
    MANY          = 1000,            /* findings that stay in memory: more of them go to a file, */
    SPILT         = 32 * 1024        /* bytes each at most: three times what is usual */
};

/* --- opening ----------------------------------------------------------------------- */

int engine_selects(const struct engine *engine, const char *name)
{
    for (size_t i = 0; i < engine->options.selector_count; i++)
        if (text_glob(engine->options.selectors[i], name))
            return 1;
    return engine->options.selector_count == 0;
}

void engine_select(struct engine *engine, size_t series)
{
    engine->selected[0] = series;    /* there is room for at least one */
    engine->selected_count = 1;
}

size_t engine_series(const struct engine *engine, const char *name)
{
    size_t low = 0, high = engine->stored_count;

    for (size_t i = engine->stored_count; i < engine->series_count; i++)
        if (strcmp(engine->series[i].name, name) == 0)
            return i;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(engine->series[middle].name, name) <= 0)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* The first name that holds `part` anywhere, or NULL. */
static const char *name_around(const struct engine *engine, const char *part)
{
    for (size_t i = 0; i < engine->series_count; i++)
        if (strstr(engine->series[i].name, part))
            return engine->series[i].name;
    return NULL;
}

/* The name that differs from `word` by the fewest letters, or NULL where none is near. */
static const char *name_near(const struct engine *engine, const char *word)
{
    size_t best = strlen(word) / NEAR_SHARE + 1;
    const char *nearest = NULL;

    for (size_t i = 0; i < engine->series_count; i++) {
        size_t distance = text_distance(word, engine->series[i].name, best);

        if (distance < best) {
            best = distance;
            nearest = engine->series[i].name;
        }
    }
    return nearest;
}

static int no_match(const struct engine *engine, const char *selector, struct error *err)
{
    size_t length = strlen(selector), lead = strspn(selector, "*");
    char part[SELECTOR_ROOM];
    const char *name;

    error_set(err, ERR_NOTFOUND, "no series matches '%.100s'", selector);
    while (length > lead && selector[length - 1] == '*')
        length--;
    snprintf(part, sizeof part, "%.*s", (int)(length - lead), selector + lead);
    if (part[0] && name_around(engine, part))
        error_hint(err, "Did you mean '*%.100s*'? A part of a name needs stars around it.", part);
    else if ((name = name_near(engine, selector)) != NULL)
        error_hint(err, "Did you mean '%.200s'?", name);
    else
        error_hint(err, "'headroom series' lists the names; a selector is a glob on the whole name.");
    return ERR_NOTFOUND;
}

static int check_selectors(const struct engine *engine, struct error *err)
{
    for (size_t i = 0; i < engine->options.selector_count; i++) {
        size_t at = 0;

        while (at < engine->series_count &&
               !text_glob(engine->options.selectors[i], engine->series[at].name))
            at++;
        if (at == engine->series_count)
            return no_match(engine, engine->options.selectors[i], err);
    }
    return 0;
}

/* A resource is never divided: a series is studied together with its capacity. */
static int in_shard(const struct engine *engine, size_t series)
{
    unsigned shards = engine->options.shards;

    return !shards || series_resource_hash(&engine->series[series].info.key) % shards ==
                          engine->options.shard - 1;
}

/* A group is asked about by its own name, or with all its members. */
static int is_asked(const struct engine *engine, size_t series)
{
    const struct grouping *group = engine_group(engine, series);
    size_t members = 0;

    while (group && members < group->count && engine_selects(engine, engine->series[group->member[members]].name))
        members++;
    return (group && members == group->count) || engine_selects(engine, engine->series[series].name);
}

/*
 * What is asked about: the selection without capacities, spares and plans, which are
 * parts of another series' answer; unless they are all that was asked for.
 */
static int select_series(struct engine *engine, struct error *err)
{
    engine->selected = arena_take(&engine->arena,
                                  (engine->series_count + 1) * sizeof *engine->selected);
    if (!engine->selected)
        return error_set(err, ERR_NOMEM, "no memory for a selection");
    for (int with_parts = 0; with_parts < 2 && !engine->selected_count; with_parts++)
        for (size_t i = 0; i < engine->series_count; i++) {
            int is_part = engine->pairs[i].is_capacity || engine->pairs[i].is_spare ||
                          engine->drivers[i].is_plan;

            if (!is_asked(engine, i) || !in_shard(engine, i))
                continue;
            if (!is_part || (with_parts && engine->options.selector_count))
                engine->selected[engine->selected_count++] = i;
        }
    return 0;
}

/* The newest sample of series[first … last); plans, and drivers that may have samples to come, aside. */
static int64_t newest_of(const struct engine *engine, size_t first, size_t last, int with_plans)
{
    int64_t newest = TIME_FIRST;    /* where there is none */

    for (size_t i = first; i < last; i++)
        if ((with_plans || (!engine->drivers[i].is_plan && !engine->drivers[i].is_driver)) &&
            engine->series[i].last > newest)
            newest = engine->series[i].last;
    return newest;
}

/* The day of a source that has drivers and plans alone: no later than what was measured elsewhere. */
static int64_t newest_of_plans(const struct engine *engine, size_t first, size_t last)
{
    int64_t newest = newest_of(engine, first, last, 1);
    int64_t measured = newest_of(engine, 0, engine->series_count, 0);

    return measured != TIME_FIRST && measured < newest ? measured : newest;
}

/* 1 when the days of both count from the same instant. */
static int same_days(const struct engine *engine, size_t a, size_t b)
{
    const struct series_key *x = &engine->series[a].info.key, *y = &engine->series[b].info.key;

    return engine->options.by_resource ? series_same_resource(x, y) : strcmp(x->source, y->source) == 0;
}

/* A group's days count from the newest of its members'. */
static int64_t newest_day(const struct engine *engine, const struct grouping *group)
{
    int64_t newest = engine->as_of[group->member[0]];

    for (size_t i = 1; i < group->count; i++)
        if (engine->as_of[group->member[i]] > newest)
            newest = engine->as_of[group->member[i]];
    return newest;
}

/* The newest sample of each series' source, or what was asked for. */
static int set_as_of(struct engine *engine, struct error *err)
{
    engine->as_of = arena_take(&engine->arena, (engine->series_count + 1) * sizeof *engine->as_of);
    if (!engine->as_of)
        return error_set(err, ERR_NOMEM, "no memory for times");
    for (size_t first = 0, last; first < engine->stored_count; first = last) {
        int64_t newest;

        /* sorted by name, so a source stands together, and so does a resource */
        for (last = first; last < engine->stored_count && same_days(engine, first, last); last++)
            ;
        newest = newest_of(engine, first, last, 0);
        if (newest == TIME_FIRST)
            newest = newest_of_plans(engine, first, last);
        for (size_t i = first; i < last; i++)
            engine->as_of[i] = engine->options.has_as_of ? engine->options.as_of
                               : newest != TIME_FIRST    ? newest : 0;
    }
    for (size_t i = engine->stored_count; i < engine->series_count; i++)
        engine->as_of[i] = newest_day(engine, engine_group(engine, i));
    return 0;
}

/* The models that the newest recorded run chose: they are kept unless another is clearly better. */
static int read_previous(struct engine *engine, struct store *store, struct error *err)
{
    const struct store_run *newest = NULL;
    struct store_run *runs;
    size_t count;
    int rc = store_run_list(store, &engine->arena, &runs, &count, err);

    for (size_t i = 0; rc == 0 && i < count; i++)
        if ((!engine->options.has_as_of || runs[i].as_of < engine->options.as_of) &&
            (!newest || runs[i].as_of >= newest->as_of))
            newest = &runs[i];
    return rc < 0 || !newest ? rc
                             : store_run_read(store, newest->id, &engine->arena, &engine->previous,
                                              &engine->previous_count, err);
}

static int read_store(struct engine *engine, struct store *store, struct error *err)
{
    struct store_import *imports;
    size_t count;
    int rc = store_series_list(store, NULL, 0, &engine->arena, &engine->series,
                               &engine->stored_count, err);

    engine->series_count = engine->stored_count;
    if (rc == 0)
        rc = store_capacity_list(store, 0, &engine->arena, &engine->capacities,
                                 &engine->capacity_count, err);
    if (rc == 0)
        rc = store_event_list(store, &engine->arena, &engine->events, &engine->event_count, err);
    if (rc == 0)
        rc = store_import_list(store, &engine->arena, &imports, &count, err);
    for (size_t i = 0; rc == 0 && i < count; i++)
        engine->rejected += imports[i].rejected;
    return rc < 0 ? rc : read_previous(engine, store, err);
}

int engine_open(struct engine *engine, const struct engine_options *options, struct error *err)
{
    struct store *store = NULL;
    int rc;

    *engine = (struct engine){ .options = *options };
    rc = store_open(&store, options->store, STORE_READ, 0, err);
    if (rc == 0)
        rc = read_store(engine, store, err);
    store_close(store);
    if (rc == 0)
        rc = pairs_find(engine->series, engine->series_count, options->rules.pairs,
                        options->rules.pair_count, &engine->arena, &engine->pairs, err);
    if (rc == 0)
        rc = drivers_find(engine->series, engine->series_count, options->rules.drivers,
                          options->rules.driver_count, &engine->arena, &engine->drivers, err);
    if (rc == 0)
        rc = groups_find(engine, err);
    if (rc == 0)
        rc = check_selectors(engine, err);
    if (rc == 0)
        rc = select_series(engine, err);
    if (rc == 0)
        rc = set_as_of(engine, err);
    if (rc < 0)
        engine_close(engine);
    return rc;
}

void engine_close(struct engine *engine)
{
    arena_release(&engine->arena);
    *engine = (struct engine){ 0 };
}

/* --- analysing ----------------------------------------------------------------------- */

int engine_begin(const struct engine *engine, struct arena *arena, struct analysis *out, struct error *err)
{
    *out = (struct analysis){ .timezone = engine->options.timezone,
                              .policy = engine->options.policy,
                              .as_of = engine->options.has_as_of ? engine->options.as_of : 0 };
    if (engine->selected_count > MANY)
        arena_spill(arena, engine->selected_count * SPILT);
    out->arena = arena;
    out->findings = arena_take(arena, (engine->selected_count + 1) * sizeof *out->findings);
    if (!out->findings)
        return error_set(err, ERR_NOMEM, "no memory for %zu findings", engine->selected_count);
    return 0;
}

static int make_finding(const struct engine_hand *hand, size_t index, void *context, struct error *err)
{
    struct analysis *analysis = context;
    struct finding *finding = &analysis->findings[index];
    int rc = finding_make(hand->study, hand->arena, finding, err);

    return rc < 0 || !hand->drive ? rc : driver_put(hand->drive, hand->study, hand->arena, finding, err);
}

int engine_study(const struct engine *engine, struct arena *arena, struct analysis *out,
                 struct error *err)
{
    int rc = engine_begin(engine, arena, out, err);

    if (rc == 0)
        rc = engine_each(engine, make_finding, out, arena, err);
    if (rc == 0)
        out->count = engine->selected_count;
    return rc;
}

int engine_analyze(const struct engine *engine, struct arena *arena, struct analysis *out,
                   struct error *err)
{
    int rc = engine_study(engine, arena, out, err);

    if (rc == 0)
        rc = engine_conclude(engine, arena, out, err);
    return rc < 0 ? rc : bottlenecks_find(engine, out, arena, err);
}
