/*
 * data/store/window.h - a window's content as the bytes of chunks, and those into the file.
 *
 * Encoding is a pure function, so that several threads can do it; only the calling one of a
 * store puts.
 */
#ifndef DATA_STORE_WINDOW_H
#define DATA_STORE_WINDOW_H

#include "data/store/chunk.h"
#include "data/store/handle.h"

/* One row of the table of chunks; its bytes are hours, then samples, from `place` on. */
struct chunk_row {
    struct window_row  window;
    size_t             count;               /* samples; 0: only hours are left */
    struct chunk_facts facts;
    size_t             place, hours, data;
};

/* A window, usually one chunk, more where it was cut. Grows and is used again; zeroed to start. */
struct window_bytes {
    struct chunk_row *chunk;
    size_t            chunks, chunk_room;
    uint8_t          *bytes;
    size_t            used, room;
    int64_t           cut;           /* the chunk whose place several take, or 0 */
    struct hourlies   hours;         /* scratch */
};
void window_bytes_release(struct window_bytes *bytes);

/*
 * Encodes samples (may be none) and sealed hours as the content of a window, cut into
 * shorter windows where they are too many or the window is longer than `longest`.
 */
int window_encode(struct window_bytes *out, const struct window_row *row,
                  const struct samples *samples, const struct hourlies *sealed, int64_t longest,
                  struct error *err);

int window_put(struct store *store, const struct window_bytes *window, struct error *err);

#endif
