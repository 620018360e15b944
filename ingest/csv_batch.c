#include "ingest/csv_batch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 64, COLUMNS_AT_ONCE = 8 };    /* a line of the processor's cache holds 8 values */

static void release_rows(struct csv_batch *batch)
{
    free(batch->at);
    free(batch->group);
    free(batch->value);
    free(batch->order);
    free(batch->by_at);
    free(batch->by_value);
    batch->at = batch->by_at = NULL;
    batch->group = NULL;
    batch->value = batch->by_value = NULL;
    batch->order = NULL;
    batch->room = batch->by_at_room = 0;
}

void csv_batch_release(struct csv_batch *batch)
{
    release_rows(batch);
    free(batch->run);
    free(batch->span);
    free(batch->capacity);
    memset(batch, 0, sizeof *batch);
}

void csv_batch_clear(struct csv_batch *batch, size_t columns)
{
    if (columns != batch->columns)
        release_rows(batch);
    batch->columns = columns;
    batch->rows = batch->runs = batch->spans = batch->capacities = batch->rejects = 0;
    batch->gaps = 0;
    batch->counts = (struct csv_counts){ 0 };
    batch->unkept.count = 0;
    batch->new_header = 0;
    batch->line_shift = 0;
    batch->text_rows = 0;
}

/* Makes *array `room` items of `size` bytes long; 0 without memory. No items take a byte. */
static int resize(void *array, size_t room, size_t size)
{
    void *grown = realloc(*(void **)array, room ? room * size : 1);

    if (grown)
        *(void **)array = grown;
    return grown != NULL;
}

static int no_memory(struct error *err)
{
    return error_set(err, ERR_NOMEM, "no memory for the samples of a table");
}

int csv_batch_reserve(struct csv_batch *batch, struct error *err)
{
    size_t room = batch->room ? 2 * batch->room : FIRST_ROOM / (batch->columns + 1) + 1;

    if (batch->rows < batch->room)
        return 0;
    if (!resize(&batch->at, room, sizeof *batch->at) ||
        !resize(&batch->group, room, sizeof *batch->group) ||
        !resize(&batch->value, room * batch->columns, sizeof *batch->value) ||
        !resize(&batch->order, room, sizeof *batch->order) ||
        !resize(&batch->by_value, room * batch->columns, sizeof *batch->by_value))
        return no_memory(err);
    batch->room = room;
    return 0;
}

int csv_batch_capacity(struct csv_batch *batch, struct csv_series *series, int64_t at, double value,
                       struct error *err)
{
    if (batch->capacities == batch->capacity_room) {
        size_t room = batch->capacity_room ? 2 * batch->capacity_room : 64;

        if (!resize(&batch->capacity, room, sizeof *batch->capacity))
            return error_set(err, ERR_NOMEM, "no memory for the capacities of a table");
        batch->capacity_room = room;
    }
    batch->capacity[batch->capacities++] = (struct csv_capacity){ series, at, value };
    return 0;
}

/* --- by series --------------------------------------------------------------------------- */

static int add_span(struct csv_batch *batch, struct csv_group *group)
{
    if (batch->spans == batch->span_room) {
        size_t room = batch->span_room ? 2 * batch->span_room : FIRST_ROOM;

        if (!resize(&batch->span, room, sizeof *batch->span))
            return 0;
        batch->span_room = room;
    }
    batch->span[batch->spans++] = (struct csv_span){ .group = group };
    group->place = batch->spans;
    return 1;
}

/* Fills span[] and order[]: the rows of each group, groups in the order in which they come up. */
static int sort_rows(struct csv_batch *batch)
{
    size_t start = 0;
    int found = 1;

    for (size_t row = 0; row < batch->rows && found; row++) {
        struct csv_group *group = batch->group[row];

        found = group->place || add_span(batch, group);
        if (found)
            batch->span[group->place - 1].count++;
    }
    for (size_t i = 0; i < batch->spans; i++) {
        batch->span[i].group->place = start;
        batch->span[i].start = start;
        start += batch->span[i].count;
    }
    for (size_t row = 0; row < batch->rows && found; row++)
        batch->order[batch->group[row]->place++] = (uint32_t)row;
    for (size_t i = 0; i < batch->spans; i++)
        batch->span[i].group->place = 0;
    return found;
}

/* Columns one behind the other, rows in their order. */
static void turn(struct csv_batch *batch)
{
    size_t rows = batch->rows, columns = batch->columns;

    for (size_t row = 0; row < rows; row++)
        batch->by_at[row] = batch->at[batch->order[row]];
    for (size_t from = 0; from < columns; from += COLUMNS_AT_ONCE) {
        size_t until = columns - from < COLUMNS_AT_ONCE ? columns : from + COLUMNS_AT_ONCE;

        for (size_t row = 0; row < rows; row++) {
            const double *value = batch->value + batch->order[row] * columns;

            for (size_t column = from; column < until; column++)
                batch->by_value[column * rows + row] = value[column];
        }
    }
}

static void add_runs(struct csv_batch *batch)
{
    for (size_t i = 0; i < batch->spans; i++) {
        const struct csv_span *span = &batch->span[i];

        for (size_t column = 0; column < batch->columns; column++)
            batch->run[batch->runs++] = (struct csv_run){
                &span->group->series[column], batch->by_at + span->start,
                batch->by_value + column * batch->rows + span->start, span->count, 0
            };
    }
}

/* Samples of a column of a group without its gaps, which leaves each column times of its own. */
static struct csv_run close_gaps(struct csv_batch *batch, const struct csv_span *span, size_t column)
{
    size_t place = column * batch->rows + span->start, count = 0, first = 0;
    double *value = batch->by_value + place;
    int64_t *at = batch->by_at + place;

    for (size_t i = 0; i < span->count; i++) {
        size_t row = batch->order[span->start + i];

        if (isnan(value[i]))
            continue;
        if (!count)
            first = row * batch->columns + column;
        at[count] = batch->at[row];
        value[count++] = value[i];
    }
    return (struct csv_run){ &span->group->series[column], at, value, count, first };
}

static int by_first(const void *a, const void *b)
{
    size_t x = ((const struct csv_run *)a)->first, y = ((const struct csv_run *)b)->first;

    return (x > y) - (x < y);
}

static void add_runs_without_gaps(struct csv_batch *batch)
{
    for (size_t i = 0; i < batch->spans; i++)
        for (size_t column = 0; column < batch->columns; column++) {
            struct csv_run run = close_gaps(batch, &batch->span[i], column);

            if (run.count)
                batch->run[batch->runs++] = run;
        }
    qsort(batch->run, batch->runs, sizeof *batch->run, by_first);
}

static int reserve_runs(struct csv_batch *batch)
{
    size_t runs = batch->spans * batch->columns;
    size_t times = batch->gaps ? batch->room * batch->columns : batch->room;

    if (runs > batch->run_room) {
        if (!resize(&batch->run, runs, sizeof *batch->run))
            return 0;
        batch->run_room = runs;
    }
    if (times > batch->by_at_room) {
        if (!resize(&batch->by_at, times, sizeof *batch->by_at))
            return 0;
        batch->by_at_room = times;
    }
    return 1;
}

int csv_batch_gather(struct csv_batch *batch, struct error *err)
{
    if (!batch->rows)
        return 0;
    if (!sort_rows(batch) || !reserve_runs(batch))
        return no_memory(err);
    turn(batch);
    if (batch->gaps)
        add_runs_without_gaps(batch);
    else
        add_runs(batch);
    return 0;
}
