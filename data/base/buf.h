/*
 * data/base/buf.h - text that grows.
 *
 * Three things hold at every moment between calls:
 *   - buf->text is a C string, even when empty and nothing is allocated yet;
 *   - buf->used counts its bytes without the final zero;
 *   - buf->used never passes buf->most, the cap given at the start.
 *
 * Failure sticks. The first append that cannot be done (no memory, or past the
 * cap) sets buf->failed; later appends do nothing. A writer therefore writes
 * straight through and asks once, at the end, whether all of it arrived.
 */
#ifndef DATA_BASE_BUF_H
#define DATA_BASE_BUF_H

#include <stddef.h>
#include <stdio.h>

#include "data/base/arena.h"
#include "data/base/error.h"

struct buf {
    char  *text;
    size_t used;
    size_t room;      /* bytes allocated; 0 while text is the shared "" */
    size_t most;      /* cap on used */
    int    failed;    /* 0, or ERR_NOMEM, ERR_LIMIT or ERR_IO */
    FILE  *stream;    /* what buf_pass() hands it to; NULL: nothing */
    int    why;       /* errno of ERR_IO */
};

/* Makes an empty buffer that may grow to `most` bytes. Allocates nothing. */
void buf_init(struct buf *buf, size_t most);

/* Frees what the buffer holds. Afterwards it is empty and ready for use; harmless when zeroed. */
void buf_release(struct buf *buf);

/* Empties the buffer and forgets a failure, keeping the memory for reuse. */
void buf_clear(struct buf *buf);

void buf_add(struct buf *buf, const char *text);
void buf_addn(struct buf *buf, const char *bytes, size_t count);
void buf_addc(struct buf *buf, char byte);
void buf_addf(struct buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * A good moment to hand on what there is so far, where it is much and there is a stream for it. The last byte
 * stays: writers look at it. Failing to write sticks as ERR_IO.
 */
void buf_pass(struct buf *buf);

/* Takes the first line away. */
void buf_cut_line(struct buf *buf);

/*
 * What becomes of a text made in pieces. buf_keep() copies it into the arena and releases the buffer;
 * NULL, and the arena has failed, when either had no memory. buf_inherit() lets `into`, which is made
 * from `part`, fail with it. A text that was cut at its cap is kept, and passed, as it is.
 */
char *buf_keep(struct buf *buf, struct arena *arena);
void buf_inherit(const struct buf *part, struct buf *into);

/* 0 when all arrived, else fills err ("what" did not fit or no memory) and returns buf->failed. */
int buf_check(const struct buf *buf, const char *what, struct error *err);

#endif
