#include "analyzer/engine/size.h"

#include <assert.h>

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
    size_question *ask;
    const void    *question;
    struct sizing *out;          /* [selected_count] */
};

static int size_one(const struct engine_hand *hand, size_t index, void *context, struct error *err)
{
    const struct work *work = context;
    struct sizing *out = &work->out[index];
    struct finding finding;
    int rc = finding_make(hand->study, hand->arena, &finding, err);

    if (rc < 0)
        return rc;
    out->series = hand->study->series->name;
    out->as_of = hand->study->as_of;
    return work->ask(hand->study, &finding, work->question, hand->arena, out, err);
}

int size_all(const struct engine *engine, size_question *ask, const void *question,
             struct arena *arena, struct sizing **out, size_t *count, struct error *err)
{
    struct work work = { ask, question, arena_take(arena, (engine->selected_count + 1) * sizeof *work.out) };
    int rc;

    if (!work.out)
        return error_set(err, ERR_NOMEM, "no memory for %zu sizings", engine->selected_count);
    rc = engine_each(engine, size_one, &work, arena, err);
    if (rc < 0)
        return rc;
    *out = work.out;
    *count = engine->selected_count;
    return 0;
}
