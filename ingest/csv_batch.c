#include "ingest/csv_batch.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 256 };

void csv_batch_release(struct csv_batch *batch)
{
    free(batch->at);
    free(batch->value);
    free(batch->series);
    free(batch->run);
    free(batch->by_at);
    free(batch->by_value);
    free(batch->capacity);
    memset(batch, 0, sizeof *batch);
}

void csv_batch_clear(struct csv_batch *batch)
{
    batch->count = batch->runs = batch->capacities = batch->rejects = 0;
    batch->counts = (struct csv_counts){ 0 };
    batch->unkept.count = 0;
    batch->new_header = 0;
    batch->line_shift = 0;
    batch->text_rows = 0;
}

/* Makes *array `room` items of `size` bytes long; 0 without memory. */
static int resize(void *array, size_t room, size_t size)
{
    void *grown = realloc(*(void **)array, room * size);

    if (grown)
        *(void **)array = grown;
    return grown != NULL;
}

int csv_batch_reserve(struct csv_batch *batch, size_t more, struct error *err)
{
    size_t room = batch->room ? batch->room : FIRST_ROOM;

    if (batch->room - batch->count >= more)
        return 0;
    while (room - batch->count < more)
        room *= 2;
    if (!resize(&batch->at, room, sizeof *batch->at) ||
        !resize(&batch->value, room, sizeof *batch->value) ||
        !resize(&batch->series, room, sizeof *batch->series) ||
        !resize(&batch->run, room, sizeof *batch->run) ||
        !resize(&batch->by_at, room, sizeof *batch->by_at) ||
        !resize(&batch->by_value, room, sizeof *batch->by_value))
        return error_set(err, ERR_NOMEM, "no memory for the samples of a table");
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

void csv_batch_gather(struct csv_batch *batch)
{
    size_t place = 0;

    /* series->place: first the number of its run, from 1 … */
    for (size_t i = 0; i < batch->count; i++) {
        struct csv_series *series = batch->series[i];

        if (!series->place) {
            batch->run[batch->runs++] = (struct csv_run){ series, 0 };
            series->place = batch->runs;
        }
        batch->run[series->place - 1].count++;
    }
    /* … then where its next sample goes */
    for (size_t i = 0; i < batch->runs; i++) {
        batch->run[i].series->place = place;
        place += batch->run[i].count;
    }
    for (size_t i = 0; i < batch->count; i++) {
        place = batch->series[i]->place++;
        batch->by_at[place] = batch->at[i];
        batch->by_value[place] = batch->value[i];
    }
    for (size_t i = 0; i < batch->runs; i++)
        batch->run[i].series->place = 0;
}
