#include "analyzer/engine/size.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "data/base/parallel.h"

void size_row(struct sizing *out, struct size_row row)
{
    assert(out->row_count < SIZE_ROWS);
    out->row[out->row_count++] = row;
}

void size_note(struct sizing *out, enum severity severity, const char *code, const char *text)
{
    assert(out->note_count < SIZE_NOTES);
    if (text)
        out->note[out->note_count++] = (struct size_note){ severity, code, text };
}

/* --- everything selected ---------------------------------------------------------------- */

struct work {
    const struct engine *engine;
    size_question       *ask;
    const void          *question;
    struct sizing       *out;
    struct arena        *result;
    pthread_mutex_t      lock;      /* of result, while threads end */
};

struct hand {
    struct study study;
    struct arena arena;
};

static int hand_start(void *context, void **local, struct error *err)
{
    struct work *work = context;
    struct hand *hand = calloc(1, sizeof *hand);
    int rc;

    if (!hand)
        return error_set(err, ERR_NOMEM, "no memory for a thread");
    rc = study_init(&hand->study, work->engine, err);
    if (rc < 0)
        free(hand);
    else
        *local = hand;
    return rc;
}

static int hand_work(void *context, void *local, size_t index, struct error *err)
{
    struct work *work = context;
    struct hand *hand = local;
    struct sizing *out = &work->out[index];
    struct finding finding;
    int rc = study_make(&hand->study, work->engine->selected[index], err);

    if (rc == 0)
        rc = finding_make(&hand->study, &hand->arena, &finding, err);
    if (rc == 0) {
        out->series = hand->study.series->name;
        out->as_of = hand->study.as_of;
        rc = work->ask(&hand->study, &finding, work->question, &hand->arena, out, err);
    }
    if (rc < 0)
        error_at(err, work->engine->series[work->engine->selected[index]].name, 0, 0);
    return rc;
}

static void hand_stop(void *context, void *local)
{
    struct work *work = context;
    struct hand *hand = local;

    if (!hand)
        return;
    study_release(&hand->study);
    pthread_mutex_lock(&work->lock);
    arena_join(work->result, &hand->arena);
    pthread_mutex_unlock(&work->lock);
    free(hand);
}

int size_all(const struct engine *engine, size_question *ask, const void *question,
             struct arena *arena, struct sizing **out, size_t *count, struct error *err)
{
    struct work work = { engine, ask, question, NULL, arena, PTHREAD_MUTEX_INITIALIZER };
    const struct parallel parallel = { &work, hand_start, hand_work, hand_stop };
    int rc;

    work.out = arena_take(arena, (engine->selected_count + 1) * sizeof *work.out);
    if (!work.out)
        return error_set(err, ERR_NOMEM, "no memory for %zu sizings", engine->selected_count);
    rc = parallel_run(&parallel, engine->selected_count, engine->options.jobs, err);
    if (rc < 0)
        return rc;
    *out = work.out;
    *count = engine->selected_count;
    return 0;
}
