#include "analyzer/engine/groups.h"

#include <stdlib.h>
#include <string.h>

#include "analyzer/engine/classify.h"
#include "analyzer/engine/engine.h"
#include "analyzer/engine/rates.h"
#include "data/base/clock.h"
#include "data/base/number.h"
#include "data/base/text.h"
#include "data/base/unit.h"

enum { NAME_MOST = 1 << 16, UNIT_TEXT = 64 };

/* --- reserve ------------------------------------------------------------------- */

static int bad_reserve(const char *text, struct error *err)
{
    error_set(err, ERR_CONFIG, "'%.40s' is nothing that a group can keep in reserve", text);
    error_hint(err, "Write n+1 for its largest member, n+2 for two, a share (20%%) or a quantity (50GiB).");
    return ERR_CONFIG;
}

int reserve_read(const char *text, struct reserve *out, struct error *err)
{
    struct unit unit = { "", 1 };
    int64_t members;

    *out = (struct reserve){ RESERVE_NONE, 0 };
    if (!text)
        return 0;
    if (strncmp(text, "n+", 2) == 0 || strncmp(text, "N+", 2) == 0) {
        if (!number_parse_int(text + 2, strlen(text + 2), &members) || members < 1)
            return bad_reserve(text, err);
        *out = (struct reserve){ RESERVE_MEMBERS, (double)members };
        return 0;
    }
    if (quantity_parse(text, &out->value, &unit, NULL) < 0 || out->value < 0)
        return bad_reserve(text, err);
    out->kind = strcmp(unit.name, "%") == 0 ? RESERVE_SHARE : RESERVE_QUANTITY;
    return out->kind == RESERVE_SHARE && out->value >= 100 ? bad_reserve(text, err) : 0;
}

/* --- what members must have in common -------------------------------------------- */

struct traits {
    struct series_info info;      /* unit and kind in force */
    enum statistic     statistic;
    enum direction     direction;
    int                sized;
};

static struct traits traits_of(const struct engine *engine, size_t series)
{
    const struct rules *rules = &engine->options.rules;
    struct rule rule = { .direction = -1, .kind = -1 };
    struct traits its = { .info = engine->series[series].info };

    if (rules->get)
        rules->get(rules->self, engine->series[series].name, &rule);
    if (rule.kind >= 0)
        its.info.kind = (enum series_kind)rule.kind;
    if (rule.unit)
        its.info.unit = rule.unit;
    its.statistic = rule.statistic != STATISTIC_AUTO ? rule.statistic : classify_statistic(&its.info);
    its.direction = rule.direction >= 0 ? (enum direction)rule.direction : classify_direction(&its.info);
    its.sized = rule.size > 0;
    return its;
}

/* In which respect two members differ; NULL: in none. */
static const char *difference(const struct traits *a, const struct traits *b)
{
    if (strcmp(a->info.unit, b->info.unit) != 0)
        return "unit";
    if (a->info.kind != b->info.kind)
        return "kind";
    if (a->statistic != b->statistic)
        return "statistic";
    if (a->direction != b->direction)
        return "direction";
    return a->sized != b->sized ? "size" : NULL;
}

static int refuse(const struct group_rule *rule, struct error *err, const char *hint)
{
    if (rule->file)
        error_at(err, rule->file, rule->line, 1);
    error_hint(err, "%s", hint);
    return ERR_CONFIG;
}

/* Of at least one member. */
static int check_alike(const struct engine *engine, const struct group_rule *rule, const size_t *member,
                       size_t count, struct error *err)
{
    struct traits first = traits_of(engine, member[0]);

    for (size_t i = 1; i < count; i++) {
        struct traits its = traits_of(engine, member[i]);
        const char *what = difference(&first, &its);

        if (!what)
            continue;
        error_set(err, ERR_CONFIG, "group '%.40s' can not add up %.100s and %.100s: they differ in %s",
                  rule->name, engine->series[member[0]].name, engine->series[member[i]].name, what);
        return refuse(rule, err, "Narrow its 'series', or say by a [rule] what its members are.");
    }
    if (!classify_additive(&first.info) && !unit_capacity(first.info.unit)) {
        error_set(err, ERR_CONFIG, "group '%.40s' can not add up %.100s and others: times are no loads",
                  rule->name, engine->series[member[0]].name);
        return refuse(rule, err, "Narrow its 'series' to what is used of something.");
    }
    return 0;
}

/* --- its series --------------------------------------------------------------------- */

/* A member, and what puts it with others: its metric and, where the export names it, the statistic. */
struct candidate { const char *metric, *stat; size_t series; };

static int together(const struct candidate *x, const struct candidate *y)
{
    int order = strcmp(x->metric, y->metric);

    return order ? order : strcmp(x->stat, y->stat);
}

static int by_metric(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    int order = together(x, y);

    return order ? order : (x->series > y->series) - (x->series < y->series);
}

