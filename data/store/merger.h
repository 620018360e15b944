/*
 * data/store/merger.h - windows of many series on their way into the file.
 *
 * merge.c finds the windows a batch falls into and sends each as an errand; threads make old and
 * new into one (weld.h), and the calling thread writes what came out, in the order of sending. Errands
 * travel in bundles, since a small window is not worth waking a thread for.
 */
#ifndef DATA_STORE_MERGER_H
#define DATA_STORE_MERGER_H

#include "data/base/relay.h"
#include "data/store/summary.h"
#include "data/store/weld.h"
#include "data/store/writeback.h"

/* One window of a series. */
struct errand {
    struct weld    weld;
    struct summary summary;      /* with the first window: of the series, as it was before */
    int            first, last;  /* window of its batch */
};

enum { BUNDLE = 32 };

struct bundle {
    struct errand errand[BUNDLE];
    size_t        count, samples;
};

struct merger {
    struct relay   *relay;
    struct bundle  *bundle;      /* [bundles] */
    size_t          bundles;
    struct bundle  *open;        /* the one that errands are put into, or NULL */
    struct summary  summary;     /* of the series whose windows are being written */
    struct merge_counts counts;  /* of all since it was settled */
    struct samples  batch, other;    /* workspaces of merge.c */
    struct writeback writeback;

    /* How often each series was merged into in this transaction, by id; at most 255. */
    uint8_t        *merges;
    size_t          merges_room;
};

/* Makes store->merger where there is none. ERR_NOMEM. */
int merger_make(struct store *store, struct error *err);

/* Sees to it that no window of the series is under way. */
int merger_settle_series(struct merger *merger, int64_t series, struct error *err);

/* Counts a merge into the series; *before: how many there were. Ids are dense, unless the file is not of our making. */
int merger_count(struct merger *merger, int64_t series, int *before, struct error *err);

/* An errand to be filled; taking it again without sending it is harmless. Writes what is ready. */
int merger_take(struct merger *merger, struct errand **out, struct error *err);

/* Sends the errand taken: a window that will hold `count` samples or a few less. */
int merger_send(struct merger *merger, struct errand *errand, size_t count, struct error *err);

#endif
