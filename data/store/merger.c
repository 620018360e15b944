#include "data/store/merger.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_HANDS = 8,          /* one thread writes, and keeps up with no more */
    WORTH_SHARING = 512,     /* samples from which on another thread is worth waking */
    HEAVY = 1 << 16,         /* samples of a window that is merged alone, for its memory */
    MOST_COUNTED = 1 << 26   /* series whose merges are counted */
};

/* --- the work -------------------------------------------------------------------------- */

static int work(void *self, size_t slot, unsigned hand, struct error *err)
{
    struct store *store = self;

    (void)hand;
    return weld_do(&store->merger->errand[slot].weld, err);
}

static int deliver(void *self, size_t slot, struct error *err)
{
    struct store *store = self;
    struct merger *merger = store->merger;
    struct errand *errand = &merger->errand[slot];
    const struct weld *weld = &errand->weld;
    int rc = 0;

    if (errand->first)
        merger->summary = errand->summary;
    merger->counts.fresh += weld->counts.fresh;
    merger->counts.duplicate += weld->counts.duplicate;
    merger->counts.replaced += weld->counts.replaced;
    if (weld->counts.fresh + weld->counts.replaced) {
        rc = window_put(store, &weld->bytes, err);
        if (rc == 0)
            summary_add(&merger->summary, weld->row.start, weld->content, weld->counts.fresh);
    }
    return rc == 0 && errand->last ? summary_store(store, &merger->summary, err) : rc;
}

/* --- beginning and end -------------------------------------------------------------------- */

int merger_make(struct store *store, struct error *err)
{
    unsigned hands = store->jobs < MOST_HANDS ? store->jobs : MOST_HANDS;
    struct relay_plan plan = { .self = store, .slots = 2 * hands + 2, .hands = hands,
                               .work = work, .deliver = deliver };
    struct merger *merger;
    int rc;

    if (store->merger)
        return 0;
    merger = calloc(1, sizeof *merger);
    if (merger)
        merger->errand = calloc(plan.slots, sizeof *merger->errand);
    if (!merger || !merger->errand) {
        free(merger);
        return error_set(err, ERR_NOMEM, "no memory for merging samples");
    }
    merger->errands = plan.slots;
    rc = relay_new(&merger->relay, &plan, err);
    if (rc < 0)
        merger_free(merger);
    else
        store->merger = merger;
    return rc;
}

void merger_free(struct merger *merger)
{
    if (!merger)
        return;
    relay_free(merger->relay);
    for (size_t i = 0; i < merger->errands; i++)
        weld_release(&merger->errand[i].weld);
    samples_release(&merger->batch);
    samples_release(&merger->other);
    free(merger->errand);
    free(merger->merges);
    free(merger);
}

/* --- errands ------------------------------------------------------------------------------ */

int merger_count(struct merger *merger, int64_t series, int *before, struct error *err)
{
    size_t index = (size_t)series, room = merger->merges_room ? merger->merges_room : 1024;
    uint8_t *merges;

    *before = 0;
    if (series < 0 || series > MOST_COUNTED)
        return 0;
    if (index >= merger->merges_room) {
        while (room <= index)
            room *= 2;
        merges = realloc(merger->merges, room);
        if (!merges)
            return error_set(err, ERR_NOMEM, "no memory for %zu series", index);
        memset(merges + merger->merges_room, 0, room - merger->merges_room);
        merger->merges = merges;
        merger->merges_room = room;
    }
    *before = merger->merges[index];
    merger->merges[index] = (uint8_t)(*before < 255 ? *before + 1 : 255);
    return 0;
}

int merger_settle_series(struct merger *merger, int64_t series, struct error *err)
{
    for (size_t i = relay_delivered(merger->relay); i < relay_given(merger->relay); i++)
        if (merger->errand[i % merger->errands].weld.row.series == series)
            return relay_finish(merger->relay, err);
    return 0;
}

int merger_take(struct merger *merger, struct errand **out, struct error *err)
{
    size_t slot;
    int rc = relay_take(merger->relay, &slot, err);

    *out = &merger->errand[slot];
    return rc;
}

/* A window with very many samples goes alone, so that memory does not hold several. */
static int go_alone(struct merger *merger, struct errand *errand, struct error *err)
{
    int rc = relay_finish(merger->relay, err);

    if (rc < 0)
        return rc;
    relay_do(merger->relay);
    rc = relay_finish(merger->relay, err);
    weld_release(&errand->weld);
    return rc;
}

int merger_send(struct merger *merger, struct errand *errand, size_t count, struct error *err)
{
    if (count >= HEAVY)
        return go_alone(merger, errand, err);
    if (count >= WORTH_SHARING)
        relay_give(merger->relay);
    else
        relay_do(merger->relay);
    return 0;
}

/* --- settling ----------------------------------------------------------------------------- */

int merger_settle(struct store *store, struct error *err)
{
    return store->merger ? relay_finish(store->merger->relay, err) : 0;
}

void merger_forget(struct store *store)
{
    struct merger *merger = store->merger;

    if (!merger)
        return;
    relay_drop(merger->relay);
    if (merger->merges)
        memset(merger->merges, 0, merger->merges_room);
    merger->counts = (struct merge_counts){ 0 };
}

int store_samples_settle(struct store *store, struct merge_counts *counts, struct error *err)
{
    struct merger *merger = store->merger;
    int rc = merger_settle(store, err);

    if (rc < 0 || !merger)
        return rc;
    counts->fresh += merger->counts.fresh;
    counts->duplicate += merger->counts.duplicate;
    counts->replaced += merger->counts.replaced;
    merger->counts = (struct merge_counts){ 0 };
    return 0;
}

void store_jobs(struct store *store, unsigned jobs)
{
    store->jobs = jobs;
}
