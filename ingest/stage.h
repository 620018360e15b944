/*
 * ingest/stage.h - one step between the bytes of a file and its text.
 *
 * A stage pulls bytes from the stage within it and hands on what it makes of them:
 * file or memory -> gzip or zstd -> UTF-16. stage_unwrap() builds the chain, by looking
 * at the first bytes that each stage gives.
 */
#ifndef INGEST_STAGE_H
#define INGEST_STAGE_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/error.h"

/* A page, so that a file's later reads still land on page boundaries of the block. */
enum { STAGE_PEEK = 4096 };

struct stage;

struct stage_kind {
    /* Puts 1 … room bytes and returns 0, with *got = 0 at the end; a negative code on damage. */
    int (*pull)(struct stage *stage, unsigned char *out, size_t room, size_t *got,
                struct error *err);
    void (*release)(void *self);
};

struct stage {
    const struct stage_kind *kind;
    void         *self;                 /* what the kind needs; released by it */
    struct stage *inner;                /* owned; NULL for the innermost */
    char          note[160];            /* what the user should know; "" for nothing */
    size_t        peek_at, peek_end;    /* looked at by stage_peek(), not read yet */
    unsigned char peek[STAGE_PEEK];
};

/* The innermost stages. A file descriptor is closed with the stage when `owned`. */
int stage_file(struct stage **out, int fd, int owned, struct error *err);
int stage_memory(struct stage **out, const void *bytes, size_t length, struct error *err);

/* Stages around another, which they own from then on, also when they fail. */
int stage_gzip(struct stage **out, struct stage *inner, struct error *err);
int stage_zstd(struct stage **out, struct stage *inner, struct error *err);
int stage_utf16(struct stage **out, struct stage *inner, int big_endian, struct error *err);

/*
 * Puts stages around *stage, which gives a file's bytes, until they are text. ERR_DATA with a hint where they
 * are no export, but a workbook, an archive, a web page; then too *stage is what is to be freed.
 */
int stage_unwrap(struct stage **stage, struct error *err);

/* Reads 1 … room bytes; *got = 0 at the end. */
int stage_read(struct stage *stage, unsigned char *out, size_t room, size_t *got,
               struct error *err);

/* Reads until room bytes are there or the end; *got < room only at the end. */
int stage_fill(struct stage *stage, unsigned char *out, size_t room, size_t *got,
               struct error *err);

/*
 * Makes the first STAGE_PEEK bytes (fewer at the end) visible in stage->peek without
 * reading them. Once, before anything was read.
 */
int stage_peek(struct stage *stage, struct error *err);

/* Drops bytes that stage_peek() showed. */
void stage_skip(struct stage *stage, size_t count);

/* Frees the whole chain. NULL is harmless. */
void stage_free(struct stage *stage);

/* For kinds: a stage of this kind that owns self and inner; frees both when there is no memory. */
int stage_new(struct stage **out, const struct stage_kind *kind, void *self, struct stage *inner,
              struct error *err);

#endif