/* `stat="p99"`, or "". */
static const char *stat_label(const char *labels, struct arena *arena)
{
    struct buf value, text;
    const char *kept = "";

    buf_init(&value, NAME_MOST);
    buf_init(&text, NAME_MOST);
    if (labels_get(labels, "stat", &value)) {
        struct label label = { "stat", value.text };

        labels_text(&text, &label, 1);
        kept = arena_copy(arena, text.text);
    }
    buf_release(&text);
    buf_release(&value);
    return kept;
}

static int is_member(const struct engine *engine, const struct group_rule *rule, size_t series)
{
    if (engine->pairs[series].is_capacity || engine->pairs[series].is_spare || engine->drivers[series].is_plan)
        return 0;
    for (size_t i = 0; i < rule->series_count; i++)
        if (text_glob(rule->series[i], engine->series[series].name))
            return 1;
    return 0;
}

/* Members are the columns of one table, whose name is their resource: then it is what they measure. */
static int are_columns(const struct engine *engine, const struct candidate *candidate, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const struct series_key *a = &engine->series[candidate[0].series].info.key;
        const struct series_key *b = &engine->series[candidate[i].series].info.key;

        if (strcmp(a->source, b->source) != 0 || strcmp(a->resource, b->resource) != 0 ||
            strcmp(a->metric, b->metric) == 0)
            return 0;
    }
    return count > 0 && engine->series[candidate[0].series].info.key.resource[0];
}

static int find_candidates(struct engine *engine, const struct group_rule *rule, struct candidate *out,
                           size_t *count, struct error *err)
{
    *count = 0;
    for (size_t i = 0; i < engine->stored_count; i++) {
        const struct series_key *key = &engine->series[i].info.key;

        if (!is_member(engine, rule, i))
            continue;
        out[*count] = (struct candidate){ key->metric, stat_label(key->labels, &engine->arena), i };
        if (!out[(*count)++].stat)
            return error_set(err, ERR_NOMEM, "no memory for a group");
    }
    if (are_columns(engine, out, *count))
        for (size_t i = 0; i < *count; i++)
            out[i].metric = engine->series[out[i].series].info.key.resource;
    qsort(out, *count, sizeof *out, by_metric);
    return 0;
}

/* group/NAME/METRIC, with the statistic where the export names it. */
static const char *name_of(const struct series_key *key, struct arena *arena)
{
    struct buf text;
    const char *kept;

    buf_init(&text, NAME_MOST);
    series_name(&text, key);
    kept = text.failed ? NULL : arena_copy(arena, text.text);
    buf_release(&text);
    return kept;
}

/* What the numbers are: those of a counter are rates. */
static const char *unit_of(const struct traits *its, struct arena *arena)
{
    char rate[UNIT_TEXT];

    return arena_copy(arena, its->info.kind == SERIES_GAUGE ? its->info.unit
                                                            : rates_unit(its->info.unit, rate, sizeof rate));
}

/* The series of a grouping: `number` tells it from others, and from all that are stored. */
static int make_series(struct engine *engine, const struct grouping *group, const struct candidate *first,
                       size_t number, struct store_series *out, struct error *err)
{
    struct traits its = traits_of(engine, first->series);

    *out = (struct store_series){ .id = -(int64_t)number - 1, .first = TIME_LAST, .last = TIME_FIRST,
                                  .info = { .key = { GROUP_SOURCE, group->rule->name, first->metric, first->stat },
                                            .kind = SERIES_GAUGE, .unit = unit_of(&its, &engine->arena) } };
    out->name = name_of(&out->info.key, &engine->arena);
    if (!out->name || !out->info.unit)
        return error_set(err, ERR_NOMEM, "no memory for a group");
    for (size_t i = 0; i < group->count; i++) {
        const struct store_series *member = &engine->series[group->member[i]];

        out->samples = member->samples > out->samples ? member->samples : out->samples;
        out->first = member->first < out->first ? member->first : out->first;
        out->last = member->last > out->last ? member->last : out->last;
        out->cadence_ms = member->cadence_ms > out->cadence_ms ? member->cadence_ms : out->cadence_ms;
    }
    if (out->cadence_ms < HOUR_MS)
        out->cadence_ms = HOUR_MS;
    for (size_t i = 0; i < engine->stored_count; i++)
        if (strcmp(engine->series[i].name, out->name) == 0) {
            error_set(err, ERR_CONFIG, "group '%.40s' would be called '%.200s', which is stored already",
                      group->rule->name, out->name);
            return refuse(group->rule, err, "Give the group another name.");
        }
    return 0;
}

/* All groups so far, with their series beside them. */
struct found {
    struct grouping     *group;
    struct store_series *series;
    size_t               count, room;
};

