/* What people write of a scenario and of a threshold: read or refused, and what is read is of a size that sums can take. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/engine/assumption.h"
#include "analyzer/engine/range.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void check_assumption(const char *text)
{
    struct arena arena = { NULL };

    for (int kind = 0; kind < ASSUMPTIONS; kind++) {
        struct error err = ERROR_NONE;
        struct assumption a;

        if (assumption_parse((enum assumption_kind)kind, text, NULL, 0, &arena, &a, &err) < 0) {
            if (!err.text[0] || !err.hint[0])
                abort();
            continue;
        }
        if (!isfinite(a.value) || strcmp(a.text, text) != 0 ||
            (a.when.kind > PERIOD_FROM && a.when.until <= a.when.from) ||
            (a.how == CHANGE_SCALE && a.value < 0))
            abort();
    }
    arena_release(&arena);
}

static void check_range(const char *text)
{
    struct error err = ERROR_NONE;
    struct range range, again;
    char written[RANGE_ROOM];

    if (range_parse(text, &range, &err) < 0)
        return;
    range_text(written, &range);
    if (range_parse(written, &again, &err) < 0 || again.low != range.low || again.high != range.high ||
        again.inside != range.inside)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    char *text = malloc(length + 1);

    if (!text)
        return 0;
    memcpy(text, bytes, length);
    text[length] = '\0';
    check_assumption(text);
    check_range(text);
    free(text);
    return 0;
}
