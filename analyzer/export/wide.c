/*
 * A row an instant, a column a series: for spreadsheets and notebooks.
 *
 *     time,/web-1/cpu,/web-2/cpu
 *
 * All series are read through one window of time after another, so that what is held is bounded
 * by a window and not by the export. A series without a sample at an instant has an empty cell.
 */
#include <stdlib.h>
#include <string.h>

#include "analyzer/export/export.h"
#include "data/base/clock.h"
#include "data/base/number.h"
#include "data/base/text.h"

enum { WINDOW_CELLS = 1 << 19 };    /* cells of a window, about */

struct cell { int64_t at; size_t column; double value; };

struct window {
    int64_t      from, until;
    struct cell *cell;
    size_t       count, room;
};

static int by_place(const void *a, const void *b)
{
    const struct cell *x = a, *y = b;

    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

static int reserve(struct window *window, size_t more, struct error *err)
{
    size_t room = window->room ? window->room : 1024;
    struct cell *grown;

    while (room < window->count + more)
        room *= 2;
    if (room == window->room)
        return 0;
    grown = realloc(window->cell, room * sizeof *grown);
    if (!grown)
        return error_set(err, ERR_NOMEM, "no memory for %zu samples side by side", room);
    window->cell = grown;
    window->room = room;
    return 0;
}

static int read_window(struct export *export, struct window *window, struct error *err)
{
    const struct samples *samples = &export->samples;

    window->count = 0;
    for (size_t i = 0; i < export->count; i++) {
        int rc = 0;

        if (export->series[i].last < window->from || export->series[i].first >= window->until)
            continue;
        rc = store_samples_read(export->store, export->series[i].id, window->from, window->until,
                                &export->samples, err);
        if (rc == 0)
            rc = reserve(window, samples->count, err);
        if (rc < 0)
            return rc;
        for (size_t k = 0; k < samples->count; k++)
            window->cell[window->count++] = (struct cell){ samples->at[k], i, samples->value[k] };
    }
    if (window->count)
        qsort(window->cell, window->count, sizeof *window->cell, by_place);
    return 0;
}

static int write_window(struct export *export, const struct window *window, struct error *err)
{
    char time[TIME_ROOM], number[NUMBER_ROOM];

    for (size_t i = 0; i < window->count;) {
        int64_t at = window->cell[i].at;

        buf_add(&export->text, time_iso(time, at));
        for (size_t column = 0; column < export->count; column++) {
            const struct cell *cell = &window->cell[i];

            buf_addc(&export->text, ',');
            if (i < window->count && cell->at == at && cell->column == column) {
                buf_add(&export->text, number_exact(number, cell->value));
                i++;
            }
        }
        buf_addc(&export->text, '\n');
        if (export_flush(export, 0, err) < 0)
            return err->code;
    }
    return 0;
}

/* From the oldest to behind the newest sample; returns how many samples there are, about. */
static double span_of(const struct export *export, int64_t *from, int64_t *until)
{
    double samples = 0;

    *from = TIME_LAST;
    *until = TIME_FIRST;
    for (size_t i = 0; i < export->count; i++) {
        const struct store_series *series = &export->series[i];

        if (series->first > series->last)
            continue;
        *from = series->first < *from ? series->first : *from;
        *until = series->last + 1 > *until ? series->last + 1 : *until;
        samples += (double)series->samples;
    }
    *from = *from < export->from ? export->from : *from;
    *until = *until > export->until ? export->until : *until;
    return samples;
}

static int write_wide(struct export *export, struct error *err)
{
    struct window window = { 0 };
    int64_t end;
    double samples = span_of(export, &window.from, &end), hours;
    int rc = 0;

    buf_add(&export->text, "time");
    for (size_t i = 0; i < export->count; i++) {
        buf_addc(&export->text, ',');
        text_csv(&export->text, export->series[i].name);
    }
    buf_addc(&export->text, '\n');
    hours = window.from < end ? (double)(end - window.from) / (double)HOUR_MS : 0;
    hours = hours / (1 + samples / WINDOW_CELLS) + 1;
    for (; window.from < end && rc == 0; window.from = window.until) {
        window.until = end - window.from > (int64_t)hours * HOUR_MS
                           ? window.from + (int64_t)hours * HOUR_MS : end;
        rc = read_window(export, &window, err);
        if (rc == 0)
            rc = write_window(export, &window, err);
    }
    free(window.cell);
    return rc;
}

const struct exporter exporter_wide = {
    .name = "wide",
    .title = "CSV with an instant a row and a series a column",
    .write = write_wide,
};
