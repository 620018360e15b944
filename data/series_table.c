#include "data/series_table.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum {
    MOST_PART   = 1024,          /* bytes of source, resource or metric */
    MOST_LABELS = 8 * 1024,
    FIRST_SLOTS = 64,
    FIRST_ROOM  = 16
};

void series_table_release(struct series_table *table)
{
    free(table->info);
    free(table->hash);
    free(table->slot);
    arena_release(&table->names);
    *table = (struct series_table){ 0 };
}

static uint64_t key_hash(const struct series_key *key)
{
    uint64_t hash = XXH3_64bits(key->metric, strlen(key->metric));

    hash = XXH3_64bits_withSeed(key->resource, strlen(key->resource), hash);
    hash = XXH3_64bits_withSeed(key->labels, strlen(key->labels), hash);
    return XXH3_64bits_withSeed(key->source, strlen(key->source), hash);
}

static int key_equal(const struct series_key *a, const struct series_key *b)
{
    return strcmp(a->resource, b->resource) == 0 && strcmp(a->metric, b->metric) == 0 &&
           strcmp(a->labels, b->labels) == 0 && strcmp(a->source, b->source) == 0;
}

/* The slot that holds the key, or the empty one where it belongs; there are slots. */
static uint32_t *find_slot(const struct series_table *table, const struct series_key *key,
                           uint64_t hash)
{
    uint32_t mask = table->slots - 1, place = (uint32_t)hash & mask;

    while (table->slot[place]) {
        uint32_t series = table->slot[place] - 1;

        if (table->hash[series] == hash && key_equal(&table->info[series]->key, key))
            break;
        place = (place + 1) & mask;
    }
    return &table->slot[place];
}

int series_table_find(const struct series_table *table, const struct series_key *key, uint32_t *out)
{
    uint32_t found = table->slots ? *find_slot(table, key, key_hash(key)) : 0;

    if (found)
        *out = found - 1;
    return found != 0;
}

/* Keeps at least half of the slots empty. */
static int widen_slots(struct series_table *table)
{
    uint32_t slots = table->slots ? table->slots * 2 : FIRST_SLOTS, *slot;

    if (table->count < table->slots / 2)
        return 1;
    slot = calloc(slots, sizeof *slot);
    if (!slot)
        return 0;
    for (uint32_t series = 0; series < table->count; series++) {
        uint32_t place = (uint32_t)table->hash[series] & (slots - 1);

        while (slot[place])
            place = (place + 1) & (slots - 1);
        slot[place] = series + 1;
    }
    free(table->slot);
    table->slot = slot;
    table->slots = slots;
    return 1;
}

/* Room for one more series. */
static int widen_columns(struct series_table *table)
{
    uint32_t room = table->room ? table->room * 2 : FIRST_ROOM;
    const struct series_info **info;
    uint64_t *hash;

    if (table->count < table->room)
        return 1;
    info = realloc(table->info, room * sizeof *info);
    if (!info)
        return 0;
    table->info = info;
    hash = realloc(table->hash, room * sizeof *hash);
    if (!hash)
        return 0;
    table->hash = hash;
    table->room = room;
    return 1;
}

/* Most series have no source or no labels: nothing is kept of nothing. */
static const char *keep(struct arena *arena, const char *text)
{
    return text && text[0] ? arena_copy(arena, text) : "";
}

static struct series_info *copy_info(struct arena *arena, const struct series_info *info)
{
    struct series_info *copy = arena_take(arena, sizeof *copy);

    if (!copy)
        return NULL;
    copy->key.source = keep(arena, info->key.source);
    copy->key.resource = keep(arena, info->key.resource);
    copy->key.metric = keep(arena, info->key.metric);
    copy->key.labels = keep(arena, info->key.labels);
    copy->unit = keep(arena, info->unit);
    copy->kind = info->kind;
    copy->period_ms = info->period_ms;
    return copy->key.source && copy->key.resource && copy->key.metric && copy->key.labels &&
           copy->unit ? copy : NULL;
}

static int check_key(const struct series_key *key, struct error *err)
{
    if (!key->metric[0])
        return error_set(err, ERR_DATA, "a series without a metric name");
    if (strlen(key->source) > MOST_PART || strlen(key->resource) > MOST_PART ||
        strlen(key->metric) > MOST_PART)
        return error_set(err, ERR_LIMIT, "a series name with a part longer than %d bytes: '%.40s…'",
                         MOST_PART, strlen(key->resource) > MOST_PART ? key->resource : key->metric);
    if (strlen(key->labels) > MOST_LABELS)
        return error_set(err, ERR_LIMIT, "labels longer than %d bytes: '%.40s…'", MOST_LABELS,
                         key->labels);
    return 0;
}

int series_table_add(struct series_table *table, const struct series_info *info, uint32_t *out,
                     struct error *err)
{
    uint64_t hash = key_hash(&info->key);
    int rc = check_key(&info->key, err);
    const struct series_info *copy;

    if (rc < 0)
        return rc;
    copy = widen_slots(table) && widen_columns(table) ? copy_info(&table->names, info) : NULL;
    if (!copy)
        return error_set(err, ERR_NOMEM, "no memory for another series");
    table->info[table->count] = copy;
    table->hash[table->count] = hash;
    *find_slot(table, &info->key, hash) = table->count + 1;
    *out = table->count++;
    return 0;
}
