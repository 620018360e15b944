#include "data/store/merger.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_HANDS = 8,          /* one thread writes, and keeps up with no more */
    WORTH_SHARING = 512,     /* samples from which on another thread is worth waking */
    ENOUGH = 8192,           /* samples of a bundle that is full */
    HEAVY = 1 << 16,         /* samples of a window whose memory is given back at once */
    MOST_COUNTED = 1 << 26   /* series whose merges are counted */
};

/* --- the work -------------------------------------------------------------------------- */

static int work(void *self, size_t slot, unsigned hand, struct error *err)
{
    struct store *store = self;
    struct bundle *bundle = &store->merger->bundle[slot];
    int rc = 0;

    (void)hand;
    for (size_t i = 0; i < bundle->count && rc == 0; i++)
        rc = weld_do(&bundle->errand[i].weld, err);
    return rc;
}

static int write_errand(struct store *store, struct errand *errand, struct error *err)
{
    struct merger *merger = store->merger;
    const struct weld *weld = &errand->weld;
    int rc = 0;

    if (errand->first)
        merger->summary = errand->summary;
    merger->counts.fresh += weld->counts.fresh;
    merger->counts.duplicate += weld->counts.duplicate;
    merger->counts.replaced += weld->counts.replaced;
    if (weld->counts.fresh + weld->counts.replaced) {
        rc = window_put(store, &weld->bytes, err);
        writeback_add(&merger->writeback, weld->bytes.used);
        if (rc == 0)
            summary_add(&merger->summary, weld->row.start, weld->content, weld->counts.fresh);
    }
    return rc == 0 && errand->last ? summary_store(store, &merger->summary, err) : rc;
}

static int deliver(void *self, size_t slot, struct error *err)
{
    struct store *store = self;
    struct bundle *bundle = &store->merger->bundle[slot];
    int rc = 0;

    for (size_t i = 0; i < bundle->count && rc == 0; i++)
        rc = write_errand(store, &bundle->errand[i], err);
    return rc;
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
        merger->bundle = calloc(plan.slots, sizeof *merger->bundle);
    if (!merger || !merger->bundle) {
        free(merger);
        return error_set(err, ERR_NOMEM, "no memory for merging samples");
    }
    merger->bundles = plan.slots;
    merger->writeback = writeback_of(store->path);
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
    for (size_t i = 0; i < merger->bundles; i++)
        for (size_t k = 0; k < BUNDLE; k++)
            weld_release(&merger->bundle[i].errand[k].weld);
    samples_release(&merger->batch);
    samples_release(&merger->other);
    free(merger->bundle);
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

/* Sends the open bundle on its way. */
static void give(struct merger *merger)
{
    const struct bundle *bundle = merger->open;

    if (!bundle || !bundle->count)
        return;
    merger->open = NULL;
    if (bundle->samples >= WORTH_SHARING)
        relay_give(merger->relay);
    else
        relay_do(merger->relay);
}

static int finish(struct merger *merger, struct error *err)
{
    give(merger);
    return relay_finish(merger->relay, err);
}

static int holds(const struct bundle *bundle, int64_t series)
{
    for (size_t i = 0; i < bundle->count; i++)
        if (bundle->errand[i].weld.row.series == series)
            return 1;
    return 0;
}

int merger_settle_series(struct merger *merger, int64_t series, struct error *err)
{
    size_t given = relay_given(merger->relay);

    if (merger->open && holds(merger->open, series))
        return finish(merger, err);
    for (size_t i = relay_delivered(merger->relay); i < given; i++)
        if (holds(&merger->bundle[i % merger->bundles], series))
            return finish(merger, err);
    return 0;
}

int merger_take(struct merger *merger, struct errand **out, struct error *err)
{
    size_t slot;
    int rc;

    if (!merger->open) {
        rc = relay_take(merger->relay, &slot, err);
        if (rc < 0)
            return rc;
        merger->open = &merger->bundle[slot];
        merger->open->count = merger->open->samples = 0;
    }
    *out = &merger->open->errand[merger->open->count];
    return 0;
}

/* A window with very many samples is waited for, so that memory does not hold several. */
static int go_alone(struct merger *merger, struct errand *errand, struct error *err)
{
    int rc = finish(merger, err);

    weld_release(&errand->weld);
    return rc;
}

int merger_send(struct merger *merger, struct errand *errand, size_t count, struct error *err)
{
    struct bundle *bundle = merger->open;

    bundle->count++;
    bundle->samples += count;
    if (count >= HEAVY)
        return go_alone(merger, errand, err);
    if (bundle->count == BUNDLE || bundle->samples >= ENOUGH)
        give(merger);
    return 0;
}

/* --- settling ----------------------------------------------------------------------------- */

int merger_settle(struct store *store, struct error *err)
{
    return store->merger ? finish(store->merger, err) : 0;
}

void merger_forget(struct store *store)
{
    struct merger *merger = store->merger;

    if (!merger)
        return;
    relay_drop(merger->relay);
    merger->open = NULL;
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
