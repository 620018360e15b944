/*
 * ingest/stage_gzip.c - gzip (RFC 1952), all members of it.
 *
 * zlib's gzread() would hide a cut-off file behind its last good byte and
 * trailing garbage altogether, so the members are walked here.
 */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "ingest/stage.h"

enum { IN_ROOM = 64 * 1024, WITH_GZIP_HEADER = 16 };

struct gzip {
    z_stream stream;
    int      within;    /* inside a member */
    int      done;
    unsigned char in[IN_ROOM];
};

static int refill(struct stage *stage, struct gzip *gzip, struct error *err)
{
    size_t got;
    int rc = stage_read(stage->inner, gzip->in, IN_ROOM, &got, err);

    gzip->stream.next_in = gzip->in;
    gzip->stream.avail_in = rc < 0 ? 0 : (uInt)got;
    return rc;
}

static int all_zero(const struct gzip *gzip)
{
    for (uInt i = 0; i < gzip->stream.avail_in; i++)
        if (gzip->stream.next_in[i])
            return 0;
    return 1;
}

/*
 * Between members: another may follow, or padding (which tape blocks have), or
 * bytes that are none of ours and end the file.
 */
static int next_member(struct stage *stage, struct gzip *gzip, struct error *err)
{
    while (gzip->stream.avail_in == 0 || all_zero(gzip)) {
        int rc = refill(stage, gzip, err);

        if (rc < 0)
            return rc;
        if (gzip->stream.avail_in == 0) {
            gzip->done = 1;
            return 0;
        }
    }
    if (gzip->stream.next_in[0] != 0x1f) {
        strcpy(stage->note, "bytes behind the end of the gzip data were ignored");
        gzip->done = 1;
        return 0;
    }
    gzip->within = 1;
    return inflateReset(&gzip->stream) == Z_OK
               ? 0 : error_set(err, ERR_BUG, "the gzip reader could not be reset");
}

static int broken(const struct gzip *gzip, int code, struct error *err)
{
    if (code == Z_MEM_ERROR)
        return error_set(err, ERR_NOMEM, "no memory to unpack gzip data");
    error_set(err, ERR_DATA, "the gzip data is damaged after %llu unpacked bytes: %s",
              (unsigned long long)gzip->stream.total_out,
              gzip->stream.msg ? gzip->stream.msg : "bad checksum or length");
    error_hint(err, "Copy or export the file again; 'gzip -t' checks it. Nothing of it was stored.");
    return ERR_DATA;
}

static int cut_off(const struct gzip *gzip, struct error *err)
{
    error_set(err, ERR_DATA, "the gzip data ends early, after %llu unpacked bytes",
              (unsigned long long)gzip->stream.total_out);
    error_hint(err, "The file was cut off: copy or export it again. Nothing of it was stored.");
    return ERR_DATA;
}

static int gzip_pull(struct stage *stage, unsigned char *out, size_t room, size_t *got,
                     struct error *err)
{
    struct gzip *gzip = stage->self;
    uInt most = room < UINT32_MAX / 2 ? (uInt)room : UINT32_MAX / 2;
    int rc = 0;

    gzip->stream.next_out = out;
    gzip->stream.avail_out = most;
    while (!gzip->done && gzip->stream.avail_out == most) {
        int code;

        if (!gzip->within) {
            if ((rc = next_member(stage, gzip, err)) < 0)
                return rc;
            continue;
        }
        /* first without more input: the last call may have left output behind */
        code = inflate(&gzip->stream, Z_NO_FLUSH);
        if (code == Z_BUF_ERROR) {
            if ((rc = refill(stage, gzip, err)) < 0)
                return rc;
            if (gzip->stream.avail_in == 0)
                return cut_off(gzip, err);
        } else if (code == Z_STREAM_END) {
            gzip->within = 0;
        } else if (code != Z_OK) {
            return broken(gzip, code, err);
        }
    }
    *got = most - gzip->stream.avail_out;
    return 0;
}

static void gzip_release(void *self)
{
    struct gzip *gzip = self;

    inflateEnd(&gzip->stream);
    free(gzip);
}

static const struct stage_kind kind_gzip = { gzip_pull, gzip_release };

int stage_gzip(struct stage **out, struct stage *inner, struct error *err)
{
    struct gzip *gzip = malloc(sizeof *gzip);

    if (gzip) {
        memset(&gzip->stream, 0, sizeof gzip->stream);
        gzip->within = 1;
        gzip->done = 0;
        if (inflateInit2(&gzip->stream, MAX_WBITS + WITH_GZIP_HEADER) != Z_OK) {
            free(gzip);
            gzip = NULL;
        }
    }
    return stage_new(out, &kind_gzip, gzip, inner, err);
}
