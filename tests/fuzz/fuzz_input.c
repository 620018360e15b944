/* Wrappings: what comes out does not depend on how it is asked for. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/buf.h"
#include "ingest/input.h"
#include "tests/fuzz/target.h"

enum { MOST_TEXT = 1 << 18 };    /* of a bomb, no more is compared */

static int read_all(const uint8_t *bytes, size_t length, size_t piece, uint64_t seed, struct buf *out,
                    struct error *err)
{
    struct input *in = NULL;
    const char *block;
    size_t count, total = 0;
    int rc = input_open_memory(&in, (const char *)bytes, length, err);

    if (rc < 0)
        return rc;
    input_pieces(in, piece, seed);
    while (total < MOST_TEXT && (rc = input_next(in, &block, &count, err)) > 0) {
        size_t room = MOST_TEXT - out->used;

        buf_addn(out, block, count < room ? count : room);    /* a first block may be of megabytes */
        total += count;
    }
    if (input_bytes(in) != total)
        abort();
    input_close(in);
    return rc;
}

static void ready(struct buf *buf)
{
    if (!buf->most)
        buf_init(buf, MOST_TEXT + 1);
    buf_clear(buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static struct buf whole, cut;    /* kept: fresh memory would take most of the time */
    struct error first = ERROR_NONE, second = ERROR_NONE;
    int a, b;

    ready(&whole);
    ready(&cut);
    a = read_all(bytes, length, 0, 0, &whole, &first);
    b = read_all(bytes, length, 977, 1 + length, &cut, &second);
    if (whole.used < MOST_TEXT && cut.used < MOST_TEXT &&
        (a != b || whole.used != cut.used || memcmp(whole.text, cut.text, whole.used) != 0))
        abort();
    if (a < 0 && !first.text[0])
        abort();
    return 0;
}
