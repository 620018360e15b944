#include "analyzer/engine/range.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "data/base/number.h"

static int wrong(const char *text, struct error *err)
{
    error_set(err, ERR_USAGE, "'%.60s' is not a range", text);
    error_hint(err, "Write 10, 10:, ~:10, 10:20 or @10:20, in days (30:) or in %% of capacity (~:80%%).");
    return ERR_USAGE;
}

/* One end: a number, `~` or nothing, which are `open`. */
static int read_end(const char *text, size_t length, double open, struct range *out, double *end)
{
    if (length == 0 || (length == 1 && *text == '~')) {
        *end = open;
        return 1;
    }
    if (strchr("d%", text[length - 1])) {
        if (out->unit && out->unit != text[length - 1])
            return 0;
        out->unit = text[--length];
    }
    return number_parse(text, length, end) == NUMBER_OK;
}

int range_parse(const char *text, struct range *out, struct error *err)
{
    struct range range = { .given = 1 };
    const char *from = text, *colon;
    int good;

    range.inside = *from == '@';
    from += range.inside;
    colon = strchr(from, ':');
    if (!*from)
        return wrong(text, err);
    if (colon)
        good = read_end(from, (size_t)(colon - from), *from == '~' ? -INFINITY : 0, &range, &range.low) &&
               read_end(colon + 1, strlen(colon + 1), INFINITY, &range, &range.high);
    else
        good = read_end(from, strlen(from), NAN, &range, &range.high);
    if (!good || isnan(range.high) || range.low > range.high)
        return wrong(text, err);
    *out = range;
    return 0;
}

int range_alerts(const struct range *range, double value)
{
    int is_inside = value >= range->low && value <= range->high;

    return range->given && is_inside == range->inside;
}

const char *range_text(char out[RANGE_ROOM], const struct range *range)
{
    char low[NUMBER_ROOM], high[NUMBER_ROOM];

    out[0] = '\0';
    if (!range->given)
        return out;
    snprintf(out, RANGE_ROOM, "%s%s%s%s", range->inside ? "@" : "",
             !isfinite(range->low) ? "~:" : range->low != 0 || !isfinite(range->high) ? number_exact(low, range->low) : "",
             isfinite(range->low) && (range->low != 0 || !isfinite(range->high)) ? ":" : "",
             isfinite(range->high) ? number_exact(high, range->high) : "");
    return out;
}
