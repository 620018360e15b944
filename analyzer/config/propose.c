#include "analyzer/config/propose.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "analyzer/engine/classify.h"
#include "data/base/unit.h"

enum { METRIC_MOST = 80 };    /* bytes of a metric in a glob: lines of the file are short */

/* --- names ------------------------------------------------------------------------ */

/* A metric as the name of a section, where no bracket may stand. */
static void section_name(struct buf *out, const char *metric)
{
    for (size_t i = 0; metric[i] && i < METRIC_MOST; i++)
        buf_addc(out, strchr("[];#", metric[i]) || iscntrl((unsigned char)metric[i]) ? '_'
                                                                                       : metric[i]);
}

/* The glob of all series of a metric: any source and resource, the labels where there are some. */
static void metric_glob(struct buf *out, const struct series_info *info)
{
    const char *metric = info->key.metric;
    size_t i = 0;

    buf_add(out, "*/");
    for (; metric[i] && i < METRIC_MOST; i++) {
        if (metric[i] == '/' || metric[i] == '%')
            buf_add(out, metric[i] == '/' ? "%2F" : "%25");
        else if (strchr("*?[\\;#\"", metric[i]) || iscntrl((unsigned char)metric[i]))
            buf_addc(out, '?');
        else
            buf_addc(out, metric[i]);
    }
    if (metric[i])
        buf_addc(out, '*');
    else if (*info->key.labels)
        buf_add(out, "{*}");
}

/* --- rules ------------------------------------------------------------------------- */

/* The series of one metric and unit. */
struct group {
    const struct store_series *first;
    size_t count, with_capacity;
};

static int by_metric(const void *a, const void *b)
{
    const struct store_series *x = *(const struct store_series *const *)a;
    const struct store_series *y = *(const struct store_series *const *)b;
    int order = strcmp(x->info.key.metric, y->info.key.metric);

    if (order == 0)
        order = (*x->info.key.labels != 0) - (*y->info.key.labels != 0);
    return order ? order : strcmp(x->name, y->name);
}

static int has_stored_capacity(const struct engine *engine, int64_t series)
{
    for (size_t i = 0; i < engine->capacity_count; i++)
        if (engine->capacities[i].series == series)
            return 1;
    return 0;
}

static int has_capacity(const struct engine *engine, const struct store_series *series)
{
    return unit_capacity(series->info.unit) > 0 ||
           engine->pairs[series - engine->series].capacity != PAIR_NONE ||
           has_stored_capacity(engine, series->id);
}

static int same_group(const struct group *group, const struct store_series *series)
{
    return strcmp(group->first->info.key.metric, series->info.key.metric) == 0 &&
           (*group->first->info.key.labels != 0) == (*series->info.key.labels != 0);
}

static void capacity_lines(const struct group *group, struct buf *out)
{
    const struct store_series *first = group->first;

    if (group->with_capacity == group->count)
        return;
    buf_addf(out, "# nobody said how much there is%s",
             group->with_capacity ? " of some of them" : "");
    if (first->info.kind == SERIES_GAUGE) {
        buf_add(out, group->count > 1 ? "; the first is at " : "; it is at ");
        quantity_text(out, first->last_value, first->info.unit);
    }
    buf_add(out, "\n#capacity = QUANTITY\n");
}

static void write_group(const struct group *group, struct buf *out)
{
    const struct series_info *info = &group->first->info;

    buf_addf(out, "\n# %zu series%s%s%s, planned by %s\n[rule ", group->count,
             *info->unit ? " in " : "", info->unit,
             classify_direction(info) == DIRECTION_FALLING ? ", of which less is worse" : "",
             statistic_name(classify_statistic(info)));
    section_name(out, info->key.metric);
    buf_addf(out, "%s]\nseries = ", *info->key.labels ? " with labels" : "");
    metric_glob(out, info);
    buf_addf(out, "\n#statistic = %s\n", statistic_name(classify_statistic(info)));
    if (classify_direction(info) == DIRECTION_FALLING)
        buf_add(out, "#direction = falling\n");
    if (!*info->unit)
        buf_add(out, "# the export names no unit\n#unit = UNIT\n");
    capacity_lines(group, out);
    buf_add(out, "#lead_time = 14d\n#owner = TEXT\n");
}

