#include "analyzer/export/export.h"

#include <errno.h>
#include <string.h>

#include "data/base/clock.h"

enum {
    PART  = 1 << 16,    /* samples read at once, about */
    FLUSH = 1 << 18     /* bytes of text gathered before they are written */
};

/* A stretch of time in which the series has about PART samples; whole hours. */
static int64_t part_length(const struct store_series *series)
{
    double span = (double)series->last - (double)series->first;
    double hours = span / (double)HOUR_MS / (1 + (double)series->samples / PART);

    return HOUR_MS * (1 + (int64_t)hours);
}

static int64_t later(int64_t at, int64_t by)
{
    return at > TIME_LAST - by ? TIME_LAST : at + by;
}

int export_part(struct export *export, const struct store_series *series, int64_t *at,
                struct error *err)
{
    int64_t end = later(series->last, 1), length = part_length(series);

    if (end > export->until)
        end = export->until;
    if (*at < series->first)
        *at = series->first;
    for (export->samples.count = 0; *at < end && !export->samples.count;) {
        int64_t until = later(*at, length) < end ? later(*at, length) : end;
        int rc = store_samples_read(export->store, series->id, *at, until, &export->samples, err);

        if (rc < 0)
            return rc;
        *at = until;
    }
    return export->samples.count > 0;
}

int export_flush(struct export *export, int all, struct error *err)
{
    struct buf *text = &export->text;
    int rc = buf_check(text, "the export", err);

    if (rc < 0 || (!all && text->used < FLUSH))
        return rc;
    if (fwrite(text->text, 1, text->used, export->out) != text->used)
        rc = error_set(err, ERR_IO, "%.200s can not be written: %s", export->out_name, strerror(errno));
    buf_clear(text);
    return rc;
}

size_t export_capacities(const struct export *export, const struct store_series *series,
                         const struct store_capacity **out)
{
    size_t first = 0, count = 0;

    for (size_t low = 0, high = export->capacities; low < high; first = low) {
        size_t middle = low + (high - low) / 2;

        if (export->capacity[middle].series < series->id)
            low = middle + 1;
        else
            high = middle;
    }
    while (first + count < export->capacities && export->capacity[first + count].series == series->id)
        count++;
    *out = export->capacity + first;
    return count;
}
