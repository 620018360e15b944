#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "ingest/text_reader.h"

enum { FIRST_SLOTS = 256 };

/* Keeps the table at most half full. */
static int widen(struct text_reader *r)
{
    size_t slots = r->slots ? 2 * r->slots : FIRST_SLOTS;
    struct text_series **slot;

    if (r->count < r->slots / 2)
        return 1;
    slot = calloc(slots, sizeof *slot);
    if (!slot)
        return 0;
    for (size_t i = 0; i < r->slots; i++) {
        size_t place = r->slot[i] ? r->slot[i]->hash & (slots - 1) : 0;

        if (!r->slot[i])
            continue;
        while (slot[place])
            place = (place + 1) & (slots - 1);
        slot[place] = r->slot[i];
    }
    free(r->slot);
    r->slot = slot;
    r->slots = slots;
    return 1;
}

static struct text_series *make_series(struct text_reader *r, const char *key, size_t length,
                                       uint64_t hash)
{
    struct text_series *series = arena_take(&r->arena, sizeof *series);

    if (!series)
        return NULL;
    *series = (struct text_series){ .key = arena_text(&r->arena, key, length), .length = length,
                                    .hash = hash };
    return series->key ? series : NULL;
}

struct text_series *text_series(struct text_job *job, const char *key, size_t length)
{
    struct text_reader *r = job->reader;
    uint64_t hash = XXH3_64bits(key, length);
    size_t place;

    if (!widen(r)) {
        text_no_memory(job);
        return NULL;
    }
    for (place = hash & (r->slots - 1); r->slot[place]; place = (place + 1) & (r->slots - 1))
        if (r->slot[place]->hash == hash && r->slot[place]->length == length &&
            memcmp(r->slot[place]->key, key, length) == 0)
            return r->slot[place];
    r->slot[place] = make_series(r, key, length, hash);
    if (!r->slot[place])
        text_no_memory(job);
    else
        r->count++;
    return r->slot[place];
}

int text_open(struct text_job *job, struct text_series *series, const struct draft *draft)
{
    int rc = draft_series(draft, job->options, job->out, &series->series, &series->scale, &job->err);

    series->open = rc == 0;
    text_keep_failure(job, rc);
    return series->open;
}

void text_put(struct text_job *job, const struct text_series *series, int64_t at, double value)
{
    if (!job->failed)
        text_keep_failure(job, intake_put(job->out, series->series, at, value * series->scale,
                                          &job->err));
}