/* The selected series that are no plans, sorted so that those of a metric stand together. */
static const struct store_series **sorted_series(const struct engine *engine)
{
    const struct store_series **sorted = calloc(engine->selected_count + 1, sizeof *sorted);

    for (size_t i = 0; sorted && i < engine->selected_count; i++)
        sorted[i] = &engine->series[engine->selected[i]];
    if (sorted)
        qsort(sorted, engine->selected_count, sizeof *sorted, by_metric);
    return sorted;
}

int propose_rules(const struct engine *engine, struct buf *out, struct error *err)
{
    const struct store_series **sorted = sorted_series(engine);
    struct group group = { 0 };

    if (!sorted)
        return error_set(err, ERR_NOMEM, "no memory for %zu series", engine->selected_count);
    for (size_t i = 0; i < engine->selected_count; i++) {
        if (group.count && !same_group(&group, sorted[i])) {
            write_group(&group, out);
            group = (struct group){ 0 };
        }
        if (!group.count)
            group.first = sorted[i];
        group.count++;
        group.with_capacity += (size_t)has_capacity(engine, sorted[i]);
    }
    if (group.count)
        write_group(&group, out);
    free(sorted);
    return 0;
}

/* --- pairs -------------------------------------------------------------------------- */

static int sounds_like_limit(const char *metric)
{
    static const char *const words[] = { "limit", "max", "total", "size", "capacity", "quota",
                                         "allowed", "ceiling", "provisioned", NULL };

    for (size_t i = 0; words[i]; i++)
        if (strcasestr(metric, words[i]))
            return 1;
    return 0;
}

static int is_free(const struct engine *engine, size_t series)
{
    const struct pairing *pair = &engine->pairs[series];

    return pair->capacity == PAIR_NONE && !pair->is_capacity && !pair->is_spare;
}

/* 1 where `used` may be what `limit` of the same resource limits: in the same unit, and less of it. */
static int may_limit(const struct store_series *limit, const struct store_series *used)
{
    const struct series_key *x = &limit->info.key, *y = &used->info.key;

    return strcmp(x->labels, y->labels) == 0 && strcmp(limit->info.unit, used->info.unit) == 0 &&
           unit_capacity(limit->info.unit) == 0 && used->info.kind == SERIES_GAUGE &&
           limit->info.kind == SERIES_GAUGE && strcmp(x->metric, y->metric) != 0 &&
           used->last_value <= limit->last_value && !sounds_like_limit(y->metric);
}

/* The one series that may be what `limit` limits; PAIR_NONE where there are none or several. */
static size_t limited_by(const struct engine *engine, size_t limit)
{
    const struct store_series *series = engine->series;
    const struct series_key *key = &series[limit].info.key;
    size_t found = PAIR_NONE, first = limit;

    while (first && series_same_resource(&series[first - 1].info.key, key))
        first--;    /* sorted by name, so a resource stands together */
    for (size_t i = first; i < engine->series_count && series_same_resource(&series[i].info.key, key); i++) {
        if (i == limit || !is_free(engine, i) || !may_limit(&series[limit], &series[i]))
            continue;
        if (found != PAIR_NONE)
            return PAIR_NONE;
        found = i;
    }
    return found;
}

void propose_pairs(const struct engine *engine, struct buf *out)
{
    const char *last = "";

    for (size_t i = 0; i < engine->series_count; i++) {
        const struct series_info *info = &engine->series[i].info;
        size_t used;

        if (!sounds_like_limit(info->key.metric) || !is_free(engine, i) ||
            strcmp(last, info->key.metric) == 0 || (used = limited_by(engine, i)) == PAIR_NONE)
            continue;
        buf_add(out, "\n# by their names and values\n[pair ");
        section_name(out, info->key.metric);
        buf_add(out, "]\nused = ");
        metric_glob(out, &engine->series[used].info);
        buf_add(out, "\ncapacity = ");
        metric_glob(out, info);
        buf_addc(out, '\n');
        last = info->key.metric;
    }
}
