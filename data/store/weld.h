/*
 * data/store/weld.h - what a window holds and what comes to it, made into one.
 *
 * Pure functions, for any thread: bytes and samples in, bytes out. Finding windows and
 * writing them is merge.c's.
 */
#ifndef DATA_STORE_WELD_H
#define DATA_STORE_WELD_H

#include "data/store/window.h"

/* Grows and is used again; zeroed to start. */
struct weld {
    struct window_row row;
    int64_t           longest;       /* see window_encode() */
    struct samples    part;          /* what comes: all of this window, times rising strictly */
    uint8_t          *old;           /* what is there: a chunk's hours, then its samples */
    size_t            old_room, old_hours, old_data;    /* lengths; 0 for none */

    /* what weld_do() makes of it: */
    struct merge_counts    counts;
    const struct samples  *content;  /* where something is fresh or replaced: all there is now, */
    struct window_bytes    bytes;    /* and that encoded */

    struct samples  stored, merged;  /* scratch */
    struct hourlies sealed;
};
void weld_release(struct weld *weld);

/* Copies what is there: hours are given only where some lack their samples. ERR_NOMEM. */
int weld_old(struct weld *weld, const uint8_t *hours, size_t hours_length, const uint8_t *data,
             size_t data_length, struct error *err);

/* Copies what comes. ERR_NOMEM. */
int weld_part(struct weld *weld, const int64_t *at, const double *value, size_t count,
              struct error *err);

/* ERR_STORE where what is there is damaged, ERR_NOMEM. */
int weld_do(struct weld *weld, struct error *err);

#endif
