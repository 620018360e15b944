/* analyzer/cli/cmd_merge.c - `headroom merge STORE…`: parts that were filled elsewhere, put together. */
#include <string.h>

#include "analyzer/cli/command.h"
#include "analyzer/cli/output.h"
#include "data/store/join.h"

struct settings {
    const char *into;
    int         format;
};

static const struct settings defaults = { .format = OUTPUT_TABLE };

static const struct option options[] = {
    { .name = "into", .kind = OPTION_TEXT, .at = offsetof(struct settings, into), .argument = "FILE",
      .help = "the store that takes them in, made where it is not there (default: --db)" },
    { .name = "format", .kind = OPTION_CHOICE, .at = offsetof(struct settings, format),
      .argument = "FORMAT", .choices = output_formats, .help = "how to write the counts" },
    { .name = NULL },
};

static const struct column columns[] = {
    { .key = "store", .title = "Store", .flexible = 1 },
    { .key = "series", .title = "Series", .right = 1 },
    { .key = "new_series", .title = "New", .right = 1 },
    { .key = "samples", .title = "New samples", .right = 1 },
    { .key = "duplicate", .title = "Duplicate", .right = 1 },
    { .key = "replaced", .title = "Replaced", .right = 1 },
};

/* Takes one store in, and adds its row. */
static int take(struct context *context, struct store *into, const char *path, struct table *table,
                struct error *err)
{
    struct join_counts counts = { 0 };
    struct store *from = NULL;
    int rc = store_open(&from, path, STORE_READ, context->lock_wait_ms, err);

    if (rc == 0 && strcmp(store_uuid(from), store_uuid(into)) == 0)
        rc = error_set(err, ERR_USAGE, "a store can not be merged with itself or its copy");
    if (rc == 0)
        rc = store_join(into, from, &counts, err);
    store_close(from);
    error_at(err, path, 0, 0);
    if (rc < 0)
        return rc;
    table_text(table, path);
    table_count(table, counts.series);
    table_count(table, counts.new_series);
    table_count(table, counts.samples.fresh);
    table_count(table, counts.samples.duplicate);
    table_count(table, counts.samples.replaced);
    return 0;
}

/* Before anything is made: are they all there? */
static int look_at(struct context *context, int argc, char **argv, struct error *err)
{
    int rc = 0;

    for (int i = 0; i < argc && rc == 0; i++) {
        struct store *store = NULL;

        rc = store_open(&store, argv[i], STORE_READ, context->lock_wait_ms, err);
        store_close(store);
        error_at(err, argv[i], 0, 0);
    }
    return rc;
}

static int run(struct context *context, const void *settings, int argc, char **argv, struct error *err)
{
    const struct settings *s = settings;
    struct store *into = NULL;
    struct table table;
    int rc;

    if (s->into)
        context->db = s->into;
    table_init(&table, &context->arena, columns, sizeof columns / sizeof columns[0], context->zone);
    rc = look_at(context, argc, argv, err);
    if (rc == 0)
        rc = context_store_write(context, STORE_CREATE, &into, err);
    if (rc == 0)
        rc = store_begin(into, err);
    for (int i = 0; i < argc && rc == 0; i++)
        rc = take(context, into, argv[i], &table, err);
    if (rc == 0)
        rc = store_commit(into, err);
    store_close(into);
    if (rc < 0 || (context->globals.quiet && s->format == OUTPUT_TABLE))
        return rc;
    return output_table(context, &table, (enum output)s->format, "merge", err);
}

extern const struct command cmd_merge;
const struct command cmd_merge = {
    .name = "merge",
    .group = "Data",
    .summary = "put stores together that were filled apart",
    .operands = "FILE…",
    .details = "Series, samples, capacities, events and the list of imports of each store are taken in, all or "
               "nothing. What is analysed is then the same as if all exports had been ingested into one. Of a "
               "sample that differs the later store's holds. Recorded runs are not taken over.",
    .examples = "headroom merge eu.db us.db --into all.db",
    .options = options,
    .defaults = &defaults,
    .size = sizeof defaults,
    .least = 1,
    .most = ANY_NUMBER,
    .run = run,
};
