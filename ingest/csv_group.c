/*
 * ingest/csv_group.c - see csv_group.h.
 *
 * The key of a row is the text from the first key column to the last where these
 * stand side by side, else each cell behind its length. Two keys may stand for the same
 * names (blanks around them); the intake makes one series of both.
 */
#include "ingest/csv_group.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "data/base/unit.h"
#include "ingest/csv_sheet.h"

enum { FIRST_SLOTS = 256, MOST_NAME = 1000 };    /* intake_series() takes parts of up to 1 KiB */

int csv_groups_init(struct csv_groups *groups, const struct csv_plan *plan,
                    const struct ingest_options *options, struct arena *arena, struct error *err)
{
    *groups = (struct csv_groups){ .plan = plan, .options = options, .arena = arena };
    groups->slot = calloc(FIRST_SLOTS, sizeof *groups->slot);
    if (!groups->slot)
        return error_set(err, ERR_NOMEM, "no memory for the series of a table");
    groups->slots = FIRST_SLOTS;
    return 0;
}

void csv_groups_release(struct csv_groups *groups)
{
    free(groups->slot);
    free(groups->key);
    *groups = (struct csv_groups){ 0 };
}

/* --- keys -------------------------------------------------------------------- */

/* 1 when the key columns are neighbours and their cells still lie in the text as it was. */
static int side_by_side(const struct csv_plan *plan, const struct csv_rows *row)
{
    return !row->copied && plan->key[plan->keys - 1] - plan->key[0] + 1 == plan->keys;
}

static struct cell span(const struct csv_plan *plan, const struct csv_rows *row)
{
    const struct cell *first = &row->cell[plan->key[0]], *last = &row->cell[plan->key[plan->keys - 1]];

    return (struct cell){ first->text, (size_t)(last->text + last->length - first->text) };
}

static int joined(struct csv_groups *groups, const struct csv_rows *row, struct cell *out)
{
    const struct csv_plan *plan = groups->plan;
    size_t need = 1, used = 0;

    for (size_t i = 0; i < plan->keys; i++)
        need += sizeof(uint32_t) + row->cell[plan->key[i]].length;
    if (need > groups->key_room) {
        char *key = realloc(groups->key, 2 * need);

        if (!key)
            return 0;
        groups->key = key;
        groups->key_room = 2 * need;
    }
    groups->key[used++] = row->separator;    /* no span begins with it */
    for (size_t i = 0; i < plan->keys; i++) {
        const struct cell *cell = &row->cell[plan->key[i]];
        uint32_t length = (uint32_t)cell->length;

        memcpy(groups->key + used, &length, sizeof length);
        if (length)
            memcpy(groups->key + used + sizeof length, cell->text, length);
        used += sizeof length + length;
    }
    *out = (struct cell){ groups->key, used };
    return 1;
}

/* --- groups ------------------------------------------------------------------ */

/* The cells of the row in the group's copy of the key. */
static int make_cells(struct csv_groups *groups, struct csv_group *group, const struct csv_rows *row,
                      const struct cell *key)
{
    const struct csv_plan *plan = groups->plan;
    int apart = key->text == groups->key;
    size_t joined = 1;

    group->cell = arena_take(groups->arena, plan->keys * sizeof *group->cell);
    for (size_t i = 0; group->cell && i < plan->keys; i++) {
        const struct cell *cell = &row->cell[plan->key[i]];
        size_t place = apart ? joined + sizeof(uint32_t) : (size_t)(cell->text - key->text);

        group->refused |= cell->length > MOST_NAME;
        group->cell[i] = (struct cell){ group->key + place, cell->length };
        joined += sizeof(uint32_t) + cell->length;
    }
    return group->cell != NULL;
}

/* The unit of a column in a group: what the user said, a unit column, the header. */
static struct cell written_unit(const struct csv_groups *groups, const struct csv_group *group,
                                const struct csv_column *column)
{
    const struct csv_plan *plan = groups->plan;
    const char *said = groups->options->unit;

    if (!said || !said[0]) {
        for (size_t i = 0; i < plan->keys; i++)
            if (plan->column[plan->key[i]].role == CSV_UNIT && group->cell[i].length)
                return group->cell[i];
        said = column->unit ? column->unit : "";
    }
    return (struct cell){ said, strlen(said) };
}

