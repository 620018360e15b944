/*
 * ingest/stage_zstd.c - Zstandard (RFC 8878), all frames of it.
 *
 * The library refuses windows above 128 MiB by itself, so the memory it takes is
 * bounded whatever the file says.
 */
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "ingest/stage.h"

enum { IN_ROOM = 64 * 1024 };

struct zstd {
    ZSTD_DStream *stream;
    size_t        at, end;    /* unread part of in[] */
    size_t        hint;       /* the library's last answer: 0 between frames */
    uint64_t      unpacked;
    int           done;
    unsigned char in[IN_ROOM];
};

static int damaged(const struct zstd *zstd, const char *why, struct error *err)
{
    error_set(err, ERR_DATA, "the zstd data %s after %llu unpacked bytes", why,
              (unsigned long long)zstd->unpacked);
    error_hint(err, "Copy or export the file again; 'zstd -t' checks it. Nothing of it was stored.");
    return ERR_DATA;
}

/* Whether the unread bytes can begin a frame: the magic number or that of a skippable frame. */
static int at_frame(const struct zstd *zstd)
{
    const unsigned char *p = zstd->in + zstd->at;

    return p[0] == 0x28 || (p[0] & 0xf0) == 0x50;
}

/* Reads on. *ended = 1 at the end of the file, whatever the frame says. */
static int refill(struct stage *stage, struct zstd *zstd, int *ended, struct error *err)
{
    int rc = 0;

    *ended = 0;
    if (zstd->at < zstd->end)
        return 0;
    rc = stage_read(stage->inner, zstd->in, IN_ROOM, &zstd->end, err);
    zstd->at = 0;
    *ended = zstd->end == 0;
    return rc;
}

static int step(struct stage *stage, struct zstd *zstd, ZSTD_outBuffer *to, struct error *err)
{
    ZSTD_inBuffer from;
    int ended, rc = refill(stage, zstd, &ended, err);

    if (rc < 0)
        return rc;
    if (zstd->hint == 0 && (ended || !at_frame(zstd))) {
        if (!ended)
            strcpy(stage->note, "bytes behind the end of the zstd data were ignored");
        zstd->done = 1;
        return 0;
    }
    /* also without more input: the last call may have left output behind */
    from = (ZSTD_inBuffer){ zstd->in, zstd->end, zstd->at };
    zstd->hint = ZSTD_decompressStream(zstd->stream, to, &from);
    zstd->at = from.pos;
    if (ZSTD_isError(zstd->hint))
        return damaged(zstd, ZSTD_getErrorName(zstd->hint), err);
    if (ended && zstd->hint && to->pos == 0)
        return damaged(zstd, "ends early,", err);
    return 0;
}

static int zstd_pull(struct stage *stage, unsigned char *out, size_t room, size_t *got,
                     struct error *err)
{
    struct zstd *zstd = stage->self;
    ZSTD_outBuffer to = { out, room, 0 };

    while (!zstd->done && to.pos == 0) {
        int rc = step(stage, zstd, &to, err);

        if (rc < 0)
            return rc;
    }
    zstd->unpacked += to.pos;
    *got = to.pos;
    return 0;
}

static void zstd_release(void *self)
{
    struct zstd *zstd = self;

    ZSTD_freeDStream(zstd->stream);
    free(zstd);
}

static const struct stage_kind kind_zstd = { zstd_pull, zstd_release };

int stage_zstd(struct stage **out, struct stage *inner, struct error *err)
{
    struct zstd *zstd = malloc(sizeof *zstd);

    if (zstd) {
        zstd->stream = ZSTD_createDStream();
        zstd->at = zstd->end = 0;
        zstd->hint = 1;
        zstd->unpacked = 0;
        zstd->done = 0;
        if (!zstd->stream) {
            free(zstd);
            zstd = NULL;
        }
    }
    return stage_new(out, &kind_zstd, zstd, inner, err);
}
