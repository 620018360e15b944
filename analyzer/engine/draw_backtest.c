/* analyzer/engine/draw_backtest.c - what a study would have foretold from days of its own past, as fans of a chart. */
#include "analyzer/engine/draw.h"

/* Days ahead of each fan, which begins where the one before ends; how many; and the fewest bins one is made from. */
enum { AHEAD_DAYS = 14, FANS_MOST = 12, LEAST_BINS = 28 };

/* One fan into band[ahead], from the first `count` bins; 0 where these foretell nothing. */
static int put_fan(struct study *study, size_t count, size_t ahead, struct chart_band *band, struct error *err)
{
    static const double levels[3] = { 0.1, 0.5, 0.9 };
    int rc = study_rewind(study, count, err);
    size_t newest;

    if (rc < 0 || !study->has_odds)
        return rc;
    newest = study->fat[study->fn - 1];    /* steps count from it: the last bins may be none that are fitted */
    if (study->horizon < count - 1 - newest + ahead)
        return 0;
    for (size_t i = 0; i < ahead; i++) {
        double value[3];

        study_fan(study, count + i - newest, levels, 3, value);
        band[i] = (struct chart_band){ study->bins.start[count + i], value[0], value[1], value[2] };
    }
    return 1;
}

int draw_past_fans(struct study *study, struct arena *arena, struct chart *out, struct error *err)
{
    size_t ahead = AHEAD_DAYS / (size_t)study->bins.days, total = study->bins.count;
    struct chart_band *fan = arena_take(arena, FANS_MOST * ahead * sizeof *fan);
    size_t first = FANS_MOST * ahead, origin = total;

    if (!fan)
        return error_set(err, ERR_NOMEM, "no memory for a chart");
    /* newest first: going back only ever cuts */
    for (int i = 0; i < FANS_MOST && origin >= LEAST_BINS + ahead; i++) {
        int made;

        origin -= ahead;
        made = put_fan(study, origin, ahead, &fan[first - ahead], err);
        if (made < 0)
            return made;
        first -= made ? ahead : 0;
    }
    out->fan = fan + first;
    out->fan_count = FANS_MOST * ahead - first;
    out->fan_each = ahead;
    return 0;
}