/* What a unit means: mostly the same as the one before. 0 without memory. */
static int learn_unit(struct csv_groups *groups, const struct cell *text)
{
    struct unit unit;

    if (groups->unit && cell_equal(text, &groups->unit_text))
        return 1;
    unit_parse(text->text, text->length, &unit);
    groups->unit = arena_copy(groups->arena, unit.name);
    groups->unit_scale = unit.scale;
    groups->unit_text = *text;
    return groups->unit != NULL;
}

static int make_series(struct csv_groups *groups, struct csv_group *group)
{
    const struct csv_plan *plan = groups->plan;

    group->series = arena_take(groups->arena, plan->values * sizeof *group->series);
    for (size_t i = 0; group->series && i < plan->values; i++) {
        const struct csv_column *column = &plan->column[plan->value[i]];
        const struct cell text = written_unit(groups, group, column);

        if (!learn_unit(groups, &text))
            return 0;
        group->series[i] = (struct csv_series){
            .group = group, .column = plan->value[i], .unit = groups->unit, .handle = NO_HANDLE,
            .scale = column->scale != 0 ? column->scale * groups->unit_scale : groups->unit_scale,
        };
    }
    return group->series != NULL;
}

static struct csv_group *make_group(struct csv_groups *groups, const struct csv_rows *row,
                                    const struct cell *key, uint64_t hash)
{
    struct csv_group *group = arena_take(groups->arena, sizeof *group);

    if (!group)
        return NULL;
    group->hash = hash;
    group->key = arena_text(groups->arena, key->text, key->length);
    group->key_length = key->length;
    if (!group->key || !make_cells(groups, group, row, key) || !make_series(groups, group))
        return NULL;
    return group;
}

static int is_key(const struct csv_group *group, const struct cell *key)
{
    return group->key_length == key->length && memcmp(group->key, key->text, key->length) == 0;
}

/* Keeps the table at most half full. */
static int widen(struct csv_groups *groups)
{
    size_t slots = 2 * groups->slots;
    struct csv_group **slot;

    if (groups->count < groups->slots / 2)
        return 1;
    slot = calloc(slots, sizeof *slot);
    if (!slot)
        return 0;
    for (size_t i = 0; i < groups->slots; i++) {
        size_t place;

        if (!groups->slot[i])
            continue;
        for (place = groups->slot[i]->hash & (slots - 1); slot[place];)
            place = (place + 1) & (slots - 1);
        slot[place] = groups->slot[i];
    }
    free(groups->slot);
    groups->slot = slot;
    groups->slots = slots;
    return 1;
}

static struct csv_group *look_up(struct csv_groups *groups, const struct csv_rows *row,
                                 const struct cell *key)
{
    uint64_t hash = XXH3_64bits(key->text, key->length);
    size_t place;

    if (!widen(groups))
        return NULL;
    for (place = hash & (groups->slots - 1); groups->slot[place];
         place = (place + 1) & (groups->slots - 1))
        if (groups->slot[place]->hash == hash && is_key(groups->slot[place], key))
            return groups->slot[place];
    groups->slot[place] = make_group(groups, row, key, hash);
    groups->count += groups->slot[place] != NULL;
    return groups->slot[place];
}

struct csv_group *csv_groups_find(struct csv_groups *groups, const struct csv_rows *row)
{
    struct csv_group *before = groups->before, *group;
    struct cell key = { "", 0 };

    if (groups->plan->keys == 0) {
        if (!groups->only)
            groups->only = make_group(groups, row, &key, 0);
        return groups->only;
    }
    if (side_by_side(groups->plan, row))
        key = span(groups->plan, row);
    else if (!joined(groups, row, &key))
        return NULL;
    if (before && before->follower && is_key(before->follower, &key))
        group = before->follower;
    else if (before && is_key(before, &key))
        group = before;
    else
        group = look_up(groups, row, &key);
    if (before && group)
        before->follower = group;
    groups->before = group ? group : before;
    return group;
}
