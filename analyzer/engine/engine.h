/*
 * analyzer/engine/engine.h - the questions, put to a whole store.
 *
 * An engine is opened once for a store, a selection and an instant. It knows the
 * series, which of them are capacities of others, and from which instant each
 * source's days count; engine_analyze() then studies every series on all
 * processors, and a single series can be studied in depth (study.h).
 */
#ifndef ANALYZER_ENGINE_ENGINE_H
#define ANALYZER_ENGINE_ENGINE_H

#include <stddef.h>
#include <stdint.h>

#include "analyzer/engine/drivers.h"
#include "analyzer/engine/pairs.h"
#include "analyzer/engine/rule.h"
#include "data/base/arena.h"
#include "data/base/clock.h"
#include "data/finding.h"
#include "data/store/store.h"

struct engine_options {
    const char         *store;            /* path */
    const char *const  *selectors;        /* globs; none: everything */
    size_t              selector_count;
    int                 has_as_of;        /* 0: the newest sample of each source */
    int64_t             as_of;
    int                 by_resource;      /* 1: without as_of, the newest sample of each resource */
    unsigned            shard, shards;    /* part shard (from 1) of so many, by resource; shards 0: all */
    int64_t             history_ms;       /* how far back to look; 0: STUDY_MOST_DAYS */
    const struct zone  *zone;             /* hours, days and weeks are counted in */
    const char         *timezone;         /* its name */
    struct rules        rules;
    struct policy       policy;           /* the general one, printed with the analysis */
    unsigned            jobs;
};

/* Shared and not changed once opened. */
struct engine {
    struct engine_options options;
    struct arena          arena;          /* holds all lists below */
    struct store_series  *series;         /* every series of the store, by name, then the groups' */
    struct pairing          *pairs;          /* [series_count] */
    struct driving       *drivers;        /* [series_count] what drives each */
    size_t                series_count;
    size_t                stored_count;   /* of them in the store */
    struct grouping      *groups;         /* [series_count - stored_count] what the others are made of */
    size_t               *selected;       /* indices into series: what was asked for, in their order */
    size_t                selected_count;
    struct store_capacity *capacities;    /* all, by series and time */
    size_t                capacity_count;
    struct store_event   *events;
    size_t                event_count;
    int64_t              *as_of;          /* [series_count] from which its days count */
    struct store_outlook *previous;       /* [previous_count] of the newest run recorded before, by name */
    size_t                previous_count;
    uint64_t              rejected;       /* rows no import could read, all time */
};

struct study;

/* ERR_NOTFOUND when a selector matches nothing. */
int engine_open(struct engine *engine, const struct engine_options *options, struct error *err);
void engine_close(struct engine *engine);

/* True when a series of that name was asked for, whether it is there or not. */
int engine_selects(const struct engine *engine, const char *name);

/* Asks about one series alone from now on. */
void engine_select(struct engine *engine, size_t series);

/* The index of a series by its name, which must be there. */
size_t engine_series(const struct engine *engine, const char *name);

struct drive_work;

/* What one thread has for a study that was made: its arena's memory becomes the caller's in the end. */
struct engine_hand {
    struct study      *study;
    struct arena      *arena;
    struct drive_work *drive;     /* NULL where the config names no driver */
};

/* Series engine->selected[index] was studied. A step writes to its own place of the context alone. */
typedef int engine_step(const struct engine_hand *hand, size_t index, void *context, struct error *err);

/* Studies the selection on all processors; the result does not depend on their number. */
int engine_each(const struct engine *engine, engine_step *step, void *context, struct arena *arena,
                struct error *err);

/* An analysis without findings yet; and, once all [selected_count] are there, what stands first and is counted. */
int engine_begin(const struct engine *engine, struct arena *arena, struct analysis *out, struct error *err);
int engine_conclude(const struct engine *engine, struct arena *arena, struct analysis *out, struct error *err);

/* The same without an order: findings stand as selected[] does. */
int engine_study(const struct engine *engine, struct arena *arena, struct analysis *out,
                 struct error *err);

/*
 * Studies the selection. Findings stand most urgent first and live in *arena,
 * which the caller releases; the result does not depend on the number of jobs.
 */
int engine_analyze(const struct engine *engine, struct arena *arena, struct analysis *out,
                   struct error *err);

#endif
