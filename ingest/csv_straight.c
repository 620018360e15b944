#include "ingest/csv_straight.h"

#include <math.h>
#include <string.h>

#include "data/base/number_scan.h"

static int in_order(const size_t *column, size_t count, size_t first)
{
    for (size_t i = 0; i < count; i++)
        if (column[i] != first + i)
            return 0;
    return 1;
}

int csv_is_straight(const struct csv_plan *plan)
{
    if (plan->time != 0 || plan->clock != SIZE_MAX || plan->capacity != SIZE_MAX || plan->trailing ||
        !in_order(plan->key, plan->keys, 1) || !in_order(plan->value, plan->values, 1 + plan->keys) ||
        plan->columns != 1 + plan->keys + plan->values)
        return 0;
    for (size_t i = 0; i < plan->values; i++)
        if (plan->column[plan->value[i]].decimal != '.' ||
            plan->column[plan->value[i]].cells_have_units)
            return 0;
    return 1;
}

/* Behind the time and its separator, where it is as long as the one before; NULL where it is not. */
static const char *take_time(struct csv_worker *w, const char *p, int64_t *out)
{
    size_t length = w->time.last_length;
    int64_t at[2];

    if (!length || (size_t)(w->rows.end - p) <= length || p[length] != w->rows.separator)
        return NULL;
    if (memcmp(p, w->time.last, length) != 0 && memchr(p, w->rows.separator, length))
        return NULL;
    if (time_read(&w->time, p, length, at) != TIME_OK)
        return NULL;
    *out = at[0];
    return p + length + 1;
}

/* Behind the names and their separator, where they are those that came next the last time. */
static const char *take_names(struct csv_worker *w, const char *p, struct csv_group **out)
{
    struct csv_group *group = csv_groups_expected(&w->groups);
    size_t length = group ? group->key_length : 0;

    if (!group || group->refused)
        return NULL;
    *out = group;
    if (!w->plan->keys)
        return p;
    /* a key that begins with a separator is none of text: see csv_group.c */
    if (group->key[0] == w->rows.separator || (size_t)(w->rows.end - p) <= length ||
        memcmp(p, group->key, length) != 0 || p[length] != w->rows.separator)
        return NULL;
    return p + length + 1;
}

/* Behind the numbers and the end of the row. An empty cell is a gap. */
static const char *take_values(struct csv_worker *w, const char *p, const struct csv_group *group,
                               size_t *gaps)
{
    char separator = w->rows.separator;
    double *value = w->batch->value + w->batch->rows * w->batch->columns;

    for (size_t i = 0; i < w->plan->values; i++) {
        if (i && *p++ != separator)
            return NULL;
        if (*p == separator || *p == '\n' || *p == '\r') {
            value[i] = NAN;
            ++*gaps;
            continue;
        }
        if (p >= w->rows.end || !(p = number_scan(p, &value[i])))
            return NULL;
        value[i] *= group->series[i].scale;
    }
    if (*p == '\r')
        p++;
    return p < w->rows.end && *p == '\n' ? p + 1 : NULL;
}

/* Behind the row, in which so many values were missing. */
static const char *take_row(struct csv_worker *w, int64_t *at, struct csv_group **group, size_t *gaps)
{
    const char *p = take_time(w, w->rows.at, at);

    if (p)
        p = take_names(w, p, group);
    return p ? take_values(w, p, *group, gaps) : NULL;
}

int csv_straight_row(struct csv_worker *w)
{
    struct csv_rows *rows = &w->rows;
    struct csv_group *group = NULL;
    size_t gaps = 0;
    int64_t at;
    const char *p = take_row(w, &at, &group, &gaps);

    if (!p)
        return 0;
    rows->start = rows->at;
    rows->at = p;
    rows->line = rows->next_line++;
    csv_batch_end_row(w->batch, at, group);
    w->batch->gaps |= gaps > 0;
    w->batch->counts.missing += gaps;
    w->batch->counts.rows++;
    group->last_at = at;
    csv_groups_came(&w->groups, group);
    return 1;
}
