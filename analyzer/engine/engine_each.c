/* analyzer/engine/engine_each.c - the selection, studied on all processors. */
#include <pthread.h>
#include <stdlib.h>

#include "analyzer/engine/driver.h"
#include "analyzer/engine/engine.h"
#include "analyzer/engine/study.h"
#include "data/base/parallel.h"

/* One thread's part: a study, the driver's where there are any, and the memory its findings live in. */
struct hand {
    struct study      study;
    struct drive_work drive;
    struct arena      arena;
};

struct work {
    const struct engine *engine;
    engine_step         *step;
    void                *context;     /* of step */
    struct arena        *result;
    pthread_mutex_t      lock;        /* of result, while threads end */
};

static int hand_start(void *context, void **local, struct error *err)
{
    struct work *work = context;
    struct hand *hand = calloc(1, sizeof *hand);
    int rc;

    if (!hand)
        return error_set(err, ERR_NOMEM, "no memory for a thread");
    hand->arena = arena_beside(work->result);
    rc = study_init(&hand->study, work->engine, err);
    if (rc == 0 && work->engine->options.rules.driver_count)
        rc = drive_init(&hand->drive, work->engine, err);
    if (rc < 0) {
        study_release(&hand->study);
        free(hand);
        return rc;
    }
    *local = hand;
    return 0;
}

/* Series after which what was found out is put to rest, where it lies in a file: a few MiB. */
enum { RESTING = 256 };

static int hand_work(void *context, void *local, size_t index, struct error *err)
{
    struct work *work = context;
    struct hand *hand = local;
    const struct engine_hand held = { &hand->study, &hand->arena, hand->drive.engine ? &hand->drive : NULL };
    int rc = study_make(&hand->study, work->engine->selected[index], err);

    if (rc == 0)
        rc = work->step(&held, index, work->context, err);
    if (rc < 0)
        error_at(err, work->engine->series[work->engine->selected[index]].name, 0, 0);
    if (index % RESTING == 0)
        arena_rest(&hand->arena);
    return rc;
}

/* What a thread wrote goes over to the result; parallel_run() calls this on every thread. */
static void hand_stop(void *context, void *local)
{
    struct work *work = context;
    struct hand *hand = local;

    if (!hand)
        return;
    drive_release(&hand->drive);
    study_release(&hand->study);
    pthread_mutex_lock(&work->lock);
    arena_join(work->result, &hand->arena);
    pthread_mutex_unlock(&work->lock);
    free(hand);
}

int engine_each(const struct engine *engine, engine_step *step, void *context, struct arena *arena,
                struct error *err)
{
    struct work work = { .engine = engine, .step = step, .context = context, .result = arena,
                         .lock = PTHREAD_MUTEX_INITIALIZER };
    const struct parallel parallel = { &work, hand_start, hand_work, hand_stop };
    int rc = parallel_run(&parallel, engine->selected_count, engine->options.jobs, err);

    if (rc == 0 && arena->failed)
        return error_set(err, ERR_NOMEM, "no memory for what was found out");
    return rc;
}
