#include "data/store/weld.h"

#include <stdlib.h>
#include <string.h>

#include "data/base/clock.h"
#include "data/store/rollup.h"
#include "data/store/samples.h"

void weld_release(struct weld *weld)
{
    samples_release(&weld->part);
    samples_release(&weld->stored);
    samples_release(&weld->merged);
    hourlies_release(&weld->sealed);
    window_bytes_release(&weld->bytes);
    free(weld->old);
    *weld = (struct weld){ 0 };
}

int weld_old(struct weld *weld, const uint8_t *hours, size_t hours_length, const uint8_t *data,
             size_t data_length, struct error *err)
{
    size_t need = hours_length + data_length;

    if (need > weld->old_room) {
        uint8_t *old = realloc(weld->old, need);

        if (!old)
            return error_set(err, ERR_NOMEM, "no memory for a chunk");
        weld->old = old;
        weld->old_room = need;
    }
    if (hours_length)
        memcpy(weld->old, hours, hours_length);
    if (data_length)
        memcpy(weld->old + hours_length, data, data_length);
    weld->old_hours = hours_length;
    weld->old_data = data_length;
    return 0;
}

int weld_part(struct weld *weld, const int64_t *at, const double *value, size_t count,
              struct error *err)
{
    int rc = samples_reserve(&weld->part, count, err);

    if (rc < 0)
        return rc;
    memcpy(weld->part.at, at, count * sizeof *at);
    memcpy(weld->part.value, value, count * sizeof *value);
    weld->part.count = count;
    return 0;
}

/* Reads what is there; of its hours those that have no samples any more. */
static int read_old(struct weld *weld, struct error *err)
{
    int rc = 0;

    weld->stored.count = weld->sealed.count = 0;
    if (weld->old_data)
        rc = chunk_decode(weld->old + weld->old_hours, weld->old_data, &weld->stored, err);
    if (rc == 0 && weld->old_hours) {
        rc = rollup_decode(weld->old, weld->old_hours, &weld->sealed, err);
        if (rc == 0)
            hours_without_samples(&weld->sealed, &weld->stored);
    }
    return rc;
}

/*
 * Takes samples of hours that were pruned out of the part: they are counted in the
 * rollup already, and what was pruned does not come back. Returns how many.
 */
static uint64_t drop_sealed(const struct hourlies *sealed, struct samples *part)
{
    size_t kept = 0, next = 0;
    uint64_t dropped = 0;

    if (!sealed->count)
        return 0;
    for (size_t i = 0; i < part->count; i++) {
        while (next < sealed->count && sealed->row[next].hour + HOUR_MS <= part->at[i])
            next++;
        if (next < sealed->count && part->at[i] >= sealed->row[next].hour) {
            dropped++;
            continue;
        }
        part->at[kept] = part->at[i];
        part->value[kept++] = part->value[i];
    }
    part->count = kept;
    return dropped;
}

/* Usually all of a window comes at once, and is its content as it is. */
static int combine(struct weld *weld, struct error *err)
{
    if (weld->stored.count) {
        weld->content = &weld->merged;
        return samples_combine(&weld->stored, &weld->part, &weld->merged, &weld->counts, err);
    }
    weld->content = &weld->part;
    weld->counts.fresh += weld->part.count;
    return 0;
}

int weld_do(struct weld *weld, struct error *err)
{
    int rc = read_old(weld, err);

    if (rc < 0)
        return rc;
    weld->counts = (struct merge_counts){ .duplicate = drop_sealed(&weld->sealed, &weld->part) };
    rc = combine(weld, err);
    if (rc < 0 || weld->counts.fresh + weld->counts.replaced == 0)
        return rc;
    return window_encode(&weld->bytes, &weld->row, weld->content, &weld->sealed, weld->longest, err);
}
