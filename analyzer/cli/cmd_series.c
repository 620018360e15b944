/* analyzer/cli/cmd_series.c - `headroom series`: what the store holds. */
#include <string.h>

#include "analyzer/cli/command.h"
#include "analyzer/cli/output.h"
#include "data/base/unit.h"

static const struct column columns[] = {
    { .key = "series", .title = "Series", .flexible = 1 },
    { .key = "unit", .title = "Unit", .spare = 1 },
    { .key = "kind", .title = "Kind", .machine = 1 },
    { .key = "samples", .title = "Samples", .right = 1 },
    { .key = "from", .title = "From", .spare = 1 },
    { .key = "to", .title = "To" },
    { .key = "cadence_seconds", .title = "Cadence", .right = 1, .machine = 1 },
    { .key = "cadence", .title = "Every", .right = 1, .person = 1, .spare = 1 },
    { .key = "coverage", .title = "Coverage", .right = 1, .spare = 1 },
    { .key = "last_value", .title = "Last", .right = 1 },
    { .key = "capacity", .title = "Capacity", .right = 1 },
    { .key = "capacity_origin", .title = "By", .machine = 1 },
};

/* The share of the samples that the cadence lets one expect in the span. */
static struct maybe coverage_of(const struct store_series *series)
{
    double expected;

    if (series->cadence_ms <= 0 || series->first > series->last || !series->samples)
        return (struct maybe){ 0, 0 };
    expected = (double)(series->last - series->first) / (double)series->cadence_ms + 1;
    return (struct maybe){ (double)series->samples < expected ? (double)series->samples / expected
                                                              : 1, 1 };
}

struct capacity { struct maybe value; enum capacity_origin origin; };

/* The first row of a series in rows that are ordered by series. */
static size_t first_row(const struct store_capacity *rows, size_t count, int64_t series)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (rows[middle].series < series)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int was_set(const struct store_capacity *row)
{
    return strcmp(row->origin, "set") == 0;
}

/* The newest stored row of a series; one that was set wins over a column. */
static const struct store_capacity *stored_capacity(const struct store_capacity *rows,
                                                    size_t count, int64_t series)
{
    const struct store_capacity *found = NULL;

    for (size_t i = first_row(rows, count, series); i < count && rows[i].series == series; i++)
        if (!found || was_set(&rows[i]) || !was_set(found))
            found = &rows[i];
    return found;
}

/* By `capacity set`, a column of the export, the config, or the unit; pairs are for analyze. */
static struct capacity capacity_of(const struct context *context, const struct store_series *series,
                                   const struct store_capacity *rows, size_t count)
{
    const struct store_capacity *row = stored_capacity(rows, count, series->id);
    double unit = unit_capacity(series->info.unit);
    struct rule rule;

    if (row)
        return (struct capacity){ { row->value, 1 },
                                  was_set(row) ? CAPACITY_SET : CAPACITY_COLUMN };
    config_rule(context->config, series->name, &rule);
    if (rule.capacity > 0)
        return (struct capacity){ { rule.capacity, 1 }, CAPACITY_CONFIG };
    return (struct capacity){ { unit, unit > 0 }, unit > 0 ? CAPACITY_UNIT : CAPACITY_NONE };
}

static void add_row(struct context *context, struct table *table,
                    const struct store_series *series, const struct capacity *capacity)
{
    int any = series->first <= series->last;
    char cadence[TIME_ROOM];

    table_text(table, series->name);
    table_text(table, series->info.unit);
    table_text(table, series_kind_name(series->info.kind));
    table_count(table, series->samples);
    if (any) {
        table_date(table, series->first);
        table_date(table, series->last);
    } else {
        table_none(table);
        table_none(table);
    }
    if (series->cadence_ms > 0) {
        table_number(table, (double)series->cadence_ms / 1e3);
        table_text(table, arena_copy(&context->arena, duration_text(cadence, series->cadence_ms)));
    } else {
        table_none(table);
        table_none(table);
    }
    table_share(table, coverage_of(series));
    table_quantity(table, (struct maybe){ series->last_value, any }, series->info.unit);
    table_quantity(table, capacity->value, series->info.unit);
    table_text(table, capacity_origin_name(capacity->origin));
}

static int run(struct context *context, const void *given, int argc, char **argv,
               struct error *err)
{
    const struct output_settings *settings = given;
    struct store_capacity *rows = NULL;
    struct store_series *series = NULL;
    struct store *store = NULL;
    size_t count = 0, row_count = 0;
    struct table table;
    int rc;

    rc = context_store_read(context, &store, err);
    if (rc == 0)
        rc = context_series(context, store, argc, argv, &series, &count, err);
    if (rc == 0)
        rc = store_capacity_list(store, 0, &context->arena, &rows, &row_count, err);
    store_close(store);
    if (rc < 0)
        return rc;
    table_init(&table, &context->arena, columns, sizeof columns / sizeof columns[0],
               context->zone);
    for (size_t i = 0; i < count; i++) {
        struct capacity capacity = capacity_of(context, &series[i], rows, row_count);

        add_row(context, &table, &series[i], &capacity);
    }
    return output_table(context, &table, (enum output)settings->format, "series", err);
}

extern const struct command cmd_series;
const struct command cmd_series = {
    .name = "series",
    .group = "Data",
    .summary = "list the series of the store",
    .operands = "[SELECTOR…]",
    .details = "A selector is a glob on the name SOURCE/RESOURCE/METRIC{labels}: 'prod/*/cpu*'. "
               "Several add up; none means all.",
    .examples = "headroom series\nheadroom series '*disk*' --format json",
    .options = output_options,
    .defaults = &output_default,
    .size = sizeof output_default,
    .most = ANY_NUMBER,
    .run = run,
};
