/* analyzer/cli/cmd_capacity.c - `headroom capacity set` and `capacity list`. */
#include <string.h>

#include "analyzer/cli/command.h"
#include "analyzer/cli/output.h"
#include "data/base/unit.h"

/* In force for all that is stored, where no --from is given: 1970. */
static const int64_t ALWAYS = 0;

/* --- set --------------------------------------------------------------------- */

struct set_settings {
    struct moment from;
};

static const struct option set_options[] = {
    { .name = "from", .kind = OPTION_TIME, .at = offsetof(struct set_settings, from),
      .argument = "TIME", .help = "since when, or from when on (default: always)" },
    { .name = NULL },
};

/* `80%` of a ratio is 0.8; a bare number is in the unit of the series. */
static int convert(const char *text, const struct store_series *series, double *out,
                   struct error *err)
{
    const char *unit = series->info.unit;
    struct unit given;
    double value;

    if (quantity_parse(text, &value, &given, err) < 0)
        return ERR_USAGE;
    if (strcmp(given.name, "%") == 0 && strcmp(unit, "ratio") == 0)
        value /= 100;
    else if (given.name[0] && strcmp(given.name, unit) != 0) {
        error_set(err, ERR_USAGE, "'%.40s' does not fit '%.120s', which is in %s", text,
                  series->name, unit[0] ? unit : "bare numbers");
        error_hint(err, "Give the number alone, or with a unit of the same kind.");
        return ERR_USAGE;
    }
    if (!(value > 0))
        return error_set(err, ERR_USAGE, "a capacity is more than 0, not '%.40s'", text);
    *out = value;
    return 0;
}

static int set_all(struct context *context, struct store *store, const char *value, int64_t from,
                   struct store_series *series, size_t count, struct error *err)
{
    int rc = store_begin(store, err);

    for (size_t i = 0; i < count && rc == 0; i++) {
        struct store_capacity row = { .series = series[i].id, .from = from, .origin = "set" };

        rc = convert(value, &series[i], &row.value, err);
        if (rc == 0)
            rc = store_capacity_put(store, &row, err);
    }
    if (rc == 0)
        rc = store_commit(store, err);
    else
        store_rollback(store);
    if (rc == 0)
        context_note(context, "capacity %s set for %zu series", value, count);
    return rc;
}

static int run_set(struct context *context, const void *given, int argc, char **argv,
                   struct error *err)
{
    const struct set_settings *settings = given;
    int64_t from = settings->from.text ? settings->from.at : ALWAYS;
    struct store_series *series = NULL;
    struct store *store = NULL;
    size_t count = 0;
    int rc = context_store_write(context, STORE_WRITE, &store, err);

    (void)argc;
    if (rc == 0)
        rc = context_series(context, store, 1, argv, &series, &count, err);
    if (rc == 0)
        rc = set_all(context, store, argv[1], from, series, count, err);
    store_close(store);
    return rc;
}

static const struct command cmd_capacity_set = {
    .name = "set",
    .summary = "say how much there is of what some series use",
    .operands = "SELECTOR VALUE",
    .details = "The value is in the unit of the series, or has a suffix: 500, 200GiB, 90%. With "
               "--from, the capacity before that time stays as it was.",
    .examples = "headroom capacity set 'prod/db-pool/used' 200\n"
                "headroom capacity set '*disk_used*' 4TiB --from 2026-03-01",
    .options = set_options,
    .defaults = &(const struct set_settings){ { NULL, 0 } },
    .size = sizeof(struct set_settings),
    .least = 2,
    .most = 2,
    .run = run_set,
};

/* --- list -------------------------------------------------------------------- */

static const struct column columns[] = {
    { .key = "series", .title = "Series", .flexible = 1 },
    { .key = "from", .title = "From" },
    { .key = "capacity", .title = "Capacity", .right = 1 },
    { .key = "unit", .title = "Unit", .machine = 1 },
    { .key = "origin", .title = "By" },
};

static int list_one(struct context *context, struct store *store,
                    const struct store_series *series, struct table *table, struct error *err)
{
    struct store_capacity *rows = NULL;
    size_t count = 0;
    int rc = store_capacity_list(store, series->id, &context->arena, &rows, &count, err);

    for (size_t i = 0; i < count && rc == 0; i++) {
        table_text(table, series->name);
        if (rows[i].from > ALWAYS)
            table_time(table, rows[i].from);
        else
            table_none(table);
        table_quantity(table, (struct maybe){ rows[i].value, 1 }, series->info.unit);
        table_text(table, series->info.unit);
        table_text(table, rows[i].origin);
    }
    return rc;
}

static int run_list(struct context *context, const void *given, int argc, char **argv,
                    struct error *err)
{
    const struct output_settings *settings = given;
    struct store_series *series = NULL;
    struct store *store = NULL;
    struct table table;
    size_t count = 0;
    int rc = context_store_read(context, &store, err);

    table_init(&table, &context->arena, columns, sizeof columns / sizeof columns[0],
               context->zone);
    if (rc == 0)
        rc = context_series(context, store, argc, argv, &series, &count, err);
    for (size_t i = 0; i < count && rc == 0; i++)
        rc = list_one(context, store, &series[i], &table, err);
    store_close(store);
    return rc < 0 ? rc
                  : output_table(context, &table, (enum output)settings->format, "capacity", err);
}

static const struct command cmd_capacity_list = {
    .name = "list",
    .summary = "list capacities that were set or came with an export",
    .operands = "[SELECTOR…]",
    .options = output_options,
    .defaults = &output_default,
    .size = sizeof output_default,
    .most = ANY_NUMBER,
    .run = run_list,
};

static const struct command *const subcommands[] = { &cmd_capacity_set, &cmd_capacity_list, NULL };

extern const struct command cmd_capacity;
const struct command cmd_capacity = {
    .name = "capacity",
    .group = "Data",
    .summary = "set or list how much there is of each resource",
    .details = "A capacity that was set stands above one from a column of the export, a paired "
               "series, the configuration, or the unit.",
    .sub = subcommands,
};
