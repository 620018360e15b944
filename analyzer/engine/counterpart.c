#include "analyzer/engine/counterpart.h"

#include <string.h>

#include "data/base/buf.h"
#include "data/base/text.h"

enum { CAPTURES = 8, NAME_ROOM = 1 << 16 };

/* What each * of a pattern stands for. */
struct captures {
    size_t count;
    struct { const char *text; size_t length; } at[CAPTURES];
};

/* Matches literal text and *, each * as short as can be; 0 when it does not match. */
static int capture(const char *pattern, const char *text, struct captures *out)
{
    size_t mine = out->count;

    while (*pattern && *pattern != '*')
        if (*pattern++ != *text++)
            return 0;
    if (!*pattern)
        return !*text;
    if (mine == CAPTURES)
        return 0;
    for (size_t length = 0;; length++) {
        out->count = mine + 1;
        out->at[mine].text = text;
        out->at[mine].length = length;
        if (capture(pattern + 1, text + length, out))
            return 1;
        if (!text[length])
            return 0;
    }
}

/* The pattern with its * replaced, in order; 0 when there are more * than captures. */
static int substitute(const char *pattern, const struct captures *captures, struct buf *out)
{
    size_t used = 0;

    for (; *pattern; pattern++) {
        if (*pattern != '*')
            buf_addc(out, *pattern);
        else if (used == captures->count)
            return 0;
        else {
            buf_addn(out, captures->at[used].text, captures->at[used].length);
            used++;
        }
    }
    return 1;
}

static size_t find_name(const struct store_series *series, size_t count, const char *name)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(series[middle].name, name);

        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return COUNTERPART_NONE;
}

size_t counterpart_find(const struct store_series *series, size_t count, size_t of,
                        const char *pattern, const char *other)
{
    struct captures captures = { 0 };
    size_t found = COUNTERPART_NONE;
    struct buf name;

    if (!capture(pattern, series[of].name, &captures))
        return COUNTERPART_NONE;
    buf_init(&name, NAME_ROOM);
    if (substitute(other, &captures, &name) && !name.failed)
        found = find_name(series, count, name.text);
    buf_release(&name);
    return found == of ? COUNTERPART_NONE : found;
}

size_t counterpart_only(const struct store_series *series, size_t count, const char *selector)
{
    size_t found = COUNTERPART_NONE;

    for (size_t i = 0; i < count; i++) {
        if (!text_glob(selector, series[i].name))
            continue;
        if (found != COUNTERPART_NONE)
            return COUNTERPART_NONE;
        found = i;
    }
    return found;
}