static int found_room(struct found *found, struct arena *arena, struct error *err)
{
    size_t room = found->room ? 2 * found->room : 8;
    struct grouping *group;
    struct store_series *series;

    if (found->count < found->room)
        return 0;
    group = arena_take(arena, room * sizeof *group);
    series = arena_take(arena, room * sizeof *series);
    if (!group || !series)
        return error_set(err, ERR_NOMEM, "no memory for %zu groups", room);
    if (found->count) {
        memcpy(group, found->group, found->count * sizeof *group);
        memcpy(series, found->series, found->count * sizeof *series);
    }
    *found = (struct found){ group, series, found->count, room };
    return 0;
}

/* Members of one metric. */
static int add_group(struct engine *engine, const struct group_rule *rule, const struct candidate *run,
                     size_t count, struct found *found, struct error *err)
{
    struct grouping *group;
    int rc = found_room(found, &engine->arena, err);

    if (rc < 0)
        return rc;
    group = &found->group[found->count];
    *group = (struct grouping){ .rule = rule, .count = count,
                                .member = arena_take(&engine->arena, count * sizeof *group->member) };
    if (!group->member)
        return error_set(err, ERR_NOMEM, "no memory for a group");
    for (size_t i = 0; i < count; i++)
        group->member[i] = run[i].series;
    rc = check_alike(engine, rule, group->member, count, err);
    if (rc == 0)
        rc = reserve_read(rule->reserve, &group->reserve, err);
    if (rc == 0)
        rc = make_series(engine, group, run, found->count, &found->series[found->count], err);
    if (rc == 0)
        group->shares = unit_capacity(found->series[found->count++].info.unit) > 0;
    return rc;
}

static int find_groups(struct engine *engine, const struct group_rule *rule, struct candidate *candidate,
                       struct found *found, struct error *err)
{
    size_t count = 0;
    int rc = find_candidates(engine, rule, candidate, &count, err);

    for (size_t first = 0, last; first < count && rc == 0; first = last) {
        for (last = first + 1; last < count && together(&candidate[first], &candidate[last]) == 0; last++)
            ;
        if (last - first >= GROUP_LEAST)
            rc = add_group(engine, rule, &candidate[first], last - first, found, err);
    }
    return rc;
}

/* --- the engine's lists ------------------------------------------------------------------ */

/* A copy of a list of the stored series, with room for the groups behind it; NULL without memory. */
static void *with_room(struct engine *engine, const void *list, size_t more, size_t size)
{
    char *out = arena_take(&engine->arena, (engine->stored_count + more + 1) * size);

    if (out && engine->stored_count)
        memcpy(out, list, engine->stored_count * size);
    return out;
}

static int append(struct engine *engine, const struct found *found, struct error *err)
{
    size_t stored = engine->stored_count;

    engine->series = with_room(engine, engine->series, found->count, sizeof *engine->series);
    engine->pairs = with_room(engine, engine->pairs, found->count, sizeof *engine->pairs);
    engine->drivers = with_room(engine, engine->drivers, found->count, sizeof *engine->drivers);
    if (!engine->series || !engine->pairs || !engine->drivers)
        return error_set(err, ERR_NOMEM, "no memory for %zu groups", found->count);
    for (size_t i = 0; i < found->count; i++) {
        engine->series[stored + i] = found->series[i];
        engine->pairs[stored + i] = (struct pairing){ .capacity = PAIR_NONE };
        engine->drivers[stored + i] = (struct driving){ .driver = COUNTERPART_NONE, .plan = COUNTERPART_NONE };
    }
    engine->groups = found->group;
    engine->series_count = stored + found->count;
    return 0;
}

int groups_find(struct engine *engine, struct error *err)
{
    const struct rules *rules = &engine->options.rules;
    struct candidate *candidate;
    struct found found = { 0 };
    int rc = 0;

    if (!rules->group_count || engine->options.by_resource)    /* then it sees some of the members alone */
        return 0;
    candidate = malloc((engine->stored_count + 1) * sizeof *candidate);
    if (!candidate)
        return error_set(err, ERR_NOMEM, "no memory for groups");
    for (size_t i = 0; i < rules->group_count && rc == 0; i++)
        rc = find_groups(engine, &rules->groups[i], candidate, &found, err);
    free(candidate);
    return rc < 0 || !found.count ? rc : append(engine, &found, err);
}

const struct grouping *engine_group(const struct engine *engine, size_t series)
{
    return series < engine->stored_count ? NULL : &engine->groups[series - engine->stored_count];
}

int engine_of_source(const struct engine *engine, size_t series, const char *source)
{
    const struct grouping *group = engine_group(engine, series);

    for (size_t i = 0; group && i < group->count; i++)
        if (strcmp(engine->series[group->member[i]].info.key.source, source) != 0)
            return 0;
    return group || strcmp(engine->series[series].info.key.source, source) == 0;
}
