/*
 * A sample a row, with all that is known of its series:
 *
 *     source,resource,metric,labels,unit,kind,period_seconds,time,value,capacity
 *
 * Read back by ingest/headroom_csv.c. An apostrophe goes before a text that begins with one of
 * = + - @ or an apostrophe, so that no spreadsheet takes it for a formula and reading can take it off.
 */
#include <string.h>

#include "analyzer/export/export.h"
#include "data/base/clock.h"
#include "data/base/number.h"
#include "data/base/text.h"

static void add_text(struct buf *out, const char *text)
{
    struct buf guarded;

    if (text[0] != '\'') {
        text_csv(out, text);
    } else {
        buf_init(&guarded, 1 << 16);
        buf_addf(&guarded, "'%s", text);
        buf_inherit(&guarded, out);
        text_csv(out, guarded.text);
        buf_release(&guarded);
    }
    buf_addc(out, ',');
}

/* What all rows of a series begin with. */
static void add_series(struct buf *out, const struct series_info *info)
{
    char number[NUMBER_ROOM];

    add_text(out, info->key.source);
    add_text(out, info->key.resource);
    add_text(out, info->key.metric);
    add_text(out, info->key.labels);
    add_text(out, info->unit);
    buf_addf(out, "%s,%s,", series_kind_name(info->kind),
             number_exact(number, (double)info->period_ms / (double)SECOND_MS));
}

struct stretch { const struct store_capacity *row; size_t count, next; };

/* The capacity in force, as of a row; "" before the first. */
static void add_capacity(struct buf *out, struct stretch *capacity, int64_t at)
{
    char number[NUMBER_ROOM];

    while (capacity->next < capacity->count && capacity->row[capacity->next].from <= at)
        capacity->next++;
    if (capacity->next)
        buf_add(out, number_exact(number, capacity->row[capacity->next - 1].value));
}

static int write_series(struct export *export, const struct store_series *series,
                        struct buf *head, struct error *err)
{
    struct stretch capacity = { NULL, 0, 0 };
    char time[TIME_ROOM], number[NUMBER_ROOM];
    int64_t at = export->from;
    int rc;

    capacity.count = export_capacities(export, series, &capacity.row);
    buf_clear(head);
    add_series(head, &series->info);
    while ((rc = export_part(export, series, &at, err)) > 0) {
        for (size_t i = 0; i < export->samples.count && rc > 0; i++) {
            buf_addn(&export->text, head->text, head->used);
            buf_addf(&export->text, "%s,%s,", time_iso(time, export->samples.at[i]),
                     number_exact(number, export->samples.value[i]));
            add_capacity(&export->text, &capacity, export->samples.at[i]);
            buf_addc(&export->text, '\n');
            if (export_flush(export, 0, err) < 0)
                rc = err->code;
        }
        if (rc < 0)
            break;
    }
    return rc;
}

static int write_csv(struct export *export, struct error *err)
{
    struct buf head;
    int rc = 0;

    buf_init(&head, 1 << 20);
    buf_add(&export->text,
            "source,resource,metric,labels,unit,kind,period_seconds,time,value,capacity\n");
    for (size_t i = 0; i < export->count && rc == 0; i++)
        rc = write_series(export, &export->series[i], &head, err);
    buf_release(&head);
    return rc;
}

const struct exporter exporter_csv = {
    .name = "csv",
    .title = "a sample a row; ingest reads it back to the same store",
    .write = write_csv,
};
